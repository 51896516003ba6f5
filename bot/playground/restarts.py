"""Runs a task that can be restarted on request: the bot, by a button on the page."""

import asyncio
from collections.abc import Awaitable, Callable


class Restarts:
    """Takes requests to restart a running task."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Request a restart as soon as possible."""
        self._asked.set()

    async def run(self, start: Callable[[asyncio.Event], Awaitable[None]], *, until: asyncio.Event) -> None:
        """Run `start`, again after each request, until `until` is set. Its argument is set when it has to stop.

        If `start` ends by itself, `run` ends too and raises its exception, if any.
        """
        while not until.is_set():
            self._asked.clear()
            stop = asyncio.Event()
            running = asyncio.ensure_future(start(stop))
            reasons = {asyncio.create_task(self._asked.wait()), asyncio.create_task(until.wait())}
            try:
                await asyncio.wait({running, *reasons}, return_when=asyncio.FIRST_COMPLETED)
                has_ended = running.done()
                stop.set()
                await running
                if has_ended:
                    return
            finally:
                for task in (*reasons, running):
                    task.cancel()
                await asyncio.gather(*reasons, running, return_exceptions=True)
