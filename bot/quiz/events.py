"""The events of a game. `Round` returns them; the wording is up to the caller."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ids import MemberId
from bot.questions.grading import Verdict
from bot.questions.model import QuizQuestion

Team = int
"""1 or 2 in a game with two teams; 0 without teams."""


class Ending(StrEnum):
    """Why a game is over."""

    PLAYED = "played"
    STOPPED = "stopped"
    NOBODY = "nobody"
    """Several questions in a row had no answers."""


class Reason(StrEnum):
    """Why an action was refused."""

    NOT_OPEN = "not open"
    """No question is open, or its time is up."""
    NO_SUCH_OPTION = "no such option"
    NOT_TYPED = "not typed"
    """This game is answered with buttons."""
    NOT_BUTTONS = "not buttons"
    NO_MORE_GUESSES = "no more guesses"
    ALREADY_RIGHT = "already right"
    NOT_ALLOWED = "not allowed"
    """Only the starter or a manager can do this."""
    NO_MORE_HINTS = "no more hints"
    OVER = "over"
    IN_ALREADY = "in already"
    BEGUN = "begun"
    """The lobby is over; anyone can join by answering."""
    AWAY = "away"
    """The bot is starting or stopping; the game continues."""


@dataclass(frozen=True)
class PlayerScore:
    """An entry of the standings. Ties share a rank; `best` is the longest streak."""

    player_id: MemberId
    points: int
    right: int
    answered: int
    best: int
    rank: int


Standings = tuple[PlayerScore, ...]
"""Best first; ties in the order of joining."""


@dataclass(frozen=True)
class TeamScore:
    """A team's score: the mean points of its `members` who have answered."""

    team: Team
    points: int
    members: int


@dataclass(frozen=True)
class Earned:
    """What a player earned for one question."""

    player_id: MemberId
    points: int
    streak: int


@dataclass(frozen=True)
class QuestionOpened:
    """A question opens: `number` (from 1) of `total`."""

    number: int
    total: int
    question: QuizQuestion
    closes_at: datetime


@dataclass(frozen=True)
class Joined:
    """A player joined before the first question; there are `players` now."""

    player_id: MemberId
    players: int
    team: Team


@dataclass(frozen=True)
class LockedIn:
    """A private pick was recorded; `changed` if it replaces an earlier one."""

    player_id: MemberId
    option: int
    changed: bool


@dataclass(frozen=True)
class Guessed:
    """A typed answer was wrong. `left` guesses remain."""

    player_id: MemberId
    verdict: Verdict
    left: int


@dataclass(frozen=True)
class Solved:
    """The first right typed answer. The question stays open briefly, for part of the points."""

    player_id: MemberId
    answer: str
    points: int
    streak: int


@dataclass(frozen=True)
class AlsoRight:
    """A right typed answer after the first one."""

    player_id: MemberId
    points: int


@dataclass(frozen=True)
class ActionRefused:
    """An action was refused."""

    player_id: MemberId
    reason: Reason


@dataclass(frozen=True)
class HintGiven:
    """A hint, with its `number` (from 1) for this question. `letters` means that it shows the answer's spelling."""

    number: int
    text: str
    letters: bool = False


@dataclass(frozen=True)
class QuestionClosed:
    """A question closed with at least one right answer. `spread` counts the picks of each option (buttons)."""

    number: int
    question: QuizQuestion
    spread: tuple[int, ...]
    earned: tuple[Earned, ...]
    first: MemberId


@dataclass(frozen=True)
class QuestionMissed:
    """A question closed without a right answer."""

    number: int
    question: QuizQuestion
    spread: tuple[int, ...]
    answered: int


@dataclass(frozen=True)
class Skipped:
    """A question was skipped; no points change."""

    number: int
    question: QuizQuestion
    player_id: MemberId


@dataclass(frozen=True)
class Rescored:
    """A text now counts as right; `earned` is what its authors got for it."""

    number: int
    text: str
    earned: tuple[Earned, ...]
    standing: Standings


@dataclass(frozen=True)
class Finished:
    """The game is over."""

    ending: Ending
    standing: Standings
    player_id: MemberId | None = None
    """The player who stopped it."""


Event = (
    QuestionOpened
    | Joined
    | LockedIn
    | Guessed
    | Solved
    | AlsoRight
    | ActionRefused
    | HintGiven
    | QuestionClosed
    | QuestionMissed
    | Skipped
    | Rescored
    | Finished
)
