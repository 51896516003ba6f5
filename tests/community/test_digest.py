"""The weekly digest: once a week, and not in a week without open questions."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.community.digest import CATCH_UP, TOP, Digest, WaitingLists, last_monday, next_monday
from bot.community.misses import KEPT_FOR
from bot.errors import Forbidden, OutboxError, StorageError, Unavailable, Unknown
from bot.house.service import HouseService
from bot.ids import ChannelId, ServerId
from bot.scheduling.pace import Pace
from bot.storage.misses import MissEnd, NewMiss
from bot.storage.storage import Storage
from tests.clock import FakeClock
from tests.small_pack import a_chance
from tests.storage.builders import CHANNEL, MANAGER, OTHER_SERVER, SERVER
from tests.storage.memory import in_memory
from tests.storage.ready import open_ready

FRIDAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


class Death(BaseException):
    """The process dies."""


@dataclass
class SmallOutbox:
    """A channel. `before` and `after` are raised, once each, before or after the next digest is in it."""

    posted: list[Digest] = field(default_factory=list)
    before: BaseException | None = None
    after: BaseException | None = None

    async def post(self, digest: Digest) -> None:
        before, self.before = self.before, None
        if before is not None:
            raise before
        self.posted.append(digest)
        after, self.after = self.after, None
        if after is not None:
            raise after

    async def has(self, channel_id: ChannelId, week: date, *, after: datetime) -> bool:
        assert after < MONDAY + WEEK + CATCH_UP
        return any((each.channel_id, each.week) == (channel_id, week) for each in self.posted)


class Desk:
    """A server with a digest, and the channel for it."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.clock = FakeClock(FRIDAY)
        self.outbox = SmallOutbox()
        self.restart()

    def restart(self) -> None:
        """A new process, which knows what is stored."""
        self.house = HouseService(self.storage.house, self.clock)
        pace = Pace(self.clock, timedelta())
        self.lists = WaitingLists(self.storage, self.house, self.outbox, self.clock, a_chance(), pace=pace)

    async def ask(self, *questions: str) -> None:
        for question in questions or ("who?",):
            new = NewMiss(SERVER, CHANNEL, question, question, MissEnd.NOTHING, self.clock.now())
            await self.storage.misses.note(new, most=99)

    async def at(self, moment: datetime) -> datetime | None:
        self.clock.set(moment)
        return await self.lists.advance(SERVER)

    async def until(self, end: datetime) -> None:
        """As a planner would: whenever there is something to do."""
        while (moment := await self.lists.advance(SERVER)) is not None and moment <= end:
            self.clock.set(max(moment, self.clock.now() + timedelta(seconds=1)))
        self.clock.set(max(end, self.clock.now()))


@pytest.fixture(params=["memory", "sqlite"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    storage = in_memory() if request.param == "memory" else await open_ready(tmp_path)
    desk = Desk(storage)
    await desk.house.change(SERVER, MANAGER, keeps_misses=True, misses_channel=CHANNEL)
    yield desk
    await storage.close()


async def test_on_monday_the_questions_asked_most_are_posted(desk: Desk) -> None:
    await desk.ask(*(f"number {number}?" for number in range(TOP + 2)), "number 7?")

    assert await desk.at(FRIDAY) == MONDAY
    assert desk.outbox.posted == []
    assert await desk.at(MONDAY) == MONDAY + WEEK

    (digest,) = desk.outbox.posted
    assert (digest.server_id, digest.channel_id, digest.week) == (SERVER, CHANNEL, MONDAY.date())
    assert (digest.count, len(digest.top), digest.top[0].text) == (TOP + 2, TOP, "number 7?")


async def test_however_often_it_is_looked_at_a_week_has_one(desk: Desk) -> None:
    await desk.ask()
    for minutes in range(0, 60, 5):
        await desk.at(MONDAY + timedelta(minutes=minutes))
        desk.restart()

    assert len(desk.outbox.posted) == 1


async def test_a_week_without_questions_has_none(desk: Desk) -> None:
    await desk.ask()
    await desk.until(MONDAY + 3 * WEEK)

    assert [each.week for each in desk.outbox.posted] == [MONDAY.date()]


async def test_what_comes_after_that_time_waits_for_the_next(desk: Desk) -> None:
    desk.clock.set(MONDAY + HOUR)
    await desk.ask()

    assert await desk.at(MONDAY + 2 * HOUR) == MONDAY + WEEK
    assert desk.outbox.posted == []
    await desk.at(MONDAY + WEEK)
    assert len(desk.outbox.posted) == 1


async def test_one_that_is_much_too_late_is_not_posted(desk: Desk) -> None:
    await desk.ask()

    assert await desk.at(MONDAY + CATCH_UP + HOUR) == MONDAY + WEEK
    assert desk.outbox.posted == []


@pytest.mark.parametrize("error", [Death(), Unknown("lost"), Unavailable("502")])
@pytest.mark.parametrize("is_posted", [True, False], ids=["after it is posted", "before it is posted"])
async def test_whatever_fails_on_the_way_it_is_posted_once(desk: Desk, error: BaseException, is_posted: bool) -> None:
    await desk.ask()
    if is_posted:
        desk.outbox.after = error
    else:
        desk.outbox.before = error

    desk.clock.set(MONDAY)
    with suppress(Death):
        await desk.lists.advance(SERVER)
    if isinstance(error, Death):
        desk.restart()
    await desk.until(MONDAY + HOUR)

    assert [each.week for each in desk.outbox.posted] == [MONDAY.date()]


@pytest.mark.parametrize("error", [Forbidden("Send Messages")], ids=["forbidden"])
async def test_where_the_bot_may_not_post_it_waits_for_the_next_week(desk: Desk, error: OutboxError) -> None:
    await desk.ask()
    desk.outbox.before = error

    assert await desk.at(MONDAY) == MONDAY + WEEK
    assert await desk.at(MONDAY + HOUR) == MONDAY + WEEK
    assert desk.outbox.posted == []


async def test_it_comes_at_nine_in_the_servers_zone(desk: Desk) -> None:
    await desk.house.change(SERVER, MANAGER, zone="America/New_York")
    await desk.ask()

    assert await desk.at(FRIDAY) == MONDAY + 4 * HOUR


async def test_without_a_channel_there_is_none_and_old_questions_still_go(desk: Desk) -> None:
    await desk.house.change(SERVER, MANAGER, misses_channel=None)
    await desk.ask()

    again = await desk.at(FRIDAY)

    assert again is not None
    assert again > FRIDAY + KEPT_FOR
    assert await desk.at(again) is None
    assert await desk.storage.misses.kept() == ()
    assert desk.outbox.posted == []


async def test_a_question_that_is_asked_again_stays(desk: Desk) -> None:
    await desk.ask()
    desk.clock.set(FRIDAY + KEPT_FOR - HOUR)
    await desk.ask()

    await desk.at(FRIDAY + KEPT_FOR + HOUR)

    assert len(await desk.storage.misses.kept(SERVER)) == 1


async def test_where_it_is_turned_off_the_list_goes(desk: Desk) -> None:
    await desk.ask()
    await desk.house.change(SERVER, MANAGER, keeps_misses=False)

    assert await desk.at(FRIDAY) is None

    assert await desk.storage.misses.kept() == ()


async def test_a_server_that_was_left_gets_none_but_its_questions_still_go(desk: Desk) -> None:
    await desk.ask()
    await desk.storage.departures.note(SERVER, at=FRIDAY)

    await desk.until(FRIDAY + KEPT_FOR + HOUR)

    assert desk.outbox.posted == []
    assert await desk.storage.misses.kept() == ()


class Unreadable:
    """Settings that can't be read."""

    async def rules(self, _server_id: ServerId) -> str | None:
        raise StorageError("gone")


async def test_settings_that_cannot_be_read_delete_nothing() -> None:
    desk = Desk(in_memory())
    await desk.ask()
    desk.house._house = Unreadable()  # type: ignore[assignment]  # a part of it

    assert await desk.at(MONDAY) == MONDAY + HOUR

    assert len(await desk.storage.misses.kept(SERVER)) == 1


async def test_the_agenda_has_the_servers_with_questions(desk: Desk) -> None:
    assert list(await desk.lists.agenda()) == []
    await desk.ask()

    assert list(await desk.lists.agenda()) == [SERVER]
    assert await desk.lists.advance(OTHER_SERVER) is None


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (MONDAY, MONDAY),
        (MONDAY - timedelta(seconds=1), MONDAY - WEEK),
        (MONDAY + timedelta(days=6, hours=23), MONDAY),
        (datetime(2026, 5, 11, 8, 59, tzinfo=UTC), MONDAY),
    ],
)
def test_the_last_monday_is_not_in_the_future(now: datetime, last: datetime) -> None:
    assert last_monday("UTC", now).moment == last
    assert next_monday("UTC", now) == last + WEEK


def test_summer_time_changes_the_moment_and_not_the_hour() -> None:
    before_the_change = datetime(2026, 3, 27, 12, tzinfo=UTC)

    assert last_monday("Europe/Berlin", before_the_change).moment == datetime(2026, 3, 23, 8, tzinfo=UTC)
    assert next_monday("Europe/Berlin", before_the_change) == datetime(2026, 3, 30, 7, tzinfo=UTC)
