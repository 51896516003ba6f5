"""The trivia games that run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.storage.answers import Answered


@dataclass(frozen=True)
class RunningGame:
    """A trivia game in a channel. `state` is JSON text, which only the game itself reads.

    The process `holder` plays it, and from `lease_until` on another one may take it. None: nobody has it.
    """

    server: int
    channel: int
    id: str
    started_by: int
    started_at: datetime
    state: str
    saved_at: datetime
    holder: str | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True)
class FreeGame:
    """Which game it is that nobody plays."""

    server: int
    channel: int
    id: str


class Games(Protocol):
    """The games that run, one a channel, each played by one process, so that they go on after a restart.

    A lease that has run out takes a game from nobody: it lets others take it, and until one does it is its holder's.
    """

    async def start(self, game: RunningGame) -> RunningGame | None:
        """None where it has begun; otherwise the game that the channel has already."""

    async def save(
        self,
        channel: int,
        id: str,
        *,
        holder: str,
        lease_until: datetime,
        state: str,
        at: datetime,
        answers: Sequence[Answered] = (),
    ) -> bool:
        """Whether the game still runs, is the holder's, and is kept like this, together with answers that count now.

        The answers go into the log one after another, as by `Answers.record` with `may_change`. Of a game that has
        ended, or that somebody else holds, none does, and none of a member whom the game has yet to forget.
        """

    async def take(self, channel: int, id: str, *, holder: str, now: datetime, lease: timedelta) -> RunningGame | None:
        """The game, now held by `holder`; None where it has ended, or somebody else's lease runs."""

    async def renew(self, holder: str, *, until: datetime) -> Mapping[int, str]:
        """The ids of all games that it holds, each from now on until then, by their channels."""

    async def release(self, holder: str) -> int:
        """Let anybody take at once what it holds; how many games that were."""

    async def to_forget(self, holder: str) -> Mapping[int, frozenset[int]]:
        """By their channels, the members whom games of the holder have yet to forget, as they asked elsewhere."""

    async def has_forgotten(self, channel: int, member: int) -> None:
        """The state of the game there knows nothing of the member any more."""

    async def free(self, *, now: datetime) -> tuple[FreeGame, ...]:
        """The games that anybody may take, the oldest first."""

    async def game(self, channel: int) -> RunningGame | None: ...

    async def running(self) -> tuple[RunningGame, ...]:
        """All of them, the oldest first."""

    async def end(self, channel: int, id: str, *, holder: str) -> bool:
        """Whether it was the holder's, and this call ended it."""
