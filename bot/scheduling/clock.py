"""Reading the time and sleeping until a time. The only module that asks the operating system for the time."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

log = logging.getLogger(__name__)

NAP = timedelta(seconds=10)
"""The longest single sleep. The clock is read after each one, so that a change to it is noticed this soon."""

JUMP = timedelta(seconds=5)
"""The smallest change of the wall clock, beyond the time that passed, that counts as a jump. NTP makes smaller ones."""

SETTLING = timedelta(seconds=30)
"""How long a clock must run normally after a jump forward before it makes anything due. A wrong clock at boot, or a
mistake in setting it, is corrected within this time."""


class Clock(Protocol):
    """Tells the time and sleeps until a time."""

    def now(self) -> datetime:
        """The current time, aware and in UTC."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep until `moment`; return at once if it is past.

        It may return early if the clock is set back meanwhile, so callers must check the time again.
        """
        ...


class SystemClock:
    """The machine's clock, which may be set forward and back at any time.

    Time during suspend counts as passed. A sleep ends when the wall clock, read again and again, shows the moment.
    After a jump forward it lasts longer, by `SETTLING` at most, in case the clock is corrected.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] | None = None,
        nap: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Arguments for tests: seconds since 1970, monotonic seconds, and a sleep of some seconds."""
        self._wall = wall
        self._steady = steady or seconds_since_boot
        self._nap = nap
        self._ahead = wall() - self._steady()
        self._settled_at = self._steady()
        self._set_back = 0

    def now(self) -> datetime:
        """The machine's time, aware and in UTC."""
        self._watch()
        return datetime.fromtimestamp(self._wall(), UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep until the machine's clock shows `moment` and hasn't just jumped forward, or until it is set back."""
        set_back, latest = self._set_back, math.inf
        while True:
            left = (moment - self.now()).total_seconds()
            steady = self._steady()
            if left <= 0:
                latest = min(latest, steady + SETTLING.total_seconds())
                left = min(self._settled_at, latest) - steady
            if left <= 0 or set_back != self._set_back:
                return
            await self._nap(min(left, NAP.total_seconds()))

    def _watch(self) -> None:
        """Detect jumps of the wall clock against monotonic time."""
        steady = self._steady()
        ahead = self._wall() - steady
        jump = timedelta(seconds=ahead - self._ahead)
        self._ahead = ahead
        if jump >= JUMP and steady >= self._settled_at:
            log.warning("the system clock jumped forward by %s; trusting it in %s", jump, SETTLING)
            self._settled_at = steady + SETTLING.total_seconds()
        elif jump <= -JUMP:
            log.warning("the system clock was set back by %s", -jump)
            self._settled_at = steady
            self._set_back += 1


def seconds_since_boot() -> float:
    """Monotonic seconds that include suspend, if the system supports that."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
