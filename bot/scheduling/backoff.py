"""Exponential backoff with jitter."""

import random
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST = timedelta(seconds=5)
"""Delay before the second attempt; longer than most network hiccups."""

LONGEST = timedelta(minutes=10)
"""Maximum delay, so that the end of an outage is noticed soon."""


@dataclass(frozen=True)
class _Failures:
    count: int
    first: datetime
    last: datetime
    again: datetime


class Backoff:
    """Tracks, for each key, consecutive failures and the time of the next attempt."""

    def __init__(self, chance: random.Random, *, first: timedelta = FIRST, longest: timedelta = LONGEST) -> None:
        self._chance = chance
        self._first = first
        self._longest = longest
        self._failures: dict[Hashable, _Failures] = {}

    def failed(self, key: Hashable, now: datetime, *, at_least: timedelta = timedelta()) -> datetime:
        """Record a failure; returns a random time in the second half of the delay, but not before `at_least`."""
        count, first = (known.count, known.first) if (known := self._failures.get(key)) else (0, now)
        wait = min(self._longest, self._first * (1 << min(count, 20)))
        again = now + max(wait / 2, at_least) + wait / 2 * self._chance.random()
        self._failures[key] = _Failures(count + 1, first, now, again)
        return again

    def not_before(self, key: Hashable, now: datetime) -> datetime | None:
        """When the next attempt is allowed; None if it is allowed now, as after the clock was set back."""
        failures = self._failures.get(key)
        return failures.again if failures and failures.last <= now < failures.again else None

    def failing_since(self, key: Hashable) -> datetime | None:
        """When the first of its consecutive failures was recorded; None if the last attempt succeeded."""
        failures = self._failures.get(key)
        return failures.first if failures else None

    def succeeded(self, key: Hashable) -> None:
        """Reset the key."""
        self._failures.pop(key, None)
