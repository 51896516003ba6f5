"""Work grows in proportion to a pack: twice the pack takes about twice the work, whatever is large about it.

Work is counted in function calls, which doesn't depend on the machine.
"""

import sys
from pathlib import Path
from types import FrameType

import pytest

from bot.answers.index import index_of
from bot.answers.names import MOST_MEMBERS
from bot.errors import PackError
from bot.guess.attributes import roster_of
from bot.knowledge.advice import advice_on
from bot.knowledge.derived import MOST_ASKED
from bot.knowledge.load import load_with_places
from bot.knowledge.model import Pack
from bot.questions.maker import questions_of
from tests.benchmarks.large_packs import SHAPES, written

pytestmark = pytest.mark.slow

MOST_GROWTH = 2.7
"""Twice the size may take this many times the work: 2 is linear, 4 is quadratic."""

SMALL = 150
"""Entries of the smaller pack. Options are limited from 200 of a kind on, so the questions are made of fewer."""

CHECKED = [
    *("facts", "one subject", "characters", "silent characters", "cast", "one actor", "one cast", "aliases"),
    *("things", "members", "plot", "untold", "questions", "unknown ids", "broken keys"),
]


def work(folder: Path, shape: str, size: int) -> int:
    """Function calls, of Python and of C, for reading and checking a pack of this shape."""
    home = written(SHAPES[shape].files(size), folder / f"large-{size}")
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        ((pack, places),) = load_with_places([home])
        advice_on(pack, places)
        roster_of(pack)
    except PackError as error:
        str(error)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", CHECKED)
def test_reading_and_checking_twice_the_pack_is_twice_the_work(tmp_path: Path, shape: str) -> None:
    small, large = (work(tmp_path, shape, size) for size in (SMALL, 2 * SMALL))

    assert large < MOST_GROWTH * small


@pytest.mark.parametrize("shape", ["relations", "children", "lists", "everybody"])
def test_relations_of_twice_as_many_people_are_twice_the_work(tmp_path: Path, shape: str) -> None:
    small, large = (work(tmp_path, shape, size) for size in (50, 100))

    assert large < MOST_GROWTH * small


def test_of_very_many_characters_the_most_named_are_options(tmp_path: Path) -> None:
    home = written(SHAPES["children"].files(450), tmp_path / "large")
    ((pack, _),) = load_with_places([home])

    questions = questions_of(pack)

    assert len(questions) > 0
    assert len({option for question in questions for option in question.options}) <= 450


def test_a_fact_that_names_a_large_group_is_no_longer_for_it(tmp_path: Path) -> None:
    small, large = (
        len(index_of(pack_of(tmp_path, "members", size)).named.values)
        for size in (MOST_MEMBERS + 50, MOST_MEMBERS + 150)
    )

    assert large < 3 * small


def test_of_a_very_large_group_the_first_members_have_phrasings_of_their_own(tmp_path: Path) -> None:
    small, large = (pack_of(tmp_path, "members", size) for size in (MOST_ASKED + 50, MOST_ASKED + 100))

    assert max(len(fact.asks) for fact in small.facts) == max(len(fact.asks) for fact in large.facts)


def pack_of(folder: Path, shape: str, size: int) -> Pack:
    ((pack, _),) = load_with_places([written(SHAPES[shape].files(size), folder / f"large-{size}")])
    return pack
