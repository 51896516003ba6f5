"""Tasks that are restarted on request."""

import asyncio

import pytest

from bot.playground.restarts import Restarts


class Runs:
    """A task that runs until it has to stop, and logs its starts and ends."""

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


async def test_each_request_restarts_the_task() -> None:
    runs, restarts, end = Runs(), Restarts(), asyncio.Event()
    running = asyncio.create_task(restarts.run(runs, until=end))
    for _ in range(2):
        await runs.until_started()
        restarts.ask()
    await runs.until_started()

    end.set()
    await running

    assert runs.log == ["start", "stop"] * 3


async def test_a_request_from_before_the_start_is_ignored() -> None:
    runs, restarts, end = Runs(), Restarts(), asyncio.Event()
    restarts.ask()
    running = asyncio.create_task(restarts.run(runs, until=end))
    await runs.until_started()

    end.set()
    await running

    assert runs.log == ["start", "stop"]


async def test_a_task_that_ends_by_itself_is_not_restarted() -> None:
    async def fail(_: asyncio.Event) -> None:
        raise ConnectionError("no way in")

    with pytest.raises(ConnectionError, match="no way in"):
        await Restarts().run(fail, until=asyncio.Event())


async def test_cancelling_it_cancels_the_task() -> None:
    runs = Runs()
    running = asyncio.create_task(Restarts().run(runs, until=asyncio.Event()))
    await runs.until_started()

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert runs.log == ["start", "cancelled"]
