"""A clock that a test moves."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def settle() -> None:
    """Let everybody do what they can do without time passing or a thread answering."""
    for _ in range(100):
        await asyncio.sleep(0)


class FakeClock:
    """Stands still until `advance` moves it. Sleepers wake in the order of their moments, each at its own.

    `asleep` is how a test waits, without sleeping, for the code under test to have nothing left to do.
    """

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._changed = asyncio.Condition()

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        """Show another time at once, as a hand on the clock would. Set back, it wakes all sleepers, by the promise."""
        if moment < self._now:
            for _, _, sleeper in self._sleepers:
                if not sleeper.done():
                    sleeper.set_result(None)
            self._sleepers.clear()
        self._now = moment

    async def sleep_until(self, moment: datetime) -> None:
        if moment <= self._now:
            await asyncio.sleep(0)
            return
        sleeper = (moment, next(self._order), asyncio.get_running_loop().create_future())
        heapq.heappush(self._sleepers, sleeper)
        await self._tell()
        try:
            await sleeper[2]
        finally:
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)
                heapq.heapify(self._sleepers)

    async def asleep(self, count: int = 1) -> None:
        """Return once at least this many sleep on this clock."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._sleepers) >= count)

    async def advance(self, by: timedelta, *, asleep: int = 0) -> None:
        """Move on, waking on the way all whose moment comes. After each, wait until `asleep` sleep again."""
        target = self._now + by
        while self._sleepers and self._sleepers[0][0] <= target:
            moment, _, sleeper = heapq.heappop(self._sleepers)
            self._now = max(self._now, moment)
            if not sleeper.done():
                sleeper.set_result(None)
            await settle()
            await self.asleep(asleep)
        self._now = max(self._now, target)
        await settle()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
