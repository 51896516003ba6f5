"""Trivia games for members: many at once, one per channel."""

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import StorageError, UserError
from bot.ids import AppealId, ChannelId, GameId, MemberId, QuestionKey, ServerId
from bot.knowledge.model import Pack
from bot.packs.in_use import Place
from bot.packs.seen import Further
from bot.questions.grading import Verdict
from bot.questions.model import QuizQuestion
from bot.quiz.events import ActionRefused, Event, Guessed, Reason, Team
from bot.quiz.host import QuizHost
from bot.quiz.live import LiveGames
from bot.quiz.questions import QuizQuestions
from bot.quiz.results import (
    AlreadyRunning,
    AppealDecided,
    AppealMade,
    GameStarted,
    QuizOutbox,
    ReportDecided,
    ReportMade,
    TypedQuestion,
)
from bot.quiz.round import AnswerMode, Round
from bot.quiz.table import QuizTable
from bot.quiz.wish import LOBBY, Wish
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.answers import Occasion
from bot.storage.appeals import AppealState
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

ENDS_WITHIN = 3.0
"""How long a new game waits, in seconds, for the previous one to be removed after its final standings."""

NO_GAME = "There is no game in this channel. Start one with /trivia start."
ENDING = "The game in this channel is just ending. Start the next one in a few seconds."
STARTING = "I'm just starting. Try again in a few seconds."
NO_QUESTIONS = "My fact sheets have no such questions. Leave out the category or the kind, or try others."
NO_ANSWER = "You have typed nothing there that could be accepted, or it is right already."
NO_APPEAL = "Somebody has decided that already."

Move = Callable[[Round, datetime], list[Event]]


class QuizService:
    """Starts games and takes answers. Nothing is posted unless `run` is running."""

    def __init__(
        self,
        storage: Storage,
        questions: QuizQuestions,
        outbox: QuizOutbox,
        clock: Clock,
        chance: random.Random,
        *,
        shard: Shard = WHOLE,
        on_start: Callable[[], None] = lambda: None,
    ) -> None:
        """Resumes only games on the servers of `shard`. Calls `on_start` for each new game."""
        self._on_start = on_start
        self._answers = storage.answers
        self._appeals = storage.appeals
        self._reports = storage.reports
        self._questions = questions
        self._clock = clock
        self._chance = chance
        self._games = LiveGames(storage, clock, shard)
        self._host = QuizHost(self._games, questions, outbox, clock, chance)
        self._starting: set[ChannelId] = set()
        self._is_away = False
        """Whether the running games aren't loaded: not yet, or no longer."""
        self._resumed = asyncio.Event()

    async def run(self) -> None:
        """Resume the saved games and drive all games, until cancelled."""
        self._is_away = True
        try:
            await self._take_up()
            self._is_away = False
            self._resumed.set()
            await self._host.run()
        finally:
            self._is_away = True
            for game in self._games:
                self._games.leave(game)

    async def _take_up(self) -> None:
        backoff = Backoff(self._chance)
        while True:
            try:
                await self._games.take_up()
            except StorageError as error:
                log.warning("the games that ran cannot be read: %s", error)
                await self._clock.sleep_until(backoff.failed("games", self._clock.now()))
            else:
                return

    async def resumed(self) -> None:
        """Wait until the saved games are resumed."""
        await self._resumed.wait()

    # Members

    async def start(
        self,
        *,
        server_id: ServerId,
        channel_id: ChannelId,
        starter: MemberId,
        wish: Wish = Wish(),  # noqa: B008  # frozen
        parent_id: ChannelId | None = None,
    ) -> GameStarted | AlreadyRunning:
        """Start a game, unless the channel already has one. `parent_id` is the channel that a thread belongs to.

        Raises UserError if no questions match, or if the previous game's final standings are pending.
        """
        if self._is_away:
            raise UserError(STARTING)
        if (last := self._games.at(channel_id)) and last.table.is_over:  # "Again" can be pressed as soon as it appears
            with suppress(TimeoutError):
                async with asyncio.timeout(ENDS_WITHIN):
                    await last.ended.wait()
        if channel_id in self._starting or self._games.at(channel_id):  # checked before any questions are drawn
            return self._running(channel_id)
        self._starting.add(channel_id)
        try:
            channel_ids = (channel_id,) if parent_id is None else (channel_id, parent_id)
            drawn = await self._questions.draw(server_id, wish, channel_ids=channel_ids, member_id=starter)
            if not drawn and wish.answers is AnswerMode.BUTTONS:  # the pack may have only typed questions
                wish = replace(wish, answers=AnswerMode.TYPED)
                drawn = await self._questions.draw(server_id, wish, channel_ids=channel_ids, member_id=starter)
            if not drawn:
                raise UserError(NO_QUESTIONS)
            also = await self._questions.accepted(server_id, drawn)
            game_id = GameId(f"{self._chance.getrandbits(40):010x}")
            if wish.has_teams and not wish.lobby:  # teams are formed in the lobby
                wish = replace(wish, lobby=LOBBY)
            lobby = timedelta(seconds=wish.lobby)
            round = Round(drawn, starter, wish.answers, wish.relaxed, also, lobby, wish.has_teams)
            table = QuizTable(server_id, channel_id, game_id, round, wish=wish)
            table.round.start(self._clock.now())
            begun = await self._games.begin(table)
            self._host.drive_all()
            if begun is None:
                return self._running(channel_id)
        finally:
            self._starting.discard(channel_id)
        log.info("a game started in channel %s", channel_id)
        self._on_start()
        return GameStarted(game_id, channel_id, len(drawn), wish.answers, is_all=len(drawn) < wish.rounds)

    async def join(self, channel_id: ChannelId, game_id: GameId, player_id: MemberId, team: Team = 0) -> Event:
        """Join before the first question: Joined or Refused."""
        event = await self._moved(channel_id, game_id, lambda play, at: play.join(player_id, at, team=team), player_id)
        return event or ActionRefused(player_id, Reason.OVER)

    async def further_than(
        self, channel_id: ChannelId, game_id: GameId, scenes: Mapping[str, int]
    ) -> tuple[Further, ...]:
        """The stories of which the game's questions tell more than a member has seen, who has seen the packs up to
        these `scenes`. A game goes by what the channel and its starter have seen, so that all get the same questions.
        """
        live = self._games.at(channel_id)
        if live is None or live.table.id != game_id or not scenes:
            return ()
        return await self._questions.further_than(live.table.server_id, live.table.round.questions, scenes)

    async def pick(
        self, channel_id: ChannelId, game_id: GameId, number: int, player_id: MemberId, option: int
    ) -> Event:
        """Record a private pick: LockedIn or Refused."""
        return await self._move_at(
            channel_id, game_id, number, lambda play, at: play.pick(player_id, option, at), player_id
        )

    async def guess(
        self,
        channel_id: ChannelId,
        game_id: GameId,
        number: int,
        player_id: MemberId,
        text: str,
        *,
        overheard: bool = False,
    ) -> Event:
        """Judge a typed answer: Solved, AlsoRight, Guessed or Refused. `overheard` messages don't address the bot."""
        live = self._games.at(channel_id)
        names = await self._questions.names(live.table.server_id) if overheard and live is not None else frozenset()

        def move(play: Round, at: datetime) -> list[Event]:
            return play.guess(player_id, text, at, overheard=overheard, names=names)

        return await self._move_at(channel_id, game_id, number, move, player_id)

    async def hint(self, channel_id: ChannelId, game_id: GameId, number: int, player_id: MemberId) -> Event:
        """Show the next hint to everyone: Hint or Refused."""
        return await self._move_at(channel_id, game_id, number, lambda play, at: play.hint(player_id, at), player_id)

    async def skip(self, channel_id: ChannelId, player_id: MemberId, *, may_manage: bool) -> Event:
        """Skip the open question: Skipped or Refused. Raises UserError if there is no game."""
        return await self._move(channel_id, lambda play, at: play.skip(player_id, at, may_manage=may_manage), player_id)

    async def stop(self, channel_id: ChannelId, player_id: MemberId, *, may_manage: bool) -> Event:
        """End the game: Finished or Refused. Raises UserError if there is no game."""
        return await self._move(channel_id, lambda play, at: play.stop(player_id, at, may_manage=may_manage), player_id)

    @property
    def running(self) -> int:
        """The number of running games."""
        return sum(1 for _ in self._games)

    async def packs(self, place: Place) -> Sequence[Pack]:
        """The packs in use at a place."""
        return await self._questions.packs(place)

    async def categories(self, place: Place, pack: str = "") -> tuple[str, ...]:
        """The categories of a pack, or of all packs in use at a place, most frequent first."""
        return await self._questions.categories(place, pack)

    def is_playing(self, channel_id: ChannelId) -> bool:
        """Whether a game is running in this channel."""
        return self._games.at(channel_id) is not None

    def typed_question(self, channel_id: ChannelId) -> TypedQuestion | None:
        """The open question that messages in this channel may answer."""
        game = self._games.at(channel_id)
        if game is None or game.table.round.answers is not AnswerMode.TYPED:
            return None
        table = game.table
        return TypedQuestion(table.id, table.number, table.message_id, table.is_open)

    def question(self, channel_id: ChannelId, game_id: GameId, number: int) -> QuizQuestion | None:
        """Question `number` of a running game."""
        live = self._games.at(channel_id)
        if live is None or live.table.id != game_id or not 1 <= number <= live.table.number:
            return None
        return live.table.round.questions[number - 1]

    async def question_of(self, server_id: ServerId, key: QuestionKey) -> QuizQuestion | None:
        """The server's question with this key; None if it was removed from its packs."""
        return await self._questions.question(server_id, key)

    async def forget(self, player_id: MemberId, server_id: ServerId | None = None) -> None:
        """Remove a player's answers from running games, on one server or everywhere (see `LiveGames.forget`)."""
        await self._games.forget(player_id, server_id)

    # Appeals

    async def appeal(self, server_id: ServerId, game_id: GameId, number: int, player_id: MemberId) -> AppealMade:
        """Appeal the rejection of the player's latest typed answer. Raises UserError if nothing was rejected."""
        answer = await self._answers.answer(Occasion.trivia(server_id, game_id, number), player_id)
        if answer is None or answer.is_right or not answer.given.is_typed:
            raise UserError(NO_ANSWER)
        now = self._clock.now()
        appeal = await self._appeals.open(answer.id, at=now)
        if appeal is None:
            raise UserError(NO_ANSWER)
        if appeal.state is not AppealState.PENDING:
            raise UserError(NO_APPEAL)
        return AppealMade(appeal, is_new=appeal.at == now)

    async def decide(self, server_id: ServerId, appeal_id: AppealId, *, by: MemberId, accepted: bool) -> AppealDecided:
        """Decide an appeal; an accepted text counts for everyone who typed it. Raises UserError if already decided."""
        now = self._clock.now()
        known = await self._appeals.appeal(appeal_id)
        if known is None or known.given.occasion.server_id != server_id:
            raise UserError(NO_APPEAL)
        if not accepted:
            if not await self._appeals.reject(appeal_id, by=by, at=now):
                raise UserError(NO_APPEAL)
            return AppealDecided(known, is_accepted=False, rescored=(), by=by)
        rescored = await self._appeals.accept(appeal_id, by=by, at=now)
        if rescored is None:
            raise UserError(NO_APPEAL)
        try:
            for game in self._games:
                if game.table.server_id == server_id:
                    await self._games.learn(game)
        except StorageError as error:
            log.warning("running games learn later that an answer was accepted: %s", error)
        return AppealDecided(known, is_accepted=True, rescored=rescored, by=by)

    # Reports

    async def question_keys(self, server_id: ServerId) -> Collection[QuestionKey]:
        """The keys of all questions of the server."""
        return await self._questions.keys(server_id)

    async def report(self, server_id: ServerId, question_key: QuestionKey, player_id: MemberId) -> ReportMade:
        """Stop asking a question on a server until a manager has decided."""
        now = self._clock.now()
        report = await self._reports.report(server_id, question_key, by=player_id, at=now)
        return ReportMade(
            report,
            await self.question_of(server_id, question_key),
            is_new=(report.at, report.reported_by) == (now, player_id),
        )

    async def decide_report(
        self, server_id: ServerId, question_key: QuestionKey, *, by: MemberId, is_kept: bool
    ) -> ReportDecided:
        """Decide whether a server keeps a reported question. Raises UserError if it is already decided."""
        if not await self._reports.decide(server_id, question_key, is_kept=is_kept, by=by, at=self._clock.now()):
            raise UserError(NO_APPEAL)
        return ReportDecided(await self.question_of(server_id, question_key), is_kept=is_kept, by=by)

    # Moves

    def _running(self, channel_id: ChannelId) -> AlreadyRunning:
        game = self._games.at(channel_id)
        if game and game.table.is_over:
            raise UserError(ENDING)
        return AlreadyRunning(channel_id, (game.table.message_id or game.table.lobby) if game else None)

    async def _move_at(
        self, channel_id: ChannelId, game_id: GameId, number: int, move: Move, player_id: MemberId
    ) -> Event:
        """An action on one question of one game."""

        def move_if_meant(round: Round, now: datetime) -> list[Event]:
            return move(round, now) if len(round.turns) == number else [ActionRefused(player_id, Reason.NOT_OPEN)]

        return await self._moved(channel_id, game_id, move_if_meant, player_id) or ActionRefused(player_id, Reason.OVER)

    async def _move(self, channel_id: ChannelId, move: Move, player_id: MemberId) -> Event:
        event = await self._moved(channel_id, None, move, player_id)
        if event is None:
            raise UserError(NO_GAME)
        return event

    async def _moved(
        self, channel_id: ChannelId, game_id: GameId | None, move: Move, player_id: MemberId
    ) -> Event | None:
        """The outcome of an action in the channel's game, or only in `game_id` if given; None if it isn't running."""
        if self._is_away:
            return ActionRefused(player_id, Reason.AWAY)
        live = self._games.at(channel_id)
        if live is None or live.table.is_over or game_id not in {None, live.table.id}:
            return None
        events = await self._games.change(live, lambda table, at: move(table.round, at), is_worth_it=_changes_something)
        live.stirred.set()
        return events[0] if events else None


def _changes_something(events: list[Event]) -> bool:
    """Whether there is something to save. In busy channels, most messages aren't answers."""
    return not all(
        isinstance(event, ActionRefused) or (isinstance(event, Guessed) and event.verdict is Verdict.EMPTY)
        for event in events
    )
