"""The trivia games that run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.storage.answers import Answered


@dataclass(frozen=True)
class RunningGame:
    """A trivia game in a channel. `state` is JSON text, which only the game itself reads."""

    server: int
    channel: int
    id: str
    started_by: int
    started_at: datetime
    state: str
    saved_at: datetime


class Games(Protocol):
    """The games that run, one a channel, so that they go on after a restart."""

    async def start(self, game: RunningGame) -> RunningGame | None:
        """None where it has begun; otherwise the game that the channel has already."""

    async def save(
        self, channel: int, id: str, *, was: str, state: str, at: datetime, answers: Sequence[Answered] = ()
    ) -> bool:
        """Whether the game still runs in the state `was`, and now has another one, kept with answers that count now.

        The answers go into the log one after another, as by `Answers.record` with `may_change`; with False none does.
        So whoever saves knows what is kept: a member may be taken out of a game by another process (see `/mydata`).
        """

    async def game(self, channel: int) -> RunningGame | None: ...

    async def running(self) -> tuple[RunningGame, ...]:
        """All of them, the oldest first."""

    async def end(self, channel: int, id: str) -> bool:
        """Whether it was there, and this call ended it."""
