"""The results of a game of /guess."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.guess.attributes import Roster
from bot.guess.rules import PuzzleBoard
from bot.storage.answers import Streak
from bot.storage.guesses import Puzzle


class Notice(Enum):
    """Why a try didn't count."""

    TRIED_BEFORE = auto()
    WAS_OVER = auto()


@dataclass(frozen=True)
class PuzzleShown:
    """A member's board. `streak` is their streak of days, and `next_at` the time of the next puzzle; both None in
    practice.
    """

    puzzle: Puzzle
    roster: Roster
    board: PuzzleBoard
    notice: Notice | None
    streak: Streak | None
    next_at: datetime | None


@dataclass(frozen=True)
class GuessStats:
    """A member's results on a server. `by_tries` is how often they needed one try, two, and so on."""

    played: int
    solved: int
    by_tries: tuple[int, ...]
    streak: Streak
