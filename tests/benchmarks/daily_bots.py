"""Bots that post to many servers at one moment, each in a process of its own: ours, and the two obvious ones.

All are the same client with the same commands and post the same questions. The obvious ones keep no ledger and show
no results: one sends to everybody at once, the other to one after another, as a loop of `discord.ext.tasks` does.
"""

import asyncio
import cProfile
import logging
import pstats
import random
import resource
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path

import discord
from sqlalchemy import ColumnElement, Table, insert, literal, select

from bot.app import NowRunning, the_bot
from bot.daily.posting import CATCH_UP
from bot.daily.questions import PackQuestions
from bot.daily.results import DailyPost
from bot.discord_front import launch
from bot.discord_front.client import Extension, Lorekeeper
from bot.discord_front.daily import buttons as daily_buttons
from bot.discord_front.daily import wording as daily_wording
from bot.ids import ChannelId, ServerId
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Knowledge
from bot.scheduling.clock import SystemClock, seconds_since_boot
from bot.settings import DEFAULT_PACK
from bot.storage.connect import open_storage
from bot.storage.sql.storage import SqlStorage
from bot.storage.tables import answers, daily_posts, drawn, schedules
from tests.benchmarks.daily_discord import Opened
from tests.packs.small_shelf import a_library, in_use
from tests.small_bot import answering
from tests.small_pack import ONE_PACK

TODAY = date(2031, 3, 5)
"""The day of the first questions, by the bot's clock; no day on which clocks change."""

DUE = datetime(2031, 3, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)

AWAKE = timedelta(seconds=2)
"""How long before the moment the machine wakes."""

HISTORY = 30
"""Days before today that each server had its question, as in a bot that has run for a while."""

ANSWERED = 10
"""The last days of these that the database has answers for."""

MEMBERS = 3
"""Those who answered each of them, and today's."""

ROWS = 5000
"""How many rows are written at a time."""

GLANCE = 0.2
"""Seconds between two looks at whether the planner has done all that it does at the start."""

PROBE = 0.005
"""Seconds that the probe of the event loop sleeps; how much longer it sleeps is how long the loop was held up."""


class Way(StrEnum):
    """How the questions are posted."""

    OURS = "Lorekeeper"
    AT_ONCE = "all at once"
    IN_TURN = "one by one"


@dataclass(frozen=True)
class Plan:
    """What a bot is started with. `database` None is an SQLite file in `folder`. A small one knows a tiny pack."""

    way: Way
    opened: Opened
    folder: Path
    database: str | None
    is_small: bool
    is_profiled: bool


@dataclass
class Usage:
    """What it cost since the last look: seconds of the processor, the most memory ever in bytes, and how many
    seconds the event loop was held up at each probe."""

    cpu: float = 0.0
    memory: int = 0
    lags: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Settled:
    """Everything that comes with the start is done, so many seconds after it was told to connect."""

    seconds: float


@dataclass(frozen=True)
class Go:
    """Reply with the moment at which the questions of this day are due, 0 or 1 after today. It is soon."""

    day: int


@dataclass(frozen=True)
class Spent:
    """Reply with the `Usage`, and begin anew."""


Order = Go | Spent


def fill(plan: Plan) -> None:
    """Make the database of a bot that has served its servers for some time."""
    asyncio.run(_fill(plan))


def answer(plan: Plan) -> None:
    """Let some members of each server answer the question that is open there."""
    asyncio.run(_answer(plan))


def run(orders: Connection, plan: Plan) -> None:
    """Be a bot until the other end hangs up. The first reply is `Settled`."""
    logging.basicConfig(level=logging.ERROR)
    if not plan.is_profiled:
        asyncio.run(_Bot(orders, plan).run())
        return
    profile = cProfile.Profile()
    profile.runcall(asyncio.run, _Bot(orders, plan).run())
    pstats.Stats(profile).sort_stats("tottime").print_stats(45).sort_stats("cumulative").print_stats(90)


def _knowledge(plan: Plan) -> Knowledge:
    return ONE_PACK if plan.is_small else load_knowledge([DEFAULT_PACK])


def _chance() -> random.Random:
    return random.Random(0)  # noqa: S311  # the same in every run


# The database


async def _fill(plan: Plan) -> None:
    storage = await open_storage(url=plan.database, folder=plan.folder)
    questions, channels = PackQuestions(in_use(_knowledge(plan))), plan.opened.channels
    since = DUE - (HISTORY + 1) * DAY
    plans = [
        {
            "server": server,
            "channel": channel,
            "at": DUE.time(),
            "zone": "UTC",
            "since": since,
            "weekdays": frozenset(range(7)),
            "has_thread": False,
            "is_active": True,
            "pause_reason": "",
        }
        for server, channel in channels
    ]
    await _write(storage, schedules, plans)
    keys = list(questions.keys)[:HISTORY]
    for ago in range(1, HISTORY + 1):
        due, key = DUE - ago * DAY, keys[ago % len(keys)]
        question = questions.question(key)
        assert question is not None
        asked: dict[str, object] = {"pack": questions.pack, "question": key, "turn": 1}
        post = {
            **asked,
            "day": due.date(),
            "state": "closed",
            "channel": schedules.c.channel,
            "options": question.options,
            "due_at": due,
            "closes_at": due + DAY,
            "claimed_at": due,
            "posted_at": due,
            "message": schedules.c.channel - (ago << 40),  # of its own, and older
            "closed_at": due + DAY,
        }
        await _for_each_server(storage, daily_posts, post)
        if ago <= len(keys):
            await _for_each_server(storage, drawn, asked)
        for member in range(MEMBERS) if ago <= ANSWERED else ():
            given = _given(0, 0, due.date(), key, question.options, member, due)
            await _for_each_server(storage, answers, {**given, "channel": schedules.c.channel})
    await storage.close()


async def _for_each_server(storage: SqlStorage, table: Table, row: Mapping[str, object]) -> None:
    """Add a row for each server that has a schedule."""
    values = {**row, "server": schedules.c.server}
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
        for name, value in values.items()
    ]
    async with storage.database.writing() as connection:
        await connection.execute(insert(table).from_select(list(values), select(*columns)))


async def _answer(plan: Plan) -> None:
    storage = await open_storage(url=plan.database, folder=plan.folder)
    async with storage.database.reading() as connection:
        found = await connection.execute(select(daily_posts).where(daily_posts.c.state == "posted"))
        given = [
            _given(row.server, row.channel, row.day, row.question, row.options, member, row.posted_at)
            for row in found
            for member in range(MEMBERS)
        ]
    await _write(storage, answers, given)
    await storage.close()


def _given(
    server: int, channel: int, day: date, question: str, options: Sequence[str], member: int, at: datetime
) -> dict[str, object]:
    """A row of the log: what a member picked."""
    text = options[(member + server) % len(options)]
    return {
        "server": server,
        "game": "daily",
        "round": day.isoformat(),
        "number": 1,
        "member": member + 1,
        "attempt": 1,
        "era": 0,
        "day": day,
        "channel": channel,
        "question": question,
        "fact": "",
        "category": "story",
        "target": question,
        "text": text,
        "normal": text,
        "is_typed": False,
        "is_right": text == options[0],
        "worth": 100,
        "at": at,
    }


async def _write(storage: SqlStorage, table: Table, rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), ROWS):
        async with storage.database.writing() as connection:
            await connection.execute(insert(table), rows[start : start + ROWS])


# The bots


class _Machine:
    """Its clock can sleep through the time until something happens, as a laptop's does, and goes on."""

    def __init__(self, shows: datetime) -> None:
        self._ahead = shows.timestamp() - time.time()
        self.clock = SystemClock(
            wall=lambda: time.time() + self._ahead, steady=lambda: seconds_since_boot() + self._ahead, nap=self._nap
        )

    def sleep_until(self, moment: datetime) -> None:
        self._ahead += (moment - self.clock.now()).total_seconds()

    def steady(self, moment: datetime) -> float:
        """When it will be this moment, by the monotonic clock."""
        return time.monotonic() + (moment - self.clock.now()).total_seconds()

    async def _nap(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, GLANCE))


class _Bot:
    def __init__(self, orders: Connection, plan: Plan) -> None:
        self._orders = orders
        self._plan = plan
        self._machine = _Machine(DUE - timedelta(hours=1))
        self._running = NowRunning()
        self._go = asyncio.Event()
        self._lags: list[float] = []

    async def run(self) -> None:
        plan, stop, ready = self._plan, asyncio.Event(), asyncio.Event()
        knowledge = _knowledge(plan)
        async with AsyncExitStack() as stack:
            if plan.way is Way.OURS:
                storage = await open_storage(url=plan.database, folder=plan.folder)
                stack.push_async_callback(storage.close)
                clock = self._machine.clock
                extension = the_bot(a_library(knowledge), storage, clock, catch_up=CATCH_UP, now_running=self._running)
            else:
                packs = in_use(knowledge)
                questions = PackQuestions(packs)
                extension = _peer(plan.way, plan.opened.channels, questions, self._go, answering(packs.answers))
            began, cpu = time.monotonic(), time.process_time()
            running = asyncio.create_task(
                launch.run(
                    extension,
                    token=plan.opened.token,
                    api_base=plan.opened.api_base,
                    on_ready=lambda _: ready.set(),
                    stop=stop,
                )
            )
            await ready.wait()
            probe = asyncio.create_task(self._probe())
            await self._until_idle()
            self._orders.send(Settled(time.monotonic() - began))
            while (order := await self._next_order()) is not None:
                match order:
                    case Go(day):
                        self._orders.send(self._wake(DUE + day * DAY))
                    case Spent():
                        now, lags = time.process_time(), self._lags
                        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
                        self._orders.send(Usage(now - cpu, memory, lags))
                        cpu, self._lags = now, []
            probe.cancel()
            stop.set()
            await running

    async def _next_order(self) -> Order | None:
        try:
            order: Order = await asyncio.to_thread(self._orders.recv)
        except EOFError:
            return None
        return order

    def _wake(self, due: datetime) -> float:
        self._machine.sleep_until(due - AWAKE)
        moment = self._machine.steady(due)
        asyncio.get_running_loop().call_later(AWAKE.total_seconds(), self._go.set)
        return moment

    async def _until_idle(self) -> None:
        calm = 0
        while calm < 3:  # who is busy only answers when asked
            await asyncio.sleep(GLANCE)
            is_idle = self._plan.way is not Way.OURS or (bool(self._running.planners) and not self._running.is_busy)
            calm = calm + 1 if is_idle else 0

    async def _probe(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(PROBE)
            self._lags.append(time.monotonic() - before - PROBE)


def _peer(
    way: Way, channels: Sequence[tuple[int, int]], questions: PackQuestions, go: asyncio.Event, answers: Extension
) -> Extension:
    """A bot that answers as ours does, and posts one question to each of its channels, the obvious way."""
    chance = _chance()

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        async def send(server: int, channel: int) -> None:
            question = questions.question(chance.choice(questions.keys))
            assert question is not None
            post = DailyPost(ServerId(server), TODAY, ChannelId(channel), question, question.options, DUE + DAY)
            place = client.get_partial_messageable(channel, guild_id=server)
            await place.send(embed=daily_wording.post(post), view=daily_buttons.open_question(post))

        task = asyncio.create_task(_when(go, way, [lambda s=s, c=c: send(s, c) for s, c in channels]))  # type: ignore[misc]
        async with answers(client):
            yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    return extension


async def _when(go: asyncio.Event, way: Way, sends: Sequence[Callable[[], Awaitable[None]]]) -> None:
    await go.wait()
    if way is Way.AT_ONCE:
        await asyncio.gather(*(send() for send in sends), return_exceptions=True)
        return
    for send in sends:
        try:
            await send()
        except discord.HTTPException:
            continue
