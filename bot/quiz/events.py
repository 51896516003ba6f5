"""What can happen in a game. `Round` returns these; whoever shows them decides on the words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.questions.grading import Verdict
from bot.questions.model import Question

Player = int
"""A member, by the id that they have outside."""


Team = int
"""1 or 2, in a game of two teams; 0 where there are none."""


class Ending(StrEnum):
    """Why a game is over."""

    PLAYED = "played"
    STOPPED = "stopped"
    NOBODY = "nobody"
    """Several questions in a row were left without any answer."""


class Reason(StrEnum):
    """Why something was not taken."""

    NOT_OPEN = "not open"
    """No question is open, or its time is over."""
    NO_SUCH_OPTION = "no such option"
    NOT_TYPED = "not typed"
    """Answers are buttons in this game."""
    NOT_BUTTONS = "not buttons"
    NO_MORE_GUESSES = "no more guesses"
    ALREADY_RIGHT = "already right"
    NOT_ALLOWED = "not allowed"
    """Only the starter, or somebody who may manage, can do this."""
    NO_MORE_HINTS = "no more hints"
    OVER = "over"
    IN_ALREADY = "in already"
    BEGUN = "begun"
    """The lobby is over; whoever answers plays."""
    AWAY = "away"
    """The bot is just starting or stopping; the game goes on."""


@dataclass(frozen=True)
class Score:
    """A place in the standing. Equal points share a rank; `best` is the longest streak."""

    player: Player
    points: int
    right: int
    answered: int
    best: int
    rank: int


Standing = tuple[Score, ...]
"""The best first; players with equal points in the order in which they joined."""


@dataclass(frozen=True)
class TeamScore:
    """What a team has: the mean of its `members`' points, as far as they have answered."""

    team: Team
    points: int
    members: int


@dataclass(frozen=True)
class Earned:
    """What a player got for one question."""

    player: Player
    points: int
    streak: int


@dataclass(frozen=True)
class Asked:
    """A question opens; `number` of `total`, counted from 1."""

    number: int
    total: int
    question: Question
    closes_at: datetime


@dataclass(frozen=True)
class Joined:
    """A player is in before the first question, as one of `players`."""

    player: Player
    players: int
    team: Team


@dataclass(frozen=True)
class LockedIn:
    """A private pick was taken; `changed` where the player had another before."""

    player: Player
    option: int
    changed: bool


@dataclass(frozen=True)
class Guessed:
    """A typed answer was judged, and was not right. `left` guesses remain."""

    player: Player
    verdict: Verdict
    left: int


@dataclass(frozen=True)
class Solved:
    """The first right typed answer. The question stays open for a moment, for part of the points."""

    player: Player
    answer: str
    points: int
    streak: int


@dataclass(frozen=True)
class AlsoRight:
    """A right typed answer after the first."""

    player: Player
    points: int


@dataclass(frozen=True)
class Refused:
    """Something was not taken."""

    player: Player
    reason: Reason


@dataclass(frozen=True)
class Hint:
    """A hint is shown; `number` of this question, from 1. `letters` says that it is of the answer's spelling."""

    number: int
    text: str
    letters: bool = False


@dataclass(frozen=True)
class Closed:
    """A question closes that somebody answered rightly. `spread` counts the picks of each option (buttons)."""

    number: int
    question: Question
    spread: tuple[int, ...]
    earned: tuple[Earned, ...]
    first: Player


@dataclass(frozen=True)
class Missed:
    """A question closes and nobody had it."""

    number: int
    question: Question
    spread: tuple[int, ...]
    answered: int


@dataclass(frozen=True)
class Skipped:
    """A question was taken away; nobody gets or loses anything."""

    number: int
    question: Question
    player: Player


@dataclass(frozen=True)
class Rescored:
    """A text counts as right from now on; `earned` is what each who typed it has got for it."""

    number: int
    text: str
    earned: tuple[Earned, ...]
    standing: Standing


@dataclass(frozen=True)
class Finished:
    """The game is over."""

    ending: Ending
    standing: Standing
    player: Player | None = None
    """Who stopped it."""


Event = (
    Asked
    | Joined
    | LockedIn
    | Guessed
    | Solved
    | AlsoRight
    | Refused
    | Hint
    | Closed
    | Missed
    | Skipped
    | Rescored
    | Finished
)
