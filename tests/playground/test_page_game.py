"""Page features for games and daily posts, in a real browser: pictures, pings, threads, several players."""

import asyncio
import io
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import discord
import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.playground.server import Playground
from tests.playground.browser import ChatPage, open_chat
from tests.playground.small_bot import SmallBot, running

pytestmark = pytest.mark.asyncio(loop_scope="session")


def a_picture(height: int = 8) -> discord.File:
    """A red PNG, 8 wide, with a name and a description."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xd0\x20\x20" * 8) * height
    header = struct.pack(">IIBBBBB", 8, height, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return discord.File(io.BytesIO(png), filename="chart.png", description="Your week")


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    async with Playground(answer_within=timedelta(seconds=20), rate_limits=False) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def bot(playground: Playground) -> AsyncIterator[SmallBot]:
    async with running(playground) as small_bot:
        await playground.until_commands("fact")
        yield small_bot


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser, playground: Playground, bot: SmallBot) -> AsyncIterator[ChatPage]:  # noqa: ARG001  # needed online
    async with open_chat(browser, playground.url) as page:
        yield page


async def general(playground: Playground, bot: SmallBot) -> discord.TextChannel:
    channel = await bot.fetch_channel(int(playground.world.channel("general").id))
    assert isinstance(channel, discord.TextChannel)
    return channel


def role(playground: Playground, name: str) -> str:
    guild = playground.world.guilds[playground.world.channel("general").guild_id or ""]
    return next(role.id for role in guild.roles.values() if role.name == name)


async def test_an_uploaded_picture_is_shown(chat: ChatPage, playground: Playground, bot: SmallBot) -> None:
    await (await general(playground, bot)).send("Your numbers", file=a_picture())

    picture = chat.last_message.get_by_role("img", name="Your week")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 8


async def test_a_picture_that_loads_late_does_not_hide_the_end(
    chat: ChatPage, playground: Playground, bot: SmallBot
) -> None:
    channel = await general(playground, bot)
    for number in range(4):
        await channel.send("\n".join(f"line {line} of {number}" for line in range(12)))
    await channel.send("Your numbers", file=a_picture(height=300))

    picture = chat.last_message.get_by_role("img", name="Your week")
    await expect(picture).to_be_in_viewport(ratio=1)


async def test_a_picture_in_an_embed_is_shown_only_there(chat: ChatPage, playground: Playground, bot: SmallBot) -> None:
    embed = discord.Embed(title="Your numbers").set_image(url="attachment://chart.png")
    await (await general(playground, bot)).send(embed=embed, file=a_picture())

    picture = chat.last_message.locator(".embed").get_by_role("img", name="Your week")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 8
    await expect(chat.last_message.locator("img:not(.avatar)")).to_have_count(1)


async def test_other_files_are_downloads(chat: ChatPage, playground: Playground, bot: SmallBot) -> None:
    await (await general(playground, bot)).send("The export", file=discord.File(io.BytesIO(b"a,b"), "scores.csv"))

    await expect(chat.last_message.get_by_role("link", name="scores.csv")).to_have_attribute("download", "scores.csv")


async def test_an_edit_by_the_bot_is_shown_at_once(chat: ChatPage, playground: Playground, bot: SmallBot) -> None:
    posted = await (await general(playground, bot)).send("Who was it?")
    await expect(chat.last_message).to_contain_text("Who was it?")

    await posted.edit(content="It was the dog.")

    await expect(chat.last_message).to_contain_text("It was the dog. (edited)")
    await expect(chat.messages).to_have_count(1)


async def test_a_role_ping_marks_the_message_for_members_with_the_role(
    chat: ChatPage, playground: Playground, bot: SmallBot
) -> None:
    fans = discord.Object(int(role(playground, "Quiz Fans")))
    channel = await general(playground, bot)
    await channel.send(f"<@&{fans.id}> today's question", allowed_mentions=discord.AllowedMentions(roles=[fans]))

    await expect(chat.last_message).to_contain_text("@Quiz Fans today's question")
    await expect(chat.last_message).not_to_contain_class("pinged")
    await chat.become("Kim")
    await expect(chat.last_message).to_contain_class("pinged")


async def test_each_member_has_their_own_answer_to_one_button(chat: ChatPage) -> None:
    await chat.slash("fact", character="hulk")
    for name in ("Robin", "Kim"):
        await chat.become(name)
        await expect(chat.messages).to_have_count(1)
        await chat.messages.first.get_by_role("button", name="Aside").click()
        await expect(chat.last_message).to_contain_text("Only you can see this")
        await expect(chat.messages).to_have_count(2)
    await chat.become("Sam")
    await expect(chat.messages).to_have_count(1)


async def test_a_form_is_opened_by_a_button_and_answered_in_private(chat: ChatPage) -> None:
    await chat.slash("fact", character="hulk")
    await chat.last_message.get_by_role("button", name="Form").click()
    await chat.page.get_by_label("The fact").fill("hulk is green")
    await chat.page.get_by_role("button", name="Submit").click()

    await expect(chat.last_message).to_contain_text("Thank you for 'hulk is green'")
    await expect(chat.last_message).to_contain_text("Only you can see this")


async def test_a_thread_has_its_commands_at_once(chat: ChatPage, playground: Playground, bot: SmallBot) -> None:
    channel = bot.get_channel(int(playground.world.channel("general").id))
    assert isinstance(channel, discord.TextChannel)
    await (await channel.send("first")).create_thread(name="Talk")

    await chat.go("Talk")
    await chat.slash("secret")

    await expect(chat.last_message).to_contain_text("a secret")


async def test_a_thread_opens_from_its_message_and_is_archived_when_quiet(
    chat: ChatPage, playground: Playground, bot: SmallBot
) -> None:
    posted = await (await general(playground, bot)).send("Who was it?")
    places = chat.page.get_by_role("navigation", name="Channels")

    thread = await posted.create_thread(name="Talk of today", auto_archive_duration=60)
    await thread.send("It was ||the dog||.")
    await chat.last_message.get_by_role("button", name="Talk of today").click()
    await expect(chat.page.locator("#place")).to_contain_text("Talk of today")
    await expect(chat.last_message.get_by_role("button", name="Spoiler, hidden")).to_be_visible()
    await chat.go("general")
    await expect(places).to_contain_text("Talk of today")

    await chat.page.get_by_role("button", name="+1 h", exact=True).click()

    await expect(places).not_to_contain_text("Talk of today")


async def test_a_manager_can_stop_the_bot_from_posting_and_delete_channels(
    chat: ChatPage, playground: Playground, bot: SmallBot
) -> None:
    places = chat.page.get_by_role("navigation", name="Channels")
    channel = await general(playground, bot)

    async def choose(entry: str) -> None:
        await places.get_by_role("button").filter(has_text="general").click(button="right")
        await chat.page.get_by_role("menuitem", name=entry).click()

    await choose("Stop Lorekeeper from posting here")
    await places.get_by_role("button").filter(has_text="general").click(button="right")
    await expect(chat.page.get_by_role("menuitem", name="Let Lorekeeper post here")).to_be_visible()
    await chat.page.keyboard.press("Escape")
    with pytest.raises(discord.Forbidden):
        await channel.send("x")

    await choose("Delete channel")
    await expect(places).not_to_contain_text("general")
    await expect(chat.page.locator("#place")).to_contain_text("lore")
    with pytest.raises(discord.NotFound):
        await channel.send("x")


async def test_a_member_leaves_by_the_menu_of_a_channel(chat: ChatPage) -> None:
    await chat.become("Kim")
    places = chat.page.get_by_role("navigation", name="Channels")
    await expect(chat.page.locator("#member-about")).to_have_text("an ordinary member")

    await places.get_by_role("button").filter(has_text="general").click(button="right")
    await chat.page.get_by_role("menuitem", name="Leave Film Club").click()

    await expect(places).not_to_contain_text("Film Club")
    await expect(chat.page.locator("#place")).to_contain_text("Lorekeeper")


@asynccontextmanager
async def two_pages(browser: Browser, playground: Playground) -> AsyncIterator[tuple[ChatPage, ChatPage]]:
    async with open_chat(browser, playground.url) as one, open_chat(browser, playground.url) as other:
        yield one, other


@pytest.mark.usefixtures("bot")
async def test_two_pages_are_two_players(browser: Browser, playground: Playground) -> None:
    async with two_pages(browser, playground) as (robin, sam):
        await sam.become("Sam")
        await robin.slash("fact", character="hulk")
        await expect(sam.messages).to_have_count(1)

        await asyncio.gather(
            *(page.messages.first.get_by_role("button", name="Aside").click() for page in (robin, sam))
        )

        for page in (robin, sam):
            await expect(page.messages).to_have_count(2)
            await expect(page.last_message).to_contain_text("between us")
