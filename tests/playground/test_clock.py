"""The playground's clock and its moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.clock import MovableClock
from bot.scheduling.clock import Clock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that only moves by hand."""
    return MovableClock(NOON, steady=lambda: 0.0)


@asynccontextmanager
async def waking_every(clock: MovableClock, period: timedelta) -> AsyncIterator[list[datetime]]:
    """A task that wakes at regular moments and notes the clock's time."""
    seen: list[datetime] = []

    async def work() -> None:
        moment = clock.now()
        while True:
            moment += period
            await clock.sleep_until(moment)
            seen.append(clock.now())

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    try:
        yield seen
    finally:
        task.cancel()


def test_it_works_as_the_clock_of_a_bot(clock: MovableClock) -> None:
    of_a_bot: Clock = clock

    assert of_a_bot.now() == NOON


def test_it_runs_by_itself_between_moves() -> None:
    seconds = 100.0
    clock = MovableClock(NOON, steady=lambda: seconds)

    seconds += 90

    assert clock.now() == NOON + timedelta(seconds=90)


async def test_a_move_adds_to_the_time_that_has_passed() -> None:
    seconds = 0.0
    clock = MovableClock(NOON, steady=lambda: seconds)

    await clock.move(HOUR)
    seconds += 60
    await clock.move_to(NOON + 2 * HOUR)
    await clock.move_to(NOON)

    assert clock.now() == NOON + 2 * HOUR


async def test_time_does_not_go_back(clock: MovableClock) -> None:
    with pytest.raises(ValueError, match="back"):
        await clock.move(-MINUTE)


async def test_sleeping_until_a_past_moment_returns_at_once(clock: MovableClock) -> None:
    await clock.sleep_until(NOON)


async def test_a_sleeper_wakes_as_time_passes() -> None:
    clock = MovableClock(NOON)

    await clock.sleep_until(NOON + timedelta(milliseconds=20))

    assert clock.now() >= NOON + timedelta(milliseconds=20)


async def test_a_move_stops_at_each_moment_that_somebody_sleeps_until(clock: MovableClock) -> None:
    async with waking_every(clock, 8 * HOUR) as seen:
        await clock.move(24 * HOUR)

        assert seen == [NOON + 8 * HOUR, NOON + 16 * HOUR, NOON + 24 * HOUR]
        assert clock.now() == NOON + 24 * HOUR


async def test_a_sleeper_with_a_later_moment_sleeps_on(clock: MovableClock) -> None:
    async with waking_every(clock, 2 * HOUR) as seen:
        await clock.move(HOUR)

        assert seen == []


async def test_a_move_waits_for_due_work(clock: MovableClock) -> None:
    done: list[datetime] = []
    is_busy = False

    async def work() -> None:
        nonlocal is_busy
        await clock.sleep_until(NOON + HOUR)
        is_busy = True
        await asyncio.sleep(0.1)
        done.append(clock.now())
        is_busy = False

    clock.wait_for(lambda: is_busy)
    working = asyncio.create_task(work())
    await asyncio.sleep(0)

    await clock.move(24 * HOUR)

    await working
    assert done == [NOON + HOUR]


async def test_a_move_begins_after_earlier_work_is_done(clock: MovableClock) -> None:
    is_busy = True
    clock.wait_for(lambda: is_busy)

    moving = asyncio.create_task(clock.move(HOUR))
    await asyncio.sleep(0.05)
    assert clock.now() == NOON

    is_busy = False
    await moving
    assert clock.now() == NOON + HOUR


async def test_a_woken_task_that_does_not_sleep_again_does_not_block_a_move(clock: MovableClock) -> None:
    sleeping = asyncio.create_task(clock.sleep_until(NOON + MINUTE))
    await asyncio.sleep(0)

    await clock.move(HOUR)

    assert sleeping.done()
    assert clock.now() == NOON + HOUR


async def test_a_move_waits_for_a_task_that_is_held_back(clock: MovableClock) -> None:
    done: list[datetime] = []
    is_held_back = True

    async def work() -> None:
        nonlocal is_held_back
        await clock.sleep_until(NOON + HOUR)
        await asyncio.sleep(0.1)
        done.append(clock.now())
        is_held_back = False

    clock.excuse(lambda: is_held_back)
    working = asyncio.create_task(work())
    await asyncio.sleep(0)

    await clock.move(24 * HOUR)

    await working
    assert done == [NOON + HOUR]


async def test_two_moves_follow_each_other(clock: MovableClock) -> None:
    async with waking_every(clock, HOUR) as seen:
        await asyncio.gather(clock.move(HOUR), clock.move(HOUR))

        assert seen == [NOON + HOUR, NOON + 2 * HOUR]
        assert not clock.is_moving


async def test_listeners_get_each_step_and_then_the_end(clock: MovableClock) -> None:
    heard: list[tuple[timedelta, bool]] = []
    clock.listen(lambda by: heard.append((by, clock.is_moving)))

    async with waking_every(clock, 2 * HOUR):
        await clock.move(3 * HOUR)

    assert heard == [(2 * HOUR, True), (HOUR, True), (timedelta(), False)]


async def test_a_sleeper_who_is_cancelled_is_forgotten(clock: MovableClock) -> None:
    sleeping = asyncio.create_task(clock.sleep_until(NOON + MINUTE))
    await asyncio.sleep(0)
    heard: list[timedelta] = []
    clock.listen(heard.append)

    sleeping.cancel()
    await asyncio.gather(sleeping, return_exceptions=True)
    await clock.move(HOUR)

    assert heard == [HOUR, timedelta()]
