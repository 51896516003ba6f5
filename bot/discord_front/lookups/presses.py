"""Handles the buttons under answers and lookups."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import discord

from bot.discord_front.cards import quoted_question
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.buttons import (
    AnotherFact,
    Delete,
    Look,
    PartPicked,
    PickPart,
    Share,
    Tell,
    TurnPage,
    WhoPlayed,
)
from bot.discord_front.lookups.replies import Replies, shared, without_buttons
from bot.discord_front.permissions import member_of
from bot.discord_front.places import place_of
from bot.discord_front.presses import Item, on
from bot.discord_front.questions import Pictures
from bot.discord_front.replies import Outgoing, Press, notice, wait
from bot.discord_front.wording import TOO_OLD
from bot.ids import ChannelId
from bot.knowledge.model import Actor, Character, Thing
from bot.lookups.results import Cast
from bot.packs.in_use import Shelf


class LookupPresses:
    """The handlers of these buttons."""

    def __init__(self, shelf: Shelf, pictures: Pictures) -> None:
        self._shelf = shelf
        self._pictures = pictures

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (
            on(Tell, self._tell),
            on(Delete, self._delete),
            on(Share, self._share),
            on(AnotherFact, self._another),
            on(WhoPlayed, self._played),
            on(Look, self._look),
            on(TurnPage, self._turn),
            on(PickPart, self._pick_part),
        )

    async def _tell(self, press: Press, action: Tell) -> Outgoing:
        """Replaces the closest fact by the picked one for the member who asked; anybody else gets a copy that only they
        see.
        """
        replies = await self._replies(press)
        fact = replies.handles.fact(action.fact)
        if fact is None:
            return replies.gone
        is_own = press.user.id == action.asker
        if is_own:
            replies.service.note(_channel(press), (fact,))
        return replies.chosen(
            fact,
            label=_label(press),
            asker=member_of(press),
            question=_question(press),
            quiet=not is_own or _is_quiet(press),
            replaces=is_own,
        )

    async def _delete(self, press: Press, action: Delete) -> Outgoing | None:
        """Deletes the reply, for the member who asked and for those who may manage messages here."""
        if press.user.id != action.asker and not press.permissions.manage_messages:
            return notice(answer_wording.NOT_YOURS_TO_DELETE)
        await wait(press)
        # Through the interaction, which also works where the bot isn't on the server.
        with suppress(discord.NotFound):  # it was already deleted
            await press.delete_original_response()
        return None

    async def _share(self, press: Press, action: Share) -> Outgoing | None:
        """Shows a private reply to the channel, once: its buttons go, so that it isn't shared twice."""
        private = press.message
        if private is None or not private.flags.components_v2:
            return notice(TOO_OLD)
        await press.response.edit_message(view=without_buttons(private))
        await press.followup.send(view=shared(private, by=member_of(press), subject=action.subject))
        return None

    async def _another(self, press: Press, action: AnotherFact) -> Outgoing:
        replies = await self._replies(press)
        about = replies.handles.named(action.about) if action.about else None
        continuity = replies.handles.continuity(action.continuity) if action.continuity else ""
        if continuity is None or (action.about and not isinstance(about, Character | Thing)):
            return replies.gone
        if isinstance(about, Character | Thing):
            result = replies.service.fact_about(about, continuity, channel_id=_channel(press))
        else:
            result = replies.service.any_fact(continuity, channel_id=_channel(press))
        return replies.fact(result, asker=member_of(press))

    async def _played(self, press: Press, action: WhoPlayed) -> Outgoing:
        replies = await self._replies(press)
        match replies.handles.named(action.who):
            case Character() as character:
                played = replies.played(replies.service.played_by(character), asker=member_of(press))
            case Actor(roles=roles):
                played = replies.played(Cast(roles), asker=member_of(press))
            case Thing() | None:
                return replies.gone
        return await self._pictures.attached(played)

    async def _look(self, press: Press, action: Look) -> Outgoing:
        replies = await self._replies(press)
        named = replies.handles.named(action.named)
        result = replies.service.look(named) if named is not None else None
        return (
            replies.gone
            if result is None
            else await self._pictures.attached(replies.looked(result, asker=member_of(press)))
        )

    async def _turn(self, press: Press, action: TurnPage) -> Outgoing:
        """Turns the page for the member who opened the story; anybody else gets a copy that only they see."""
        replies = await self._replies(press)
        known = replies.handles.pack(action.pack)
        page = replies.service.page(known.id, action.page) if known is not None else None
        if page is None:
            return replies.gone
        is_own = press.user.id == action.asker
        return replies.page(page, asker=member_of(press), quiet=not is_own or _is_quiet(press), replaces=is_own)

    async def _pick_part(self, press: Press, action: PickPart) -> Outgoing:
        picked = PartPicked.read("".join(_data(press).get("values", [])[:1]))
        if picked is None:
            return notice(TOO_OLD)
        return await self._turn(press, TurnPage(action.asker, picked.pack, picked.page))

    async def _replies(self, press: Press) -> Replies:
        return (await self._shelf.at(place_of(press))).of(Replies)


def _is_quiet(press: Press) -> bool:
    """Whether the pressed message is visible to one member only."""
    return press.message is not None and press.message.flags.ephemeral


def _question(press: Press) -> str:
    """The question quoted in the pressed message; empty if the channel sees it anyway."""
    return quoted_question(press.message) if press.message is not None else ""


def _label(press: Press) -> str:
    """The label of the pressed button."""
    rows = press.message.components if press.message is not None else []
    buttons = (child for row in rows for child in getattr(row, "children", ()) if isinstance(child, discord.Button))
    return next((button.label or "" for button in buttons if button.custom_id == _data(press)["custom_id"]), "")


def _data(press: Press) -> dict[str, Any]:
    return dict(press.data or {})


def _channel(press: Press) -> ChannelId:
    return ChannelId(press.channel_id or press.user.id)
