"""How hard a question is: by its options at first, by the share of right answers once it was played."""

from collections.abc import Sequence

from bot.english.spelling import alike
from bot.english.text import fold
from bot.knowledge.model import Difficulty
from bot.questions.model import OptionKind, Question, QuestionKind

ENOUGH_PLAYED = 8
"""From so many answers on, how a question was answered says more than its options."""

EASY_FROM, HARD_BELOW = 0.7, 0.4
"""Shares of right answers. Guessing among four gives 0.25, and 0.5 among two."""

_OF_A_KIND = {
    QuestionKind.PLAYED_BY: 0.30,
    QuestionKind.PLAYS: 0.20,
    QuestionKind.DEED: 0.35,
    QuestionKind.RELATION: 0.30,
    QuestionKind.CHARACTER: 0.35,
    QuestionKind.GAP: 0.50,
    QuestionKind.TRUE_FALSE: 0.25,
    QuestionKind.FIRST: 0.60,
    QuestionKind.AUTHORED: 0.40,
}
"""How hard a kind is by itself, 0 to 1."""

_NAMED_GAP = 0.35
"""How hard a gap is for a place or a thing: four of them are seldom alike, as numbers are."""


def expected(
    kind: QuestionKind,
    answer: str,
    wrong: Sequence[str],
    *,
    likeness: float,
    option_kind: OptionKind = OptionKind.FREE,
) -> Difficulty:
    """The difficulty by the options. `likeness` is how much they have in common with the answer, 0 to 1."""
    is_named = option_kind in (OptionKind.PLACE, OptionKind.THING, OptionKind.GROUP)
    own = _NAMED_GAP if kind is QuestionKind.GAP and is_named else _OF_A_KIND[kind]
    spelling = max((alike(fold(answer), fold(each)) for each in wrong), default=0.0)
    score = own + 0.35 * likeness + 0.15 * spelling
    return Difficulty.EASY if score < 0.63 else Difficulty.MEDIUM if score < 0.7 else Difficulty.HARD


def played(question: Question, *, right: int, answers: int) -> Difficulty:
    """The difficulty once `right` of `answers` were right: what was expected, until enough were given."""
    if answers < ENOUGH_PLAYED:
        return question.difficulty
    options = len(question.options)
    by_luck = 1 / options if options else 0.0
    share = right / answers
    if options == 2:  # so that two options are judged like four: what lies above luck counts
        share = 0.25 + max(0.0, share - by_luck) * 0.75 / (1 - by_luck)
    return Difficulty.EASY if share >= EASY_FROM else Difficulty.HARD if share < HARD_BELOW else Difficulty.MEDIUM
