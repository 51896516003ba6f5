"""A pack as arrays."""

import dataclasses

import pytest

from bot.answers.holds import HOLDS
from bot.answers.index import PackIndex, index_of
from bot.english.text import stem
from tests.answers.builders import a_scene, plain_story, salt_lighthouse


@pytest.fixture
def index() -> PackIndex:
    return index_of(salt_lighthouse())


def test_an_index_never_changes(index: PackIndex) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        index.rarest = 0.0  # type: ignore[misc]  # that is the point


def test_scenes_stand_side_by_side_in_the_order_of_the_story(index: PackIndex) -> None:
    first, last = index.story

    assert [fact.scene_number for fact in index.pack.facts[first:last]] == [1, 2, 3]


def test_a_fact_is_found_by_its_words_its_phrasings_and_its_characters(index: PackIndex) -> None:
    facts = [fact.id for fact in index.pack.facts]

    def holders(name: str) -> set[str]:
        term = index.lexicon.term(name)
        return set() if term is None else {facts[at] for at in index.holders[term]}

    assert holders(stem("boiling")) == set()
    assert "lamp-age" in holders(stem("years"))
    assert "scene-1" in holders(stem("stole"))
    assert {"tobin-swim", "scene-2"} <= holders("@tobin")


def test_what_a_text_holds_is_marked(index: PackIndex) -> None:
    at = [fact.id for fact in index.pack.facts].index("mara-limp")

    held = {name for number, name in enumerate(HOLDS) if index.holds[at] >> number & 1}

    assert {"reason", "pronoun", "number"} <= held
    assert "speech" not in held


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []

    index_of(salt_lighthouse(), lambda done, of: told.append((done, of)))

    assert told[0] == (0, 11)
    assert told[-1] == (11, 11)


@pytest.mark.parametrize("text", ["n't", "n't 'twas", "", "...", "@", "'s"])
def test_any_text_can_be_a_fact(text: str) -> None:
    index = index_of(plain_story(facts=(a_scene(1, text, pack="odd"),), id="odd"))

    assert index.read(text).line == text
