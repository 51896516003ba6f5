"""What people type finds their zone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.scheduling.zones import FAMILIAR, offset_text, search_zones, zone_named, zone_names, zones_meant

SUMMER = datetime(2026, 7, 1, tzinfo=UTC)
WINTER = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("berlin", "Europe/Berlin"),
        ("  BERLIN ", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("new_york", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("new y", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("sao", "America/Sao_Paulo"),
        ("india", "Asia/Kolkata"),
        ("mumbai", "Asia/Kolkata"),
        ("germany", "Europe/Berlin"),
        ("usa", "America/New_York"),
        ("uk", "Europe/London"),
        ("england", "Europe/London"),
        ("boston", "America/New_York"),
        ("utc", "UTC"),
        ("utc+5:30", "Asia/Kolkata"),
        ("+0530", "Asia/Kolkata"),
        ("cet", "Europe/Berlin"),
        ("est", "America/New_York"),
        ("pdt", "America/Los_Angeles"),
        ("kyiv", "Europe/Kyiv"),
        ("kiev", "Europe/Kiev"),
    ],
)
def test_the_likeliest_zone_is_first(typed: str, name: str) -> None:
    assert search_zones(typed, SUMMER)[0].name == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Kiev", "Europe/Kiev"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("munich", "Europe/Berlin"),
        ("CET", "CET"),
        ("utc", "UTC"),
    ],
)
def test_what_can_mean_one_zone_only_is_taken(typed: str, name: str) -> None:
    assert zones_meant(typed, SUMMER) == (name,)


@pytest.mark.parametrize(
    ("typed", "likeliest"),
    [
        ("EST", ("America/New_York", "America/Toronto")),
        ("est", ("America/New_York", "America/Toronto")),
        ("Germany", ("Europe/Berlin", "Europe/Busingen", "Europe/Zurich")),
        ("Berln", ()),
    ],
)
def test_what_can_mean_several_zones_or_none_finds_them_all(typed: str, likeliest: tuple[str, ...]) -> None:
    found = zones_meant(typed, SUMMER)

    assert found[: len(likeliest)] == likeliest
    assert len(found) != 1


@pytest.mark.parametrize("typed", ["utc+2", "UTC +2", "gmt+02:00", "+2", "+02"])
def test_an_offset_finds_the_zones_that_have_it_now(typed: str) -> None:
    summer, winter = search_zones(typed, SUMMER), search_zones(typed, WINTER)

    assert {choice.offset for choice in summer + winter} == {timedelta(hours=2)}
    assert summer[0].name == "Europe/Berlin"
    assert "Europe/Berlin" not in {choice.name for choice in winter}


def test_offsets_are_shown_as_they_are_at_the_moment() -> None:
    assert search_zones("new york", SUMMER)[0].label == "America/New_York (UTC-04:00)"
    assert search_zones("new york", WINTER)[0].label == "America/New_York (UTC-05:00)"
    assert offset_text(-timedelta(hours=3, minutes=30)) == "UTC-03:30"


def test_before_anything_is_typed_the_familiar_ones_are_shown() -> None:
    assert tuple(choice.name for choice in search_zones("", SUMMER)) == FAMILIAR


@pytest.mark.parametrize("typed", ["", "a", "e", "+1", "utc", "america", "us"])
def test_there_are_never_more_than_fit_and_none_twice(typed: str) -> None:
    choices = search_zones(typed, SUMMER)

    assert len({choice.name for choice in choices}) == len(choices) <= 25
    assert all(len(choice.label) <= 100 for choice in choices)


@pytest.mark.parametrize("typed", ["qqqq", "+99", "🦆", "\N{LATIN SMALL LETTER SHARP S}" * 300])
def test_what_is_no_zone_finds_none(typed: str) -> None:
    assert search_zones(typed, SUMMER) == ()


@pytest.mark.slow
def test_every_zone_can_be_read_and_is_found_by_its_name() -> None:
    found = {name: search_zones(name, SUMMER, limit=1)[0].name for name in zone_names() if "/" in name}

    assert [name for name, first in found.items() if first != name] == []
    assert len({zone_named(name) for name in zone_names()}) == len(zone_names())
    assert set(FAMILIAR) <= zone_names()


def test_an_unknown_name_is_told_to_the_user() -> None:
    with pytest.raises(UserError, match="I don't know the time zone “Berlin”"):
        zone_named("Berlin")
