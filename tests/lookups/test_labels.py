"""What stands on the buttons under a closest fact."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import Knowledge
from bot.lookups.labels import LENGTH, labels
from tests.small_pack import (
    BELL,
    DOG,
    HOURS,
    ICE,
    JON,
    LIGHT,
    MARA,
    ONE_PACK,
    ORLO,
    POOL,
    RESCUE,
    STORM,
    TICKETS,
    TWO_PACKS,
    WITH_THINGS,
    a_fact,
    a_pack,
)


def test_a_fact_is_labelled_by_whom_it_is_about() -> None:
    assert labels((BELL, STORM), DOG, ONE_PACK) == ("About Pip", "About Captain Orlo")


def test_whom_the_shown_fact_is_about_already_is_said_last() -> None:
    assert labels((RESCUE, LIGHT), DOG, ONE_PACK) == ("About Mara and Captain Orlo", "About Mara")


def test_a_thing_or_a_part_of_the_story_is_what_a_fact_is_about_too() -> None:
    light, storm = replace(LIGHT, characters=()), replace(STORM, characters=())

    assert labels((light, storm), DOG, Knowledge((WITH_THINGS,))) == ("About Cape Sorrow", "About the storm")


def test_facts_about_nobody_are_told_apart_by_number() -> None:
    third = replace(TICKETS, id="third")

    assert labels((TICKETS, third), HOURS, Knowledge((POOL,))) == ("Another fact", "Another fact (2)")


def test_each_fact_is_labelled_in_the_terms_of_its_own_pack() -> None:
    assert labels((ICE, STORM), DOG, TWO_PACKS) == ("About Mara", "About Captain Orlo")


@given(st.lists(st.lists(st.sampled_from(["mara", "orlo", "jon"]), max_size=3, unique=True), max_size=4))
def test_no_two_labels_are_alike_and_none_tells_what_a_fact_says(casts: list[list[str]]) -> None:
    facts = [a_fact(f"f{number}", "Something secret.", characters=tuple(who)) for number, who in enumerate(casts)]
    pack = a_pack(characters=(MARA, ORLO, JON), facts=facts)

    told = labels(facts, DOG, Knowledge((pack,)))

    assert len(set(told)) == len(facts)
    assert all(0 < len(label) <= LENGTH and "secret" not in label for label in told)
