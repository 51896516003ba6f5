"""The rules: hints open, six tries, squares without a word, and a fair draw."""

import random

import pytest

from bot.guess.attributes import Attribute, roster_of
from bot.guess.hints import CharacterHint, Hints
from bot.guess.rules import RESTS, TRIES, PuzzleBoard, board_of, draw, held
from tests.guess.small_cast import IDS, VILLAGE

ROSTER = roster_of(VILLAGE)
FIRST, SECOND = (
    CharacterHint("a fact", is_spoiler=False, source=()),
    CharacterHint("a relation", is_spoiler=False, source=()),
)


def board(*tried: str, target: str = "ada") -> PuzzleBoard:
    return board_of(ROSTER, target, tried, lambda: Hints(FIRST, SECOND))


@pytest.mark.parametrize(
    ("count", "opened"), [(0, ()), (2, ()), (3, (FIRST,)), (4, (FIRST,)), (5, (FIRST, SECOND)), (6, (FIRST, SECOND))]
)
def test_hints_open_after_the_third_and_the_fifth_try(count: int, opened: tuple[CharacterHint, ...]) -> None:
    assert board(*IDS[1 : count + 1]).hints == opened


def test_it_is_over_when_it_is_solved() -> None:
    solved = board("bo", "ada")

    assert (solved.is_solved, solved.is_over, solved.score) == (True, True, "2/6")
    assert not board("bo").is_over


def test_it_is_over_after_six_tries() -> None:
    lost = board(*IDS[1 : TRIES + 1])

    assert (lost.is_solved, lost.is_over, lost.score) == (False, True, "X/6")


def test_somebody_who_left_the_pack_still_took_a_try() -> None:
    left = board("gone", *IDS[1:TRIES])

    assert len(left.rows) == TRIES - 1
    assert left.is_over


def test_the_grid_has_a_line_for_each_try_and_no_word() -> None:
    lines = board("bo", "ada").grid.splitlines()

    assert [len(line) for line in lines] == [len(ROSTER.attributes)] * 2
    assert set(lines[0]) <= {*"🟩🟨⬛"}
    assert set(lines[1]) == {"🟩"}
    assert lines[0][ROSTER.attributes.index(Attribute.PRONOUN)] == "⬛"


def drawn(count: int, days: int) -> list[str]:
    """Who is looked for on so many days, of so many characters."""
    targets, past = [f"c{n}" for n in range(count)], list[str]()
    for day in range(days):
        past.append(draw(targets, past, random.Random(day)))  # noqa: S311  # a game
    return past


@pytest.mark.parametrize("count", [RESTS + 1, RESTS + 2, 50])
def test_nobody_comes_again_within_thirty_days_where_the_pack_allows(count: int) -> None:
    past = drawn(count, 400)

    assert [day for day, who in enumerate(past) if who in past[max(0, day - RESTS) : day]] == []


@pytest.mark.parametrize("count", [10, 22, RESTS])
def test_in_a_small_pack_three_quarters_of_the_others_come_first(count: int) -> None:
    past, rests = drawn(count, 400), count * 3 // 4

    assert [day for day, who in enumerate(past) if who in past[max(0, day - rests) : day]] == []


@pytest.mark.parametrize("count", [10, 22, 50])
def test_everybody_comes_equally_often(count: int) -> None:
    past = drawn(count, count * 6)

    assert {past.count(who) for who in past} <= {5, 6, 7}
    assert len(set(past)) == count


def test_the_order_is_not_the_same_each_time_round() -> None:
    past = drawn(22, 66)

    assert past[:22] != past[22:44] != past[44:]


@pytest.mark.parametrize(
    ("solved", "is_open", "days"),
    [
        ([], True, []),
        ([5], False, [True]),
        ([3, 4], True, [True, True]),
        ([3, 4], False, [True, True, False]),
        ([2, 4, 5], False, [True, False, True, True]),
    ],
)
def test_today_breaks_no_streak_before_it_is_over(solved: list[int], days: list[bool], *, is_open: bool) -> None:
    assert held(solved, 5, is_open=is_open) == days
