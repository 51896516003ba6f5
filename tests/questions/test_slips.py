"""How many slips of the keyboard the judge takes, and how many answers of other questions with slips in them.

The answers are those of the default pack, and of other projects' quiz files where they lie beside this project.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pytest

from bot.english.text import stem
from bot.english.words import STOP
from bot.questions.candidates import words_of
from bot.questions.grading import Verdict, judge
from tests.default_pack import default_questions
from tests.questions.slips import PUBLIC, Asked, nearest, public_questions, slipped

RIGHT = Verdict.RIGHT

ACCEPTED = 0.95
"""Share of right answers with a slip that have to be taken. The others became another word of English, or stand as
near to another answer, or have four letters and lost one."""

MISTAKEN = 0.01
"""Share of the answers most like the right one, with and without slips, that may be taken for it: none of them is
wrong beyond doubt (`Robins` for `Robin`)."""

QUESTIONS = 300
"""Questions of each list that are tried."""

MOST_OTHERS = 40
"""Other answers that the judge knows to be wrong: those most like the right one."""

needs_public = pytest.mark.skipif(not PUBLIC, reason="the quiz files of other projects (shared/imports) are not there")


@cache
def of_the_default_pack() -> list[Asked]:
    typed = [each for each in default_questions() if each.can_be_typed]
    others = tuple(dict.fromkeys(each.answer for each in typed))
    return [
        Asked(
            each.text,
            each.accepted,
            tuple(other for other in others if _said(other) not in {_said(right) for right in each.accepted}),
        )
        for each in typed
    ]


def _said(answer: str) -> frozenset[str]:
    """What an answer says: "In a sceptre" and "the sceptre" are one."""
    return frozenset(stem(word) for word in words_of(answer.replace("'s", "")) if word not in STOP)


LISTS = [
    pytest.param(of_the_default_pack, id="default pack"),
    pytest.param(public_questions, id="public files", marks=needs_public),
]


@pytest.mark.slow
@pytest.mark.parametrize("are_known", [True, False], ids=["others known", "others unknown"])
@pytest.mark.parametrize("questions", LISTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_right_answers_with_a_slip_are_taken_and_others_are_not(
    questions: Callable[[], list[Asked]], seed: int, are_known: bool
) -> None:
    chance = random.Random(seed)  # noqa: S311
    every = questions()
    asked = chance.sample(every, min(QUESTIONS, len(every)))

    right = [(each, typed) for each in asked for typed in _slips(each.accepted[:2], chance)]
    others = [(each, other) for each in asked for other in nearest(each, 3)]
    near = [(each, typed) for each, other in others for typed in (other, *_slips([other], chance))]
    refused = [(each.accepted[0], typed) for each, typed in right if not _is_taken(each, typed, are_known=are_known)]
    mistaken = [(each.accepted[0], typed) for each, typed in near if _is_taken(each, typed, are_known=are_known)]

    assert len(refused) <= (1 - ACCEPTED) * len(right), refused
    assert len(mistaken) <= MISTAKEN * len(near), mistaken


@pytest.mark.parametrize("title", ["Tom and Jerry", "The Return of the King", "Trick or treat", "Apollo 11"])
def test_a_title_with_little_words_takes_every_slip_in_its_long_ones(title: str) -> None:
    chance = random.Random(1)  # noqa: S311
    typed = {typed for _ in range(300) for typed in _slips([title], chance)}

    refused = [each for each in sorted(typed) if judge(each, [title], ["The Two Towers", "Apollo 13"]) is not RIGHT]
    assert refused == []


def _slips(answers: Sequence[str], chance: random.Random) -> Iterator[str]:
    for answer in answers:
        if (typed := slipped(answer, chance)) is not None:
            yield typed


def _is_taken(asked: Asked, typed: str, *, are_known: bool) -> bool:
    others = _others(asked) if are_known else ()
    return judge(typed, asked.accepted, others, asked=asked.text) is RIGHT


@cache
def _others(asked: Asked) -> tuple[str, ...]:
    return tuple(nearest(asked, MOST_OTHERS))
