"""How much one member and one channel may have of something that costs: after that one line, then silence. Pure."""

from collections import deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from enum import Enum

from cachetools import LRUCache

KEPT = 10_000
"""Maximum number of members and channels remembered; the least recent is dropped first."""


class Allowed(Enum):
    YES = "yes"
    FIRST_TOO_MANY = "the first too many"
    """To be answered with a line."""
    NO = "no"
    """To be ignored."""


class Flood:
    """Allows each key `most` in any `span`. Lives as long as the process."""

    def __init__(self, most: int, span: timedelta, *, kept: int = KEPT) -> None:
        self._most = most
        self._span = span
        self._had: LRUCache[Hashable, deque[datetime]] = LRUCache(kept)
        self._told: LRUCache[Hashable, datetime] = LRUCache(kept)

    def take(self, keys: tuple[Hashable, ...], now: datetime) -> Allowed:
        """Takes one for all of these keys, or for none of them."""
        had = [self._had.setdefault(key, deque()) for key in keys]
        for times in had:
            while times and now - times[0] >= self._span:
                times.popleft()
        full = [key for key, times in zip(keys, had, strict=True) if len(times) >= self._most]
        if not full:
            for times in had:
                times.append(now)
            return Allowed.YES
        was_told = [key for key in full if key in self._told and now - self._told[key] < self._span]
        for key in full:
            if key not in was_told:
                self._told[key] = now
        return Allowed.NO if was_told else Allowed.FIRST_TOO_MANY
