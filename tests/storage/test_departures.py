"""What every storage knows of servers from which the bot was removed."""

from datetime import timedelta

from bot.storage.storage import Storage
from tests.storage.builders import CHANNEL, NOON, OTHER_SERVER, SERVER, a_schedule
from tests.storage.test_forgetting import fill

DAY = timedelta(days=1)


async def test_a_departure_is_noted_once_with_its_first_time(storage: Storage) -> None:
    assert await storage.departures.note(SERVER, at=NOON)
    assert not await storage.departures.note(SERVER, at=NOON + DAY)

    assert await storage.departures.noted() == {SERVER: NOON}


async def test_a_server_that_was_left_has_no_active_schedule_until_the_bot_is_back(storage: Storage) -> None:
    await storage.settings.save_schedule(a_schedule())
    await storage.departures.note(SERVER, at=NOON)

    assert await storage.settings.active_schedules() == ()
    assert await storage.settings.schedule(SERVER) == a_schedule()
    assert await storage.departures.take_back(SERVER, at=NOON + DAY)
    assert not await storage.departures.take_back(SERVER, at=NOON + DAY)
    assert await storage.settings.active_schedules() == (a_schedule(since=NOON + DAY),)


async def test_a_schedule_that_begins_later_keeps_its_beginning(storage: Storage) -> None:
    await storage.settings.save_schedule(a_schedule(since=NOON + 9 * DAY))
    await storage.departures.note(SERVER, at=NOON)

    await storage.departures.take_back(SERVER, at=NOON + DAY)

    assert await storage.settings.schedule(SERVER) == a_schedule(since=NOON + 9 * DAY)


async def test_the_servers_of_which_something_is_kept_are_known(storage: Storage) -> None:
    assert await storage.departures.present() == frozenset()
    await fill(storage, SERVER)
    await storage.settings.listen(OTHER_SERVER, CHANNEL, listening=True)

    assert await storage.departures.present() == {SERVER, OTHER_SERVER}
    await storage.departures.note(SERVER, at=NOON)
    assert await storage.departures.present() == {OTHER_SERVER}


async def test_a_server_is_forgotten_only_when_its_time_is_over(storage: Storage) -> None:
    await fill(storage, SERVER)
    await fill(storage, OTHER_SERVER)

    assert not await storage.forget_server(SERVER, left_before=NOON + DAY)
    await storage.departures.note(SERVER, at=NOON)
    assert not await storage.forget_server(SERVER, left_before=NOON)
    assert await storage.departures.noted() == {SERVER: NOON}
    assert len((await storage.answers.board(SERVER)).standings) == 2

    assert await storage.forget_server(SERVER, left_before=NOON + DAY)
    assert not await storage.forget_server(SERVER, left_before=NOON + DAY)
    assert await storage.departures.noted() == {}
    assert await storage.departures.present() == {OTHER_SERVER}
    assert (await storage.answers.board(SERVER)).standings == ()
