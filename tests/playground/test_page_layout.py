"""Components V2 and long forms on the page, in a real browser, answered by a small discord.py bot."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect

from bot.playground.server import Playground
from tests.playground.browser import ChatPage, open_chat
from tests.playground.small_bot import running

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser) -> AsyncIterator[ChatPage]:
    async with (
        Playground(answer_within=timedelta(seconds=20)) as playground,
        running(playground),
        open_chat(browser, playground.url) as page,
    ):
        await playground.until_commands("card")
        yield page


async def test_a_card_shows_its_parts(chat: ChatPage) -> None:
    await chat.slash("card")

    card = chat.last_message.locator(".container").first
    await expect(card).to_have_css("border-left-color", "rgb(214, 162, 74)")
    await expect(card.get_by_role("heading", name="Thor")).to_be_visible()
    await expect(card.locator("strong")).to_have_text("Chris Hemsworth")
    await expect(card.get_by_role("link", name="Read")).to_have_attribute("href", "https://example.org/")
    await expect(card.get_by_role("button", name="Press")).to_be_visible()
    await expect(card.get_by_role("link", name="notes.txt")).to_have_attribute("download", "notes.txt")
    await expect(chat.last_message.locator(".attachment")).to_have_count(1)


async def test_pictures_have_their_descriptions(chat: ChatPage) -> None:
    await chat.slash("card")

    for name in ("Thor lifts his hammer", "Thor again", "Thor elsewhere"):
        await expect(chat.last_message.get_by_role("img", name=name, exact=True)).to_be_visible()
    await expect(chat.last_message.locator(".elsewhere")).to_contain_text("on example.org, not loaded")


async def test_a_picture_or_a_container_behind_a_spoiler_is_opened_by_a_click(chat: ChatPage) -> None:
    await chat.slash("card")
    hidden = chat.last_message.get_by_role("img", name="Thor at the end")
    await expect(hidden).to_have_count(0)

    await chat.last_message.get_by_role("button", name="Spoiler").first.click()
    await chat.last_message.get_by_role("button", name="Spoiler").press("Enter")

    await expect(hidden).to_be_visible()
    await expect(chat.last_message.get_by_text("Thor survives")).to_be_visible()
    await expect(chat.last_message.get_by_role("button", name="Spoiler")).to_have_count(0)


async def test_a_private_card_is_shown_to_its_reader_alone(chat: ChatPage) -> None:
    await chat.slash("card", private="true")
    await expect(chat.last_message.get_by_role("heading", name="Thor")).to_be_visible()
    await expect(chat.last_message).to_contain_text("Only you can see this")

    await chat.become("Sam")

    await expect(chat.messages).to_have_count(0)


async def test_a_reply_quotes_the_text_of_a_card(chat: ChatPage) -> None:
    await chat.slash("card")
    await chat.choose_from_menu(chat.last_message, "Reply")

    await expect(chat.page.locator("#replying")).to_contain_text("Above the card")


async def test_a_long_form_is_filled_in_with_the_keyboard(chat: ChatPage) -> None:
    await chat.slash("survey")
    form = chat.page.get_by_role("dialog", name="A survey")
    best = form.get_by_role("group", name="The best")
    await expect(best.get_by_role("radio").first).to_be_focused()
    await expect(best).to_have_accessible_description("Describes 'The best'")
    await expect(form.get_by_role("checkbox", name="Ask me again")).to_be_checked()

    await chat.page.keyboard.press("ArrowDown")
    await expect(best.get_by_role("radio", name="Hulk")).to_be_checked()
    await form.get_by_role("group", name="Others you like").get_by_role("checkbox", name="Thor").press("Space")
    await form.get_by_role("checkbox", name="Ask me again").press("Space")
    await form.get_by_label("Proof").set_input_files(FilePayload(name="a.txt", mimeType="text/plain", buffer=b"seen"))
    friend = form.get_by_role("combobox", name="A friend")
    await friend.press("ArrowDown")
    await chat.page.get_by_role("option", name="Lorekeeper").wait_for()
    await friend.press("End")
    await friend.press("Enter")
    await form.get_by_role("button", name="Submit").press("Enter")

    await expect(form).to_be_hidden()
    await expect(chat.last_message).to_contain_text("hulk | ['thor'] | False | ['a.txt: seen'] | ['alex']")


async def test_a_form_stays_open_with_what_is_missing(chat: ChatPage) -> None:
    await chat.slash("survey")
    form = chat.page.get_by_role("dialog", name="A survey")

    await form.get_by_role("button", name="Submit").click()

    await expect(form.get_by_role("alert")).to_have_text("Choose 1.")
    await expect(form.get_by_role("button", name="Submit")).to_be_enabled()


async def test_a_command_takes_a_file(chat: ChatPage) -> None:
    await chat.start("read")
    await chat.field("file").set_input_files(FilePayload(name="a.txt", mimeType="text/plain", buffer=b"inside"))
    await expect(chat.field("file")).not_to_have_attribute("aria-busy", "true")
    await chat.send()

    await expect(chat.last_message).to_contain_text("inside")
