"""Wording for Discord, and Discord's limits."""

import re
from dataclasses import replace
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.results import Answer, Closest, NoMatch, Ranked, Working
from bot.discord_front import wording
from bot.discord_front.about import wording as about_wording
from bot.discord_front.about.wording import For
from bot.discord_front.cards import CARD_TEXT, CardMessage, CardPicture, as_text, laid_out, question_in
from bot.discord_front.lookups import answer_wording
from bot.knowledge.model import UNNAMED_CONTINUITY, Character, Fact, FactKind, Knowledge, Picture
from bot.lookups.results import FactShown
from tests.small_pack import BELL, DOG, LEG, MARA, ONE_PACK, ORLO, RESCUE, TWO_PACKS, WINTER, a_fact, a_pack

NASTY = st.text(st.sampled_from("ab |*_~`\\<>[]()@#-1.\n\u200beveryone") | st.characters(codec="utf-8"), max_size=3000)
WORKING = Working("what is the dog called", "what is the dog called", (), 0.9, 0.6)


def assert_fits(embed: discord.Embed) -> None:
    """The embed is within Discord's limits."""
    assert len(embed) <= wording.EMBED
    assert len(embed.title or "") <= wording.TITLE
    assert len(embed.description or "") <= wording.DESCRIPTION
    assert len(embed.footer.text or "") <= wording.FOOTER
    assert len(embed.fields) <= wording.FIELDS
    for field in embed.fields:
        assert 1 <= len((field.name or "").strip()) <= wording.FIELD_NAME
        assert 1 <= len((field.value or "").strip()) <= wording.FIELD_VALUE


def assert_card_fits(card: CardMessage) -> None:
    """The card is within Discord's limits, and every text says something."""
    assert sum(map(len, card.texts)) <= CARD_TEXT
    assert all(text.strip() for text in card.texts)
    assert len(as_text(card)) <= wording.CONTENT


def knowledge_of(*facts: Fact, characters: tuple[Character, ...] = ()) -> Knowledge:
    return Knowledge((a_pack(facts=facts, characters=characters or (MARA, ORLO)),))


# Text


@given(NASTY)
def test_what_was_quoted_can_be_read_back(text: str) -> None:
    line = " ".join(text.replace("\u200b", "").split())

    assert wording.unquote(wording.quote(text)) == line


@given(NASTY)
def test_quoted_text_mentions_nobody_and_has_no_markup(text: str) -> None:
    quoted = wording.quote(f"{text} @everyone <@123456789012345678> <@&123456789012345678> @here")

    assert not re.search(r"@everyone|@here|<@[!&]?\d", quoted)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~|`<>\[\]]", quoted)


@given(NASTY, st.integers(min_value=1, max_value=400))
def test_fitted_text_fits(text: str, length: int) -> None:
    assert len(wording.fit(text, length)) <= length


def test_a_letter_that_needs_two_places_does_not_fit_into_one() -> None:
    assert wording.fit("|", 1) == "…"


@given(NASTY, st.integers(min_value=6, max_value=400))
def test_nothing_ends_a_spoiler_early(text: str, length: int) -> None:
    hidden = wording.spoiler(text, length)

    assert len(hidden) <= length
    assert hidden.startswith("||")
    assert hidden.endswith("||")
    assert "||" not in hidden[2:-2]
    assert not hidden[:-2].endswith("|") or len(hidden) == 4


def test_only_spoilers_are_hidden() -> None:
    assert wording.fact_text(RESCUE, 200) == "||Mara rows out and saves her brother.||"
    assert wording.fact_text(DOG, 200) == "Mara has a dog called Barnacle."


@pytest.mark.parametrize("text", ["# big", "- item", "1. one", "> quote", "12. twelve", "-# small"])
def test_the_beginning_of_a_line_is_no_markup(text: str) -> None:
    assert "\\" in wording.quote(text)[:4]


# Answers


def test_an_answer_shows_fact_source_and_continuity() -> None:
    card = answer_wording.reply(Answer((DOG,), "", WORKING), ONE_PACK)

    assert card.text == "Mara has a dog called Barnacle."
    assert card.footer == "Source: H2 · in the film"


def test_an_answer_shows_its_lead_first() -> None:
    card = answer_wording.reply(Answer((DOG,), "No.", WORKING), ONE_PACK)

    assert card.text == "No. Mara has a dog called Barnacle."


def test_facts_of_several_continuities_have_a_section_each() -> None:
    card = answer_wording.reply(Answer((DOG, LEG), "", WORKING), ONE_PACK)

    assert [(name, text.split("\n")[1]) for name, text in card.sections] == [
        ("In the film", "-# Source: H2"),
        ("In the book", "-# Source: B1"),
    ]


@pytest.mark.parametrize("reply", [Answer((DOG,), "No.", WORKING), Closest((DOG,), WORKING), NoMatch(WORKING)])
def test_the_question_shown_can_be_read_back(reply: Answer | Closest | NoMatch) -> None:
    question = "what *is* ||the|| dog called? [x](y) @everyone"

    card = answer_wording.reply(reply, ONE_PACK, question=question)

    assert question_in(card.texts[0]) == question


def test_a_fact_is_not_taken_for_a_question() -> None:
    card = answer_wording.reply(Answer((a_fact(text="> quoted"),), "", WORKING), ONE_PACK)

    assert question_in(card.texts[0]) == ""


def test_no_match_promises_nothing() -> None:
    card = answer_wording.reply(NoMatch(WORKING), ONE_PACK)

    assert "I don't know that" in card.text


def test_the_closest_fact_stands_under_a_hedge_hidden_as_ever() -> None:
    card = answer_wording.reply(Closest((BELL, DOG), WORKING), ONE_PACK, question="the bell")

    assert card.head == (
        "> the bell\n\nI'm not certain. The closest fact I have:\n||Pip finds the drowned bell under the pier.||"
    )
    assert card.footer == "Source: P3 · in the film"
    assert answer_wording.plain(Closest((BELL, DOG), WORKING), ONE_PACK).splitlines() == [
        "I'm not certain. The closest fact I have:",
        "||Pip finds the drowned bell under the pier.||",
        "-# Source: P3 · in the film",
    ]


def test_the_sentence_that_answers_is_bold_and_first() -> None:
    long = f"Mara has kept the light for {'many *long* and lonely ' * 8}years. Orlo is the one who rows out."
    shown, hidden = a_fact(text=long), a_fact("b", long, spoiler=True)
    ranking = tuple(Ranked(fact, 0.9, ("rows",)) for fact in (shown, hidden))
    working = replace(WORKING, question="who rows out", ranking=ranking)

    plain, behind = (answer_wording.reply(Answer((fact,), "", working), ONE_PACK).text for fact in (shown, hidden))

    assert plain.startswith("**Orlo is the one who rows out.** Mara has kept the light for many \\*long\\* and")
    assert behind == f"||{plain}||"


def test_a_picked_fact_stands_under_what_was_picked() -> None:
    card = answer_wording.picked(DOG, ONE_PACK, label="About Mara", question="what is mara made of")

    assert card.head == "> what is mara made of\n\nYou picked: **About Mara**\nMara has a dog called Barnacle."
    assert card.footer == "Source: H2 · in the film"


def facts(many: int) -> st.SearchStrategy[tuple[Fact, ...]]:
    one = st.builds(
        a_fact,
        id=st.uuids().map(str),
        text=NASTY.filter(lambda text: bool(text.strip())),
        source=st.lists(st.text("AB1", min_size=1, max_size=200), min_size=1, max_size=40).map(tuple),
        spoiler=st.booleans(),
        kind=st.sampled_from(FactKind),
        scene_number=st.integers(min_value=1, max_value=9999),
    )
    return st.lists(one, min_size=1, max_size=many).map(tuple)


@pytest.mark.slow
@given(facts(12), NASTY, NASTY)
def test_any_answer_fits(told: tuple[Fact, ...], lead: str, question: str) -> None:
    reply = Answer(told, lead, WORKING)

    assert_card_fits(answer_wording.reply(reply, knowledge_of(*told), question=question))
    assert len(answer_wording.plain(reply, knowledge_of(*told))) <= wording.CONTENT


@given(facts(1), NASTY, NASTY)
def test_any_picked_fact_fits(told: tuple[Fact, ...], label: str, question: str) -> None:
    card = answer_wording.picked(told[0], knowledge_of(*told), label=label[: wording.BUTTON], question=question)

    assert_card_fits(card)


@pytest.mark.slow
@given(facts(12), NASTY, NASTY)
def test_any_working_fits(told: tuple[Fact, ...], question: str, understood: str) -> None:
    ranking = tuple(Ranked(fact, 0.5, (question, "x" * 300)) for fact in told)
    working = Working(question, understood, ranking, 0.2, 0.6, (MARA,) * 40)

    assert_fits(answer_wording.why(NoMatch(working), knowledge_of(*told), question, shown=(DOG,)))


def test_about_names_the_texts_that_sources_are_from() -> None:
    pack = replace(ONE_PACK.packs[0], units={"H": "the harbour book, page", "S": "script"})

    assert "Sources: the harbour book, script" in about_wording.about(Knowledge((pack,)), "1.0").sections[0][1]


def test_about_counts_what_there_is() -> None:
    members = replace(ONE_PACK.packs[0], facts=(DOG,), characters=(), continuities=UNNAMED_CONTINUITY)

    assert about_wording.about(Knowledge((members,)), "1.0").sections[0][1].splitlines()[0] == "1 fact"
    assert "The story" not in about_wording.about(Knowledge((members,)), "1.0").sections[0][1]


def test_about_shows_each_pack_with_its_picture_and_credit() -> None:
    picture = Picture(file="pictures/harbour.png", alt="A harbour at night", credit="Robin")
    pack = replace(ONE_PACK.packs[0], picture=picture)

    card = about_wording.about(Knowledge((WINTER, pack)), "1.0")

    assert card.section_pictures == {1: CardPicture(picture, pack.id)}
    assert card.texts[-1].endswith("Picture: Robin")


async def test_about_shows_as_many_packs_as_discord_takes_components() -> None:
    pack = replace(
        ONE_PACK.packs[0], units={"S": "script"}, licence="CC0", picture=Picture(file="pictures/a.png", credit="Robin")
    )
    packs = tuple(replace(pack, id=f"p{number}") for number in range(12))

    card = about_wording.about(Knowledge(packs), "1.0")

    assert card.texts[-1] == "-# and 3 more"
    made: list[dict[str, Any]] = laid_out(card, files=card.files).to_components()  # type: ignore[no-untyped-call]
    assert repr(made).count("'type': ") == 39


@given(NASTY.filter(lambda text: bool(text.strip())))
def test_any_pack_fits_in_about_and_help(text: str) -> None:
    packs = [a_pack(f"p{number}", text) for number in range(12)]

    assert_card_fits(about_wording.about(Knowledge(tuple(packs)), "1.0"))
    assert_card_fits(about_wording.usage(Knowledge(tuple(packs)), mention="<@123>", reader=set(For)))


@pytest.mark.parametrize(
    ("reader", "shown", "hidden"),
    [
        ({For.EVERYBODY}, ["/ask", "/guess", "/mydata"], ["/daily", "/suggest", "/setup"]),
        ({For.EVERYBODY, For.MEMBERS}, ["/daily", "/trivia", "/stats"], ["/suggest", "/pack", "managers of this"]),
        ({For.EVERYBODY, For.MEMBERS, For.SUGGESTERS}, ["/suggest", "Suggest as a fact"], ["/misses"]),
        (set(For), ["/setup", "/settings", "/pack", "/misses"], []),
    ],
    ids=["in a direct message", "a member", "where suggestions are read", "a manager"],
)
def test_help_lists_what_its_reader_may_use(reader: set[For], shown: list[str], hidden: list[str]) -> None:
    text = "\n".join(about_wording.usage(ONE_PACK, mention="<@1>", reader=reader).texts)

    assert [name for name in shown if name not in text] == []
    assert [name for name in hidden if name in text] == []


def test_with_two_packs_every_source_names_its_pack() -> None:
    card = answer_wording.reply(Answer((DOG,), "", WORKING), TWO_PACKS)

    assert card.footer == "Source: H2 · in the film · The Harbour Light"


# Why


def test_why_names_words_score_runner_up_and_threshold() -> None:
    ranking = (Ranked(DOG, 0.91, ("dog", "called")), Ranked(RESCUE, 0.4, ("mara",)))
    working = Working("what's the dog's name", "what dog name", ranking, 0.87, 0.6, (MARA,))

    embed = answer_wording.why(Answer((DOG,), "", working), ONE_PACK, working.question, shown=(DOG,))
    fields = {field.name: field.value or "" for field in embed.fields}

    assert fields["I understood"] == "what dog name"
    assert "Matched: dog, called · score 0.91" in fields["Best fact"]
    assert "||Mara rows out" in fields["Runner-up"]
    assert (fields["Confidence"], fields["Needed for an answer"]) == ("87%", "60%")
    assert embed.footer.text is None


def test_a_runner_up_that_is_far_behind_is_not_said_to_score_nothing() -> None:
    ranking = (Ranked(DOG, 0.99, ("dog",)), Ranked(RESCUE, 0.004, ("mara",)))

    embed = answer_wording.why(Answer((DOG,), "", replace(WORKING, ranking=ranking)), ONE_PACK, "dog")

    runner_up = next(field.value or "" for field in embed.fields if field.name == "Runner-up")
    assert runner_up.endswith("Matched: mara · score under 0.01")


def test_why_says_when_the_message_shows_something_else() -> None:
    embed = answer_wording.why(Answer((DOG,), "", WORKING), ONE_PACK, "dog", shown=(LEG,))

    assert "picked with a button" in (embed.footer.text or "")


def test_why_says_that_a_request_was_looked_up() -> None:
    embed = answer_wording.why(FactShown(DOG, MARA), ONE_PACK, "a fact about mara")

    assert (embed.description or "").startswith("> a fact about mara\n\nThis was a request")


@given(NASTY, NASTY, facts(4))
def test_a_card_as_text_fits_and_ends_no_spoiler(title: str, lead: str, told: tuple[Fact, ...]) -> None:
    text = as_text(answer_wording.told(told, knowledge_of(*told), lead=lead, title=title))

    assert len(text) <= wording.CONTENT
    assert all(line.count("||") % 2 == 0 for line in text.split("\n") if line.startswith("||"))
