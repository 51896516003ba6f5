"""Turns, spread evenly over time, so that many who are due at once leave room for everybody else."""

from datetime import datetime, timedelta

from bot.clock import Clock


class Pace:
    """Gives one turn after the other, with a gap between them, in the order in which they are asked for."""

    def __init__(self, clock: Clock, gap: timedelta) -> None:
        self._clock = clock
        self._gap = gap
        self._next: datetime | None = None
        self._waiting = 0

    async def turn(self) -> None:
        """Return when it is the caller's turn; at once where nobody had one for as long as the gap."""
        now = self._clock.now()
        if self._next is None or not now < self._next <= now + (self._waiting + 1) * self._gap:
            self._next = now  # nobody waits, or the clock was set anew
        mine = self._next
        self._next = mine + self._gap
        if mine <= now:
            return
        self._waiting += 1
        try:
            await self._clock.sleep_until(mine)
        finally:
            self._waiting -= 1
