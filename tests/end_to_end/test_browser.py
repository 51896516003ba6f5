"""The very bot and the default pack, in a browser, as somebody who has just started the playground meets them."""

import pytest
from playwright.async_api import Browser, expect

from tests.default_pack import default_knowledge
from tests.end_to_end.stage import staged
from tests.playground.browser import open_chat

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_command_a_mention_and_a_follow_up_are_answered(browser: Browser) -> None:
    async with staged(knowledge=default_knowledge()) as stage, open_chat(browser, stage.playground.url) as chat:
        await chat.slash("whoplayed", name="wanda")
        await expect(chat.last_message).to_contain_text("Elizabeth Olsen plays Scarlet Witch (Wanda Maximoff).")
        await expect(chat.last_message).to_contain_text("Source: plot summary, sentence 2")

        await chat.mention("Lorekeeper", "who voices ultron?")
        await expect(chat.last_message).to_contain_text("James Spader voices Ultron.")

        await chat.mention("Lorekeeper", "how did pietro die")
        spoiler = chat.last_message.locator(".spoiler").first
        await expect(spoiler).to_be_visible()
        await spoiler.click()
        await expect(chat.last_message).to_contain_text("shielding Hawkeye from gunfire")


async def test_a_name_is_completed_while_it_is_typed(browser: Browser) -> None:
    async with staged(knowledge=default_knowledge()) as stage, open_chat(browser, stage.playground.url) as chat:
        await chat.start("character")
        await chat.field("name").press_sequentially("natsha rom")
        await chat.offered.filter(has_text="Black Widow").first.click()
        await chat.send()

        await expect(chat.last_message).to_contain_text("Black Widow (Natasha Romanoff)")
        await expect(chat.last_message).to_contain_text("Scarlett Johansson")
