"""Work grows in proportion to a pack: twice the pack takes about twice the work, whatever is large about it.

Work is counted in function calls, which doesn't depend on the machine.
"""

import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from bot.answers import phrasings, reading
from bot.answers.index import index_of
from bot.answers.names import MOST_MEMBERS
from bot.answers.phrasings import ways_to_ask
from bot.errors import PackError
from bot.guess.attributes import roster_of
from bot.knowledge import drafts
from bot.knowledge.advice import advice_on
from bot.knowledge.derived import MOST_ASKED
from bot.knowledge.load import load_pack, load_with_places
from bot.knowledge.model import FactKind, Pack
from bot.questions import candidates
from bot.questions.candidates import Candidates
from bot.questions.maker import questions_of
from tests.answers.builders import a_fact, salt_lighthouse
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


def test_of_very_many_characters_the_most_named_have_standard_phrasings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_ASKS", 100)
    home = written(SHAPES["relations"].files(20), tmp_path / "large")
    (home / "facts.yaml").write_text(
        "facts:\n" + "".join(f"- {{id: f{n}, text: Fact {n}., about: [c7], source: [S1]}}\n" for n in range(3))
    )

    derived = [fact for fact in load_pack(home).facts if fact.kind is FactKind.DERIVED]

    assert len(derived) == 20
    asked = [fact for fact in derived if fact.asks]
    assert 0 < sum(len(fact.asks) for fact in asked) < 200
    assert {fact.id for fact in derived if "c7" in fact.characters} <= {fact.id for fact in asked}


def test_of_very_many_roles_those_of_the_most_named_have_standard_phrasings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrasings, "MOST_ROLE_ASKS", 1)
    role = replace(a_fact("r", "Ann Lee plays Ada.", "ada"), kind=FactKind.ROLE)
    other = replace(role, id="s", text="Bo Ray plays Bob.", characters=("bob",), asks=("who was bob",))

    ways = ways_to_ask((other, role, a_fact("f", "Ada sings.", "ada")))

    assert ways[0] == ("who was bob",)
    assert "who plays Ada" in ways[1]


def test_the_words_of_very_many_phrasings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_KEPT", 0)
    read = index_of(salt_lighthouse()).reader.reading_the_pack()

    assert read("who stole the lens").units[-1] is read("the lens").units[-1]


def test_a_word_in_the_names_of_very_many_makes_nobody_a_rival(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_OFFERED", 5)
    known = Candidates(pack_of(tmp_path, "everybody", 20))

    assert len(known.near(known.character("c3"))) <= 5


def pack_of(folder: Path, shape: str, size: int) -> Pack:
    ((pack, _),) = load_with_places([written(SHAPES[shape].files(size), folder / f"large-{size}")])
    return pack
