"""What a member reads without markup."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.answers.requests import TalkKind
from bot.answers.results import Answer, Closest, Named, NoMatch, Ranked, Working
from bot.knowledge.model import UNNAMED_CONTINUITY, Knowledge, Pack
from bot.lookups import cards, plain_text
from bot.lookups.answers import AnswerService
from bot.lookups.results import Overview, Page, SmallTalk, Unclear
from tests.kept import in_process
from tests.small_pack import (
    BEN_MARSH,
    CAPE,
    COOK,
    DOG,
    FAMILY,
    HARBOUR,
    ICE,
    JON,
    LEG,
    LIGHT,
    MARA,
    ONE_PACK,
    ORLO,
    PIER,
    PIP,
    POOL,
    RESCUE,
    STORM,
    TWO_PACKS,
    WITH_THINGS,
    a_chance,
    a_fact,
    a_pack,
)

WORKING = Working(question="what is the dog called", understood="", ranking=(), confidence=0.0, threshold=0.5)


@pytest.fixture(name="service", scope="module")
def one_pack() -> AnswerService:
    return AnswerService(ONE_PACK, AnswerEngine(ONE_PACK, keep=in_process), Names(ONE_PACK), a_chance())


def test_an_answer_is_the_fact_with_its_source_and_continuity() -> None:
    assert plain_text.plain(Answer((DOG,), "", WORKING), ONE_PACK) == (
        "Mara has a dog called Barnacle.\nSource: H2 · in the film"
    )


def test_sources_are_told_in_the_packs_own_words_everywhere() -> None:
    worded = Knowledge((replace(ONE_PACK.packs[0], units={"H": "the harbour book, page"}),))
    told = [("harbour", "film", ("H1",)), ("harbour", "film", ("H3", "X9"))]

    assert plain_text.bare_source(DOG, worded) == "Source: the harbour book, page 2 · in the film"
    assert plain_text.sources(told, worded) == "Source: the harbour book, page 1, 3; X9 · in the film"


def test_an_answer_begins_with_its_lead_and_holds_all_its_facts() -> None:
    text = plain_text.plain(Answer((LIGHT, DOG), "No.", WORKING), ONE_PACK)

    assert text.splitlines() == [
        "No.",
        "Mara keeps the lighthouse at Cape Sorrow.",
        "Source: H1 · in the film",
        "Mara has a dog called Barnacle.",
        "Source: H2 · in the film",
    ]


def test_with_several_packs_the_source_names_the_pack() -> None:
    assert plain_text.source(ICE, TWO_PACKS) == "Source: H1 · Winter Harbour", "its only continuity says no more"


def test_a_pack_that_names_no_continuity_is_named_itself() -> None:
    members = replace(ONE_PACK.packs[0], title="From our members", continuities=UNNAMED_CONTINUITY)

    source = plain_text.source(replace(DOG, source=("suggested by Anna",), continuity="story"), Knowledge((members,)))

    assert source == "Source: suggested by Anna · From our members"


def test_the_closest_fact_stands_under_a_hedge_and_alone() -> None:
    assert plain_text.plain(Closest((DOG, RESCUE), WORKING), ONE_PACK).splitlines() == [
        "I'm not certain. The closest fact I have:",
        "Mara has a dog called Barnacle.",
        "Source: H2 · in the film",
    ]


def test_no_match_is_one_short_line_with_what_can_be_asked() -> None:
    assert plain_text.plain(NoMatch(WORKING), ONE_PACK) == (
        'I don\'t know that. Ask me about a character, an actor or a scene, for example: "Who plays Mara?"'
    )


@pytest.mark.parametrize(
    ("who", "step"),
    [
        ((MARA,), "What I do know about Mara is in /character Mara and /fact Mara."),
        ((BEN_MARSH,), "What I do know about Ben Marsh is in /whoplayed Ben Marsh."),
        ((CAPE, MARA), "What I do know about Mara is in /character Mara and /fact Mara."),
    ],
)
def test_no_match_about_somebody_says_where_they_can_be_looked_up(who: tuple[Named, ...], step: str) -> None:
    assert plain_text.plain(NoMatch(replace(WORKING, who=who)), ONE_PACK) == f"I don't know that. {step}"


def test_a_remark_is_not_told_that_nobody_knows() -> None:
    text = plain_text.plain(NoMatch(replace(WORKING, question="lol that movie was meh")), ONE_PACK)

    assert text.startswith("I'm here if you have a question.")
    assert not plain_text.is_remark("lol who directed that movie")
    assert not plain_text.is_remark("im on xbox, will that work")
    assert not plain_text.is_remark("ill be gone all summer do i lose my house")
    assert plain_text.is_remark("i guess that was it")


@pytest.mark.parametrize(
    ("pack", "text"),
    [
        (POOL, 'Ask me, for example: "When do you open?"'),
        (a_pack(facts=(STORM,)), "Ask me about a scene of The Harbour Light."),
        (a_pack(characters=(JON,), facts=(COOK,)), 'Ask me about a character, for example: "Who is Jon?"'),
        (a_pack(facts=(COOK,)), "Ask me about The Harbour Light."),
    ],
    ids=["questions and answers", "a plot alone", "nobody played", "facts alone"],
)
def test_only_what_the_packs_have_is_offered(pack: Pack, text: str) -> None:
    assert plain_text.what_to_ask(Knowledge((pack,))) == text


@pytest.mark.parametrize("talk", TalkKind)
@pytest.mark.parametrize("pack", [HARBOUR, POOL])
def test_talk_gets_a_short_friendly_line(talk: TalkKind, pack: Pack) -> None:
    text = plain_text.plain(SmallTalk(talk), Knowledge((pack,)))

    assert 0 < len(text) <= 220
    assert "\n" not in text
    assert "I don't know" not in text
    assert pack is HARBOUR or "character" not in text


def test_a_sentence_that_answers_comes_first() -> None:
    fact = a_fact(text=f"Mara has kept the light for {'many long and lonely ' * 8}years. Orlo is the one who rows out.")
    working = replace(WORKING, question="who rows out", ranking=(Ranked(fact, 0.9, ("rows",)),))

    assert plain_text.plain(Answer((fact,), "", working), ONE_PACK).startswith("Orlo is the one who rows out. Mara has")


# What was asked for as a whole


def test_a_card_reads_at_a_glance() -> None:
    assert plain_text.plain(cards.card_of(MARA, ONE_PACK), ONE_PACK).splitlines() == [
        "Mara (Mara Finn)",
        "Also called the Keeper",
        "Played by Anna Lind (in the film)",
        "Brother: Captain Orlo · Rescuer: Captain Orlo",
        "Mara keeps the lighthouse at Cape Sorrow.",
        "Mara has a dog called Barnacle.",
        "Mara rows out and saves her brother.",
        "Source: C1, H5, P2, H1, H2 · in the film",
    ]


def test_what_a_card_tells_of_another_work_is_named_as_such() -> None:
    pack = a_pack(characters=(MARA, ORLO), facts=(LEG,))
    text = plain_text.plain(cards.card_of(MARA, Knowledge((pack,))), Knowledge((pack,)))

    assert "Mara lost her left leg to a shark. (in the book)" in text
    assert text.endswith("Source: C1, H5, P2 · in the film; B1 · in the book")


def test_a_voice_is_told_as_such() -> None:
    assert "Voiced by Ben Marsh (in the film)" in plain_text.plain(cards.card_of(PIP, ONE_PACK), ONE_PACK)


def test_a_card_is_short_however_much_is_told() -> None:
    facts = [a_fact(f"f{number}", f"Mara {'does a thing ' * 22}.") for number in range(9)]
    pack = a_pack(characters=(MARA, ORLO), facts=facts)
    text = plain_text.plain(cards.card_of(MARA, Knowledge((pack,))), Knowledge((pack,)))

    assert len(text) <= plain_text.CARD_LENGTH
    assert "does a thing" in text


def test_a_thing_has_a_card_with_the_facts_that_name_it() -> None:
    knowledge = Knowledge((WITH_THINGS,))
    told = [card for thing in (CAPE, PIER, FAMILY) if (card := cards.thing_card(thing, knowledge))]

    assert [plain_text.plain(card, knowledge).splitlines() for card in told] == [
        [
            "Cape Sorrow: a cape with a lighthouse",
            "Mara keeps the lighthouse at Cape Sorrow.",
            "Source: H1 · in the film",
        ],
        ["The pier", "Pip finds the drowned bell under the pier.", "Source: P3 · in the film"],
        ["The Finns (group)", "Members: Mara (Mara Finn) and Jon (Jon Finn)"],
    ]


def test_a_thing_of_which_nothing_is_told_has_no_card() -> None:
    assert cards.thing_card(replace(PIER, name="the anchor"), Knowledge((WITH_THINGS,))) is None


def test_an_alias_with_a_small_letter_is_never_shown() -> None:
    who = replace(MARA, aliases=("mara-chan", "The Keeper", "keeperess"))
    pack = a_pack(characters=(who, ORLO), facts=(LIGHT,))

    assert cards.card_of(who, Knowledge((pack,))).names == ("the Keeper",)


def test_the_cast_is_a_list(service: AnswerService) -> None:
    assert plain_text.plain(service.ask("list the cast"), ONE_PACK).splitlines() == [
        "The Harbour Light: the cast",
        "Anna Lind: Mara (Mara Finn)",
        "Ben Marsh: Captain Orlo",
        "Ben Marsh: Pip (voice)",
        "Tom Reed: Captain Orlo (voice) · in the book",
        "Without an actor: Jon",
        "Source: C1 · in the film; C1 · in the book",
    ]


def test_a_page_is_told_scene_by_scene() -> None:
    more = replace(RESCUE, id="scene-2b", text="The lamp is lit again.")
    page = Page("harbour", "The Harbour Light", "The storm", 1, 2, 1, 1, (STORM, RESCUE, more))

    assert plain_text.plain(page, ONE_PACK).splitlines() == [
        "The storm",
        "1. A storm puts out the light, and Captain Orlo's ship runs aground.",
        "2. Mara rows out and saves her brother. The lamp is lit again.",
        "Source: P1, P2 · in the film",
        "That's page 1 of 2: ask what happens next, or use /plot.",
    ]


def test_an_overview_names_the_packs_and_some_of_their_questions() -> None:
    overview = Overview((POOL,), plain_text.examples((POOL,), 4))

    assert plain_text.plain(overview, Knowledge((POOL,))).splitlines() == [
        "I answer questions about The Pool. For example:",
        "- When do you open?",
        "- How much is a ticket?",
    ]


def test_a_name_that_fits_several_says_whom() -> None:
    text = plain_text.plain(Unclear("finn", (MARA, JON)), ONE_PACK)

    assert text == "“finn” matches 2 names that I know. Do you mean Mara (Mara Finn) or Jon (Jon Finn)?"


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_shortened_text_fits_and_is_on_one_line(text: str, length: int) -> None:
    short = plain_text.shorten(text, length)

    assert len(short) <= length
    assert "\n" not in short


@pytest.mark.parametrize(
    ("names", "expected"),
    [((), ""), (("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")],
)
def test_names_in_words(names: tuple[str, ...], expected: str) -> None:
    assert plain_text.in_words(names, last="or") == expected
