"""A week of daily questions in the browser: the whole program, its clock moved and its bot restarted by the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.demo import run_playground
from bot.playground.server import Playground
from bot.settings import DEFAULT_PACK
from tests.discord_requests import assert_discord_accepts
from tests.playground.browser import ChatPage, open_chat

pytestmark = pytest.mark.asyncio(loop_scope="session")

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def started(record: Path) -> AsyncIterator[Playground]:
    """`lorekeeper playground`, ready for use."""
    ready: asyncio.Future[Playground] = asyncio.get_running_loop().create_future()
    program = asyncio.create_task(
        run_playground(
            [DEFAULT_PACK],
            port=0,
            record=record,
            data=None,
            catch_up=timedelta(hours=6),
            on_ready=ready.set_result,
        )
    )
    program.add_done_callback(lambda _: ready.cancel())  # it could not start
    try:
        yield await ready
    finally:
        program.cancel()
        with suppress(asyncio.CancelledError):
            await program


def questions(chat: ChatPage) -> Locator:
    """The messages of the channel with options to pick: the open question."""
    return chat.messages.filter(has=chat.page.locator(".components button.primary"))


async def press(chat: ChatPage, name: str) -> None:
    await chat.page.get_by_role("button", name=name, exact=True).click()


async def test_a_week_of_dailies_by_two_members_with_restarts(browser: Browser, tmp_path: Path) -> None:
    traffic = tmp_path / "traffic.jsonl"
    async with started(traffic) as playground, open_chat(browser, playground.url) as chat:
        await chat.go("lore")
        await chat.slash("settings daily set", time="09:00", zone="Europe/Berlin")
        await expect(chat.last_message).to_contain_text("09:00")
        await chat.last_message.get_by_role("button", name="Dismiss").click()

        for day in range(1, 8):
            await press(chat, "Next daily")
            await expect(questions(chat)).to_have_count(1)
            await expect(chat.messages).to_have_count(day)
            await expect(chat.page.locator("#clock")).to_contain_text("09:00")
            for member in ("Sam", "Kim"):
                await chat.become(member)
                await questions(chat).last.locator(".components button").first.click()
                await expect(chat.last_message).to_contain_text("Only you can see this")
                await chat.last_message.get_by_role("button", name="Dismiss").click()
                await expect(chat.messages).to_have_count(day)
            await chat.become("Robin")
            if day in (2, 5):
                await press(chat, "Restart")
                await expect(chat.page.get_by_role("button", name="Restart", exact=True)).to_be_enabled()
                await expect(chat.page.locator("#bot-state")).to_have_text("Lorekeeper is online")

        await press(chat, "Next day")
        await expect(chat.messages).to_have_count(8)
        posts = playground.world.messages_in(playground.world.channel("lore").id)
        sent = [post.sent for post in posts if not post.is_ephemeral]
        await chat.become("Sam")
        await chat.slash("stats")
        await expect(chat.last_message).to_contain_text("Answered: 7")
        await expect(chat.last_message.locator("img.embed-image")).to_be_visible()

    assert len(sent) == 8
    apart = {after - before for before, after in pairwise(sent)}
    assert all(DAY - MINUTE < each < DAY + MINUTE for each in apart)
    assert_discord_accepts(traffic)


async def test_a_right_that_is_taken_in_the_page_pauses_the_daily(browser: Browser, tmp_path: Path) -> None:
    async with started(tmp_path / "traffic.jsonl") as playground, open_chat(browser, playground.url) as chat:
        await chat.go("general")
        await chat.slash("settings daily set", time="09:00", zone="Europe/Berlin", channel="lore")
        places = chat.page.get_by_role("navigation", name="Channels")
        await places.get_by_role("button", name="lore", exact=True).click(button="right")
        await chat.page.get_by_role("menuitem", name="Stop Lorekeeper from posting here").click()

        await press(chat, "Next day")
        await expect(chat.page.get_by_role("button", name="Next day", exact=True)).to_be_enabled()
        await chat.slash("settings daily status")

        await expect(chat.last_message).to_contain_text("aused")
