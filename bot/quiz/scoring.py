"""The points of an answer, and the time limit of a question."""

from datetime import timedelta

from bot.questions.model import QuizQuestion

RIGHT = 100
"""Points for a right answer at any time."""

FOR_SPEED = 30
"""Bonus for an immediate answer; it decreases linearly to 0 at the end of the time."""

FOR_STREAK = 5
"""Bonus for each previous right answer in a row."""

LONGEST_STREAK = 5
"""Maximum streak that earns a bonus."""

FOR_HINT = 15
"""Penalty for each hint shown before the answer."""

LATER = 0.5
"""Factor for a right answer after another player's, if answers are typed publicly."""

READING = 16.0
"""Reading speed in characters per second, for readers with English as a second language."""

THINKING, TYPING = 10.0, 8.0
"""Seconds for thinking, and for typing if the answer is typed."""

SHORTEST, LONGEST = 15.0, 75.0
"""Minimum and maximum time limit in seconds."""

RELAXED = 2.0
"""Factor for the time limit in relaxed games."""


def time_for(question: QuizQuestion, *, typed: bool = False, relaxed: bool = False) -> timedelta:
    """The time limit of a question: for reading it with its options, thinking and typing."""
    letters = len(question.text) + (0 if typed else sum(map(len, question.options)))
    seconds = THINKING + letters / READING + (TYPING if typed else 0.0)
    seconds = min(max(seconds, SHORTEST), LONGEST)
    return timedelta(seconds=round(seconds * (RELAXED if relaxed else 1.0)))


def points_for(*, speed: float, streak: int, hints: int, is_first: bool = True) -> int:
    """The points of a right answer.

    `speed` is 1 for an immediate answer and 0 for one at the end, `streak` the number of previous right answers in a
    row, `hints` the number of hints shown before.
    """
    whole = RIGHT + FOR_SPEED * min(max(speed, 0.0), 1.0) + FOR_STREAK * min(streak, LONGEST_STREAK) - FOR_HINT * hints
    return max(1, round(whole * (1.0 if is_first else LATER)))
