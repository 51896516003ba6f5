"""SIGTERM and SIGINT while the program starts: it ends within three seconds, with exit code 0, whatever it is doing."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing, suppress
from itertools import cycle
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import web
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.playground.server import Playground
from bot.storage.connect import FILE, SCHEMAS, open_as_it_is, reading, schema_of, upgrade
from bot.storage.shard_lock import FolderLock
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened
from tests.end_to_end.month import PACK
from tests.nursery import Fork, a_program
from tests.processor import Stopwatch
from tests.storage.conftest import DATABASES, Place, place_for

pytestmark = [
    pytest.mark.process,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux says in /proc which signals a process listens for"),
]

ROOT = Path(__file__).parents[2]
WITHIN = 3.0
"""Seconds that ending may take, apart from those in which other processes have the processors."""

STEP = 0.15
"""Seconds between two moments at which a start is stopped."""

MOMENTS = 4
"""The most moments at which it is stopped: a busy machine takes long to start."""

HANGS = 90
"""Seconds after which a process counts as hung."""

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Program:
    """A process of the program."""

    def __init__(self, process: asyncio.subprocess.Process | Fork, log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", errors="replace")

    async def until_it_listens(self) -> None:
        """Returns when the process has a handler for SIGTERM, which is the first thing that it does."""
        async with asyncio.timeout(HANGS):
            while not self._listens():  # noqa: ASYNC110  # the kernel tells nobody
                await asyncio.sleep(0.002)

    def _listens(self) -> bool:
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        caught = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigCgt"))
        return bool(caught >> (signal.SIGTERM - 1) & 1)

    async def until_it_says(self, words: str) -> None:
        async with asyncio.timeout(HANGS):
            while words not in self.log:  # noqa: ASYNC110  # a file tells nobody of its changes
                await asyncio.sleep(0.01)

    async def until_it_opens(self, file: Path) -> None:
        async with asyncio.timeout(HANGS):
            while not self._has_open(file):  # noqa: ASYNC110  # the kernel tells nobody
                await asyncio.sleep(0.01)

    def _has_open(self, file: Path) -> bool:
        for each in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                if each.samefile(file):
                    return True
        return False

    async def stopped(self, number: signal.Signals) -> str:
        """What is wrong with the way in which a signal ends it; nothing if all is well."""
        stopwatch = Stopwatch(self.process.pid)
        self.process.send_signal(number)
        async with asyncio.timeout(HANGS):
            while self.process.returncode is None:
                took = stopwatch.seconds()
                await asyncio.sleep(0.01)
        code, took = self.process.returncode, stopwatch.seconds()
        is_well = code == 0 and took <= WITHIN and "Traceback" not in self.log
        return "" if is_well else f"{number.name}: code {code} after {took:.1f} s: {self.log[-2000:]}"


@asynccontextmanager
async def started(
    folder: Path, command: str, settings: Mapping[str, str], *, loads_itself: bool = False
) -> AsyncIterator[Program]:
    """A start. What it imports takes time only where it `loads_itself`."""
    ours = ("DISCORD_", "LOREKEEPER_", "DATABASE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    environment = {**kept, "PYTHONPATH": str(ROOT), **settings}
    log = folder / "log"
    process: asyncio.subprocess.Process | Fork
    if loads_itself:
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", command), stdout=errors, stderr=errors, cwd=folder, env=environment
            )
    else:
        process = a_program(command, folder=folder, environment=environment, stdout=log, stderr=log)
    try:
        yield Program(process, log)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture
def small(tmp_path: Path) -> dict[str, str]:
    """Settings with a small pack and a folder for its data."""
    for name, content in PACK.items():
        (tmp_path / "moth" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "moth" / name).write_text(content, "utf-8")
    return {"LOREKEEPER_PACKS": str(tmp_path / "moth"), "LOREKEEPER_DATA": str(tmp_path / "data")}


async def stopped_at_many_moments(folder: Path, command: str, settings: Mapping[str, str], *, ready: str) -> list[str]:
    """Stops one start when it is ready, and others on the way there; what went wrong."""
    async with started(folder, command, settings, loads_itself=True) as program:
        await program.until_it_listens()
        begun = monotonic()
        await program.until_it_says(ready)
        took = monotonic() - begun
        wrong = [await program.stopped(signal.SIGTERM)]
    step = max(STEP, took / MOMENTS)
    for number, moment in zip(cycle(SIGNALS), range(int(took / step)), strict=False):
        async with started(folder, command, settings, loads_itself=True) as program:
            await program.until_it_listens()
            await asyncio.sleep(moment * step)
            wrong.append(await program.stopped(number))
    return [problem for problem in wrong if problem]


async def test_run_can_be_stopped_at_any_moment_of_its_start(tmp_path: Path, small: dict[str, str]) -> None:
    async with Playground() as playground:
        settings = small | {"DISCORD_TOKEN": playground.token, "DISCORD_API_BASE": playground.api_base}

        assert await stopped_at_many_moments(tmp_path, "run", settings, ready="connected as") == []


async def test_the_playground_can_be_stopped_at_any_moment_of_its_start(tmp_path: Path, small: dict[str, str]) -> None:
    assert await stopped_at_many_moments(tmp_path, "playground", small, ready="The playground is at") == []


@pytest.mark.parametrize("seconds", [2, 4, 6])
async def test_reading_a_large_pack_for_the_first_time_can_be_stopped(tmp_path: Path, seconds: float) -> None:
    async with started(tmp_path, "playground", {"LOREKEEPER_CACHE": str(tmp_path / "cache")}) as program:
        await program.until_it_listens()
        await asyncio.sleep(seconds)

        assert await program.stopped(signal.SIGTERM) == ""


@asynccontextmanager
async def mute_server() -> AsyncIterator[tuple[int, asyncio.Event]]:
    """A server that accepts connections and never answers: its port, and an event set at the first connection."""
    reached = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], reached
    finally:
        server.close()


class HangingDiscord(SmallDiscord):
    """Never answers requests for these paths."""

    def __init__(self, *paths: str) -> None:
        super().__init__(lets_in=True)
        self.reached = asyncio.Event()
        self._paths = paths

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith(self._paths):
            self.reached.set()
            await asyncio.sleep(HANGS)
        return await super().serve(request)


async def test_an_api_that_never_answers_can_be_left(tmp_path: Path, small: dict[str, str]) -> None:
    async with mute_server() as (port, reached):
        settings = small | {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": f"http://127.0.0.1:{port}"}
        async with started(tmp_path, "run", settings) as program:
            await asyncio.wait_for(reached.wait(), HANGS)

            assert await program.stopped(signal.SIGTERM) == ""


@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me", "/applications/1/commands", "/gateway"])
async def test_a_login_that_hangs_can_be_left(tmp_path: Path, small: dict[str, str], path: str) -> None:
    async with opened(HangingDiscord(path)) as discord:
        assert isinstance(discord, HangingDiscord)
        settings = small | {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": discord.base}
        async with started(tmp_path, "run", settings) as program:
            await asyncio.wait_for(discord.reached.wait(), HANGS)

            assert await program.stopped(signal.SIGTERM) == ""


async def test_a_postgresql_that_never_answers_can_be_left(tmp_path: Path, small: dict[str, str]) -> None:
    async with opened(SmallDiscord(lets_in=True)) as discord, mute_server() as (port, reached):
        settings = small | {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_BASE": discord.base,
            "DATABASE_URL": f"postgresql://anna:geheim@127.0.0.1:{port}/lore",
        }
        async with started(tmp_path, "run", settings) as program:
            await asyncio.wait_for(reached.wait(), HANGS)

            assert await program.stopped(signal.SIGTERM) == ""


async def test_a_standby_can_be_stopped(tmp_path: Path, small: dict[str, str]) -> None:
    lock = FolderLock(tmp_path / "data")
    assert lock.take_now()
    async with opened(SmallDiscord(lets_in=True)) as discord:
        settings = small | {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": discord.base}
        async with started(tmp_path, "run", settings) as program:
            await program.until_it_says("waiting as its standby")

            assert await program.stopped(signal.SIGTERM) == ""
    lock.release_now()


async def test_waiting_for_a_locked_database_can_be_stopped(tmp_path: Path, small: dict[str, str]) -> None:
    file = tmp_path / "data" / "lorekeeper.sqlite3"
    file.parent.mkdir()
    async with opened(SmallDiscord(lets_in=True)) as discord:
        settings = small | {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": discord.base}
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("BEGIN IMMEDIATE")
            async with started(tmp_path, "run", settings) as program:
                await program.until_it_opens(file)

                assert await program.stopped(signal.SIGTERM) == ""


MANY_POSTS = """
INSERT INTO daily_posts (server, day, state, missed_at)
WITH RECURSIVE counted(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM counted WHERE n < 250000)
SELECT n, '2026-05-01', 'missed', '2026-05-02 12:00:00.000000' FROM counted
"""
"""As many posts as make the third migration, which copies them, take a second or more."""

SPILLED = 1_000_000
"""Bytes of SQLite's write-ahead log from which on a transaction that hasn't ended must have written into it."""


@asynccontextmanager
async def slow_to_migrate(place: Place) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """A database of the first schema: whether somebody is in the middle of its migrations."""
    if place.url is None:
        place.folder.mkdir()
        with closing(sqlite3.connect(place.folder / FILE)) as old:
            old.executescript((ROOT / "tests" / "storage" / "released" / f"{SCHEMAS[0]}.sql").read_text("utf-8"))
            old.execute(MANY_POSTS)
            old.commit()

        async def has_spilled() -> bool:
            log = place.folder / f"{FILE}-wal"
            return log.exists() and log.stat().st_size > SPILLED

        yield has_spilled
        return

    engine = create_async_engine(place.url)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, SCHEMAS[0])
    async with engine.connect() as other:
        await other.execute(text("LOCK TABLE suggestions IN ACCESS SHARE MODE"))  # v0011 changes it

        async def is_waiting() -> bool:
            found = await other.execute(
                text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL")
            )
            return bool(found.scalar())

        yield is_waiting
    await engine.dispose()


async def layout(place: Place) -> tuple[str | None, list[tuple[str, str]]]:
    """The schema that a database says it has, and the columns that it has."""

    def look(connection: Connection) -> tuple[str | None, list[tuple[str, str]]]:
        tables = inspect(connection)
        names = sorted(tables.get_table_names())
        return schema_of(connection), [(name, column["name"]) for name in names for column in tables.get_columns(name)]

    database = await open_as_it_is(url=place.url, folder=place.folder)
    try:
        return await reading(database, look)
    finally:
        await database.close()


@pytest.mark.parametrize("database", DATABASES)
async def test_a_migration_can_be_stopped_and_leaves_the_old_schema_whole(
    tmp_path: Path, small: dict[str, str], request: pytest.FixtureRequest, database: str
) -> None:
    place = await place_for(database, request, tmp_path)
    async with slow_to_migrate(place) as is_migrating, opened(SmallDiscord(lets_in=True)) as discord:
        before = await layout(place)
        settings = small | {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": discord.base}
        if place.url:
            settings["DATABASE_URL"] = place.url
        async with started(tmp_path, "run", settings) as program:
            async with asyncio.timeout(HANGS):
                while not await is_migrating():  # noqa: ASYNC110  # the database tells nobody
                    await asyncio.sleep(0.02)

            assert await program.stopped(signal.SIGTERM) == ""

    assert await layout(place) == before
    assert before[0] == SCHEMAS[0]
    await (await place.open()).close()
    assert (await layout(place))[0] == SCHEMAS[-1]


async def test_a_wrong_token_is_told_before_the_packs_are_read(tmp_path: Path, small: dict[str, str]) -> None:
    (tmp_path / "moth" / "pack.yaml").write_text("titel: Moth\n", "utf-8")
    async with opened(SmallDiscord()) as discord:
        settings = small | {"DISCORD_TOKEN": "a.wrong.token", "DISCORD_API_BASE": discord.base}
        async with started(tmp_path, "run", settings) as program:
            assert await program.process.wait() == 1

        assert "Discord refuses the token" in program.log
        assert "pack.yaml" not in program.log
