"""A real browser on the playground's chat page, for tests.

A test asks for the fixture, which the conftest.py of its folder imports, and opens the page where its playground is.
The browser stays open for all of them, so they (and their asynchronous fixtures) share one event loop::

    from tests.playground.browser import open_chat

    pytestmark = pytest.mark.asyncio(loop_scope="session")

    async def test_somebody_can_ask(browser: Browser) -> None:
        async with Playground() as playground, open_chat(browser, playground.url) as chat:
            await chat.slash("ask", question="who played thor")
            await expect(chat.last_message).to_contain_text("Chris Hemsworth")

Without a browser on the machine such tests are skipped, and say how to get one. When the page is closed, anything that
it complained about (an error in its script, a breach of its content security policy) fails the test.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, async_playwright, expect

from bot.cli.screenshot import launched

HOW_TO_GET_ONE = (
    "no Chromium was found: install one (Debian: apt-get install chromium; or: python -m playwright install chromium)"
)

PATIENCE = 45_000
"""Milliseconds to wait for something to appear; ample even on a slow machine."""

ONE_PROCESS = ("--renderer-process-limit=1", "--disable-site-isolation-trials")
"""Flags that let all pages share a process. Starting one takes longer than most tests of a page."""

_BLANK: list[Page] = []
"""Pages that a test has left as new ones are. Making a new one takes twice as long as all that a test does with it."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium: the machine's, or the one that Playwright installs."""
    async with async_playwright() as playwright, launched(playwright, *ONE_PROCESS) as opened:
        if opened is None:
            pytest.skip(HOW_TO_GET_ONE)
        expect.set_options(timeout=PATIENCE)
        yield opened
        _BLANK.clear()


class ChatPage:
    """The open page in terms of user actions. `page` is Playwright's object."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        """Errors and content security policy violations reported by the browser."""
        self.tolerated: tuple[str, ...] = ()
        """Substrings of errors that the test causes on purpose."""
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", self._hear_error)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"{message.type}: {message.text}")

    def _hear_error(self, error: Error) -> None:
        self.troubles.append(f"error in the page: {error}")

    async def leave(self) -> None:
        """Close what is open, for the next test. Its playground is another origin, which shares no storage."""
        self.page.remove_listener("console", self._hear)
        self.page.remove_listener("pageerror", self._hear_error)
        await self.page.mouse.move(0, 0)
        await self.page.goto("about:blank")

    @property
    def box(self) -> Locator:
        """The message box."""
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def messages(self) -> Locator:
        """All messages of the open channel, oldest first."""
        return self.page.locator("#log .message")

    @property
    def last_message(self) -> Locator:
        return self.messages.last

    @property
    def offered(self) -> Locator:
        """The suggestions above the message box: commands, options, people."""
        return self.page.locator("#suggestions").get_by_role("option")

    def field(self, option: str) -> Locator:
        """The input field of a command's option."""
        return self.page.locator(f"#command [data-option='{option}']")

    async def say(self, text: str) -> None:
        """Types a message and sends it."""
        await self.box.fill(text)
        if await self.offered.count():
            await self.box.press("Escape")
        await self.box.press("Enter")

    async def mention(self, name: str, text: str) -> None:
        """Picks somebody from the list of mentions and adds a text."""
        await self.box.press_sequentially(f"@{name[:3]}")
        await self.offered.filter(has_text=name).first.click()
        await self.box.press_sequentially(text)
        await self.box.press("Enter")

    async def start(self, command: str) -> None:
        """Types `/` and chooses a command from the list, which shows its fields."""
        await self.box.press_sequentially(f"/{command}")
        await self.offered.filter(has=self.page.get_by_text(f"/{command}", exact=True)).click()

    async def slash(self, command: str, **options: str) -> None:
        """Types a slash command without using the lists, and sends it."""
        await self.start(command)
        for option, text in options.items():
            if not await self.field(option).count():
                await self.page.get_by_role("button", name=f"Add option {option}", exact=True).click()
            await self.field(option).fill(text)
        await self.send()

    async def send(self) -> None:
        await self.page.get_by_role("button", name="Send", exact=True).click()

    async def go(self, channel: str) -> None:
        """Opens a channel or a direct message by its name."""
        places = self.page.get_by_role("navigation", name="Channels").get_by_role("button")
        await places.filter(has=self.page.get_by_text(channel, exact=True)).click()
        await expect(self.page.locator("#place")).to_contain_text(channel)

    async def become(self, member: str) -> None:
        """Switches to another member, and waits until the page shows what that one sees."""
        select = self.page.get_by_label("You are")
        await select.select_option(label=member)
        await expect(select).to_have_attribute("aria-busy", "false")

    async def choose_from_menu(self, message: Locator, entry: str) -> None:
        """Right-clicks a message and chooses an entry from its menu."""
        await message.locator(".body").click(button="right")
        await self.page.get_by_role("menuitem", name=entry, exact=True).click()


@asynccontextmanager
async def open_chat(
    browser: Browser,
    url: str,
    *,
    colours: Literal["dark", "light"] = "dark",
    width: int = 1200,
    height: int = 900,
    motion: Literal["no-preference", "reduce"] = "no-preference",
) -> AsyncIterator[ChatPage]:
    """The chat page at `url`. Fails at the end if the page reported errors."""
    page = _BLANK.pop() if _BLANK else await browser.new_page(locale="en-GB", timezone_id="Europe/Berlin")
    try:
        await page.emulate_media(color_scheme=colours, reduced_motion=motion)
        await page.set_viewport_size({"width": width, "height": height})
        chat = ChatPage(page)
        await page.goto(url)
        await expect(page.get_by_label("You are").locator("option")).not_to_have_count(0)
        yield chat
        assert [trouble for trouble in chat.troubles if not any(part in trouble for part in chat.tolerated)] == []
    except BaseException:
        await page.context.close()
        raise
    await chat.leave()
    _BLANK.append(page)
