"""Shared by posting and closing: requests with a timeout, and pausing with a reason."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.daily.outbox import Found, Outbox
from bot.daily.questions import QuestionSource
from bot.daily.results import DailyPaused, PingDropped, marker_of
from bot.errors import OutboxError, Refused, Unavailable, Unknown
from bot.ids import RoleId
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock
from bot.scheduling.pace import Pace
from bot.storage.ledger import DailyPlan
from bot.storage.settings import DailySchedule
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = timedelta(minutes=1)
"""Timeout for a single request."""

POST_GAP = timedelta(milliseconds=25)
"""Gap between two requests for daily questions: 40 a second of the 50 that Discord allows. Interactive requests count
towards these 40 without waiting for them; the other ten are reserve for bursts in the same second."""

GIVE_UP = timedelta(days=1)
"""How long to try to show a result, or to wait for a permission, before giving up."""

NOT_ALLOWED = timedelta(hours=1)
"""How often to check whether a missing permission has been restored, while a question waits for it."""

SKEW = timedelta(hours=1)
"""Tolerance for the difference between our clock and Discord's, when searching messages since a given time."""


class DailyEvent(StrEnum):
    """What becomes of a daily question, for statistics."""

    DUE = "due"
    POSTED = "posted"
    MISSED = "missed"


OnEvent = Callable[[DailyEvent, timedelta], None]
"""Called with an event and how long after the question's time it happened."""


class Desk:
    """Everything needed to post and close a daily question."""

    def __init__(
        self,
        storage: Storage,
        outbox: Outbox,
        questions: QuestionSource,
        clock: Clock,
        chance: random.Random,
        *,
        pace: Pace | None = None,
        patience: timedelta = PATIENCE,
        on_event: OnEvent = lambda _event, _delay: None,
    ) -> None:
        self._on_event = on_event
        self.ledger = storage.ledger
        self.bags = storage.bags
        self.reports = storage.reports
        self.answers = storage.answers
        self.outbox = outbox
        self.questions = questions
        self.chance = chance
        self.pace = pace or Pace(clock, POST_GAP)
        self.patience = patience
        self.backoff = Backoff(chance)
        self.began = clock.now()
        """When this process started; an older database may have been restored before it."""
        self._settings = storage.settings
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def tell(self, event: DailyEvent, due_at: datetime) -> None:
        """Report what became of the question that was due then."""
        self._on_event(event, self.now() - due_at)

    async def answered(self, request: Callable[[], Awaitable[T]]) -> T:
        """The result of the request. Raises OutboxError; Unknown if it times out."""
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                return await request()
        except TimeoutError as error:
            raise Unknown(f"no answer within {self.patience}") from error

    async def find(self, plan: DailyPlan, *, since: datetime) -> tuple[Found, ...]:
        """The posts of the plan's day in its channel, oldest first. `since` is when one may first have been sent."""
        after = min(since, plan.due_at) - SKEW
        marker = marker_of(plan.server_id, plan.day)
        return await self.answered(lambda: self.outbox.find(plan.channel_id, marker, after=after))

    async def pause(self, plan: DailyPlan, reason: str) -> None:
        """Pause the schedule and notify its creator once. The notice goes first, so that a crash can't lose it."""
        schedule = await self._settings.schedule(plan.server_id)
        if schedule is None or not schedule.is_active or schedule.channel_id != plan.channel_id:
            return
        log.warning("server %s: the daily question is paused: %s", plan.server_id, reason)
        notice = DailyPaused(plan.server_id, plan.channel_id, reason)
        await self._tell_manager(schedule, notice, nonce=f"p{marker_of(plan.server_id, plan.day)}")
        await self._settings.pause(plan.server_id, reason=reason)

    async def pinged(self, plan: DailyPlan, schedule: DailySchedule) -> RoleId | None:
        """The role that the post may ping now: rights may have changed since the schedule was set up.

        If they have, the role is taken out of the schedule, and its creator is notified once. If Discord can't say, the
        post goes without the ping this time.
        """
        if (role_id := schedule.role_id) is None:
            return None
        try:
            is_allowed = await self.answered(
                lambda: self.outbox.may_ping(plan.server_id, plan.channel_id, role_id, for_member=schedule.set_up_by)
            )
        except OutboxError as error:
            log.info("server %s: the question goes without its ping: %r", plan.server_id, error)
            return None
        if is_allowed:
            return role_id
        log.warning("server %s: role %s isn't pinged any more", plan.server_id, role_id)
        notice = PingDropped(plan.server_id, plan.channel_id, role_id)
        await self._tell_manager(schedule, notice, nonce=f"n{marker_of(plan.server_id, plan.day)}")
        await self._settings.stop_pinging(plan.server_id, role_id)
        return None

    async def _tell_manager(self, schedule: DailySchedule, notice: DailyPaused | PingDropped, *, nonce: str) -> None:
        """Notify the schedule's creator, if they can be notified."""
        if (member_id := schedule.set_up_by) is not None:
            try:
                await self.answered(lambda: self.outbox.tell(member_id, notice, nonce=nonce))
            except OutboxError as error:
                log.info("member %s could not be told: %r", member_id, error)

    def not_before(self, key: Hashable) -> datetime | None:
        """When the next attempt is allowed, after a failure."""
        return self.backoff.not_before(key, self.now())

    def later(self, key: Hashable, error: Refused | Unavailable | Unknown) -> datetime:
        """When to retry after this failure."""
        at_least = (error.retry_after if isinstance(error, Unavailable) else None) or timedelta()
        again = self.backoff.failed(key, self.now(), at_least=at_least)
        log.info("%s failed (%r), again at %s", key, error, again)
        return again

    def done(self, plan: DailyPlan) -> None:
        """Stop retrying anything for this day."""
        for step in ("post", "others", "close", "thread"):
            self.backoff.succeeded((step, plan.server_id, plan.day))
