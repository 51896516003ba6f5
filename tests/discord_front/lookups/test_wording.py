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
from tests.discord_front.test_wording import NASTY, assert_fits, facts, knowledge_of
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
    a_pack,
    a_role,
)

SAID = NASTY.filter(lambda text: bool(text.strip()))


@pytest.mark.slow
@given(facts(10))
def test_any_page_fits(scenes: tuple[Fact, ...]) -> None:
    page = Page("harbour", "T" * 400, "p" * 400, 1, 2, 1, 3, scenes)

    assert_fits(lookups_wording.page(page, knowledge_of(*scenes)))


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

    assert_fits(lookups_wording.card(card, knowledge_of(*scenes)))


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
    embed = lookups_wording.fact_shown(FactShown(DOG, MARA), ONE_PACK)

    assert embed.title == "About Mara (Mara Finn)"


def test_an_actor_with_two_roles_is_shown_with_both() -> None:
    embed = lookups_wording.cast(Cast((ORLO_BY_BEN, PIP_BY_BEN)), ONE_PACK)

    assert embed.title == "Ben Marsh"
    assert [(field.name, (field.value or "").split("\n")[::2]) for field in embed.fields] == [
        ("In the film", ["Ben Marsh plays Captain Orlo.", "Ben Marsh voices Pip."]),
    ]


def test_a_card_hides_what_happens() -> None:
    card = Card(MARA, "The Harbour Light", ("the keeper",), (MARA_BY_ANNA,), (), (RESCUE,), (("in the film", 3),))

    fields = {field.name: field.value for field in lookups_wording.card(card, ONE_PACK).fields}

    assert fields == {
        "Also known as": "the keeper",
        "Played by": "Anna Lind · in the film",
        "What happens to them": "**2.** ||Mara rows out and saves her brother.||",
        "Facts I know": "In the film: 3",
    }


def test_a_page_hides_its_scenes_and_says_where_it_is() -> None:
    page = Page("harbour", "The Harbour Light", "The storm", 1, 2, 1, 1, (STORM, RESCUE))

    embed = lookups_wording.page(page, ONE_PACK)

    assert (embed.description or "").count("||") == 4
    assert embed.footer.text == "Page 1 of 2 · in the film · Source: P1, P2"


@given(facts(3), SAID)
def test_any_card_of_a_thing_fits(told: tuple[Fact, ...], name: str) -> None:
    thing = Thing("harbour", name, ThingKind.GROUP, (), (), description=name)
    who = a_character("mara", name)

    assert_fits(lookups_wording.thing_card(ThingCard(thing, name, (name,) * 9, who, (who,) * 30, told), ONE_PACK))


@given(SAID)
def test_any_cast_and_any_overview_fit(name: str) -> None:
    role, others = a_role(name, "mara", "x"), tuple(a_character(f"c{number}", name) for number in range(60))
    pack = replace(a_pack(title=name), characters=(a_character("mara", name),))

    assert_fits(
        lookups_wording.full_cast(FullCast(pack, (role,) * 90, others), Knowledge((replace(pack, id="harbour"),)))
    )
    assert_fits(lookups_wording.overview(Overview((pack,) * 9, (name,) * 9)))


def test_any_fact_has_no_title() -> None:
    assert lookups_wording.fact_shown(FactShown(DOG), ONE_PACK).title is None


def test_a_card_begins_with_who_somebody_is() -> None:
    card = Card(MARA, "T", (), (), (), (RESCUE, STORM), (), facts=(LIGHT, RESCUE))

    embed = lookups_wording.card(card, ONE_PACK)

    assert embed.description == (
        "Mara keeps the lighthouse at Cape Sorrow.\n-# Source: H1 · in the film\n"
        "||Mara rows out and saves her brother.||\n-# Source: P2 · in the film"
    )
    assert [field.value for field in embed.fields] == [
        "**1.** ||A storm puts out the light, and Captain Orlo's ship runs aground.||"
    ]


def test_a_thing_is_shown_with_what_it_is_and_who_belongs_to_it() -> None:
    cape = lookups_wording.thing_card(ThingCard(CAPE, "T", ("The Cape",), MARA, (), (LIGHT,)), ONE_PACK)
    family = lookups_wording.thing_card(ThingCard(FAMILY, "T", (), None, (MARA, JON), ()), ONE_PACK)

    assert (cape.title, (cape.description or "").split("\n")[0]) == ("Cape Sorrow", "A cape with a lighthouse")
    assert {field.name: field.value for field in cape.fields} == {
        "Also known as": "The Cape",
        "Belongs to": "Mara (Mara Finn)",
    }
    assert (family.title, family.fields[0].value) == ("The Finns", "Mara (Mara Finn)\nJon (Jon Finn)")


def test_the_cast_is_a_list_with_its_sources() -> None:
    embed = lookups_wording.full_cast(FullCast(HARBOUR, (MARA_BY_ANNA, PIP_BY_BEN), (JON,)), ONE_PACK)

    assert (embed.title, embed.footer.text) == ("The Harbour Light: the cast", "Source: C1 · in the film")
    assert (embed.description or "").splitlines() == [
        "Anna Lind: Mara (Mara Finn)",
        "Ben Marsh: Pip (voice)",
        "Without an actor: Jon",
    ]


def test_facts_that_tell_one_scene_are_one_paragraph() -> None:
    more = replace(RESCUE, id="scene-2b", text="The lamp is lit again.")
    page = Page("harbour", "The Harbour Light", "The storm", 1, 1, 1, 1, (RESCUE, more))

    assert lookups_wording.page(page, ONE_PACK).description == (
        "**2.** ||Mara rows out and saves her brother. The lamp is lit again.||"
    )


def test_an_overview_lists_questions() -> None:
    embed = lookups_wording.overview(Overview((POOL,), ("When do you open?",)))

    assert embed.description == "I answer questions about The Pool. For example:\n\\- When do you open?"
