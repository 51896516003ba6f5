"""Computes streaks. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.storage.answers import Streak

NO_STREAK = Streak(0, 0)


def streak_of(held: Sequence[bool]) -> Streak:
    """The current and the longest run of true values."""
    runs = [len(list(run)) if value else 0 for value, run in groupby(held)]
    return Streak(runs[-1], max(runs)) if runs else NO_STREAK


FREEZE_EVERY = 7
"""Of so many questions in a row, one may be left out without an end to a streak: one missed day a week."""


@dataclass(frozen=True)
class Run:
    """Questions in a row that were answered, by their numbers: both ends belong to it."""

    first: int
    last: int


def days_streak(runs: Iterable[Run], *, reaching: int) -> Streak:
    """Daily questions answered in a row, of a member with these runs, in order. One that is forgiven adds nothing.

    `reaching` is the number of the last question that had to be answered by now.
    """
    length = longest = end = 0
    forgiven: int | None = None

    def forgives(number: int) -> bool:
        return forgiven is None or number - forgiven >= FREEZE_EVERY

    for run in runs:
        if length and run.first == end + 2 and forgives(end + 1):
            forgiven = end + 1
        elif run.first != end + 1:
            length, forgiven = 0, None
        length += run.last - run.first + 1
        longest, end = max(longest, length), run.last
    if length and end + 1 == reaching and forgives(reaching):
        forgiven, end = reaching, reaching
    if end < reaching:
        return Streak(0, longest)
    if forgiven is None or forgives(end + 1):
        return Streak(length, longest)
    return Streak(length, longest, since_forgiven=end - forgiven)
