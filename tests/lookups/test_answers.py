"""What a member can find out."""

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.follow_up import NOTHING_SAID
from bot.answers.names import Names
from bot.answers.results import Answer, Closest, NoMatch
from bot.ids import ChannelId
from bot.knowledge.model import Character, Fact, Knowledge
from bot.lookups.answers import REMEMBERED, AnswerService
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
    Response,
    SmallTalk,
    Unclear,
    UnknownName,
    shown_facts,
)
from tests.kept import in_process
from tests.small_pack import (
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
    PIER,
    PIP_BY_BEN,
    PIPE,
    POOL,
    RESCUE,
    STORM,
    TWO_PACKS,
    WINTER_MARA,
    WITH_THINGS,
    a_chance,
    a_character,
    a_pack,
    a_scene,
)


def a_service(knowledge: Knowledge = ONE_PACK) -> AnswerService:
    return AnswerService(knowledge, AnswerEngine(knowledge, keep=in_process), Names(knowledge), a_chance())


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
    service.ask("what is mara's dog called", channel_id=ChannelId(1))

    shown = [service.fact("mara", "film", channel_id=ChannelId(1)) for _ in range(2)]

    assert [result.fact for result in shown if isinstance(result, FactShown)].count(DOG) == 0


def test_whom_facts_are_about(service: AnswerService) -> None:
    assert service.subject((RESCUE, STORM)) == (MARA, ORLO)


# Requests


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("mara", Card),
        ("who is captain orlo", Card),
        ("who is ben marsh", Cast),
        ("finn", Unclear),
        ("list the cast", FullCast),
        ("what is it about", Page),
        ("surprise me", FactShown),
        ("hello", SmallTalk),
        ("what is mara's dog called", Answer),
        ("what is the capital of peru", NoMatch),
    ],
)
def test_what_comes_of_a_line(service: AnswerService, line: str, kind: type[object]) -> None:
    assert isinstance(service.ask(line), kind)


@pytest.mark.parametrize(
    ("line", "part", "first"),
    [
        ("what is it about", "The storm", STORM),
        ("how does it start", "The storm", STORM),
        ("how does it end", "The bell", BELL),
        ("what happens after a storm puts out the light", "The storm", RESCUE),
        ("what happens after mara saves her brother", "The bell", BELL),
    ],
)
def test_the_story_opens_where_it_is_asked_for(service: AnswerService, line: str, part: str, first: Fact) -> None:
    page = service.ask(line)

    assert isinstance(page, Page)
    assert (page.part, page.scenes[0]) == (part, first)


def test_after_the_last_scene_comes_nothing(service: AnswerService) -> None:
    assert not isinstance(service.ask("what happens after pip finds the drowned bell"), Page)


def test_in_bare_text_what_happens_after_something_is_searched_for() -> None:
    scenes = [a_scene(number, text, "", ()) for number, text in enumerate(("The king died.", "The queen wept."), 1)]
    service = a_service(Knowledge((a_pack(facts=scenes),)))

    assert not isinstance(service.ask("what happened after the king died"), Page)
    assert isinstance(service.ask("how does it end"), Page)


def test_the_story_goes_on_where_it_was_left(service: AnswerService) -> None:
    before = service.said("how does it start", service.ask("how does it start"), NOTHING_SAID)

    page = service.ask("what happens next", before=before)

    assert isinstance(page, Page)
    assert page.scenes == (BELL,)


@pytest.mark.parametrize(
    ("line", "told"),
    [("is mara in it", RESCUE), ("is orlo in the story", STORM), ("does pip appear", BELL), ("is jon in it", None)],
)
def test_whether_somebody_is_in_it_is_told_by_the_story(service: AnswerService, line: str, told: Fact | None) -> None:
    shown = service.ask(line)

    assert (shown.fact if isinstance(shown, FactShown) else None) == told


def test_what_the_packs_do_not_have_is_searched_for() -> None:
    pool = a_service(Knowledge((POOL,)))

    assert isinstance(pool.ask("how does it end"), NoMatch | Closest)
    assert isinstance(pool.ask("list the cast"), NoMatch | Closest)
    assert pool.ask("what is it about") == Overview((POOL,), ("When do you open?", "How much is a ticket?"))
    assert isinstance(pool.ask("random fact"), FactShown)


def test_a_title_says_whose_story_is_meant() -> None:
    service = a_service(TWO_PACKS)

    assert service.ask("what is winter harbour about") == Overview(TWO_PACKS.packs[1:], ("Who is Mara?",))
    assert isinstance(service.ask("what is the harbour light about"), Page)


@pytest.mark.parametrize("line", ["how does breaking bad end", "what is mara's dog called in the matrix"])
@pytest.mark.parametrize("overheard", [False, True])
def test_another_work_gets_no_fact_and_no_page(service: AnswerService, line: str, *, overheard: bool) -> None:
    assert isinstance(service.ask(line, overheard=overheard), NoMatch)


def test_a_fact_about_somebody_is_one_of_theirs(service: AnswerService) -> None:
    told = service.ask("a fact about jon", channel_id=ChannelId(7))

    assert told == FactShown(COOK, JON)


def test_what_a_card_shows_counts_as_seen() -> None:
    service = a_service()
    service.ask("who is mara", channel_id=ChannelId(1))

    assert service.fact("mara", channel_id=ChannelId(1)) == FactShown(LEG, MARA)


# Conversation


def in_turn(service: AnswerService, *lines: str) -> Response:
    """What comes of the last of these lines, said one after another."""
    before = NOTHING_SAID
    for line in lines:
        response = service.ask(line, before=before)
        before = service.said(line, response, before)
    return response


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        (("what is mara's dog called", "who plays her?"), MARA_BY_ANNA.fact),
        (("who is mara", "who plays her?"), MARA_BY_ANNA.fact),
        (("who plays mara", "what about orlo?"), ORLO_BY_BEN.fact),
        (("who plays mara", "lol ok", "and orlo?"), ORLO_BY_BEN.fact),
        (("who is captain orlo", "thanks", "who plays him"), ORLO_BY_BEN.fact),
    ],
)
def test_a_line_follows_up_what_was_said(service: AnswerService, lines: tuple[str, ...], right: Fact) -> None:
    assert shown_facts(in_turn(service, *lines))[0] == right


@pytest.mark.parametrize(
    ("lines", "who"),
    [
        (("who plays mara", "who is she"), MARA),
        (("who is mara", "and orlo?"), ORLO),
        (("who plays mara", "orlo"), ORLO),
        (("hello", "and orlo?"), ORLO),
    ],
)
def test_a_follow_up_may_ask_for_a_card(service: AnswerService, lines: tuple[str, ...], who: Character) -> None:
    response = in_turn(service, *lines)

    assert isinstance(response, Card)
    assert response.character == who


def test_more_is_about_whom_was_spoken_of(service: AnswerService) -> None:
    assert in_turn(service, "who is jon", "tell me more") == FactShown(COOK, JON)
    assert isinstance(in_turn(service, "tell me more"), FactShown)


def test_what_stands_on_its_own_is_not_changed_by_what_was_said(service: AnswerService) -> None:
    alone = {line: service.ask(line) for line in ("who finds the drowned bell", "who are you", "list the cast", "pip")}

    for earlier in ("who plays mara", "who is orlo", "what is the capital of peru", "hello"):
        assert {line: in_turn(service, earlier, line) for line in alone} == alone


# Overheard


@pytest.mark.parametrize(
    "line", ["hello", "surprise me", "list the cast", "mara", "what about mara?", "tell me about mara"]
)
def test_requests_and_talk_that_are_overheard_get_silence(service: AnswerService, line: str) -> None:
    assert isinstance(service.ask(line, overheard=True), NoMatch)


def test_who_somebody_is_may_be_overheard(service: AnswerService) -> None:
    assert isinstance(service.ask("who is mara", overheard=True), Card)
    assert isinstance(service.ask("who is maraa", overheard=True), NoMatch)


# Facts


def test_a_character_gives_all_facts_before_any_again() -> None:
    service = a_service()

    results = [service.fact("Mara", channel_id=ChannelId(1)) for _ in range(4)]

    assert {result.fact for result in results if isinstance(result, FactShown)} == {LIGHT, DOG, LEG, RESCUE}


@pytest.mark.parametrize("typed", ["book", "in the book", "In The Book", "boook"])
def test_a_continuity_is_taken_as_typed(service: AnswerService, typed: str) -> None:
    assert service.fact("mara", typed, channel_id=ChannelId(1)) == FactShown(LEG, MARA, "book")


def test_where_a_continuity_says_nothing_the_others_are_named(service: AnswerService) -> None:
    assert service.fact("Jon", "book", channel_id=ChannelId(1)) == NothingThere(JON, "in the book", ("in the film",))


def test_a_continuity_that_does_not_exist_is_said_back(service: AnswerService) -> None:
    assert service.fact("Jon", "opera", channel_id=ChannelId(1)) == NothingThere(JON, "opera", ("in the film",))


def test_an_actor_stands_for_their_character(service: AnswerService) -> None:
    result = service.fact("Anna Lind", "book", channel_id=ChannelId(1))

    assert result == FactShown(LEG, MARA, "book")


def test_a_name_that_fits_two_is_unclear(service: AnswerService) -> None:
    result = service.fact("Finn", channel_id=ChannelId(1))

    assert isinstance(result, Unclear)
    assert set(result.candidates) == {MARA, JON}


def test_a_strange_name_is_unknown(service: AnswerService) -> None:
    assert isinstance(service.fact("xyzzyplugh", channel_id=ChannelId(1)), UnknownName)


def test_who_plays_somebody_is_no_fact_where_there_is_another(service: AnswerService) -> None:
    told = {service.fact("pip", channel_id=channel_id) for channel_id in map(ChannelId, range(20))}

    assert told == {FactShown(BELL, service.card("pip").character)}  # type: ignore[union-attr] # it is a Card


def test_somebody_with_a_role_alone_gives_that() -> None:
    extra = a_character("extra", "Extra", roles=(MARA_BY_ANNA,))
    pack = a_pack(characters=(MARA, extra), facts=(MARA_BY_ANNA.fact,), actors=(ANNA_LIND,))

    assert a_service(Knowledge((pack,))).fact_about(MARA, channel_id=ChannelId(1)) == FactShown(MARA_BY_ANNA.fact, MARA)


def test_with_nobody_named_any_fact_that_an_author_wrote_will_do() -> None:
    service = a_service()

    results = [service.fact("   ", channel_id=ChannelId(1)) for _ in range(8)]

    assert {result.fact for result in results if isinstance(result, FactShown)} == {
        COOK,
        LIGHT,
        DOG,
        LEG,
        PIPE,
        STORM,
        RESCUE,
        BELL,
    }


def test_any_fact_may_be_of_one_continuity(service: AnswerService) -> None:
    assert service.fact("", "book", channel_id=ChannelId(1)) == FactShown(LEG, None, "book")
    assert service.fact("", "opera", channel_id=ChannelId(1)) == NothingThere(
        None, "opera", ("in the film", "in the book")
    )


def test_a_thing_has_facts_too() -> None:
    assert a_service(Knowledge((WITH_THINGS,))).fact_about(PIER, channel_id=None) == FactShown(BELL, PIER)


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

    assert isinstance(result, (UnknownName, Cast))
    assert not isinstance(result, UnknownName) or len(result.near) <= 3


# Cards


def test_a_card_says_who_somebody_is(service: AnswerService) -> None:
    assert service.card("the keeper") == Card(
        character=MARA,
        title="The Harbour Light",
        names=("the Keeper",),
        roles=(MARA_BY_ANNA,),
        bonds=(
            BondShown("brother", "Captain Orlo", "in the film", continuity="film", source=("H5",)),
            BondShown("rescuer", "Captain Orlo", "in the film", spoiler=True, continuity="film", source=("P2",)),
        ),
        scenes=(RESCUE,),
        counts=(("in the film", 3), ("in the book", 1)),
        facts=(LIGHT, DOG, RESCUE),
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


class Learning(AnswerEngine):
    """An engine that may come to another stage."""

    now = 1

    @property
    def stage(self) -> tuple[object, ...]:
        return (self.now,)


def test_an_answer_is_recalled_while_nothing_changes() -> None:
    engine, question, here = Learning(ONE_PACK), "who plays Mara?", ChannelId(1)
    service = AnswerService(ONE_PACK, engine, Names(ONE_PACK), a_chance())
    answer = service.ask(question)
    said = service.said(question, answer, NOTHING_SAID)

    assert service.recall(question, channel_id=here, before=NOTHING_SAID) is answer
    assert service.recall(question, channel_id=here, before=said) is None
    assert service.recall("who plays Orlo?", channel_id=here, before=NOTHING_SAID) is None
    engine.now = 2
    assert service.recall(question, channel_id=here, before=NOTHING_SAID) is None


def test_only_an_answer_of_the_search_is_recalled() -> None:
    service = a_service()
    for line in ("tell me a fact", "Mara", "who plays nobody at all", "hello"):
        service.ask(line)

        assert service.recall(line, channel_id=None, before=NOTHING_SAID) is None


def test_only_the_latest_answers_are_recalled() -> None:
    service = a_service()
    lines = [f"who plays Mara{' ' * number}?" for number in range(REMEMBERED + 1)]
    for line in lines:
        service.ask(line)

    assert service.recall(lines[0], channel_id=None, before=NOTHING_SAID) is None
    assert service.recall(lines[1], channel_id=None, before=NOTHING_SAID)
