"""How many daily questions in a row: one missed day a week is forgiven."""

import pytest

from bot.storage.answers import Streak
from bot.storage.streaks import Run, days_streak


def streak_of_marks(marks: str) -> Streak:
    """`x` is a question that was answered, `.` one that was missed."""
    runs = [Run(number, number) for number, mark in enumerate(marks, 1) if mark == "x"]
    return days_streak(runs, reaching=len(marks))


@pytest.mark.parametrize(
    ("marks", "streak"),
    [
        pytest.param("xxx", Streak(3, 3), id="nothing to forgive"),
        pytest.param("xxx.xx", Streak(5, 5, since_forgiven=2), id="a missed day does not count, and ends nothing"),
        pytest.param("xxx.", Streak(3, 3, since_forgiven=0), id="nor does the latest one"),
        pytest.param("xxx..x", Streak(1, 3), id="two in a row end it"),
        pytest.param("xxx..", Streak(0, 3), id="also at the end"),
        pytest.param("x.xxxx.x", Streak(1, 5), id="a second one in the same week ends it"),
        pytest.param("x.xxxxxx.x", Streak(8, 8, since_forgiven=1), id="a week later another one is forgiven"),
        pytest.param("x.xxxxxx", Streak(7, 7), id="the next can be missed again"),
        pytest.param("xx.x..x.x", Streak(2, 3, since_forgiven=1), id="a new streak has a freeze of its own"),
        pytest.param("..x", Streak(1, 1), id="before the first day nothing is forgiven"),
        pytest.param("", Streak(0, 0), id="no day yet"),
    ],
)
def test_one_missed_day_a_week_ends_no_streak(marks: str, streak: Streak) -> None:
    assert streak_of_marks(marks) == streak


def test_days_in_a_row_may_come_as_one_run() -> None:
    assert days_streak([Run(1, 5), Run(7, 9)], reaching=9) == Streak(8, 8, since_forgiven=3)


def test_an_open_question_may_be_answered_already() -> None:
    assert days_streak([Run(1, 6)], reaching=5) == Streak(6, 6)
