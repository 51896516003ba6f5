"""A flood of questions in one channel doesn't hold up the others."""

import asyncio
from typing import Any

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.discord_front.lookups.answer_wording import QUESTION
from bot.discord_front.lookups.chat import MOST_WAITING
from bot.ids import ChannelId
from bot.lookups.results import Response
from tests.discord_front.lookups.test_queue import SlowService
from tests.discord_front.test_client import SAM, a_command, connected

FLOOD = 50


class Counting(SlowService):
    """Keeps the lines that it is asked, too."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def ask(
        self,
        question: str,
        *,
        channel_id: ChannelId | None = None,
        overheard: bool = False,
        before: Said = NOTHING_SAID,
    ) -> Response:
        self.lines.append(question)
        return super().ask(question, channel_id=channel_id, overheard=overheard, before=before)


AMY = {**SAM, "id": "77", "username": "amy"}


def said(number: int, channel: str, text: str, author: dict[str, Any] = SAM) -> tuple[str, dict[str, Any]]:
    return "MESSAGE_CREATE", {"id": str(number), "type": 0, "content": text, "channel_id": channel, "author": author}


async def test_a_flood_of_long_questions_gets_ten_replies_and_one_line_and_holds_up_nobody_else() -> None:
    service = Counting()
    flood = [said(100 + number, "8", "who is Mara? " * 150) for number in range(FLOOD)]

    async with connected(service, *flood, said(99, "9", "who is Orlo?", AMY), a_command("help")) as discord:
        await discord.callbacks.get()  # the last event, so all others are read
        service.let_go.set()
        for _ in range(MOST_WAITING + 2):
            await discord.messages.get()
        await asyncio.sleep(0.1)
        posts = [asked for asked in discord.asked if asked.endswith("/messages")]

    assert discord.messages.empty()
    assert sum("/channels/8/" in post for post in posts) == MOST_WAITING + 1
    assert sum("/channels/9/" in post for post in posts) == 1
    assert len(service.lines) == MOST_WAITING + 1
    assert max(map(len, service.lines)) <= QUESTION


async def test_after_a_flood_the_channel_is_answered_again() -> None:
    service = Counting()
    service.let_go.set()

    async with connected(service, *(said(100 + number, "8", "who is Mara?") for number in range(3))) as discord:
        for _ in range(3):
            assert (await discord.messages.get())["components"]
