"""Hints help, and name nobody."""

import random
import re

import pytest

from bot.guess.attributes import roster_of
from bot.guess.hints import OTHER, SOUGHT, Hints, hints_to
from bot.knowledge.model import Pack
from tests.default_pack import default_pack
from tests.guess.small_cast import VILLAGE, a_village
from tests.small_pack import a_chance, a_fact


def hints(id: str, pack: Pack = VILLAGE, chance: random.Random | None = None) -> Hints:
    return hints_to(pack.character(id), pack, chance or a_chance())


def with_fact(text: str, *, spoiler: bool = False) -> Pack:
    """The village, of whose Eli nothing else is told."""
    told = [fact for fact in VILLAGE.facts if "eli" not in fact.characters]
    return a_village(facts=[*told, a_fact("eli", text, pack="village", characters=("eli",), spoiler=spoiler)])


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Eli has never seen the sea.", f"{SOUGHT} has never seen the sea."),
        ("Elias Moss has never seen the sea.", f"{SOUGHT} has never seen the sea."),
        (
            "Eli Moss's boat is called Gull, like Moss' father.",
            f"{SOUGHT}'s boat is called Gull, like {SOUGHT}'s father.",
        ),
        ("Eli and Ada sail to Bo's island.", f"{SOUGHT} and {OTHER} sail to {OTHER}'s island."),
        ("Anna Lind wanted to play Eli.", f"{OTHER} wanted to play {SOUGHT}."),
        ("Elite sailors adore Eli.", f"Elite sailors adore {SOUGHT}."),
    ],
)
def test_names_are_hidden(text: str, hidden: str) -> None:
    assert hints("eli", with_fact(text)).first.text == hidden


def test_a_spoiler_stays_one() -> None:
    assert hints("eli", with_fact("Eli sinks the ship in the end.", spoiler=True)).first.is_spoiler


def test_what_is_no_spoiler_comes_first() -> None:
    firsts = {hints("ada", chance=random.Random(seed)).first for seed in range(20)}  # noqa: S311  # a game

    assert [hint for hint in firsts if "doors" not in hint.text] == []


def test_the_second_hint_is_a_relation_without_the_name() -> None:
    assert hints("bo").second.text == f"Ada is {SOUGHT}'s mother."
    assert hints("ada").second.text == f"{SOUGHT} is Bo's mother."


def test_a_relation_that_a_spoiler_tells_is_no_hint() -> None:
    assert "kill" not in hints("cy").second.text


def test_who_is_tied_to_nobody_has_another_fact() -> None:
    told = hints("kit")

    assert "doors" in told.second.text
    assert told.first != told.second


def test_the_same_chance_gives_the_same_hints() -> None:
    assert hints("kit") == hints("kit")


@pytest.mark.slow
def test_no_hint_of_the_default_pack_names_who_is_looked_for() -> None:
    pack = default_pack()
    named = [
        (id, hint.text)
        for id in roster_of(pack).targets
        for hint in (hints(id, pack).first, hints(id, pack).second)
        for name in (pack.character(id).name, pack.character(id).real_name)
        if name and re.search(rf"\b{re.escape(name)}\b", hint.text)
    ]

    assert named == []
