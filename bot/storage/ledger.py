"""The daily posts of each server, day by day."""

from dataclasses import dataclass
from datetime import date, datetime
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
    """It is being posted, or whoever posted it died of it."""

    plan: DailyPlan
    claimed_at: datetime


@dataclass(frozen=True)
class Posted:
    """It stands in the channel."""

    plan: DailyPlan
    claimed_at: datetime
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
    """At most one entry for each server and local date. Every step between them is taken by one caller."""

    async def claim(self, plan: DailyPlan, *, now: datetime) -> Claimed | None:
        """The new claim, its question taken out of the bag; None where the day has an entry already."""

    async def mark_posted(
        self, server: int, day: date, *, message: int, at: datetime, asks: Asks | None = None
    ) -> bool:
        """Whether the day's post is this message now.

        With `asks` the claim is about that from now on, and its question is taken out of the bag, too. Said again for
        the same message it is true again; for another message it is false, and that one is too many.
        """

    async def mark_thread(self, server: int, day: date, *, thread: int) -> bool:
        """Whether a post is there whose thread this is now."""

    async def close_from(self, server: int, day: date, *, at: datetime) -> bool:
        """Whether there is an unfinished entry; answers to it count until `at`."""

    async def mark_closed(self, server: int, day: date, *, at: datetime) -> bool:
        """Whether this call closed it. Answers stop at `at` where they did not before."""

    async def miss(self, server: int, day: date, *, now: datetime) -> bool:
        """Whether the day is missed now by this call: it had no entry, or a claim."""

    async def entry(self, server: int, day: date) -> DailyEntry | None: ...

    async def latest(self, server: int) -> DailyEntry | None:
        """The entry of the server's last day."""

    async def entries(self, server: int) -> tuple[DailyEntry, ...]:
        """In order of the days."""

    async def asked(self, server: int, *, since: date) -> tuple[tuple[date, str], ...]:
        """The days from then on that have a question, with its key, in order."""

    async def outlook(self, server: int, *, since: date) -> Outlook: ...

    async def unfinished(self) -> frozenset[int]:
        """Servers with a claim, or a post that is not closed."""
