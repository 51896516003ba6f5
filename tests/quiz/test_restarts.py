"""A process after another over one database: games go on where the last one died or stopped."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.community.member_data import MemberDataService
from bot.errors import StorageError, UserError
from bot.ids import AppealId, ChannelId, GameId, MemberId, ServerId
from bot.quiz.events import ActionRefused, LockedIn, Reason
from bot.quiz.questions import QuizQuestions, target_of
from bot.quiz.results import AlreadyRunning, GameEnded, GameStarted, QuestionShown, VerdictShown
from bot.quiz.round import AnswerMode
from bot.quiz.service import QuizService
from bot.quiz.table import QuizTable
from bot.quiz.wish import Wish
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.answers import Occasion
from bot.storage.games import RunningGame
from bot.storage.storage import Storage
from tests.clock import FakeClock, settle
from tests.daily.small_channel import Killed, Life
from tests.packs.small_shelf import a_shelf
from tests.quiz.small_quiz import points_of
from tests.quiz.small_quiz_channel import QuizChannels
from tests.small_pack import ONE_PACK, a_chance
from tests.storage.builders import a_guess, recorded
from tests.storage.memory import in_memory
from tests.storage.ready import open_ready

SERVER, CHANNEL = ServerId(1), ChannelId(2)
ANNA, BEN = MemberId(11), MemberId(12)
SECOND = timedelta(seconds=1)
LONG = timedelta(minutes=2)
"""More than any question is open."""

KEPT = Path(__file__).parent / "kept_games"
"""States of games as released schemas have them, made by a program of that time."""


class Process:
    """A run of the bot. It can be killed, which nobody hears of, and suspended."""

    def __init__(self, world: "Shared", shard: Shard) -> None:
        self.life = Life()
        storage = self.life.storage(world.storage)
        questions = QuizQuestions(a_shelf(ONE_PACK), storage, world.chance)
        channels = cast("Any", self.life.storage(cast("Storage", world.channels)))
        self.service = QuizService(storage, questions, channels, world.clock, world.chance, shard=shard)
        self._running: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._running = asyncio.create_task(self.service.run())

    async def start(self) -> None:
        self.begin()
        await self.service.resumed()
        await settle()

    async def stop(self) -> None:
        """As by SIGTERM."""
        assert self._running
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def kill(self) -> None:
        """As by SIGKILL."""
        self.life.is_over = True
        with suppress(Killed):
            await self.stop()

    @property
    def is_playing(self) -> bool:
        return self.service.is_playing(CHANNEL)


class Shared:
    """What the processes share: a database, channels, and the time."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.channels = QuizChannels()
        self.clock = FakeClock()
        self.chance = a_chance()
        self.processes: list[Process] = []

    async def process(self, shard: Shard = WHOLE) -> Process:
        """One more process."""
        process = Process(self, shard)
        self.processes.append(process)
        await process.start()
        return process

    async def pass_time(self, by: timedelta) -> None:
        """Let it go by, second by second."""
        for _ in range(round(by / SECOND)):
            await self.clock.advance(SECOND)

    async def game(self) -> RunningGame:
        (game,) = await self.storage.games.running()
        return game

    def said(self, kind: type[Any]) -> list[Any]:
        return [said for said in self.channels.said if isinstance(said, kind)]

    def question(self) -> QuestionShown:
        """The one that stands in the channel as the last one."""
        question = self.said(QuestionShown)[-1]
        assert isinstance(question, QuestionShown)
        return question


@asynccontextmanager
async def shared_over(storage: Storage) -> AsyncIterator[Shared]:
    shared = Shared(storage)
    try:
        yield shared
    finally:
        for process in shared.processes:
            await process.kill()


@pytest.fixture
async def shared() -> AsyncIterator[Shared]:
    async with shared_over(in_memory()) as opened:
        yield opened


async def start(process: Process, *, answers: AnswerMode = AnswerMode.BUTTONS, rounds: int = 3) -> GameId:
    started = await process.service.start(
        server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(rounds, answers=answers)
    )
    assert isinstance(started, GameStarted)
    await settle()
    return started.game_id


async def pick(process: Process, shared: Shared, player_id: MemberId = ANNA) -> Any:
    question = shared.question()
    return await process.service.pick(CHANNEL, question.game_id, question.number, player_id, question.question.right)


async def played_to_the_end(shared: Shared) -> None:
    """Until nothing runs any more; then everything was said once."""
    for _ in range(400):
        if not await shared.storage.games.running():
            break
        await shared.pass_time(SECOND)
    numbers = [question.number for question in shared.said(QuestionShown)]
    assert numbers == sorted(set(numbers))
    assert [verdict.number for verdict in shared.said(VerdictShown)] == numbers
    assert len(shared.said(GameEnded)) == 1


async def test_a_game_waits_for_a_process_that_hears_of_its_server(shared: Shared) -> None:
    mine, others = Shard(0, 2), Shard(1, 2)
    first, other = await shared.process(mine), await shared.process(others)
    await start(first)
    await first.kill()

    await shared.pass_time(LONG)
    assert not other.is_playing
    assert len(shared.said(QuestionShown)) == 1

    assert (await shared.process(mine)).is_playing
    await played_to_the_end(shared)


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_what_a_process_played_goes_on_at_the_start_of_the_next_and_nobody_loses_time(
    shared: Shared, how: str
) -> None:
    first = await shared.process()
    await start(first)
    assert isinstance(await pick(first, shared), LockedIn)
    left = shared.question().closes_at - shared.clock.now()
    await (first.stop() if how == "stop" else first.kill())
    await shared.clock.advance(LONG)

    second = await shared.process()

    assert second.is_playing
    assert shared.question().closes_at - shared.clock.now() == left
    assert isinstance(await pick(second, shared, BEN), LockedIn)
    await played_to_the_end(shared)
    assert {earned.player_id for earned in shared.said(VerdictShown)[0].earned} == {ANNA, BEN}


async def test_a_database_that_is_away_at_the_start_is_waited_for(
    shared: Shared, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = await shared.process()
    await start(first)
    await first.kill()
    second = Process(shared, WHOLE)
    shared.processes.append(second)

    async def fail() -> object:
        raise StorageError("it is away")

    with monkeypatch.context() as away:
        away.setattr(shared.storage.games, "running", fail)
        second.begin()
        await settle()
        assert await pick(second, shared) == ActionRefused(ANNA, Reason.AWAY)
        with pytest.raises(UserError, match="Try again"):
            await second.service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA)
    await shared.pass_time(10 * SECOND)

    assert second.is_playing
    assert "it is away" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_game_that_began_unheard_is_played(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database took it, and the connection broke before it said so."""
    first = await shared.process()
    begin = shared.storage.games.start

    async def begin_unheard(game: RunningGame) -> RunningGame | None:
        await begin(game)
        raise StorageError("the connection broke")

    with monkeypatch.context() as broken:
        broken.setattr(shared.storage.games, "start", begin_unheard)
        with pytest.raises(StorageError):
            await first.service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA)

    again = await first.service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA)
    await settle()

    assert again == AlreadyRunning(CHANNEL, None)
    assert first.is_playing
    assert shared.said(QuestionShown)


async def test_a_press_while_a_process_stops_hears_that_the_game_goes_on(shared: Shared) -> None:
    first = await shared.process()
    await start(first)
    await first.stop()

    assert await pick(first, shared) == ActionRefused(ANNA, Reason.AWAY)
    assert await first.service.stop(CHANNEL, ANNA, may_manage=False) == ActionRefused(ANNA, Reason.AWAY)


async def test_what_is_accepted_counts_in_the_standing_also_where_the_game_did_not_hear_of_it(shared: Shared) -> None:
    process = await shared.process()
    game_id = await start(process, answers=AnswerMode.TYPED, rounds=1)
    await process.service.guess(CHANNEL, game_id, 1, ANNA, "zebra")
    asked = shared.question()
    await shared.pass_time(asked.closes_at - shared.clock.now() - SECOND)
    appeal_id = await _an_appeal_like(shared, asked)

    await shared.storage.appeals.accept(AppealId(appeal_id), by=MemberId(99), at=shared.clock.now())
    await played_to_the_end(shared)

    (ending,) = shared.said(GameEnded)
    assert [earned.player_id for earned in shared.said(VerdictShown)[0].earned] == [ANNA]
    assert [(score.player_id, score.points > 0) for score in ending.standing] == [(ANNA, True)]
    assert await points_of(shared.storage, SERVER) == {ANNA: ending.standing[0].points, 77: 1}


async def _an_appeal_like(shared: Shared, asked: QuestionShown) -> int:
    """The appeal of somebody who typed the same to the same question in an earlier game, elsewhere in the server."""
    earlier = Occasion.trivia(SERVER, GameId("b" * 10), 1)
    answer = await recorded(
        shared.storage, a_guess(earlier, member_id=77, target=target_of(asked.question), normal="zebra", worth=1)
    )
    appeal = await shared.storage.appeals.open(answer.id, at=shared.clock.now())
    assert appeal
    return appeal.id


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
async def test_whoever_dies_or_stops_everything_is_said_once(seed: int, shared: Shared) -> None:
    chance = random.Random(seed)  # noqa: S311
    living = await shared.process()
    await start(living, rounds=5)
    for _ in range(60):
        if not await shared.storage.games.running():
            break
        await shared.pass_time(chance.randrange(1, 9) * SECOND)
        await pick(living, shared, chance.choice((ANNA, BEN)))
        if chance.random() < 0.3:
            await (living.kill() if chance.random() < 0.5 else living.stop())
            living = await shared.process()

    await played_to_the_end(shared)


@pytest.mark.parametrize("state", [path.read_text("utf-8") for path in sorted(KEPT.glob("*.json"))], ids=["v0001"])
async def test_a_game_that_an_earlier_version_kept_goes_on(state: str, tmp_path: Path) -> None:
    storage = await open_ready(tmp_path)
    now = FakeClock().now()
    async with shared_over(storage) as shared:
        await storage.games.start(RunningGame(SERVER, CHANNEL, GameId("a" * 10), ANNA, now, state, now))

        process = await shared.process()

        async with asyncio.timeout(20):
            while not shared.said(QuestionShown):  # noqa: ASYNC110  # a real database answers in its own time
                await asyncio.sleep(0)
        assert shared.question().number == 2
        standing = _table(process).round.standing
        assert [(score.player_id, score.right, score.answered) for score in standing] == [(ANNA, 1, 1), (BEN, 0, 2)]
    await storage.close()


async def test_who_asks_the_process_of_one_shard_to_be_forgotten_is_not_written_down_by_another(shared: Shared) -> None:
    playing, other = await shared.process(Shard(0, 2)), await shared.process(Shard(1, 2))
    await start(playing, rounds=1)
    for player_id in (ANNA, BEN):
        await pick(playing, shared, player_id)

    await MemberDataService(shared.storage, other.service, shared.clock).forget(ANNA, None)
    assert isinstance(await pick(playing, shared, BEN), LockedIn)
    await played_to_the_end(shared)

    assert (await points_of(shared.storage, SERVER)).keys() == {BEN}


def _table(process: Process) -> QuizTable:
    game = process.service._games.at(CHANNEL)
    assert game
    return game.table
