"""Channels in which the bot hears plain messages, too, and its manners there: it speaks up when sure, and not often.

A channel's setting holds for its threads as well, those of a forum included.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.english.text import looks_like_a_question
from bot.errors import StorageError
from bot.knowledge.model import Fact
from bot.storage.settings import Settings

log = logging.getLogger(__name__)

COOLDOWN = timedelta(seconds=15)
"""How long the bot keeps silent in a channel after it spoke up there unasked, so that people can talk."""

AGAIN = timedelta(minutes=10)
"""How long what a channel was told is not told there again unasked: it can still be read there."""

LONGEST = 300
"""Characters of a plain message that may be a question; who writes more is telling something."""

KEPT = 1000
"""Channels whose manners are remembered; the one silent for longest is forgotten first."""

_NOT_FOR_US = tuple("!/.$%&*+-=>?~^|;:`")
"""How a command to another bot begins, a quotation, or code."""


def may_be_a_question(text: str) -> bool:
    """Whether a plain message is worth looking up, judged by its form alone; takes microseconds."""
    said = text.strip()
    return 0 < len(said) <= LONGEST and not said.startswith(_NOT_FOR_US) and looks_like_a_question(said)


class Listening:
    """In which channels the bot listens, as managers say."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def hears(self, places: Iterable[int]) -> bool:
        """Whether it listens in any of these: a channel, or a thread and the channel that it belongs to.

        Not where the database does not say.
        """
        try:
            for place in places:
                if await self._settings.is_listening(place):
                    return True
        except StorageError as error:
            log.warning("it is not known whether to listen in a channel: %s", error)
        return False

    async def channels(self, server: int) -> frozenset[int]:
        """Those of a server in which it listens."""
        return await self._settings.listening(server)

    async def turn(self, server: int, channel: int, *, on: bool) -> bool:
        """Listen in a channel from now on, or not any more. Whether that is a change."""
        was_on = await self._settings.is_listening(channel)
        if was_on is not on:
            await self._settings.listen(server, channel, listening=on)
        return was_on is not on


class Manners:
    """A bounded memory of what each channel was told lately. It lives as long as the process."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._spoke_up: LRUCache[int, datetime] = LRUCache(kept)
        self._told: LRUCache[int, dict[str, datetime]] = LRUCache(kept)

    def may_say(self, place: int, facts: Iterable[Fact], now: datetime) -> bool:
        """Whether the bot may answer unasked with these facts: not soon after the last time, nor what it just told."""
        last = self._spoke_up.get(place)
        if last is not None and _lasts(last, now, COOLDOWN):
            return False
        told = self._told.get(place, {})
        return not all(fact.key in told and _lasts(told[fact.key], now, AGAIN) for fact in facts)

    def spoke_up(self, place: int, now: datetime) -> None:
        """The bot has just answered there unasked."""
        self._spoke_up[place] = now

    def told(self, place: int, facts: Iterable[Fact], now: datetime) -> None:
        """The channel was just told these facts, asked or unasked."""
        known = self._told.get(place, {})
        still = {key: at for key, at in known.items() if _lasts(at, now, AGAIN)}
        self._told[place] = still | {fact.key: now for fact in facts}


def _lasts(since: datetime, now: datetime, span: timedelta) -> bool:
    return abs(now - since) < span
