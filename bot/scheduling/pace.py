"""A rate limiter that spreads bulk requests evenly over time, so that they leave room for everyone else."""

from datetime import datetime, timedelta

from bot.scheduling.clock import Clock

FARTHEST = timedelta(seconds=10)
"""Maximum wait for a turn, no matter how many requests skip the queue."""

SLOW_FOR = timedelta(minutes=1)
"""How long turns stay slower after a complaint about the rate."""

SLOWEST = 8
"""Maximum factor by which turns slow down."""

SAME = timedelta(seconds=1)
"""Complaints within this time count as one."""


class Pace:
    """Gives out turns in the order of requests, with a gap between them.

    Interactive requests skip the queue and delay the waiting turns (`give_way`). So the overall rate holds, as long as
    the interactive requests alone don't exceed it.
    """

    def __init__(self, clock: Clock, gap: timedelta) -> None:
        self._clock = clock
        self._gap = gap
        self._next: datetime | None = None
        self._seen = clock.now()
        self._slow_until: datetime | None = None
        self._slower = 1

    async def turn(self) -> None:
        """Wait for a turn; returns at once if there was none within the last gap."""
        now = self._now()
        mine = now if self._next is None else max(now, self._next)
        self._next = mine + self._slower * self._gap
        if mine > now:
            await self._clock.sleep_until(mine)

    def give_way(self) -> None:
        """A request skipped the queue: delay the waiting turns by one gap."""
        now = self._now()
        upcoming = now if self._next is None else max(now, self._next)
        self._next = max(upcoming, min(upcoming + self._slower * self._gap, now + FARTHEST))

    def slow_down(self) -> None:
        """The rate was too high: halve it for a while, and again if that isn't enough."""
        now = self._now()
        if self._slow_until is None or now >= self._slow_until - SLOW_FOR + SAME:
            self._slower = min(SLOWEST, 2 * self._slower)
            self._slow_until = now + SLOW_FOR

    def _now(self) -> datetime:
        now = self._clock.now()
        if now < self._seen:
            self._next = self._slow_until = None  # the clock was set back, so all planned moments are wrong
        if self._slow_until is None or now >= self._slow_until:
            self._slow_until, self._slower = None, 1
        self._seen = now
        return now
