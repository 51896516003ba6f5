"""What a member can find out."""

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.answers.results import Answer
from bot.knowledge.model import Knowledge
from bot.services.answers import AnswerService
from bot.services.results import (
    Bond,
    Card,
    Cast,
    FactShown,
    NoSuchPart,
    NotCast,
    NothingThere,
    Page,
    Unclear,
    Unknown,
)
from tests.services.small_pack import (
    ANNA_LIND,
    BELL,
    BEN_MARSH,
    COOK,
    DOG,
    JON,
    LEG,
    LIGHT,
    MARA,
    MARA_BY_ANNA,
    ONE_PACK,
    ORLO,
    ORLO_BY_BEN,
    ORLO_BY_TOM,
    PIP_BY_BEN,
    RESCUE,
    STORM,
    TWO_PACKS,
    WINTER_MARA,
    a_chance,
    a_character,
    a_pack,
    a_scene,
)


def a_service(knowledge: Knowledge = ONE_PACK) -> AnswerService:
    return AnswerService(knowledge, AnswerEngine(knowledge), Names(knowledge), a_chance())


@pytest.fixture(name="service", scope="module")
def one_pack() -> AnswerService:
    return a_service()


# Questions


def test_a_question_gets_the_engines_answer(service: AnswerService) -> None:
    reply = service.ask("what is mara's dog called")

    assert isinstance(reply, Answer)
    assert reply.facts == (DOG,)


def test_an_answer_counts_as_seen_in_its_channel() -> None:
    service = a_service()
    service.ask("what is mara's dog called", place=1)

    shown = [service.fact("mara", "film", place=1) for _ in range(2)]

    assert [result.fact for result in shown if isinstance(result, FactShown)].count(DOG) == 0


def test_whom_facts_are_about(service: AnswerService) -> None:
    assert service.subject((RESCUE, STORM)) == (MARA, ORLO)


# Facts


def test_a_character_gives_all_facts_before_any_again() -> None:
    service = a_service()

    results = [service.fact("Mara", place=1) for _ in range(4)]

    assert {result.fact for result in results if isinstance(result, FactShown)} == {LIGHT, DOG, LEG, RESCUE}


@pytest.mark.parametrize("typed", ["book", "in the book", "In The Book", "boook"])
def test_a_continuity_is_taken_as_typed(service: AnswerService, typed: str) -> None:
    assert service.fact("mara", typed, place=1) == FactShown(LEG, MARA, "book")


def test_where_a_continuity_says_nothing_the_others_are_named(service: AnswerService) -> None:
    assert service.fact("Jon", "book", place=1) == NothingThere(JON, "in the book", ("in the film",))


def test_a_continuity_that_does_not_exist_is_said_back(service: AnswerService) -> None:
    assert service.fact("Jon", "opera", place=1) == NothingThere(JON, "opera", ("in the film",))


def test_an_actor_stands_for_their_character(service: AnswerService) -> None:
    result = service.fact("Anna Lind", "book", place=1)

    assert result == FactShown(LEG, MARA, "book")


def test_a_name_that_fits_two_is_unclear(service: AnswerService) -> None:
    result = service.fact("Finn", place=1)

    assert isinstance(result, Unclear)
    assert set(result.candidates) == {MARA, JON}


@pytest.mark.parametrize("typed", ["xyzzyplugh", "   "])
def test_a_strange_name_is_unknown(service: AnswerService, typed: str) -> None:
    assert isinstance(service.fact(typed, place=1), Unknown)


def test_who_plays_somebody_is_no_fact_where_there_is_another(service: AnswerService) -> None:
    told = {service.fact("pip", place=place) for place in range(20)}

    assert told == {FactShown(BELL, service.card("pip").character)}  # type: ignore[union-attr] # it is a Card


def test_somebody_with_a_role_alone_gives_that() -> None:
    extra = a_character("extra", "Extra", roles=(MARA_BY_ANNA,))
    pack = a_pack(characters=(MARA, extra), facts=(MARA_BY_ANNA.fact,), actors=(ANNA_LIND,))

    assert a_service(Knowledge((pack,))).fact_about(MARA, place=1) == FactShown(MARA_BY_ANNA.fact, MARA)


# Who played whom


@pytest.mark.parametrize("typed", ["Mara", "the keeper", "Mara Finn", "anna lind", "Ana Lind"])
def test_who_played_works_both_ways(service: AnswerService, typed: str) -> None:
    assert service.who_played(typed) == Cast((MARA_BY_ANNA,))


def test_an_actor_with_two_roles_gets_both(service: AnswerService) -> None:
    assert service.who_played("Benny") == Cast((ORLO_BY_BEN, PIP_BY_BEN))


def test_a_character_with_two_actors_gets_both(service: AnswerService) -> None:
    result = service.who_played("Orlo")

    assert result == Cast((ORLO_BY_BEN, ORLO_BY_TOM))
    assert result.facts == (ORLO_BY_BEN.fact, ORLO_BY_TOM.fact)


def test_a_character_without_an_actor_is_told_as_such(service: AnswerService) -> None:
    assert service.who_played("Jon") == NotCast((JON,))


def test_nobody_gets_the_nearest_names(service: AnswerService) -> None:
    result = service.who_played("Marmalade Finch")

    assert isinstance(result, (Unknown, Cast))
    assert not isinstance(result, Unknown) or len(result.near) <= 3


# Cards


def test_a_card_says_who_somebody_is(service: AnswerService) -> None:
    assert service.card("the keeper") == Card(
        character=MARA,
        title="The Harbour Light",
        names=("the keeper", "Mar"),
        roles=(MARA_BY_ANNA,),
        bonds=(
            Bond("brother", "Captain Orlo", "in the film"),
            Bond("rescuer", "Captain Orlo", "in the film", spoiler=True),
        ),
        scenes=(RESCUE,),
        counts=(("in the film", 3), ("in the book", 1)),
    )


def test_a_key_means_one_of_two_namesakes() -> None:
    service = a_service(TWO_PACKS)

    assert isinstance(service.card("Mara"), Unclear)
    assert service.card("winter/mara") == service.card_of(WINTER_MARA)


# The story


def test_the_story_begins_at_the_beginning(service: AnswerService) -> None:
    page = service.plot()

    assert isinstance(page, Page)
    assert (page.part, page.number) == ("The storm", 1)


@pytest.mark.parametrize("typed", ["The bell", "bell", "2", "harbour/2", "the bel", "bells of seul"])
def test_a_part_is_found_by_title_or_number(service: AnswerService, typed: str) -> None:
    page = service.plot(typed)

    assert isinstance(page, Page)
    assert page.part == "The bell"


def test_no_such_part_names_those_there_are(service: AnswerService) -> None:
    assert service.plot("the wedding") == NoSuchPart("the wedding", ("The storm", "The bell"))


def test_a_pack_without_a_plot_has_no_parts() -> None:
    assert a_service(Knowledge(TWO_PACKS.packs[1:])).plot() == NoSuchPart("", ())


@pytest.mark.parametrize(("number", "shown"), [(-3, 1), (1, 1), (2, 2), (99, 2)])
def test_pages_end_at_the_ends(service: AnswerService, number: int, shown: int) -> None:
    page = service.page("harbour", number)

    assert page is not None
    assert page.number == shown


def test_a_pack_that_is_gone_has_no_pages(service: AnswerService) -> None:
    assert service.page("gone", 1) is None


# Autocomplete


def test_an_empty_field_offers_everybody(service: AnswerService) -> None:
    characters = {choice.value for choice in service.complete_name("", actors=False)}
    anybody = {choice.value for choice in service.complete_name("", actors=True)}

    assert characters == {"Mara", "Captain Orlo", "Pip", "Jon"}
    assert anybody - characters == {"Anna Lind", "Ben Marsh", "Tom Reed"}


def test_a_misspelt_name_offers_the_right_one_first(service: AnswerService) -> None:
    assert service.complete_name("orllo", actors=False)[0].value == "Captain Orlo"


def test_an_actor_is_offered_with_their_roles(service: AnswerService) -> None:
    assert service.label(BEN_MARSH) == "Ben Marsh (Captain Orlo, Pip)"


def test_namesakes_are_offered_with_their_pack_and_sent_by_key() -> None:
    offered = a_service(TWO_PACKS).complete_name("mara", actors=False)

    assert {(choice.name, choice.value) for choice in offered[:2]} == {
        ("Mara (Mara Finn) · The Harbour Light", "harbour/mara"),
        ("Mara · Winter Harbour", "winter/mara"),
    }


def test_every_choice_of_a_name_is_understood() -> None:
    service = a_service(TWO_PACKS)

    for choice in service.complete_name("", actors=True):
        assert [service.label(who) for who in service.find(choice.value)] == [choice.name]


def test_long_lists_and_names_are_cut() -> None:
    people = [a_character(f"c{number}", f"Person {'x' * 200} {number}") for number in range(60)]
    service = a_service(Knowledge((a_pack(characters=people, facts=(COOK,)),)))

    offered = service.complete_name("", actors=True)

    assert len(offered) == 25
    assert all(len(choice.name) <= 100 and len(choice.value) <= 100 for choice in offered)


def test_continuities_are_those_of_the_character(service: AnswerService) -> None:
    assert [choice.value for choice in service.complete_continuity("", "Jon")] == ["film"]
    assert [choice.name for choice in service.complete_continuity("", "Mara")] == ["in the film", "in the book"]
    assert [choice.value for choice in service.complete_continuity("boo", "")] == ["book"]


def test_parts_are_offered_in_order_and_by_letters(service: AnswerService) -> None:
    assert [choice.name for choice in service.complete_part("")] == ["1. The storm", "2. The bell"]
    assert [choice.value for choice in service.complete_part("bel")] == ["harbour/2"]


def test_many_parts_are_cut() -> None:
    scenes = [a_scene(number, "Something.", f"Part {number} {'x' * 120}", ()) for number in range(1, 40)]
    offered = a_service(Knowledge((a_pack(facts=scenes),))).complete_part("")

    assert len(offered) == 25
    assert all(len(choice.name) <= 100 for choice in offered)
