"""Who plays whom: by name, by description, and where the cast doesn't say."""

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.results import Answer, Closest, NoMatch
from bot.knowledge.model import FactKind, Knowledge
from tests.answers.builders import salt_lighthouse


@pytest.fixture(scope="module")
def engine() -> AnswerEngine:
    return AnswerEngine(Knowledge((salt_lighthouse(),)))


@pytest.mark.parametrize("question", ["who stars as mara", "who portrays Mara Quill?", "actress of mara pls"])
def test_a_plain_question_for_a_role_is_answered_by_the_cast(engine: AnswerEngine, question: str) -> None:
    reply = engine.ask(question)

    assert isinstance(reply, Answer), reply
    assert [fact.id for fact in reply.facts] == ["mara-by-ilse-brandt"]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("who plays the one with the wooden leg", "mara-by-ilse-brandt"),
        ("the one who cannot swim, who's the actor", "tobin-by-joren-vale"),
    ],
)
def test_a_description_gets_the_likeliest_role_as_the_closest(engine: AnswerEngine, question: str, fact: str) -> None:
    reply = engine.ask(question)

    assert isinstance(reply, Closest), reply
    assert reply.facts[0].id == fact
    assert len(set(reply.facts)) == len(reply.facts)


@pytest.mark.parametrize(
    "question",
    [
        "who plays the one who drowns when the Grey Heron sinks",  # Sorrel, whom nobody plays
        "who plays Sorrel in the Mara films",
        "who plays mara's husband",
        "who played him?",
    ],
)
def test_nobody_is_named_for_a_character_without_an_actor(engine: AnswerEngine, question: str) -> None:
    reply = engine.ask(question)

    assert not isinstance(reply, Answer), reply
    assert isinstance(reply, NoMatch) or reply.facts[0].kind is not FactKind.ROLE, reply


def test_other_facts_answer_what_only_mentions_an_actor(engine: AnswerEngine) -> None:
    reply = engine.ask("in real life, what does captain sorrel smuggle")

    assert isinstance(reply, Answer | Closest), reply
    assert reply.facts[0].id == "sorrel-ship"
