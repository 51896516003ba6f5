"""What an answer is worth, and how long there is for it."""

from datetime import timedelta

from bot.questions.model import Question

RIGHT = 100
"""Points for a right answer, however late."""

FOR_SPEED = 30
"""Points more for an answer given at once; they melt away evenly until the time is over."""

FOR_STREAK = 5
"""Points more for each right answer in a row before this one."""

LONGEST_STREAK = 5
"""So many answers in a row earn more; a longer streak earns no more than this."""

FOR_HINT = 15
"""Points less for each hint that was shown before the answer."""

LATER = 0.5
"""The share for a right answer after somebody else's, where answers are typed for all to see."""

READING = 16.0
"""Characters a second that somebody reads who reads English as a second language."""

THINKING, TYPING = 10.0, 8.0
"""Seconds to think, and more of them where the answer is typed."""

SHORTEST, LONGEST = 15.0, 75.0
"""Seconds that a question is open at least and at most."""

RELAXED = 2.0
"""So many times longer is a question open in a relaxed game."""


def time_for(question: Question, *, typed: bool = False, relaxed: bool = False) -> timedelta:
    """How long a question is open: to read it and its options, to think, and to type."""
    letters = len(question.text) + (0 if typed else sum(map(len, question.options)))
    seconds = THINKING + letters / READING + (TYPING if typed else 0.0)
    seconds = min(max(seconds, SHORTEST), LONGEST)
    return timedelta(seconds=round(seconds * (RELAXED if relaxed else 1.0)))


def points_for(*, speed: float, streak: int, hints: int, is_first: bool = True) -> int:
    """What a right answer earns.

    `speed` is 1 for an answer at once and 0 for one at the end, `streak` the number of right answers in a row before
    it, `hints` how many were shown by then.
    """
    whole = RIGHT + FOR_SPEED * min(max(speed, 0.0), 1.0) + FOR_STREAK * min(streak, LONGEST_STREAK) - FOR_HINT * hints
    return max(1, round(whole * (1.0 if is_first else LATER)))
