"""What comes of pressing the buttons below answers and look-ups."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import discord

from bot.discord_front import wording
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.buttons import Another, Delete, Look, PartPicked, PickPart, Played, Tell, Turn
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, notice, wait
from bot.knowledge.model import Actor, Character, Thing
from bot.lookups.results import Cast

GONE = notice(wording.GONE)


class LookupPresses:
    """Answers presses."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._service = replies.service
        self._handles = replies.handles

    @property
    def items(self) -> Sequence[Item]:
        """What to register."""
        return (
            on(Tell, self._tell),
            on(Delete, self._delete),
            on(Another, self._another),
            on(Played, self._played),
            on(Look, self._look),
            on(Turn, self._turn),
            on(PickPart, self._pick_part),
        )

    async def _tell(self, press: Press, action: Tell) -> Outgoing:
        """The one who asked turns the closest fact into the one they picked; anybody else gets it for themselves."""
        fact = self._handles.fact(action.fact)
        if fact is None:
            return GONE
        is_own = press.user.id == action.asker
        if is_own:
            self._service.note(_place(press), (fact,))
        return self._replies.chosen(
            fact,
            label=_label(press),
            asker=press.user.id,
            question=_question(press),
            quiet=not is_own or _is_quiet(press),
            replaces=is_own,
        )

    async def _delete(self, press: Press, action: Delete) -> Outgoing | None:
        """Only for the one who asked, and those who may manage messages here."""
        if press.user.id != action.asker and not press.permissions.manage_messages:
            return notice(wording.NOT_YOURS_TO_DELETE)
        await wait(press)
        # Through the interaction, as this works where the bot is not in the server, too.
        with suppress(discord.NotFound):  # somebody was faster
            await press.delete_original_response()
        return None

    async def _another(self, press: Press, action: Another) -> Outgoing:
        about = self._handles.named(action.about) if action.about else None
        continuity = self._handles.continuity(action.continuity) if action.continuity else ""
        if continuity is None or (action.about and not isinstance(about, Character | Thing)):
            return GONE
        if isinstance(about, Character | Thing):
            result = self._service.fact_about(about, continuity, place=_place(press))
        else:
            result = self._service.any_fact(continuity, place=_place(press))
        return self._replies.fact(result, asker=press.user.id)

    async def _played(self, press: Press, action: Played) -> Outgoing:
        match self._handles.named(action.who):
            case Character() as character:
                return self._replies.played(self._service.played_by(character), asker=press.user.id)
            case Actor(roles=roles):
                return self._replies.played(Cast(roles), asker=press.user.id)
            case Thing() | None:
                return GONE

    async def _look(self, press: Press, action: Look) -> Outgoing:
        named = self._handles.named(action.named)
        result = self._service.look(named) if named is not None else None
        return GONE if result is None else self._replies.looked(result, asker=press.user.id)

    async def _turn(self, press: Press, action: Turn) -> Outgoing:
        """The one who opened the story turns its page; anybody else gets a copy for themselves."""
        known = self._handles.pack(action.pack)
        page = self._service.page(known.id, action.page) if known is not None else None
        if page is None:
            return GONE
        is_own = press.user.id == action.asker
        return self._replies.page(page, asker=press.user.id, quiet=not is_own or _is_quiet(press), replaces=is_own)

    async def _pick_part(self, press: Press, action: PickPart) -> Outgoing:
        picked = PartPicked.read("".join(_data(press).get("values", [])[:1]))
        if picked is None:
            return notice(wording.TOO_OLD)
        return await self._turn(press, Turn(action.asker, picked.pack, picked.page))


def _is_quiet(press: Press) -> bool:
    """Whether only one member sees the pressed message."""
    return press.message is not None and press.message.flags.ephemeral


def _question(press: Press) -> str:
    """The question that the pressed message shows; empty where the channel sees it anyway."""
    embeds = press.message.embeds if press.message is not None else []
    return next((found for embed in embeds if (found := answer_wording.question_in(embed.description))), "")


def _label(press: Press) -> str:
    """What stands on the pressed button."""
    rows = press.message.components if press.message is not None else []
    buttons = (child for row in rows for child in getattr(row, "children", ()) if isinstance(child, discord.Button))
    return next((button.label or "" for button in buttons if button.custom_id == _data(press)["custom_id"]), "")


def _data(press: Press) -> dict[str, Any]:
    return dict(press.data or {})


def _place(press: Press) -> int:
    return press.channel_id or press.user.id
