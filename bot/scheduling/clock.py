"""What time it is, and waiting until it is later: the one place that asks the operating system."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

log = logging.getLogger(__name__)

NAP = timedelta(seconds=10)
"""The longest sleep at a stretch. After it the clock is read again, so that one set anew is noticed this soon."""

JUMP = timedelta(seconds=5)
"""A change of the wall clock, beside the time that has passed, from which on we speak of a jump. Smaller steps are what
keeping time over a network does."""

SETTLING = timedelta(seconds=30)
"""How long a clock that jumped is watched before it is believed that something is due. A machine that starts with a
wrong clock, or a hand that slips while setting it, is put right within this time."""


class Clock(Protocol):
    """Tells the time and waits for it."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once it is `moment`, at once if it is past; early where the clock is set back meanwhile.

        So whoever waited looks at the clock again.
        """
        ...


class SystemClock:
    """The clock of this machine, which may be set forward and back while we run.

    Time that the machine slept through counts as passed. A sleep ends by what the wall clock shows at its end, not by
    what it showed at its beginning, and not while the clock has only just jumped forward. For that it is prolonged by
    `SETTLING` at the most, whatever the clock does.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] | None = None,
        nap: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """The arguments stand for the system: seconds since 1970, seconds that only grow, a wait of some seconds."""
        self._wall = wall
        self._steady = steady or seconds_since_boot
        self._nap = nap
        self._ahead = wall() - self._steady()
        self._settled_at = self._steady()
        self._set_back = 0

    def now(self) -> datetime:
        """Aware, in UTC, as the machine's clock shows it."""
        self._watch()
        return datetime.fromtimestamp(self._wall(), UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once the machine's clock shows `moment` and has not just jumped forward, or when it was set back."""
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
        """Notice a wall clock that went another way than time did."""
        steady = self._steady()
        ahead = self._wall() - steady
        jump = timedelta(seconds=ahead - self._ahead)
        self._ahead = ahead
        if jump >= JUMP and steady >= self._settled_at:
            log.warning("the system's clock jumped forward by %s; believed in %s", jump, SETTLING)
            self._settled_at = steady + SETTLING.total_seconds()
        elif jump <= -JUMP:
            log.warning("the system's clock was set back by %s", -jump)
            self._settled_at = steady
            self._set_back += 1


def seconds_since_boot() -> float:
    """Seconds that only grow and, where the system can tell, also count while the machine sleeps."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
