"""Kahoot's table."""

import pytest

from bot.knowledge.importers.kahoot import parse
from tests.knowledge.importers.builders import only, wrong_in

TEMPLATE = (
    ",Quiz template,,,,,,\n,Add questions; at most 120 characters.,,,,,,\n,,,,,,,\n"
    ",Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,"
    'Answer 3 - max 75 characters,Answer 4 - max 75 characters,"Time limit (sec) – 5, 10 or 20 secs",'
    "Correct answer(s) - choose at least one\n"
)


def test_the_template_is_read_below_its_advice() -> None:
    question = only(parse(f"{TEMPLATE}1,Who?,Ada,Bo,Cy,,20,2\n2,,,,,,,\n"))

    assert (question.question, question.answer, question.wrong) == ("Who?", "Bo", ("Ada", "Cy"))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_do(delimiter: str) -> None:
    text = "Question,Answer 1,Answer 2,Time,Correct\nWho?,Ada,Bo,20,1\n".replace(",", delimiter)

    assert only(parse(text)).answer == "Ada"


def test_of_several_right_answers_each_is_accepted() -> None:
    question = only(parse(f'{TEMPLATE}1,Who?,Ada,Bo,Cy,Di,20,"1,3"\n'))

    assert (question.answer, question.accepted, question.wrong) == ("Ada", ("Cy",), ("Bo", "Di"))


def test_each_bad_row_is_named() -> None:
    quiz = parse(f"{TEMPLATE}1,Who?,Ada,Bo,,,20,3\n2,,Ada,Bo,,,20,1\n3,What?,Ada,Bo,,,20,\n4,Where?,Ada,Bo,,,20,1,,x\n")

    assert [line for line, _ in wrong_in(quiz)] == [5, 6, 7, 8]


def test_a_table_without_its_header_is_not_kahoots() -> None:
    assert "isn't a quiz of Kahoot" in wrong_in(parse("Who?,Ada\n"))[0][1]
