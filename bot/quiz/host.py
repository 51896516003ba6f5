"""Drives the games: asks questions, shows results and closes what is due, with one task per game."""

import asyncio
import logging
import random
from collections.abc import Awaitable
from datetime import datetime, timedelta

from bot import errors
from bot.errors import Forbidden, Gone, OutboxError, Unavailable
from bot.quiz.events import Ending
from bot.quiz.live import LiveGame, LiveGames
from bot.quiz.questions import QuizQuestions
from bot.quiz.results import GameEnded, QuizOutbox, VerdictShown
from bot.quiz.round import AnswerMode
from bot.quiz.table import QuizTable
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock

log = logging.getLogger(__name__)

CALM = timedelta(seconds=2)
"""Interval for updating the number of players or answers in a message. Discord allows five edits in five seconds per
channel, and hints and verdicts come first."""

GIVE_UP = timedelta(hours=6)
"""A game that couldn't post for this long is ended, because its players have left by then."""


class QuizHost:
    """Drives the games while `run` is running."""

    def __init__(
        self, games: LiveGames, questions: QuizQuestions, outbox: QuizOutbox, clock: Clock, chance: random.Random
    ) -> None:
        self._games = games
        self._questions = questions
        self._outbox = outbox
        self._clock = clock
        self._backoff = Backoff(chance)
        self._driving: dict[asyncio.Task[None], LiveGame] = {}
        self._is_running = False

    async def run(self) -> None:
        """Drive all games until cancelled."""
        self._is_running = True
        try:
            self.drive_all()
            await asyncio.Event().wait()
        finally:
            self._is_running = False
            for task in self._driving:
                task.cancel()
            await asyncio.gather(*self._driving, return_exceptions=True)

    def drive_all(self) -> None:
        """Start driving new games, too."""
        for game in self._games:
            if self._is_running and game not in self._driving.values():
                task = asyncio.create_task(self._go_on(game), name=_name(game))
                self._driving[task] = game
                task.add_done_callback(self._driving.pop)

    async def _go_on(self, game: LiveGame) -> None:
        """Drive one game to its end. Any unexpected error is logged and retried later."""
        key, failing_since = _name(game), None
        while not game.has_ended:
            try:
                game.stirred.clear()
                moment = await self._advance(game)
                self._backoff.succeeded(key)
                failing_since = None
            except (Gone, Forbidden, errors.Refused) as error:
                log.info(
                    "the game in channel %s is over, as nothing can be said there: %r", game.table.channel_id, error
                )
                await self._give_up(game)
            except Exception as error:
                failing_since = failing_since or self._clock.now()
                await self._failed(game, failing_since, error)
            else:
                if moment is not None:
                    await _first(self._clock.sleep_until(moment), game.stirred.wait())

    async def _advance(self, game: LiveGame) -> datetime | None:
        """Post what is pending and do what is due; returns when to continue."""
        await self._say(game)
        table = game.table
        if table.is_over:
            await self._games.learn(game)
            if not game.has_ended:
                await self._outbox.finish(_ended(table), nonce=f"{table.id}-end")
                await self._games.end(game)
            return None
        now, due = self._clock.now(), table.round.next_at
        if due is None or due > now:
            moments = [due or now + GIVE_UP]
            if _now_shown(table) not in {(), game.seen} and game.seen_since is not None:
                moments.append(game.seen_since + CALM)
            return min(moments)
        await self._games.learn(game)
        await self._games.change(game, lambda table, at: table.round.tick(at))
        return now

    async def _say(self, game: LiveGame) -> None:
        """Bring the channel up to date with the game, message by message."""
        table = game.table
        while not game.has_ended:
            if table.is_lobby and table.lobby is None:
                await self._open_lobby(game)
            elif table.lobby is not None and not table.is_lobby:
                await self._close_lobby(game)
            elif table.told < table.closed:
                await self._say_verdict(game, table.told + 1)
            elif table.is_open and table.shown < table.number:
                await self._say_question(game, table.number)
            elif self._is_stale(game):
                await self._refresh(game)
            else:
                return

    def _is_stale(self, game: LiveGame) -> bool:
        """Whether the message is out of date. Hints show at once, counts after a while."""
        now_shown = _now_shown(game.table)
        if not now_shown or now_shown == game.seen:
            return False
        is_calm = game.seen_since is None or self._clock.now() >= game.seen_since + CALM
        return game.seen is None or now_shown[0] != game.seen[0] or is_calm

    async def _open_lobby(self, game: LiveGame) -> None:
        table = game.table
        table.round.resume(self._clock.now())
        message_id = await self._outbox.open_lobby(table.shown_lobby(), nonce=f"{table.id}-l{table.posts}")
        game.seen, game.seen_since = _now_shown(table), self._clock.now()

        def is_shown(table: QuizTable, at: datetime) -> None:
            table.lobby = message_id
            table.round.resume(at)

        await self._games.change(game, is_shown)

    async def _close_lobby(self, game: LiveGame) -> None:
        table = game.table
        if table.lobby is not None:
            try:
                await self._outbox.refresh_lobby(table.shown_lobby(), table.lobby)
            except (Gone, Forbidden, errors.Refused):
                log.debug("the lobby in channel %s cannot be closed", table.channel_id)

        def is_closed(table: QuizTable, _: datetime) -> None:
            table.lobby = None

        await self._games.change(game, is_closed)

    async def _say_question(self, game: LiveGame, number: int) -> None:
        table = game.table
        table.round.resume(self._clock.now())  # the clock stops for recovery and for posting
        shown = table.question(number)
        message_id = await self._outbox.ask(shown, nonce=f"{table.id}-q{number}-{table.posts}")
        game.seen, game.seen_since = (len(shown.hints), shown.answered), self._clock.now()

        def is_shown(table: QuizTable, at: datetime) -> None:
            table.shown, table.message_id = number, message_id
            table.round.resume(at)

        await self._games.change(game, is_shown)

    async def _refresh(self, game: LiveGame) -> None:
        """Update the lobby or the open question; if its message was deleted, post it again."""
        table = game.table
        now_shown = _now_shown(table)
        try:
            if table.lobby is not None:
                await self._outbox.refresh_lobby(table.shown_lobby(), table.lobby)
            elif table.message_id is not None:
                await self._outbox.refresh(table.question(table.number), table.message_id)
            game.seen, game.seen_since = now_shown, self._clock.now()
        except Gone:

            def is_gone(table: QuizTable, _: datetime) -> None:
                table.shown, table.message_id, table.lobby = max(table.number - 1, 0), None, None
                table.posts += 1

            await self._games.change(game, is_gone)

    async def _say_verdict(self, game: LiveGame, number: int) -> None:
        table = game.table
        if table.shown == number and table.message_id is not None:
            try:
                await self._outbox.refresh(table.question(number), table.message_id)
            except (Gone, Forbidden, errors.Refused):
                log.debug("the question in channel %s cannot be closed", table.channel_id)
        if table.shown >= number:  # a question that was never shown has no result to show
            await self._outbox.conclude(await self._verdict(table, number), nonce=f"{table.id}-v{number}")

        def is_told(table: QuizTable, _: datetime) -> None:
            table.told, table.shown, table.message_id = number, max(table.shown, number), None

        await self._games.change(game, is_told)

    async def _verdict(self, table: QuizTable, number: int) -> VerdictShown:
        round = table.round
        turn, question = round.turns[number - 1], round.questions[number - 1]
        has_buttons = round.answers is AnswerMode.BUTTONS
        picks = [sum(each.option == option for each in turn.given) for option in range(len(question.options))]
        return VerdictShown(
            server_id=table.server_id,
            game_id=table.id,
            channel_id=table.channel_id,
            number=number,
            total=len(round.questions),
            question=question,
            fact=await self._questions.fact(table.server_id, question),
            answers=round.answers,
            spread=tuple(picks) if has_buttons else (),
            earned=round.earned(number),
            answered=len({each.player_id for each in turn.given}),
            was_skipped=turn.was_skipped,
            standing=round.standing,
            is_last=table.is_over and number == table.number,
            next_counts_double=not table.is_over and round.counts_double(number + 1),
        )

    async def _failed(self, game: LiveGame, since: datetime, error: Exception) -> None:
        """Back off, and give up when nobody can be waiting any more."""
        now, channel_id = self._clock.now(), game.table.channel_id
        if now - since >= GIVE_UP:
            log.warning("the game in channel %s is given up: %s", channel_id, error)
            await self._give_up(game)
            return
        at_least = timedelta()
        if isinstance(error, OutboxError):
            log.info("the game in channel %s has to wait: %r", channel_id, error)
            at_least = (error.retry_after if isinstance(error, Unavailable) else None) or at_least
        else:
            log.error("the game in channel %s has to wait", channel_id, exc_info=error)
        await self._clock.sleep_until(self._backoff.failed(_name(game), now, at_least=at_least))

    async def _give_up(self, game: LiveGame) -> None:
        try:
            await self._games.end(game)
        except Exception:
            log.exception("the game in channel %s cannot be ended", game.table.channel_id)
            self._games.leave(game)


def _ended(table: QuizTable) -> GameEnded:
    """The end of the game. Its reason is derived from the questions, so it survives a restart."""
    round = table.round
    return GameEnded(
        server_id=table.server_id,
        game_id=table.id,
        channel_id=table.channel_id,
        asked=table.number,
        ending=round.ending or Ending.PLAYED,
        standing=round.standing,
        stopped_by=round.stopped_by,
        wish=table.wish,
        teams=round.teams,
    )


def _now_shown(table: QuizTable) -> tuple[int, ...]:
    """The parts of the open message that change: hints and the number of answers, or the players in the lobby."""
    if table.is_lobby:
        return (0, *(10 * player_id + team for player_id, team in table.round.joined.items()))
    return (table.round.turns[-1].hints, table.round.answered(table.number)) if table.is_open else ()


def _name(game: LiveGame) -> str:
    return f"game {game.table.id}"


async def _first(*waits: Awaitable[object]) -> None:
    """Wait until the first of these is done."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
