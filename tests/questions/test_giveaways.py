"""What English gives away or leaves open."""

import pytest

from bot.knowledge.model import Pronoun
from bot.questions.giveaways import (
    compares,
    denied_from,
    is_event,
    is_only_one,
    is_state,
    tells_number,
    tells_sex,
    without_denial,
)


@pytest.mark.parametrize(
    "text",
    [
        "Loki can't swim.",
        "Actually, Captain America wasn't a member of the first team.",
        "In the first issue the Hulk was not green yet.",
        "Thor sees no answers at the house.",
        "Ada never sailed.",
    ],
)
def test_a_denial_is_of_the_whole_sentence(text: str) -> None:
    assert denied_from(text) == 0


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Loki had red hair originally, and no connection to Thor.", "no connection to Thor."),
        ("Vision is a synthezoid and not a robot.", "not a robot."),
        ("Ada crossed the lake without Bodo.", "without Bodo."),
        ("Ada was trained by none other than Bodo.", ""),
        ("Ada not only sailed, she won.", ""),
        ("Ada sailed.", ""),
    ],
)
def test_what_is_set_against_it_is_denied_alone(text: str, denied: str) -> None:
    assert text[denied_from(text) :] == denied


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada is taller than Bodo but lighter.", True),
        ("Ada is a better sailor than Bodo.", True),
        ("Ada swims more quickly than Bodo.", True),
        ("Ada sails better than Bodo.", True),
        ("Ada was trained by none other than Bodo.", False),
        ("Ada would rather walk than swim.", False),
        ("Ada is more than 200 years old.", False),
    ],
)
def test_a_comparison_may_hold_of_others(text: str, expected: bool) -> None:
    assert compares(text) is expected


@pytest.mark.parametrize(
    ("text", "contrary"),
    [
        ("Loki can't swim.", "Loki can swim."),
        ("Loki cannot swim.", "Loki can swim."),
        ("Cap wasn't a member.", "Cap was a member."),
        ("The Hulk was not green.", "The Hulk was green."),
        ("The Hulk was not green yet.", None),
        ("Bruce didn't need to lose it.", None),
        ("He was so vexed that he could not sleep.", None),
        ("Loki can swim.", None),
    ],
)
def test_the_contrary_leaves_out_a_word(text: str, contrary: str | None) -> None:
    assert without_denial(text) == contrary


@pytest.mark.parametrize(
    ("text", "pronoun", "told"),
    [
        ("_____ is freed: Banner rescues her.", Pronoun.SHE, True),
        ("_____ is freed: Banner rescues her.", Pronoun.HE, False),
        ("Who once became a woman?", Pronoun.HE, True),
        ("Who is Ada's father?", Pronoun.HE, True),
        ("Who won?", Pronoun.HE, False),
        ("Who won his prize?", Pronoun.THEY, False),
    ],
)
def test_a_word_tells_a_man_from_a_woman(text: str, pronoun: Pronoun, told: bool) -> None:
    assert tells_sex(text, pronoun) is told


def test_a_word_tells_how_many_there_are() -> None:
    assert tells_number("the twins, _____ of his experiments", 2)
    assert not tells_number("the twins, _____ of his experiments", 3)
    assert not tells_number("a team of _____", 6)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Ada was killed by _.", True),
        ("Ada was trained by none other than _.", True),
        ("Ada's dad is _.", True),
        ("The heart of the city is _.", True),
        ("_ is the only pilot.", True),
        ("_ is the fastest pilot.", True),
        ("_ won a prize.", False),
        ("_ is the son of Bodo.", False),
        ("Ada was inspired by _ and by Bodo.", False),
        ("Ada was able to lift _.", False),
    ],
)
def test_some_places_in_a_sentence_have_room_for_one(text: str, only: bool) -> None:
    before, _, after = text.partition("_")

    assert is_only_one(before, after) is only


@pytest.mark.parametrize(
    ("clause", "verb", "event"),
    [
        ("Ada steals the boat", "steals the boat", True),
        ("Ada is the one with the boat", "is the one with the boat", False),
        ("Ada wants the boat", "wants the boat", False),
        ("Ada finally steals the boat", "finally steals the boat", False),
        ("The last scene shows Ada", "", False),
        ("Ada doesn't steal the boat", "doesn't steal the boat", False),
    ],
)
def test_an_event_happens_at_one_time(clause: str, verb: str, event: bool) -> None:
    assert is_event(clause, verb) is event


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("has a wife and children", True),
        ("can manipulate minds", True),
        ("is an arms dealer", True),
        ("is killed by gunfire", False),
        ("has left her post", False),
        ("steals the jet", False),
        ("canters along", False),
    ],
)
def test_what_is_so_may_be_so_of_others(verb: str, expected: bool) -> None:
    assert is_state(verb) is expected


def test_a_start_is_no_event_to_put_in_order() -> None:
    assert not is_event("At the start of the film, Ada raids the fort", "raids the fort")
