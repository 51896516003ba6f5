"""Which questions of a pack are asked for a day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.daily.questions import OPTIONS_WANTED, PackQuestions, as_kept, asked_on
from bot.ids import ChannelId, QuestionKey, ServerId
from bot.knowledge.model import Knowledge
from bot.storage.bags import Draw
from bot.storage.ledger import DailyPlan
from tests.default_pack import default_knowledge
from tests.packs.small_shelf import in_use
from tests.quiz.small_quiz import SmallQuestions, a_question
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
    assert questions.question(QuestionKey("harbour/no-such-fact:gap")) is None


def test_the_bag_is_that_of_the_pack() -> None:
    assert PackQuestions(in_use(ONE_PACK)).pack == ONE_PACK.packs[0].id


def test_a_pack_without_questions_has_none() -> None:
    assert PackQuestions(in_use(Knowledge(()))).keys == ()


class TestAskedOn:
    """The question of a day, as it was or as it is."""

    def test_what_was_kept_counts_and_not_what_the_pack_says_now(self) -> None:
        now, before = a_question("harbour/1"), replace(a_question("harbour/1"), answer="butter")
        questions = SmallQuestions(2)

        assert asked_on(a_plan(as_kept(before)), questions) == before
        assert asked_on(a_plan(""), questions) == now

    @pytest.mark.parametrize("kept", ["", "{}", "no json"])
    def test_without_it_a_question_that_left_the_pack_is_gone(self, kept: str) -> None:
        assert asked_on(a_plan(kept), SmallQuestions(0)) is None


def a_plan(asked: str) -> DailyPlan:
    draw = Draw("harbour", QuestionKey("harbour/1"), 1)
    return DailyPlan(ServerId(1), date(2026, 5, 1), ChannelId(2), draw, (), datetime.now(UTC), None, asked)
