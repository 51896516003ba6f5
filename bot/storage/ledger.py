"""The daily posts of each server, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.storage.bags import Draw
from bot.storage.settings import DailySchedule


@dataclass(frozen=True)
class DailyPlan:
    """What is posted as the daily question of a day; decided before anything is sent, and kept through a crash.

    `options` are in the order of their buttons. From `closes_at` on no answer counts; None: until it is set.
    """

    server: int
    day: date
    channel: int
    draw: Draw
    options: tuple[str, ...]
    due_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Asks:
    """What a post asks that was found in a channel, where the claim says something else."""

    draw: Draw
    options: tuple[str, ...]


@dataclass(frozen=True)
class Claimed:
    """Somebody is posting it, or died of it: until `lease_until` nobody else may take it."""

    plan: DailyPlan
    claimed_at: datetime
    holder: str
    lease_until: datetime


@dataclass(frozen=True)
class Posted:
    """It stands in the channel. Whoever closes it holds it until `lease_until`."""

    plan: DailyPlan
    claimed_at: datetime
    holder: str
    lease_until: datetime
    posted_at: datetime
    message: int
    thread: int | None = None


@dataclass(frozen=True)
class Closed:
    """It has shown its answer, and is done."""

    plan: DailyPlan
    claimed_at: datetime
    posted_at: datetime
    message: int
    thread: int | None
    closed_at: datetime


@dataclass(frozen=True)
class Missed:
    """The day has no post and gets none. Streaks go on over it."""

    server: int
    day: date
    missed_at: datetime


DailyEntry = Claimed | Posted | Closed | Missed


@dataclass(frozen=True)
class Outlook:
    """All that a server's daily questions follow from: its schedule, the days that have an entry, from some day on, and
    what is half done, of any day, in their order. `was_left`: the bot was removed from the server."""

    was_left: bool
    schedule: DailySchedule | None
    known: frozenset[date]
    unfinished: tuple[Claimed | Posted, ...]


class Ledger(Protocol):
    """At most one entry for each server and local date. Every way between them is taken by exactly one caller."""

    async def claim(self, plan: DailyPlan, *, holder: str, now: datetime, lease: timedelta) -> Claimed | None:
        """The new claim, its question taken out of the bag; None where the day has an entry already."""

    async def take(
        self, server: int, day: date, *, holder: str, now: datetime, lease: timedelta
    ) -> Claimed | Posted | None:
        """The entry, now held by `holder`; None where there is none, it is done, or somebody else's lease runs."""

    async def release(self, server: int, day: date, *, holder: str, now: datetime) -> bool:
        """End the holder's lease, so that anybody may take the entry at once. Whether it was the holder's."""

    async def mark_posted(
        self, server: int, day: date, *, message: int, at: datetime, asks: Asks | None = None
    ) -> bool:
        """Whether the day's post is this message now. Asks for no holder: that a message stands there is a fact.

        With `asks` the claim is about that from now on, and its question is taken out of the bag, too. Said again for
        the same message it is true again; for another message it is false, and that one is too many.
        """

    async def mark_thread(self, server: int, day: date, *, thread: int) -> bool:
        """Whether a post is there whose thread this is now."""

    async def close_from(self, server: int, day: date, *, at: datetime) -> bool:
        """Whether there is an unfinished entry; answers to it count until `at`."""

    async def mark_closed(self, server: int, day: date, *, at: datetime) -> bool:
        """Whether this call closed it. Answers stop at `at` where they did not before."""

    async def miss(self, server: int, day: date, *, holder: str, now: datetime) -> bool:
        """Whether the day is missed now by this call: it had no entry, or a claim that is the holder's or nobody's."""

    async def entry(self, server: int, day: date) -> DailyEntry | None: ...

    async def of_message(self, message: int) -> Posted | Closed | None:
        """The entry whose post this message is."""

    async def latest(self, server: int) -> DailyEntry | None:
        """The entry of the server's last day."""

    async def entries(self, server: int, *, since: date | None = None) -> tuple[DailyEntry, ...]:
        """In order of the days."""

    async def outlook(self, server: int, *, since: date) -> Outlook: ...

    async def overdue(self, *, now: datetime) -> Mapping[int, date]:
        """Servers with something half done that nobody holds: a claim, or a post that `closes_at` has passed.

        Each with the earliest day of which it is.
        """
