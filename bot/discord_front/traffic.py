"""Observes the bot's outgoing requests. Discord's limit is 50 a second for a bot, all purposes together.

Scheduled requests, such as ten thousand daily questions, wait for turns. Requests that members wait for go at once and
are reported to the pacer. Replies to interactions don't count towards Discord's limit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Protocol

import aiohttp

NOT_COUNTED = ("/interactions/", "/webhooks/")
"""Paths of requests about interactions."""

TOO_MANY = 429

_turns: ContextVar[list[None] | None] = ContextVar("turns", default=None)
"""The turns that the running task has for its next requests."""


class Turns(Protocol):
    """The pacer, which gives turns."""

    def give_way(self) -> None:
        """Reports a request sent without a turn."""

    def slow_down(self) -> None:
        """Reports that Discord found too many requests."""


@contextmanager
def in_turn() -> Iterator[None]:
    """The next request has a turn; discord.py's own retries don't."""
    before = _turns.set([None])
    try:
        yield
    finally:
        _turns.reset(before)


class Traffic:
    """Observes every request of a client with its `trace`."""

    def __init__(self) -> None:
        self._turns: list[Turns] = []
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._goes)
        self.trace.on_request_end.append(self._was_answered)

    def tell(self, turns: Turns) -> None:
        """From now on, reports requests without a turn to this pacer."""
        self._turns.append(turns)

    async def _goes(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
    ) -> None:
        if any(part in params.url.path for part in NOT_COUNTED):
            return
        if had := _turns.get():
            had.pop()
            return
        for each in self._turns:
            each.give_way()

    async def _was_answered(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        answer = params.response
        if answer.status == TOO_MANY and answer.headers.get("X-RateLimit-Scope") == "global":
            for each in self._turns:
                each.slow_down()
