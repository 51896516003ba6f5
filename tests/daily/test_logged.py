"""The daily question in the log of a server's changes: what is logged, and how a change is undone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.community.suggestions import SuggestionService
from bot.daily.logged import LoggedSchedule
from bot.discord_front.settings import wording
from bot.house.service import DAILY, REVIEWED, HouseService
from bot.ids import ChannelId, MemberId, RoleId, ServerId
from bot.packs.members_facts import MembersPack
from bot.storage.house import RuleChange
from bot.storage.settings import DailySchedule
from bot.storage.storage import Storage
from tests.clock import FakeClock
from tests.packs.small_packs import Town
from tests.storage.memory import in_memory

SERVER, ROBIN, KIM = ServerId(1), MemberId(11), MemberId(12)
EARLIER = datetime(2026, 4, 1, tzinfo=UTC)
EVENING = DailySchedule(
    SERVER,
    ChannelId(7),
    time(18, 30),
    "Europe/Berlin",
    EARLIER,
    ROBIN,
    weekdays=frozenset({0, 4}),
    role_id=RoleId(9),
    has_thread=True,
    closes_at=time(21),
    may_spoil=True,
    reveals_in_reply=True,
    invites_to_guess=True,
)


class Desk:
    """A server's settings, with the log of their changes."""

    def __init__(self) -> None:
        self.clock, self.moved = FakeClock(), list[ServerId]()
        self.storage: Storage = in_memory()
        self.settings = self.storage.settings
        self.suggestions = SuggestionService(self.storage, no_pack(), self.clock)
        schedule = LoggedSchedule(self.settings, self.clock, on_change=self.moved.append)
        self.house = HouseService(self.storage.house, self.clock, {DAILY: schedule, REVIEWED: self.suggestions})

    async def newest(self) -> RuleChange:
        return (await self.house.changes(SERVER))[0]

    async def undo(self) -> None:
        await self.house.undo(SERVER, (await self.newest()).id, KIM)


def no_pack() -> MembersPack:
    return Town().service


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_everything_that_managers_set_of_it_comes_back_and_nothing_is_caught_up(desk: Desk) -> None:
    await desk.settings.save_schedule(EVENING)
    async with desk.house.logged(SERVER, DAILY, KIM):
        await desk.settings.remove_schedule(SERVER)

    await desk.undo()

    restored = await desk.settings.schedule(SERVER)
    assert restored == replace(EVENING, since=desk.clock.now(), set_up_by=None)
    assert desk.moved == [SERVER]


async def test_a_first_set_up_is_undone_by_none(desk: Desk) -> None:
    async with desk.house.logged(SERVER, DAILY, ROBIN):
        await desk.settings.save_schedule(EVENING)

    await desk.undo()

    assert await desk.settings.schedule(SERVER) is None


async def test_a_pause_is_a_change_and_a_skipped_date_stays_skipped(desk: Desk) -> None:
    await desk.settings.save_schedule(EVENING)
    async with desk.house.logged(SERVER, DAILY, KIM):
        await desk.settings.pause(SERVER)
    async with desk.house.logged(SERVER, DAILY, KIM):
        await desk.settings.skip(SERVER, date(2026, 5, 8))

    await desk.undo()

    schedule = await desk.settings.schedule(SERVER)
    assert schedule is not None
    assert (schedule.is_active, schedule.skipped, schedule.set_up_by) == (True, date(2026, 5, 8), ROBIN)


async def test_both_sides_of_a_change_are_told_in_words(desk: Desk) -> None:
    await desk.settings.save_schedule(EVENING)
    async with desk.house.logged(SERVER, DAILY, KIM):
        await desk.settings.save_schedule(DailySchedule(SERVER, ChannelId(8), time(9), "UTC", EARLIER, KIM))

    said = wording.change(await desk.newest())

    assert said.startswith(
        "**Daily question**: 18:30 Europe/Berlin in <#7>, Mon, Fri, pings <@&9>, closes at 21:00, with a thread, "
        "answer as a reply, may tell the plot, invites to guess → **09:00 UTC in <#8>**\n"
    )


async def test_the_channel_for_suggestions_is_logged_and_comes_back(desk: Desk) -> None:
    await desk.suggestions.review_in(SERVER, ChannelId(7))
    async with desk.house.logged(SERVER, REVIEWED, KIM):
        await desk.suggestions.review_in(SERVER, None)
    said = wording.change(await desk.newest())

    await desk.undo()

    assert said.startswith("**Channel for suggestions**: <#7> → **none**\n")
    assert await desk.suggestions.review_channel(SERVER) == 7
    assert await desk.suggestions.can_be(SERVER)
