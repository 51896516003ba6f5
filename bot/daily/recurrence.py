"""When the daily question is due: a local time on some weekdays, in a zone that may change its rules. Pure.

One rule covers every oddity of clocks. A local time on a date begins at the first moment at which the zone's clock
shows that time or a later one. So what falls into a gap is due at the first moment after it, what comes twice is due
the first time, and a date that the zone left out has no moment at all.
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
"""How far a zone's date may be from that of UTC, generously."""

FARTHEST = 30
"""Days to look ahead for the next date. A wanted weekday comes within 7; a date that a zone leaves out costs 7 more."""


@dataclass(frozen=True, order=True)
class Due:
    """A day's question: the moment (UTC) at which it is due, and the local date whose question it is.

    Where a gap reaches over midnight, the moment can lie on the date after.
    """

    moment: datetime
    date: date


@dataclass(frozen=True)
class Recurrence:
    """A local time on some weekdays, as `date.weekday` counts them: Monday is 0.

    `closes` is the local time at which the answer is told; None: when the next question comes.
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
        """The question of this local date, or None where none is wanted or the zone left the date out."""
        zone = zone_named(self.zone)
        if day.weekday() not in self.weekdays:
            return None
        moment = first_moment(zone, datetime.combine(day, self.at))
        # On the date after, it is that of a gap over midnight, or of a date that never came.
        return Due(moment, day) if _shown(zone, moment).date() == day or has_date(zone, day) else None

    def next_due(self, after: datetime) -> Due:
        """The first one strictly after this moment."""
        start = _date_of(after) - LEEWAY
        for days in range(FARTHEST):
            due = self.due_on(start + days * DAY)
            if due and due.moment > after:
                return due
        raise AssertionError(f"{self} has no next date after {after}")

    def due_between(self, after: datetime, until: datetime, *, without: Collection[date] = ()) -> Iterator[Due]:
        """All that are due after the one moment and not later than the other, in order, but for these dates."""
        day, last = _date_of(after) - LEEWAY, _date_of(until) + LEEWAY
        while day <= last:
            due = self.due_on(day) if day not in without else None
            if due and after < due.moment <= until:
                yield due
                after = due.moment
            day += DAY

    def closing(self, due: Due) -> datetime:
        """When this question closes: at the set time, but never after the next one is due."""
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
    # In a gap fold=0 reckons with the offset before it, which leads behind it, and fold=1 the other way round.
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
    """Whether the date came to pass there. Samoa, for one, had no 30 December 2011."""
    return _shown(zone, first_moment(zone, datetime.combine(day, time()))).date() == day


def local_date(zone: str, moment: datetime) -> date:
    """The date that the zone's calendar shows at this moment."""
    return moment.astimezone(zone_named(zone)).date()


def _shown(zone: ZoneInfo, moment: datetime) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _date_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def recurrence_of(schedule: DailySchedule) -> Recurrence:
    """When the schedule's questions are due and close."""
    return Recurrence(schedule.at, schedule.zone, schedule.weekdays, schedule.closes_at)
