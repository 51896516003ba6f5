"""Computes streaks. Pure."""

from collections.abc import Sequence
from itertools import groupby

from bot.storage.answers import Streak

NO_STREAK = Streak(0, 0)


def streak_of(held: Sequence[bool]) -> Streak:
    """The current and the longest run of true values."""
    runs = [len(list(run)) if value else 0 for value, run in groupby(held)]
    return Streak(runs[-1], max(runs)) if runs else NO_STREAK
