"""Every fact that we ship is found by each of its phrasings."""

from pathlib import Path

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.results import Answer
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Fact

KNOWLEDGE = load_knowledge([Path(__file__).parents[2] / "facts" / "age-of-ultron"])


@pytest.fixture(scope="module")
def engine() -> AnswerEngine:
    return AnswerEngine(KNOWLEDGE)


@pytest.mark.parametrize("fact", [fact for fact in KNOWLEDGE.facts if fact.asks], ids=lambda fact: fact.id)
def test_a_fact_is_found_by_each_of_its_phrasings(engine: AnswerEngine, fact: Fact) -> None:
    replies = {ask: engine.ask(ask) for ask in fact.asks}

    lost = [ask for ask, reply in replies.items() if not isinstance(reply, Answer) or reply.facts[0] != fact]

    assert lost == []
