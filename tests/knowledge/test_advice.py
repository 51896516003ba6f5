"""Advice to a pack's author: what would help, with its place, and never too much of it."""

from pathlib import Path

import pytest

from bot.knowledge.advice import MOST_LINES, Advice, advice_on, lines_of, summary
from bot.knowledge.load import load_pack, load_with_places
from bot.knowledge.starter import make_pack
from tests.knowledge.builders import GOOD, a_pack

ASKED = "continuity: film\nfacts:\n  - {id: bell, text: The bell rings., source: P, about: ada, asks: who rings}\n"


def advice(folder: Path, **files: str) -> list[str]:
    """What is advised on a pack, with files named from the pack on."""
    home = a_pack(folder, **{"facts.yaml": ASKED, **files})
    ((pack, places),) = load_with_places([home])
    return [str(each).removeprefix(f"{home.as_posix()}/") for each in advice_on(pack, places)]


def test_a_pack_that_needs_none_gets_none(tmp_path: Path) -> None:
    assert advice(tmp_path) == []
    assert list(lines_of(())) == []


def test_somebody_of_no_fact_is_named(tmp_path: Path) -> None:
    facts = ASKED + "  - {id: sea, text: Cy Ray swims., source: P, asks: who swims}\n"
    people = {"characters/bo.yaml": "name: Bo Ek\n", "characters/cy.yaml": "pronoun: he\nname: Cy Ray\n"}

    assert advice(tmp_path, **people, **{"facts.yaml": facts}) == [
        "characters/bo.yaml:1: no fact is about Bo Ek; write what members will ask about them",
        "characters/cy.yaml:2: no fact is about Cy Ray; add cy to the facts that name them",
    ]


def test_a_thing_that_no_fact_names_is_named(tmp_path: Path) -> None:
    things = (
        "things:\n"
        "  - {name: the bell, kind: thing}\n"
        "  - {name: the lamp, kind: thing}\n"
        "  - {name: the oar, kind: thing, description: a piece of wood}\n"
        "  - {name: the chime, kind: thing, aliases: [bell]}\n"
    )

    assert advice(tmp_path, **{"pack.yaml": GOOD["pack.yaml"] + things}) == [
        "pack.yaml:6: no fact names the lamp; write one, or describe it under description"
    ]


def test_a_fact_with_several_claims_is_named(tmp_path: Path) -> None:
    facts = (
        ASKED
        + f"  - {{id: long, text: 'So {'very ' * 30}long.', source: P, asks: how long}}\n"
        + "  - {id: four, text: One. Two of St. Ives. Three. Four., source: P, asks: how many}\n"
        + "  - {id: three, text: 'Dr. J. Hale comes. He sits. He goes.', source: P, asks: who comes}\n"
    )

    assert advice(tmp_path, **{"facts.yaml": facts}) == [
        "facts.yaml:4: 'long' has a sentence of 32 words (\"So very very very ...\"); "
        "smaller facts give shorter answers",
        "facts.yaml:5: 'four' has 4 sentences; smaller facts give shorter answers",
    ]


def test_facts_of_a_scene_are_told_with_their_own_lines(tmp_path: Path) -> None:
    plot = (
        "continuity: film\nparts:\n  - title: Fog\n    scenes:\n      - id: fog\n        source: P\n        facts:\n"
        "          - {id: one, text: Fog., asks: what comes}\n"
        "          - {id: two, text: Fog. Rain. Snow. Hail., asks: what goes}\n"
    )

    assert advice(tmp_path, **{"plot.yaml": plot}) == [
        "plot.yaml:9: 'two' has 4 sentences; smaller facts give shorter answers"
    ]


def test_facts_without_questions_are_counted(tmp_path: Path) -> None:
    facts = "".join(f"  - {{id: f{number}, text: Bell {number}., source: P}}\n" for number in range(7))

    assert advice(tmp_path, **{"facts.yaml": ASKED + facts}) == [
        "moth: 7 facts have no asks (f0, f1, f2, f3, f4 and 2 more); members' questions make them easier to find"
    ]


def test_an_alias_of_two_is_named_once(tmp_path: Path) -> None:
    facts = "continuity: film\nfacts:\n  - {id: a, text: A., source: P, about: [ada, bo], asks: what}\n"
    bo = "name: Bo Ek\naliases:\n  - Bo\n  - the pilot\n"
    ada = "name: Ada Lind\naliases: [Ada, Pilot]\n"

    told = advice(tmp_path, **{"characters/ada.yaml": ada, "characters/bo.yaml": bo, "facts.yaml": facts})

    assert told == ["characters/ada.yaml:2: 'Pilot' also means Bo Ek, so a question with it is ambiguous"]


def test_an_alias_that_is_the_name_of_another_is_named(tmp_path: Path) -> None:
    facts = "continuity: film\nfacts:\n  - {id: a, text: A., source: P, about: [ada, bo], asks: what}\n"
    people = {"characters/ada.yaml": "name: Ada Lind\n", "characters/bo.yaml": "name: Bo Ek\naliases: [Ada Lind]\n"}

    assert advice(tmp_path, **people, **{"facts.yaml": facts}) == [
        "characters/bo.yaml:2: 'Ada Lind' also means Ada Lind, so a question with it is ambiguous"
    ]


FAMILY = "continuity: film\nfacts:\n  - {id: a, text: A., source: P, about: [ada, bo], asks: what}\n"


def related(folder: Path, *, ada: str, bo: str) -> list[str]:
    """What is advised on two people with these relations."""
    people = {"characters/ada.yaml": f"name: Ada Lind\n{ada}", "characters/bo.yaml": f"name: Bo Ek\n{bo}"}
    return advice(folder, **people, **{"facts.yaml": FAMILY})


def test_a_relation_to_oneself_is_named(tmp_path: Path) -> None:
    ada = (
        "relations:\n  - {kind: friend, to: bo, source: P, continuity: film}\n"
        "  - {kind: sister, to: ada, source: P, continuity: film}\n"
    )

    assert related(tmp_path, ada=ada, bo="") == [
        "characters/ada.yaml:4: Ada Lind is the sister of themselves; name somebody else under to"
    ]


def test_two_who_are_each_others_father_are_named(tmp_path: Path) -> None:
    ada, bo = (
        f"relations:\n  - {{kind: father, to: {other}, source: P, continuity: film}}\n" for other in ("bo", "ada")
    )

    (told,) = related(tmp_path, ada=ada, bo=bo)

    assert told.startswith("characters/bo.yaml:3: Bo Ek and Ada Lind can't each be the other's parent (")
    assert told.endswith("characters/ada.yaml:3 says the reverse); turn one of the two round")


@pytest.mark.parametrize(("ada", "bo"), [("father", "child"), ("friend", "friend"), ("killed", "killed")])
def test_what_may_hold_on_both_sides_is_fine(tmp_path: Path, ada: str, bo: str) -> None:
    sheets = [
        f"relations:\n  - {{kind: {kind}, to: {to}, source: P, continuity: film}}\n"
        for kind, to in ((ada, "bo"), (bo, "ada"))
    ]

    assert related(tmp_path, ada=sheets[0], bo=sheets[1]) == []


@pytest.mark.parametrize("character", ["\u200b", "\u00ad", "\u2060"])
def test_an_invisible_character_is_named(tmp_path: Path, character: str) -> None:
    facts = ASKED.replace("The bell rings", f"The b{character}ell rings")

    assert advice(tmp_path, **{"facts.yaml": facts}) == [
        f"facts.yaml:3: there is an invisible character here (U+{ord(character):04X}), "
        "so nobody can type this; delete it"
    ]


def test_very_much_advice_is_cut_and_counted() -> None:
    many = tuple(Advice("plot.yaml", number, "is long") for number in range(1, 31))

    lines = list(lines_of(many))

    assert len(lines) == MOST_LINES + 2 == 12
    assert lines[0] == "Advice (optional):"
    assert lines[1] == "plot.yaml:1: is long"
    assert lines[-1] == "... and 20 more."


def test_some_of_each_kind_comes_first(tmp_path: Path) -> None:
    people = {f"characters/x{number}.yaml": f"name: Person {number}\n" for number in range(20)}
    facts = ASKED + "  - {id: four, text: One. Two. Three. Four., source: P}\n"

    first = advice(tmp_path, **people, **{"facts.yaml": facts})[:3]

    assert [line.split(":")[0] for line in first] == ["moth", "characters/x0.yaml", "facts.yaml"]


def test_the_summary_counts_what_an_author_wrote(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "moths", title="Moths")

    assert summary(pack) == "You wrote 9 facts, 3 roles, 11 asks, 1 relation, 3 scenes. Nothing is thin."


def test_the_summary_names_thin_spots(tmp_path: Path) -> None:
    make_pack(tmp_path / "moths", title="Moths")
    for name in ("plot.yaml", "quiz.yaml"):
        (tmp_path / "moths" / name).unlink()

    assert summary(load_pack(tmp_path / "moths")) == (
        "You wrote 5 facts, 3 roles, 6 asks, 1 relation, 0 scenes. "
        "Thin: fewer than 2 facts about The Foghorn; no plot; no quiz questions of your own."
    )
