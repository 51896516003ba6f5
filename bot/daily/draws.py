"""Chooses the question for a day. Pure.

Hard rules come first: no fact twice within two months, no kind twice in a row. Among the rest, questions that the
server hasn't had since its bag was last refilled come first, then those of the weekday's difficulty. If a pack is too
small for one rule, the next one decides.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.knowledge.model import Difficulty, QuestionFormat
from bot.questions.draw import draw
from bot.questions.model import OptionKind, QuestionKind, QuizQuestion
from bot.storage.bags import Draw

APART = timedelta(days=60)
"""How long a fact isn't used again."""

_BY_WEEKDAY = (0, 0, 1, 1, 1, 2, 2)
"""Difficulty by weekday, Monday to Sunday: the week starts easy and ends hard."""

_LEVELS = {Difficulty.EASY: 0, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}


@dataclass(frozen=True)
class PastQuestion:
    """A question and the day on which the server had it."""

    day: date
    question: QuizQuestion


@dataclass(frozen=True)
class DailyCandidate:
    """A possible question and its position in the server's bag."""

    draw: Draw
    question: QuizQuestion


def fairest(
    candidates: Sequence[DailyCandidate], past: Sequence[PastQuestion], day: date, chance: random.Random
) -> DailyCandidate | None:
    """The question for this local date, at random among equals and balanced over kinds; None if there is none.

    `past` are the server's earlier daily questions, by date.
    """
    if not candidates:
        return None
    resting = {_subject(each.question) for each in past if abs(day - each.day) < APART}
    last = _kind(past[-1].question) if past else None
    wanted = _BY_WEEKDAY[day.weekday()]

    def faults(each: DailyCandidate) -> tuple[bool, bool, int, int]:
        question = each.question
        distance = abs(_LEVELS[question.difficulty] - wanted)
        return _subject(question) in resting, _kind(question) == last, each.draw.turn, distance

    least = min(map(faults, candidates))
    best = {each.question.key: each for each in candidates if faults(each) == least}
    [drawn] = draw([each.question for each in best.values()], (), 1, chance).questions
    return best[drawn.key]


def options_for(question: QuizQuestion, chance: random.Random) -> tuple[str, ...]:
    """The options in the order of the post: numbers by size, others at random."""
    options = list(question.options)
    if question.option_kind is not OptionKind.NUMBER:
        chance.shuffle(options)
    return tuple(options)


def without_plot(questions: Sequence[QuizQuestion]) -> Sequence[QuizQuestion]:
    """The questions without spoilers, because everybody in the channel reads them; all questions if none is free of
    spoilers."""
    return [question for question in questions if not question.is_spoiler] or questions


def _subject(question: QuizQuestion) -> str:
    """What shouldn't be repeated soon: the fact, or the question itself if it has none."""
    return question.fact or question.key


def _kind(question: QuizQuestion) -> tuple[QuestionKind, OptionKind, QuestionFormat]:
    """What feels repetitive on two days in a row. All authored questions have one kind, so the kind of their answer
    distinguishes them."""
    return question.kind, question.option_kind, question.format
