"""The same with real processes over a real file, which are killed with SIGKILL at their steps, each with a standby."""

import asyncio
import os
import pickle
import signal
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.daily.posts import DailyPosts
from bot.daily.results import marker_of
from bot.daily.service import DailyService
from bot.ids import MemberId
from bot.scheduling.pace import Pace
from bot.storage.answers import Occasion
from bot.storage.connect import open_storage
from bot.storage.ledger import ClosedPost
from tests.clock import FakeClock
from tests.daily.small_channel import Channels, Fault, Killed, Life
from tests.daily.test_posts import FIRST, HOUR, NINE, SECOND, SERVER, a_schedule
from tests.quiz.small_quiz import SmallQuestions
from tests.small_pack import a_chance
from tests.standby import held, relay
from tests.storage.conftest import DATABASES, place_for
from tests.storage.ready import make_ready

pytestmark = [
    pytest.mark.process,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL and no fork server"),
]

MEMBERS = (MemberId(101), MemberId(102), MemberId(103))
END = NINE + 13 * HOUR
EVERY = 4
"""Each so manieth step has its death here; in `test_daily_faults` each has."""


@dataclass(frozen=True)
class Place:
    """A folder with the database, and with what stands in the channels and on the clock."""

    folder: Path

    @property
    def state(self) -> Path:
        return self.folder / "channels.pickle"

    def write(self, channels: Channels) -> None:
        draft = self.state.with_suffix(".draft")
        kept = (channels.clock.now(), channels.messages, channels.replies, channels.last_id, channels.requests)
        draft.write_bytes(pickle.dumps(kept))
        draft.replace(self.state)

    def read(self) -> Channels:
        now, messages, replies, last_id, requests = pickle.loads(self.state.read_bytes())  # noqa: S301  # our own
        assert isinstance(now, datetime)
        return Channels(FakeClock(now), messages=messages, replies=replies, last_id=last_id, requests=requests)


class Kill(Life):
    """A life whose end is one."""

    async def step(self) -> None:
        try:
            await super().step()
        except Killed:
            os.kill(os.getpid(), signal.SIGKILL)


def live(folder: Path, url: str | None, dies_at: int | None, faults: dict[int, Fault]) -> None:
    """A process: from the time on the clock to the end of the day, or to its death. Its exit code is its steps."""
    steps = asyncio.run(_live(Place(folder), url, dies_at, faults))
    os._exit(min(steps, 255))


async def _live(place: Place, url: str | None, dies_at: int | None, faults: dict[int, Fault]) -> int:
    await held(url, place.folder)
    channels = place.read()
    channels.faults = faults
    clock, life, questions = channels.clock, Kill(dies_at=dies_at), SmallQuestions()
    database = await open_storage(url=url, folder=place.folder)
    storage = life.storage(database)
    outbox = life.outbox(channels)
    channels.on_change = lambda: place.write(channels)
    posts = DailyPosts(storage, outbox, questions, clock, a_chance(), pace=Pace(clock, timedelta(0)))
    service = DailyService(storage, posts, questions, clock, on_change=lambda _: None)
    while clock.now() < END:
        place.write(channels)
        moment = await posts.advance(SERVER)
        await _answer(channels, service)
        await life.step()
        clock.set(min(END, max(moment or END, clock.now() + SECOND)))
    place.write(channels)
    await database.close()
    return life.steps


async def _answer(channels: Channels, service: DailyService) -> None:
    """Every member presses the right button, twice."""
    for message in channels.messages.values():
        if message.result is None:
            right = message.post.options.index(message.post.question.answer)
            for member_id in 2 * MEMBERS:
                await service.answer(
                    SERVER,
                    message.post.day,
                    message_id=message.id,
                    member_id=member_id,
                    option=right,
                )


async def morning(place: Place, url: str | None) -> None:
    """Nine o'clock on a server whose questions are answered in a reply."""
    storage = await open_storage(url=url, folder=place.folder)
    await storage.settings.save_schedule(a_schedule(reveals_in_reply=True))
    await storage.close()
    place.write(Channels(FakeClock(NINE)))


async def checked(place: Place, url: str | None) -> None:
    """One post, closed, with every answer and the reply once."""
    storage = await open_storage(url=url, folder=place.folder)
    try:
        entry = await storage.ledger.entry(SERVER, FIRST)
        answers = await storage.answers.answers_to(Occasion.daily(SERVER, FIRST))
    finally:
        await storage.close()
    channels = place.read()
    messages = channels.in_channel(marker_of(SERVER, FIRST))
    assert isinstance(entry, ClosedPost)
    assert list(channels.replies) == [entry.reply_id]
    assert [message.id for message in messages] == [entry.message_id]
    assert [answer.given.member_id for answer in answers] == list(MEMBERS)
    assert messages[0].result
    assert messages[0].result.answered == len(MEMBERS)


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("fault", [None, Fault.UNHEARD, Fault.BROKEN_LATE, Fault.TOO_MANY, Fault.LOST], ids=str)
def test_killed_at_its_steps_its_standby_goes_on(
    tmp_path: Path, request: pytest.FixtureRequest, database: str, fault: Fault | None
) -> None:
    faults = {1: fault} if fault else {}

    def lived(name: str, *dies_at: int | None) -> list[int]:
        place = Place(tmp_path / name)
        place.folder.mkdir()
        url = asyncio.run(place_for(database, request, place.folder)).url
        asyncio.run(make_ready(url, place.folder))
        asyncio.run(morning(place, url))
        codes = relay(live, place.folder, url, *dies_at, more=(faults,))
        asyncio.run(checked(place, url))
        return codes

    (steps,) = lived("healthy", None)
    assert 15 < steps < 255

    each = EVERY if fault is None else 4 * EVERY
    for step in range(1 if fault is None else 2, steps + 1, each if database == "sqlite" else 3 * each):
        first, second = lived(str(step), step, None)
        assert first == -signal.SIGKILL
        assert second > 0
