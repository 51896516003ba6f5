"""Observes the bot's outgoing requests. Discord's limit is 50 a second for a bot, all purposes together.

Scheduled requests, such as ten thousand daily questions, wait for turns. Requests that members wait for go at once and
are reported to the pacer. Replies to interactions don't count towards Discord's limit.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from time import perf_counter
from types import SimpleNamespace
from typing import Protocol

import aiohttp

NOT_COUNTED = ("/interactions/", "/webhooks/")
"""Paths of requests about interactions."""

TOO_MANY = 429

MOST_UNANSWERED = 1000
"""Interactions whose first reply is timed at once. Those that never get one are dropped by later ones."""

_turns: ContextVar[list[None] | None] = ContextVar("turns", default=None)
"""The turns that the running task has for its next requests."""


class Turns(Protocol):
    """The pacer, which gives turns."""

    def give_way(self) -> None:
        """Reports a request sent without a turn."""

    def slow_down(self) -> None:
        """Reports that Discord found too many requests."""


class TrafficWatch(Protocol):
    """Told about Discord's responses."""

    def responded(self, status: int, *, is_counted: bool) -> None:
        """`is_counted` if Discord counts an error against us; it doesn't if others used up a limit that we share."""

    def replied(self, took: timedelta) -> None:
        """Discord took our first reply to an interaction, so long after it came."""


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
        self._watches: list[TrafficWatch] = []
        self._came: dict[str, float] = {}
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._goes)
        self.trace.on_request_end.append(self._was_answered)

    def tell(self, turns: Turns) -> None:
        """From now on, reports requests without a turn to this pacer."""
        self._turns.append(turns)

    def watch(self, watch: TrafficWatch) -> None:
        """From now on, reports responses to this watch, too."""
        self._watches.append(watch)

    def came(self, interaction: int) -> None:
        """An interaction came, and its first reply is due."""
        if len(self._came) >= MOST_UNANSWERED:
            del self._came[next(iter(self._came))]
        self._came[str(interaction)] = perf_counter()

    async def _goes(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
    ) -> None:
        path = params.url.raw_path
        if any(part in path for part in NOT_COUNTED):
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
        scope = answer.headers.get("X-RateLimit-Scope")
        for watch in self._watches:
            watch.responded(answer.status, is_counted=scope != "shared")
        if (path := params.url.raw_path).endswith("/callback"):
            self._time_reply(path.split("/"))
        if answer.status == TOO_MANY and scope == "global":
            for each in self._turns:
                each.slow_down()

    def _time_reply(self, parts: Sequence[str]) -> None:
        """`.../interactions/ID/TOKEN/callback` is the first reply to an interaction."""
        if len(parts) < 4 or parts[-4] != "interactions":
            return
        if (came := self._came.pop(parts[-3], None)) is not None:
            for watch in self._watches:
                watch.replied(timedelta(seconds=perf_counter() - came))
