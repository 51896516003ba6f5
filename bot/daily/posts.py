"""The life cycle of a daily question.

::

    due -> claimed -> posted -> closed
       \\-> missed <-/

Nothing here waits for long: failures are retried later, at the time that `advance` returns.
"""

import asyncio
import random
from datetime import date, datetime, timedelta

from bot.daily.closing import Closing, earliest
from bot.daily.desk import PATIENCE, Desk, OnEvent
from bot.daily.outbox import Outbox
from bot.daily.posting import CATCH_UP, LOOK_BACK, Begun, Posting
from bot.daily.questions import QuestionSource
from bot.ids import ChannelId, ServerId
from bot.scheduling.clock import Clock
from bot.scheduling.pace import Pace
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.bags import Draw
from bot.storage.ledger import Claimed, Outlook, Posted
from bot.storage.settings import DailySchedule
from bot.storage.storage import Storage


class DailyPosts:
    """Posts and closes what is due.

    The planner never runs `advance` twice at once for a server.
    """

    def __init__(
        self,
        storage: Storage,
        outbox: Outbox,
        questions: QuestionSource,
        clock: Clock,
        chance: random.Random,
        *,
        pace: Pace | None = None,
        catch_up: timedelta = CATCH_UP,
        patience: timedelta = PATIENCE,
        shard: Shard = WHOLE,
        on_event: OnEvent = lambda _event, _delay: None,
    ) -> None:
        """Handles only the servers of `shard`."""
        self._settings = storage.settings
        self._departures = storage.departures
        self._ledger = storage.ledger
        self._clock = clock
        self._shard = shard
        desk = Desk(storage, outbox, questions, clock, chance, pace=pace, patience=patience, on_event=on_event)
        self._closing = Closing(desk)
        self._posting = Posting(desk, self._closing, catch_up=catch_up)

    async def agenda(self) -> frozenset[ServerId]:
        """The servers that have, or may get, something due."""
        active = {schedule.server_id for schedule in await self._settings.active_schedules()}
        unfinished = await self._ledger.unfinished() - (await self._departures.noted()).keys()
        return frozenset(server_id for server_id in active | unfinished if self._shard.hears_of(server_id))

    async def advance(self, server_id: ServerId) -> datetime | None:
        """Do what is due for a server; returns when to check again, None if nothing more will be due.

        If the bot has left a server, its data stays unchanged until the bot is back.

        New questions come first; unfinished ones follow at the next check, soon after. When many servers have their
        question at the same time, none waits for the results of others. An unexpected error in one step doesn't prevent
        the other, and is raised afterwards.
        """
        outlook = await self._outlook(server_id)
        if outlook.was_left:
            return None
        begun = (await asyncio.gather(self._posting.begin(outlook), return_exceptions=True))[0]
        if isinstance(begun, Begun) and begun.is_new:
            return begun.again
        if not isinstance(begun, Begun) or begun.has_tried:
            outlook = await self._outlook(server_id)
        finished = await self._finish(outlook)
        if isinstance(begun, BaseException):
            raise begun
        return earliest([begun.again, finished])

    async def draw(
        self, server_id: ServerId, day: date, *, channel_id: ChannelId, may_spoil: bool
    ) -> tuple[Draw, tuple[str, ...]] | None:
        """A question for this day (see `Posting.draw`)."""
        return await self._posting.draw(server_id, day, channel_id=channel_id, may_spoil=may_spoil)

    async def pass_over(self, schedule: DailySchedule) -> None:
        """If the skipped date is past, record that it had no question, so that another one can be skipped."""
        await self._posting.pass_over(schedule)

    async def _finish(self, outlook: Outlook) -> datetime | None:
        """Continue every entry that is neither closed nor missed."""
        moments = []
        for entry in outlook.unfinished:
            match entry:
                case Claimed():
                    moments.append(await self._posting.settle(entry, outlook.schedule))
                case Posted():
                    moments.append(await self._closing.tend(entry, outlook.schedule))
        return earliest(moments)

    async def _outlook(self, server_id: ServerId) -> Outlook:
        """The server's outlook, with a margin that covers the dates of all time zones."""
        since = (self._clock.now() - LOOK_BACK).date() - timedelta(days=3)
        return await self._ledger.outlook(server_id, since=since)
