"""The operator's panel on the page, in a real browser, with a small discord.py bot."""

from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from bot.playground.server import Playground
from tests.playground.browser import ChatPage, open_chat
from tests.playground.small_bot import SmallBot, running

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    async with Playground(answer_within=timedelta(seconds=20), privileged_intents=1 << 15) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def bot(playground: Playground) -> AsyncIterator[SmallBot]:
    intents = discord.Intents.default()
    intents.message_content = True
    async with running(playground, SmallBot(intents)) as small_bot:
        await playground.until_commands("fact")
        yield small_bot


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser, playground: Playground, bot: SmallBot) -> AsyncIterator[ChatPage]:  # noqa: ARG001  # needed online
    async with open_chat(browser, playground.url) as page:
        await page.page.get_by_role("button", name="Operator").click()
        yield page


def panel(chat: ChatPage) -> Locator:
    return chat.page.get_by_role("complementary", name="Operator")


async def test_the_list_shows_requests_and_events_as_they_happen(chat: ChatPage) -> None:
    await chat.slash("secret")

    rows = panel(chat).get_by_role("list", name="Requests and events").get_by_role("listitem")
    await expect(rows.filter(has_text="INTERACTION_CREATE")).to_have_count(1)
    callback = rows.filter(has_text="/callback")
    await expect(callback).to_contain_text("POST")
    await expect(callback).to_contain_text("{token}")
    await expect(callback).to_contain_text("ms")


async def test_a_refused_request_is_red_and_says_why(chat: ChatPage) -> None:
    chat.tolerated = ("refused",)
    await chat.slash("toolong")

    refused = panel(chat).locator(".refused")
    await expect(refused).to_contain_text("400")
    await expect(refused).to_contain_text("Must be 2000 or fewer in length")


async def test_the_api_fails_as_long_as_the_operator_says(chat: ChatPage, playground: Playground) -> None:
    await panel(chat).get_by_label("The API is").select_option("failing")
    await expect(panel(chat).get_by_label("The API is")).to_have_value("failing")
    await chat.page.request.get(f"{playground.api_base}/users/@me")
    await expect(panel(chat).locator(".refused")).to_contain_text("500")

    await panel(chat).get_by_label("The API is").select_option("normal")
    await chat.slash("secret")

    await expect(chat.last_message).to_contain_text("a secret")


async def test_a_dropped_gateway_is_resumed(chat: ChatPage, bot: SmallBot) -> None:
    await panel(chat).get_by_role("button", name="Drop the gateway").click()

    rows = panel(chat).get_by_role("listitem")
    await expect(rows.filter(has_text="CLOSED")).to_have_count(1)
    await expect(rows.filter(has_text="RESUMED")).to_have_count(1)
    assert bot.resumes == 1


async def test_the_bot_reads_messages_only_with_the_intent(chat: ChatPage, bot: SmallBot) -> None:
    box = panel(chat).get_by_label("The bot may read all messages")
    await expect(box).to_be_checked()
    await chat.say("first")
    await box.uncheck()
    await chat.say("second")
    await expect(panel(chat).get_by_role("listitem").filter(has_text="MESSAGE_CREATE")).to_have_count(2)

    assert [text for text, _ in bot.heard] == ["first", ""]


async def test_a_member_loses_and_regains_a_permission_in_a_channel(chat: ChatPage) -> None:
    await chat.become("Sam")
    box = panel(chat).get_by_label("Send messages", exact=True)
    await box.uncheck()
    await expect(box).not_to_be_checked()
    await chat.say("may I?")
    await expect(chat.page.get_by_role("alert")).to_contain_text("You don't have permission to send messages")

    await box.check()
    await chat.box.press("Enter")

    await expect(chat.last_message).to_contain_text("may I?")


async def test_a_role_gives_its_permissions(chat: ChatPage) -> None:
    await chat.become("Sam")
    await expect(panel(chat).get_by_label("Manage messages")).not_to_be_checked()

    await panel(chat).get_by_label("Moderators").check()

    await expect(panel(chat).get_by_label("Manage messages")).to_be_checked()


async def test_the_owner_may_do_everything(chat: ChatPage) -> None:
    await expect(panel(chat)).to_contain_text("Robin owns Film Club and may do everything.")
