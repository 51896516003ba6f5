"""What every storage does with /guess: who is looked for, and whom members tried."""

import asyncio
from datetime import timedelta

import pytest

from bot.ids import MemberId, ServerId
from bot.storage.guesses import ENDLESS, NewPuzzle, Puzzle, Tried
from bot.storage.sql.storage import SqlStorage
from bot.storage.storage import Storage
from tests.storage.builders import ANNA, BEN, DAY, NOON, OTHER_SERVER, SERVER

TODAY, TOMORROW = DAY.isoformat(), (DAY + timedelta(days=1)).isoformat()


def a_puzzle(
    target: str = "thor",
    *,
    round: str = TODAY,
    scope: ServerId | MemberId = SERVER,
    server_id: ServerId | None = SERVER,
    pack: str = "ultron",
) -> NewPuzzle:
    return NewPuzzle(scope, server_id, pack, round, target, NOON)


async def tried(storage: Storage, puzzle: Puzzle, *characters: str, member_id: MemberId = ANNA) -> Tried | None:
    """Tries in a row; what came of the last."""
    recorded = None
    for character in characters:
        recorded = await storage.guesses.record(puzzle.id, member_id, character, at=NOON, most=6)
    return recorded


async def test_who_opens_a_day_first_decides_for_everybody(storage: Storage) -> None:
    first = await storage.guesses.open(a_puzzle("thor"))

    assert await storage.guesses.open(a_puzzle("loki")) == first
    assert first == Puzzle(first.id, 1, SERVER, SERVER, "ultron", TODAY, "thor")
    assert (first.day, await storage.guesses.puzzle(first.id)) == (DAY, first)
    assert await storage.guesses.of_round(SERVER, "ultron", TODAY) == first
    assert await storage.guesses.of_round(SERVER, "ultron", TOMORROW) is None


async def test_puzzles_are_numbered_for_each_server_and_pack(storage: Storage) -> None:
    for new in (
        a_puzzle("thor"),
        a_puzzle("loki", round=TOMORROW),
        a_puzzle(scope=OTHER_SERVER, server_id=OTHER_SERVER),
        a_puzzle(pack="harbour"),
        a_puzzle(scope=ANNA, server_id=None, round=ENDLESS),
    ):
        await storage.guesses.open(new)

    second = await storage.guesses.open(a_puzzle(round=TOMORROW))
    elsewhere = await storage.guesses.open(a_puzzle(scope=OTHER_SERVER, server_id=OTHER_SERVER))
    practice = await storage.guesses.of_round(ANNA, "ultron", ENDLESS)
    assert practice
    assert (second.number, elsewhere.number, practice.number, practice.day) == (2, 1, 0, None)
    assert await storage.guesses.past(SERVER, "ultron") == ("thor", "loki")
    assert await storage.guesses.past(ANNA, "ultron") == (), "practice is no past"


async def test_another_puzzle_takes_the_place_of_one_with_its_tries(storage: Storage) -> None:
    first = await storage.guesses.open(a_puzzle("thor"))
    await tried(storage, first, "loki")

    second = await storage.guesses.open(a_puzzle("odin"), instead_of=first.id)

    assert (second.target, second.number) == ("odin", 1)
    assert await storage.guesses.puzzle(first.id) is None
    assert await storage.guesses.tried(second.id, ANNA) == ()
    assert await tried(storage, first, "hulk") is None
    assert await storage.guesses.open(a_puzzle("hulk"), instead_of=first.id) == second, "that one went before"


async def test_a_try_counts_once(storage: Storage) -> None:
    puzzle = await storage.guesses.open(a_puzzle("thor"))

    assert await tried(storage, puzzle, "loki") == Tried(("loki",), is_new=True)
    assert await tried(storage, puzzle, "loki") == Tried(("loki",), is_new=False)
    assert await tried(storage, puzzle, "odin") == Tried(("loki", "odin"), is_new=True)
    assert await storage.guesses.tried(puzzle.id, ANNA) == ("loki", "odin")
    assert await storage.guesses.tried(puzzle.id, BEN) == ()


async def test_nothing_is_tried_after_the_right_one(storage: Storage) -> None:
    puzzle = await storage.guesses.open(a_puzzle("thor"))

    assert await tried(storage, puzzle, "thor", "loki") == Tried(("thor",), is_new=False)


async def test_nothing_is_tried_after_the_last_one(storage: Storage) -> None:
    puzzle = await storage.guesses.open(a_puzzle("thor"))

    assert await tried(storage, puzzle, *"abcdef", "thor") == Tried(tuple("abcdef"), is_new=False)


async def test_what_a_member_played_is_told_by_day(storage: Storage) -> None:
    later = await storage.guesses.open(a_puzzle("odin", round=TOMORROW))
    first = await storage.guesses.open(a_puzzle("thor"))
    practice = await storage.guesses.open(a_puzzle(scope=ANNA, server_id=None, round=ENDLESS))
    for puzzle in (later, first, practice):
        await tried(storage, puzzle, "loki", "hulk")
    await tried(storage, first, "thor", member_id=BEN)

    played = await storage.guesses.played(SERVER, ANNA)

    assert [(one.puzzle, one.characters) for one in played] == [(first, ("loki", "hulk")), (later, ("loki", "hulk"))]
    assert played[0].at == (NOON, NOON)


async def test_whom_somebody_tried_goes_with_them(storage: Storage) -> None:
    here = await storage.guesses.open(a_puzzle("thor"))
    elsewhere = await storage.guesses.open(a_puzzle(scope=OTHER_SERVER, server_id=OTHER_SERVER))
    alone = await storage.guesses.open(a_puzzle(scope=ANNA, server_id=None, round=ENDLESS))
    for puzzle in (here, elsewhere, alone):
        await tried(storage, puzzle, "loki", "hulk")
    await tried(storage, here, "loki", member_id=BEN)

    about = await storage.about_member(ANNA, server_id=SERVER)
    assert [one.puzzle for one in about.guesses] == [here]
    assert len((await storage.about_member(ANNA)).guesses) == 3

    assert await storage.forget_member(ANNA, server_id=SERVER) == 2
    assert await storage.guesses.tried(here.id, ANNA) == ()
    assert await storage.guesses.tried(alone.id, ANNA) == ("loki", "hulk")

    assert await storage.forget_member(ANNA) == 4
    assert await storage.guesses.tried(elsewhere.id, ANNA) == ()
    assert await storage.guesses.puzzle(alone.id) is None, "it was theirs alone"
    assert await storage.guesses.puzzle(here.id) == here, "others look for that one"
    assert await storage.guesses.tried(here.id, BEN) == ("loki",)


async def test_puzzles_go_with_their_server(storage: Storage) -> None:
    here = await storage.guesses.open(a_puzzle())
    elsewhere = await storage.guesses.open(a_puzzle(scope=OTHER_SERVER, server_id=OTHER_SERVER))
    alone = await storage.guesses.open(a_puzzle(scope=ANNA, server_id=None))
    for puzzle in (here, elsewhere, alone):
        await tried(storage, puzzle, "loki")

    assert await storage.departures.present() == {SERVER, OTHER_SERVER}, "who plays alone is no server"
    await storage.forget_server(SERVER)

    assert await storage.guesses.puzzle(here.id) is None
    assert await storage.guesses.tried(here.id, ANNA) == ()
    assert [await storage.guesses.tried(one.id, ANNA) for one in (elsewhere, alone)] == [("loki",), ("loki",)]


@pytest.mark.slow
async def test_of_many_at_once_each_counts_once(two: tuple[SqlStorage, SqlStorage]) -> None:
    puzzles = await asyncio.gather(*(two[n % 2].guesses.open(a_puzzle(f"target-{n}")) for n in range(6)))
    assert len(set(puzzles)) == 1

    characters = [*"abcdefgh"] * 2
    recorded = await asyncio.gather(
        *(two[n % 2].guesses.record(puzzles[0].id, ANNA, each, at=NOON, most=6) for n, each in enumerate(characters))
    )

    assert sum(each is not None and each.is_new for each in recorded) == 6
    assert len(set(await two[0].guesses.tried(puzzles[0].id, ANNA))) == 6
