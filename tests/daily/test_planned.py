"""The planner and the daily questions together: many servers, many zones, restarts, and all at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.daily.desk import POST_GAP
from bot.daily.posting import PROMPT
from bot.daily.posts import DailyPosts
from bot.daily.recurrence import Recurrence
from bot.daily.service import DailyService
from bot.ids import ChannelId, MemberId, ServerId
from bot.scheduling.planner import Planner
from bot.storage.ledger import ClosedPost, MissedDay, Posted
from bot.storage.settings import EVERY_DAY, DailySchedule
from tests.clock import FakeClock, settle
from tests.daily.small_channel import Channels, Fault, SmallOutbox
from tests.quiz.small_quiz import SmallQuestions
from tests.small_pack import a_chance
from tests.storage.memory import in_memory

pytestmark = pytest.mark.slow

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MARCH = datetime(2026, 3, 25, tzinfo=UTC)
"""Before Europe's clocks go forward, on the 29th."""
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Pacific/Niue", "UTC")


class Town:
    """Many servers, and the bot that serves them."""

    def __init__(self, start: datetime) -> None:
        self.clock = FakeClock(start)
        self.channels = Channels(self.clock)
        self.storage = in_memory()
        self.questions = SmallQuestions(40)

    async def settle_down(self, server_id: ServerId, *, at: time, zone: str, closes_at: time | None = None) -> None:
        await self.storage.settings.save_schedule(
            DailySchedule(
                server_id, ChannelId(server_id + 10_000), at, zone, self.clock.now(), MemberId(1), closes_at=closes_at
            )
        )

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[DailyService]:
        """The bot at work."""
        posts = DailyPosts(self.storage, SmallOutbox(self.channels), self.questions, self.clock, a_chance())
        planner = Planner(posts, self.clock, a_chance(), grace=timedelta(0))
        task = asyncio.create_task(planner.run())
        await settle()
        yield DailyService(self.storage, posts, self.questions, self.clock, on_change=planner.changed)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def pass_time(self, by: timedelta) -> None:
        await self.clock.advance(by, asleep=1)


async def test_a_week_in_many_zones_with_a_restart_each_day() -> None:
    town = Town(MARCH)
    plans = {}
    for server_id in map(ServerId, range(24)):
        at, zone = time(server_id), ZONES[server_id % len(ZONES)]
        plans[server_id] = Recurrence(at, zone, EVERY_DAY)
        await town.settle_down(server_id, at=at, zone=zone)

    for _ in range(7):
        async with town.bot():
            await town.pass_time(DAY - 10 * MINUTE)
        town.clock.set(town.clock.now() + 10 * MINUTE)
    async with town.bot():
        await town.pass_time(MINUTE)

    for server_id, plan in plans.items():
        wanted = [due.date for due in plan.due_between(MARCH - SECOND, MARCH + 7 * DAY)]
        entries = await town.storage.ledger.entries(server_id)
        assert [entry.plan.day for entry in entries if not isinstance(entry, MissedDay)] == wanted
        assert [type(entry) for entry in entries] == [ClosedPost] * (len(wanted) - 1) + [Posted]
    assert max(Counter(message.post.marker for message in town.channels.messages.values()).values()) == 1


async def test_many_due_at_once_are_posted_evenly_and_none_is_forgotten() -> None:
    town = Town(MARCH)
    for server_id in map(ServerId, range(300)):
        await town.settle_down(server_id, at=time(9), zone="UTC")

    async with town.bot():
        await town.pass_time(9 * HOUR - SECOND)
        assert town.channels.requests == []
        await town.pass_time(SECOND + 300 * POST_GAP + SECOND)

    sent = [moment for _, moment in town.channels.requests]
    assert town.channels.count("post") == 300 == len(sent)
    assert all(
        count <= SECOND / POST_GAP + 1 for count in Counter(moment.replace(microsecond=0) for moment in sent).values()
    )
    assert sent[-1] - sent[0] >= 299 * POST_GAP
    order = [message.post.server_id for message in town.channels.messages.values()]
    assert order != sorted(order)


def test_ten_thousand_servers_have_their_question_before_a_claim_is_late_also_at_half_the_pace() -> None:
    assert 10_000 * POST_GAP * 2 < PROMPT


async def test_nobodys_question_waits_for_the_results_of_others() -> None:
    town = Town(MARCH)
    for server_id in map(ServerId, range(100)):
        await town.settle_down(server_id, at=time(9), zone="UTC")

    async with town.bot():
        await town.pass_time(DAY + 9 * HOUR - SECOND)
        town.channels.requests.clear()
        await town.pass_time(MINUTE)

    assert [name for name, _ in town.channels.requests] == 100 * ["post"] + 100 * ["show_result"]


async def test_an_outage_is_over_for_all_soon_after_it_ends() -> None:
    town = Town(MARCH)
    for server_id in map(ServerId, range(40)):
        await town.settle_down(server_id, at=time(9), zone="UTC", closes_at=time(21))

    async with town.bot():
        await town.pass_time(9 * HOUR - SECOND)
        town.channels.down = Fault.LOST
        await town.pass_time(2 * HOUR)
        attempts = len(town.channels.requests)
        town.channels.down = None
        await town.pass_time(11 * MINUTE)

    assert attempts < 40 * 30
    assert len(town.channels.messages) == 40


async def test_what_a_manager_changes_is_followed_at_once() -> None:
    town = Town(MARCH)

    async with town.bot() as daily:
        await town.pass_time(8 * HOUR)
        await daily.set_up(ServerId(1), channel_id=ChannelId(5), at=time(9), zone="UTC", by=MemberId(7))
        await town.pass_time(HOUR + SECOND)
        assert town.channels.count("post") == 1
        await daily.pause(ServerId(1))
        await town.pass_time(DAY + HOUR)
        await daily.resume(ServerId(1))
        await town.pass_time(DAY)

    assert [type(entry) for entry in await town.storage.ledger.entries(ServerId(1))] == [ClosedPost, Posted]


async def test_while_nothing_is_due_nothing_is_asked_of_discord() -> None:
    town = Town(MARCH)
    await town.settle_down(ServerId(1), at=time(9), zone="UTC", closes_at=time(21))

    async with town.bot():
        await town.pass_time(8 * DAY)

    assert town.channels.count("post") == town.channels.count("show_result") == 8
    assert len(town.channels.requests) == 16
    assert isinstance(await town.storage.ledger.entry(ServerId(1), date(2026, 4, 1)), ClosedPost)
