"""The loop that wakes up when work is due for a server. It knows nothing of questions or Discord."""

import asyncio
import heapq
import logging
import random
import zlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from bot.ids import ServerId
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Servers processed concurrently: enough to keep the posting rate while a Discord request takes half a second, and few
enough to leave the database and the event loop free for commands."""

REST = timedelta(days=1)
"""How long to wait if nothing is due at all."""

LEAST = timedelta(seconds=1)
"""Minimum time between two checks of a server, so that a bug can't cause a tight loop."""

GRACE = timedelta(seconds=10)
"""Grace period for work in progress when the planner stops."""


class Work(Protocol):
    """Work for servers, done when it is due."""

    async def agenda(self) -> Collection[ServerId]:
        """The servers that have, or may get, something due."""
        ...

    async def advance(self, server_id: ServerId) -> datetime | None:
        """Do what is due; returns when to check again, None if nothing more will be due."""
        ...


class Planner:
    """Calls `advance` for each server when it is due: never twice at once for a server, and for a few servers at a
    time.

    Servers due at the same moment are processed in a different order each time. Exceptions are logged, and the work is
    retried later.
    """

    def __init__(
        self,
        work: Work,
        clock: Clock,
        chance: random.Random,
        *,
        at_once: int = AT_ONCE,
        grace: timedelta = GRACE,
    ) -> None:
        self._work = work
        self._clock = clock
        self._at_once = at_once
        self._grace = grace
        self._backoff = Backoff(chance)
        self._plan: dict[ServerId, datetime] = {}
        self._queue: list[tuple[datetime, int, ServerId]] = []
        """Moment, order and server. Entries that differ from the plan are outdated and ignored."""
        self._running: dict[ServerId, asyncio.Task[None]] = {}
        self._told: set[ServerId] = set()
        """Servers that changed while they were processed."""
        self._look_round_at: datetime | None = clock.now()
        """When to read the agenda: at startup, and again after a failure or after the clock was set back."""
        self._seen = clock.now()
        self._is_looking = False
        self._stirred = asyncio.Event()

    @property
    def is_busy(self) -> bool:
        """Whether due work is in progress or being looked up."""
        return self._is_looking or bool(self._running) or self._stirred.is_set()

    def changed(self, server_id: ServerId) -> None:
        """Check a server soon, because something about it has changed."""
        if server_id in self._running:
            self._told.add(server_id)
        else:
            self._put(server_id, self._clock.now())
        self._stirred.set()

    async def run(self) -> None:
        """Run until cancelled. Work in progress may then finish within the grace period.

        Interrupted work is resumed at the next start.
        """
        try:
            while True:
                await self._turn()
        finally:
            running = list(self._running.values())
            if running:
                await asyncio.wait(running, timeout=self._grace.total_seconds())
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _turn(self) -> None:
        """Start due work, then wait for the next moment or event."""
        self._is_looking = True
        try:
            moment = await self._start_and_plan()
        finally:
            self._is_looking = False
        await self._wait_until(moment)

    async def _start_and_plan(self) -> datetime:
        """Start due work; returns the next moment."""
        self._stirred.clear()
        now = self._clock.now()
        if now < self._seen:
            self._look_round_at = now  # the clock was set back, so all planned moments are wrong
        self._seen = now
        if self._look_round_at is not None and now >= self._look_round_at:
            self._look_round_at = await self._look_round(now)
        self._start_due(now)
        next_due = self._queue[0][0] if self._queue and len(self._running) < self._at_once else None
        return min((moment for moment in (self._look_round_at, next_due) if moment), default=now + REST)

    async def _look_round(self, now: datetime) -> datetime | None:
        """Plan all servers of the agenda; returns when to read it again after a failure."""
        try:
            agenda = await self._work.agenda()
        except Exception:
            log.exception("the agenda could not be read")
            return self._backoff.failed("agenda", now)
        self._backoff.succeeded("agenda")
        for server_id in agenda:
            self.changed(server_id)
        return None

    def _start_due(self, now: datetime) -> None:
        while self._queue and len(self._running) < self._at_once and self._queue[0][0] <= now:
            moment, _, server_id = heapq.heappop(self._queue)
            if self._plan.get(server_id) == moment and server_id not in self._running:
                del self._plan[server_id]
                self._running[server_id] = asyncio.create_task(self._advance(server_id), name=f"daily {server_id}")

    async def _advance(self, server_id: ServerId) -> None:
        """Process one server. Any unexpected error is logged and retried."""
        moment = None
        try:
            moment = await self._work.advance(server_id)
            self._backoff.succeeded(server_id)
        except Exception:
            log.exception("the work for server %s failed", server_id)
            moment = self._backoff.failed(server_id, self._clock.now())
        finally:
            del self._running[server_id]
            now = self._clock.now()
            if server_id in self._told:
                self._told.discard(server_id)
                moment = now
            if moment is not None:
                self._put(server_id, max(moment, now + LEAST))
            self._stirred.set()

    def _put(self, server_id: ServerId, moment: datetime) -> None:
        self._plan[server_id] = moment
        heapq.heappush(self._queue, (moment, _turn_of(server_id, moment), server_id))

    async def _wait_until(self, moment: datetime) -> None:
        """Wait until the moment, or until something changes."""
        waiting = [
            asyncio.create_task(self._clock.sleep_until(moment)),
            asyncio.create_task(self._stirred.wait()),
        ]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)


def _turn_of(server_id: ServerId, moment: datetime) -> int:
    """A server's order among those due at the same moment; random, and different for each moment."""
    return zlib.crc32(f"{server_id} {moment.timestamp()}".encode())
