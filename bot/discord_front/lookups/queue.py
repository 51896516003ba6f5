"""Puts questions to the service off the event loop: one after the other, and only so many."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.discord_front.lookups import answer_wording
from bot.errors import UserError
from bot.lookups.answers import AnswerService
from bot.lookups.results import Response

MOST_WAITING = 100
"""Questions that may wait. At 15 ms each the last one still gets its reply within Discord's three seconds."""

MOST_OVERHEARD = 20
"""Waiting questions from which on chat is no longer listened to: those who ask the bot come first."""


class Asking:
    """Asks an answer service. To read what a question means takes milliseconds in which the event loop can't wait."""

    def __init__(self, service: AnswerService) -> None:
        self._service = service
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
        self._waiting = 0

    async def ask(self, question: str, *, place: int | None = None, before: Said = NOTHING_SAID) -> Response:
        """What comes of a question put to the bot (see `AnswerService.ask`). Raises UserError if too many wait."""
        if self._waiting >= MOST_WAITING:
            raise UserError(answer_wording.TOO_MANY_ASK)
        return await self._in_turn(partial(self._service.ask, question, place=place, before=before))

    async def overhear(self, line: str) -> Response | None:
        """What comes of a line that the bot overhears; None if so many ask that it can't listen."""
        if self._waiting >= MOST_OVERHEARD:
            return None
        return await self._in_turn(partial(self._service.ask, line, overheard=True))

    async def _in_turn(self, ask: Callable[[], Response]) -> Response:
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, ask)
        finally:
            self._waiting -= 1
