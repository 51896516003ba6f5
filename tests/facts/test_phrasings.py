"""Every fact that we ship is found by each of its phrasings."""

import pytest

from bot.answers.results import Answer, Reply
from bot.knowledge.model import Fact, FactKind
from bot.knowledge.wording import normalised
from tests.default_pack import default_engine, default_knowledge

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("fact", [fact for fact in default_knowledge().facts if fact.asks], ids=lambda fact: fact.id)
def test_a_fact_is_found_by_each_of_its_phrasings(fact: Fact) -> None:
    replies = {ask: default_engine().ask(ask) for ask in fact.asks}

    assert [ask for ask, reply in replies.items() if not is_found(fact, ask, reply)] == []


def test_the_cast_answers_before_a_fact_about_anothers_actor() -> None:
    """It was that Paul Bettany played J.A.R.V.I.S., Tony Stark's computer butler."""
    reply = default_engine().ask("who voices iron man")

    assert isinstance(reply, Answer), reply
    assert [fact.text for fact in reply.facts] == ["Robert Downey Jr plays Iron Man (Tony Stark)."]


def is_found(fact: Fact, ask: str, reply: Reply) -> bool:
    """Whether the reply is the fact, or another one that the same words ask for, or what a derived fact is made from.

    No two authors' phrasings are the same, but templates ask in the same words for everybody whom Ultron killed; and
    an actor's two roles may be told one by one.
    """
    if not isinstance(reply, Answer):
        return False
    first = reply.facts[0]
    sources = {unit for each in reply.facts for unit in each.source}
    return (
        first == fact
        or normalised(ask) in {normalised(other) for other in first.asks}
        or (fact.kind is FactKind.DERIVED and len(reply.facts) > 1 and sources.issuperset(fact.source))
    )
