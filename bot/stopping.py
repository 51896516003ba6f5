"""Listens for SIGINT and SIGTERM. Quick to import, so that it listens before anything else is imported."""

import _thread
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import NoReturn

NUMBERS = (signal.SIGINT, signal.SIGTERM)


def on_signal(act: Callable[[], None], *, within: Callable[[], timedelta] | None = None) -> None:
    """Calls `act` at the first signal, between two steps of the main thread. A second signal kills the process.

    If the process hasn't ended `within` that time it ends all the same, with exit code 0: a thread that waits for a
    locked database or for the address of a server can't be interrupted.
    """

    def hear(_number: int, _frame: object) -> None:
        for number in NUMBERS:
            signal.signal(number, signal.SIG_DFL)
        if within is not None:
            # A `threading.Thread` could deadlock: the signal may have interrupted the start of another one.
            _thread.start_new_thread(_leave_after, (within().total_seconds(),))
        act()

    for number in NUMBERS:
        signal.signal(number, hear)


@contextmanager
def listening(act: Callable[[], None], *, within: Callable[[], timedelta]) -> Iterator[None]:
    """Calls `act` at the first signal (see `on_signal`) until the context ends."""
    before = {number: signal.getsignal(number) for number in NUMBERS}
    on_signal(act, within=within)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave() -> NoReturn:
    """Ends the process now, with exit code 0, without waiting for threads."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # it may be closed, or its disk full
            stream.flush()
    os._exit(0)


def _leave_after(seconds: float) -> None:
    time.sleep(seconds)
    os._exit(0)
