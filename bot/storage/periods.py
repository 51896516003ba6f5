"""When the periods of a board begin, by a server's own midnight. Pure."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Period(StrEnum):
    """How far back a board looks."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


def beginning(period: Period, now: datetime, zone: tzinfo) -> datetime | None:
    """The local midnight with which the day, the week (on its Monday) or the month began, in UTC; None for all.

    Where the clocks skip midnight it is the moment at which they do, and where they show it twice the first of both.
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
    return datetime.combine(first, time(), zone).astimezone(UTC)  # in a gap, fold=0 counts by the time before it
