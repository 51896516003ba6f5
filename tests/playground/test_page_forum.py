"""A forum on the page, in a real browser: its posts with their tags, and a new one."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from bot.playground.server import Playground
from tests.playground.browser import open_chat
from tests.playground.test_forum import with_forum

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_forum_shows_its_posts_and_takes_new_ones(browser: Browser) -> None:
    async with Playground(answer_within=timedelta(seconds=20), rate_limits=False) as playground:
        with_forum(playground.world)
        async with open_chat(browser, playground.url) as chat:
            page = chat.page
            await chat.go("questions")
            await expect(page.locator("#composer")).to_be_hidden()

            await page.get_by_role("button", name="New post").click()
            await page.get_by_label("Title").fill("Who plays Ultron?")
            await page.get_by_label("Message").last.fill("The voice, I mean")
            await page.get_by_label("Solved").check()
            await page.get_by_role("button", name="Submit").click()

            await expect(page.locator("#place")).to_contain_text("Who plays Ultron?")
            await expect(page.locator("#place-note")).to_contain_text("Solved")
            await expect(chat.last_message).to_contain_text("The voice, I mean")
            await chat.say("And who plays Vision?")
            await chat.go("questions")
            await expect(page.locator(".post")).to_contain_text("Who plays Ultron?Solved")
            await expect(page.locator(".post")).to_contain_text("1 reply")
