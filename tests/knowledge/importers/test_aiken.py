"""Aiken."""

from bot.knowledge.importers.aiken import parse
from tests.knowledge.importers.builders import only, wrong_in

GOOD = "Who rings the bell?\nA. Ada\nB) Jonas\nC.  Pell\nANSWER: B\n"


def test_the_answer_names_the_right_option() -> None:
    question = only(parse(GOOD))

    assert (question.question, question.answer, question.wrong) == ("Who rings the bell?", "Jonas", ("Ada", "Pell"))


def test_blank_lines_within_a_question_and_none_between_two_do_no_harm() -> None:
    quiz = parse(GOOD.replace("\n", "\n\n") + "Second?\nA) x\nB) y\nANSWER: A\nThird?\nA) x\nB) y\nanswer: b.\n")

    assert [question.answer for question in quiz.questions] == ["Jonas", "x", "y"]


def test_a_question_may_begin_like_an_option() -> None:
    assert only(parse(f"L. Pell wrote this.\n{GOOD}")).question == "L. Pell wrote this. Who rings the bell?"


def test_each_bad_record_is_named_and_the_others_stay() -> None:
    quiz = parse(
        "Too few?\nA) one\nANSWER: A\n\nA) No question\nB) x\nANSWER: A\n\nNot finished?\nA) x\nB) y\n\n"
        "No such?\nA) x\nB) y\nANSWER: D\n\nTwice?\nA) x\nA) y\nANSWER: A\n\n"
        "Stray?\nA) x\nB) y\nmore\nANSWER: A\n\nNone?\nA) x\nB) y\nANSWER:\n\n" + GOOD
    )

    assert [line for line, _ in wrong_in(quiz)] == [1, 5, 9, 16, 20, 26, 32]
    assert [question.answer for question in quiz.questions] == ["Jonas"]


def test_a_text_without_answers_is_not_aiken() -> None:
    assert "isn't Aiken" in wrong_in(parse("Only a text.\n"))[0][1]
