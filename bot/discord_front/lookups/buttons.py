"""Does what a pressed button says."""

from contextlib import suppress
from typing import Any, assert_never

import discord

from bot.discord_front import custom_ids, wording
from bot.discord_front.custom_ids import (
    Action,
    Another,
    Delete,
    ForgetMe,
    Look,
    LookDaily,
    PickDaily,
    PickPart,
    Played,
    Quizzed,
    Stale,
    Tell,
    Turn,
)
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.replies import notice, receipt_optional, send, turn_into
from bot.knowledge.model import Actor, Character, Thing
from bot.lookups.results import Cast

Press = discord.Interaction[Any]


async def perform(press: Press, action: Action | Stale, picked: str, replies: Replies) -> None:
    """Answer the press. `picked` is the line chosen in a menu."""
    match action:
        case Tell():
            await _tell(press, action, replies)
        case Delete():
            await _delete(press, action)
        case Another():
            await _another(press, action, replies)
        case Played():
            await _played(press, action, replies)
        case Look():
            await _look(press, action, replies)
        case Turn(asker=asker, pack=pack, page=page):
            await _turn(press, asker, pack, page, replies)
        case PickPart(asker=asker):
            match custom_ids.read_part_value(picked):
                case (pack, page):
                    await _turn(press, asker, pack, page, replies)
                case None:
                    await send(press, notice(wording.STALE))
        case Stale() | PickDaily() | LookDaily() | ForgetMe() | Quizzed():
            # What brought these along answers for them, where it is there.
            await send(press, notice(wording.STALE))
        case _:
            assert_never(action)


async def _tell(press: Press, action: Tell, replies: Replies) -> None:
    """The one who asked turns the closest fact into the one they picked; anybody else gets it for themselves."""
    fact = replies.handles.fact(action.fact)
    if fact is None:
        await send(press, notice(wording.GONE))
        return
    label, question = _label(press), _question(press)
    if press.user.id != action.asker:
        await send(press, replies.chosen(fact, label=label, asker=press.user.id, question=question, quiet=True))
        return
    quiet = press.message is not None and press.message.flags.ephemeral
    replies.service.note(_place(press), (fact,))
    chosen = replies.chosen(fact, label=label, asker=action.asker, question=question, quiet=quiet)
    await turn_into(press, chosen)


async def _delete(press: Press, action: Delete) -> None:
    """Only for the one who asked, and those who may manage messages here."""
    if press.user.id != action.asker and not press.permissions.manage_messages:
        await send(press, notice(wording.NOT_YOURS_TO_DELETE))
        return
    with receipt_optional(press):
        await press.response.defer()
    # Through the interaction, as this works where the bot is not in the server, too.
    with suppress(discord.NotFound):  # somebody was faster
        await press.delete_original_response()


async def _another(press: Press, action: Another, replies: Replies) -> None:
    about = replies.handles.named(action.about) if action.about else None
    continuity = replies.handles.continuity(action.continuity) if action.continuity else ""
    if continuity is None or (action.about and not isinstance(about, Character | Thing)):
        await send(press, notice(wording.GONE))
        return
    if isinstance(about, Character | Thing):
        result = replies.service.fact_about(about, continuity, place=_place(press))
    else:
        result = replies.service.any_fact(continuity, place=_place(press))
    await send(press, replies.fact(result, asker=press.user.id))


async def _played(press: Press, action: Played, replies: Replies) -> None:
    match replies.handles.named(action.who):
        case Character() as character:
            result = replies.service.played_by(character)
            await send(press, replies.played(result, asker=press.user.id))
        case Actor(roles=roles):
            await send(press, replies.played(Cast(roles), asker=press.user.id))
        case Thing() | None:
            await send(press, notice(wording.GONE))


async def _look(press: Press, action: Look, replies: Replies) -> None:
    named = replies.handles.named(action.named)
    result = replies.service.look(named) if named is not None else None
    if result is None:
        await send(press, notice(wording.GONE))
        return
    await send(press, replies.looked(result, asker=press.user.id))


async def _turn(press: Press, asker: int, pack: str, number: int, replies: Replies) -> None:
    """The one who opened the story turns its page; anybody else gets a copy for themselves."""
    known = replies.handles.pack(pack)
    page = replies.service.page(known.id, number) if known is not None else None
    if page is None:
        await send(press, notice(wording.GONE))
    elif press.user.id == asker:
        quiet = press.message is not None and press.message.flags.ephemeral
        await turn_into(press, replies.page(page, asker=asker, quiet=quiet))
    else:
        await send(press, replies.page(page, asker=press.user.id, quiet=True))


def _question(press: Press) -> str:
    """The question that the pressed message shows; empty where the channel sees it anyway."""
    embeds = press.message.embeds if press.message is not None else []
    return next((found for embed in embeds if (found := answer_wording.question_in(embed.description))), "")


def _label(press: Press) -> str:
    """What stands on the pressed button."""
    pressed: dict[str, Any] = dict(press.data or {})
    rows = press.message.components if press.message is not None else []
    buttons = (child for row in rows for child in getattr(row, "children", ()) if isinstance(child, discord.Button))
    return next((button.label or "" for button in buttons if button.custom_id == pressed["custom_id"]), "")


def _place(press: Press) -> int:
    return press.channel_id or press.user.id
