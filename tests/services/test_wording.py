"""What a member reads without markup."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.results import Answer, NoMatch, Suggestions, Working
from bot.knowledge.model import Knowledge
from bot.services import wording
from tests.services.small_pack import (
    BELL,
    DOG,
    HARBOUR,
    ICE,
    LIGHT,
    MARA,
    MARA_BY_ANNA,
    ONE_PACK,
    RESCUE,
    TWO_PACKS,
    a_fact,
)

WORKING = Working(question="what is the dog called", understood="", ranking=(), confidence=0.0, threshold=0.5)


def test_an_answer_is_the_fact_with_its_source_and_continuity() -> None:
    assert wording.plain(Answer((DOG,), "", WORKING), ONE_PACK) == (
        "Mara has a dog called Barnacle.\nSource: H2 · in the film"
    )


def test_an_answer_begins_with_its_lead_and_holds_all_its_facts() -> None:
    text = wording.plain(Answer((LIGHT, DOG), "No.", WORKING), ONE_PACK)

    assert text.splitlines() == [
        "No.",
        "Mara keeps the lighthouse at Cape Sorrow.",
        "Source: H1 · in the film",
        "Mara has a dog called Barnacle.",
        "Source: H2 · in the film",
    ]


def test_with_several_packs_the_source_names_the_pack() -> None:
    assert wording.source(ICE, TWO_PACKS) == "Source: H1 · the story · Winter Harbour"


def test_suggestions_are_numbered_when_there_are_several() -> None:
    assert wording.plain(Suggestions((DOG, RESCUE), WORKING), ONE_PACK).splitlines() == [
        "Did you mean:",
        "1. What is Mara's dog called?",
        "2. Scene 2: The storm",
    ]


def test_a_single_suggestion_is_a_question() -> None:
    assert wording.plain(Suggestions((DOG,), WORKING), ONE_PACK) == "Did you mean: What is Mara's dog called?"


def test_no_match_says_so_and_what_can_be_asked() -> None:
    text = wording.plain(NoMatch(WORKING), ONE_PACK)

    assert "I don't know that." in text
    assert "The Harbour Light" in text
    assert "Who plays Mara?" in text


def test_no_match_about_somebody_says_where_they_can_be_looked_up() -> None:
    text = wording.plain(NoMatch(replace(WORKING, who=(MARA,))), ONE_PACK)

    assert text.endswith("What I do know is in /character Mara and /fact Mara.")


def test_a_gist_never_tells_a_scene() -> None:
    assert wording.gist(BELL, "who finds the bell", ONE_PACK) == "Scene 3: The bell"


def test_a_gist_is_the_phrasing_nearest_to_the_question() -> None:
    fact = a_fact(asks=("what burns in the light", "which oil is it"))

    assert wording.gist(fact, "what oil is it", ONE_PACK) == "Which oil is it?"


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("what did the vision do to thor", "What did the Vision do to Thor?"),
        ("mara's helper", "Mara's helper"),
        ("is it over?", "Is it over?"),
        ("who has a dream", "Who has a dream?"),
    ],
)
def test_a_gist_is_written_as_a_question(ask: str, expected: str) -> None:
    text = "Mara has a dream. Dream and light: it was the Vision who woke Thor."

    assert wording.gist(a_fact(text=text, asks=(ask,)), ask, ONE_PACK) == expected


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("who is captain orlo's sister", "Who is Captain Orlo's sister?"),
        ("did ben marsh meet the keeper", "Did Ben Marsh meet the Keeper?"),
        ("is there a pip in the oil", "Is there a pip in the oil?"),
        ("who maroons finn", "Who maroons Finn?"),
    ],
    ids=["character", "actor and alias", "a plain word elsewhere", "within a word"],
)
def test_every_name_of_the_pack_has_its_capital_in_a_gist(ask: str, expected: str) -> None:
    apple = a_fact("apple", "An apple has more than one pip.")
    knowledge = Knowledge((replace(HARBOUR, facts=(*HARBOUR.facts, apple)),))

    assert wording.gist(a_fact(asks=(ask,)), ask, knowledge) == expected


def test_a_plain_word_is_a_name_where_the_fact_is_about_its_bearer() -> None:
    apple = a_fact("apple", "An apple has more than one pip.")
    knowledge = Knowledge((replace(HARBOUR, facts=(*HARBOUR.facts, apple)),))
    fact = a_fact(text="A gull finds it.", characters=("pip",), asks=("what does pip find",))

    assert wording.gist(fact, "", knowledge) == "What does Pip find?"


def test_no_two_gists_are_alike() -> None:
    twice = wording.gists((a_fact("a", asks=("which oil",)), a_fact("b", asks=("which oil",))), "oil", ONE_PACK)

    assert len(set(twice)) == 2


def test_a_fact_without_phrasings_is_hinted_at_by_its_beginning() -> None:
    assert wording.gist(MARA_BY_ANNA.fact, "", ONE_PACK) == "Anna Lind plays Mara (Mara Finn)."


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_shortened_text_fits_and_is_on_one_line(text: str, length: int) -> None:
    short = wording.shorten(text, length)

    assert len(short) <= length
    assert "\n" not in short


@pytest.mark.parametrize(
    ("names", "expected"),
    [((), ""), (("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")],
)
def test_names_in_words(names: tuple[str, ...], expected: str) -> None:
    assert wording.in_words(names, last="or") == expected
