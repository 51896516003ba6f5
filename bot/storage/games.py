"""Running trivia games."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ids import ChannelId, GameId, MemberId, ServerId
from bot.storage.answers import Answered


@dataclass(frozen=True)
class RunningGame:
    """A trivia game in a channel. `state` is JSON text that only the game itself interprets."""

    server_id: ServerId
    channel_id: ChannelId
    id: GameId
    started_by: MemberId
    started_at: datetime
    state: str
    saved_at: datetime


class Games(Protocol):
    """Running games, one per channel, so that they continue after a restart."""

    async def start(self, game: RunningGame) -> RunningGame | None:
        """Returns None if the game was started; otherwise the game already running in the channel."""

    async def save(
        self, channel_id: ChannelId, id: GameId, *, was: str, state: str, at: datetime, answers: Sequence[Answered] = ()
    ) -> bool:
        """Saves answers and a new state if the game is still in the state `was`. Returns whether it did.

        The answers are logged one after another, as by `AnswerLog.record` with `may_change`; none are if the result is
        False. That protects the caller from overwriting another process's change, which may have removed a member (see
        `/mydata`).
        """

    async def game(self, channel_id: ChannelId) -> RunningGame | None: ...

    async def running(self) -> tuple[RunningGame, ...]:
        """All running games, oldest first."""

    async def end(self, channel_id: ChannelId, id: GameId) -> bool:
        """Returns whether the game existed, and this call ended it."""
