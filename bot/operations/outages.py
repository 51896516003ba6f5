"""Keeps an outage of the database from filling the log."""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from bot.errors import StorageAway

A_LINE_EACH = timedelta(minutes=1)


class Outages(logging.Filter):
    """Lets one line a minute about an outage of the database pass, without a traceback: it isn't a fault of ours, and
    everything that the bot does meets it.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log the record, which may be shortened."""
        away = _away(record)
        if away is None:
            return True
        now = self._seconds()
        if now < self._next:
            return False
        self._next = now + A_LINE_EACH.total_seconds()
        if record.exc_info:
            record.msg, record.args = "%s: %s", (record.getMessage(), away)
            record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _away(record: logging.LogRecord) -> StorageAway | None:
    """The outage that a record is about: its exception, or one of its arguments."""
    found = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    arguments = record.args if isinstance(record.args, tuple) else ()
    return next((each for each in (found, *arguments) if isinstance(each, StorageAway)), None)
