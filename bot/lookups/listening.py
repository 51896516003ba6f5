"""Channels in which the bot hears plain messages too. There it only speaks up when it is sure, and not often.

A channel's setting includes its threads, and a forum's its posts.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.english.text import looks_like_a_question
from bot.errors import StorageError
from bot.ids import ChannelId, FactKey, ServerId
from bot.knowledge.model import Fact
from bot.storage.settings import ServerSettings

log = logging.getLogger(__name__)

COOLDOWN = timedelta(seconds=15)
"""How long the bot stays silent in a channel after answering unasked, so that people can talk."""

AGAIN = timedelta(minutes=10)
"""How long a fact isn't repeated unasked in a channel: people can still read it there."""

LONGEST = 300
"""Longer plain messages aren't questions; people who write that much are telling something."""

KEPT = 1000
"""Maximum number of channels remembered; the least recent is dropped first."""

_NOT_FOR_US = tuple("!/.$%&*+-=>?~^|;:`")
"""First characters of a command to another bot, a quotation, or code."""


def may_be_a_question(text: str) -> bool:
    """Whether a plain message is worth looking up, judged by its form alone; takes microseconds."""
    said = text.strip()
    return 0 < len(said) <= LONGEST and not said.startswith(_NOT_FOR_US) and looks_like_a_question(said)


MOST_NAMED = 3
"""Maximum number of names in a message whose cards are shown."""

_ASIDE = re.compile(r"```.*?(?:```|\Z)|(`+).*?\1|^>>> .*\Z|^> [^\n]*", re.DOTALL | re.MULTILINE)
"""Code, and quotations of a line or of all that follows: nobody asks for anything in them."""


@dataclass(frozen=True)
class CalledUp:
    """A name in double brackets. `is_large`: with its picture shown large, as in "[[!Thor]]"."""

    name: str
    is_large: bool = False


def named_in(text: str) -> tuple[CalledUp, ...]:
    """The names in double brackets, such as "[[Thor]]", once each. None of them is in code or in a quotation."""
    found = re.findall(r"\[\[(!?)([^\[\]\n]{1,100})\]\]", _ASIDE.sub(" ", text))
    large: dict[str, bool] = {}
    for sign, inside in found:
        if name := inside.strip():
            large[name] = large.get(name, False) or bool(sign)
    return tuple(CalledUp(name, is_large) for name, is_large in large.items())[:MOST_NAMED]


class Listening:
    """The channels in which the bot listens, as set by managers."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings

    async def hears(self, channel_ids: Iterable[ChannelId]) -> bool:
        """Whether it listens in any of these: a channel, or a thread and its channel. False if the database fails."""
        try:
            for channel_id in channel_ids:
                if await self._settings.is_listening(channel_id):
                    return True
        except StorageError as error:
            log.warning("it is not known whether to listen in a channel: %s", error)
        return False

    async def is_solved(self, post_id: ChannelId) -> bool:
        """Whether a forum's post was marked as solved, so that the bot is silent there. True if the database fails."""
        try:
            return await self._settings.is_solved(post_id)
        except StorageError as error:
            log.warning("it is not known whether a post is solved: %s", error)
            return True

    async def solve(self, server_id: ServerId, post_id: ChannelId) -> None:
        """Marks a forum's post as solved."""
        await self._settings.solve(server_id, post_id)

    async def reopen(self, post_id: ChannelId) -> None:
        """Takes that back."""
        await self._settings.reopen(post_id)

    async def channels(self, server_id: ServerId) -> frozenset[ChannelId]:
        """The channels of a server in which it listens."""
        return await self._settings.listening(server_id)

    async def turn(self, server_id: ServerId, channel_id: ChannelId, *, on: bool) -> bool:
        """Starts or stops listening in a channel. Returns whether that changed anything."""
        was_on = await self._settings.is_listening(channel_id)
        if was_on is not on:
            await self._settings.listen(server_id, channel_id, listening=on)
        return was_on is not on

    async def listen_in(self, server_id: ServerId, channel_ids: Iterable[ChannelId]) -> None:
        """Listens in these channels of a server, and in no other one."""
        before, after = await self.channels(server_id), frozenset(channel_ids)
        for channel_id in before ^ after:
            await self._settings.listen(server_id, channel_id, listening=channel_id in after)

    async def state(self, server_id: ServerId) -> list[ChannelId]:
        """The channels of a server in which it listens, as the log of changes keeps them."""
        return sorted(await self.channels(server_id))

    async def restore(self, server_id: ServerId, state: list[ChannelId]) -> None:
        """Listens in the channels of an earlier state."""
        await self.listen_in(server_id, state)


class Manners:
    """A bounded memory of what each channel was told recently. It lives as long as the process."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._spoke_up: LRUCache[int, datetime] = LRUCache(kept)
        self._told: LRUCache[int, dict[FactKey, datetime]] = LRUCache(kept)

    def may_say(
        self, channel_id: ChannelId, facts: Iterable[Fact], now: datetime, *, cooldown: timedelta = COOLDOWN
    ) -> bool:
        """Whether the bot may answer unasked with these facts: not during the cooldown, nor with facts it just told."""
        last = self._spoke_up.get(channel_id)
        if last is not None and _lasts(last, now, cooldown):
            return False
        told = self._told.get(channel_id, {})
        return not all(fact.key in told and _lasts(told[fact.key], now, AGAIN) for fact in facts)

    def spoke_up(self, channel_id: ChannelId, now: datetime) -> None:
        """Remembers that the bot has just answered unasked."""
        self._spoke_up[channel_id] = now

    def told(self, channel_id: ChannelId, facts: Iterable[Fact], now: datetime) -> None:
        """Remembers that the channel was just told these facts, asked or unasked."""
        known = self._told.get(channel_id, {})
        still = {key: at for key, at in known.items() if _lasts(at, now, AGAIN)}
        self._told[channel_id] = still | {fact.key: now for fact in facts}


def _lasts(since: datetime, now: datetime, span: timedelta) -> bool:
    return abs(now - since) < span
