"""Managers' settings."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from bot.ids import ChannelId, MemberId, RoleId, ServerId

EVERY_DAY = frozenset(range(7))
"""All weekdays, as `date.weekday` counts them: Monday is 0."""


@dataclass(frozen=True)
class DailySchedule:
    """When and where a server gets its daily question.

    `at` is the local time in the IANA zone `zone`; `closes_at` is another one, None if each question stays open until
    the next. `role` is pinged by the post. `may_spoil`: everybody knows the plot, so questions may tell it.
    `reveals_in_reply`: the answer follows as a reply at the close, instead of opening the next post.
    `invites_to_guess`: the post has a button for today's character. Nothing due before `since` is posted. There is no
    post on the day `skipped`. A `pause_reason` is for people to read, and empty if the schedule is active or a manager
    paused it. `set_up_by` is None if that member has asked to be forgotten.
    """

    server_id: ServerId
    channel_id: ChannelId
    at: time
    zone: str
    since: datetime
    set_up_by: MemberId | None
    weekdays: frozenset[int] = EVERY_DAY
    role_id: RoleId | None = None
    has_thread: bool = False
    closes_at: time | None = None
    is_active: bool = True
    pause_reason: str = ""
    skipped: date | None = None
    may_spoil: bool = False
    reveals_in_reply: bool = False
    invites_to_guess: bool = False


class ServerSettings(Protocol):
    """Managers' settings."""

    async def is_listening(self, channel_id: ChannelId) -> bool:
        """Whether the bot may answer plain messages of the channel. False by default."""

    async def listening(self, server_id: ServerId) -> frozenset[ChannelId]:
        """The channels of a server in which the bot listens."""

    async def listen(self, server_id: ServerId, channel_id: ChannelId, *, listening: bool) -> None: ...

    async def is_solved(self, post_id: ChannelId) -> bool:
        """Whether a forum's post was marked as solved."""

    async def solve(self, server_id: ServerId, post_id: ChannelId) -> None: ...

    async def reopen(self, post_id: ChannelId) -> None:
        """The post isn't solved any more."""

    async def schedule(self, server_id: ServerId) -> DailySchedule | None: ...

    async def active_schedules(self) -> tuple[DailySchedule, ...]:
        """Schedules that aren't paused, of servers that weren't left, in order of the server's id."""

    async def save_schedule(self, schedule: DailySchedule) -> None:
        """Replaces the server's schedule."""

    async def pause(self, server_id: ServerId, *, reason: str = "") -> bool:
        """Pauses an active schedule. Returns whether it was active, so exactly one caller notifies an admin."""

    async def resume(self, server_id: ServerId, *, since: datetime) -> bool:
        """Resumes a paused schedule. Returns whether it was paused. Nothing due before `since` is posted."""

    async def stop_pinging(self, server_id: ServerId, role_id: RoleId) -> None:
        """Takes this role out of the server's schedule, if it is still there."""

    async def skip(self, server_id: ServerId, day: date | None) -> bool:
        """Sets the day to leave out (None: no day). Returns whether there is a schedule."""

    async def remove_schedule(self, server_id: ServerId) -> bool:
        """Returns whether there was one."""
