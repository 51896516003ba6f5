"""A process that is killed in the middle of writing loses nothing that it was told is kept."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.ids import GameId
from bot.storage.answers import Occasion
from tests.storage.builders import MANAGER, SERVER
from tests.storage.conftest import Place

ROOT = Path(__file__).parents[2]

WRITER = """
import asyncio, sys
from pathlib import Path
from bot.storage.connect import open_storage
from bot.storage.answers import Occasion
from bot.storage.guesses import NewPuzzle
from tests.storage.builders import MANAGER, NOON, SERVER, a_guess, recorded

async def write(storage, writer):
    number = 0
    while True:
        number += 1
        answer = await recorded(storage, a_guess(Occasion.trivia(SERVER, f"g{writer}", number), text=str(number)))
        appeal = await storage.appeals.open(answer.id, at=NOON)
        await storage.appeals.reject(appeal.id, by=MANAGER, at=NOON)
        puzzle = await storage.guesses.open(NewPuzzle(SERVER, SERVER, f"pack-{writer}", "2026-05-01", "thor", NOON))
        await storage.guesses.record(puzzle.id, MANAGER, str(number), at=NOON, most=10_000)
        print(writer, number, flush=True)

async def main():
    storage = await open_storage(url=sys.argv[1] or None, folder=Path(sys.argv[2]))
    await asyncio.gather(*(write(storage, writer) for writer in range(3)))

asyncio.run(main())
"""


@pytest.mark.process
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("lines", [1, 17, 60])
async def test_what_it_was_told_is_kept_is_there_after_sigkill(place: Place, lines: int) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", WRITER, place.url or "", str(place.folder)),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    async with asyncio.timeout(60):
        told = [await process.stdout.readline() for _ in range(lines)]
        assert all(told), "it ended before it was killed"
        process.kill()
        told += (await process.stdout.read()).splitlines(keepends=True)
        await process.wait()

    storage = await place.open()
    events = [event async for event in storage.answers.events(SERVER)]
    kept = [line.split() for line in told if line.endswith(b"\n")]
    for writer, number in kept:
        assert await storage.answers.answers_to(Occasion.trivia(SERVER, GameId(f"g{writer.decode()}"), int(number)))
    assert len(kept) <= len(events) <= len(kept) + 3
    assert len(await storage.appeals.pending(SERVER)) <= 3
    tried = [number for played in await storage.guesses.played(SERVER, MANAGER) for number in played.characters]
    assert len(kept) <= len(tried) <= len(kept) + 3
    await storage.close()
