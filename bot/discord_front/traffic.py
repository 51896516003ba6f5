"""The bot's requests as they go out. Discord counts them together: a bot may send 50 a second, whatever they are for.

What is due by itself, such as ten thousand daily questions, waits for turns. What members wait for goes at once, and is
told here to whoever gives the turns. Answers to interactions do not count, says Discord.
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
"""The turns that the running task had for its next requests."""


class Turns(Protocol):
    """Whoever gives turns."""

    def give_way(self) -> None:
        """A request went out that had none."""

    def slow_down(self) -> None:
        """Discord found that there were too many."""


@contextmanager
def in_turn() -> Iterator[None]:
    """The next request had a turn. What discord.py sends again by itself had none."""
    before = _turns.set([None])
    try:
        yield
    finally:
        _turns.reset(before)


class Traffic:
    """Hears of every request of a client that has its `trace`."""

    def __init__(self) -> None:
        self._turns: list[Turns] = []
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._goes)
        self.trace.on_request_end.append(self._was_answered)

    def tell(self, turns: Turns) -> None:
        """Let somebody know of requests that had no turn, from now on."""
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
