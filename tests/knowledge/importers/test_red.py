"""Trivia lists of Red."""

import pytest

from bot.knowledge.importers.parsed import ParsedPicture
from bot.knowledge.importers.red import parse
from tests.knowledge.importers.builders import only, wrong_in


def test_the_first_answer_is_shown_and_the_others_are_accepted() -> None:
    quiz = parse("AUTHOR: Ada Lind\nDESCRIPTION: About moths.\nWho rings the bell?:\n- Jonas Lind\n- Jonas\n")

    question = only(quiz)
    assert (question.question, question.answer, question.accepted) == ("Who rings the bell?", "Jonas Lind", ("Jonas",))
    assert (question.credit, question.wrong, question.place.line) == ("Ada Lind", (), 3)


@pytest.mark.parametrize(
    "answer",
    ["12:30", "0123", "no", "On", "1_000", "1e3", "2001-01-01", "0x1F", "3.10", "0o17", ".5", "Null", "=", "20,000"],
)
def test_what_yaml_would_read_as_something_else_stays_as_typed(answer: str) -> None:
    assert only(parse(f"AUTHOR: Ada\nWhat is it?:\n- {answer}\n- {answer}!\n")).answer == answer


def test_an_answer_with_a_colon_may_stand_without_quotes() -> None:
    assert only(parse("Which film?:\n- 2001: A Space Odyssey\n")).answer == "2001: A Space Odyssey"


@pytest.mark.parametrize(
    ("text", "link", "question"),
    [
        ("Whose flag is this? https://i.example.org/a.png", "https://i.example.org/a.png", "Whose flag is this?"),
        ("Who is this <https://e.org/b.JPG?x=1>?", "https://e.org/b.JPG?x=1", "Who is this?"),
        ("https://e.org/c.webp", "https://e.org/c.webp", "What does this picture show?"),
    ],
)
def test_a_link_to_a_picture_becomes_the_picture(text: str, link: str, question: str) -> None:
    found = only(parse(f'"{text}":\n- Ada\n'))

    assert (found.question, found.picture) == (question, ParsedPicture(link))


def test_a_link_behind_an_answer_is_not_part_of_it() -> None:
    question = only(parse('What is on the sign?:\n- "No moths: https://e.org/a.jpg"\n- No moths\n'))

    assert (question.answer, question.accepted) == ("No moths", ())


def test_options_in_the_question_become_a_choice() -> None:
    question = only(parse('"Which one glows?\\nA) The lamp\\nB) The bell\\nC) The sea":\n- B\n- the bell!\n'))

    assert (question.question, question.answer) == ("Which one glows?", "The bell")
    assert (question.accepted, question.wrong) == (("the bell!",), ("The lamp", "The sea"))


def test_true_has_false_beside_it() -> None:
    assert only(parse("Moths fly at night.:\n- true\n")).wrong == ("False",)


def test_each_bad_record_is_named_and_the_others_stay() -> None:
    quiz = parse(
        "AUTHOR: Ada\nCONFIG: {DELAY: 5}\nWho?:\n- Ada\nNobody?: []\nLink?:\n- *a\nTwice?:\n- B\nTwice?:\n- C\n"
        "https://e.org/v:\n- D\nEmpty?:\n- null\n- E\nWords?: F\n"
    )

    assert [question.question for question in quiz.questions] == ["Who?", "Twice?"]
    assert [line for line, _ in wrong_in(quiz)] == [7, 10, 5, 12, 14, 17]
    assert quiz.notes == ("the list's CONFIG is left out; the bot has its own settings",)


@pytest.mark.parametrize("text", ["- a\n- b\n", "only words\n", "a: [b\n", ""])
def test_what_is_no_list_is_said(text: str) -> None:
    quiz = parse(text)

    assert quiz.questions == ()
    assert len(quiz.bad) == 1
