"""Runs something that can be asked for anew, again and again: the bot, with a button on the page."""

import asyncio
from collections.abc import Awaitable, Callable


class Restarts:
    """Hears the wish that what runs be stopped and started again."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Have it stop and start again, as soon as it can."""
        self._asked.set()

    async def run(self, start: Callable[[asyncio.Event], Awaitable[None]], *, until: asyncio.Event) -> None:
        """Call `start` with an event that tells it to stop; again after each wish, until `until` is set.

        If it ends by itself, that is the end, and what it raises is raised.
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
