"""What every storage does with what managers set."""

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

import pytest

from bot.ids import ChannelId, RoleId, ServerId
from bot.storage.storage import Storage
from tests.storage.builders import CHANNEL, DAY, NOON, OTHER_SERVER, SERVER, a_schedule


async def test_a_channel_is_not_listened_to_until_somebody_says_so(storage: Storage) -> None:
    assert not await storage.settings.is_listening(CHANNEL)

    await storage.settings.listen(SERVER, CHANNEL, listening=True)
    await storage.settings.listen(SERVER, CHANNEL, listening=True)
    await storage.settings.listen(OTHER_SERVER, ChannelId(5), listening=True)

    assert await storage.settings.is_listening(CHANNEL)
    assert await storage.settings.listening(SERVER) == {CHANNEL}


async def test_listening_ends_when_somebody_says_so(storage: Storage) -> None:
    await storage.settings.listen(SERVER, CHANNEL, listening=True)

    await storage.settings.listen(SERVER, CHANNEL, listening=False)

    assert not await storage.settings.is_listening(CHANNEL)
    assert await storage.settings.listening(SERVER) == frozenset()


async def test_a_post_stays_solved_until_it_is_opened_again(storage: Storage) -> None:
    assert not await storage.settings.is_solved(CHANNEL)

    await storage.settings.solve(SERVER, CHANNEL)
    await storage.settings.solve(SERVER, CHANNEL)

    assert await storage.settings.is_solved(CHANNEL)
    assert not await storage.settings.is_solved(ChannelId(5))

    await storage.settings.reopen(CHANNEL)
    await storage.settings.reopen(CHANNEL)

    assert not await storage.settings.is_solved(CHANNEL)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"weekdays": frozenset({0, 2, 6}), "role_id": 5, "has_thread": True, "closes_at": time(23, 59, 59)},
        {"weekdays": frozenset(), "is_active": False, "pause_reason": "no right to post 🙈", "skipped": DAY},
        {"set_up_by": None, "at": time(0, 0), "zone": "America/Argentina/Buenos_Aires"},
        {"since": NOON.replace(microsecond=123_456)},
    ],
    ids=["plain", "all", "paused", "nobody's", "microseconds"],
)
async def test_a_schedule_comes_back_as_it_was_saved(storage: Storage, values: dict[str, object]) -> None:
    schedule = a_schedule(**values)

    await storage.settings.save_schedule(a_schedule(channel_id=1, role_id=9, skipped=DAY))
    await storage.settings.save_schedule(schedule)

    assert await storage.settings.schedule(SERVER) == schedule
    assert await storage.settings.schedule(OTHER_SERVER) is None


async def test_times_come_back_in_utc(storage: Storage) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))

    await storage.settings.save_schedule(a_schedule(since=elsewhere))

    kept = await storage.settings.schedule(SERVER)
    assert kept
    assert (kept.since, kept.since.utcoffset()) == (NOON, timedelta(0))


async def test_a_naive_time_is_refused(storage: Storage) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        await storage.settings.save_schedule(a_schedule(since=datetime(2026, 5, 1)))

    assert await storage.settings.schedule(SERVER) is None


async def test_schedules_that_are_paused_are_not_among_the_active(storage: Storage) -> None:
    for server in (3, 1, 2):
        await storage.settings.save_schedule(a_schedule(server_id=server))

    await storage.settings.pause(ServerId(2))

    assert [schedule.server_id for schedule in await storage.settings.active_schedules()] == [1, 3]


async def test_a_schedule_is_paused_once(storage: Storage) -> None:
    await storage.settings.save_schedule(a_schedule())

    assert await storage.settings.pause(SERVER, reason="The channel is gone.")
    assert not await storage.settings.pause(SERVER, reason="The channel is still gone.")

    assert await storage.settings.schedule(SERVER) == a_schedule(is_active=False, pause_reason="The channel is gone.")


async def test_a_role_is_pinged_no_more_unless_another_one_was_chosen_meanwhile(storage: Storage) -> None:
    await storage.settings.save_schedule(a_schedule(role_id=9))

    await storage.settings.stop_pinging(SERVER, RoleId(8))
    assert await storage.settings.schedule(SERVER) == a_schedule(role_id=9)

    await storage.settings.stop_pinging(SERVER, RoleId(9))
    assert await storage.settings.schedule(SERVER) == a_schedule()


async def test_a_schedule_is_resumed_from_a_moment_on(storage: Storage) -> None:
    await storage.settings.save_schedule(a_schedule())
    await storage.settings.pause(SERVER, reason="On holiday.")
    later = NOON + timedelta(days=3)

    assert await storage.settings.resume(SERVER, since=later)
    assert not await storage.settings.resume(SERVER, since=NOON)

    assert await storage.settings.schedule(SERVER) == a_schedule(since=later)


async def test_a_day_is_skipped_and_not_skipped_again(storage: Storage) -> None:
    assert not await storage.settings.skip(SERVER, DAY)
    await storage.settings.save_schedule(a_schedule())

    assert await storage.settings.skip(SERVER, DAY)
    assert await storage.settings.schedule(SERVER) == a_schedule(skipped=DAY)

    assert await storage.settings.skip(SERVER, None)
    assert await storage.settings.schedule(SERVER) == a_schedule()


async def test_a_schedule_is_removed_once(storage: Storage) -> None:
    await storage.settings.save_schedule(a_schedule())

    assert await storage.settings.remove_schedule(SERVER)
    assert not await storage.settings.remove_schedule(SERVER)

    assert await storage.settings.schedule(SERVER) is None
    assert not await storage.settings.pause(SERVER)


async def test_text_that_no_database_keeps_is_kept_as_far_as_it_can_be(storage: Storage) -> None:
    await storage.settings.save_schedule(a_schedule())

    await storage.settings.pause(SERVER, reason="a\0b\ud800c")

    kept = await storage.settings.schedule(SERVER)
    assert kept == replace(a_schedule(), is_active=False, pause_reason="a\ufffdb\ufffdc")
