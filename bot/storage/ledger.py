"""The daily posts of each server, day by day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.storage.bags import Draw
from bot.storage.settings import DailySchedule


@dataclass(frozen=True)
class DailyPlan:
    """The daily question planned for a day; decided before anything is sent, and kept across crashes.

    `options` are in the order of their buttons. `asked` is the question itself as JSON, which stays as it is when its
    pack changes; empty if it isn't known. Answers stop counting at `closes_at`; None until it is set.
    """

    server: int
    day: date
    channel: int
    draw: Draw
    options: tuple[str, ...]
    due_at: datetime
    closes_at: datetime | None = None
    asked: str = ""


@dataclass(frozen=True)
class Asks:
    """The question of a post found in the channel that differs from the claim."""

    draw: Draw
    options: tuple[str, ...]
    asked: str = ""


@dataclass(frozen=True)
class Claimed:
    """It is being posted, or a process crashed while posting it."""

    plan: DailyPlan
    claimed_at: datetime


@dataclass(frozen=True)
class Posted:
    """It is in the channel. `reply` is the message that tells the answer, if one does."""

    plan: DailyPlan
    claimed_at: datetime
    posted_at: datetime
    message: int
    thread: int | None = None
    reply: int | None = None


@dataclass(frozen=True)
class Closed:
    """It has shown its answer, and is finished."""

    plan: DailyPlan
    claimed_at: datetime
    posted_at: datetime
    message: int
    thread: int | None
    closed_at: datetime
    reply: int | None = None


@dataclass(frozen=True)
class Missed:
    """The day has no post and won't get one. Streaks ignore it."""

    server: int
    day: date
    missed_at: datetime


DailyEntry = Claimed | Posted | Closed | Missed


@dataclass(frozen=True)
class Outlook:
    """Everything that decides a server's daily questions: its schedule, the days with an entry since some date, and all
    unfinished entries in order. `was_left`: the bot was removed from the server.
    """

    was_left: bool
    schedule: DailySchedule | None
    known: frozenset[date]
    unfinished: tuple[Claimed | Posted, ...]


class Ledger(Protocol):
    """At most one entry per server and local date. Of concurrent callers only one makes each transition."""

    async def claim(self, plan: DailyPlan, *, now: datetime) -> Claimed | None:
        """Claims a day and draws its question; None if the day already has an entry."""

    async def mark_posted(
        self, server: int, day: date, *, message: int, at: datetime, asks: Asks | None = None
    ) -> bool:
        """Returns whether the day's post is now this message.

        With `asks` the claim changes to that question, which is drawn as well. Repeating the call for the same message
        returns True; for another message it returns False, and that message is a duplicate.
        """

    async def mark_thread(self, server: int, day: date, *, thread: int) -> bool:
        """Returns whether the day has a post; it now has this thread."""

    async def mark_reply(self, server: int, day: date, *, reply: int) -> bool:
        """Returns whether the day has a post; this message now tells its answer."""

    async def close_from(self, server: int, day: date, *, at: datetime) -> bool:
        """Returns whether there is an unfinished entry; answers to it count until `at`."""

    async def mark_closed(self, server: int, day: date, *, at: datetime) -> bool:
        """Returns whether this call closed it. Answers stop at `at` unless they already had."""

    async def miss(self, server: int, day: date, *, now: datetime) -> bool:
        """Returns whether this call marked the day as missed: it had no entry, or only a claim."""

    async def entry(self, server: int, day: date) -> DailyEntry | None: ...

    async def latest(self, server: int) -> DailyEntry | None:
        """The entry of the server's last day."""

    async def entries(self, server: int) -> tuple[DailyEntry, ...]:
        """All entries, in order of days."""

    async def asked(self, server: int, *, since: date) -> tuple[tuple[date, str], ...]:
        """The days from then on that have a question, with its key, in order."""

    async def outlook(self, server: int, *, since: date) -> Outlook: ...

    async def unfinished(self) -> frozenset[int]:
        """Servers with a claim, or a post that isn't closed."""
