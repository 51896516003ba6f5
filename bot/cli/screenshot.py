"""Takes a picture of the playground's page with a headless Chromium, through Playwright, which the tests install."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Playwright, async_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
"""Flags for running as root and without network access."""

INSTALLED_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The one without a window opens pages in a third of the time."""

WIDTH, HEIGHT = 1180, 860

SETTLED = "#log .message, #log .hint"
"""What the page shows once it has loaded."""


class NoBrowser(Exception):
    """There is no Chromium on this machine; the text says how to get one."""


async def take_picture(address: str, file: Path) -> None:
    """Write what the page at this address shows into a PNG file. Raises `NoBrowser`."""
    async with async_playwright() as playwright, launched(playwright) as browser:
        if browser is None:
            raise NoBrowser("no Chromium was found; get one with: python -m playwright install chromium")
        viewport = {"width": WIDTH, "height": HEIGHT}
        page = await browser.new_page(color_scheme="dark", viewport=viewport, locale="en-GB")  # type: ignore[arg-type]
        await page.goto(address)
        await page.locator(SETTLED).first.wait_for()
        await page.screenshot(path=file)


@asynccontextmanager
async def launched(playwright: Playwright, *flags: str) -> AsyncIterator[Browser | None]:
    """A headless Chromium until the end of the context, with these flags, too; None if there isn't one."""
    executable = _find_chromium(playwright)
    if executable is None:
        yield None
        return
    opened = await playwright.chromium.launch(executable_path=executable, args=[*QUIET, *flags])
    try:
        yield opened
    finally:
        await opened.close()


def _find_chromium(playwright: Playwright) -> str | None:
    installed = next(filter(None, map(shutil.which, INSTALLED_NAMES)), None)
    bundled = playwright.chromium.executable_path
    return installed or (bundled if Path(bundled).exists() else None)
