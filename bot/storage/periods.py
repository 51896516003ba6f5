"""Computes when a board's period starts, by the server's local midnight. Pure."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Period(StrEnum):
    """How far back a board looks."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


def beginning(period: Period, now: datetime, zone: tzinfo) -> datetime | None:
    """The local midnight that started the day, the week (on Monday) or the month, in UTC; None for all time.

    If the clock skips midnight, the moment of the skip; if it shows midnight twice, the first one.
    """
    today = now.astimezone(zone).date()
    match period:
        case Period.TODAY:
            first = today
        case Period.WEEK:
            first = today - timedelta(days=today.weekday())
        case Period.MONTH:
            first = today.replace(day=1)
        case Period.ALL:
            return None
    return datetime.combine(first, time(), zone).astimezone(UTC)  # in a gap, fold=0 applies the offset before it
