"""Which questions of a pack are asked for a day."""

import pytest

from bot.daily.questions import OPTIONS_WANTED, PackQuestions
from bot.knowledge.model import Knowledge
from tests.default_pack import default_knowledge
from tests.packs.small_shelf import in_use
from tests.small_pack import ONE_PACK


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return default_knowledge()


@pytest.mark.slow
def test_a_coin_would_not_do(knowledge: Knowledge) -> None:
    questions = PackQuestions(in_use(knowledge))

    asked = [questions.question(key) for key in questions.keys]

    assert len(asked) >= 120
    assert all(question and len(question.options) >= OPTIONS_WANTED for question in asked)


def test_a_question_finds_its_fact_and_every_question_of_the_pack_is_known() -> None:
    questions = PackQuestions(in_use(ONE_PACK))

    for key in questions.keys:
        question = questions.question(key)
        assert question is not None
        fact = questions.fact(question)
        assert fact is not None
        assert fact.key == question.fact
    assert questions.question("harbour/no-such-fact:gap") is None


def test_the_bag_is_that_of_the_pack() -> None:
    assert PackQuestions(in_use(ONE_PACK)).pack == ONE_PACK.packs[0].id


def test_a_pack_without_questions_has_none() -> None:
    assert PackQuestions(in_use(Knowledge(()))).keys == ()
