"""The rules of `bot/cli/jsonl.py`: what a line of `lorekeeper ask --jsonl` holds."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.answers.requests import TalkKind
from bot.answers.results import Answer, Closest, NoMatch, Ranked, Reply, Working
from bot.cli.jsonl import QuestionLine, answer_line, read_question
from bot.errors import UserError
from bot.knowledge.model import Fact, FactKind
from bot.lookups.results import AboutMe, FactShown, Overview, Page, Response, SmallTalk


def a_fact(id: str) -> Fact:
    return Fact("pack", id, FactKind.FACT, f"The text of {id}.", ("S1", "S2"), "film")


def working(*scores: float, confidence: float = 0.5) -> Working:
    """A ranking of f0, f1, ... with these scores."""
    ranking = tuple(Ranked(a_fact(f"f{channel_id}"), score, ()) for channel_id, score in enumerate(scores))
    return Working("q", "q", ranking, confidence, 0.5)


def line_of(reply: Response, id: Any = 1, text: str = "") -> dict[str, Any]:
    line = json.loads(answer_line(QuestionLine(id, "q"), reply, text))
    assert isinstance(line, dict)
    return line


def facts_of(line: dict[str, Any]) -> list[tuple[str, float]]:
    return [(fact["id"].removeprefix("pack/"), fact["score"]) for fact in line["facts"]]


@pytest.mark.parametrize("id", [1, -0.5, "D001", "ü\u2028", None, True, [1, {"a": []}], {"n": 2}, 10**30])
def test_an_id_comes_back_as_it_was(id: Any) -> None:
    question = read_question(json.dumps({"id": id, "question": "who"}).encode())

    assert line_of(NoMatch(working()), question.id)["id"] == id


def test_a_missing_id_is_null() -> None:
    assert read_question(b'{"question": "who"}') == QuestionLine(None, "who")


def test_earlier_lines_are_read() -> None:
    line = b'{"question": "and him?", "after": ["who is she", "who is he"]}'

    assert read_question(line) == QuestionLine(None, "and him?", ("who is she", "who is he"))
    assert read_question(b'{"question": "who", "after": null}') == QuestionLine(None, "who")


@pytest.mark.parametrize("after", [b'"who"', b"[1]", b'{"0": "who"}', b'["who", null]'])
def test_earlier_lines_that_are_no_list_of_texts_are_refused(after: bytes) -> None:
    with pytest.raises(UserError, match='"after"'):
        read_question(b'{"question": "who", "after": ' + after + b"}")


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_question(b'\xef\xbb\xbf{"id": 1, "question": "who"}') == QuestionLine(1, "who")


@pytest.mark.parametrize(
    "line",
    [
        b"who played thor",
        b"[1, 2]",
        b'"text"',
        b'{"id": 1}',
        b'{"id": 1, "question": null}',
        b'{"id": 1, "question": ["who"]}',
        b'{"id": NaN, "question": "who"}',
        b'{"id": 1e999, "question": "who"}',
        b'{"id": 1, "question": "wh\xff"}',
        b'{"id": 1, "question": "who"',
        b"[" * 100_000,
        b'{"id": ' + b"1" * 10_000 + b', "question": "who"}',
    ],
    ids=lambda line: repr(line[:24]),
)
def test_a_line_that_is_no_question_is_refused_with_an_example(line: bytes) -> None:
    with pytest.raises(UserError, match=r'A line looks like \{"id"') as caught:
        read_question(line)
    assert "\n" not in str(caught.value)


def test_a_line_holds_what_the_contract_says_and_nothing_else() -> None:
    reply = Answer((a_fact("f0"),), "", working(0.9, 0.4, confidence=0.87654321))

    assert line_of(reply, 7, "What a member reads.") == {
        "id": 7,
        "answered": True,
        "closest": False,
        "text": "What a member reads.",
        "confidence": 0.8765,
        "facts": [
            {"id": "pack/f0", "source": ["S1", "S2"], "text": "The text of f0.", "score": 0.9},
            {"id": "pack/f1", "source": ["S1", "S2"], "text": "The text of f1.", "score": 0.4},
        ],
    }


@pytest.mark.parametrize("text", ["two\nlines", "a \u2028 separator", "\ud800 half a pair", "Māui"])
def test_whatever_is_in_it_an_answer_is_one_line_of_ascii(text: str) -> None:
    line = answer_line(QuestionLine(text, text), NoMatch(working(0.1)), text)

    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["text"] == text


@pytest.mark.parametrize("reply", [Closest((a_fact("f1"),), working(0.4, 0.3)), NoMatch(working(0.4, 0.3))])
def test_facts_are_ranked_also_where_nothing_is_answered(reply: Reply) -> None:
    line = line_of(reply)

    assert (line["answered"], line["closest"]) == (False, isinstance(reply, Closest))
    assert facts_of(line) == [("f0", 0.4), ("f1", 0.3)]


def test_what_was_asked_for_as_a_whole_is_sure_and_tells_what_it_shows() -> None:
    page = Page("pack", "T", "", 1, 1, 1, 1, (a_fact("f1"), a_fact("f0")))

    for response, facts in ((FactShown(a_fact("f3")), [("f3", 1.0)]), (page, [("f1", 1.0), ("f0", 1.0)])):
        line = line_of(response)
        assert (line["answered"], line["closest"], line["confidence"]) == (True, False, 1.0)
        assert facts_of(line) == facts


def test_an_overview_is_an_answer_and_talk_is_none() -> None:
    overview, talk = line_of(Overview((), ())), line_of(SmallTalk(TalkKind.THANKS))

    assert (overview["answered"], overview["confidence"], overview["facts"]) == (True, 1.0, [])
    assert (talk["answered"], talk["confidence"], talk["facts"]) == (False, 0.0, [])


def test_a_fact_about_the_bot_is_an_answer_of_its_own_pack() -> None:
    line = line_of(AboutMe(replace(a_fact("time"), pack="lorekeeper")))

    assert (line["answered"], line["closest"], line["confidence"]) == (True, False, 1.0)
    assert [(fact["id"], fact["score"]) for fact in line["facts"]] == [("lorekeeper/time", 1.0)]


def test_the_facts_of_an_answer_lead_and_no_score_rises() -> None:
    reply = Answer((a_fact("f2"), a_fact("far")), "", working(0.9, 0.8, 0.7))

    assert facts_of(line_of(reply)) == [("f2", 0.9), ("far", 0.9), ("f0", 0.9), ("f1", 0.8)]


def test_at_most_ten_facts_are_told() -> None:
    assert len(line_of(NoMatch(working(*[0.5] * 14)))["facts"]) == 10


@pytest.mark.parametrize(("value", "told"), [(-0.2, 0.0), (1.7, 1.0), (1 / 3, 0.3333)])
def test_confidence_and_score_are_from_0_to_1(value: float, told: float) -> None:
    line = line_of(NoMatch(working(value, confidence=value)))

    assert (line["confidence"], line["facts"][0]["score"]) == (told, told)
