"""Badges: what a member did that is worth a story. Each is read from the log of answers, and dated by it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from bot.ids import QuestionKey
from bot.storage.answers import Game, Graded, Occasion, Share

STREAK = 10
WEEK = 7
"""Dailies in a row."""
WHOLE_GAME = 10
"""Questions of a game that has no wrong answer; fewer are soon right by chance."""
MANY = 100
OTHERS = 2
"""Other members who must have tried, for the badge of the only one who knew."""
HARD, TRIED = 0.25, 8
"""The share of right answers, everywhere, up to which a question is hard, and the answers that tell."""


class Badge(StrEnum):
    STREAK = "ten in a row"
    ALONE = "the only one who knew"
    WEEK = "a perfect week"
    GAME = "a perfect game"
    HARD = "cracked a hard one"
    MANY = "a hundred right"


@dataclass(frozen=True)
class EarnedBadge:
    """A badge, and when it was earned first."""

    badge: Badge
    at: datetime


def badges_of(
    history: Sequence[Graded],
    *,
    dailies: Sequence[date],
    alone: Collection[Occasion],
    shares: Mapping[QuestionKey, Share],
) -> tuple[EarnedBadge, ...]:
    """A member's badges, the first earned first.

    `history` are their answers that count, in order; `dailies` the days on which the server had a question, in order;
    `alone` what nobody else had (see `AnswerLog.known_alone`); `shares` how often questions were answered rightly.
    """
    found: dict[Badge, datetime] = {}
    for badge, at in _earned(history, dailies, alone, shares):
        found[badge] = min(at, found.get(badge, at))
    return tuple(EarnedBadge(badge, at) for badge, at in sorted(found.items(), key=lambda each: (each[1], each[0])))


def _earned(
    history: Sequence[Graded], dailies: Sequence[date], alone: Collection[Occasion], shares: Mapping[QuestionKey, Share]
) -> Iterator[tuple[Badge, datetime]]:
    in_a_row = right = 0
    for answer in history:
        given = answer.given
        in_a_row = in_a_row + 1 if answer.is_right else 0
        right += answer.is_right
        if in_a_row == STREAK:
            yield Badge.STREAK, given.at
        if not answer.is_right:
            continue
        if right == MANY:
            yield Badge.MANY, given.at
        if given.occasion in alone:
            yield Badge.ALONE, given.at
        share = shares.get(given.question_key)
        if share is not None and share.answered >= TRIED and share.right <= HARD * share.answered:
            yield Badge.HARD, given.at
    yield from _weeks(history, dailies)
    yield from _games(history)


def _weeks(history: Sequence[Graded], dailies: Sequence[date]) -> Iterator[tuple[Badge, datetime]]:
    right = {
        answer.given.occasion.round: answer.given.at
        for answer in history
        if answer.is_right and answer.given.occasion.game is Game.DAILY
    }
    in_a_row = 0
    for day in dailies:
        at = right.get(day.isoformat())
        in_a_row = in_a_row + 1 if at is not None else 0
        if at is not None and in_a_row == WEEK:
            yield Badge.WEEK, at


def _games(history: Sequence[Graded]) -> Iterator[tuple[Badge, datetime]]:
    games: defaultdict[str, list[Graded]] = defaultdict(list)
    for answer in history:
        if answer.given.occasion.game is Game.TRIVIA:
            games[answer.given.occasion.round].append(answer)
    for answers in games.values():
        numbers = sorted(answer.given.occasion.number for answer in answers)
        has_gaps = any(after - before > 1 for before, after in pairwise(numbers))
        if len(answers) >= WHOLE_GAME and not has_gaps and all(answer.is_right for answer in answers):
            yield Badge.GAME, answers[-1].given.at
