"""Once for each wanted date, whatever a zone does to its clocks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily.recurrence import Due, Recurrence, has_date, local_date
from bot.scheduling.zones import UnknownZone, zone_names

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))
MONDAY = frozenset({0})
YEARS = (date(2007, 12, 25), date(2018, 1, 5))
"""Ten years in which Samoa crossed the date line, Egypt and Morocco halted summer time for Ramadan, North Korea,
Venezuela, Turkey and Russia changed their offsets, and there were leap days."""
ODD_TIMES = (time(0, 0), time(2, 30), time(23, 45))


def every_day(at: time, zone: str, *, closes: time | None = None) -> Recurrence:
    return Recurrence(at, zone, EVERY_DAY, closes)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year to second


class TestOddities:
    @pytest.mark.parametrize(
        ("zone", "at", "day", "moment"),
        [
            pytest.param("Europe/Berlin", time(9), date(2026, 1, 5), utc(2026, 1, 5, 8), id="winter"),
            pytest.param("Europe/Berlin", time(9), date(2026, 7, 6), utc(2026, 7, 6, 7), id="summer"),
            pytest.param("Europe/Berlin", time(2, 30), date(2026, 3, 29), utc(2026, 3, 29, 1), id="gap"),
            pytest.param("Europe/Berlin", time(2), date(2026, 3, 29), utc(2026, 3, 29, 1), id="begin of a gap"),
            pytest.param("Europe/Berlin", time(3), date(2026, 3, 29), utc(2026, 3, 29, 1), id="end of a gap"),
            pytest.param("Europe/Berlin", time(2, 30), date(2026, 10, 25), utc(2026, 10, 25, 0, 30), id="overlap"),
            pytest.param("Europe/Berlin", time(3), date(2026, 10, 25), utc(2026, 10, 25, 2), id="end of an overlap"),
            pytest.param(
                "Australia/Lord_Howe", time(2, 10), date(2026, 10, 4), utc(2026, 10, 3, 15, 30), id="half hour"
            ),
            pytest.param("America/Sao_Paulo", time(0), date(2018, 11, 4), utc(2018, 11, 4, 3), id="no midnight"),
            pytest.param("America/Sao_Paulo", time(23, 30), date(2018, 2, 17), utc(2018, 2, 18, 1, 30), id="two 23:30"),
            pytest.param(
                "America/Sao_Paulo", time(0), date(2018, 2, 18), utc(2018, 2, 18, 3), id="midnight comes once"
            ),
            pytest.param("America/Havana", time(0), date(2026, 11, 1), utc(2026, 11, 1, 4), id="midnight comes twice"),
            pytest.param("Asia/Pyongyang", time(23, 45), date(2018, 5, 4), utc(2018, 5, 4, 15), id="gap over midnight"),
            pytest.param("Asia/Kathmandu", time(0), date(2026, 1, 1), utc(2025, 12, 31, 18, 15), id="quarter hour"),
            pytest.param("Pacific/Kiritimati", time(0), date(2026, 1, 1), utc(2025, 12, 31, 10), id="first on earth"),
            pytest.param("America/Caracas", time(9), date(2016, 5, 1), utc(2016, 5, 1, 13), id="new offset"),
            pytest.param("UTC", time(23, 59), date(2028, 2, 29), utc(2028, 2, 29, 23, 59), id="leap day"),
        ],
    )
    def test_is_due_at(self, zone: str, at: time, day: date, moment: datetime) -> None:
        assert every_day(at, zone).due_on(day) == Due(moment, day)

    def test_a_date_that_never_came_has_no_question(self) -> None:
        samoa = every_day(time(9), "Pacific/Apia")

        around = [due.date for due in samoa.due_between(utc(2011, 12, 28), utc(2012, 1, 1))]

        assert samoa.due_on(date(2011, 12, 30)) is None
        assert around == [date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]

    def test_a_weekday_that_never_came_is_passed_over(self) -> None:
        fridays = Recurrence(time(9), "Pacific/Apia", frozenset({4}))

        assert fridays.next_due(utc(2011, 12, 25)).date == date(2012, 1, 6)

    def test_a_moment_has_the_date_of_its_zone(self) -> None:
        assert local_date("Pacific/Kiritimati", utc(2026, 1, 1, 10)) == date(2026, 1, 2)
        assert local_date("Pacific/Niue", utc(2026, 1, 1, 10)) == date(2025, 12, 31)


class TestRecurrence:
    def test_only_on_its_weekdays(self) -> None:
        weekend = Recurrence(time(9), "Europe/Berlin", frozenset({5, 6}))

        dues = list(weekend.due_between(utc(2026, 5, 1), utc(2026, 5, 15)))

        assert [due.date.isoformat()[-2:] for due in dues] == ["02", "03", "09", "10"]

    def test_next_is_strictly_after(self) -> None:
        daily = every_day(time(9), "UTC")

        assert daily.next_due(utc(2026, 5, 1, 9)).moment == utc(2026, 5, 2, 9)
        assert daily.next_due(utc(2026, 5, 1, 8, 59, 59)).moment == utc(2026, 5, 1, 9)

    def test_between_leaves_out_the_first_moment_and_has_the_last(self) -> None:
        daily = every_day(time(9), "UTC")

        dues = daily.due_between(utc(2026, 5, 1, 9), utc(2026, 5, 3, 9))

        assert [due.date.day for due in dues] == [2, 3]

    def test_between_leaves_out_the_dates_that_are_not_wanted(self) -> None:
        dues = every_day(time(9), "UTC").due_between(utc(2026, 5, 1), utc(2026, 5, 4), without={date(2026, 5, 2)})

        assert [due.date.day for due in dues] == [1, 3]

    @pytest.mark.parametrize(
        ("at", "closes", "closing"),
        [
            pytest.param(time(9), None, utc(2026, 5, 2, 9), id="with the next one"),
            pytest.param(time(9), time(21), utc(2026, 5, 1, 21), id="on the same day"),
            pytest.param(time(9), time(8), utc(2026, 5, 2, 8), id="on the next day"),
            pytest.param(time(9), time(9), utc(2026, 5, 2, 9), id="at the same time of the next day"),
            pytest.param(time(0), time(0), utc(2026, 5, 2, 0), id="midnight to midnight"),
        ],
    )
    def test_closes(self, at: time, closes: time | None, closing: datetime) -> None:
        daily = every_day(at, "UTC", closes=closes)
        due = daily.due_on(date(2026, 5, 1))
        assert due

        assert daily.closing(due) == closing

    def test_a_weekly_question_stays_open_for_a_week_or_until_its_time(self) -> None:
        due = Recurrence(time(9), "UTC", MONDAY).next_due(utc(2026, 5, 1))

        assert Recurrence(time(9), "UTC", MONDAY).closing(due) == utc(2026, 5, 11, 9)
        assert Recurrence(time(9), "UTC", MONDAY, time(8)).closing(due) == utc(2026, 5, 5, 8)

    @pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({7}), frozenset({-1, 3})])
    def test_some_weekday_is_needed(self, weekdays: frozenset[int]) -> None:
        with pytest.raises(ValueError, match="weekdays"):
            Recurrence(time(9), "UTC", weekdays)

    def test_a_local_time_has_no_zone_of_its_own(self) -> None:
        with pytest.raises(ValueError, match="zone of its own"):
            every_day(time(9, tzinfo=UTC), "UTC")

    @pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "europe/berlin"])
    def test_a_zone_must_exist(self, zone: str) -> None:
        with pytest.raises(UnknownZone):
            every_day(time(9), zone).next_due(utc(2026, 5, 1))


def days_between(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=days) for days in range((last - first).days))


@cache
def different_zones() -> tuple[str, ...]:
    """One zone for each way of going through the years, so that no clock is gone through under its other names."""
    hours = [utc(day.year, day.month, day.day) for day in list(days_between(*YEARS))[::3]]
    found: dict[tuple[timedelta | None, ...], str] = {}
    for name in sorted(zone_names()):
        zone = ZoneInfo(name)
        found.setdefault(tuple(moment.astimezone(zone).utcoffset() for moment in hours), name)
    return tuple(found.values())


@cache
def dates_seen(name: str) -> frozenset[date]:
    """The dates that the zone's calendar shows, looked at every twelve hours: none is shorter."""
    zone = ZoneInfo(name)
    start, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in YEARS)
    seen: set[date] = set()
    moment = start - DAY
    while moment < end + DAY:
        seen.add(moment.astimezone(zone).date())
        moment += 12 * HOUR
    return frozenset(seen)


@pytest.mark.slow
@pytest.mark.parametrize("at", ODD_TIMES, ids=lambda at: f"at {at}")
def test_in_every_zone_each_date_of_ten_years_that_exists_has_one_moment(at: time) -> None:
    for name in different_zones()[ODD_TIMES.index(at) :: len(ODD_TIMES)]:  # each at one of the times
        recurrence, zone = every_day(at, name), ZoneInfo(name)

        found = {day: recurrence.due_on(day) for day in days_between(*YEARS)}
        dues = [due for due in found.values() if due]

        assert {day for day, due in found.items() if due} == {day for day in found if day in dates_seen(name)}, name
        assert all(one.moment < other.moment for one, other in pairwise(dues)), name
        assert all(_is_first_moment(zone, due, at) for due in dues), name


def _is_first_moment(zone: ZoneInfo, due: Due, at: time) -> bool:
    """By the definition: the clock shows the wanted time or later, and showed earlier ones before."""
    wanted = datetime.combine(due.date, at)
    shown = due.moment.astimezone(zone).replace(tzinfo=None)
    before = (due.moment - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    return before < wanted <= shown and shown - wanted < DAY


@pytest.mark.slow
@settings(max_examples=300, derandomize=True)
@given(
    name=st.sampled_from(sorted(zone_names())),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    start=st.datetimes(datetime(1995, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    days=st.integers(1, 60),
)
def test_next_and_all_between_agree(name: str, at: time, weekdays: frozenset[int], start: datetime, days: int) -> None:
    recurrence = Recurrence(at, name, weekdays)
    zone = ZoneInfo(name)

    dues = list(recurrence.due_between(start, start + days * DAY))

    by_date = [
        due
        for day in days_between(start.date() - 3 * DAY, start.date() + (days + 3) * DAY)
        if (due := recurrence.due_on(day)) and start < due.moment <= start + days * DAY
    ]
    assert dues == by_date
    assert all(due.date.weekday() in weekdays and has_date(zone, due.date) for due in dues)
    for due, following in pairwise(dues):
        assert recurrence.next_due(due.moment) == following
        assert recurrence.next_due(following.moment - timedelta(seconds=1)) == following
        assert due.moment < recurrence.closing(due) <= following.moment
