"""Wording for Discord of what was looked up, and Discord's limits."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.discord_front import wording
from bot.discord_front.lookups import wording as lookups_wording
from bot.knowledge.model import Fact, Knowledge, Relation, Thing, ThingKind
from bot.lookups.results import (
    BondShown,
    Card,
    Cast,
    FactShown,
    FullCast,
    NoSuchPart,
    NotCast,
    NothingThere,
    Overview,
    Page,
    ThingCard,
    Unclear,
    UnknownName,
)
from tests.discord_front.test_wording import NASTY, assert_card_fits, facts, knowledge_of
from tests.small_pack import (
    CAPE,
    DOG,
    FAMILY,
    HARBOUR,
    JON,
    LIGHT,
    MARA,
    MARA_BY_ANNA,
    ONE_PACK,
    ORLO_BY_BEN,
    PIP_BY_BEN,
    POOL,
    RESCUE,
    STORM,
    a_character,
    a_fact,
    a_pack,
    a_role,
)

SAID = NASTY.filter(lambda text: bool(text.strip()))


@pytest.mark.slow
@given(facts(10))
def test_any_page_fits(scenes: tuple[Fact, ...]) -> None:
    page = Page("harbour", "T" * 400, "p" * 400, 1, 2, 1, 3, scenes)

    assert_card_fits(lookups_wording.page(page, knowledge_of(*scenes)))


@pytest.mark.slow
@given(facts(12), SAID)
def test_any_card_fits(scenes: tuple[Fact, ...], name: str) -> None:
    role = a_role(name, "mara", "x")
    who = a_character("mara", name, real_name=name, relations=(Relation("x", "y", "film", ()),))
    card = Card(
        who,
        name,
        (name,) * 30,
        (role,) * 30,
        (BondShown(name, name, name),) * 30,
        scenes,
        ((name, 3),) * 30,
        scenes[:3],
    )

    assert_card_fits(lookups_wording.card(card, knowledge_of(*scenes)))


@pytest.mark.slow
@given(NASTY)
def test_any_refusal_fits(typed: str) -> None:
    texts = [
        lookups_wording.nobody(UnknownName(typed, (MARA,) * 3)),
        lookups_wording.several(Unclear(typed, (MARA, JON))),
        lookups_wording.nothing_there(NothingThere(MARA, typed, (typed,) * 9)),
        lookups_wording.nothing_there(NothingThere(None, typed, (typed,) * 9)),
        lookups_wording.no_such_part(NoSuchPart(typed, (typed,) * 90)),
        lookups_wording.not_cast(NotCast((a_character("x", typed),) * 9)),
    ]

    assert all(0 < len(text) <= wording.CONTENT for text in texts)


def test_a_fact_is_shown_under_its_character() -> None:
    card = lookups_wording.fact_shown(FactShown(DOG, MARA), ONE_PACK)

    assert card.title == "About Mara (Mara Finn)"


def test_an_actor_with_two_roles_is_shown_with_both() -> None:
    card = lookups_wording.cast(Cast((ORLO_BY_BEN, PIP_BY_BEN)), ONE_PACK)

    assert card.title == "Ben Marsh"
    assert [(name, text.split("\n")[::2]) for name, text in card.sections] == [
        ("In the film", ["Ben Marsh plays Captain Orlo.", "Ben Marsh voices Pip."]),
    ]


def test_a_card_hides_what_happens() -> None:
    card = Card(MARA, "The Harbour Light", ("the keeper",), (MARA_BY_ANNA,), (), (RESCUE,), (("in the film", 3),))

    shown = lookups_wording.card(card, ONE_PACK)

    assert dict(shown.sections) == {
        "Also known as": "the keeper",
        "Played by": "Anna Lind · in the film",
        "What happens to them": "**2.** ||Mara rows out and saves her brother.||",
    }
    assert shown.footer == "The Harbour Light · Facts I know: 3"


def test_a_page_hides_its_scenes_and_says_where_it_is() -> None:
    page = Page("harbour", "The Harbour Light", "The storm", 1, 2, 1, 1, (STORM, RESCUE))

    card = lookups_wording.page(page, ONE_PACK)

    assert card.text.count("||") == 4
    assert card.footer == "Page 1 of 2 · in the film · Source: P1, P2"


@given(facts(3), SAID)
def test_any_card_of_a_thing_fits(told: tuple[Fact, ...], name: str) -> None:
    thing = Thing("harbour", name, ThingKind.GROUP, (), (), description=name)
    who = a_character("mara", name)

    assert_card_fits(lookups_wording.thing_card(ThingCard(thing, name, (name,) * 9, who, (who,) * 30, told), ONE_PACK))


@given(SAID)
def test_any_cast_and_any_overview_fit(name: str) -> None:
    role, others = a_role(name, "mara", "x"), tuple(a_character(f"c{number}", name) for number in range(60))
    pack = replace(a_pack(title=name), characters=(a_character("mara", name),))

    assert_card_fits(
        lookups_wording.full_cast(FullCast(pack, (role,) * 90, others), Knowledge((replace(pack, id="harbour"),)))
    )
    assert_card_fits(lookups_wording.overview(Overview((pack,) * 9, (name,) * 9)))


def test_any_fact_has_no_title() -> None:
    assert lookups_wording.fact_shown(FactShown(DOG), ONE_PACK).title == ""


def test_a_card_begins_with_who_somebody_is() -> None:
    card = Card(MARA, "T", (), (), (), (RESCUE, STORM), (), facts=(LIGHT, RESCUE))

    shown = lookups_wording.card(card, ONE_PACK)

    assert shown.text == (
        "Mara keeps the lighthouse at Cape Sorrow.\n-# Source: H1 · in the film\n"
        "||Mara rows out and saves her brother.||\n-# Source: P2 · in the film"
    )
    assert [text for _, text in shown.sections] == [
        "**1.** ||A storm puts out the light, and Captain Orlo's ship runs aground.||"
    ]


def test_a_thing_is_shown_with_what_it_is_and_who_belongs_to_it() -> None:
    cape = lookups_wording.thing_card(ThingCard(CAPE, "T", ("The Cape",), MARA, (), (LIGHT,)), ONE_PACK)
    family = lookups_wording.thing_card(ThingCard(FAMILY, "T", (), None, (MARA, JON), ()), ONE_PACK)

    assert (cape.title, cape.text.split("\n")[0]) == ("Cape Sorrow", "A cape with a lighthouse")
    assert dict(cape.sections) == {
        "Also known as": "The Cape",
        "Belongs to": "Mara (Mara Finn)",
    }
    assert (family.title, family.sections[0][1]) == ("The Finns", "Mara (Mara Finn)\nJon (Jon Finn)")


def test_the_cast_is_a_list_with_its_sources() -> None:
    card = lookups_wording.full_cast(FullCast(HARBOUR, (MARA_BY_ANNA, PIP_BY_BEN), (JON,)), ONE_PACK)

    assert (card.title, card.footer) == ("The Harbour Light: the cast", "Source: C1 · in the film")
    assert card.text.splitlines() == [
        "Anna Lind: Mara (Mara Finn)",
        "Ben Marsh: Pip (voice)",
        "Without an actor: Jon",
    ]


def test_facts_that_tell_one_scene_are_one_paragraph() -> None:
    more = replace(RESCUE, id="scene-2b", text="The lamp is lit again.")
    page = Page("harbour", "The Harbour Light", "The storm", 1, 1, 1, 1, (RESCUE, more))

    assert lookups_wording.page(page, ONE_PACK).text == (
        "**2.** ||Mara rows out and saves her brother. The lamp is lit again.||"
    )


def test_an_overview_lists_questions() -> None:
    card = lookups_wording.overview(Overview((POOL,), ("When do you open?",)))

    assert card.text == "I answer questions about The Pool. For example:\n\\- When do you open?"


def test_relations_of_a_kind_are_told_together_in_plain_words() -> None:
    names = ("Jon", "Orlo", "Pip", *(f"Crew {number}" for number in range(9)))
    friends = tuple(BondShown("friend", name, "in the film", continuity="film") for name in names)
    maker = BondShown("creator", "Jon", "in the book", continuity="book")
    killer = BondShown("killer", "Orlo", "in the film", spoiler=True, continuity="film")

    card = lookups_wording.card(Card(MARA, "T", (), (), (*friends, maker, killer), (), ()), ONE_PACK)

    assert card.sections[0][1].splitlines() == [
        "Friends with Jon, Orlo, Pip, Crew 0, Crew 1, Crew 2, Crew 3, Crew 4 and 4 more",
        "Created by Jon (in the book)",
        "||Killed by Orlo||",
    ]


def test_a_character_without_data_has_no_empty_sections() -> None:
    assert lookups_wording.card(Card(MARA, "T", (), (), (), (), ()), ONE_PACK).texts == ("### Mara (Mara Finn)", "-# T")


def test_a_card_tells_each_scene_once_and_counts_those_left_out() -> None:
    scenes = tuple(a_fact(f"s{number}", f"Scene {number}.", scene_number=1 + number // 2) for number in range(18))

    (_, told), *_ = lookups_wording.card(Card(MARA, "T", (), (), (), scenes, ()), ONE_PACK).sections

    assert told.splitlines()[:2] == ["**1.** Scene 0.", "**2.** Scene 2."]
    assert told.splitlines()[-2:] == ["**6.** Scene 10.", "and 3 more: /plot"]
