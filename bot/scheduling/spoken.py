"""Parses local times and weekdays as people type them. Pure."""

import re
from datetime import time

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""In the order of `date.weekday`."""

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})|\s*h|(\d{2}))?\s*([ap])?\.?\s*(m\.?)?(?:\s*o'?clock)?")

_GROUPS = {
    "every day": range(7),
    "everyday": range(7),
    "daily": range(7),
    "all": range(7),
    "weekdays": range(5),
    "workdays": range(5),
    "weekends": range(5, 7),
    "weekend": range(5, 7),
}

_SHORT = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
"""Abbreviations of weekdays that aren't simply prefixes, or are ambiguous as prefixes."""


def read_time(typed: str) -> time | None:
    """Parse `18:30`, `6:30 pm`, `9am`, `0930` or `noon`; None if it isn't a time."""
    text = " ".join(typed.lower().split())
    if text in ("noon", "midnight"):
        return time(12 if text == "noon" else 0)
    match = _TIME.fullmatch(text)
    if match and bool(match[4]) == bool(match[5]):
        hour, minute = int(match[1]), int(match[2] or match[3] or 0)
        if match[4]:
            hour = hour % 12 + (12 if match[4] == "p" else 0) if 1 <= hour <= 12 else 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    return None


def read_weekdays(typed: str) -> frozenset[int] | None:
    """Parse `every day`, `mon-fri`, `Monday, Wednesday and Friday`; numbers as in `date.weekday`.

    None if they aren't weekdays.
    """
    text = " ".join(re.sub(r"[,;/&+]|\band\b", " ", typed.lower()).split())
    if text in _GROUPS:
        return frozenset(_GROUPS[text])
    text = re.sub(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", "-", text)
    found: set[int] = set()
    for piece in text.split():
        first, *rest = (_weekday(name) for name in piece.split("-"))
        last = rest[0] if rest else first
        if first is None or last is None or len(rest) > 1:
            return None
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(found) or None


def _weekday(name: str) -> int | None:
    """A weekday by its first letters, at least two."""
    if name in _SHORT:
        return _SHORT[name]
    return next(
        (number for number, day in enumerate(WEEKDAYS) if len(name) >= 2 and f"{day.lower()}s".startswith(name)), None
    )
