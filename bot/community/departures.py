"""Deletes a server's data some time after the bot was removed from it."""

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from bot.ids import ServerId
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
"""How long a server's data is kept, so that an accidental removal loses no scores."""

LOOK = timedelta(days=1)
"""How often to look for servers whose time is up."""


class Presence(Protocol):
    """Knows which servers the bot is on."""

    def is_there(self, server_id: ServerId) -> bool | None:
        """Whether the bot is on the server, by the gateway's events. None if it wouldn't have received them (not
        connected).
        """
        ...

    async def is_gone(self, server_id: ServerId) -> bool:
        """Whether Discord confirms that the bot isn't on the server. False if Discord doesn't answer."""
        ...


class DepartureService:
    """Records that a server was left, and clears the record when the bot is back. `run` deletes what is due.

    `on_change` is called with every server that was left or is back. Several processes may do this at once.
    """

    def __init__(
        self,
        storage: Storage,
        presence: Presence,
        clock: Clock,
        chance: random.Random,
        *,
        on_change: Callable[[ServerId], None],
    ) -> None:
        self._storage = storage
        self._departures = storage.departures
        self._presence = presence
        self._clock = clock
        self._backoff = Backoff(chance)
        self._on_change = on_change

    async def left(self, server_id: ServerId) -> None:
        """The bot was removed from a server."""
        if await self._departures.note(server_id, at=self._clock.now()):
            log.info("server %s was left; what is kept about it is deleted in %s days", server_id, KEPT_FOR.days)
        self._on_change(server_id)
        if self._presence.is_there(server_id):  # it was added again meanwhile
            await self.joined(server_id)

    async def joined(self, server_id: ServerId) -> None:
        """The bot is on a server, perhaps again: its daily question goes on, but missed ones aren't posted."""
        if await self._departures.take_back(server_id, at=self._clock.now()):
            log.info("server %s is back", server_id)
            self._on_change(server_id)

    async def compare(self) -> None:
        """Catches up on events missed while offline, once the servers are known."""
        for server_id in await self._departures.noted():
            if self._presence.is_there(server_id):
                await self.joined(server_id)
        for server_id in sorted(await self._departures.present()):
            if self._presence.is_there(server_id) is False and await self._presence.is_gone(server_id):
                await self.left(server_id)

    async def run(self) -> None:
        """Deletes what is due, now and once a day, until cancelled. Errors are logged and retried with a backoff."""
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
        for server_id, at in (await self._departures.noted()).items():
            if (
                at >= over
                or self._presence.is_there(server_id) is not False
                or not await self._presence.is_gone(server_id)
            ):
                continue
            if await self._storage.forget_server(server_id, left_before=over):
                log.info("everything about server %s is deleted, %s days after it was left", server_id, KEPT_FOR.days)
