"""What is kept about a server from which the bot was removed stays for a while, then it is deleted."""

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
"""How long everything is kept after the bot was removed, so that nobody loses scores by a mistake."""

LOOK = timedelta(days=1)
"""How often to look for servers whose time is over."""


class Presence(Protocol):
    """On which servers the bot is."""

    def is_there(self, server: int) -> bool | None:
        """Whether it is on the server, by what it was told. None where it would not have been told (not connected)."""
        ...

    async def is_gone(self, server: int) -> bool:
        """Whether Discord itself says that the bot is not on the server. Not, where it says nothing."""
        ...


class DepartureService:
    """Notes when a server is left, and takes the note away when the bot is back. `run` deletes what is due.

    `on_change` hears of every server that was left or is back. Several processes may do all of it at once.
    """

    def __init__(
        self,
        storage: Storage,
        presence: Presence,
        clock: Clock,
        chance: random.Random,
        *,
        on_change: Callable[[int], None],
    ) -> None:
        self._storage = storage
        self._departures = storage.departures
        self._presence = presence
        self._clock = clock
        self._backoff = Backoff(chance)
        self._on_change = on_change

    async def left(self, server: int) -> None:
        """The bot was removed from a server."""
        if await self._departures.note(server, at=self._clock.now()):
            log.info("server %s was left; what is kept about it is deleted in %s days", server, KEPT_FOR.days)
        self._on_change(server)
        if self._presence.is_there(server):  # it was added again meanwhile
            await self.joined(server)

    async def joined(self, server: int) -> None:
        """The bot is on a server, perhaps again: its daily question goes on, and nothing is made up for."""
        if await self._departures.take_back(server, at=self._clock.now()):
            log.info("server %s is back", server)
            self._on_change(server)

    async def compare(self) -> None:
        """Note what happened while nobody listened, once the servers are known."""
        for server in await self._departures.noted():
            if self._presence.is_there(server):
                await self.joined(server)
        for server in sorted(await self._departures.present()):
            if self._presence.is_there(server) is False and await self._presence.is_gone(server):
                await self.left(server)

    async def run(self) -> None:
        """Delete what is due, now and once a day, until cancelled. The last resort for errors in it."""
        while True:
            now = self._clock.now()
            try:
                await self._forget_due()
                self._backoff.succeeded("forget")
                again = now + LOOK
            except Exception:
                log.exception("what is kept about servers that were left could not be deleted")
                again = self._backoff.failed("forget", now)
            await self._clock.sleep_until(again)

    async def _forget_due(self) -> None:
        over = self._clock.now() - KEPT_FOR
        for server, at in (await self._departures.noted()).items():
            if at >= over or self._presence.is_there(server) is not False or not await self._presence.is_gone(server):
                continue
            if await self._storage.forget_server(server, left_before=over):
                log.info("everything about server %s is deleted, %s days after it was left", server, KEPT_FOR.days)
