"""Servers that are left: nothing is lost for a month, nothing is posted meanwhile, and then all of it is deleted."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.community.departures import KEPT_FOR, DepartureService
from bot.ids import ChannelId, ServerId
from bot.storage.ledger import MissedDay, Posted
from tests.daily.small_channel import Fault
from tests.daily.test_posts import DAY, EVENING, FIRST, HOUR, NINE, SERVER, World
from tests.small_pack import a_chance

OTHER = ServerId(2)


class SmallPresence:
    """`Presence` as a test says it is."""

    def __init__(self) -> None:
        self.there: set[int] = {SERVER}
        self.has_been_told = True
        self.says_gone = True

    def is_there(self, server_id: ServerId) -> bool | None:
        return server_id in self.there if self.has_been_told else None

    async def is_gone(self, server_id: ServerId) -> bool:
        return self.says_gone and server_id not in self.there


class Town(World):
    """A server, a process that looks after it, and the bot's membership."""

    def __init__(self) -> None:
        super().__init__()
        self.presence = SmallPresence()
        self.changed: list[ServerId] = []
        self.departures = DepartureService(
            self.storage, self.presence, self.clock, a_chance(), on_change=self.changed.append
        )

    async def kick(self) -> None:
        self.presence.there.discard(SERVER)
        await self.departures.left(SERVER)

    async def invite(self) -> None:
        self.presence.there.add(SERVER)
        await self.departures.joined(SERVER)

    async def live(self, length: timedelta) -> None:
        """Let the daily look happen for so long."""
        task = asyncio.create_task(self.departures.run())
        await self.clock.asleep()
        await self.clock.advance(length, asleep=1)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    @property
    async def is_kept(self) -> bool:
        return await self.storage.settings.schedule(SERVER) is not None


@pytest.fixture
async def town() -> Town:
    town = Town()
    await town.set_up()
    return town


async def test_nothing_is_posted_and_nobody_is_told_while_it_is_away(town: Town) -> None:
    await town.kick()
    town.channels.down = Fault.FORBIDDEN

    assert SERVER not in await town.posts.agenda()
    assert await town.at(NINE) is None
    assert town.channels.requests == []
    assert town.channels.told == []


async def test_it_goes_on_when_it_is_back_with_nothing_for_the_time_between(town: Town) -> None:
    await town.at(NINE)
    await town.at(NINE + 13 * HOUR)
    await town.kick()
    town.clock.set(NINE + 3 * DAY + HOUR)
    await town.invite()

    await town.until(NINE + 4 * DAY + HOUR)

    days = {type(entry) for entry in await town.storage.ledger.entries(SERVER)}
    assert town.changed == [SERVER, SERVER]
    assert [town.posted(FIRST + number * DAY) for number in range(5)] == [1, 0, 0, 0, 1]
    assert MissedDay not in days


async def test_an_open_question_shows_its_result_when_the_bot_is_back(town: Town) -> None:
    await town.at(NINE)
    await town.kick()
    assert SERVER not in await town.posts.agenda()
    town.clock.set(NINE + 2 * DAY)
    await town.invite()
    assert isinstance(await town.entry(), Posted)

    await town.until(NINE + 2 * DAY + HOUR / 2)

    assert next(iter(town.channels.messages.values())).result is not None


async def test_after_a_month_everything_is_deleted_and_not_before(town: Town) -> None:
    await town.kick()

    await town.live(KEPT_FOR - HOUR)
    assert await town.is_kept
    await town.live(DAY)

    assert not await town.is_kept
    assert await town.storage.departures.noted() == {}


async def test_who_comes_back_in_time_keeps_everything(town: Town) -> None:
    await town.kick()
    await town.live(KEPT_FOR - DAY)
    await town.invite()

    await town.live(3 * KEPT_FOR)

    assert await town.is_kept


@pytest.mark.parametrize("doubt", ["not told", "not confirmed", "there"])
async def test_nothing_is_deleted_in_doubt(town: Town, doubt: str) -> None:
    await town.kick()
    town.presence.has_been_told = doubt != "not told"
    town.presence.says_gone = doubt != "not confirmed"
    town.presence.there |= {SERVER} if doubt == "there" else set()

    await town.live(2 * KEPT_FOR)

    assert await town.is_kept


async def test_what_happened_while_nobody_listened_is_seen_at_the_start(town: Town) -> None:
    await town.storage.settings.listen(OTHER, ChannelId(5), listening=True)
    await town.storage.departures.note(SERVER, at=EVENING)

    await town.departures.compare()

    assert await town.storage.departures.noted() == {OTHER: EVENING}
    assert town.changed == [SERVER, OTHER]


async def test_an_outage_is_no_departure(town: Town) -> None:
    town.presence.has_been_told = False
    town.presence.there.clear()

    await town.departures.compare()

    assert await town.storage.departures.noted() == {}


async def test_a_gateway_that_has_forgotten_a_server_is_not_believed_alone(town: Town) -> None:
    town.presence.there.clear()
    town.presence.says_gone = False

    await town.departures.compare()

    assert await town.storage.departures.noted() == {}


async def test_removed_and_added_at_once_is_not_away(town: Town) -> None:
    await town.departures.joined(SERVER)
    await town.departures.left(SERVER)  # the events may be worked on in another order than they came

    assert await town.storage.departures.noted() == {}


async def test_a_database_that_fails_is_tried_again(town: Town) -> None:
    await town.kick()
    town.clock.set(EVENING + 2 * KEPT_FOR)
    really, failures = town.storage.departures.noted, iter([OSError("no disk")])

    async def noted() -> object:
        for error in failures:
            raise error
        return await really()

    town.storage.departures.noted = noted  # type: ignore[method-assign, assignment]  # fails once

    await town.live(HOUR)

    assert not await town.is_kept
