"""Questions that a pack's data makes."""

from collections import Counter
from pathlib import Path

import pytest

from bot.knowledge.load import load_pack
from bot.knowledge.model import Pack, Pronoun
from bot.questions.drafts import drafts_of
from bot.questions.maker import questions_of
from bot.questions.model import LONGEST_OPTION, LONGEST_QUESTION, Question, QuestionKind
from bot.settings import DEFAULT_PACK
from tests.default_pack import default_pack, default_questions

PACKS = Path(__file__).parents[1] / "benchmarks" / "packs"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return default_pack()


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return default_questions()


def answers(questions: tuple[Question, ...]) -> dict[str, str]:
    return {each.text: each.answer for each in questions if not each.author}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Who plays Thor?", "Chris Hemsworth"),
        ("Which character is voiced by Paul Bettany?", "JARVIS"),
        ("Who is Scarlet Witch's twin brother?", "Quicksilver"),
        ("Who captured Black Widow?", "Ultron"),
        ("Who did Hawkeye kill in the comics?", "Black Widow"),
        ("Who is Bruce Banner better known as?", "Hulk"),
        ("What is Hawkeye's real name?", "Clint Barton"),
        ("Which of these is a weapon that Loki used to wield?", "the sceptre"),
    ],
)
def test_data_makes_natural_questions(questions: tuple[Question, ...], text: str, answer: str) -> None:
    assert answers(questions)[text] == answer


def test_every_kind_is_asked(questions: tuple[Question, ...]) -> None:
    assert {each.kind for each in questions} == set(QuestionKind)


def test_there_are_enough(questions: tuple[Question, ...]) -> None:
    assert len(questions) >= 350
    assert sum(bool(each.author) for each in questions) >= 200


@pytest.mark.parametrize("name", ["novel", "series", "heist", "space", "game", "fantasy"])
def test_a_pack_without_a_quiz_has_enough_all_the_same(name: str) -> None:
    assert len(questions_of(load_pack(PACKS / name))) >= 40


def test_every_question_can_be_shown(questions: tuple[Question, ...]) -> None:
    broken = [
        each.key
        for each in questions
        if len(each.text) > LONGEST_QUESTION
        or any(len(option) > LONGEST_OPTION for option in each.options)
        or (each.options and each.options.count(each.answer) != 1)
        or len(set(each.options)) != len(each.options)
        or each.accepted[0] != each.answer
    ]

    assert broken == []


def test_no_two_questions_share_a_key(questions: tuple[Question, ...]) -> None:
    assert [key for key, count in Counter(each.key for each in questions).items() if count > 1] == []


def test_every_fact_that_is_named_exists(pack: Pack, questions: tuple[Question, ...]) -> None:
    known = {fact.key for fact in pack.facts}

    assert [each.key for each in questions if each.fact and each.fact not in known] == []


def test_a_wrong_option_is_no_name_of_the_right_one(questions: tuple[Question, ...]) -> None:
    right = {each.key: {name.casefold() for name in each.accepted} for each in questions}

    assert [
        each.key
        for each in questions
        for option in each.options
        if option != each.answer and option.casefold() in right[each.key]
    ] == []


def test_where_a_question_tells_a_man_from_a_woman_all_options_are_such(
    pack: Pack, questions: tuple[Question, ...]
) -> None:
    pronouns = {who.name: who.pronoun for who in pack.characters}

    of_twins = next(each for each in questions if each.text == "Who is Scarlet Witch's twin brother?")

    assert {pronouns[option] for option in of_twins.options} == {Pronoun.HE}


@pytest.mark.slow
def test_the_same_pack_always_makes_the_same(questions: tuple[Question, ...]) -> None:
    assert questions_of(load_pack(DEFAULT_PACK)) == questions


def test_drafts_are_proposed_for_facts_without_a_question(pack: Pack) -> None:
    drafts = list(drafts_of(pack))
    asked = {own.fact for own in pack.quiz}

    assert len(drafts) > 20
    assert not {draft.fact.id for draft in drafts} & asked
    assert all("_____" in draft.question and draft.answer not in draft.wrong for draft in drafts)
