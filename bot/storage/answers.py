"""The log of answers, and what follows from it: boards, records and streaks."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Game(StrEnum):
    """Where a question was asked."""

    TRIVIA = "trivia"
    DAILY = "daily"


@dataclass(frozen=True)
class Asking:
    """A question as it was asked once. `round` is the id of a trivia game, or a daily question's date."""

    server: int
    game: Game
    round: str
    number: int = 1

    @classmethod
    def daily(cls, server: int, day: date) -> "Asking":
        return cls(server, Game.DAILY, day.isoformat())

    @classmethod
    def trivia(cls, server: int, game: str, number: int) -> "Asking":
        """The question with this number (from 1) of the game with this id."""
        return cls(server, Game.TRIVIA, game, number)


@dataclass(frozen=True)
class Answered:
    """Somebody answered.

    `target` says what a right answer names (a question's key, or a character's): aliases are accepted for it.
    `text` is the picked option or what was typed, `normal` the same as the grader compares it.
    `worth` are the points that it earns if it is right, also where it was found wrong: an appeal may change that.
    """

    asking: Asking
    channel: int
    member: int
    question: str
    fact: str
    category: str
    target: str
    text: str
    normal: str
    is_typed: bool
    is_right: bool
    worth: int
    at: datetime


@dataclass(frozen=True)
class Graded:
    """An answer as it counts now, after all appeals."""

    id: int
    given: Answered
    is_right: bool

    @property
    def points(self) -> int:
        return self.given.worth if self.is_right else 0


@dataclass(frozen=True)
class Regraded:
    """A manager found otherwise. `by` is None where that manager has asked to be forgotten."""

    answer: int
    is_right: bool
    by: int | None
    at: datetime


@dataclass(frozen=True)
class Reset:
    """A manager let everybody begin again, for the `number`-th time: the answers given before count no longer."""

    server: int
    number: int
    by: int | None
    at: datetime


Event = Graded | Regraded | Reset
"""What the log of a server holds. Here a `Graded` is as it was graded at first."""


@dataclass(frozen=True)
class Recorded:
    """The answer is in the log, and counts."""

    answer: Graded


@dataclass(frozen=True)
class AlreadyAnswered:
    """One answer was allowed, and this is it."""

    answer: Graded


@dataclass(frozen=True)
class TooLate:
    """The daily question is closed, or there was none."""


Recording = Recorded | AlreadyAnswered | TooLate


@dataclass(frozen=True)
class Standing:
    """A member's place on a board. Equal points share a place, and the next place is left out (1, 1, 3)."""

    place: int
    member: int
    points: int
    right: int
    answered: int


@dataclass(frozen=True)
class Board:
    """A page of a board, of how many members on all pages, and the place of whoever asked (None: not on it)."""

    standings: tuple[Standing, ...]
    members: int
    own: Standing | None


@dataclass(frozen=True)
class Share:
    """How many answers were right."""

    answered: int
    right: int


@dataclass(frozen=True)
class Streak:
    """In a row, now and at best. `is_frozen`: a question that was missed lately was forgiven, and the next is not."""

    current: int
    longest: int
    is_frozen: bool = False


@dataclass(frozen=True)
class Record:
    """What a member has done. `place` is None before the first answer that counts.

    `days` are daily questions answered in a row, of seven one may be missed; `hits` right answers in a row (over the
    games that were asked for).
    A day without a post, and the open question of today while it has no answer, break no streak.
    """

    place: int | None
    points: int
    total: Share
    by_category: Mapping[str, Share]
    days: Streak
    hits: Streak


class Answers(Protocol):
    """The log of answers, and what follows from it.

    For each asking and member one answer counts: of picks the last; of typed guesses the first right one, else the
    last. `game` None means both. `since` leaves out answers before it. What lies before a reset counts nowhere
    but in `shares`, `answer` and `answers_to`.
    """

    async def record(self, answer: Answered, *, may_change: bool = False) -> Recording:
        """Put an answer into the log. With `may_change`, after others of the same member to the same asking, too.

        A daily question takes answers while its entry is claimed or posted and `closes_at` has not passed. What was
        typed and is an alias of its target counts as right, also where it was graded before somebody accepted it.
        """

    async def answer(self, asking: Asking, member: int) -> Graded | None:
        """The member's answer that counts."""

    async def answers_to(self, asking: Asking) -> tuple[Graded, ...]:
        """The answers that count, one a member, in the order in which they came."""

    async def regrade(self, answers: Collection[int], *, is_right: bool, by: int, at: datetime) -> tuple[Graded, ...]:
        """Grade these answers anew; those whose grade changed by it, as they are now."""

    async def board(
        self,
        server: int,
        *,
        game: Game | None = None,
        since: datetime | None = None,
        offset: int = 0,
        limit: int = 10,
        member: int | None = None,
        hidden: Collection[int] = (),
    ) -> Board:
        """Who has most points, equals in order of their ids. `hidden` members (who left) take no place."""

    async def record_of(
        self, server: int, member: int, *, game: Game | None = None, since: datetime | None = None
    ) -> Record: ...

    async def history(
        self, server: int, member: int, *, game: Game | None = None, since: datetime | None = None
    ) -> tuple[Graded, ...]:
        """The member's answers that count, in the order in which they came."""

    async def day_streaks(self, server: int, members: Collection[int]) -> Mapping[int, Streak]:
        """For each of these members, daily questions answered in a row. Of seven questions one may be missed."""

    async def server_streak(self, server: int) -> Streak:
        """Daily questions in a row that at least one member answered rightly."""

    async def shares(self, questions: Collection[str]) -> Mapping[str, Share]:
        """For those of these questions that were answered, how often rightly, over all servers."""

    def events(self, server: int) -> AsyncIterator[Event]:
        """The whole log in order of time, to be exported."""

    async def reset(self, server: int, *, by: int, at: datetime) -> int:
        """Let everybody begin again. The log stays as it was; how many of its answers count no longer by this.

        Of several that a member typed to one question, one counts.
        """
