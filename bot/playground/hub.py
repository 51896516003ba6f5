"""Passes the world's events to the gateway, the pages, and tests that wait for something."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.playground.model import Event
from bot.playground.world import World

T = TypeVar("T")

Listener = Callable[[Event], None]


class Hub:
    """`publish`, called after each change of the world, passes its events to the listeners in order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._listeners: list[Listener] = []
        self._waiting: set[asyncio.Event] = set()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Subscribe to all events from now on; returns a function that unsubscribes."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self) -> None:
        while events := self._world.take_events():
            for event in events:
                for listener in list(self._listeners):
                    listener(event)
        for waiting in self._waiting:
            waiting.set()

    async def until(self, find: Callable[[], T | None], *, timeout: float, what: str) -> T:
        """The first result of `find` that isn't None; it is called again after each change of the world."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            async with asyncio.timeout(timeout):
                while True:
                    changed.clear()
                    found = find()
                    if found is not None:
                        return found
                    await changed.wait()
        except TimeoutError:
            raise TimeoutError(f"{what}: not within {timeout} seconds") from None
        finally:
            self._waiting.discard(changed)
