"""A game whose process dies at every step, and is started again: nothing is said twice, and no answer is lost."""

import asyncio
import os
import pickle
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.ids import ChannelId, GameId, MemberId, MessageId, ServerId
from bot.quiz.events import LockedIn
from bot.quiz.questions import QuizQuestions
from bot.quiz.results import GameEnded, LobbyShown, QuestionShown, QuizOutbox, VerdictShown
from bot.quiz.service import QuizService
from bot.quiz.wish import Wish
from bot.storage.answers import Occasion
from bot.storage.connect import open_storage
from bot.storage.storage import Storage
from tests.clock import NOON, FakeClock
from tests.daily.small_channel import Killed, Life
from tests.packs.small_shelf import a_shelf
from tests.quiz.small_quiz import points_of
from tests.quiz.small_quiz_channel import QuizChannels
from tests.small_pack import ONE_PACK, a_chance
from tests.standby import held, relay
from tests.storage.conftest import DATABASES, place_for
from tests.storage.memory import in_memory
from tests.storage.ready import make_ready

SERVER, CHANNEL = ServerId(1), ChannelId(2)
PLAYERS = (MemberId(11), MemberId(12))
ROUNDS = 3
LOBBY = 5
SECOND = timedelta(seconds=1)
EVERY = 9
"""Each so manieth step has its death by SIGKILL; in memory each step has one."""


@dataclass
class Seen:
    """What is left when a process dies: what stands in the channel, what members were told, what time it is."""

    channels: QuizChannels = field(default_factory=QuizChannels)
    locked: dict[tuple[int, int], str] = field(default_factory=dict)
    """What each member was told to be locked in, by the number of the question and the member."""
    clock: FakeClock = field(default_factory=FakeClock)

    async def pass_time(self) -> None:
        """Let some go by."""
        await self.clock.advance(3 * SECOND)


async def play(seen: Seen, storage: Storage, life: Life) -> None:
    """A process: begins the game, or goes on with it, and picks for everybody until the end, or until it dies."""
    channels = cast("QuizOutbox", life.storage(cast("Storage", seen.channels)))  # it steps before each call
    mortal = life.storage(storage)
    chance = a_chance()
    service = QuizService(mortal, QuizQuestions(a_shelf(ONE_PACK), mortal, chance), channels, seen.clock, chance)
    running, resumed = asyncio.create_task(service.run()), asyncio.create_task(service.resumed())
    try:
        await asyncio.wait({running, resumed}, return_when=asyncio.FIRST_COMPLETED)
        if life.is_over:
            return
        if not seen.channels.said and not await storage.games.running():
            await service.start(
                server_id=SERVER,
                channel_id=CHANNEL,
                starter=MemberId(PLAYERS[0]),
                wish=Wish(ROUNDS, lobby=MessageId(LOBBY)),
            )
        while not life.is_over and await storage.games.running():
            await _idle(seen.clock)
            await _pick(seen, service)
            await life.step()
            await seen.pass_time()
    finally:
        running.cancel()
        resumed.cancel()
        await asyncio.gather(running, resumed, return_exceptions=True)


async def _idle(clock: FakeClock) -> None:
    """Until the game has nothing left to do, or is gone."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await clock.asleep()


async def _pick(seen: Seen, service: QuizService) -> None:
    for said in seen.channels.said:
        if isinstance(said, LobbyShown) and not said.is_closed:
            await service.join(CHANNEL, said.game_id, MemberId(PLAYERS[1]))
    shown = [said for said in seen.channels.said if isinstance(said, QuestionShown)]
    if not shown or shown[-1].is_closed:
        return
    question = shown[-1]
    for player_id in PLAYERS:
        if (question.number, player_id) not in seen.locked:
            event = await service.pick(CHANNEL, question.game_id, question.number, player_id, player_id % 2)
            if isinstance(event, LockedIn):
                seen.locked[question.number, player_id] = question.question.options[player_id % 2]


async def check(seen: Seen, storage: Storage) -> None:
    """Everything was said once, everything that was locked in counts once, and nothing is left half done."""
    kinds = [type(said) for said in seen.channels.said]
    assert kinds == [LobbyShown, *([QuestionShown, VerdictShown] * ROUNDS), GameEnded]
    assert all(said.is_closed for said in seen.channels.said if isinstance(said, LobbyShown | QuestionShown))
    assert await storage.games.running() == ()
    game_id = seen.channels.said[0].game_id
    for number in range(1, ROUNDS + 1):
        kept = await storage.answers.answers_to(Occasion.trivia(SERVER, game_id, number))
        told = {player_id: text for (of, player_id), text in seen.locked.items() if of == number}
        assert told.items() <= {answer.given.member_id: answer.given.text for answer in kept}.items()
    logged = [event async for event in storage.answers.events(SERVER)]
    assert len(logged) == sum([len(await _kept(storage, game_id, number)) for number in range(1, ROUNDS + 1)])
    ending = seen.channels.said[-1]
    assert isinstance(ending, GameEnded)
    assert {score.player_id: score.points for score in ending.standing} == await points_of(storage, SERVER)


async def _kept(storage: Storage, game_id: GameId, number: int) -> list[int]:
    return [answer.id for answer in await storage.answers.answers_to(Occasion.trivia(SERVER, game_id, number))]


async def lived(dies_at: int | None) -> int:
    """Its steps, of a game in memory that dies at one of them and goes on."""
    seen, storage = Seen(), in_memory()
    life = Life(dies_at=dies_at)
    with suppress(Killed):
        await play(seen, storage, life)
    if dies_at is not None:
        assert life.is_over
        await play(seen, storage, Life())
    await check(seen, storage)
    return life.steps


@pytest.mark.slow
async def test_it_may_die_at_each_of_its_steps() -> None:
    steps = await lived(None)

    assert steps > 30
    for step in range(1, steps + 1):
        await lived(step)


class Kill(Life):
    """A life whose end is one."""

    async def step(self) -> None:
        try:
            await super().step()
        except Killed:
            os.kill(os.getpid(), signal.SIGKILL)


class Place:
    """A folder with the database, and with what is left of the world."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self._state = folder / "seen.pickle"

    def write(self, seen: Seen) -> None:
        draft = self._state.with_suffix(".draft")
        draft.write_bytes(pickle.dumps((seen.channels, seen.locked, seen.clock.now())))
        draft.replace(self._state)

    def read(self) -> Seen:
        if not self._state.exists():
            return Seen(clock=FakeClock(NOON))
        channels, locked, now = pickle.loads(self._state.read_bytes())  # noqa: S301  # our own
        return Seen(channels, locked, FakeClock(now))


def live(folder: Path, url: str | None, dies_at: int | None) -> None:
    """A process, to the end of the game or to its death. Its exit code is its steps."""
    os._exit(min(asyncio.run(_live(Place(folder), url, dies_at)), 255))


async def _live(place: Place, url: str | None, dies_at: int | None) -> int:
    await held(url, place.folder)
    seen, life = place.read(), Kill(dies_at=dies_at)
    step = life.step

    async def written() -> None:
        place.write(seen)
        await step()

    life.step = written  # type: ignore[method-assign]  # what has happened outlives the process
    storage = await open_storage(url=url, folder=place.folder)
    await play(seen, storage, life)
    place.write(seen)
    await storage.close()
    return life.steps


async def checked(folder: Path, url: str | None) -> None:
    storage = await open_storage(url=url, folder=folder)
    try:
        await check(Place(folder).read(), storage)
    finally:
        await storage.close()


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL and no fork server")
@pytest.mark.parametrize("database", DATABASES)
def test_killed_with_sigkill_its_standby_goes_on(tmp_path: Path, request: pytest.FixtureRequest, database: str) -> None:
    def url_of(folder: Path) -> str | None:
        url = asyncio.run(place_for(database, request, folder)).url
        asyncio.run(make_ready(url, folder))
        return url

    url = url_of(tmp_path / "healthy")
    (steps,) = relay(live, tmp_path / "healthy", url, None)
    assert 30 < steps < 255
    asyncio.run(checked(tmp_path / "healthy", url))

    for step in range(1, steps + 1, EVERY if database == "sqlite" else 3 * EVERY):
        folder = tmp_path / str(step)
        url = url_of(folder)
        first, second = relay(live, folder, url, step, None)
        assert first == -signal.SIGKILL or 30 < first < step  # a game does not always take as many steps
        assert first > 0 or second > 0
        asyncio.run(checked(folder, url))
