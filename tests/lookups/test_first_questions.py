"""What the first screen of the playground suggests to ask, made from the packs."""

import pytest

from bot.answers.results import Answer
from bot.knowledge.model import Knowledge
from bot.lookups.first_questions import first_questions, known
from tests.default_pack import default_engine, default_knowledge
from tests.small_pack import ONE_PACK, TWO_PACKS, a_fact, a_pack


def test_the_default_pack_suggests_a_role_and_a_reason() -> None:
    assert first_questions(default_knowledge()) == ("Who voices Ultron?", "Why does the Hulk leave?")


def test_the_suggested_questions_have_answers() -> None:
    replies = [default_engine().ask(question) for question in first_questions(default_knowledge())]

    assert [type(reply) for reply in replies] == [Answer, Answer]


@pytest.mark.parametrize("knowledge", [ONE_PACK, TWO_PACKS], ids=["one pack", "two packs"])
def test_any_pack_with_characters_suggests_two_questions(knowledge: Knowledge) -> None:
    assert len(first_questions(knowledge)) == 2


def test_a_pack_without_characters_suggests_its_authors_phrasings() -> None:
    facts = (a_fact(id="tea", asks=("what is tea made of",)),)

    assert first_questions(Knowledge((a_pack(facts=facts, characters=()),))) == ("What is tea made of?",)


def test_what_the_packs_hold_is_said_in_a_sentence() -> None:
    assert known(default_knowledge()).startswith("It knows ")
    assert known(default_knowledge()).endswith(" quiz questions.")
    assert known(Knowledge((a_pack(facts=(), characters=()),))) == ""
