"""The playground's clock: it runs normally and can be moved forward by hand."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

GLANCE = 0.001
"""Seconds between checks that all due work is done."""

CALM = 0.05
"""Seconds of inactivity after which a move goes on although a woken task hasn't gone back to sleep."""

PATIENCE = 15.0
"""Seconds that due work may take before time goes on without it."""


@dataclass(eq=False)
class _Sleeper:
    moment: datetime
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class MovableClock:
    """A clock for the bot whose jumps look like time passing.

    A move stops at each moment that a task sleeps until and goes on when the task is done. So each post of a week
    comes at its own time, however fast the week goes by. Time never goes back, as on Discord.
    """

    def __init__(self, start: datetime | None = None, *, steady: Callable[[], float] = time.monotonic) -> None:
        """Start at `start` (default: the machine's time) and run by `steady`, a monotonic clock in seconds."""
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
        """Sleep until `moment`, whether time passes or is moved; return at once if it is past."""
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
        """Call the listener with the length of each step of a move, and with zero at its end."""
        self._listeners.append(listener)

    def wait_for(self, is_busy: Callable[[], bool]) -> None:
        """Hold every move while this returns true, because due work is in progress."""
        self._workers.append(is_busy)

    def excuse(self, is_held_back: Callable[[], bool]) -> None:
        """While this returns true, woken tasks may be slow (rate limits): a move waits until they sleep again."""
        self._excuses.append(is_held_back)

    async def move(self, by: timedelta) -> None:
        """Go forward. Raises `ValueError` for a negative step."""
        if by < timedelta():
            raise ValueError("time can't go back")
        await self._walk(lambda: self.now() + by)

    async def move_to(self, moment: datetime) -> None:
        """Go forward to this moment; do nothing if it is past."""
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
        """Wait until earlier work is done and its tasks have had time to go back to sleep."""
        seconds = asyncio.get_running_loop().time
        end, glances = seconds() + PATIENCE, 0
        while glances < 2 and seconds() < end:
            glances = 0 if self._is_busy else glances + 1
            await asyncio.sleep(GLANCE)

    async def _until_done(self, asleep: int) -> None:
        """Wait until as many tasks sleep as before and none is busy, or until all activity stops."""
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
