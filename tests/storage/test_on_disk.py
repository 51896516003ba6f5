"""What is left on the disk of what members typed, and who can read it."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ids import GameId
from bot.storage.answers import Occasion
from bot.storage.connect import FILE, open_storage
from bot.storage.games import RunningGame
from bot.storage.sql.storage import SqlStorage
from bot.storage.suggestions import NewSuggestion
from tests.storage.builders import ANNA, BEN, CHANNEL, NOON, SERVER, a_guess, recorded
from tests.storage.ready import open_ready

WORD = "Zanzibarquartz"
GAME = RunningGame(SERVER, CHANNEL, GameId("g1"), BEN, NOON, "{}", NOON)


def copies(folder: Path) -> dict[str, int]:
    """How often each of the database's files has the word."""
    found = {file.name: file.read_bytes().lower().count(WORD.lower().encode()) for file in folder.iterdir()}
    return {name: times for name, times in found.items() if times}


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[SqlStorage]:
    storage = await open_ready(folder)
    try:
        yield storage
    finally:
        await storage.close()


async def fill(storage: SqlStorage) -> None:
    """Many answers of Anna, so that they take several pages, among those of Ben."""
    for number in range(60):
        for member, text in ((ANNA, f"{WORD} {number}"), (BEN, f"Vizion {number}")):
            await recorded(
                storage,
                a_guess(Occasion.trivia(SERVER, GameId("g1"), number), member_id=member, text=text, normal=text),
            )
    made = await storage.suggestions.add(NewSuggestion(SERVER, CHANNEL, ANNA, f"More of {WORD}.", "", NOON))
    assert made.made.text


@pytest.mark.slow
async def test_nothing_that_a_member_typed_is_left_after_they_were_forgotten(tmp_path: Path) -> None:
    async with opened(tmp_path) as storage:
        await fill(storage)
        assert copies(tmp_path)

        await storage.forget_member(ANNA, server_id=SERVER)

        assert copies(tmp_path) == {}
        assert len(await storage.answers.history(SERVER, BEN)) > 0


@pytest.mark.slow
async def test_nothing_that_was_typed_on_a_server_is_left_after_it_was_forgotten(tmp_path: Path) -> None:
    async with opened(tmp_path) as storage:
        await fill(storage)

        await storage.forget_server(SERVER)

        assert copies(tmp_path) == {}


async def test_nothing_of_a_game_is_left_after_its_end(tmp_path: Path) -> None:
    async with opened(tmp_path) as storage:
        await storage.games.start(GAME)
        was = GAME.state
        for number in range(30):
            state = f'{{"typed": "{WORD} {number}"}}'
            assert await storage.games.save(CHANNEL, GameId("g1"), was=was, state=state, at=NOON)
            was = state
        assert copies(tmp_path)

        await storage.games.end(CHANNEL, GameId("g1"))

        assert copies(tmp_path) == {}


async def test_a_reader_delays_that_until_the_next_change_after_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as storage:
        await storage.games.start(replace(GAME, state=WORD))
        async with storage.database.snapshot() as reader:
            assert (await reader.exec_driver_sql("SELECT count(*) FROM games")).scalar_one() == 1
            await storage.games.end(CHANNEL, GameId("g1"))
            assert copies(tmp_path)

        await storage.settings.listen(SERVER, CHANNEL, listening=True)

        assert copies(tmp_path) == {}
        assert await storage.settings.listening(SERVER) == {CHANNEL}


def rights(folder: Path) -> dict[str, str]:
    return {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
async def test_only_their_owner_can_read_the_database_and_its_files(tmp_path: Path) -> None:
    storage = await open_storage(url=None, folder=tmp_path)
    await storage.settings.listen(SERVER, CHANNEL, listening=True)

    assert rights(tmp_path) == dict.fromkeys((FILE, f"{FILE}-shm", f"{FILE}-wal"), "0o600")
    await storage.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
async def test_a_database_that_everybody_could_read_is_made_private(tmp_path: Path) -> None:
    await (await open_storage(url=None, folder=tmp_path)).close()
    (tmp_path / FILE).chmod(0o644)

    async with opened(tmp_path):
        assert rights(tmp_path)[FILE] == "0o600"
