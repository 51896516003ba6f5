"""Which questions count as open."""

import pytest

from bot.answers.results import Answer, Closest, NoMatch, Working
from bot.lookups.results import Response, Unclear
from bot.lookups.unanswered import end_of, question_in
from bot.storage.misses import MissEnd
from tests.small_pack import DOG, MARA

QUESTION = "what does Mara eat?"


def a_working(*, named: bool = True, on_topic: bool = True, asked: str = "") -> Working:
    return Working(QUESTION, "", (), 0.1, 0.7, (MARA,) if named else (), asked, on_topic)


NOTHING = NoMatch(a_working())


def test_a_question_without_an_answer_is_open() -> None:
    assert end_of(QUESTION, NOTHING) is MissEnd.NOTHING
    assert end_of(QUESTION, Closest((DOG,), a_working())) is MissEnd.CLOSEST


@pytest.mark.parametrize(
    ("named", "on_topic", "counts"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_a_question_to_the_bot_names_somebody_or_is_about_the_packs(named: bool, on_topic: bool, counts: bool) -> None:
    response = NoMatch(a_working(named=named, on_topic=on_topic))

    assert (end_of(QUESTION, response) is MissEnd.NOTHING) is counts


def test_a_question_to_the_bot_about_the_film_as_such_is_open() -> None:
    elsewhere = NoMatch(a_working(named=False, on_topic=False))

    assert end_of("who directed the movie?", elsewhere) is MissEnd.NOTHING
    assert end_of("who directed the movie?", elsewhere, overheard=True) is None


@pytest.mark.parametrize(("named", "on_topic"), [(True, False), (False, True), (False, False)])
def test_an_overheard_question_does_both(named: bool, on_topic: bool) -> None:
    assert end_of(QUESTION, NOTHING, overheard=True) is MissEnd.NOTHING
    assert end_of(QUESTION, NoMatch(a_working(named=named, on_topic=on_topic)), overheard=True) is None


@pytest.mark.parametrize(
    "response",
    [
        Answer((DOG,), "", a_working()),
        NoMatch(a_working(), is_beyond=True),
        Unclear("mara", (MARA, MARA)),
    ],
    ids=["answered", "beyond what may be shown", "an unclear name"],
)
def test_what_is_answered_or_hidden_is_not_open(response: Response) -> None:
    assert end_of(QUESTION, response) is None


@pytest.mark.parametrize("line", ["Mara is the best", "lol Mara", "good night Mara"])
def test_what_is_no_question_is_not_open(line: str) -> None:
    assert end_of(line, NOTHING) is None


def test_what_follows_up_is_kept_as_it_stands_on_its_own() -> None:
    assert question_in("and her dog?", NoMatch(a_working(asked="what is Mara's dog?"))) == "what is Mara's dog?"
    assert question_in(QUESTION, NOTHING) == QUESTION
