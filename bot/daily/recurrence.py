"""When the daily question is due: a local time on some weekdays, in a time zone whose rules may change. Pure.

One rule covers all irregularities of clocks: a local time on a date starts at the first moment at which the zone's
clock shows that time or a later one. So a time in a gap is due at the first moment after it, a repeated time is due the
first time, and a date that the zone skipped is never due.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.zones import zone_named
from bot.storage.settings import DailySchedule

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

LEEWAY = 2 * DAY
"""Maximum distance of a zone's date from the UTC date, with a margin."""

FARTHEST = 30
"""Days to search for the next date. A weekday comes within 7 days; a date skipped by the zone costs 7 more."""


@dataclass(frozen=True, order=True)
class Due:
    """A day's question: when it is due (UTC), and its local date.

    If a gap crosses midnight, it can be due on the following date.
    """

    moment: datetime
    date: date


@dataclass(frozen=True)
class Recurrence:
    """A local time on some weekdays, numbered like `date.weekday`: Monday is 0.

    `closes` is the local time of the answer; None: when the next question comes.
    """

    at: time
    zone: str
    weekdays: frozenset[int]
    closes: time | None = None

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError(f"not a choice of weekdays: {sorted(self.weekdays)}")
        if self.at.tzinfo or (self.closes and self.closes.tzinfo):
            raise ValueError("a local time has no zone of its own")

    def due_on(self, day: date) -> Due | None:
        """The question of this local date; None if its weekday isn't scheduled or the zone skipped the date."""
        zone = zone_named(self.zone)
        if day.weekday() not in self.weekdays:
            return None
        moment = first_moment(zone, datetime.combine(day, self.at))
        # A moment on the following date comes from a gap across midnight, or from a skipped date.
        return Due(moment, day) if _shown(zone, moment).date() == day or has_date(zone, day) else None

    def next_due(self, after: datetime) -> Due:
        """The first due question strictly after this moment."""
        start = _date_of(after) - LEEWAY
        for days in range(FARTHEST):
            due = self.due_on(start + days * DAY)
            if due and due.moment > after:
                return due
        raise AssertionError(f"{self} has no next date after {after}")

    def due_between(self, after: datetime, until: datetime, *, without: Collection[date] = ()) -> Iterator[Due]:
        """All due questions after `after` and up to `until`, in order, except on the dates in `without`."""
        day, last = _date_of(after) - LEEWAY, _date_of(until) + LEEWAY
        while day <= last:
            due = self.due_on(day) if day not in without else None
            if due and after < due.moment <= until:
                yield due
                after = due.moment
            day += DAY

    def closing(self, due: Due) -> datetime:
        """When this question closes: at the set time, but no later than the next one is due."""
        following = self.next_due(due.moment).moment
        if self.closes is None:
            return following
        zone = zone_named(self.zone)
        moments = (first_moment(zone, datetime.combine(due.date + days * DAY, self.closes)) for days in range(4))
        return min(following, next(moment for moment in moments if moment > due.moment))


def first_moment(zone: ZoneInfo, wanted: datetime) -> datetime:
    """The first moment (UTC) at which the zone's clock shows this naive local time or a later one."""
    moment = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _shown(zone, moment) == wanted:
        return moment
    # In a gap, fold=0 uses the offset before it, which gives a moment after it, and fold=1 vice versa.
    before, behind = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    while behind - before > SECOND:
        middle = before + (behind - before) // 2
        middle = middle.replace(microsecond=0)
        if _shown(zone, middle) < wanted:
            before = middle
        else:
            behind = middle
    return behind


def has_date(zone: ZoneInfo, day: date) -> bool:
    """Whether the date existed in the zone. Samoa, for example, skipped 30 December 2011."""
    return _shown(zone, first_moment(zone, datetime.combine(day, time()))).date() == day


def local_date(zone: str, moment: datetime) -> date:
    """The zone's local date at this moment."""
    return moment.astimezone(zone_named(zone)).date()


def _shown(zone: ZoneInfo, moment: datetime) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _date_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def recurrence_of(schedule: DailySchedule) -> Recurrence:
    """When the schedule's questions are due and close."""
    return Recurrence(schedule.at, schedule.zone, schedule.weekdays, schedule.closes_at)
