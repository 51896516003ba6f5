"""Everything that the bot remembers, as promises; `sql` keeps them.

Every method is one transaction: all of it happens or none. Every moment is an aware `datetime`; a naive one raises
ValueError, and what comes back is in UTC. Servers, channels, members, roles and messages are Discord's ids.
Whatever the database cannot do raises StorageError.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.storage.answers import Answers, Graded
from bot.storage.appeals import Appeals, AppealState
from bot.storage.bags import Bags
from bot.storage.departures import Departures
from bot.storage.games import Games
from bot.storage.guesses import Guesses, Played
from bot.storage.ledger import Ledger
from bot.storage.reports import Reports
from bot.storage.settings import Settings
from bot.storage.suggestions import Suggestion, Suggestions


@dataclass(frozen=True)
class Gave:
    """An answer of a member, which may not count any more, with what became of it."""

    answer: Graded
    appeal: AppealState | None


@dataclass(frozen=True)
class About:
    """All that is kept about a member, but for the games that run.

    `decided` is how often their id stands beside something that they reported, or set up or decided as a manager.
    """

    answers: tuple[Gave, ...]
    suggestions: tuple[Suggestion, ...]
    decided: int
    guesses: tuple[Played, ...] = ()


class Storage(Protocol):
    """Everything that the bot remembers."""

    @property
    def settings(self) -> Settings: ...
    @property
    def departures(self) -> Departures: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def bags(self) -> Bags: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def games(self) -> Games: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def guesses(self) -> Guesses: ...

    async def about_member(self, member: int, *, server: int | None = None) -> About:
        """What `forget_member` would delete, here or everywhere, in the order in which it came."""

    async def forget_member(self, member: int, *, server: int | None = None) -> int:
        """Delete what a member answered, guessed, appealed and suggested, here or everywhere.

        Returns how many answers, guesses and suggestions that were.

        What they set up, decided or reported stays, without their id. Running games are left alone
        (see `LiveGames.forget`).
        """

    async def forget_server(self, server: int, *, left_before: datetime | None = None) -> bool:
        """Delete everything about a server; with `left_before` only if it was left, and noted so, before then.

        Whether it was done by this call.
        """

    async def close(self) -> None:
        """Let go of the database. Afterwards nothing else may be called."""
