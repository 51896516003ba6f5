"""When the periods of a board begin."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.periods import Period, beginning


def begun(period: Period, now: str, zone: str) -> str:
    moment = beginning(period, datetime.fromisoformat(now).astimezone(UTC), ZoneInfo(zone))
    assert moment
    assert moment.utcoffset() == timedelta(0)
    return moment.astimezone(ZoneInfo(zone)).isoformat()


@pytest.mark.parametrize(
    ("period", "now", "zone", "beginning"),
    [
        (Period.TODAY, "2026-05-01T00:30+02:00", "Europe/Berlin", "2026-05-01T00:00:00+02:00"),
        (Period.TODAY, "2026-05-01T12:00+00:00", "Pacific/Kiritimati", "2026-05-02T00:00:00+14:00"),
        (Period.WEEK, "2026-05-03T23:59+02:00", "Europe/Berlin", "2026-04-27T00:00:00+02:00"),
        (Period.WEEK, "2026-05-04T00:00+02:00", "Europe/Berlin", "2026-05-04T00:00:00+02:00"),
        (Period.MONTH, "2026-03-31T12:00+02:00", "Europe/Berlin", "2026-03-01T00:00:00+01:00"),
        (Period.TODAY, "2026-09-06T12:00-03:00", "America/Santiago", "2026-09-06T01:00:00-03:00"),
        (Period.TODAY, "2026-11-01T12:00-05:00", "America/Havana", "2026-11-01T00:00:00-04:00"),
    ],
    ids=["day", "other-date", "sunday", "monday", "summer-time", "no-midnight", "two-midnights"],
)
def test_a_period_begins_with_a_local_midnight(period: Period, now: str, zone: str, beginning: str) -> None:
    assert begun(period, now, zone) == beginning


def test_all_begins_with_nothing() -> None:
    assert beginning(Period.ALL, datetime(2026, 5, 1, tzinfo=UTC), UTC) is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"]),
)
def test_a_day_is_in_its_week_and_month(now: datetime, zone: str) -> None:
    day, week, month = (beginning(period, now, ZoneInfo(zone)) for period in (Period.TODAY, Period.WEEK, Period.MONTH))

    assert day
    assert week
    assert month
    assert max(week, month) <= day <= now
    assert day.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
