"""Parses local times and weekdays as people type them. Pure."""

import re
from datetime import time

from bot.errors import UserError

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


def read_time(typed: str) -> time:
    """`18:30`, `6:30 pm`, `9am`, `0930`, `noon`. Raises UserError."""
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
    raise UserError(f"I can't read “{typed[:50]}” as a time. Type it like 18:30 or 6:30 pm.")


def read_weekdays(typed: str) -> frozenset[int]:
    """`every day`, `mon-fri`, `Monday, Wednesday and Friday`, as numbers of `date.weekday`. Raises UserError."""
    text = " ".join(re.sub(r"[,;/&+]|\band\b", " ", typed.lower()).split())
    if text in _GROUPS:
        return frozenset(_GROUPS[text])
    text = re.sub(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", "-", text)
    found: set[int] = set()
    for piece in text.split():
        ends = [_weekday(name, typed) for name in piece.split("-")]
        if len(ends) > 2:
            raise _unreadable(typed)
        first, last = ends[0], ends[-1]
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    if not found:
        raise _unreadable(typed)
    return frozenset(found)


def _weekday(name: str, typed: str) -> int:
    """The weekday with this prefix of at least two letters."""
    if name in _SHORT:
        return _SHORT[name]
    for number, day in enumerate(WEEKDAYS):
        if len(name) >= 2 and f"{day.lower()}s".startswith(name):
            return number
    raise _unreadable(typed)


def _unreadable(typed: str) -> UserError:
    return UserError(
        f"I can't read “{typed[:100]}” as weekdays. Type “every day”, “Monday to Friday” or “Mon, Wed, Sat”."
    )
