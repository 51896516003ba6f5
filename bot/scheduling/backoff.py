"""How long to leave alone what has just failed: twice as long each time, and never all at the same moment."""

import random
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST = timedelta(seconds=5)
"""Before the second attempt. Long enough for most hiccups of a network."""

LONGEST = timedelta(minutes=10)
"""Between attempts at the most, so that the end of an outage is noticed soon."""


@dataclass(frozen=True)
class _Failures:
    count: int
    last: datetime
    again: datetime


class Backoff:
    """Remembers, for each key, how often it has failed in a row and when it may be tried again."""

    def __init__(self, chance: random.Random, *, first: timedelta = FIRST, longest: timedelta = LONGEST) -> None:
        self._chance = chance
        self._first = first
        self._longest = longest
        self._failures: dict[Hashable, _Failures] = {}

    def failed(self, key: Hashable, now: datetime, *, at_least: timedelta = timedelta()) -> datetime:
        """When to try again: somewhere in the second half of the wait, and not before `at_least` has passed."""
        count = self.failures(key)
        wait = min(self._longest, self._first * (1 << min(count, 20)))
        again = now + max(wait / 2, at_least) + wait / 2 * self._chance.random()
        self._failures[key] = _Failures(count + 1, now, again)
        return again

    def not_before(self, key: Hashable, now: datetime) -> datetime | None:
        """The moment until which to leave it alone; None where it may be tried, as after the clock was set back."""
        failures = self._failures.get(key)
        return failures.again if failures and failures.last <= now < failures.again else None

    def failures(self, key: Hashable) -> int:
        """How often it has failed in a row."""
        return self._failures[key].count if key in self._failures else 0

    def succeeded(self, key: Hashable) -> None:
        """Begin anew with it."""
        self._failures.pop(key, None)
