"""The interface for `/guess` data: the puzzles, and the characters that each member tried."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.ids import MemberId, PuzzleId, ServerId

ENDLESS = "endless"
"""The round of a practice puzzle; a member has one at a time. The round of any other puzzle is its date."""


@dataclass(frozen=True)
class NewPuzzle:
    """A puzzle to be opened.

    `scope` is the server whose members all share the puzzle, or the member who plays alone: in practice, or in direct
    messages, where `server_id` is None. `target` is the id of a character of the pack.
    """

    scope: ServerId | MemberId
    server_id: ServerId | None
    pack: str
    round: str
    target: str
    at: datetime


@dataclass(frozen=True)
class Puzzle:
    """A stored puzzle. `number` counts the dated puzzles of the scope and pack from 1; 0 for practice."""

    id: PuzzleId
    number: int
    scope: ServerId | MemberId
    server_id: ServerId | None
    pack: str
    round: str
    target: str

    @property
    def day(self) -> date | None:
        """None for practice."""
        return None if self.round == ENDLESS else date.fromisoformat(self.round)


@dataclass(frozen=True)
class Tried:
    """A member's tries in a puzzle, in order. `is_new`: this call added the last one."""

    characters: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class PlayedPuzzle:
    """A puzzle and a member's tries in it, in order, at least one. `at` are their times."""

    puzzle: Puzzle
    characters: tuple[str, ...]
    at: tuple[datetime, ...]


class Guesses(Protocol):
    """Puzzles, and members' tries."""

    async def open(self, new: NewPuzzle, *, instead_of: PuzzleId | None = None) -> Puzzle:
        """Opens this puzzle, or returns the existing one of its scope, pack and round.

        The puzzle `instead_of` is deleted first, with everybody's tries, if it still exists.
        """

    async def puzzle(self, id: PuzzleId) -> Puzzle | None: ...

    async def of_round(self, scope: ServerId | MemberId, pack: str, round: str) -> Puzzle | None: ...

    async def past(self, scope: ServerId | MemberId, pack: str) -> tuple[str, ...]:
        """The targets of dated puzzles, in order of days."""

    async def tried(self, puzzle_id: PuzzleId, member_id: MemberId) -> tuple[str, ...]: ...

    async def record(
        self, puzzle_id: PuzzleId, member_id: MemberId, character: str, *, at: datetime, most: int
    ) -> Tried | None:
        """Adds a try, unless that character was tried already, the puzzle is solved, or `most` tries are used up.

        None if the puzzle is gone.
        """

    async def played(self, scope: ServerId | MemberId, member_id: MemberId) -> tuple[PlayedPuzzle, ...]:
        """The member's tries in the scope's dated puzzles, in order of days and packs."""
