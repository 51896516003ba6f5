"""Discord's rate limits, for messages per channel and for all requests. Pure: time is passed in as seconds."""

from collections import deque
from dataclasses import dataclass

POSTS = 5
"""Messages a bot may post in one channel within `PERIOD` (from Discord's headers)."""

PERIOD = 5.0
"""Seconds."""

REQUESTS = 50
"""Discord's global limit: requests of any kind within `SECOND`, except interaction endpoints."""

SECOND = 1.0


@dataclass(frozen=True)
class Grant:
    """The values of the rate limit headers. `retry_after` is 0 if the request may pass."""

    remaining: int
    reset_after: float
    retry_after: float = 0.0


class Throttle:
    """A sliding window for each key (a channel, or one for everything)."""

    def __init__(self, posts: int = POSTS, period: float = PERIOD) -> None:
        self.posts = posts
        self.period = period
        self._windows: dict[str, deque[float]] = {}

    def is_used_up(self, now: float) -> bool:
        """Would a request for some key have to wait now?"""
        return any(
            len(window) >= self.posts and window[-self.posts] > now - self.period for window in self._windows.values()
        )

    def take(self, key: str, now: float) -> Grant:
        """Count a request, unless it exceeds the limit."""
        window = self._windows.setdefault(key, deque())
        while window and window[0] <= now - self.period:
            window.popleft()
        if len(window) >= self.posts:
            wait = window[0] + self.period - now
            return Grant(remaining=0, reset_after=wait, retry_after=wait)
        window.append(now)
        return Grant(remaining=self.posts - len(window), reset_after=window[0] + self.period - now)
