"""The playground's time: it runs as it does everywhere, and can be moved forward by hand."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

GLANCE = 0.001
"""Seconds between two looks at whether everybody has done what was due."""

CALM = 0.05
"""Seconds in which nobody does anything, after which we go on though not everybody who woke sleeps again."""

PATIENCE = 15.0
"""Seconds that work which became due may take; then time goes on all the same."""


@dataclass(eq=False)
class _Sleeper:
    moment: datetime
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class MovableClock:
    """Tells the time and waits for it, as a bot's clock does; nobody need suspect it when it jumps.

    A move is a walk: it stops at each moment for which somebody waits, and goes on when that is done. So the posts of
    a week come each at its time, however fast the week goes by. Time never goes back: Discord's does not either.
    """

    def __init__(self, start: datetime | None = None, *, steady: Callable[[], float] = time.monotonic) -> None:
        """From `start` on (the machine's time, if none is given) it runs by `steady`, seconds that only grow."""
        self._start = start or datetime.now(UTC)
        self._steady = steady
        self._began = steady()
        self._moved = timedelta()
        self._asleep: set[_Sleeper] = set()
        self._walking = asyncio.Lock()
        self._listeners: list[Callable[[timedelta], None]] = []
        self._workers: list[Callable[[], bool]] = []
        self._excuses: list[Callable[[], bool]] = []

    def now(self) -> datetime:
        """Aware, in UTC."""
        return self._start + timedelta(seconds=self._steady() - self._began) + self._moved

    async def sleep_until(self, moment: datetime) -> None:
        """Return once it is `moment`, at once if it is past; whether time went by or was moved."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            sleeper = _Sleeper(moment)
            self._asleep.add(sleeper)
            try:
                async with asyncio.timeout(left):
                    await sleeper.woken.wait()
            except TimeoutError:
                pass
            finally:
                self._asleep.discard(sleeper)

    # ------------------------------------------------------------------------------------------------ being moved

    @property
    def is_moving(self) -> bool:
        return self._walking.locked()

    def listen(self, listener: Callable[[timedelta], None]) -> None:
        """Be told of each step of a move: by how much; and at a move's end, by nothing."""
        self._listeners.append(listener)

    def wait_for(self, is_busy: Callable[[], bool]) -> None:
        """A move stays at a moment for as long as this is true, because something that was due is being done."""
        self._workers.append(is_busy)

    def excuse(self, is_held_back: Callable[[], bool]) -> None:
        """While this is true, who woke may be slow to do what is due: a move waits until they sleep again."""
        self._excuses.append(is_held_back)

    async def move(self, by: timedelta) -> None:
        """Go forward. `ValueError` if it were back."""
        if by < timedelta():
            raise ValueError("time does not go back")
        await self._walk(lambda: self.now() + by)

    async def move_to(self, moment: datetime) -> None:
        """Go forward to this moment; nowhere if it is past."""
        await self._walk(lambda: moment)

    async def _walk(self, whereto: Callable[[], datetime]) -> None:
        async with self._walking:
            await self._until_idle()
            target = whereto()
            while self.now() < target:
                asleep = len(self._asleep)
                moment = min([sleeper.moment for sleeper in self._asleep if sleeper.moment < target], default=target)
                self._step(moment)
                if len(self._asleep) < asleep:
                    await self._until_done(asleep)
        for listener in self._listeners:
            listener(timedelta())

    def _step(self, moment: datetime) -> None:
        by = max(moment - self.now(), timedelta())
        self._moved += by
        for listener in self._listeners:
            listener(by)
        for sleeper in [sleeper for sleeper in self._asleep if sleeper.moment <= self.now()]:
            self._asleep.discard(sleeper)
            sleeper.woken.set()

    @property
    def _is_busy(self) -> bool:
        return any(is_busy() for is_busy in self._workers)

    async def _until_idle(self) -> None:
        """Until what had become due before is done, and who did it had time to fall asleep again."""
        seconds = asyncio.get_running_loop().time
        end, glances = seconds() + PATIENCE, 0
        while glances < 2 and seconds() < end:
            glances = 0 if self._is_busy else glances + 1
            await asyncio.sleep(GLANCE)

    async def _until_done(self, asleep: int) -> None:
        """Until as many sleep as did before and nobody is busy; or nothing happens any more."""
        seconds = asyncio.get_running_loop().time
        end, quiet_since, glances = seconds() + PATIENCE, seconds(), 0
        while seconds() < end:
            await asyncio.sleep(GLANCE)
            if self._is_busy:
                quiet_since, glances = seconds(), 0
            elif len(self._asleep) >= asleep:
                glances += 1
                if glances > 1:
                    return
            elif any(is_held_back() for is_held_back in self._excuses):
                quiet_since = seconds()
            elif seconds() - quiet_since > CALM:
                return
