"""The loop that never polls, never dies and never forgets."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from bot.ids import ServerId
from bot.scheduling.planner import LEAST, Planner
from tests.clock import NOON, FakeClock, settle
from tests.small_pack import a_chance

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Diary:
    """Work that notes when it was done. What `advance` gives back is set by the test."""

    def __init__(self, clock: FakeClock, *servers: ServerId) -> None:
        self.clock = clock
        self.servers = servers
        self.done: list[tuple[ServerId, datetime]] = []
        self.following: Callable[[ServerId], datetime | None] = lambda _: None
        self.gate = asyncio.Event()
        self.gate.set()
        self.at_work = 0
        self.finished = 0
        self.most_at_work = 0
        self.broken_agendas = 0
        self.looks = 0

    async def agenda(self) -> Collection[ServerId]:
        self.looks += 1
        if self.broken_agendas:
            self.broken_agendas -= 1
            raise RuntimeError("no agenda")
        return self.servers

    async def advance(self, server_id: ServerId) -> datetime | None:
        self.done.append((server_id, self.clock.now()))
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            await self.gate.wait()
            self.finished += 1
            return self.following(server_id)
        finally:
            self.at_work -= 1

    def times(self, server_id: ServerId) -> list[datetime]:
        return [moment for done, moment in self.done if done == server_id]


@asynccontextmanager
async def planning(work: Diary, *, at_once: int = 16) -> AsyncIterator[Planner]:
    """A planner at work, until it waits for the first time with nothing left to do."""
    planner = Planner(work, work.clock, a_chance(), at_once=at_once, grace=timedelta(0))
    task = asyncio.create_task(planner.run())
    await settle()
    yield planner
    assert not task.done(), "the loop has died"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_at_the_start_every_server_is_looked_at() -> None:
    work = Diary(FakeClock(), ServerId(1), ServerId(2), ServerId(3))

    async with planning(work):
        assert sorted(work.done) == [(server, NOON) for server in (1, 2, 3)]


async def test_each_is_looked_at_again_at_its_moment() -> None:
    work = Diary(FakeClock(), ServerId(1), ServerId(2))
    work.following = lambda server_id: NOON + server_id * HOUR if work.clock.now() < NOON + server_id * HOUR else None

    async with planning(work):
        await work.clock.advance(3 * HOUR, asleep=1)

    assert work.times(ServerId(1)) == [NOON, NOON + HOUR]
    assert work.times(ServerId(2)) == [NOON, NOON + 2 * HOUR]


async def test_what_changed_is_looked_at_at_once() -> None:
    work = Diary(FakeClock(), ServerId(1))

    async with planning(work) as planner:
        await work.clock.advance(MINUTE, asleep=1)
        planner.changed(ServerId(1))
        planner.changed(ServerId(9))
        await settle()

    assert work.times(ServerId(1)) == [NOON, NOON + MINUTE]
    assert work.times(ServerId(9)) == [NOON + MINUTE]


async def test_what_changed_while_it_was_worked_on_is_looked_at_again_and_never_twice_at_once() -> None:
    work = Diary(FakeClock(), ServerId(1))
    work.gate.clear()

    async with planning(work) as planner:
        planner.changed(ServerId(1))
        planner.changed(ServerId(1))
        await settle()
        assert len(work.done) == 1
        work.gate.set()
        await settle()
        await work.clock.advance(MINUTE, asleep=1)

    assert work.times(ServerId(1)) == [NOON, NOON + LEAST]
    assert work.most_at_work == 1


async def test_with_nothing_due_it_sleeps() -> None:
    work = Diary(FakeClock())

    async with planning(work):
        await work.clock.advance(12 * HOUR, asleep=1)

    assert work.looks == 1


async def test_many_at_once_are_done_by_a_few_at_a_time() -> None:
    work = Diary(FakeClock(), *range(1000))
    work.gate.clear()

    async with planning(work, at_once=7):
        assert work.at_work == 7
        work.gate.set()
        for _ in range(20):
            await settle()

    assert work.most_at_work == 7
    assert sorted(server_id for server_id, _ in work.done) == list(range(1000))


async def test_nobody_is_always_the_last() -> None:
    work = Diary(FakeClock(), *range(100))
    work.following = lambda _: (
        NOON + HOUR
        if work.clock.now() < NOON + HOUR
        else NOON + 2 * HOUR
        if work.clock.now() < NOON + 2 * HOUR
        else None
    )

    async with planning(work):
        await work.clock.advance(2 * HOUR, asleep=1)

    rounds = [[server_id for server_id, at in work.done if at == NOON + hours * HOUR] for hours in range(3)]
    assert [sorted(each) for each in rounds] == 3 * [list(range(100))]
    assert len({tuple(each) for each in rounds}) == 3


async def test_an_exception_is_logged_and_tried_again_ever_more_rarely(caplog: pytest.LogCaptureFixture) -> None:
    work = Diary(FakeClock(), ServerId(1), ServerId(2))

    def fail(server_id: ServerId) -> None:
        if server_id == 1:
            raise RuntimeError("nobody thought of this")

    work.following = fail
    async with planning(work):
        await work.clock.advance(HOUR, asleep=1)
        work.following = lambda _: None
        await work.clock.advance(HOUR, asleep=1)
        done = len(work.done)
        await work.clock.advance(HOUR, asleep=1)

    assert "the work for server 1 failed" in caplog.text
    assert 8 < len(work.times(ServerId(1))) < 20
    assert len(work.times(ServerId(2))) == 1
    assert len(work.done) == done


async def test_an_agenda_that_cannot_be_read_is_read_later(caplog: pytest.LogCaptureFixture) -> None:
    work = Diary(FakeClock(), ServerId(1))
    work.broken_agendas = 3

    with caplog.at_level(logging.ERROR):
        async with planning(work):
            assert work.done == []
            await work.clock.advance(2 * MINUTE, asleep=1)

    assert len(work.times(ServerId(1))) == 1
    assert caplog.text.count("the agenda could not be read") == 3


async def test_work_that_is_always_due_makes_no_tight_loop() -> None:
    work = Diary(FakeClock(), ServerId(1))
    work.following = lambda _: NOON - HOUR

    async with planning(work):
        await work.clock.advance(MINUTE, asleep=1)

    assert len(work.times(ServerId(1))) == 1 + MINUTE / LEAST


async def test_after_the_clock_was_set_back_everything_is_reckoned_anew() -> None:
    clock = FakeClock()
    work = Diary(clock, ServerId(1))
    work.following = lambda _: work.clock.now() + HOUR

    async with planning(work):
        clock.set(NOON - timedelta(days=365))
        await settle()
        await clock.advance(HOUR, asleep=1)

    assert work.times(ServerId(1)) == [NOON, *(NOON - timedelta(days=365) + hours * HOUR for hours in (0, 1))]


async def test_after_the_clock_was_set_forward_what_was_due_meanwhile_is_done_once() -> None:
    work = Diary(FakeClock(), ServerId(1))
    work.following = lambda _: work.clock.now() + HOUR

    async with planning(work):
        await work.clock.advance(timedelta(days=3), asleep=1)
        await settle()
        done = work.times(ServerId(1))

    assert done[0] == NOON
    assert done[-1] <= NOON + timedelta(days=3)
    assert len(done) == len(set(done))


async def test_work_that_takes_too_long_is_broken_off_when_the_planner_stops() -> None:
    work = Diary(FakeClock(), ServerId(1))
    work.gate.clear()

    async with planning(work):
        assert work.at_work == 1

    assert (work.at_work, work.finished) == (0, 0)


async def test_work_that_is_nearly_done_may_end_when_the_planner_stops() -> None:
    work = Diary(FakeClock(), ServerId(1))
    work.gate.clear()
    planner = Planner(work, work.clock, a_chance(), grace=MINUTE)
    task = asyncio.create_task(planner.run())
    await settle()

    task.cancel()
    await settle()
    work.gate.set()
    await asyncio.gather(task, return_exceptions=True)

    assert work.finished == 1


async def test_it_is_busy_while_something_due_is_being_done() -> None:
    work = Diary(FakeClock(), ServerId(1))
    work.gate.clear()

    async with planning(work) as planner:
        assert planner.is_busy
        work.gate.set()
        await settle()
        assert not planner.is_busy
