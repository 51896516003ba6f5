"""A stopwatch counts what a process does and waits for, but not that it waits for a processor."""

import os
from time import monotonic, sleep

from tests.processor import Stopwatch


def test_what_a_process_does_counts() -> None:
    begun, stopwatch = monotonic(), Stopwatch(os.getpid())

    sleep(0.01)

    assert 0 <= stopwatch.seconds() <= monotonic() - begun


def test_of_a_process_that_is_gone_all_counts() -> None:
    stopwatch = Stopwatch(2**30)

    sleep(0.01)

    assert stopwatch.seconds() >= 0.01
