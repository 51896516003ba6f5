"""Time zones: by name, and by search. The only module that reads tzdata's tables."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.errors import UserError

FAMILIAR = (
    "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw", "Europe/Athens",
    "Europe/Istanbul", "Europe/Moscow", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Toronto", "America/Mexico_City", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Asia/Dubai",
    "Asia/Kolkata", "Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "UTC",
)  # fmt: skip
"""The zones where most members live: offered before anything is typed, and ranked first among ties. At most 25."""

NOT_ZONES = {"Factory", "localtime", "posixrules"}
"""Entries of zoneinfo that aren't real zones."""

MISLEADING = {"EST", "MST"}
"""Zones without summer time. People who type these names mean zones that have it."""

SUGGESTED = 3
"""Zones suggested for an ambiguous name."""

OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?")
"""`utc+2`, `GMT -5`, `+5:30`, `+0530`."""


@dataclass(frozen=True)
class ZoneChoice:
    """A zone to choose: its IANA name and its current offset from UTC."""

    name: str
    offset: timedelta

    @property
    def label(self) -> str:
        """`America/New_York (UTC-04:00)`, at most 50 characters."""
        return f"{self.name} ({offset_text(self.offset)})"


class UnknownZone(UserError):
    """No zone has this name."""


@cache
def zone_named(name: str) -> ZoneInfo:
    """The zone with exactly this IANA name. Raises UnknownZone."""
    if name not in zone_names():
        raise UnknownZone(f"I don't know the time zone “{name}”. Type a city or country and pick one from the list.")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(f"I can't load the time zone “{name}”. Pick another one from the list.") from error


def zone_or_utc(name: str | None) -> tzinfo:
    """The zone of this name; UTC without one, or if it can't be loaded any more."""
    try:
        return zone_named(name) if name is not None else UTC
    except UnknownZone:
        return UTC


def zones_meant(typed: str, now: datetime) -> tuple[str, ...]:
    """The names of the zones that match the typed text (`europe/berlin`, `Berlin`), likeliest first."""
    if typed in zone_names() - MISLEADING:
        return (typed,)
    spelt = [name for name in zone_names() - MISLEADING if _plain(name) == _plain(typed)]
    return tuple(spelt or [choice.name for choice in search_zones(typed, now, limit=SUGGESTED)])


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name, including old ones."""
    return frozenset(available_timezones()) - NOT_ZONES


def offset_text(offset: timedelta) -> str:
    """`UTC+05:30`."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def search_zones(typed: str, now: datetime, limit: int = 25) -> tuple[ZoneChoice, ...]:
    """The zones that match the typed text, best first.

    Matches by city, country, offset (`utc+2`, `+5:30`) and abbreviation, of summer and winter time.
    """
    wanted = _plain(typed)
    if not wanted:
        return tuple(_choice(name, now) for name in FAMILIAR[:limit])
    ranked = _by_offset(wanted, now) or _by_name(wanted, now)
    best: dict[str, int] = {}
    for rank, name in ranked:
        best[name] = min(rank, best.get(name, rank))
    order = sorted(best, key=lambda name: (best[name], _familiarity(name), name not in _countries(), name))
    return tuple(_choice(name, now) for name in order[:limit])


def _by_offset(wanted: str, now: datetime) -> list[tuple[int, str]]:
    match = OFFSET.fullmatch(wanted)
    if not match:
        return []
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (1 if sign == "+" else -1)
    return [
        (0 if name in _countries() or name in FAMILIAR else 1, name)
        for name in zone_names()
        if _offset(name, now) == offset
    ]


def _by_name(wanted: str, now: datetime) -> Iterator[tuple[int, str]]:
    for name in zone_names():
        city, whole = _plain(name.rpartition("/")[2]), _plain(name)
        countries = _countries().get(name, ())
        in_use = name in _countries() or name in FAMILIAR
        if (wanted == city and in_use) or (wanted == whole and "/" in name):
            yield 0, name
        elif wanted in countries or wanted in _abbreviations(name, now.year):
            yield 1, name
        elif _begins(city, wanted):
            yield 2 if in_use else 4, name
        elif any(_begins(country, wanted) for country in countries):
            yield 3, name
        elif wanted in whole:
            yield 5, name
    for alias, name in _city_aliases().items():
        if _begins(alias, wanted):
            yield 2, name


@cache
def _abbreviations(name: str, year: int) -> frozenset[str]:
    """The abbreviations of its winter and summer time (`cet`, `cest`)."""
    moments = (datetime(year, month, 1, tzinfo=UTC) for month in (1, 7))
    return frozenset(_plain(moment.astimezone(zone_named(name)).tzname() or "") for moment in moments)


def _begins(text: str, wanted: str) -> bool:
    """Whether a word of the text begins with `wanted`."""
    return f" {text}".find(f" {wanted}") >= 0


def _familiarity(name: str) -> int:
    return FAMILIAR.index(name) if name in FAMILIAR else len(FAMILIAR)


def _choice(name: str, now: datetime) -> ZoneChoice:
    return ZoneChoice(name, _offset(name, now))


def _offset(name: str, now: datetime) -> timedelta:
    return now.astimezone(zone_named(name)).utcoffset() or timedelta()


def _plain(text: str) -> str:
    """Lower case, without accents, words separated by single spaces."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.lower().replace("_", " ").replace("/", " ").split())


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """Current zones, without old names, and their countries in plain letters."""
    countries = dict(_rows("iso3166.tab"))
    found: dict[str, list[str]] = {}
    for code, _, name, *_ in _rows("zone.tab"):
        found.setdefault(name, []).append(_plain(countries[code]))
    for codes, _, name, *_ in _rows("zone1970.tab"):
        found.setdefault(name, []).extend(_plain(countries[code]) for code in codes.split(","))
    return {name: tuple(known) + tuple(_common_names(known)) for name, known in found.items()}


def _common_names(countries: Iterable[str]) -> Iterator[str]:
    """Common names of countries that the table lists under another name."""
    for country in countries:
        match country:
            case "united states":
                yield from ("usa", "us", "america")
            case "britain (uk)":
                yield from ("united kingdom", "uk", "great britain", "england", "scotland", "wales")
            case "korea (south)":
                yield from ("south korea",)
            case "czech republic":
                yield from ("czechia",)
            case "united arab emirates":
                yield from ("uae",)
            case "turkey":
                yield from ("turkiye",)
            case _:
                pass


@cache
def _city_aliases() -> dict[str, str]:
    """Large cities that have no zone named after them."""
    groups = {
        "America/New_York": "boston, washington dc, miami, atlanta, philadelphia, eastern time",
        "America/Chicago": "dallas, houston, austin, central time",
        "America/Denver": "mountain time",
        "America/Los_Angeles": "san francisco, seattle, san diego, las vegas, pacific time",
        "America/Toronto": "montreal, ottawa",
        "America/Sao_Paulo": "rio de janeiro, brasilia",
        "Europe/Berlin": "munich, munchen, hamburg, frankfurt, cologne",
        "Europe/London": "manchester, edinburgh, birmingham",
        "Europe/Zurich": "geneva, bern",
        "Europe/Rome": "milan",
        "Europe/Madrid": "barcelona",
        "Asia/Kolkata": "mumbai, delhi, new delhi, bangalore, bengaluru, chennai, hyderabad",
        "Asia/Shanghai": "beijing, shenzhen, guangzhou",
        "Asia/Tokyo": "osaka, kyoto",
        "Australia/Sydney": "canberra",
    }
    return {city: name for name, cities in groups.items() for city in cities.split(", ")}


def _rows(table: str) -> Iterator[list[str]]:
    text = resources.files("tzdata").joinpath("zoneinfo", table).read_text("utf-8")
    yield from (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
