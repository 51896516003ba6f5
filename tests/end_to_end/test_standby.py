"""`lorekeeper run` twice for the same servers: one plays, the other waits, and takes over within seconds."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.playground.members import Failed, Shown
from bot.playground.server import Playground
from tests.end_to_end.month import PACK
from tests.end_to_end.stage import PATIENT, shown
from tests.nursery import Fork, a_program
from tests.processor import Stopwatch
from tests.storage.conftest import DATABASES, Place, place_for

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL"),
]

TAKE_OVER = 5
"""Seconds within which a standby answers, or a process that lost its lock is quiet, apart from those in which other
processes have the processors."""

PATIENCE = 90
"""Seconds that a start may take on a machine that has much else to do."""


class Programs:
    """Processes of the program over one database."""

    def __init__(self, folder: Path, playground: Playground, place: Place) -> None:
        self.playground = playground
        self.place = place
        self.folder = folder
        self.running: list[Fork] = []

    def start(self) -> Fork:
        ours = ("DISCORD_", "LOREKEEPER_", "DATABASE")
        settings = {
            "DISCORD_TOKEN": self.playground.token,
            "DISCORD_API_BASE": self.playground.api_base,
            "LOREKEEPER_DATA": str(self.place.folder),
            "LOREKEEPER_PACKS": str(self.folder / "moth"),
            **({"DATABASE_URL": self.place.url} if self.place.url else {}),
        }
        process = a_program(
            "run",
            folder=self.folder,
            environment={key: value for key, value in os.environ.items() if not key.startswith(ours)} | settings,
            stderr=self.folder / f"log-{len(self.running)}",
        )
        self.running.append(process)
        return process

    def log(self, number: int) -> str:
        return self.running[number].errors

    async def until_it_says(self, number: int, words: str, within: float = PATIENCE) -> None:
        async with asyncio.timeout(within):
            while words not in self.log(number):  # noqa: ASYNC110  # a file tells nobody of its changes
                await asyncio.sleep(0.02)


@asynccontextmanager
async def programs_over(folder: Path, place: Place) -> AsyncIterator[Programs]:
    for name, content in PACK.items():
        (folder / "moth" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "moth" / name).write_text(content, "utf-8")
    async with Playground(answer_within=PATIENT) as playground:
        programs = Programs(folder, playground, place)
        try:
            yield programs
        finally:
            for process in programs.running:
                if process.returncode is None:
                    process.kill()
                await process.wait()


@pytest.fixture(params=DATABASES)
async def programs(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Programs]:
    async with programs_over(tmp_path, await place_for(request.param, request, tmp_path)) as opened:
        yield opened


async def test_a_standby_takes_over_a_game_when_the_first_is_killed(programs: Programs) -> None:
    sam = programs.playground.member("Sam")
    first = programs.start()
    await programs.playground.until_online(timeout=PATIENCE)
    await programs.playground.until_commands("trivia")
    second = programs.start()
    await programs.until_it_says(1, "waiting as its standby")
    await sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 2, "relaxed": True})
    question = await sam.message("lore", lambda message: bool(message.buttons))
    assert len(programs.playground.gateway.sessions) == 1

    stopwatch = Stopwatch(os.getpid(), second.pid)
    first.kill()
    await first.wait()
    meanwhile = asyncio.create_task(sam.click(question, question.buttons[0].label))
    await programs.playground.until_offline(timeout=PATIENCE)
    await programs.playground.until_online(timeout=PATIENCE)

    assert stopwatch.seconds() <= TAKE_OVER
    assert isinstance(await meanwhile, Shown | Failed)
    assert "Your answer is" in shown(await sam.click(question, question.buttons[0].label)).text
    assert programs.log(1).count("waiting as its standby") == 1
    assert "taking over" in programs.log(1)
    asked = [message for message in sam.sees("lore") if "Question 1 of 2" in str(message.embeds)]
    assert [message.id for message in asked] == [question.id]


@pytest.mark.postgres
async def test_a_lost_connection_ends_the_acting_and_the_lock_is_taken_again(
    postgres: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    async with programs_over(tmp_path, await place_for("postgresql", request, tmp_path)) as programs:
        process = programs.start()
        await programs.playground.until_online(timeout=PATIENCE)
        assert programs.place.url
        engine = create_async_engine(f"{postgres}/postgres")
        async with engine.begin() as connection:
            role = programs.place.url.partition("//")[2].partition(":")[0]
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role")
            stopwatch = Stopwatch(os.getpid(), process.pid)
            assert (await connection.execute(ended, {"role": role})).rowcount >= 1
        await engine.dispose()

        await programs.playground.until_offline(timeout=PATIENCE)
        assert stopwatch.seconds() <= TAKE_OVER
        await programs.playground.until_online(timeout=PATIENCE)

        assert "the connection to the database was lost" in programs.log(0)
        sam = programs.playground.member("Sam")
        assert isinstance(await sam.slash("lore", "leaderboard", {}), Shown)
