"""What a game of /guess shows, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.guess.attributes import Roster
from bot.guess.rules import Board
from bot.storage.answers import Streak
from bot.storage.guesses import Puzzle


class Notice(Enum):
    """What became of a try that did not count."""

    TRIED_BEFORE = auto()
    WAS_OVER = auto()


@dataclass(frozen=True)
class BoardShown:
    """A member's board. `streak` are their days in a row, and `next_at` is when there is another one to look for; both
    None in practice."""

    puzzle: Puzzle
    roster: Roster
    board: Board
    notice: Notice | None
    streak: Streak | None
    next_at: datetime | None


@dataclass(frozen=True)
class GuessStats:
    """A member's days in a server. `by_tries` is how often they needed one try, two, and so on."""

    played: int
    solved: int
    by_tries: tuple[int, ...]
    streak: Streak
