"""Turns, spread evenly over time, so that many who are due at once leave room for everybody else."""

from datetime import datetime, timedelta

from bot.scheduling.clock import Clock

FARTHEST = timedelta(seconds=10)
"""However much others do without asking for a turn, a turn comes after this long."""

SLOW_FOR = timedelta(minutes=1)
"""How long turns are rarer after somebody found them too many."""

SLOWEST = 8
"""Turns are at most so many times as rare."""

SAME = timedelta(seconds=1)
"""Complaints that come within this time are about the same turns, and count as one."""


class Pace:
    """Gives one turn after the other, with a gap between them, in the order in which they are asked for.

    Who cannot wait for a turn goes at once and says so, and those who wait `give_way`. So all of them together keep
    the pace, as long as those who cannot wait do.
    """

    def __init__(self, clock: Clock, gap: timedelta) -> None:
        self._clock = clock
        self._gap = gap
        self._next: datetime | None = None
        self._seen = clock.now()
        self._slow_until: datetime | None = None
        self._slower = 1

    async def turn(self) -> None:
        """Return when it is the caller's turn; at once where nobody had one for as long as the gap."""
        now = self._now()
        mine = now if self._next is None else max(now, self._next)
        self._next = mine + self._slower * self._gap
        if mine > now:
            await self._clock.sleep_until(mine)

    def give_way(self) -> None:
        """Somebody went without a turn: those who have none yet get theirs a gap later."""
        now = self._now()
        upcoming = now if self._next is None else max(now, self._next)
        self._next = max(upcoming, min(upcoming + self._slower * self._gap, now + FARTHEST))

    def slow_down(self) -> None:
        """It was too fast for somebody: turns are half as many for a while, and again, if it still is."""
        now = self._now()
        if self._slow_until is None or now >= self._slow_until - SLOW_FOR + SAME:
            self._slower = min(SLOWEST, 2 * self._slower)
            self._slow_until = now + SLOW_FOR

    def _now(self) -> datetime:
        now = self._clock.now()
        if now < self._seen:
            self._next = self._slow_until = (
                None  # the clock was set back, and every moment was reckoned with the wrong one
            )
        if self._slow_until is None or now >= self._slow_until:
            self._slow_until, self._slower = None, 1
        self._seen = now
        return now
