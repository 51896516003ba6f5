"""The daily posts of each server, day by day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.ids import ChannelId, MessageId, QuestionKey, ServerId
from bot.storage.bags import Draw
from bot.storage.settings import DailySchedule


@dataclass(frozen=True)
class DailyPlan:
    """The daily question planned for a day; decided before anything is sent, and kept across crashes.

    `options` are in the order of their buttons. `asked` is the question itself as JSON, which stays as it is when its
    pack changes; empty if it isn't known. Answers stop counting at `closes_at`; None until it is set.
    """

    server_id: ServerId
    day: date
    channel_id: ChannelId
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
    """It is in the channel. `reply_id` is the message that tells the answer, if one does."""

    plan: DailyPlan
    claimed_at: datetime
    posted_at: datetime
    message_id: MessageId
    thread_id: ChannelId | None = None
    reply_id: MessageId | None = None


@dataclass(frozen=True)
class ClosedPost:
    """It has shown its answer, and is finished."""

    plan: DailyPlan
    claimed_at: datetime
    posted_at: datetime
    message_id: MessageId
    thread_id: ChannelId | None
    closed_at: datetime
    reply_id: MessageId | None = None


@dataclass(frozen=True)
class MissedDay:
    """The day has no post and won't get one. Streaks ignore it."""

    server_id: ServerId
    day: date
    missed_at: datetime


DailyEntry = Claimed | Posted | ClosedPost | MissedDay


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
        self, server_id: ServerId, day: date, *, message_id: MessageId, at: datetime, asks: Asks | None = None
    ) -> bool:
        """Returns whether the day's post is now this message.

        With `asks` the claim changes to that question, which is drawn as well. Repeating the call for the same message
        returns True; for another message it returns False, and that message is a duplicate.
        """

    async def mark_thread(self, server_id: ServerId, day: date, *, thread_id: ChannelId) -> bool:
        """Returns whether the day has a post; it now has this thread."""

    async def mark_reply(self, server_id: ServerId, day: date, *, reply_id: MessageId) -> bool:
        """Returns whether the day has a post; this message now tells its answer."""

    async def close_from(self, server_id: ServerId, day: date, *, at: datetime) -> bool:
        """Returns whether there is an unfinished entry; answers to it count until `at`."""

    async def mark_closed(self, server_id: ServerId, day: date, *, at: datetime) -> bool:
        """Returns whether this call closed it. Answers stop at `at` unless they already had."""

    async def miss(self, server_id: ServerId, day: date, *, now: datetime) -> bool:
        """Returns whether this call marked the day as missed: it had no entry, or only a claim."""

    async def entry(self, server_id: ServerId, day: date) -> DailyEntry | None: ...

    async def latest(self, server_id: ServerId) -> DailyEntry | None:
        """The entry of the server's last day."""

    async def entries(self, server_id: ServerId) -> tuple[DailyEntry, ...]:
        """All entries, in order of days."""

    async def asked(self, server_id: ServerId, *, since: date) -> tuple[tuple[date, QuestionKey], ...]:
        """The days from then on that have a question, with its key, in order."""

    async def outlook(self, server_id: ServerId, *, since: date) -> Outlook: ...

    async def unfinished(self) -> frozenset[ServerId]:
        """Servers with a claim, or a post that isn't closed."""
