"""The clock of the machine, which may be wrong, and the clock of the tests."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduling.clock import NAP, SETTLING, SystemClock, seconds_since_boot
from tests.clock import NOON, FakeClock

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Machine:
    """A wall clock and a steady one. A nap takes as long as it should; what happens in it can be set."""

    def __init__(self) -> None:
        self.wall = NOON.timestamp()
        self.steady = 1000.0
        self.naps: list[float] = []
        self.jumps: dict[int, timedelta] = {}
        """By how much the wall clock is set anew at the end of which nap (from 1)."""
        self.speed = 1
        """How many seconds the wall clock shows to have passed in one."""
        self.clock = SystemClock(wall=lambda: self.wall, steady=lambda: self.steady, nap=self.nap)

    async def nap(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.wall += seconds * self.speed
        self.steady += seconds
        self.wall += self.jumps.get(len(self.naps), timedelta()).total_seconds()

    @property
    def passed(self) -> timedelta:
        return timedelta(seconds=self.steady - 1000)


class TestTheMachinesClock:
    def test_is_in_utc(self) -> None:
        assert Machine().clock.now() == NOON
        assert SystemClock().now().tzinfo is UTC
        assert abs(SystemClock().now() - datetime.now(UTC)) < MINUTE

    async def test_wakes_on_the_moment(self) -> None:
        machine = Machine()

        await machine.clock.sleep_until(NOON + HOUR)

        assert machine.clock.now() == NOON + HOUR
        assert max(machine.naps) <= NAP.total_seconds()

    async def test_does_not_sleep_until_what_is_past(self) -> None:
        machine = Machine()

        await machine.clock.sleep_until(NOON - SECOND)

        assert machine.naps == []

    async def test_set_forward_wakes_after_it_has_run_evenly_for_a_while(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        machine = Machine()
        machine.jumps = {3: 5 * HOUR}

        with caplog.at_level(logging.WARNING):
            await machine.clock.sleep_until(NOON + HOUR)

        assert machine.passed == 3 * NAP + SETTLING
        assert "jumped forward by 5:00:00" in caplog.text

    async def test_set_forward_by_mistake_and_put_right_wakes_nobody_too_early(self) -> None:
        machine = Machine()
        machine.jumps = {3: timedelta(days=365), 4: -timedelta(days=365)}

        while machine.clock.now() < NOON + HOUR:
            await machine.clock.sleep_until(NOON + HOUR)

        assert machine.passed == HOUR

    async def test_set_back_ends_the_sleep_so_that_everybody_looks_again(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        machine = Machine()
        machine.jumps = {2: -timedelta(days=1)}

        with caplog.at_level(logging.WARNING):
            await machine.clock.sleep_until(NOON + HOUR)

        assert machine.passed == 2 * NAP
        assert "set back by 1 day" in caplog.text

    async def test_further_jumps_while_it_settles_do_not_prolong_the_wait(self) -> None:
        machine = Machine()
        machine.jumps = {3: 5 * HOUR, 10: HOUR, 20: HOUR}

        await machine.clock.sleep_until(NOON + HOUR)

        assert machine.passed == 3 * NAP + SETTLING

    async def test_a_sleep_is_prolonged_once_however_often_the_clock_is_set(self) -> None:
        machine = Machine()
        machine.jumps = {3: 5 * HOUR} | {nap: HOUR for nap in range(4, 200) if nap % 25 == 0}

        await machine.clock.sleep_until(NOON + HOUR)

        assert machine.passed <= 3 * NAP + SETTLING

    async def test_set_forward_and_put_right_while_it_settles_is_as_if_nothing_had_been(self) -> None:
        machine = Machine()
        machine.jumps = {3: 5 * HOUR, 5: -5 * HOUR}

        while machine.clock.now() < NOON + HOUR:
            await machine.clock.sleep_until(NOON + HOUR)
            assert machine.passed == HOUR or machine.clock.now() < NOON + HOUR

        assert machine.passed == HOUR

    async def test_after_it_has_settled_the_next_jump_is_doubted_anew(self) -> None:
        machine = Machine()
        machine.jumps = {3: 5 * HOUR}
        await machine.clock.sleep_until(NOON + HOUR)
        await machine.clock.sleep_until(NOON + 6 * HOUR)
        before = machine.passed
        machine.jumps = {len(machine.naps) + 2: 5 * HOUR}

        await machine.clock.sleep_until(NOON + 10 * HOUR)

        assert machine.passed == before + 2 * NAP + SETTLING

    async def test_a_clock_that_runs_fast_is_believed_after_a_while(self) -> None:
        machine = Machine()
        machine.speed = 2

        for day in range(1, 8):
            await machine.clock.sleep_until(NOON + day * 24 * HOUR)
            assert machine.clock.now() - (NOON + day * 24 * HOUR) <= (SETTLING + NAP) * machine.speed

    async def test_small_corrections_are_no_jump(self) -> None:
        machine = Machine()
        machine.jumps = dict.fromkeys(range(1, 100), SECOND)

        await machine.clock.sleep_until(NOON + HOUR)

        assert NOON + HOUR <= machine.clock.now() < NOON + HOUR + 2 * SECOND

    def test_the_steady_clock_never_goes_back(self) -> None:
        assert seconds_since_boot() <= seconds_since_boot()


class TestTheTestsClock:
    async def test_stands_still_until_it_is_moved(self) -> None:
        clock = FakeClock()

        assert clock.now() == clock.now() == NOON

        await clock.advance(HOUR)

        assert clock.now() == NOON + HOUR

    async def test_wakes_each_sleeper_at_its_own_moment_and_in_order(self) -> None:
        clock, woken = FakeClock(), []

        async def sleep(minutes: int) -> None:
            await clock.sleep_until(NOON + minutes * MINUTE)
            woken.append((minutes, clock.now()))

        async with asyncio.TaskGroup() as group:
            for minutes in (30, 10, 20):
                group.create_task(sleep(minutes))
            await clock.asleep(3)
            await clock.advance(15 * MINUTE)
            assert woken == [(10, NOON + 10 * MINUTE)]
            await clock.advance(HOUR)

        assert woken == [(minutes, NOON + minutes * MINUTE) for minutes in (10, 20, 30)]

    async def test_wakes_who_goes_to_sleep_again_on_the_way(self) -> None:
        clock, woken = FakeClock(), []

        async def every_minute() -> None:
            while True:
                await clock.sleep_until(clock.now() + MINUTE)
                woken.append(clock.now())

        task = asyncio.create_task(every_minute())
        await clock.asleep()
        await clock.advance(3 * MINUTE, asleep=1)
        task.cancel()

        assert woken == [NOON + minutes * MINUTE for minutes in (1, 2, 3)]

    async def test_forgets_who_gave_up_waiting(self) -> None:
        clock = FakeClock()
        task = asyncio.create_task(clock.sleep_until(NOON + HOUR))
        await clock.asleep()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        await clock.advance(2 * HOUR)

        assert clock.now() == NOON + 2 * HOUR

    async def test_set_back_wakes_everybody(self) -> None:
        clock = FakeClock()
        task = asyncio.create_task(clock.sleep_until(NOON + HOUR))
        await clock.asleep()

        clock.set(NOON - HOUR)
        await task

        assert clock.now() == NOON - HOUR
