"""Times and weekdays as people type them."""

from datetime import time

import pytest

from bot.scheduling.spoken import read_time, read_weekdays


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18:30", time(18, 30)),
        ("6:30 pm", time(18, 30)),
        ("6:30PM", time(18, 30)),
        ("6.30 p.m.", time(18, 30)),
        ("18h30", time(18, 30)),
        ("18h", time(18)),
        ("1830", time(18, 30)),
        ("0930", time(9, 30)),
        ("9", time(9)),
        ("9 am", time(9)),
        ("9 o'clock", time(9)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("00:00", time(0)),
        ("noon", time(12)),
        (" Midnight ", time(0)),
    ],
)
def test_a_time_is_read_as_it_is_meant(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "24:00", "18:60", "13 pm", "0 am", "9 a", "9 m", "930 pm am", "soon", "-1", "18:3", "٩:٠٠x"]
)
def test_anything_else_is_not_a_time(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("every day", range(7)),
        ("Daily", range(7)),
        ("weekdays", range(5)),
        ("weekends", [5, 6]),
        ("Monday to Friday", range(5)),
        ("mon-fri", range(5)),
        ("Mon – Fri", range(5)),
        ("fri-mon", [4, 5, 6, 0]),
        ("mon, wed and sat", [0, 2, 5]),
        ("tues/thurs", [1, 3]),
        ("Mondays", [0]),
        ("mo tu we", [0, 1, 2]),
        ("mon-wed, sunday", [0, 1, 2, 6]),
        ("sunday sunday", [6]),
    ],
)
def test_weekdays_are_read_as_they_are_meant(typed: str, meant: range | list[int]) -> None:
    assert read_weekdays(typed) == frozenset(meant)


@pytest.mark.parametrize("typed", ["", "m", "t", "never", "mon-tue-wed", "-", "and", "12", "mon to", "monx"])
def test_anything_else_is_not_weekdays(typed: str) -> None:
    assert read_weekdays(typed) is None
