"""An outage of the database takes one line a minute of the log."""

import logging
import sys

from bot.errors import StorageAway
from bot.operations.outages import Outages


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def a_record(error: Exception | None, *, is_raised: bool = True) -> logging.LogRecord:
    """A line about an error, with a traceback or with the error as its argument."""
    if error is None or not is_raised:
        return logging.LogRecord("bot", logging.WARNING, "", 1, "it failed: %s", (error,), None)
    try:
        raise error
    except type(error):
        return logging.LogRecord("bot", logging.ERROR, "", 1, "%s failed", ("the work",), sys.exc_info())


def test_an_outage_is_a_line_a_minute_without_a_traceback() -> None:
    clock = Clock()
    outages = Outages(clock)
    first = a_record(StorageAway("disk I/O error"))

    assert outages.filter(first)
    assert not outages.filter(a_record(StorageAway("disk I/O error")))
    assert not outages.filter(a_record(StorageAway("disk I/O error"), is_raised=False))
    clock.now += 60
    assert outages.filter(a_record(StorageAway("disk I/O error"), is_raised=False))
    assert first.getMessage() == "the work failed: disk I/O error"
    assert (first.levelname, first.exc_info) == ("WARNING", None)


def test_other_errors_keep_their_traceback() -> None:
    outages = Outages(Clock())
    records = [a_record(ValueError("a bug")), a_record(ValueError("a bug")), a_record(None)]

    assert all(outages.filter(record) for record in records)
    assert records[0].exc_info is not None
