"""The difficulty of a question: estimated at first, measured by the share of right answers once it has been played."""

from dataclasses import replace

from bot.knowledge.model import Difficulty, QuestionFormat
from bot.questions.candidates import Candidate, Side
from bot.questions.model import QuestionKind, QuizQuestion

ENOUGH_PLAYED = 8
"""Number of answers from which the measured difficulty replaces the estimate."""

EASY_FROM, HARD_BELOW = 0.7, 0.4
"""Shares of right answers. Guessing scores 0.25 with four options and 0.5 with two."""

_OF_A_KIND = {
    QuestionKind.AUTHORED: 0.5,
    QuestionKind.PLAYED_BY: 0.4,
    QuestionKind.PLAYS: 0.3,
    QuestionKind.RELATION: 0.45,
    QuestionKind.NAME: 0.35,
    QuestionKind.MEMBER: 0.4,
    QuestionKind.ODD_ONE_OUT: 0.4,
    QuestionKind.OWNER: 0.4,
    QuestionKind.THING: 0.45,
    QuestionKind.FIRST: 0.55,
    QuestionKind.NUMBER: 0.6,
    QuestionKind.ASKED: 0.5,
}
"""Base difficulty of a kind, 0 to 1."""

_OF_NAMES = {QuestionKind.PLAYED_BY, QuestionKind.PLAYS, QuestionKind.NAME}
"""Kinds that are easy for leads, because everybody knows them and their actors."""

_OF_A_FORMAT = {QuestionFormat.TRUE_FALSE: -0.05, QuestionFormat.NUMBER: 0.1}
"""Adjustment for the format. True and false get the same, so that the difficulty doesn't reveal the answer."""

WELL_KNOWN = 12
"""Number of mentioning facts from which a candidate is considered well known."""

EASY_BELOW, HARD_ABOVE = 0.42, 0.555
"""Scores that put about a third of a pack's questions in each range (measured on eleven packs by other authors)."""


def expected(
    kind: QuestionKind,
    *,
    format: QuestionFormat = QuestionFormat.CHOICE,
    about: Candidate | None = None,
    likeness: float = 0.5,
) -> Difficulty:
    """The estimated difficulty of an unplayed question. `about` is the candidate asked for, `likeness` the similarity
    of the wrong options to it, 0 to 1."""
    if kind in _OF_NAMES and about and about.side is Side.LEADS:
        return Difficulty.EASY
    obscure = 1 - min(about.mentions, WELL_KNOWN) / WELL_KNOWN if about else 0.5
    score = _OF_A_KIND[kind] + _OF_A_FORMAT.get(format, 0.0) + 0.25 * (obscure - 0.5) + 0.3 * (likeness - 0.5)
    return Difficulty.EASY if score < EASY_BELOW else Difficulty.MEDIUM if score < HARD_ABOVE else Difficulty.HARD


def rated(question: QuizQuestion, *, right: int, answers: int) -> QuizQuestion:
    """The question with the difficulty measured from its answers."""
    return replace(question, difficulty=played(question, right=right, answers=answers))


def played(question: QuizQuestion, *, right: int, answers: int) -> Difficulty:
    """The difficulty with `right` of `answers` right; the estimate until there are enough answers."""
    if answers < ENOUGH_PLAYED:
        return question.difficulty
    options = len(question.options)
    by_luck = 1 / options if options else 0.0
    share = right / answers
    if options == 2:  # rescale two options to compare with four: only results above chance count
        share = 0.25 + max(0.0, share - by_luck) * 0.75 / (1 - by_luck)
    return Difficulty.EASY if share >= EASY_FROM else Difficulty.HARD if share < HARD_BELOW else Difficulty.MEDIUM
