"""What managers have set."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

EVERY_DAY = frozenset(range(7))
"""All weekdays, as `date.weekday` counts them: Monday is 0."""


@dataclass(frozen=True)
class DailySchedule:
    """When and where a server gets its daily question.

    `at` is the local time in the IANA zone `zone`; `closes_at` is another one, None where each question stays open
    until the next. `role` is pinged by the post. `may_spoil`: everybody knows the plot, so questions may tell it.
    Nothing that was due before `since` is posted. The day `skipped` gets no post. A `pause_reason` is for people to
    read, and empty where the schedule is active or was paused by them. `set_up_by` is None where that member has
    asked to be forgotten.
    """

    server: int
    channel: int
    at: time
    zone: str
    since: datetime
    set_up_by: int | None
    weekdays: frozenset[int] = EVERY_DAY
    role: int | None = None
    has_thread: bool = False
    closes_at: time | None = None
    is_active: bool = True
    pause_reason: str = ""
    skipped: date | None = None
    may_spoil: bool = False


class Settings(Protocol):
    """What managers have set."""

    async def is_listening(self, channel: int) -> bool:
        """Whether the bot may answer plain messages of the channel. No, until somebody said so."""

    async def listening(self, server: int) -> frozenset[int]:
        """The channels of a server in which the bot listens."""

    async def listen(self, server: int, channel: int, *, listening: bool) -> None: ...

    async def schedule(self, server: int) -> DailySchedule | None: ...

    async def active_schedules(self) -> tuple[DailySchedule, ...]:
        """Those that are not paused of all servers that were not left, in order of the server's id."""

    async def save_schedule(self, schedule: DailySchedule) -> None:
        """Take the place of the one that the server had."""

    async def pause(self, server: int, *, reason: str = "") -> bool:
        """Whether it was active and is paused now, so that exactly one caller has to tell an admin."""

    async def resume(self, server: int, *, since: datetime) -> bool:
        """Whether it was paused and is active now. Nothing that was due before `since` is posted."""

    async def skip(self, server: int, day: date | None) -> bool:
        """Whether there is a schedule, which now leaves out `day` (None: no day)."""

    async def remove_schedule(self, server: int) -> bool:
        """Whether there was one."""
