"""How hard a question is: by typed signs at first, by the share of right answers once it was played."""

from bot.knowledge.model import Difficulty, QuestionFormat
from bot.questions.candidates import Candidate, Side
from bot.questions.model import Question, QuestionKind

ENOUGH_PLAYED = 8
"""From so many answers on, how a question was answered says more than its kind."""

EASY_FROM, HARD_BELOW = 0.7, 0.4
"""Shares of right answers. Guessing among four gives 0.25, and 0.5 among two."""

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
"""How hard a kind is by itself, 0 to 1."""

_OF_NAMES = {QuestionKind.PLAYED_BY, QuestionKind.PLAYS, QuestionKind.NAME}
"""Kinds that are easy of the leads: everybody knows who they are and who plays them."""

_OF_A_FORMAT = {QuestionFormat.TRUE_FALSE: -0.05, QuestionFormat.NUMBER: 0.1}
"""What a format adds. True and false are equally hard, so that the level tells nothing."""

WELL_KNOWN = 12
"""Facts that name somebody whom everybody knows who knows the pack."""

EASY_BELOW, HARD_ABOVE = 0.42, 0.555
"""Scores: about a third of the questions of a pack lie in each range (eleven packs by other hands)."""


def expected(
    kind: QuestionKind,
    *,
    format: QuestionFormat = QuestionFormat.CHOICE,
    about: Candidate | None = None,
    likeness: float = 0.5,
) -> Difficulty:
    """The difficulty of a question that nobody has played. `about` is who or what is asked for, `likeness` how much
    the wrong options have in common with it, 0 to 1."""
    if kind in _OF_NAMES and about and about.side is Side.LEADS:
        return Difficulty.EASY
    obscure = 1 - min(about.mentions, WELL_KNOWN) / WELL_KNOWN if about else 0.5
    score = _OF_A_KIND[kind] + _OF_A_FORMAT.get(format, 0.0) + 0.25 * (obscure - 0.5) + 0.3 * (likeness - 0.5)
    return Difficulty.EASY if score < EASY_BELOW else Difficulty.MEDIUM if score < HARD_ABOVE else Difficulty.HARD


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
