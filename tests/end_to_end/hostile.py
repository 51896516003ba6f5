"""A stand-in for Discord that fails in every way it can, and the real program beside it, which can be killed."""

import asyncio
import mmap
import os
import random
import re
import signal
import struct
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from bot.playground.clock import MovableClock
from bot.playground.faults import Delayed, Dropped, Fault, Faults, Garbled, RateLimited, Status

ROOT = Path(__file__).parents[2]

SECONDS = struct.Struct("d")

SECOND = timedelta(seconds=1)

TICK = 0.02
"""Seconds between two steps of the clock."""

SPEED = 200
"""How many times as fast as ours the world's time goes by, beside the leaps from one event to the next."""


class SharedClock(MovableClock):
    """The world's time, which processes beside this one read from a file. It waits for nobody: they are elsewhere."""

    def __init__(self, start: datetime, path: Path) -> None:
        super().__init__(start)
        self.is_slow = False
        """Whether it goes as fast as ours for a while."""
        path.write_bytes(SECONDS.pack(0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), SECONDS.size)
        self.listen(lambda _: self._tell())
        self._tell()

    def wait_for(self, is_busy: Callable[[], bool]) -> None:
        """Nobody."""

    def _tell(self) -> None:
        # All of it at once: `pack_into` would show nothing but zeros for a moment.
        self._shared[:] = SECONDS.pack(self.now().timestamp() - time.monotonic())

    async def run(self) -> None:
        """Let time go by, fast, until cancelled."""
        while True:
            await asyncio.sleep(TICK)
            if not self.is_slow:
                await self.move(timedelta(seconds=TICK * SPEED))


class Kind(Enum):
    """What a request of the bot is about."""

    POST = "a post"
    RESULT = "a result"
    ANSWER = "an answer to a press"
    LOOK = "a look into the history"
    LETTER = "a direct message"
    START = "its start"


_KINDS = (
    (Kind.ANSWER, "POST", r"^/interactions/"),
    (Kind.POST, "POST", r"^/channels/\d+/messages$"),
    (Kind.LOOK, "GET", r"^/channels/\d+/messages$"),
    (Kind.RESULT, "PATCH", r"^/channels/\d+/messages/\d+$"),
    (Kind.LETTER, "POST", r"^/users/@me/channels$"),
)


def kind_of(method: str, path: str) -> Kind:
    """Which it is; `START` for whatever else."""
    return next((kind for kind, by, where in _KINDS if by == method and re.search(where, path)), Kind.START)


@dataclass(frozen=True)
class Death:
    """The process that sends the next request of this kind is killed: `late` after the request took effect."""

    kind: Kind
    late: bool


FAULTS: tuple[Fault, ...] = (
    *(Status(500), Status(500, applied=True), Status(502), Status(503, applied=True), Status(504, applied=True)),
    *(RateLimited(0.2), RateLimited(45), RateLimited(0.1, is_global=True), RateLimited(via=False)),
    *(Dropped(), Dropped(applied=True), Delayed(0.3), Garbled(), Garbled(applied=True)),
    *(Garbled("{}", applied=True, content_type="application/json"), Status(401), Status(404), Status(403)),
)
"""Those from which the bot has to recover by itself."""

SLOW: tuple[Fault, ...] = (Delayed(5),)
"""Answers that take real time, though less than the bot waits for one. With `SPEED`, what takes effect after it has
given up would do so after an hour of the world's, when no Discord remembers a nonce any more."""


class Saboteur(Faults):
    """Lets requests fail by chance, and kills by order.

    `rate` is the share of requests that fail, of answers to members only half as many: each costs a second of ours.
    """

    def __init__(self, chance: random.Random, kill: Callable[[], None]) -> None:
        super().__init__()
        self.rate = 0.0
        self.faults = FAULTS
        self.deaths: deque[Death] = deque()
        self.done: Counter[str] = Counter()
        """What was done to which kind of request, and how often."""
        self._chance = chance
        self._kill = kill

    def take(self, method: str, path: str) -> Fault | None:
        """What becomes of this request."""
        kind = kind_of(method, path)
        for death in self.deaths:
            if death.kind is kind:
                self.deaths.remove(death)
                self._kill()
                self.done[f"killed at {kind.value}, {'after' if death.late else 'before'}"] += 1
                return Dropped(applied=death.late)
        if self._chance.random() < self.rate / (2 if kind is Kind.ANSWER else 1):
            fault = self._chance.choice(self.faults)
            self.done[f"{fault} at {kind.value}"] += 1
            return fault
        return super().take(method, path)


@dataclass(frozen=True)
class Nursery:
    """What makes processes of the program, one after the other."""

    process: asyncio.subprocess.Process
    turn: asyncio.Lock

    async def bear(self, log: Path) -> int:
        """A process that writes into this file; its id."""
        assert self.process.stdin
        assert self.process.stdout
        async with self.turn:
            self.process.stdin.write(f"{log}\n".encode())
            return int(await self.process.stdout.readline())


class Program:
    """`lorekeeper run` in a process, started anew after each of its ends. Its log is one file."""

    def __init__(self, nursery: Nursery, log: Path, *, number: int = 0) -> None:
        self._nursery = nursery
        self._pid = 0
        self.log = log.with_name(f"{log.stem}-{number}{log.suffix}")
        self.starts = 0

    @property
    def is_alive(self) -> bool:
        if self._pid:
            try:
                os.kill(self._pid, 0)
            except ProcessLookupError:
                self._pid = 0
        return self._pid != 0

    async def start(self) -> None:
        """Let it begin; it is not there yet afterwards."""
        assert not self.is_alive
        self._pid = await self._nursery.bear(self.log)
        self.starts += 1

    def kill(self) -> None:
        """SIGKILL."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)

    async def last_words(self) -> str:
        """What it logged last, and what each of its tasks waits for."""
        before = self.lines()[-40:]
        if self.is_alive:
            os.kill(self._pid, signal.SIGUSR1)
            await asyncio.sleep(1)
        return "\n".join([f"{self.log.name}:", *before, "Its tasks:", *self.lines()[len(before) :][-400:]])

    def lines(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@asynccontextmanager
async def a_nursery(clock: Path, environment: dict[str, str]) -> AsyncIterator[Nursery]:
    """One whose processes live at the time of this clock and with these settings."""
    ours = ("DISCORD_", "LOREKEEPER_", "DATABASE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.end_to_end.elsewhen", clock),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=kept | environment,
    )
    try:
        yield Nursery(process, asyncio.Lock())
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


def troubles(lines: Iterable[str]) -> list[str]:
    """What the log has of errors and tracebacks."""
    return [line for line in lines if re.search(r" (ERROR|CRITICAL) |^Traceback|^\w+(\.\w+)*(Error|Exception)\b", line)]
