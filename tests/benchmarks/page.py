"""Scrolls through a channel of the playground's page with the wheel, and prints how long its frames take.

    python -m tests.benchmarks.page [--messages 10000] [--smoke]

The page has some hundred messages at a time, and brings others while it is scrolled. A channel of 100 messages in the
same run is what they are compared with, because a frame takes as long as the machine is slow.
"""

import argparse
import asyncio
from dataclasses import dataclass
from statistics import median, quantiles

from playwright.async_api import async_playwright, expect

from bot.cli.screenshot import launched
from bot.playground.server import Playground
from tests.playground.browser import HOW_TO_GET_ONE, ChatPage, open_chat

FEW = 100
"""Messages of the channel that is compared with."""

SMOKE = 600
"""Messages of a smoke run."""

PATIENCE = 600_000
"""Milliseconds until all messages are on the page."""

PARTS = 5
"""Places at which the messages on the page are scrolled: the first, the last, and between them."""

NOTCHES, NOTCH = 24, 240
"""Turns of the wheel at each place, down and up again, and the pixels of each."""

GO = "part => { const log = document.getElementById('log'); log.scrollTop = part * log.scrollHeight; }"

TEXTS = (
    "Who voices Ultron?",
    "James Spader voices Ultron and also **acted on set**, with two red dots above his head. " * 3,
    "I think it's `Vision`, isn't it?\n> The mind stone\n- yes\n- no",
)

RECORD = """() => {
    window.frames_seen = [];
    let last = performance.now();
    const note = (now) => {
        window.frames_seen.push(now - last);
        last = now;
        window.noting = requestAnimationFrame(note);
    };
    window.noting = requestAnimationFrame(note);
}"""

RECORDED = "() => { cancelAnimationFrame(window.noting); return window.frames_seen.slice(1); }"


@dataclass(frozen=True)
class Frames:
    """Milliseconds of the frames while a page was scrolled."""

    messages: int
    took: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.took)

    @property
    def slow(self) -> float:
        """95 % are at most this long."""
        return quantiles(self.took, n=20)[-1]

    def __str__(self) -> str:
        return (
            f"{self.messages} messages: median {self.middle:.1f} ms, 95 % {self.slow:.1f} ms, "
            f"longest {max(self.took):.0f} ms ({len(self.took)} frames)"
        )


async def scrolled(chat: ChatPage, playground: Playground, count: int) -> Frames:
    """Fills a channel with `count` messages, and scrolls up and down in it."""
    sam = playground.member("Sam")
    for number in range(count):
        await sam.say("general", f"{number}: {TEXTS[number % len(TEXTS)]}")
    await expect(chat.last_message).to_contain_text(f"{count - 1}: ", timeout=PATIENCE)
    await chat.page.evaluate(RECORD)
    for part in range(PARTS):
        await chat.page.evaluate(GO, part / (PARTS - 1))
        for turn in range(NOTCHES):
            await chat.page.mouse.wheel(0, NOTCH if turn < NOTCHES // 2 else -NOTCH)
    return Frames(count, tuple(await chat.page.evaluate(RECORDED)))


async def measured(counts: tuple[int, ...]) -> list[Frames] | None:
    """The frames of a page for each number of messages; None without a browser."""
    async with async_playwright() as playwright, launched(playwright) as browser:
        if browser is None:
            return None
        found = []
        for count in counts:
            async with Playground() as playground, open_chat(browser, playground.url) as chat:
                await chat.page.locator("#log").hover()
                found.append(await scrolled(chat, playground, count))
        return found


def main() -> None:
    """Print a line for each number of messages, and how many times longer the frames of many take."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--smoke", action="store_true", help=f"{SMOKE} messages")
    chosen = parser.parse_args()
    found = asyncio.run(measured((FEW, SMOKE if chosen.smoke else chosen.messages)))
    if found is None:
        print(HOW_TO_GET_ONE)
        return
    few, many = found
    print(few, many, f"ratio: median {many.middle / few.middle:.2f}, 95 % {many.slow / few.slow:.2f}", sep="\n")


if __name__ == "__main__":
    main()
