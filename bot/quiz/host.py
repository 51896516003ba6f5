"""The voice of the games: asks, shows how questions went, and closes what is due, each game in a task of its own."""

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
from bot.quiz.round import Answers
from bot.quiz.table import QuizTable
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock

log = logging.getLogger(__name__)

GIVE_UP = timedelta(hours=6)
"""A game that could not say anything for so long is over: nobody waits for it any more."""


class QuizHost:
    """Keeps games going while `run` runs."""

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
        """Keep all games going, until cancelled."""
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
        """Keep those going, too, that have just begun."""
        for game in self._games:
            if self._is_running and game not in self._driving.values():
                task = asyncio.create_task(self._go_on(game), name=_name(game))
                self._driving[task] = game
                task.add_done_callback(self._driving.pop)

    async def _go_on(self, game: LiveGame) -> None:
        """One game, to its end. The last resort for its errors: whatever happens, it is tried again later."""
        key, failing_since = _name(game), None
        while not game.has_ended:
            try:
                game.stirred.clear()
                moment = await self._advance(game)
                self._backoff.succeeded(key)
                failing_since = None
            except (Gone, Forbidden, errors.Refused) as error:
                log.info("the game in channel %s is over, as nothing can be said there: %r", game.table.channel, error)
                await self._give_up(game)
            except Exception as error:
                failing_since = failing_since or self._clock.now()
                await self._failed(game, failing_since, error)
            else:
                if moment is not None:
                    await _first(self._clock.sleep_until(moment), game.stirred.wait())

    async def _advance(self, game: LiveGame) -> datetime | None:
        """Say what is to be said, and do what is due; the moment of what comes next."""
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
            return due or now + GIVE_UP
        await self._games.learn(game)
        await self._games.change(game, lambda table, at: table.round.tick(at))
        return now

    async def _say(self, game: LiveGame) -> None:
        """Bring the channel up to what the game knows, one message after another."""
        table = game.table
        while not game.has_ended:
            if table.told < table.closed:
                await self._say_verdict(game, table.told + 1)
            elif table.is_open and table.shown < table.number:
                await self._say_question(game, table.number)
            elif table.is_open and game.hints != table.round.turns[-1].hints:
                await self._refresh(game)
            else:
                return

    async def _say_question(self, game: LiveGame, number: int) -> None:
        table = game.table
        table.round.resume(self._clock.now())  # what it took until now, and what the posting takes, is nobody's time
        shown = table.question(number)
        message = await self._outbox.ask(shown, nonce=f"{table.id}-q{number}-{table.posts}")
        game.hints = len(shown.hints)

        def is_shown(table: QuizTable, at: datetime) -> None:
            table.shown, table.message = number, message
            table.round.resume(at)

        await self._games.change(game, is_shown)

    async def _refresh(self, game: LiveGame) -> None:
        """Show the open question as it is now; where its message is gone, post it anew."""
        table = game.table
        hints = table.round.turns[-1].hints
        try:
            if table.message is not None:
                await self._outbox.refresh(table.question(table.number), table.message)
            game.hints = hints
        except Gone:

            def is_gone(table: QuizTable, _: datetime) -> None:
                table.shown, table.message, table.posts = table.number - 1, None, table.posts + 1

            await self._games.change(game, is_gone)

    async def _say_verdict(self, game: LiveGame, number: int) -> None:
        table = game.table
        if table.shown == number and table.message is not None:
            try:
                await self._outbox.refresh(table.question(number), table.message)
            except (Gone, Forbidden, errors.Refused):
                log.debug("the question in channel %s cannot be closed", table.channel)
        if table.shown >= number:  # of a question that nobody saw there is nothing to tell
            await self._outbox.conclude(self._verdict(table, number), nonce=f"{table.id}-v{number}")

        def is_told(table: QuizTable, _: datetime) -> None:
            table.told, table.shown, table.message = number, max(table.shown, number), None

        await self._games.change(game, is_told)

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

    async def _failed(self, game: LiveGame, since: datetime, error: Exception) -> None:
        """Wait longer each time; give up when nobody can be waiting any more."""
        now, channel = self._clock.now(), game.table.channel
        if now - since >= GIVE_UP:
            log.warning("the game in channel %s is given up: %s", channel, error)
            await self._give_up(game)
            return
        at_least = timedelta()
        if isinstance(error, OutboxError):
            log.info("the game in channel %s has to wait: %r", channel, error)
            at_least = (error.retry_after if isinstance(error, Unavailable) else None) or at_least
        else:
            log.error("the game in channel %s has to wait", channel, exc_info=error)
        await self._clock.sleep_until(self._backoff.failed(_name(game), now, at_least=at_least))

    async def _give_up(self, game: LiveGame) -> None:
        try:
            await self._games.end(game)
        except Exception:
            log.exception("the game in channel %s cannot be ended", game.table.channel)
            self._games.leave(game)


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


def _name(game: LiveGame) -> str:
    return f"game {game.table.id}"


async def _first(*waits: Awaitable[object]) -> None:
    """Until one of these is over."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
