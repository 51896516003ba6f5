"""Discord's rate limits: so many messages in a channel, and so many requests in all, in so much time. Pure: time
comes in as seconds."""

from collections import deque
from dataclasses import dataclass

POSTS = 5
"""How many messages a bot may post in one channel within `PERIOD` (what Discord's headers say)."""

PERIOD = 5.0
"""Seconds."""

REQUESTS = 50
"""How many requests of whatever kind a bot may send within `SECOND`, but for those about interactions (Discord's)."""

SECOND = 1.0


@dataclass(frozen=True)
class Grant:
    """What the headers of the answer say. `retry_after` is 0 if the request may pass."""

    remaining: int
    reset_after: float
    retry_after: float = 0.0


class Throttle:
    """A window for each key (a channel, or one for everything)."""

    def __init__(self, posts: int = POSTS, period: float = PERIOD) -> None:
        self.posts = posts
        self.period = period
        self._windows: dict[str, deque[float]] = {}

    def is_used_up(self, now: float) -> bool:
        """Must somebody wait who wants to post now?"""
        return any(
            len(window) >= self.posts and window[-self.posts] > now - self.period for window in self._windows.values()
        )

    def take(self, key: str, now: float) -> Grant:
        """Count a request, unless it is one too many."""
        window = self._windows.setdefault(key, deque())
        while window and window[0] <= now - self.period:
            window.popleft()
        if len(window) >= self.posts:
            wait = window[0] + self.period - now
            return Grant(remaining=0, reset_after=wait, retry_after=wait)
        window.append(now)
        return Grant(remaining=self.posts - len(window), reset_after=window[0] + self.period - now)
