"""Questions are put one after the other, off the event loop, and only so many."""

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.follow_up import NOTHING_SAID, Said
from bot.answers.names import Names
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.queue import MOST_OVERHEARD, MOST_WAITING, AnswerQueue
from bot.errors import UserError
from bot.ids import ChannelId
from bot.lookups.answers import AnswerService
from bot.lookups.results import Response
from tests.kept import in_process
from tests.small_pack import ONE_PACK, a_chance

QUESTION = "who plays nobody at all"


class SlowService(AnswerService):
    """Answers when it is let go, and counts how many are answered at once."""

    def __init__(self) -> None:
        super().__init__(ONE_PACK, AnswerEngine(ONE_PACK, keep=in_process), Names(ONE_PACK), a_chance())
        self.let_go = threading.Event()
        self.at_once, self.most_at_once = 0, 0

    def ask(
        self,
        question: str,
        *,
        channel_id: ChannelId | None = None,
        overheard: bool = False,
        before: Said = NOTHING_SAID,
    ) -> Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.let_go.wait()
        response = super().ask(question, channel_id=channel_id, overheard=overheard, before=before)
        self.at_once -= 1
        return response


async def test_the_event_loop_goes_on_while_a_question_is_read() -> None:
    service = SlowService()
    asked = asyncio.ensure_future(AnswerQueue().ask(service, QUESTION))
    await asyncio.sleep(0.01)

    assert not asked.done()
    service.let_go.set()
    assert await asked == await AnswerQueue().ask(service, QUESTION)


async def test_an_answer_of_a_moment_ago_is_given_without_waiting() -> None:
    service, results = SlowService(), Results()
    queue = AnswerQueue(results)
    service.let_go.set()
    answer = await queue.ask(service, "who plays Mara")
    service.let_go.clear()
    other = asyncio.ensure_future(queue.ask(service, "who plays Orlo"))

    assert await queue.ask(service, "who plays Mara") is answer
    service.let_go.set()
    await other
    assert results.seen == ["answer"] * 3


async def test_one_question_is_answered_at_a_time_and_all_are() -> None:
    service = SlowService()
    queue = AnswerQueue()
    asked = [asyncio.ensure_future(queue.ask(service, QUESTION)) for _ in range(30)]
    service.let_go.set()

    assert len(await asyncio.gather(*asked)) == 30
    assert service.most_at_once == 1


async def test_where_too_many_wait_the_next_is_asked_to_come_back() -> None:
    service = SlowService()
    queue = AnswerQueue()
    asked = [asyncio.ensure_future(queue.ask(service, QUESTION)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)

    with pytest.raises(UserError) as caught:
        await queue.ask(service, QUESTION)
    service.let_go.set()
    await asyncio.gather(*asked)

    assert str(caught.value) == answer_wording.TOO_MANY_ASK
    assert await queue.ask(service, QUESTION)


async def test_who_asks_the_bot_comes_before_what_it_overhears() -> None:
    service = SlowService()
    queue = AnswerQueue()
    asked = [asyncio.ensure_future(queue.ask(service, QUESTION)) for _ in range(MOST_OVERHEARD)]
    await asyncio.sleep(0)

    assert await queue.overhear(service, QUESTION) is None
    service.let_go.set()
    await asyncio.gather(*asked)
    assert await queue.overhear(service, QUESTION) is not None


class Results:
    """What it was told about questions."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def asked(self, result: str, took: timedelta) -> None:
        assert took >= timedelta(0)
        self.seen.append(result)


async def test_every_question_is_reported_with_its_result() -> None:
    service, results = SlowService(), Results()
    queue = AnswerQueue(results)
    asked = [asyncio.ensure_future(queue.ask(service, QUESTION)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(UserError):
        await queue.ask(service, QUESTION)
    service.let_go.set()
    await asyncio.gather(*asked)
    await queue.ask(service, "hello")

    assert results.seen == ["too many", *["no match"] * MOST_WAITING, "small talk"]
