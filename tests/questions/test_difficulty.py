"""How hard a question is."""

import pytest

from bot.knowledge.model import Difficulty
from bot.questions.difficulty import ENOUGH_PLAYED, expected, played
from bot.questions.model import QuestionKind
from tests.questions.builders import a_question


def test_options_that_are_alike_make_it_harder() -> None:
    order = list(Difficulty)
    apart = expected(QuestionKind.DEED, "Thor", ["Magneto", "Wasp", "JARVIS"], likeness=0.1)
    alike = expected(QuestionKind.DEED, "Thor", ["Thora", "Thoro", "Thorn"], likeness=0.95)

    assert order.index(apart) < order.index(alike)


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
