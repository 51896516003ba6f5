"""Two processes over one database: each game is played by one of them, and goes on where that one dies or stops."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.community.member_data import MemberDataService
from bot.errors import StorageError, Unavailable, UserError
from bot.quiz.events import Finished, LockedIn, Reason, Refused
from bot.quiz.questions import QuizQuestions, target_of
from bot.quiz.results import AlreadyRunning, Elsewhere, GameEnded, GameStarted, QuestionShown, VerdictShown
from bot.quiz.round import Answers
from bot.quiz.service import AFTER_OTHERS, ALIVE, BEAT, LEASE, QuizService
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.answers import Asking
from bot.storage.connect import open_storage
from bot.storage.games import RunningGame
from bot.storage.storage import Storage
from tests.clock import FakeClock, settle
from tests.daily.small_channel import Killed, Life
from tests.quiz.small_quiz_channel import QuizChannels
from tests.small_pack import ONE_PACK, a_chance
from tests.storage.builders import a_guess, recorded
from tests.storage.memory import MemoryStorage

SERVER, CHANNEL = 1, 2
ANNA, BEN = 11, 12
SECOND = timedelta(seconds=1)
LONG = timedelta(minutes=2)
"""More than any question is open."""

KEPT = Path(__file__).parent / "kept_games"
"""States of games as released schemas have them, made by a program of that time."""


class Process:
    """A run of the bot. It can be killed, which nobody hears of, and suspended."""

    def __init__(self, world: "Shared", shard: Shard) -> None:
        self.life = Life()
        self.pulse = FakeClock(world.pulse)
        storage = self.life.storage(world.storage)
        questions = QuizQuestions(ONE_PACK, storage, world.chance)
        channels = cast("Any", self.life.storage(cast("Storage", world.channels)))
        self.service = QuizService(
            storage, questions, channels, world.clock, world.chance, pulse=self.pulse, shard=shard
        )
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._running = asyncio.create_task(self.service.run())
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
        return CHANNEL in self.service._seats


class Shared:
    """What the processes share: a database, channels, and the time."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.channels = QuizChannels()
        self.clock = FakeClock()
        self.pulse = self.clock.now()
        self.chance = a_chance()
        self.processes: list[Process] = []

    async def process(self, shard: Shard = WHOLE) -> Process:
        """One more process."""
        process = Process(self, shard)
        self.processes.append(process)
        await process.start()
        return process

    async def pass_time(self, by: timedelta, *, suspended: Process | None = None) -> None:
        """Let it go by, for games and for leases."""
        left = by
        while left:
            step = min(left, SECOND)
            await self.clock.advance(step)
            self.pulse += step
            for process in self.processes:
                if process is not suspended:
                    await process.pulse.advance(step)
            left -= step
            await settle()

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
    async with shared_over(MemoryStorage()) as opened:
        yield opened


async def start(process: Process, *, answers: Answers = Answers.BUTTONS, rounds: int = 3) -> str:
    started = await process.service.start(server=SERVER, channel=CHANNEL, starter=ANNA, rounds=rounds, answers=answers)
    assert isinstance(started, GameStarted)
    await settle()
    return started.game


async def pick(process: Process, shared: Shared, player: int = ANNA) -> Any:
    question = shared.question()
    return await process.service.pick(CHANNEL, question.game, question.number, player, question.question.right)


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


async def test_one_of_two_plays_a_game_and_the_other_leaves_it_alone(shared: Shared) -> None:
    first, second = await shared.process(), await shared.process()
    await start(first)

    await shared.pass_time(LONG)

    assert not second.is_playing
    await played_to_the_end(shared)
    assert len(shared.channels.nonces) == len(shared.channels.said)


async def test_a_process_that_starts_while_another_plays_does_not_ask_again(shared: Shared) -> None:
    first = await shared.process()
    await start(first)

    second = await shared.process()
    await shared.pass_time(LONG)

    assert first.is_playing or not await shared.storage.games.running()
    assert not second.is_playing


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


async def test_what_a_stopped_process_played_goes_on_at_the_next_beat_of_another(shared: Shared) -> None:
    first, second = await shared.process(), await shared.process()
    await start(first)
    left = shared.question().closes_at - shared.clock.now()

    await first.stop()
    await shared.pass_time(BEAT)

    assert second.is_playing
    assert shared.question().closes_at - shared.clock.now() == left
    assert isinstance(await pick(second, shared), LockedIn)
    await played_to_the_end(shared)


async def test_a_process_that_is_started_after_a_clean_stop_goes_on_at_once(shared: Shared) -> None:
    first = await shared.process()
    await start(first)
    await first.stop()

    second = await shared.process()

    assert second.is_playing


async def test_what_a_killed_process_played_goes_on_when_its_lease_has_run_out(shared: Shared) -> None:
    first, second = await shared.process(), await shared.process()
    await start(first)
    assert isinstance(await pick(first, shared), LockedIn)
    await first.kill()

    await shared.pass_time(LEASE - SECOND)
    was_waiting = not second.is_playing
    await shared.pass_time(BEAT + SECOND)

    assert was_waiting
    assert second.is_playing
    await played_to_the_end(shared)
    assert shared.said(VerdictShown)[0].earned[0].player == ANNA


async def test_a_suspended_process_that_was_replaced_lets_go_without_a_word(shared: Shared) -> None:
    first, second = await shared.process(), await shared.process()
    await start(first)
    await second.pulse.advance(LEASE + BEAT)
    assert second.is_playing
    assert first.is_playing
    said = len(shared.channels.nonces)

    event = await pick(first, shared)  # it wakes up with this

    assert event == Elsewhere(answers=True)
    assert not first.is_playing
    assert len(shared.channels.nonces) == said
    assert (await shared.game()).holder == second.service._holder
    await played_to_the_end(shared)


async def test_a_process_that_wakes_up_to_speak_asks_first_whether_the_game_is_its_own(shared: Shared) -> None:
    first, second = await shared.process(), await shared.process()
    await start(first)
    seat = first.service._seats[CHANNEL]
    await second.pulse.advance(LEASE + BEAT)
    assert second.is_playing
    await settle()
    seat.hints = -1
    edits = len(shared.channels.edits)
    first.pulse.set(second.pulse.now())

    await first.service._say(seat)

    assert len(shared.channels.edits) == edits
    assert seat.has_ended


async def test_a_process_whose_beats_failed_keeps_what_nobody_took(shared: Shared) -> None:
    first = await shared.process()
    await start(first)

    await shared.pass_time(10 * LEASE, suspended=first)

    await played_to_the_end(shared)


async def test_a_clock_that_is_moved_by_hours_costs_nobody_the_game(shared: Shared) -> None:
    first, second = await shared.process(), await shared.process()
    await start(first, rounds=10)

    await shared.clock.advance(timedelta(hours=5))
    await shared.pass_time(BEAT)

    assert not second.is_playing
    assert not [record for record in await shared.storage.games.running() if record.holder != first.service._holder]


async def test_a_database_that_is_away_for_a_while_is_waited_for(
    shared: Shared, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = await shared.process()
    await start(first)

    async def fail(*_: object, **__: object) -> object:
        raise StorageError("it is away")

    with monkeypatch.context() as away:
        away.setattr(shared.storage.games, "renew", fail)
        await shared.pass_time(2 * BEAT)
    await shared.pass_time(BEAT)

    assert first.is_playing
    assert (await shared.game()).lease_until == shared.pulse + LEASE
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
            await first.service.start(server=SERVER, channel=CHANNEL, starter=ANNA)
    await shared.pass_time(BEAT)

    assert first.is_playing
    assert shared.said(QuestionShown)


class TestWhatMembersDoMeanwhile:
    async def test_the_process_without_the_game_leaves_the_answer_to_the_other(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        game = await start(first)

        assert await pick(second, shared) == Elsewhere(answers=True)
        assert await second.service.hint(CHANNEL, game, 1, ANNA) == Elsewhere(answers=True)
        assert await second.service.skip(CHANNEL, ANNA, may_manage=True) == Elsewhere(answers=True)
        assert await second.service.stop(CHANNEL, BEN, may_manage=False) == Elsewhere(answers=True)
        assert second.service.typed_question(CHANNEL) is None
        assert isinstance(await pick(first, shared), LockedIn)

    async def test_a_second_start_links_to_the_game_of_another_process(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        await start(first)

        again = await second.service.start(server=SERVER, channel=CHANNEL, starter=BEN)

        assert again == AlreadyRunning(CHANNEL, next(iter(shared.channels.messages)))

    async def test_where_the_holder_has_fallen_silent_the_game_goes_on_in_a_moment(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        await start(first)
        await first.kill()
        await shared.pass_time(ALIVE)

        assert await pick(second, shared) == Elsewhere(answers=False)
        assert await second.service.stop(CHANNEL, ANNA, may_manage=False) == Elsewhere(answers=False)

    async def test_a_press_takes_over_what_nobody_has(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        await start(first)
        await first.stop()

        assert isinstance(await pick(second, shared), LockedIn)
        assert second.is_playing
        await played_to_the_end(shared)

    async def test_a_stop_ends_what_nobody_has(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        await start(first)
        await first.stop()

        assert isinstance(await second.service.stop(CHANNEL, ANNA, may_manage=False), Finished)
        await played_to_the_end(shared)

    async def test_presses_at_the_same_time_take_it_over_once(self, shared: Shared) -> None:
        first, second, third = [await shared.process() for _ in range(3)]
        await start(first)
        await first.stop()

        events = await asyncio.gather(*(pick(process, shared) for process in (second, third) for _ in range(5)))

        assert second.is_playing != third.is_playing
        assert len([event for event in events if isinstance(event, LockedIn)]) == 5
        await played_to_the_end(shared)

    async def test_a_process_that_stops_says_that_the_game_goes_on(self, shared: Shared) -> None:
        first = await shared.process()
        await start(first)
        await first.stop()

        assert await pick(first, shared) == Elsewhere(answers=False)

    async def test_where_no_process_has_a_game_there_is_none(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        game = await start(first)
        await first.service.stop(CHANNEL, ANNA, may_manage=False)
        await shared.pass_time(SECOND)

        assert await second.service.pick(CHANNEL, game, 1, ANNA, 0) == Refused(ANNA, Reason.OVER)
        with pytest.raises(UserError, match="/trivia start"):
            await second.service.stop(CHANNEL, ANNA, may_manage=False)

    async def test_an_appeal_that_both_hear_is_shown_by_one_and_the_other_waits(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        game = await start(first, answers=Answers.TYPED)
        await first.service.guess(CHANNEL, game, 1, ANNA, "zebra")
        await shared.clock.advance(LONG)

        made = await first.service.appeal(SERVER, game, 1, ANNA)
        await shared.clock.advance(SECOND)
        waiting = asyncio.create_task(second.service.appeal(SERVER, game, 1, ANNA))
        await settle()
        was_waiting = not waiting.done()
        await second.pulse.advance(AFTER_OTHERS)

        assert made.is_new
        assert was_waiting
        assert not (await waiting).is_new

    async def test_what_another_process_heard_accepted_counts_in_the_standing(self, shared: Shared) -> None:
        first, second = await shared.process(), await shared.process()
        game = await start(first, answers=Answers.TYPED, rounds=1)
        await first.service.guess(CHANNEL, game, 1, ANNA, "zebra")
        asked = shared.question()
        await shared.pass_time(asked.closes_at - shared.clock.now() - SECOND)
        appeal = await _an_appeal_like(shared, asked)

        await second.service.decide(SERVER, appeal, by=99, accepted=True)
        await played_to_the_end(shared)

        (ending,) = shared.said(GameEnded)
        board = await shared.storage.answers.board(SERVER)
        assert [earned.player for earned in shared.said(VerdictShown)[0].earned] == [ANNA]
        assert [(score.player, score.points > 0) for score in ending.standing] == [(ANNA, True)]
        assert board.standings[0].points == ending.standing[0].points

    async def test_what_is_accepted_between_the_last_question_and_the_standing_counts_in_it(
        self, shared: Shared
    ) -> None:
        first, second = await shared.process(), await shared.process()
        game = await start(first, answers=Answers.TYPED, rounds=1)
        await first.service.guess(CHANNEL, game, 1, ANNA, "zebra")
        await shared.pass_time(shared.question().closes_at - shared.clock.now() - SECOND)
        shared.channels.failing = [Unavailable()]
        await shared.pass_time(SECOND)
        made = await second.service.appeal(SERVER, game, 1, ANNA)
        assert not shared.said(GameEnded)

        await second.service.decide(SERVER, made.appeal.id, by=99, accepted=True)
        await played_to_the_end(shared)

        board = await shared.storage.answers.board(SERVER)
        (ending,) = shared.said(GameEnded)
        assert board.standings[0].points == ending.standing[0].points > 0


async def _an_appeal_like(shared: Shared, asked: QuestionShown) -> int:
    """The appeal of somebody who typed the same to the same question in an earlier game, elsewhere in the server."""
    earlier = Asking.trivia(SERVER, "b" * 10, 1)
    answer = await recorded(
        shared.storage, a_guess(earlier, member=77, target=target_of(asked.question), normal="zebra", worth=1)
    )
    appeal = await shared.storage.appeals.open(answer.id, at=shared.clock.now())
    assert appeal
    return appeal.id


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
async def test_whoever_dies_or_stops_everything_is_said_once(seed: int, shared: Shared) -> None:
    chance = random.Random(seed)  # noqa: S311
    living = [await shared.process(), await shared.process()]
    await start(living[0], rounds=5)
    for _ in range(60):
        if not await shared.storage.games.running():
            break
        await shared.pass_time(chance.randrange(1, 9) * SECOND)
        for process in living:
            await pick(process, shared, chance.choice((ANNA, BEN)))
        if chance.random() < 0.3:
            gone = living.pop(chance.randrange(2))
            await (gone.kill() if chance.random() < 0.5 else gone.stop())
            living.append(await shared.process())

    await played_to_the_end(shared)


@pytest.mark.parametrize("state", [path.read_text("utf-8") for path in sorted(KEPT.glob("*.json"))], ids=["v0001"])
async def test_a_game_that_an_earlier_version_kept_goes_on(state: str, tmp_path: Path) -> None:
    storage = await open_storage(url=None, folder=tmp_path)
    now = FakeClock().now()
    async with shared_over(storage) as shared:
        await storage.games.start(RunningGame(SERVER, CHANNEL, "a" * 10, ANNA, now, state, now))

        process = await shared.process()

        async with asyncio.timeout(20):
            while not shared.said(QuestionShown):  # noqa: ASYNC110  # a real database answers in its own time
                await asyncio.sleep(0)
        assert shared.question().number == 2
        standing = process.service._seats[CHANNEL].table.round.standing
        assert [(score.player, score.right, score.answered) for score in standing] == [(ANNA, 1, 1), (BEN, 0, 2)]
    await storage.close()


async def test_who_asks_one_process_to_be_forgotten_is_not_written_down_by_another(shared: Shared) -> None:
    playing, other = await shared.process(), await shared.process()
    await start(playing, rounds=1)
    for player in (ANNA, BEN):
        await pick(playing, shared, player)

    await MemberDataService(shared.storage, other.service, shared.clock).forget(ANNA, None)
    await played_to_the_end(shared)

    board = await shared.storage.answers.board(SERVER)
    assert [standing.member for standing in board.standings] == [BEN]
