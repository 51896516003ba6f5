"""The bot's latest requests and the gateway's latest events, for the operator's panel on the page."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

KEPT = 200
"""Entries that a panel gets when it is opened."""


@dataclass(frozen=True)
class Entry:
    """A REST request, or an event or closed connection of the gateway (with the method "GATEWAY").

    `path` is without prefix, query and token. `problem` says why it was refused, "" if it wasn't.
    """

    method: str
    path: str
    status: int = 0
    """The HTTP status or the close code; 0 for an event, and for a request without an answer."""
    milliseconds: int = 0
    problem: str = ""


class Traffic:
    """Keeps the latest entries and passes each new one to the listeners."""

    def __init__(self) -> None:
        self._latest: deque[Entry] = deque(maxlen=KEPT)
        self._listeners: list[Callable[[Entry], None]] = []

    @property
    def latest(self) -> list[Entry]:
        return list(self._latest)

    def add(self, entry: Entry) -> None:
        self._latest.append(entry)
        for listener in list(self._listeners):
            listener(entry)

    def listen(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Subscribe to all entries from now on; returns a function that unsubscribes."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
