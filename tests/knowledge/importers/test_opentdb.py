"""The JSON of the Open Trivia Database."""

import base64
import json
from urllib.parse import quote

import pytest

from bot.knowledge.importers.opentdb import CREDIT, LICENCE, parse
from tests.knowledge.importers.builders import only

RECORD = {
    "type": "multiple",
    "difficulty": "hard",
    "category": "Film & Moths",
    "question": 'Who said "fly"?',
    "correct_answer": "Björn",
    "incorrect_answers": ["Ada", "Bo", "C&A"],
}


def encoded(how: str, value: object) -> object:
    match value:
        case dict():
            return {key: encoded(how, each) for key, each in value.items()}
        case list():
            return [encoded(how, each) for each in value]
        case str() if how == "percent":
            return quote(value, safe="")
        case str() if how == "base64":
            return base64.b64encode(value.encode()).decode()
        case str() if how == "entities":
            return value.replace("&", "&amp;").replace('"', "&quot;").replace("ö", "&ouml;")
    return value


@pytest.mark.parametrize("how", ["nothing", "entities", "percent", "base64"])
def test_each_encoding_of_the_interface_is_undone(how: str) -> None:
    question = only(parse(json.dumps({"response_code": 0, "results": [encoded(how, RECORD)]})))

    assert (question.question, question.answer) == ('Who said "fly"?', "Björn")
    assert question.wrong == ("Ada", "Bo", "C&A")
    assert question.category == "Film & Moths"


def test_credit_licence_and_difficulty_come_along() -> None:
    question = only(parse(json.dumps([RECORD])))

    assert (question.credit, question.licence, question.difficulty) == (CREDIT, LICENCE, "hard")


def test_a_number_without_quotes_is_named() -> None:
    quiz = parse(json.dumps([RECORD, {**RECORD, "incorrect_answers": "Bo"}, {"question": "What?"}, 7]))

    assert [(bad.place.record, bad.message.partition(" ")[0]) for bad in quiz.bad] == [
        ("[1]", "incorrect_answers"),
        ("[2]", "correct_answer"),
        ("[3]", "isn't"),
    ]
    assert len(quiz.questions) == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"results": [\n{"question": "Wh', 2, "isn't valid JSON"),
        ("[" * 100_000, 0, "nested too deeply"),
        ('{"results": 7}', 0, "no list of questions"),
        ("", 1, "isn't valid JSON"),
    ],
    ids=["broken off", "deep", "no list", "empty"],
)
def test_what_is_no_quiz_is_said_in_one_line(text: str, line: int, said: str) -> None:
    (bad,) = parse(text).bad

    assert bad.place.line == line
    assert said in bad.message
