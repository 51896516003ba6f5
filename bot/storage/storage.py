"""The interface of everything that the bot remembers; `sql` implements it.

Every method is one atomic transaction. Every moment is an aware `datetime`; a naive one raises ValueError, and results
are in UTC. Servers, channels, members, roles and messages are Discord's ids. Database errors raise StorageError.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ids import MemberId, ServerId
from bot.storage.answers import AnswerLog, Graded
from bot.storage.appeals import Appeals, AppealState
from bot.storage.bags import Bags
from bot.storage.departures import Departures
from bot.storage.games import Games
from bot.storage.guesses import Guesses, PlayedPuzzle
from bot.storage.house import House
from bot.storage.ledger import Ledger
from bot.storage.misses import Misses
from bot.storage.packs import Packs
from bot.storage.reports import Reports
from bot.storage.settings import ServerSettings
from bot.storage.suggestions import Suggestion, Suggestions


@dataclass(frozen=True)
class Gave:
    """A member's answer, whether or not it still counts, with its appeal and regrades."""

    answer: Graded
    appeal: AppealState | None


@dataclass(frozen=True)
class MemberRecords:
    """Everything kept about a member, except for running games.

    `decided` is the number of records with their id as the one who reported, set up or decided something. `seen` are
    packs with the last scene that they have seen; these belong to no server.
    """

    answers: tuple[Gave, ...]
    suggestions: tuple[Suggestion, ...]
    decided: int
    guesses: tuple[PlayedPuzzle, ...] = ()
    seen: tuple[tuple[str, int], ...] = ()


class Storage(Protocol):
    """Everything that the bot remembers."""

    @property
    def settings(self) -> ServerSettings: ...
    @property
    def departures(self) -> Departures: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def bags(self) -> Bags: ...
    @property
    def answers(self) -> AnswerLog: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def games(self) -> Games: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def house(self) -> House: ...
    @property
    def guesses(self) -> Guesses: ...
    @property
    def packs(self) -> Packs: ...
    @property
    def misses(self) -> Misses: ...

    async def about_member(self, member_id: MemberId, *, server_id: ServerId | None = None) -> MemberRecords:
        """What `forget_member` would delete, here or everywhere, oldest first."""

    async def forget_member(self, member_id: MemberId, *, server_id: ServerId | None = None) -> int:
        """Deletes a member's answers, guesses, appeals and suggestions, here or everywhere.

        Returns the number of answers, guesses and suggestions.

        Records that they reported, set up or decided stay, without their id. Running games are left alone (see
        `LiveGames.forget`).
        """

    async def forget_server(self, server_id: ServerId, *, left_before: datetime | None = None) -> bool:
        """Deletes everything about a server; with `left_before` only if it was recorded as left before then.

        Returns whether this call did it.
        """

    async def reach(self) -> None:
        """Returns if the database answers, else raises StorageError."""

    async def close(self) -> None:
        """Closes the database. No other method may be called afterwards."""
