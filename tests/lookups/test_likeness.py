"""Titles are found by what members type of them."""

import pytest

from bot.lookups.likeness import closest, ranked

PARTS = ("The raid in Sokovia", "The party", "The fall of the city")


def names(part: str) -> tuple[str, ...]:
    return (part,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the party", "The party"),
        ("raid", "The raid in Sokovia"),
        ("sokov", "The raid in Sokovia"),
        ("the partey", "The party"),
        ("fall of city", "The fall of the city"),
        ("FALL", "The fall of the city"),
        ("rade of sokvia", "The raid in Sokovia"),
        ("city fall", "The fall of the city"),
    ],
)
def test_a_title_is_found_by_part_of_it_misspelt_or_not(typed: str, meant: str) -> None:
    assert closest(typed, PARTS, names) == meant


def test_two_titles_that_share_a_misspelt_word_each_are_both_offered() -> None:
    parts = (*PARTS, "The battle of Sokovia", "A body made in Seoul")

    assert set(ranked("batle of seul", parts, names)) == {"The battle of Sokovia", "A body made in Seoul"}


@pytest.mark.parametrize("typed", ["zebra", "the wedding", "of", "hello there"])
def test_something_else_is_no_title(typed: str) -> None:
    assert closest(typed, ("The raid in Sokovia", "In hiding", "The party"), names) is None


def test_nothing_typed_offers_everything_in_order() -> None:
    assert ranked(" ", PARTS, names) == PARTS


def test_what_has_no_title_is_like_nothing() -> None:
    assert closest("the storm", ("",), names) is None
