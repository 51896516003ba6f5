"""The story is cut into pages."""

from dataclasses import replace

import pytest

from bot.lookups import story
from tests.small_pack import BELL, HARBOUR, RESCUE, STORM, WINTER, a_pack, a_scene


def test_each_part_begins_a_page() -> None:
    first, second = story.pages(HARBOUR)

    assert (first.part, first.scenes, first.number, first.count) == ("The storm", (STORM, RESCUE), 1, 2)
    assert (second.part, second.scenes, second.number) == ("The bell", (BELL,), 2)


def test_a_long_part_is_on_several_pages() -> None:
    scenes = [a_scene(number, "word " * 100, "Long", ()) for number in range(1, 10)]

    pages = story.pages(a_pack(facts=scenes))

    assert [page.piece for page in pages] == list(range(1, len(pages) + 1))
    assert {page.pieces for page in pages} == {len(pages)}
    assert [scene for page in pages for scene in page.scenes] == scenes
    assert all(sum(len(scene.text) for scene in page.scenes) <= story.PAGE_LENGTH for page in pages)


def test_a_page_has_a_bounded_number_of_scenes() -> None:
    scenes = [a_scene(number, "Short.", "Many", ()) for number in range(1, 25)]

    assert [len(page.scenes) for page in story.pages(a_pack(facts=scenes))] == [10, 10, 4]


def test_without_a_plot_there_are_no_pages() -> None:
    assert story.pages(WINTER) == ()


def told(*texts: str) -> str:
    """What a page tells of a scene with Mara (the Keeper, Mara Finn) and Captain Orlo."""
    facts = tuple(replace(RESCUE, id=f"fact-{at}", text=text) for at, text in enumerate(texts))
    return story.told_once(facts, HARBOUR)


@pytest.mark.parametrize(
    ("repeated", "whole"),
    [
        ("Mara rows a boat.", "Mara rows a small boat through the storm."),
        ("Mara is rowing.", "The Keeper rows out."),
        ("Mara Finn rows out.", "Mara rows out to save Orlo."),
        ("Captain Orlo is saved.", "Mara saves Orlo, who shouts."),
        ("The lamp is lit.", "The lamp is lit again by Mara."),
    ],
)
def test_a_fact_that_another_one_of_its_scene_tells_too_is_told_once(repeated: str, whole: str) -> None:
    assert told(repeated, whole) == whole
    assert told(whole, repeated) == whole


def test_of_facts_that_say_the_same_the_longer_one_is_told_or_else_the_first() -> None:
    assert told("Mara rows.", "It was Mara who rowed.") == "It was Mara who rowed."
    assert told("Mara rows.", "Mara rowed", "Mara rows.") == "Mara rows."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mara hits Orlo.", "Orlo hits Mara back with an oar."),
        ("Mara doesn't row.", "Mara rows a boat."),
        ("Mara rows after the storm.", "Mara rows before the storm."),
        ("The pier is called Old Pier.", "Mara waits at the old pier."),
        ("Mara saves Orlo.", "Mara saves Pip."),
        ("Mara rows out.", "Orlo rows out to sea."),
    ],
)
def test_facts_that_say_different_things_are_all_told(one: str, other: str) -> None:
    assert told(one, other) == f"{one} {other}"


def test_the_same_in_another_continuity_is_no_repetition() -> None:
    in_the_book = replace(RESCUE, id="book", text="Mara rows out.", continuity="book")

    assert story.told_once((RESCUE, in_the_book), HARBOUR) == f"{RESCUE.text} Mara rows out."
