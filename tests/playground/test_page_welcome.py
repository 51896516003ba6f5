"""The first screen of the page: what the bot is about and what to try; light and dark."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.playground.clock import MovableClock
from bot.playground.server import Playground
from bot.playground.welcome import Suggestion, Welcome
from tests.playground.browser import ChatPage, open_chat
from tests.playground.small_bot import running

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def tea() -> datetime:
    return START + timedelta(days=1)


WELCOME = Welcome(
    title="The Long Night",
    about="It knows 3 facts.",
    suggestions=(
        Suggestion("Who is Mara?", ask="who is mara?"),
        Suggestion("Two rounds", command="trivia start", options={"rounds": "2"}),
        Suggestion("What the bot can't do", command="unknown"),
        Suggestion("Tea time", go_to="Tea"),
    ),
)


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser) -> AsyncIterator[ChatPage]:
    async with (
        Playground(
            clock=MovableClock(START), welcome=WELCOME, destinations={"Tea": tea}, answer_within=timedelta(seconds=20)
        ) as playground,
        running(playground),
    ):
        await playground.until_commands("trivia")
        async with open_chat(browser, playground.url) as page:
            yield page


async def test_the_first_screen_says_what_the_bot_is_about_and_what_to_try(chat: ChatPage) -> None:
    log = chat.page.locator("#log")
    await expect(log.get_by_role("heading")).to_have_text("Ask Lorekeeper about The Long Night")
    await expect(log).to_contain_text("It knows 3 facts.")
    await expect(log.locator(".tries button")).to_have_text(["Who is Mara?", "Two rounds", "Tea time"])


async def test_a_suggested_question_is_asked_with_one_click(chat: ChatPage) -> None:
    await chat.page.get_by_role("button", name="Who is Mara?").click()

    await expect(chat.last_message).to_contain_text("You said: @Lorekeeper who is mara?")


async def test_a_suggested_command_is_used_with_its_options(chat: ChatPage) -> None:
    await chat.page.get_by_role("button", name="Two rounds").click()

    await expect(chat.last_message).to_contain_text("2 rounds")


async def test_of_several_subcommands_the_commands_first_is_offered_first(chat: ChatPage) -> None:
    await chat.box.press_sequentially("/triv")

    await expect(chat.offered.first).to_contain_text("/trivia start")


async def test_the_suggestions_stay_at_hand(chat: ChatPage) -> None:
    await chat.say("hello")
    await chat.page.get_by_role("button", name="Try", exact=True).click()
    tour = chat.page.get_by_role("dialog", name="Things to try")

    await tour.get_by_role("button", name="Tea time").click()

    await expect(tour).to_be_hidden()
    await expect(chat.page.locator("#clock")).to_contain_text("24 Nov")


async def test_where_the_bot_is_not_a_member_it_is_not_asked(chat: ChatPage) -> None:
    await chat.go("lobby")

    await expect(chat.page.locator(".tries button")).to_have_text(["Two rounds", "Tea time"])


async def test_colours_change_and_stay_changed(chat: ChatPage) -> None:
    body = chat.page.locator("body")
    await expect(body).to_have_css("background-color", "rgb(28, 31, 39)")

    await chat.page.get_by_role("button", name="Light colours").click()
    await expect(body).to_have_css("background-color", "rgb(253, 252, 250)")
    await chat.page.reload()

    await expect(body).to_have_css("background-color", "rgb(253, 252, 250)")
    await chat.page.get_by_role("button", name="Dark colours").click()
    await expect(body).to_have_css("background-color", "rgb(28, 31, 39)")
