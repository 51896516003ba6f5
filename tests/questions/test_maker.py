"""Questions that a pack's data makes."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.load import load_pack
from bot.knowledge.model import CharacterKind, Difficulty, Pack, Pronoun, Relation
from bot.questions.drafts import drafts_of
from bot.questions.grading import Verdict, grade
from bot.questions.maker import questions_of
from bot.questions.model import LONGEST_OPTION, LONGEST_QUESTION, QuestionKind, QuizQuestion
from bot.settings import DEFAULT_PACK
from tests.default_pack import default_pack, default_questions
from tests.questions.builders import a_character, a_fact, a_pack

PACKS = Path(__file__).parents[1] / "benchmarks" / "packs"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return default_pack()


@pytest.fixture(scope="module")
def questions() -> tuple[QuizQuestion, ...]:
    return default_questions()


@pytest.fixture(scope="module")
def of_data(pack: Pack) -> tuple[QuizQuestion, ...]:
    """What the same pack would ask if nobody had written questions for it."""
    return questions_of(replace(pack, quiz=()))


def answers(questions: tuple[QuizQuestion, ...]) -> dict[str, str]:
    return {each.text: each.answer for each in questions if not each.author}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Who plays Thor?", "Chris Hemsworth"),
        ("Which character is voiced by Paul Bettany?", "JARVIS"),
        ("Who is Scarlet Witch's twin brother?", "Quicksilver"),
        ("Who captures Black Widow?", "Ultron"),
        ("Who killed Black Widow in the comics?", "Hawkeye"),
        ("Who is Bruce Banner better known as?", "Hulk"),
        ("What is Hawkeye's real name?", "Clint Barton"),
    ],
)
def test_data_makes_natural_questions(of_data: tuple[QuizQuestion, ...], text: str, answer: str) -> None:
    assert answers(of_data)[text] == answer


def test_every_kind_is_asked(questions: tuple[QuizQuestion, ...], of_data: tuple[QuizQuestion, ...]) -> None:
    assert {each.kind for each in (*questions, *of_data)} == set(QuestionKind)


def test_data_asks_nothing_that_an_author_asked(pack: Pack, questions: tuple[QuizQuestion, ...]) -> None:
    written = {own.fact for own in pack.quiz if own.fact}

    asked_twice = [
        each.text
        for each in questions
        if not each.author and each.kind is not QuestionKind.FIRST and each.fact.partition("/")[2] in written
    ]

    assert asked_twice == []


def test_what_is_told_of_a_question_is_its_fact(pack: Pack, of_data: tuple[QuizQuestion, ...]) -> None:
    told = {fact.key: fact.text for fact in pack.facts}

    assert [
        each.text
        for each in of_data
        if each.fact and each.kind is not QuestionKind.FIRST and each.explanation != told[each.fact]
    ] == []


def test_a_question_of_order_explains_the_order_and_its_hints_leave_the_answer_open(
    of_data: tuple[QuizQuestion, ...],
) -> None:
    asked = [each for each in of_data if each.text in ("Which of these happens first?", "Which of these happens last?")]

    assert len(asked) > 30
    for each in asked:
        told = each.explanation.removeprefix("In the story: ").removesuffix(".").split(" → ")
        assert sorted(told) == sorted(each.options)
        assert told[-1 if each.text.endswith("last?") else 0] == each.answer
        first_hint = each.hints[0]
        before, after = re.findall("“(.+?)”", first_hint)
        assert told.index(before) < told.index(after)
        assert all(each.answer not in hint for hint in each.hints)


def test_what_happens_next_is_in_the_next_scene_and_the_other_options_are_not_near_it(
    pack: Pack, of_data: tuple[QuizQuestion, ...]
) -> None:
    asked = [each for each in of_data if each.text.endswith("What happens next?")]
    scenes = {
        option: next(fact.scene_number or 0 for fact in pack.scenes if option in fact.text)
        for each in asked
        for option in (*each.options, _before(each))
    }

    assert len(asked) > 10
    for each in asked:
        assert each.explanation == f"In the story: {_before(each)} → {each.answer}."
        assert scenes[each.answer] == scenes[_before(each)] + 1
        assert _before(each) not in each.options
        assert all(abs(scenes[wrong] - scenes[each.answer]) > 1 for wrong in each.options if wrong != each.answer)


def _before(question: QuizQuestion) -> str:
    return question.text.partition(".”")[0].removeprefix("“")


def test_a_name_that_the_question_repeats_is_not_accepted(of_data: tuple[QuizQuestion, ...]) -> None:
    (question,) = (each for each in of_data if each.text == "Who is Bruce Banner better known as?")

    assert grade("hulk", question) is Verdict.RIGHT
    assert grade("Bruce Banner", question) is not Verdict.RIGHT
    assert grade("Bruce", question) is not Verdict.RIGHT


def test_no_option_has_brackets_and_nobody_real_stands_among_characters(
    pack: Pack, of_data: tuple[QuizQuestion, ...]
) -> None:
    real = {who.name for who in pack.characters if who.kind is CharacterKind.PERSON}

    assert [each.text for each in of_data if any("(" in option for option in each.options)] == []
    assert [each.text for each in of_data if 0 < len(real & set(each.options)) < len(each.options)] == []


def test_what_happens_is_said_in_few_words(of_data: tuple[QuizQuestion, ...]) -> None:
    events = {option for each in of_data if each.kind is QuestionKind.FIRST for option in each.options}

    assert [each for each in events if len(each) > 60 or " at the end" in each] == []


def test_who_leads_is_no_hard_question(of_data: tuple[QuizQuestion, ...]) -> None:
    names = [each for each in of_data if each.kind is QuestionKind.NAME and each.answer in ("Iron Man", "Tony Stark")]

    assert {each.difficulty for each in names} == {Difficulty.EASY}


def test_a_hint_rules_something_out_and_does_not_tell_all(pack: Pack, of_data: tuple[QuizQuestion, ...]) -> None:
    members = {thing.name: {pack.character(id).name for id in thing.members} for thing in pack.things}

    useless = [
        (each.text, hint)
        for each in of_data
        for hint in each.hints
        if hint.startswith("Belongs to ")
        if len(members[hint.removeprefix("Belongs to ").rstrip(".")] & set(each.options)) in (1, len(each.options))
    ]

    assert useless == []


def test_there_are_enough(questions: tuple[QuizQuestion, ...]) -> None:
    assert len(questions) >= 350
    assert sum(bool(each.author) for each in questions) >= 200


@pytest.mark.parametrize("name", ["novel", "series", "heist", "space", "game", "fantasy"])
def test_a_pack_without_a_quiz_has_enough_all_the_same(name: str) -> None:
    assert len(questions_of(load_pack(PACKS / name))) >= 40


def test_every_question_can_be_shown(questions: tuple[QuizQuestion, ...]) -> None:
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


def test_no_two_questions_share_a_key(questions: tuple[QuizQuestion, ...]) -> None:
    assert [key for key, count in Counter(each.key for each in questions).items() if count > 1] == []


def test_every_fact_that_is_named_exists(pack: Pack, questions: tuple[QuizQuestion, ...]) -> None:
    known = {fact.key for fact in pack.facts}

    assert [each.key for each in questions if each.fact and each.fact not in known] == []


def test_a_wrong_option_is_no_name_of_the_right_one(questions: tuple[QuizQuestion, ...]) -> None:
    right = {each.key: {name.casefold() for name in each.accepted} for each in questions}

    assert [
        each.key
        for each in questions
        for option in each.options
        if option != each.answer and option.casefold() in right[each.key]
    ] == []


def test_where_a_question_tells_a_man_from_a_woman_all_options_are_such(
    pack: Pack, of_data: tuple[QuizQuestion, ...]
) -> None:
    pronouns = {who.name: who.pronoun for who in pack.characters}

    of_twins = next(each for each in of_data if each.text == "Who is Scarlet Witch's twin brother?")

    assert {pronouns[option] for option in of_twins.options} == {Pronoun.HE}


@pytest.mark.slow
def test_the_same_pack_always_makes_the_same(questions: tuple[QuizQuestion, ...]) -> None:
    assert questions_of(load_pack(DEFAULT_PACK)) == questions


def test_drafts_are_proposed_for_facts_without_a_question(pack: Pack) -> None:
    drafts = list(drafts_of(pack))
    asked = {own.fact for own in pack.quiz}

    assert len(drafts) > 20
    assert not {draft.fact.id for draft in drafts} & asked
    assert all("_____" in draft.question or draft.question.startswith("Who ") for draft in drafts)
    assert all(draft.answer not in draft.wrong for draft in drafts)


def test_a_draft_about_what_somebody_does_asks_who() -> None:
    people = tuple(a_character(name.lower(), name) for name in ("Ada", "Bo", "Cy", "Di", "Ed"))
    facts = a_fact("theft", "Ada stole the brass compass."), a_fact("coat", "The coat of Bo is made of moths.")

    assert [draft.question for draft in drafts_of(a_pack(*facts, characters=people))] == [
        "Who stole the brass compass?",
        "Which character is missing? “The coat of _____ is made of moths.”",
    ]


def test_a_brother_is_asked_for_among_his_large_family() -> None:
    quills = [a_character(name.lower(), f"{name} Quill") for name in ("Rafe", "Felix", "Lucan", "Edric", "Joss")]
    others = [a_character(name.lower(), f"{name} Vane") for name in ("Bram", "Cador", "Niall", "Vigo")]
    rafe = replace(quills[0], relations=(Relation("brother", "felix", "film", ("P01",)),))

    asked = questions_of(a_pack(a_fact("a", "Rafe Quill rows."), characters=(rafe, *quills[1:], *others)))
    options = {each.text: set(each.options) for each in asked}

    assert options["Who is Rafe's brother?"] == {"Felix Quill", "Lucan Quill", "Edric Quill", "Joss Quill"}
