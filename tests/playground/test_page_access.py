"""Accessibility of the chat page: what axe-core finds, the keyboard, reduced motion."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Literal

import discord
import pytest
from axe_playwright_python.async_playwright import Axe
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, Page, expect

from bot.playground.faults import Status
from bot.playground.server import Playground
from bot.playground.welcome import Suggestion, Welcome
from tests.playground.browser import ChatPage, open_chat
from tests.playground.small_bot import SmallBot, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

WELCOME = Welcome(
    title="The Long Night",
    about="It knows 3 facts.",
    suggestions=(
        Suggestion("Who is Mara?", ask="who is mara?"),
        Suggestion("Two rounds", command="trivia start", options={"rounds": "2"}),
    ),
)

EVERY_MARK = """# A heading
## A smaller one
Text with **strong**, *emphasis*, __underlined__, ~~struck~~, `code`, ||a spoiler||, <t:1700000000:R> and <https://example.org/>
> quoted
- one
- two
```
a very long line of code that is wider than any phone, so that it has to be scrolled sideways, more and more and more
```
-# small print"""

RESULT = """**Robin** 3 points
`██████████░░░░` A · Thor (2)
`███░░░░░░░░░░░` B · Hulk (1)"""


@asynccontextmanager
async def opened(
    browser: Browser,
    width: int = 1280,
    colours: Literal["dark", "light"] = "dark",
    motion: Literal["no-preference", "reduce"] = "no-preference",
) -> AsyncIterator[tuple[ChatPage, Playground, SmallBot]]:
    async with (
        Playground(welcome=WELCOME, answer_within=timedelta(seconds=20), rate_limits=False) as playground,
        running(playground) as bot,
    ):
        await playground.until_commands("card")
        async with open_chat(browser, playground.url, colours=colours, width=width, height=800, motion=motion) as chat:
            yield chat, playground, bot


async def violations(page: Page, state: str) -> list[str]:
    """What axe finds. Its script has half a megabyte, so a page gets it once."""
    script = "" if await page.evaluate("'axe' in window") else AXE_SCRIPT
    found = await Axe(script).run(page, options={"resultTypes": ["violations"]})
    return [
        f"{state}: {rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


async def say_all_kinds(chat: ChatPage, playground: Playground, bot: SmallBot) -> None:
    """Fills #general with every kind of message."""
    channel = await bot.fetch_channel(int(playground.world.channel("general").id))
    assert isinstance(channel, discord.TextChannel)
    await channel.send(EVERY_MARK)
    question = discord.Embed(title="Question 1 of 3", description="Who lifts the hammer?", colour=0xD6A24A)
    question.set_author(name="Trivia").set_footer(text="20 seconds")
    for name in ("Points", "Streak", "Left"):
        question.add_field(name=name, value="`3`", inline=True)
    poll = discord.ui.View(timeout=None)
    for number, label in enumerate(("Thor", "Hulk", "Natasha", "Nobody")):
        poll.add_item(discord.ui.Button(label=label, custom_id=f"poll:{number}", disabled=number == 3))
    posted = await channel.send(embed=question, view=poll)
    await posted.add_reaction("👍")
    await (await channel.send("Talk about it")).create_thread(name="Talk")
    await channel.send(embed=discord.Embed(title="The result", description=RESULT))
    await chat.slash("fact", character="hulk")
    await chat.slash("card")
    await expect(chat.last_message.get_by_role("button", name="Press", exact=True)).to_be_visible()
    await chat.mention("Lorekeeper", "hello")
    await expect(chat.last_message).to_contain_text("You said")
    await chat.slash("secret")
    await expect(chat.last_message).to_contain_text("a secret")


@pytest.mark.parametrize(("width", "colours"), [(390, "dark"), (1280, "light")])
async def test_axe_finds_no_violation_in_any_state_of_the_page(
    browser: Browser, width: int, colours: Literal["dark", "light"]
) -> None:
    found: list[str] = []
    async with opened(browser, width, colours) as (chat, playground, bot):
        page = chat.page
        await expect(page.locator(".tries button")).to_have_count(2)
        found += await violations(page, "first screen")

        await page.get_by_role("button", name="Try", exact=True).click()
        found += await violations(page, "things to try")
        await page.keyboard.press("Escape")

        await say_all_kinds(chat, playground, bot)
        found += await violations(page, "messages")
        await page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
        found += await violations(page, "older messages")

        await chat.last_message.locator(".body").click(button="right")
        found += await violations(page, "menu")
        await page.keyboard.press("Escape")

        await chat.box.fill("/")
        await expect(chat.offered.first).to_be_visible()
        found += await violations(page, "commands")
        await chat.box.fill("")
        await chat.start("fact")
        await chat.field("character").fill("h")
        await expect(chat.offered.first).to_be_visible()
        found += await violations(page, "autocomplete")
        await page.get_by_role("button", name="Send", exact=True).click()

        await chat.slash("survey")
        await expect(page.get_by_role("dialog", name="A survey")).to_be_visible()
        found += await violations(page, "form")
        await page.get_by_role("button", name="Submit").click()
        await expect(page.get_by_role("dialog", name="A survey").get_by_role("alert")).not_to_be_empty()
        found += await violations(page, "form with a complaint")
        await page.keyboard.press("Escape")

        playground.world.notice("error", "The playground doesn't know the route GET /x")
        playground.world.notice("warning", "Refused")
        playground.hub.publish()
        await expect(page.locator(".notice")).to_have_count(2)
        if width < 1100:
            await page.get_by_role("button", name="Members").click()
        found += await violations(page, "members and notices")
        if width < 1100:
            await page.get_by_role("button", name="Members").click()
        if width < 760:
            await page.get_by_role("button", name="Channels").click()
            found += await violations(page, "channels")
            await page.keyboard.press("Escape")
        await bot.close()
        playground.faults.next(Status(500))
        await page.get_by_role("button", name="Operator").click()
        await page.request.get(f"{playground.api_base}/users/@me")
        await expect(page.locator(".traffic .refused")).not_to_have_count(0)
        found += await violations(page, "operator's panel")
        await page.get_by_role("button", name="Close the panel").click()
        await expect(page.locator("#banner")).to_contain_text("offline")
        found += await violations(page, "offline")

    assert found == []


async def test_axe_finds_no_violation_on_a_tablet(browser: Browser) -> None:
    async with opened(browser, 768) as (chat, playground, bot):
        found = await violations(chat.page, "first screen")
        await say_all_kinds(chat, playground, bot)
        found += await violations(chat.page, "messages")

    assert found == []


async def test_nothing_moves_if_motion_is_reduced(browser: Browser) -> None:
    async with opened(browser, 390, motion="reduce") as (chat, _, _):
        await chat.slash("silent")
        await expect(chat.page.locator("#typing .dots")).to_be_visible()
        await chat.page.get_by_role("button", name="Channels").click()

        assert await chat.page.evaluate("document.getAnimations().map(animation => animation.animationName)") == []


HAS_VISIBLE_FOCUS = """() => {
    const focused = document.activeElement;
    const field = focused.closest("#say, .field");
    const hasOutline = getComputedStyle(focused).outlineStyle !== "none";
    return focused === document.body || hasOutline || (field && getComputedStyle(field).boxShadow !== "none");
}"""
"""Has the focused element an outline, or the message box around it a ring?"""


async def reach(page: Page, name: str, role: Literal["button", "combobox", "textbox"] = "button") -> None:
    """Presses Tab until the named element has the focus, and checks that the focus can be seen on the way."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(60):
        await page.keyboard.press("Tab")
        assert await page.evaluate(HAS_VISIBLE_FOCUS), await page.evaluate("document.activeElement.outerHTML")
        if await wanted.evaluate_all("found => found.includes(document.activeElement)"):
            return
    pytest.fail(f"Tab doesn't reach {name}")


async def test_everything_can_be_done_with_the_keyboard_alone(browser: Browser) -> None:
    async with opened(browser) as (chat, _, _):
        page, press, write = chat.page, chat.page.keyboard.press, chat.page.keyboard.type
        await expect(chat.box).to_be_focused()

        # a suggestion of the first screen
        await reach(page, "Two rounds")
        await press("Enter")
        await expect(chat.last_message).to_contain_text("2 rounds")
        await expect(chat.box).to_be_focused()

        # a command with its options
        await write("/fa")
        await press("Enter")
        await write("hu")
        await expect(chat.offered).to_have_text(["Hulk"])
        await press("Tab")
        await press("Enter")
        await expect(chat.last_message).to_contain_text("Fact 1 of hulk")
        await expect(chat.box).to_be_focused()

        # a button of the last message
        await press("ArrowUp")
        await expect(chat.last_message).to_be_focused()
        await reach(page, "Aside")
        await press("Enter")
        await expect(chat.last_message).to_contain_text("between us")
        await expect(page.get_by_role("button", name="Aside")).to_be_focused()

        # a form: opened from its button, sent, and the focus is back
        await reach(page, "Form")
        await press("Enter")
        await expect(page.get_by_label("The fact")).to_be_focused()
        await write("Hulk is green")
        await reach(page, "Submit")
        await press("Enter")
        await expect(chat.last_message).to_contain_text("Thank you for 'Hulk is green'")
        await expect(page.get_by_role("button", name="Form", exact=True)).to_be_focused()

        # a message's menu
        await press("Escape")
        await press("ArrowUp")
        await reach(page, "More")
        await press("Enter")
        await expect(page.get_by_role("menuitem", name="Copy text")).to_be_focused()
        await press("Escape")
        await expect(page.get_by_role("button", name="More").last).to_be_focused()

        # another channel, another member
        await press("Escape")
        await reach(page, "lore")
        await press("Enter")
        await expect(page.locator("#place")).to_contain_text("lore")
        await expect(chat.box).to_be_focused()
        await reach(page, "You are", "combobox")
        await press("ArrowDown")
        await expect(page.locator("#member-about")).to_contain_text("ordinary")
        await expect(page.get_by_label("You are")).to_be_focused()
