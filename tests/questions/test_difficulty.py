"""How hard a question is."""

import pytest

from bot.knowledge.model import Difficulty, QuestionFormat
from bot.questions.candidates import Candidate
from bot.questions.difficulty import ENOUGH_PLAYED, expected, played
from bot.questions.model import OptionKind, QuestionKind
from tests.questions.builders import a_question

LEVELS = list(Difficulty)


def somebody(mentions: int) -> Candidate:
    return Candidate(OptionKind.CHARACTER, "x", "X", ("X",), mentions=mentions)


def test_options_that_are_alike_make_it_harder() -> None:
    apart, alike = (expected(QuestionKind.ASKED, likeness=each) for each in (0.1, 0.95))

    assert LEVELS.index(apart) < LEVELS.index(alike)


def test_who_is_seldom_named_is_harder_to_find() -> None:
    known, unknown = (expected(QuestionKind.PLAYED_BY, about=somebody(each)) for each in (40, 0))

    assert LEVELS.index(known) < LEVELS.index(unknown)


def test_true_or_false_has_one_level_that_tells_nothing() -> None:
    assert expected(QuestionKind.AUTHORED, format=QuestionFormat.TRUE_FALSE) is Difficulty.MEDIUM


@pytest.mark.parametrize(
    ("right", "answers", "difficulty"),
    [
        pytest.param(0, ENOUGH_PLAYED - 1, Difficulty.MEDIUM, id="too few answers"),
        pytest.param(9, 10, Difficulty.EASY, id="nearly all knew it"),
        pytest.param(5, 10, Difficulty.MEDIUM, id="half knew it"),
        pytest.param(2, 10, Difficulty.HARD, id="hardly anybody knew it"),
    ],
)
def test_the_share_of_right_answers_decides_once_it_was_played(
    right: int, answers: int, difficulty: Difficulty
) -> None:
    assert played(a_question(), right=right, answers=answers) is difficulty


def test_of_two_options_luck_is_taken_out() -> None:
    question = a_question(options=("True", "False"), answer="True")

    assert played(question, right=11, answers=20) is Difficulty.HARD
    assert played(question, right=19, answers=20) is Difficulty.EASY
