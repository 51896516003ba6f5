"""Trivia games: one a channel, many at once. Every event is kept before anybody hears of it, so that a game goes on
after a crash with the same question, its clock standing still meanwhile."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import UserError
from bot.knowledge.model import Difficulty
from bot.scheduling.backoff import Backoff
from bot.services.outbox import Forbidden, Gone, OutboxError, Unavailable
from bot.services.quiz_questions import QuizQuestions
from bot.services.quiz_results import (
    AlreadyRunning,
    AppealDecided,
    AppealMade,
    GameEnded,
    GameStarted,
    QuizOutbox,
    TypedQuestion,
    VerdictShown,
)
from bot.services.quiz_table import QuizTable, table_of
from bot.storage.interface import AppealState, Asking, RunningGame, Storage
from bot.trivia.events import Ending, Event, Player, Reason, Refused
from bot.trivia.model import Question, QuestionKind
from bot.trivia.round import Answers, Round

log = logging.getLogger(__name__)

ROUNDS = 10
"""Questions of a game where nobody says how many: about five minutes."""

GIVE_UP = timedelta(hours=6)
"""A game that could not say anything for so long is over: nobody waits for it any more."""

NO_GAME = "There is no game in this channel. Start one with /trivia start."
NO_QUESTIONS = "My fact sheets have no such questions. Try another kind or another difficulty."
NO_ANSWER = "You have typed nothing there that could be accepted, or it is right already."
NO_APPEAL = "Somebody has decided that already."

Move = Callable[[Round, datetime], list[Event]]


@dataclass
class _Seat:
    """A table with what belongs to this process: who may change it, and who is woken by a change."""

    table: QuizTable
    kept: str
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    hints: int = 0
    """Hints that the message of the open question shows; -1 where it is to be shown anew whatever it shows."""
    failing_since: datetime | None = None
    has_ended: bool = False


class QuizService:
    """Starts games and takes answers. `run` asks, closes and goes on; without it nothing is said."""

    def __init__(
        self, storage: Storage, questions: QuizQuestions, outbox: QuizOutbox, clock: Clock, chance: random.Random
    ) -> None:
        self._games = storage.games
        self._answers = storage.answers
        self._appeals = storage.appeals
        self._questions = questions
        self._outbox = outbox
        self._clock = clock
        self._chance = chance
        self._backoff = Backoff(chance)
        self._seats: dict[int, _Seat] = {}
        self._starting: set[int] = set()
        self._driving: set[asyncio.Task[None]] = set()
        self._is_running = False
        self._resumed = asyncio.Event()

    # Members

    async def start(
        self,
        *,
        server: int,
        channel: int,
        starter: Player,
        rounds: int = ROUNDS,
        kind: QuestionKind | None = None,
        difficulty: Difficulty | None = None,
        answers: Answers = Answers.BUTTONS,
        relaxed: bool = False,
    ) -> GameStarted | AlreadyRunning:
        """Begin a game, where the channel has none. Raises UserError where no question is of this kind."""
        if running := await self._games.game(channel):
            return self._running(running)
        if channel in self._starting:  # nobody's questions are drawn for a game that cannot begin
            return AlreadyRunning(channel, None)
        self._starting.add(channel)
        try:
            drawn = await self._questions.draw(
                server, rounds, kind=kind, wanted=difficulty, typed=answers is Answers.TYPED
            )
            if not drawn:
                raise UserError(NO_QUESTIONS)
            also = await self._questions.accepted(server, drawn)
            now = self._clock.now()
            game = f"{self._chance.getrandbits(40):010x}"
            table = QuizTable(server, channel, game, Round(drawn, starter, answers, relaxed, also))
            table.round.start(now)
            state = table.to_text()
            if running := await self._games.start(RunningGame(server, channel, game, starter, now, state, now)):
                return self._running(running)
            self._seat(table, state)
        finally:
            self._starting.discard(channel)
        log.info("a game started in channel %s", channel)
        return GameStarted(game, channel, len(drawn), answers)

    async def pick(self, channel: int, game: str, number: int, player: Player, option: int) -> Event:
        """Take a private pick: LockedIn or Refused."""
        return await self._move_at(channel, game, number, lambda play, at: play.pick(player, option, at), player)

    async def guess(self, channel: int, game: str, number: int, player: Player, text: str) -> Event:
        """Judge a typed answer: Solved, AlsoRight, Guessed or Refused."""
        return await self._move_at(channel, game, number, lambda play, at: play.guess(player, text, at), player)

    async def hint(self, channel: int, game: str, number: int, player: Player) -> Event:
        """Show the next hint to all: Hint or Refused."""
        return await self._move_at(channel, game, number, lambda play, at: play.hint(player, at), player)

    async def skip(self, channel: int, player: Player, *, may_manage: bool) -> Event:
        """Take the open question away: Skipped or Refused. Raises UserError where there is no game."""
        return await self._move(channel, lambda play, at: play.skip(player, at, may_manage=may_manage))

    async def stop(self, channel: int, player: Player, *, may_manage: bool) -> Event:
        """End the game: Finished or Refused. Raises UserError where there is no game."""
        return await self._move(channel, lambda play, at: play.stop(player, at, may_manage=may_manage))

    def typed_question(self, channel: int) -> TypedQuestion | None:
        """The question to which a message in this channel may be an answer."""
        seat = self._seats.get(channel)
        if seat is None or seat.has_ended or seat.table.round.answers is not Answers.TYPED:
            return None
        table = seat.table
        return TypedQuestion(table.id, table.number, table.message, table.is_open)

    def question(self, channel: int, game: str, number: int) -> Question | None:
        """Question `number` of a game, while it runs."""
        seat = self._seats.get(channel)
        if seat is None or seat.table.id != game or not 1 <= number <= seat.table.number:
            return None
        return seat.table.round.questions[number - 1]

    def question_of(self, key: str) -> Question | None:
        """The question with this key; None before any was drawn, or where the packs have it no longer."""
        return self._questions.question(key)

    async def forget(self, player: Player, server: int | None = None) -> None:
        """Take what a player answered out of the games that run, here or everywhere, so that none of it counts later.

        They may go on playing. Who started a game stays its starter until its end.
        """
        for seat in list(self._seats.values()):
            if server is not None and seat.table.server != server:
                continue
            async with seat.changing:
                if not seat.has_ended and seat.table.round.forget(player):
                    await self._keep(seat)

    # Appeals

    async def appeal(self, server: int, game: str, number: int, player: Player) -> AppealMade:
        """Ask that what the player typed last be accepted. Raises UserError where that was nothing, or was right."""
        answer = await self._answers.answer(Asking.trivia(server, game, number), player)
        if answer is None or answer.is_right or not answer.given.is_typed:
            raise UserError(NO_ANSWER)
        now = self._clock.now()
        appeal = await self._appeals.open(answer.id, at=now)
        if appeal is None:
            raise UserError(NO_ANSWER)
        if appeal.state is not AppealState.PENDING:
            raise UserError(NO_APPEAL)
        return AppealMade(appeal, is_new=appeal.at == now)

    async def decide(self, server: int, appeal: int, *, by: int, accepted: bool) -> AppealDecided:
        """Accept the text from now on, for everyone who typed it, or not. Raises UserError where that is decided."""
        now = self._clock.now()
        known = await self._appeals.appeal(appeal)
        if known is None or known.given.asking.server != server:
            raise UserError(NO_APPEAL)
        if not accepted:
            if not await self._appeals.reject(appeal, by=by, at=now):
                raise UserError(NO_APPEAL)
            return AppealDecided(known, is_accepted=False, rescored=(), by=by)
        rescored = await self._appeals.accept(appeal, by=by, at=now)
        if rescored is None:
            raise UserError(NO_APPEAL)
        await self._rescore(known.given.channel, known.given.asking, known.given.text, by)
        return AppealDecided(known, is_accepted=True, rescored=rescored, by=by)

    async def _rescore(self, channel: int, asking: Asking, text: str, by: int) -> None:
        """Let a game that still runs count it, too."""
        seat = self._seats.get(channel)
        if seat is not None and seat.table.id == asking.round and not seat.has_ended:
            await self._change(seat, lambda play, at: play.accept(by, asking.number, text, at, may_manage=True))

    # Moves

    def _running(self, game: RunningGame) -> AlreadyRunning:
        seat = self._seats.get(game.channel)
        return AlreadyRunning(game.channel, seat.table.message if seat else None)

    async def _move_at(self, channel: int, game: str, number: int, move: Move, player: Player) -> Event:
        """A move that is meant for one question of one game, and for no other."""
        seat = self._seats.get(channel)
        if seat is None or seat.table.id != game or seat.has_ended or seat.table.is_over:
            return Refused(player, Reason.OVER)

        def move_if_meant(round: Round, now: datetime) -> list[Event]:
            return move(round, now) if len(round.turns) == number else [Refused(player, Reason.NOT_OPEN)]

        return (await self._change(seat, move_if_meant))[0]

    async def _move(self, channel: int, move: Move) -> Event:
        seat = self._seats.get(channel)
        if seat is None or seat.has_ended or seat.table.is_over:
            raise UserError(NO_GAME)
        return (await self._change(seat, move))[0]

    async def _change(self, seat: _Seat, move: Move) -> list[Event]:
        """Take a decision and keep it; if it cannot be kept, it has not been taken."""
        async with seat.changing:
            events = move(seat.table.round, self._clock.now())
            if not all(isinstance(event, Refused) for event in events):
                await self._keep(seat)
        seat.stirred.set()
        return events

    async def _keep(self, seat: _Seat) -> None:
        """Save the table, and what counts now, in one transaction."""
        table, now = seat.table, self._clock.now()
        answers, before = table.unlogged(now), table.logged
        table.logged = table.closed
        state = table.to_text()
        try:
            is_kept = state == seat.kept or await self._games.save(
                table.channel, table.id, state=state, at=now, answers=answers
            )
        except BaseException:
            table.logged = before
            table.take_back(seat.kept)
            raise
        seat.kept = state
        if not is_kept:
            self._leave(seat)

    # Going on

    async def run(self) -> None:
        """Go on with the games that ran, and keep all of them going, until cancelled."""
        self._is_running = True
        try:
            await self._resume()
            self._resumed.set()
            for seat in self._seats.values():
                self._drive(seat)
            await asyncio.Event().wait()
        finally:
            self._is_running = False
            for task in self._driving:
                task.cancel()
            await asyncio.gather(*self._driving, return_exceptions=True)

    async def resumed(self) -> None:
        """Return once the games that ran are at their tables again: before, they seem to be over."""
        await self._resumed.wait()

    async def _resume(self) -> None:
        while True:
            try:
                games = await self._games.running()
                break
            except Exception:
                log.exception("the games that ran cannot be read")
                await self._clock.sleep_until(self._backoff.failed("resume", self._clock.now()))
        for game in games:
            if game.channel in self._seats:
                continue
            try:
                table = table_of(game)
            except (ValueError, KeyError, TypeError) as error:
                log.warning("the game in channel %s cannot go on: %s", game.channel, error)
                await self._games.end(game.channel, game.id)
                continue
            table.round.resume(self._clock.now())
            log.info("the game in channel %s goes on", game.channel)
            self._seat(table, game.state).hints = -1

    def _seat(self, table: QuizTable, kept: str) -> _Seat:
        seat = _Seat(table, kept)
        self._seats[table.channel] = seat
        if self._is_running:
            self._drive(seat)
        return seat

    def _leave(self, seat: _Seat) -> None:
        seat.has_ended = True
        if self._seats.get(seat.table.channel) is seat:
            del self._seats[seat.table.channel]

    def _drive(self, seat: _Seat) -> None:
        if not any(task.get_name() == _name(seat) for task in self._driving):
            task = asyncio.create_task(self._go_on(seat), name=_name(seat))
            self._driving.add(task)
            task.add_done_callback(self._driving.discard)

    async def _go_on(self, seat: _Seat) -> None:
        """One game, to its end. The last resort for its errors: whatever happens, it is tried again later."""
        key = _name(seat)
        while not seat.has_ended:
            try:
                seat.stirred.clear()
                moment = await self._advance(seat)
                self._backoff.succeeded(key)
                seat.failing_since = None
            except (Gone, Forbidden) as error:
                log.info("the game in channel %s is over, as nothing can be said there: %s", seat.table.channel, error)
                await self._give_up(seat)
            except Exception as error:
                await self._failed(seat, key, error)
            else:
                if moment is not None:
                    await _first(self._clock.sleep_until(moment), seat.stirred.wait())

    async def _advance(self, seat: _Seat) -> datetime | None:
        """Say what is to be said, and do what is due; the moment of what comes next."""
        await self._say(seat)
        table = seat.table
        if table.is_over:
            await self._outbox.finish(_ended(table), nonce=f"{table.id}-end")
            await self._games.end(table.channel, table.id)
            self._leave(seat)
            return None
        now, due = self._clock.now(), table.round.next_at
        if due is None or due > now:
            return due or now + GIVE_UP
        await self._change(seat, lambda play, at: play.tick(at))
        return now

    async def _say(self, seat: _Seat) -> None:
        """Bring the channel up to what the game knows, one message after another."""
        table = seat.table
        while not seat.has_ended:
            if table.told < table.closed:
                await self._say_verdict(seat, table.told + 1)
            elif table.is_open and table.shown < table.number:
                await self._say_question(seat, table.number)
            elif table.is_open and seat.hints != table.round.turns[-1].hints:
                await self._refresh(seat)
            else:
                return

    async def _say_question(self, seat: _Seat, number: int) -> None:
        table = seat.table
        table.round.resume(self._clock.now())  # what it took until now, and what the posting takes, is nobody's time
        message = await self._outbox.ask(table.question(number), nonce=f"{table.id}-q{number}-{table.posts}")
        async with seat.changing:
            table.shown, table.message, seat.hints = number, message, table.round.turns[number - 1].hints
            table.round.resume(self._clock.now())
            await self._keep(seat)

    async def _refresh(self, seat: _Seat) -> None:
        """Show the open question as it is now; where its message is gone, post it anew."""
        table = seat.table
        hints = table.round.turns[-1].hints
        try:
            if table.message is not None:
                await self._outbox.refresh(table.question(table.number), table.message)
            seat.hints = hints
        except Gone:
            async with seat.changing:
                table.shown, table.message, table.posts = table.number - 1, None, table.posts + 1
                await self._keep(seat)

    async def _say_verdict(self, seat: _Seat, number: int) -> None:
        table = seat.table
        if table.shown == number and table.message is not None:
            try:
                await self._outbox.refresh(table.question(number), table.message)
            except (Gone, Forbidden):
                log.debug("the question in channel %s cannot be closed", table.channel)
        if table.shown >= number:  # of a question that nobody saw there is nothing to tell
            await self._outbox.conclude(self._verdict(table, number), nonce=f"{table.id}-v{number}")
        async with seat.changing:
            table.told, table.shown = number, max(table.shown, number)
            table.message = None
            await self._keep(seat)

    def _verdict(self, table: QuizTable, number: int) -> VerdictShown:
        round = table.round
        turn, question = round.turns[number - 1], round.questions[number - 1]
        has_buttons = round.answers is Answers.BUTTONS
        picks = [sum(each.option == option for each in turn.given) for option in range(len(question.options))]
        return VerdictShown(
            server=table.server,
            game=table.id,
            channel=table.channel,
            number=number,
            total=len(round.questions),
            question=question,
            fact=self._questions.fact(question),
            answers=round.answers,
            spread=tuple(picks) if has_buttons else (),
            earned=round.earned(number),
            answered=len({each.player for each in turn.given}),
            was_skipped=turn.was_skipped,
            standing=round.standing,
            is_last=table.is_over and number == table.number,
        )

    # What goes wrong

    async def _failed(self, seat: _Seat, key: str, error: Exception) -> None:
        """Wait longer each time; give up when nobody can be waiting any more."""
        now = self._clock.now()
        seat.failing_since = seat.failing_since or now
        if now - seat.failing_since >= GIVE_UP:
            log.warning("the game in channel %s is given up: %s", seat.table.channel, error)
            await self._give_up(seat)
            return
        at_least = timedelta()
        if isinstance(error, OutboxError):
            log.info("the game in channel %s has to wait: %r", seat.table.channel, error)
            at_least = (error.retry_after if isinstance(error, Unavailable) else None) or at_least
        else:
            log.error("the game in channel %s has to wait", seat.table.channel, exc_info=error)
        await self._clock.sleep_until(self._backoff.failed(key, now, at_least=at_least))

    async def _give_up(self, seat: _Seat) -> None:
        try:
            await self._games.end(seat.table.channel, seat.table.id)
        except Exception:
            log.exception("the game in channel %s cannot be ended", seat.table.channel)
        self._leave(seat)


def _ended(table: QuizTable) -> GameEnded:
    """How the game ended. Which way is read from its questions, so that it is the same after a restart."""
    round = table.round
    return GameEnded(
        server=table.server,
        game=table.id,
        channel=table.channel,
        asked=table.number,
        ending=round.ending or Ending.PLAYED,
        standing=round.standing,
        stopped_by=round.stopped_by,
    )


def _name(seat: _Seat) -> str:
    return f"game {seat.table.id}"


async def _first(*waits: Awaitable[object]) -> None:
    """Until one of these is over."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
