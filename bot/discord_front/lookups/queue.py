"""Runs questions off the event loop, one at a time, with a bounded queue."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import Protocol

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.discord_front.lookups import answer_wording
from bot.errors import UserError
from bot.ids import ChannelId
from bot.lookups.answers import AnswerService
from bot.lookups.results import Response, result_of

MOST_WAITING = 100
"""Maximum queue length. At 15 ms each the last one still gets its reply within Discord's three seconds."""

MOST_OVERHEARD = 20
"""Queue length from which overheard lines are dropped: questions to the bot come first."""


class QueueWatch(Protocol):
    """Told about judged questions."""

    def asked(self, result: str, took: timedelta) -> None:
        """See `result_of`; "too many" and "failed" if there is no response. `took` includes the queue."""


class AnswerQueue:
    """Asks answer services in a thread: encoding a question takes milliseconds that would block the event loop."""

    def __init__(self, watch: QueueWatch | None = None) -> None:
        self._watch = watch
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
        self._waiting = 0

    async def ask(
        self, service: AnswerService, question: str, *, channel_id: ChannelId | None = None, before: Said = NOTHING_SAID
    ) -> Response:
        """The response to a question put to the bot (see `AnswerService.ask`). Raises UserError if too many wait."""
        if (known := service.recall(question, channel_id=channel_id, before=before)) is not None:
            self._report(result_of(known), 0)
            return known
        if self._waiting >= MOST_WAITING:
            self._report("too many", 0)
            raise UserError(answer_wording.TOO_MANY_ASK)
        return await self._in_turn(partial(service.ask, question, channel_id=channel_id, before=before))

    async def overhear(
        self, service: AnswerService, line: str, *, as_if_asked: bool = False, before: Said = NOTHING_SAID
    ) -> Response | None:
        """The response to an overheard line; None if the queue is too long.

        `as_if_asked`: the line is judged like a question put to the bot, and may follow up what was said `before`.
        """
        if self._waiting >= MOST_OVERHEARD:
            return None
        if not as_if_asked:
            return await self._in_turn(partial(service.ask, line, overheard=True))
        return await self._in_turn(partial(service.ask, line, before=before))

    async def _in_turn(self, ask: Callable[[], Response]) -> Response:
        self._waiting += 1
        result, came = "failed", perf_counter()
        try:
            response = await asyncio.get_running_loop().run_in_executor(self._thread, ask)
            result = result_of(response)
            return response
        finally:
            self._waiting -= 1
            self._report(result, perf_counter() - came)

    def _report(self, result: str, seconds: float) -> None:
        if self._watch is not None:
            self._watch.asked(result, timedelta(seconds=seconds))
