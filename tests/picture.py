"""`python -m tests.picture FILE.png` takes the picture of the playground's page that README shows.

The page and the bot are the real ones, started as a user starts them. It needs a Chromium, as the tests of the page do.
"""

import asyncio
import re
import sys
from pathlib import Path

from playwright.async_api import async_playwright, expect

from tests.playground.browser import PATIENCE, launched, open_chat

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+\S*")


async def take(picture: Path) -> None:
    """Ask two questions, start a game, and write what the page shows then."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "playground"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        address = ""
        while not address:
            found = ADDRESS.search((await process.stdout.readline()).decode())
            address = found.group() if found else ""
        async with async_playwright() as playwright, launched(playwright) as browser:
            if browser is None:
                raise SystemExit("No Chromium was found: run python -m tests once, which gets one.")
            expect.set_options(timeout=PATIENCE)
            async with open_chat(browser, address, width=1180, height=860) as chat:
                await chat.mention("Lorekeeper", "who voices ultron?")
                await expect(chat.last_message).to_contain_text("James Spader")
                await chat.mention("Lorekeeper", "whats thors hammer made of")
                await expect(chat.last_message).to_contain_text("Uru")
                await chat.slash("trivia start", rounds="5")
                await expect(chat.last_message).to_contain_text("Question 1 of 5")
                await chat.page.screenshot(path=picture)
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
