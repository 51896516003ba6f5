"""One loop that wakes when something is due for a server, and lets it be done. It knows no questions and no Discord."""

import asyncio
import heapq
import logging
import random
import zlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Servers that are worked on at the same time. Enough to keep up the pace of posting while Discord takes half a second
for a request, and few enough that commands find the database and the loop free."""

REST = timedelta(days=1)
"""How long to wait where nothing is due at all."""

LEAST = timedelta(seconds=1)
"""Between two looks at the same server, whatever the work says, so that no mistake makes a tight loop."""

GRACE = timedelta(seconds=10)
"""For what is being worked on when the planner stops."""


class Work(Protocol):
    """What is done for servers when it is due."""

    async def agenda(self) -> Collection[int]:
        """The servers for which something is or may become due."""
        ...

    async def advance(self, server: int) -> datetime | None:
        """Do what is due, and give the moment at which to look again; None where nothing will be due."""
        ...


class Planner:
    """Calls `advance` for each server at its moments: never twice at once for one server, and not for too many at once.

    Servers that are due at the same moment take their turns in an order that is another one each time. An exception
    is logged, and what raised it is tried again later.
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
        self._plan: dict[int, datetime] = {}
        self._queue: list[tuple[datetime, int, int]] = []
        """Moment, turn and server. Only what agrees with the plan counts; the rest is passed over."""
        self._running: dict[int, asyncio.Task[None]] = {}
        self._told: set[int] = set()
        """Servers of which something changed while they were worked on."""
        self._look_round_at: datetime | None = clock.now()
        """When to read the agenda: at the start, and again where that failed or the clock was set back."""
        self._seen = clock.now()
        self._is_looking = False
        self._stirred = asyncio.Event()

    @property
    def is_busy(self) -> bool:
        """Is something that has become due being done, or looked for?"""
        return self._is_looking or bool(self._running) or self._stirred.is_set()

    def changed(self, server: int) -> None:
        """Something about this server is not as it was: look at it soon."""
        if server in self._running:
            self._told.add(server)
        else:
            self._put(server, self._clock.now())
        self._stirred.set()

    async def run(self) -> None:
        """Work until cancelled. What is being worked on may then end; what takes too long is broken off.

        Nothing is lost by that: it is taken up again at the next start.
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
        """Start what is due, and wait for the next moment or for something to happen."""
        self._is_looking = True
        try:
            moment = await self._start_and_plan()
        finally:
            self._is_looking = False
        await self._wait_until(moment)

    async def _start_and_plan(self) -> datetime:
        """Start what is due; when there will be something again."""
        self._stirred.clear()
        now = self._clock.now()
        if now < self._seen:
            self._look_round_at = now  # the clock was set back, and every moment was reckoned with the wrong one
        self._seen = now
        if self._look_round_at is not None and now >= self._look_round_at:
            self._look_round_at = await self._look_round(now)
        self._start_due(now)
        next_due = self._queue[0][0] if self._queue and len(self._running) < self._at_once else None
        return min((moment for moment in (self._look_round_at, next_due) if moment), default=now + REST)

    async def _look_round(self, now: datetime) -> datetime | None:
        """Plan all servers of the agenda; the moment at which to read it again, where that failed."""
        try:
            agenda = await self._work.agenda()
        except Exception:
            log.exception("the agenda could not be read")
            return self._backoff.failed("agenda", now)
        self._backoff.succeeded("agenda")
        for server in agenda:
            self.changed(server)
        return None

    def _start_due(self, now: datetime) -> None:
        while self._queue and len(self._running) < self._at_once and self._queue[0][0] <= now:
            moment, _, server = heapq.heappop(self._queue)
            if self._plan.get(server) == moment and server not in self._running:
                del self._plan[server]
                self._running[server] = asyncio.create_task(self._advance(server), name=f"daily {server}")

    async def _advance(self, server: int) -> None:
        """One server's work. The last resort for its errors."""
        moment = None
        try:
            moment = await self._work.advance(server)
            self._backoff.succeeded(server)
        except Exception:
            log.exception("the work for server %s failed", server)
            moment = self._backoff.failed(server, self._clock.now())
        finally:
            del self._running[server]
            now = self._clock.now()
            if server in self._told:
                self._told.discard(server)
                moment = now
            if moment is not None:
                self._put(server, max(moment, now + LEAST))
            self._stirred.set()

    def _put(self, server: int, moment: datetime) -> None:
        self._plan[server] = moment
        heapq.heappush(self._queue, (moment, _turn_of(server, moment), server))

    async def _wait_until(self, moment: datetime) -> None:
        """Return at the moment, or as soon as something stirs."""
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


def _turn_of(server: int, moment: datetime) -> int:
    """A place in the order of those due at the same moment: anybody's, and another one at another moment."""
    return zlib.crc32(f"{server} {moment.timestamp()}".encode())
