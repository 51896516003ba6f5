"""The running games of this process. Each change is saved before it is announced, so after a crash a game continues
with the same question, its clock stopped in between."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.ids import ChannelId, MemberId, ServerId
from bot.quiz.round import AnswerMode
from bot.quiz.table import QuizTable, table_of
from bot.scheduling.clock import Clock
from bot.scheduling.shard import Shard
from bot.storage.games import RunningGame
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(eq=False)
class LiveGame:
    """A game with this process's own state: its lock, and the signal for changes."""

    table: QuizTable
    kept: str
    """Its state as saved in the storage."""
    seen: tuple[int, ...] | None = ()
    """The changing parts shown in the open question's message (see `QuizHost`); None forces an update."""
    seen_since: datetime | None = None
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing more to announce."""
        return self.ended.is_set()


class LiveGames:
    """The running games of this process, by channel."""

    def __init__(self, storage: Storage, clock: Clock, shard: Shard) -> None:
        self._games = storage.games
        self._appeals = storage.appeals
        self._clock = clock
        self._shard = shard
        self._live: dict[ChannelId, LiveGame] = {}

    def __iter__(self) -> Iterator[LiveGame]:
        return iter(list(self._live.values()))

    def at(self, channel_id: ChannelId) -> LiveGame | None:
        """The game in this channel."""
        return self._live.get(channel_id)

    async def begin(self, table: QuizTable) -> LiveGame | None:
        """Begin the game; None if the channel already has one."""
        state, now = table.to_text(), self._clock.now()
        game = RunningGame(table.server_id, table.channel_id, table.id, table.round.starter, now, state, now)
        if running := await self._games.start(game):
            if (
                running.channel_id not in self._live
            ):  # it began, but the connection broke before the storage confirmed it
                await self._take_up(running)
            return None
        return self._add(LiveGame(table, state))

    async def take_up(self) -> None:
        """Resume all saved games on this shard's servers."""
        for running in await self._games.running():
            if self._shard.hears_of(running.server_id) and running.channel_id not in self._live:
                await self._take_up(running)

    async def _take_up(self, running: RunningGame) -> None:
        try:
            table = table_of(running)
        except (ValueError, KeyError, TypeError) as error:
            log.warning("the game in channel %s cannot go on: %s", running.channel_id, error)
            await self._games.end(running.channel_id, running.id)
            return
        table.round.resume(self._clock.now())
        log.info("the game in channel %s goes on", running.channel_id)
        self._add(LiveGame(table, running.state, seen=None))

    def _add(self, game: LiveGame) -> LiveGame:
        self._live[game.table.channel_id] = game
        return game

    async def change(
        self,
        game: LiveGame,
        change: Callable[[QuizTable, datetime], T],
        *,
        is_worth_it: Callable[[T], bool] = lambda _: True,
    ) -> T | None:
        """Change a game and save it; returns the outcome, None if the game has ended.

        If saving fails, nothing changes. If the storage has a different state (see `forget`), the change is applied to
        that one. Changes that aren't worth saving aren't written.
        """
        async with game.changing:
            while not game.has_ended:
                result = change(game.table, self._clock.now())
                if not is_worth_it(result) or await self._keep(game):
                    return result
        return None

    async def _keep(self, game: LiveGame) -> bool:
        """Save the table and the new answers in one transaction, unless the storage has a different state."""
        table, now = game.table, self._clock.now()
        answers = table.unlogged(now)
        table.logged = table.closed
        state = table.to_text()
        if state == game.kept:
            return True
        try:
            is_kept = await self._games.save(
                table.channel_id, table.id, was=game.kept, state=state, at=now, answers=answers
            )
            found = None if is_kept else await self._games.game(table.channel_id)
        except BaseException:
            table.take_back(game.kept)
            raise
        if is_kept:
            game.kept = state
        elif found is None or found.id != table.id:
            log.info("the game in channel %s has ended", table.channel_id)
            self.leave(game)
        else:
            game.kept = found.state
            table.take_back(found.state)
        return is_kept

    async def learn(self, game: LiveGame) -> None:
        """Update a game with the answers its server accepts."""
        if game.table.round.answers is AnswerMode.TYPED:
            aliases = await self._appeals.aliases(game.table.server_id)
            await self.change(game, lambda table, at: table.accept(aliases, at))

    async def forget(self, player_id: MemberId, server_id: ServerId | None = None) -> None:
        """Remove a player's answers from all running games, including those of other shards' processes, so that they
        don't count later. The player may play on, and remains the starter of their games."""
        for running in await self._games.running():
            if server_id in {None, running.server_id} and str(player_id) in running.state:
                game = self._live.get(running.channel_id) or LiveGame(table_of(running), running.state)
                await self.change(game, lambda table, _: table.round.forget(player_id))

    async def end(self, game: LiveGame) -> None:
        """Mark the game as finished."""
        await self._games.end(game.table.channel_id, game.table.id)
        self.leave(game)

    def leave(self, game: LiveGame) -> None:
        """Stop driving the game silently."""
        game.ended.set()
        game.stirred.set()
        if self._live.get(game.table.channel_id) is game:
            del self._live[game.table.channel_id]
