"""What is remembered of `/guess`, as a promise: who is looked for, and whom each member tried."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

ENDLESS = "endless"
"""The round of a puzzle for practice, of which a member has one at a time. The round of any other is its date."""


@dataclass(frozen=True)
class NewPuzzle:
    """Somebody to look for.

    `scope` is the server whose members all look for the same one, or the member who does so alone: for practice, or in
    direct messages, where `server` is None. `target` is the id of a character of the pack.
    """

    scope: int
    server: int | None
    pack: str
    round: str
    target: str
    at: datetime


@dataclass(frozen=True)
class Puzzle:
    """A puzzle that is kept. `number` counts those of the scope and pack that have a date, from 1; 0 for practice."""

    id: int
    number: int
    scope: int
    server: int | None
    pack: str
    round: str
    target: str

    @property
    def day(self) -> date | None:
        """None for practice."""
        return None if self.round == ENDLESS else date.fromisoformat(self.round)


@dataclass(frozen=True)
class Tried:
    """Whom a member tried in a puzzle, in order. `is_new`: the last of them by this call."""

    characters: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class Played:
    """A puzzle and whom a member tried in it, in order; one at least. `at` is when each was tried."""

    puzzle: Puzzle
    characters: tuple[str, ...]
    at: tuple[datetime, ...]


class Guesses(Protocol):
    """Puzzles, and the tries of members."""

    async def open(self, new: NewPuzzle, *, instead_of: int | None = None) -> Puzzle:
        """The puzzle of its scope, pack and round: this one, unless there is one already.

        The puzzle `instead_of` goes first, with everybody's tries, if it is still there.
        """

    async def puzzle(self, id: int) -> Puzzle | None: ...

    async def of_round(self, scope: int, pack: str, round: str) -> Puzzle | None: ...

    async def past(self, scope: int, pack: str) -> tuple[str, ...]:
        """Who was looked for in puzzles with a date, in the order of their days."""

    async def tried(self, puzzle: int, member: int) -> tuple[str, ...]: ...

    async def record(self, puzzle: int, member: int, character: str, *, at: datetime, most: int) -> Tried | None:
        """Add a try, once: not somebody who was tried already, not after the right one, not more than so many.

        None where the puzzle is gone.
        """

    async def played(self, scope: int, member: int) -> tuple[Played, ...]:
        """What the member tried in puzzles of the scope that have a date, in order of their days and packs."""
