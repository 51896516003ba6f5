"""The page's clock controls and its restart button, in a real browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.playground.clock import MovableClock
from bot.playground.restarts import Restarts
from bot.playground.server import Playground
from tests.playground.browser import ChatPage, open_chat
from tests.playground.small_bot import running

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""One o'clock in the browser's time zone, Berlin."""

HOUR = timedelta(hours=1)


def standing_clock() -> MovableClock:
    return MovableClock(NOON, steady=lambda: 0.0)


def clock_of(chat: ChatPage) -> Locator:
    return chat.page.locator("#clock")


def button(chat: ChatPage, name: str) -> Locator:
    return chat.page.get_by_role("button", name=name, exact=True)


async def test_the_page_shows_the_playgrounds_time_and_moves_it(browser: Browser) -> None:
    async def tea() -> datetime:
        return NOON + timedelta(days=1, hours=4)

    async with (
        Playground(clock=standing_clock(), destinations={"Tea": tea}) as playground,
        open_chat(browser, playground.url) as chat,
    ):
        await expect(clock_of(chat)).to_have_text("Mon 23 Nov, 13:00")
        await button(chat, "+1 h").click()
        await expect(clock_of(chat)).to_have_text("Mon 23 Nov, 14:00")
        await button(chat, "Next day").click()
        await expect(clock_of(chat)).to_have_text("Tue 24 Nov, 14:00")
        await button(chat, "Tea").click()
        await expect(clock_of(chat)).to_have_text("Tue 24 Nov, 17:00")
        assert playground.clock.now() == NOON + timedelta(days=1, hours=4)


async def test_times_follow_the_playgrounds_clock(browser: Browser) -> None:
    async with (
        Playground(clock=standing_clock()) as playground,
        open_chat(browser, playground.url) as chat,
    ):
        await chat.say(f"<t:{int((NOON + 2 * HOUR).timestamp())}:R>")
        moment, sent = chat.last_message.locator("time.timestamp"), chat.last_message.locator("time.sent")
        await expect(moment).to_have_text("in 2 hours")
        await expect(sent).to_have_text("13:00")

        await playground.clock.move(3 * HOUR)
        await expect(moment).to_have_text("1 hour ago")

        await playground.clock.move(24 * HOUR)
        await expect(moment).to_have_text("yesterday")
        await expect(sent).to_have_text("23 Nov 2026, 13:00")
        await chat.say("a day later")
        await expect(chat.page.locator("#log .day")).to_have_text(
            ["Monday, 23 November 2026", "Tuesday, 24 November 2026"], use_inner_text=True
        )


async def test_two_pages_show_the_same_time(browser: Browser) -> None:
    async with (
        Playground(clock=standing_clock()) as playground,
        open_chat(browser, playground.url) as one,
        open_chat(browser, playground.url) as other,
    ):
        await button(one, "+1 h").click()

        await expect(clock_of(other)).to_have_text("Mon 23 Nov, 14:00")


@asynccontextmanager
async def restarting() -> AsyncIterator[tuple[Playground, asyncio.Event]]:
    """A playground whose bot can be restarted; the bot only starts while the event is set."""
    restarts, end, may_come = Restarts(), asyncio.Event(), asyncio.Event()
    may_come.set()
    async with Playground(restart=restarts.ask, answer_within=timedelta(seconds=20)) as playground:

        async def run_bot(stop: asyncio.Event) -> None:
            await may_come.wait()
            async with running(playground):
                await stop.wait()

        task = asyncio.create_task(restarts.run(run_bot, until=end))
        await playground.until_commands("fact")
        await playground.until_online()
        try:
            yield playground, may_come
        finally:
            may_come.set()
            end.set()
            await task


async def test_the_bot_is_restarted_and_the_page_shows_it_away_and_back(browser: Browser) -> None:
    async with restarting() as (playground, may_come), open_chat(browser, playground.url) as chat:
        await expect(chat.page.locator("#bot-state")).to_have_text("Lorekeeper is online")
        may_come.clear()

        await button(chat, "Restart").click()
        await expect(chat.page.locator("#bot-state")).to_have_text("Lorekeeper is offline")
        await expect(chat.page.locator("#banner")).to_contain_text("Lorekeeper is restarting.")
        await expect(button(chat, "Restart")).to_be_disabled()

        may_come.set()
        await expect(chat.page.locator("#bot-state")).to_have_text("Lorekeeper is online")
        await expect(chat.page.locator("#banner")).to_be_empty()
        await chat.slash("fact", character="hulk")
        await expect(chat.last_message).to_contain_text("Fact 1 of hulk")


async def test_without_a_way_to_restart_the_bot_there_is_no_button(browser: Browser) -> None:
    async with Playground() as playground, open_chat(browser, playground.url) as chat:
        await expect(clock_of(chat)).not_to_be_empty()
        await expect(button(chat, "Restart")).to_be_hidden()
