"""The members beside the chat, reactions, and one's own messages, on the page."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from bot.playground.server import Playground
from tests.playground.browser import PATIENCE, ChatPage, open_chat
from tests.playground.small_bot import SmallBot, running

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    async with Playground(answer_within=timedelta(seconds=20)) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def bot(playground: Playground) -> AsyncIterator[SmallBot]:
    async with running(playground) as small_bot:
        await playground.until_commands("fact")
        yield small_bot


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser, playground: Playground, bot: SmallBot) -> AsyncIterator[ChatPage]:
    assert not bot.is_closed()
    async with open_chat(browser, playground.url) as page:
        yield page


IN_VIEW = """() => {
    const { top } = document.getElementById("log").getBoundingClientRect();
    const seen = [...document.querySelectorAll("#log .message")].find((one) => one.getBoundingClientRect().top > top);
    return Number(seen.querySelector(".prose").textContent.replace("message ", ""));
}"""
"""The number of the first message in view."""


async def in_view(chat: ChatPage) -> int:
    return int(await chat.page.evaluate(IN_VIEW))


def people(chat: ChatPage, title: str) -> Locator:
    sections = chat.page.get_by_role("complementary", name="Members").locator("section")
    return sections.filter(has=chat.page.get_by_role("heading", name=title)).get_by_role("listitem")


async def test_the_members_of_a_channel_are_listed_with_their_presence(
    chat: ChatPage, browser: Browser, playground: Playground
) -> None:
    await expect(people(chat, "Apps")).to_have_text(["LorekeeperBOT"])
    await expect(people(chat, "Apps").get_by_role("img", name="online")).to_be_visible()
    await expect(people(chat, "Online")).to_have_text(["RRobinyou"])
    await expect(people(chat, "Offline")).to_have_text(["SSam", "KKim", "AAlex"])

    async with open_chat(browser, playground.url) as other:
        await other.become("Sam")
        await expect(people(chat, "Online")).to_have_text(["RRobinyou", "SSam"])

    await expect(people(chat, "Online")).to_have_text(["RRobinyou"])


async def test_the_list_of_members_hides(chat: ChatPage) -> None:
    await chat.page.get_by_role("button", name="Members").click()

    await expect(chat.page.get_by_role("complementary", name="Members")).to_be_hidden()


async def test_the_list_of_members_hides_when_the_window_gets_narrow(chat: ChatPage) -> None:
    await expect(chat.page.get_by_role("complementary", name="Members")).to_be_visible()

    await chat.page.set_viewport_size({"width": 768, "height": 900})

    await expect(chat.page.get_by_role("complementary", name="Members")).to_be_hidden()


async def test_a_member_is_mentioned_from_the_list(chat: ChatPage) -> None:
    await people(chat, "Apps").get_by_role("button").click()
    await chat.page.get_by_role("menuitem", name="Mention Lorekeeper").click()

    await expect(chat.box).to_have_value("@Lorekeeper ")


async def test_the_bot_has_a_picture_of_its_own(chat: ChatPage) -> None:
    await chat.mention("Lorekeeper", "hello")
    await expect(chat.last_message).to_contain_text("You said")

    await expect(chat.last_message.locator("img.avatar")).to_have_attribute("src", "icon.svg")


async def test_a_reaction_is_added_and_taken_away_with_a_click(chat: ChatPage) -> None:
    await chat.say("look")
    await chat.choose_from_menu(chat.last_message, "React with 👍")
    mine = chat.last_message.get_by_role("button", name="👍, 1")
    await expect(mine).to_have_attribute("aria-pressed", "true")

    await chat.become("Sam")
    await chat.last_message.get_by_role("button", name="👍, 1", pressed=False).click()
    await expect(chat.last_message.get_by_role("button", name="👍, 2", pressed=True)).to_be_visible()
    await chat.last_message.get_by_role("button", name="👍, 2").click()

    await expect(chat.last_message.get_by_role("button", name="👍, 1", pressed=False)).to_be_visible()


async def test_a_reaction_of_the_bot_is_joined(chat: ChatPage, playground: Playground, bot: SmallBot) -> None:
    sent = await bot.get_partial_messageable(int(playground.world.channel("general").id)).send("vote")
    await sent.add_reaction("✅")

    await chat.last_message.get_by_role("button", name="✅, 1", pressed=False).click()

    await expect(chat.last_message.get_by_role("button", name="✅, 2", pressed=True)).to_be_visible()


async def test_an_own_message_is_edited_and_deleted(chat: ChatPage) -> None:
    await chat.say("teh end")
    await chat.choose_from_menu(chat.last_message, "Edit")
    await expect(chat.box).to_have_value("teh end")
    await chat.say("the end")
    await expect(chat.last_message).to_contain_text("the end (edited)")

    await chat.choose_from_menu(chat.last_message, "Delete")

    await expect(chat.messages).to_have_count(0)


async def test_only_members_with_the_right_delete_what_others_said(chat: ChatPage) -> None:
    await chat.say("mine")
    await chat.become("Sam")
    await chat.last_message.locator(".body").click(button="right")
    await expect(chat.page.get_by_role("menuitem", name="Reply")).to_be_visible()
    await expect(chat.page.get_by_role("menuitem", name="Delete")).to_have_count(0)
    await chat.page.keyboard.press("Escape")

    await chat.become("Alex")
    await chat.choose_from_menu(chat.last_message, "Delete")

    await expect(chat.messages).to_have_count(0)


async def test_a_long_channel_shows_the_messages_around_those_in_view(chat: ChatPage, playground: Playground) -> None:
    sam = playground.member("Sam")
    for number in range(900):
        await sam.say("general", f"message {number}")

    await expect(chat.last_message).to_contain_text("message 899")
    assert await chat.messages.count() <= 600
    await expect(chat.page.locator("#log .day")).to_have_count(1)

    await chat.page.locator("#log").hover()
    while not await chat.messages.filter(has_text=re.compile(r"message 0$")).count():
        seen = now = await in_view(chat)
        await chat.page.mouse.wheel(0, -900)
        async with asyncio.timeout(PATIENCE / 1000):
            while now == seen:
                now = await in_view(chat)
        assert 0 < seen - now < 100

    await sam.say("general", "message 900")
    await chat.page.get_by_role("button", name="Jump to the newest message").click()
    await expect(chat.last_message).to_contain_text("message 900")
    await expect(chat.last_message).to_be_in_viewport()
    assert await chat.messages.count() <= 600
