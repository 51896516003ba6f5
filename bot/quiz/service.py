"""Trivia games: one a channel, many at once. Every event is kept before anybody hears of it, so that a game goes on
after a crash with the same question, its clock standing still meanwhile.

A game is played by one process. It holds a lease, which it renews while it lives and releases when it stops; another
process takes the game over once nobody holds it. Whoever has lost a game notices when it saves, and lets go of it
without a word.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from bot import errors
from bot.errors import Forbidden, Gone, OutboxError, StorageError, Unavailable, UserError
from bot.knowledge.model import Difficulty
from bot.questions.grading import Verdict
from bot.questions.model import Question, QuestionKind
from bot.quiz.events import Ending, Event, Guessed, Player, Reason, Refused
from bot.quiz.questions import QuizQuestions
from bot.quiz.results import (
    AlreadyRunning,
    AppealDecided,
    AppealMade,
    Elsewhere,
    GameEnded,
    GameStarted,
    QuizOutbox,
    TypedQuestion,
    VerdictShown,
)
from bot.quiz.round import Answers, Round
from bot.quiz.table import QuizTable, message_of, table_of
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.interface import AppealState, Asking, RunningGame, Storage

log = logging.getLogger(__name__)

ROUNDS = 10
"""Questions of a game where nobody says how many: about five minutes."""

GIVE_UP = timedelta(hours=6)
"""A game that could not say anything for so long is over: nobody waits for it any more."""

LEASE = timedelta(seconds=15)
"""How long a process that says nothing keeps its games. Longer than a slow request or a busy database take, and short
enough that members wait for a game whose process died."""

BEAT = timedelta(seconds=5)
"""How often a process renews its leases and looks for games that nobody has: two beats may fail."""

ALIVE = BEAT + timedelta(seconds=2)
"""Whoever renewed a lease within this time lives, and answers for its game. Clocks of processes differ a little."""

AT_ONCE, AFTER_OTHERS = timedelta(seconds=5), timedelta(seconds=1)
"""What two processes do within the first time may be about the same press; after the second one the other has answered
it, well within the three seconds that Discord gives."""

RELEASE_WITHIN = timedelta(seconds=3)
"""How long a process that is stopped waits for the database to let its games go. Otherwise their leases run out."""

NO_GAME = "There is no game in this channel. Start one with /trivia start."
ENDING = "The game in this channel is just ending. Start the next one in a few seconds."
NO_QUESTIONS = "My fact sheets have no such questions. Try another kind or another difficulty."
NO_ANSWER = "You have typed nothing there that could be accepted, or it is right already."
NO_APPEAL = "Somebody has decided that already."

Move = Callable[[Round, datetime], list[Event]]


@dataclass
class _Seat:
    """A table with what belongs to this process: who may change it, and who is woken by a change."""

    table: QuizTable
    kept: str
    held_until: datetime
    """Until then nobody else can have taken the game."""
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    hints: int = 0
    """Hints that the message of the open question shows; -1 where it is to be shown anew whatever it shows."""
    failing_since: datetime | None = None
    is_driven: bool = False
    has_ended: bool = False
    """The game is over, or another process has it."""


class QuizService:
    """Starts games and takes answers. `run` asks, closes and goes on; without it nothing is said."""

    def __init__(
        self,
        storage: Storage,
        questions: QuizQuestions,
        outbox: QuizOutbox,
        clock: Clock,
        chance: random.Random,
        *,
        pulse: Clock,
        shard: Shard = WHOLE,
    ) -> None:
        """Games go by the `clock`, which may be moved by hand; leases by the `pulse`, which is the machine's time.

        Of the games that nobody has, those are taken of which the `shard` hears.
        """
        self._games = storage.games
        self._answers = storage.answers
        self._appeals = storage.appeals
        self._questions = questions
        self._outbox = outbox
        self._clock = clock
        self._pulse = pulse
        self._shard = shard
        self._holder = uuid4().hex
        self._chance = chance
        self._backoff = Backoff(chance)
        self._seats: dict[int, _Seat] = {}
        self._starting: set[int] = set()
        self._taking = asyncio.Lock()
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
        """Begin a game, where the channel has none.

        Raises UserError where no question is of this kind, and while the standing of the last game is not shown yet.
        """
        if running := await self._games.game(channel):
            return self._running(running)
        if channel in self._starting:  # nobody's questions are drawn for a game that cannot begin
            return AlreadyRunning(channel, None)
        self._starting.add(channel)
        try:
            drawn = await self._questions.draw(
                server, rounds, kind=kind, wanted=difficulty, typed=answers is Answers.TYPED
            )
            if not drawn and answers is Answers.BUTTONS:  # a pack whose questions are all typed
                answers = Answers.TYPED
                drawn = await self._questions.draw(server, rounds, kind=kind, wanted=difficulty, typed=True)
            if not drawn:
                raise UserError(NO_QUESTIONS)
            also = await self._questions.accepted(server, drawn)
            now = self._clock.now()
            game = f"{self._chance.getrandbits(40):010x}"
            table = QuizTable(server, channel, game, Round(drawn, starter, answers, relaxed, also))
            table.round.start(now)
            state, held_until = table.to_text(), self._pulse.now() + LEASE
            started = RunningGame(server, channel, game, starter, now, state, now, self._holder, held_until)
            async with self._taking:
                if running := await self._games.start(started):
                    return self._running(running)
                self._seat(table, state, held_until)
        finally:
            self._starting.discard(channel)
        log.info("a game started in channel %s", channel)
        return GameStarted(game, channel, len(drawn), answers, is_all=len(drawn) < rounds)

    async def pick(self, channel: int, game: str, number: int, player: Player, option: int) -> Event | Elsewhere:
        """Take a private pick: LockedIn or Refused."""
        return await self._move_at(channel, game, number, lambda play, at: play.pick(player, option, at), player)

    async def guess(
        self, channel: int, game: str, number: int, player: Player, text: str, *, overheard: bool = False
    ) -> Event | Elsewhere:
        """Judge a typed answer: Solved, AlsoRight, Guessed or Refused. What is `overheard` was said to nobody."""

        def move(play: Round, at: datetime) -> list[Event]:
            names = self._questions.names if overheard else ()
            return play.guess(player, text, at, overheard=overheard, names=names)

        return await self._move_at(channel, game, number, move, player)

    async def hint(self, channel: int, game: str, number: int, player: Player) -> Event | Elsewhere:
        """Show the next hint to all: Hint or Refused."""
        return await self._move_at(channel, game, number, lambda play, at: play.hint(player, at), player)

    async def skip(self, channel: int, player: Player, *, may_manage: bool) -> Event | Elsewhere:
        """Take the open question away: Skipped or Refused. Raises UserError where there is no game."""
        return await self._move(channel, lambda play, at: play.skip(player, at, may_manage=may_manage))

    async def stop(self, channel: int, player: Player, *, may_manage: bool) -> Event | Elsewhere:
        """End the game: Finished or Refused. Raises UserError where there is no game."""
        return await self._move(channel, lambda play, at: play.stop(player, at, may_manage=may_manage))

    def is_playing(self, channel: int) -> bool:
        """Whether a game runs in this channel."""
        seat = self._seats.get(channel)
        return seat is not None and not seat.has_ended

    def typed_question(self, channel: int) -> TypedQuestion | None:
        """The question to which a message in this channel may be an answer, where this process has its game."""
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

        They may go on playing. Who started a game stays its starter until its end. Games of other processes hear of it
        by the storage.
        """
        for seat in list(self._seats.values()):
            if server in {None, seat.table.server}:
                await self._forget(seat, player)

    async def _forget(self, seat: _Seat, player: Player) -> None:
        async with seat.changing:
            if not seat.has_ended and seat.table.round.forget(player):
                await self._keep(seat)
            if not seat.has_ended:
                await self._games.has_forgotten(seat.table.channel, player)

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
        is_new = appeal.at == now
        if not is_new and abs(now - appeal.at) < AT_ONCE:  # another process hears the same press, and shows the appeal
            await self._pulse.sleep_until(self._pulse.now() + AFTER_OTHERS)
        return AppealMade(appeal, is_new=is_new)

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
        try:
            for seat in [seat for seat in self._seats.values() if seat.table.server == server]:
                await self._learn(seat)
        except StorageError as error:
            log.warning("running games learn later that an answer was accepted: %s", error)
        return AppealDecided(known, is_accepted=True, rescored=rescored, by=by)

    async def _learn(self, seat: _Seat) -> None:
        """Let a game count what its server accepts by now, whichever process heard of it."""
        if seat.table.round.answers is Answers.TYPED:
            aliases = await self._appeals.aliases(seat.table.server)
            await self._change(seat, lambda _, at: seat.table.accept(aliases, at))

    # Moves

    def _running(self, game: RunningGame) -> AlreadyRunning:
        seat = self._seats.get(game.channel)
        if seat and seat.table.is_over:
            raise UserError(ENDING)
        return AlreadyRunning(game.channel, seat.table.message if seat else message_of(game))

    async def _move_at(self, channel: int, game: str, number: int, move: Move, player: Player) -> Event | Elsewhere:
        """A move that is meant for one question of one game, and for no other."""

        def move_if_meant(round: Round, now: datetime) -> list[Event]:
            return move(round, now) if len(round.turns) == number else [Refused(player, Reason.NOT_OPEN)]

        return await self._moved(channel, game, move_if_meant) or Refused(player, Reason.OVER)

    async def _move(self, channel: int, move: Move) -> Event | Elsewhere:
        event = await self._moved(channel, None, move)
        if event is None:
            raise UserError(NO_GAME)
        return event

    async def _moved(self, channel: int, game: str | None, move: Move) -> Event | Elsewhere | None:
        """What came of a move in the channel's game, or in `game` alone; None where there is none (any more)."""
        while True:
            seat = await self._at_table(channel, game)
            if not isinstance(seat, _Seat):
                return seat
            if events := await self._change(seat, move):
                return events[0]

    async def _at_table(self, channel: int, game: str | None) -> _Seat | Elsewhere | None:
        """Where the game is played: here, also where nobody had it until now, or elsewhere."""
        seat = self._seats.get(channel)
        if seat is None:
            running = await self._games.game(channel)
            if running is None or game not in {None, running.id}:
                return None
            seat = await self._take(channel, running.id) if self._is_running else self._seats.get(channel)
            if seat is None:
                renewed = self._pulse.now() + LEASE - ALIVE
                return Elsewhere(answers=running.lease_until is not None and running.lease_until > renewed)
        return None if seat.table.is_over or game not in {None, seat.table.id} else seat

    async def _change(self, seat: _Seat, move: Move) -> list[Event]:
        """Take a decision and keep it; if it cannot be kept, it has not been taken.

        No events where the game has ended or is another process's.
        """
        async with seat.changing:
            if seat.has_ended:
                return []
            events = move(seat.table.round, self._clock.now())
            if not all(_changes_nothing(event) for event in events):
                await self._keep(seat)
        seat.stirred.set()
        return [] if seat.has_ended else events

    async def _keep(self, seat: _Seat) -> None:
        """Save the table, and what counts now, in one transaction. Leave the game where it is another process's."""
        table, now, held_until = seat.table, self._clock.now(), self._pulse.now() + LEASE
        answers, before = table.unlogged(now), table.logged
        table.logged = table.closed
        state = table.to_text()
        if state == seat.kept:
            return
        try:
            is_kept = await self._games.save(
                table.channel,
                table.id,
                holder=self._holder,
                lease_until=held_until,
                state=state,
                at=now,
                answers=answers,
            )
        except BaseException:
            table.logged = before
            table.take_back(seat.kept)
            raise
        seat.kept, seat.held_until = state, held_until
        if not is_kept:
            log.info("the game in channel %s has ended, or another process has it", table.channel)
            self._leave(seat)

    # Going on

    async def run(self) -> None:
        """Go on with the games that nobody has, and keep all of ours going, until cancelled. Then let them go."""
        self._is_running = True
        try:
            while True:
                now = self._pulse.now()
                try:
                    await self._beat()
                    self._resumed.set()
                except StorageError as error:
                    log.warning("leases of games cannot be renewed: %s", error)
                except Exception:
                    log.exception("leases of games cannot be renewed")
                for seat in list(self._seats.values()):
                    self._drive(seat)
                await self._pulse.sleep_until(now + BEAT)
        finally:
            self._is_running = False
            for task in self._driving:
                task.cancel()
            await asyncio.gather(*self._driving, return_exceptions=True)
            await self._let_go()

    async def resumed(self) -> None:
        """Return once the games that ran are at their tables again: before, they seem to be over."""
        await self._resumed.wait()

    async def _beat(self) -> None:
        """Renew our leases, let go of games that others have, and take those that nobody has. Forget whom we should."""
        ours = await self._renew()
        free = await self._games.free(now=self._pulse.now())
        heard_of = {game.channel: game.id for game in free if self._shard.hears_of(game.server)}
        for channel, game in {**ours, **heard_of}.items():
            if channel not in self._seats:
                await self._take(channel, game)
        for channel, players in (await self._games.to_forget(self._holder)).items():
            if seat := self._seats.get(channel):
                for player in players:
                    await self._forget(seat, player)

    async def _renew(self) -> Mapping[int, str]:
        """The games that we hold, by their channels."""
        seats, held_until = list(self._seats.values()), self._pulse.now() + LEASE
        held = await self._games.renew(self._holder, until=held_until)
        for seat in seats:
            if held.get(seat.table.channel) == seat.table.id:
                seat.held_until = held_until
            elif not seat.has_ended:
                log.info("another process has the game in channel %s", seat.table.channel)
                self._leave(seat)
        return held

    async def _take(self, channel: int, game: str) -> _Seat | None:
        """A place at a game that nobody had, which goes on here; None where another process was faster."""
        async with self._taking:
            if seat := self._seats.get(channel):
                return seat
            now = self._pulse.now()
            taken = await self._games.take(channel, game, holder=self._holder, now=now, lease=LEASE)
            if taken is None:
                return None
            try:
                table = table_of(taken)
            except (ValueError, KeyError, TypeError) as error:
                log.warning("the game in channel %s cannot go on: %s", channel, error)
                await self._games.end(channel, game, holder=self._holder)
                return None
            table.round.resume(self._clock.now())
            log.info("the game in channel %s goes on", channel)
            seat = self._seat(table, taken.state, now + LEASE)
            seat.hints = -1
            return seat

    async def _let_go(self) -> None:
        """Let others go on with our games at once."""
        for seat in list(self._seats.values()):
            self._leave(seat)
        try:
            async with asyncio.timeout(RELEASE_WITHIN.total_seconds()):
                await self._games.release(self._holder)
        except (StorageError, TimeoutError) as error:
            log.warning("the games could not be let go, and go on once their leases run out: %r", error)

    def _seat(self, table: QuizTable, kept: str, held_until: datetime) -> _Seat:
        seat = _Seat(table, kept, held_until)
        self._seats[table.channel] = seat
        if self._is_running:
            self._drive(seat)
        return seat

    def _leave(self, seat: _Seat) -> None:
        seat.has_ended = True
        seat.stirred.set()
        if self._seats.get(seat.table.channel) is seat:
            del self._seats[seat.table.channel]

    def _drive(self, seat: _Seat) -> None:
        if not seat.is_driven:
            seat.is_driven = True
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
            except (Gone, Forbidden, errors.Refused) as error:
                log.info("the game in channel %s is over, as nothing can be said there: %r", seat.table.channel, error)
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
            await self._learn(seat)
            if await self._is_ours(seat):
                await self._outbox.finish(_ended(table), nonce=f"{table.id}-end")
                await self._games.end(table.channel, table.id, holder=self._holder)
                self._leave(seat)
            return None
        now, due = self._clock.now(), table.round.next_at
        if due is None or due > now:
            return due or now + GIVE_UP
        await self._learn(seat)
        await self._change(seat, lambda play, at: play.tick(at))
        return now

    async def _is_ours(self, seat: _Seat) -> bool:
        """Whether the game is still ours. Where the lease ran out, as this process was suspended, the storage knows."""
        if not seat.has_ended and self._pulse.now() >= seat.held_until:
            await self._renew()
        return not seat.has_ended

    async def _say(self, seat: _Seat) -> None:
        """Bring the channel up to what the game knows, one message after another."""
        table = seat.table
        while await self._is_ours(seat):
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
            except (Gone, Forbidden, errors.Refused):
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
            await self._games.end(seat.table.channel, seat.table.id, holder=self._holder)
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


def _changes_nothing(event: Event) -> bool:
    """Whether there is nothing to keep: in a channel in which everybody chats, most of what is heard is no answer."""
    return isinstance(event, Refused) or (isinstance(event, Guessed) and event.verdict is Verdict.EMPTY)


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
