"""The page's controls for the whole playground, tested by frames without a browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.playground.clock import MovableClock
from bot.playground.members import Shown
from bot.playground.model import InteractionSent
from bot.playground.restarts import Restarts
from bot.playground.server import Playground
from tests.playground.small_bot import running

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Json = dict[str, Any]


class Page:
    """A page's WebSocket that skips uninteresting frames."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, **frame: Any) -> None:
        await self._socket.send_json({"nonce": "1"} | frame)

    async def until(self, *kinds: str) -> Json:
        async with asyncio.timeout(30):
            while True:
                frame: Json = await self._socket.receive_json()
                if frame["type"] in kinds:
                    return frame

    async def arrival(self) -> datetime:
        """The clock's time at the end of a move."""
        while (frame := await self.until("clock"))["moving"]:
            pass
        return datetime.fromisoformat(frame["now"])


@asynccontextmanager
async def a_page(playground: Playground) -> AsyncIterator[tuple[Page, Json]]:
    """A page and its first state."""
    origin = playground.origin
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{origin}/play/ws?key={playground.key}", headers={"Origin": origin}) as socket,
    ):
        page = Page(socket)
        yield page, await page.until("state")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOON, steady=lambda: 0.0)


async def test_a_page_shows_the_time_and_moves_it(clock: MovableClock) -> None:
    async with Playground(clock=clock) as playground, a_page(playground) as (page, state):
        await page.send(type="move", by=3600)
        accepted = await page.until("accepted")

        assert await page.arrival() == NOON + HOUR
        assert accepted["nonce"] == "1"
        assert state["clock"] == {"now": "2026-11-23T12:00:00.000000+00:00", "moving": False, "destinations": []}
        assert clock.now() == NOON + HOUR


@pytest.mark.parametrize("by", [-1, 0, 367 * 86400, 1e300, "soon", None])
async def test_an_impossible_move_is_refused(clock: MovableClock, by: object) -> None:
    async with Playground(clock=clock) as playground, a_page(playground) as (page, _):
        await page.send(type="move", by=by)

        assert (await page.until("refused"))["text"]
        assert clock.now() == NOON


async def test_the_clock_goes_to_the_next_event(clock: MovableClock) -> None:
    async def tea() -> datetime:
        return NOON + 5 * HOUR

    async def nothing() -> None:
        return None

    async def doomsday() -> datetime:
        return NOON + 400 * DAY

    destinations = {"Tea": tea, "Nothing": nothing, "Doomsday": doomsday}
    async with Playground(clock=clock, destinations=destinations) as playground, a_page(playground) as (page, state):
        assert state["clock"]["destinations"] == ["Tea", "Nothing", "Doomsday"]
        await page.send(type="move", to="Tea")
        assert await page.arrival() == NOON + 5 * HOUR
        await page.send(type="move", to="Nothing")
        assert (await page.until("notice"))["text"] == "Nothing: nothing is planned."
        await page.send(type="move", to="Doomsday")
        assert "too far away" in (await page.until("notice"))["text"]
        await page.send(type="move", to="Elsewhere")
        assert (await page.until("refused"))["text"] == "The clock can't be moved there."
        assert clock.now() == NOON + 5 * HOUR


async def test_a_failing_destination_causes_a_notice(clock: MovableClock, caplog: pytest.LogCaptureFixture) -> None:
    async def broken() -> datetime:
        raise RuntimeError("no plan")

    async with Playground(clock=clock, destinations={"X": broken}) as playground, a_page(playground) as (page, _):
        await page.send(type="move", to="X")

        assert (await page.until("notice"))["text"] == "The clock couldn't be moved: no plan"
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_messages_after_a_move_have_the_new_time(clock: MovableClock) -> None:
    async with Playground(clock=clock) as playground:
        before = await playground.member("Sam").say("general", "before")
        await clock.move(DAY)
        after = await playground.member("Sam").say("general", "after")

    assert after.raw["timestamp"] == "2026-11-24T12:00:00.000000+00:00"
    assert (int(after.id) >> 22) - (int(before.id) >> 22) == 86_400_000


async def test_a_move_waits_for_the_bots_work(clock: MovableClock) -> None:
    is_busy = False
    async with Playground(clock=clock, is_busy=lambda: is_busy):
        asleep = asyncio.create_task(clock.sleep_until(NOON + HOUR))
        await asyncio.sleep(0)
        moving = asyncio.create_task(clock.move(DAY))
        await asleep
        is_busy = True
        await asyncio.sleep(0.1)
        assert clock.now() == NOON + HOUR

        is_busy = False
        await moving

        assert clock.now() == NOON + DAY


async def test_an_open_interaction_keeps_its_seconds(clock: MovableClock) -> None:
    async with Playground(clock=clock, rate_limits=False) as playground, running(playground) as bot:
        asked = asyncio.Event()
        playground.hub.listen(lambda event: asked.set() if isinstance(event, InteractionSent) else None)
        asking = asyncio.create_task(playground.member("Sam").slash("general", "silent"))
        await asked.wait()

        await clock.move(DAY)
        bot.may_answer.set()

        assert isinstance(await asking, Shown)


async def test_a_restart_is_seen_and_the_clock_waits_for_it(clock: MovableClock) -> None:
    restarts, end, runs = Restarts(), asyncio.Event(), 0
    async with Playground(clock=clock, restart=restarts.ask) as playground, a_page(playground) as (page, state):
        await page.send(type="restart")
        assert (await page.until("refused"))["text"] == "The bot is offline right now."

        async def run_bot(stop: asyncio.Event) -> None:
            nonlocal runs
            async with running(playground):
                runs += 1
                await stop.wait()

        running_bot = asyncio.create_task(restarts.run(run_bot, until=end))
        assert (await page.until("bot"))["online"]
        await page.send(type="restart")
        await page.send(type="move", by=3600)
        seen = [(await page.until("bot", "clock")).get("online", clock.now()) for _ in range(3)]
        end.set()
        await running_bot

    assert state["bot"]["can_restart"]
    assert seen == [False, True, NOON + HOUR]
    assert runs == 2


async def test_without_a_way_to_restart_the_page_is_refused(clock: MovableClock) -> None:
    async with Playground(clock=clock) as playground, a_page(playground) as (page, state):
        await page.send(type="restart")

        assert not state["bot"]["can_restart"]
        assert (await page.until("refused"))["text"] == "This playground can't restart the bot."
