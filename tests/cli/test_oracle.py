"""What `lorekeeper ask` answers: the packs first, and what they leave open about the bot from its manual."""

import pytest

from bot.cli.oracle import Oracle, the_manual
from bot.lookups.results import AboutMe
from tests.small_pack import ONE_PACK

TIME, DOG = "how do I change the time?", "what is mara's dog called?"


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(ONE_PACK, overheard=False, manual=the_manual())


def test_a_question_about_the_bot_is_answered_from_its_manual(oracle: Oracle) -> None:
    told = oracle.ask(TIME)

    assert isinstance(told, AboutMe)
    assert told.fact.id == "daily-time"
    assert oracle.words(told).startswith("Change the time of the daily question")


@pytest.mark.parametrize("question", [DOG, "who is mara", "what is it about", "who won the world cup", "hello"])
def test_the_manual_takes_no_other_question(oracle: Oracle, question: str) -> None:
    assert oracle.ask(question) == Oracle(ONE_PACK, overheard=False).ask(question)


def test_an_overheard_question_about_the_bot_gets_no_answer() -> None:
    overheard = Oracle(ONE_PACK, overheard=True, manual=the_manual())

    assert overheard.words(overheard.ask(TIME)) == ""
