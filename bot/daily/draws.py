"""Which question a day gets. Pure.

First come the promises: no fact again for two months, no kind twice in a row. Of what is left, questions that the
server was not asked in this turn through the bag go before the others, and then those as hard as the weekday wants.
Where a pack is too small for a promise, the next one decides.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.knowledge.model import Difficulty, QuestionFormat
from bot.questions.draw import draw
from bot.questions.model import OptionKind, Question, QuestionKind
from bot.storage.bags import Draw

APART = timedelta(days=60)
"""How long a fact rests after it was asked about."""

_BY_WEEKDAY = (0, 0, 1, 1, 1, 2, 2)
"""How hard a question should be, from Monday to Sunday: a week begins easily and ends with something to chew on."""

_LEVELS = {Difficulty.EASY: 0, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}


@dataclass(frozen=True)
class Asked:
    """A question that the server had on this day."""

    day: date
    question: Question


@dataclass(frozen=True)
class Candidate:
    """A question that may be asked, and its place in the server's bag."""

    draw: Draw
    question: Question


def fairest(
    candidates: Sequence[Candidate], past: Sequence[Asked], day: date, chance: random.Random
) -> Candidate | None:
    """The question for this local date; by chance among equals, fairly over kinds. None where there is none.

    `past` are the server's earlier dailies in order of their days.
    """
    if not candidates:
        return None
    resting = {_subject(each.question) for each in past if abs(day - each.day) < APART}
    last = _kind(past[-1].question) if past else None
    wanted = _BY_WEEKDAY[day.weekday()]

    def faults(each: Candidate) -> tuple[bool, bool, int, int]:
        question = each.question
        distance = abs(_LEVELS[question.difficulty] - wanted)
        return _subject(question) in resting, _kind(question) == last, each.draw.turn, distance

    least = min(map(faults, candidates))
    best = {each.question.key: each for each in candidates if faults(each) == least}
    [drawn] = draw([each.question for each in best.values()], (), 1, chance).questions
    return best[drawn.key]


def options_for(question: Question, chance: random.Random) -> tuple[str, ...]:
    """The options as the post shows them: numbers by size, all others by chance."""
    options = list(question.options)
    if question.option_kind is not OptionKind.NUMBER:
        chance.shuffle(options)
    return tuple(options)


def without_plot(questions: Sequence[Question]) -> Sequence[Question]:
    """Those that tell nothing of the plot, because everybody in the channel reads them; all, where none is like
    that."""
    return [question for question in questions if not question.is_spoiler] or questions


def _subject(question: Question) -> str:
    """What should not come again soon: the fact, or the question itself where it rests on none."""
    return question.fact or question.key


def _kind(question: Question) -> tuple[QuestionKind, OptionKind, QuestionFormat]:
    """What seems the same two days in a row. Of those that people wrote, all are of one kind: what they ask for tells
    them apart."""
    return question.kind, question.option_kind, question.format
