"""Turns at an even pace, and waits that grow."""

import asyncio
from datetime import datetime, timedelta

from bot.scheduling.backoff import Backoff
from bot.scheduling.pace import FARTHEST, SLOW_FOR, Pace
from tests.clock import NOON, FakeClock, settle
from tests.small_pack import a_chance

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


class TestPace:
    async def test_many_who_come_at_once_go_one_after_the_other_in_their_order(self) -> None:
        clock = FakeClock()
        pace, gone = Pace(clock, SECOND), []

        async def go(number: int) -> None:
            await pace.turn()
            gone.append((number, clock.now()))

        async with asyncio.TaskGroup() as group:
            for number in range(5):
                group.create_task(go(number))
            await clock.asleep(4)
            await clock.advance(5 * SECOND)

        assert gone == [(number, NOON + number * SECOND) for number in range(5)]

    async def test_whoever_comes_alone_goes_at_once(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, SECOND)

        await pace.turn()
        clock.set(NOON + SECOND)
        await pace.turn()

    async def test_a_clock_set_back_lets_nobody_wait_for_it(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, SECOND)
        await pace.turn()

        clock.set(NOON - DAY)
        await pace.turn()

    async def test_who_gives_up_holds_up_nobody_for_long(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, SECOND)
        await pace.turn()
        waiting = asyncio.create_task(pace.turn())
        await clock.asleep()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

        clock.set(NOON + 2 * SECOND)
        await pace.turn()

    async def test_who_went_without_a_turn_takes_the_next_one_from_those_who_wait(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, SECOND)
        await pace.turn()

        for _ in range(3):
            pace.give_way()

        assert await moment_of_a_turn(pace, clock) == NOON + 4 * SECOND

    async def test_others_who_go_without_end_do_not_keep_anybody_waiting_without_end(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, SECOND)

        for _ in range(1000):
            pace.give_way()

        assert await moment_of_a_turn(pace, clock) == NOON + FARTHEST

    async def test_what_was_too_fast_is_half_as_fast_for_a_while(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, SECOND)

        pace.slow_down()
        pace.slow_down()  # about the same requests
        assert [await moment_of_a_turn(pace, clock) for _ in range(3)] == [NOON, NOON + 2 * SECOND, NOON + 4 * SECOND]
        pace.slow_down()
        await moment_of_a_turn(pace, clock)
        assert await moment_of_a_turn(pace, clock) == clock.now() == NOON + 10 * SECOND

        clock.set(NOON + 4 * SECOND + SLOW_FOR)
        began = await moment_of_a_turn(pace, clock)
        assert await moment_of_a_turn(pace, clock) == began + SECOND


async def moment_of_a_turn(pace: Pace, clock: FakeClock) -> datetime:
    """When somebody who asks now gets a turn; it is that time then."""
    turn = asyncio.create_task(pace.turn())
    await settle()
    while not turn.done():
        await clock.advance(SECOND)
    return clock.now()


class TestBackoff:
    def test_each_wait_is_about_twice_as_long_up_to_the_longest(self) -> None:
        backoff = Backoff(a_chance(), first=SECOND, longest=10 * SECOND)

        waits = [backoff.failed("key", NOON) - NOON for _ in range(6)]

        bounds = [min(10 * SECOND, SECOND * 2**failures) for failures in range(6)]
        assert all(bound / 2 <= wait <= bound for wait, bound in zip(waits, bounds, strict=True))

    def test_those_who_fail_together_do_not_come_back_together(self) -> None:
        backoff = Backoff(a_chance())

        assert len({backoff.failed(key, NOON) for key in range(100)}) == 100

    def test_who_asks_to_be_left_alone_is_left_alone(self) -> None:
        backoff = Backoff(a_chance(), first=SECOND)

        assert backoff.failed("key", NOON, at_least=60 * SECOND) >= NOON + 60 * SECOND

    def test_a_success_begins_anew(self) -> None:
        backoff = Backoff(a_chance(), first=SECOND)
        for _ in range(5):
            backoff.failed("key", NOON)

        backoff.succeeded("key")

        assert backoff.not_before("key", NOON) is None
        assert backoff.failing_since("key") is None
        assert backoff.failed("key", NOON) <= NOON + SECOND

    def test_what_fails_again_and_again_fails_since_the_first_time(self) -> None:
        backoff = Backoff(a_chance())
        for minute in range(3):
            backoff.failed("key", NOON + minute * 60 * SECOND)

        assert backoff.failing_since("key") == NOON

    def test_a_clock_set_back_lets_nobody_wait_for_it(self) -> None:
        backoff = Backoff(a_chance())
        again = backoff.failed("key", NOON)

        assert backoff.not_before("key", NOON) == again
        assert backoff.not_before("key", again) is None
        assert backoff.not_before("key", NOON - DAY) is None
