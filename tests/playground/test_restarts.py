"""What is run again and again."""

import asyncio

import pytest

from bot.playground.restarts import Restarts


class Runs:
    """Something that runs until it is told to stop; `log` is what became of it."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.started = asyncio.Event()

    async def __call__(self, stop: asyncio.Event) -> None:
        self.log.append("start")
        self.started.set()
        try:
            await stop.wait()
            self.log.append("stop")
        except asyncio.CancelledError:
            self.log.append("cancelled")
            raise

    async def until_started(self) -> None:
        await asyncio.wait_for(self.started.wait(), timeout=30)
        self.started.clear()


async def test_each_wish_stops_what_runs_and_starts_it_again() -> None:
    runs, restarts, end = Runs(), Restarts(), asyncio.Event()
    running = asyncio.create_task(restarts.run(runs, until=end))
    for _ in range(2):
        await runs.until_started()
        restarts.ask()
    await runs.until_started()

    end.set()
    await running

    assert runs.log == ["start", "stop"] * 3


async def test_a_wish_from_before_the_start_counts_for_nothing() -> None:
    runs, restarts, end = Runs(), Restarts(), asyncio.Event()
    restarts.ask()
    running = asyncio.create_task(restarts.run(runs, until=end))
    await runs.until_started()

    end.set()
    await running

    assert runs.log == ["start", "stop"]


async def test_what_ends_by_itself_is_not_started_again() -> None:
    async def fail(_: asyncio.Event) -> None:
        raise ConnectionError("no way in")

    with pytest.raises(ConnectionError, match="no way in"):
        await Restarts().run(fail, until=asyncio.Event())


async def test_cancelled_it_takes_what_runs_with_it() -> None:
    runs = Runs()
    running = asyncio.create_task(Restarts().run(runs, until=asyncio.Event()))
    await runs.until_started()

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert runs.log == ["start", "cancelled"]
