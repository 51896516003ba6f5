"""A question as JSON, which games keep."""

import json
from dataclasses import replace

from bot.knowledge.model import Picture, QuestionFormat
from bot.questions.model import OptionKind, QuestionKind, question_from_json
from tests.questions.builders import a_question


def test_a_question_comes_back_from_json() -> None:
    question = replace(
        a_question(hints=("A hint.",)),
        format=QuestionFormat.NUMBER,
        tolerance=2.5,
        explanation="Why.",
        picture=Picture(link="https://example.org/a.png", alt="A"),
        author="Robin",
        credit="CC BY 4.0",
    )

    assert question_from_json(json.loads(json.dumps(question.to_json()))) == question


def test_a_question_of_an_earlier_version_is_still_played() -> None:
    old = a_question().to_json() | {"kind": "missing words", "option_kind": "word", "category": "details"}
    for key in ("format", "tolerance", "explanation", "picture", "author", "credit"):
        del old[key]

    question = question_from_json(old)

    assert (question.kind, question.option_kind) == (QuestionKind.ASKED, OptionKind.FREE)
    assert (question.format, question.category, question.answer) == (QuestionFormat.CHOICE, "details", "Thor")


def test_a_question_without_options_can_only_be_typed() -> None:
    assert a_question(options=()).can_be_typed
    assert not a_question(text="Which of these flies?").can_be_typed
    assert not a_question(option_kind=OptionKind.SCENE).can_be_typed
