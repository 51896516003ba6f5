"""The log of answers, and what is computed from it: boards, records and streaks."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.ids import AnswerId, ChannelId, FactKey, GameId, MemberId, QuestionKey, ServerId


class Game(StrEnum):
    """The kinds of games."""

    TRIVIA = "trivia"
    DAILY = "daily"


@dataclass(frozen=True)
class Occasion:
    """One occasion on which a question was asked. `round` is the id of a trivia game, or a daily question's date."""

    server_id: ServerId
    game: Game
    round: str
    number: int = 1

    @classmethod
    def daily(cls, server_id: ServerId, day: date) -> "Occasion":
        return cls(server_id, Game.DAILY, day.isoformat())

    @classmethod
    def trivia(cls, server_id: ServerId, game_id: GameId, number: int) -> "Occasion":
        """The question with this number (from 1) in the game with this id."""
        return cls(server_id, Game.TRIVIA, game_id, number)


@dataclass(frozen=True)
class Answered:
    """A member's answer.

    `target` identifies the right answer (a question's key, or a character's): aliases are accepted for it. `text` is
    the picked option or the typed text, `normal` its normalised form. `worth` are the points for a right answer, set
    even if it was graded wrong: an appeal may change that.
    """

    occasion: Occasion
    channel_id: ChannelId
    member_id: MemberId
    question_key: QuestionKey
    fact_key: FactKey
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
    """An answer with its current grade, after all appeals."""

    id: AnswerId
    given: Answered
    is_right: bool

    @property
    def points(self) -> int:
        return self.given.worth if self.is_right else 0


@dataclass(frozen=True)
class Regraded:
    """A manager's regrade. `by` is None if that manager has asked to be forgotten."""

    answer_id: AnswerId
    is_right: bool
    by: MemberId | None
    at: datetime


@dataclass(frozen=True)
class Reset:
    """A manager's reset, the server's `number`-th: answers given before no longer count."""

    server_id: ServerId
    number: int
    by: MemberId | None
    at: datetime


LogEvent = Graded | Regraded | Reset
"""An event in a server's log. Here a `Graded` has its original grade."""


@dataclass(frozen=True)
class Recorded:
    """The answer is in the log, and counts."""

    answer: Graded


@dataclass(frozen=True)
class AlreadyAnswered:
    """Only one answer was allowed, and this is the earlier one."""

    answer: Graded


@dataclass(frozen=True)
class TooLate:
    """The daily question is closed, or doesn't exist."""


Recording = Recorded | AlreadyAnswered | TooLate


@dataclass(frozen=True)
class Standing:
    """A member's rank on a board. Standard competition ranking: ties share a rank (1, 1, 3)."""

    rank: int
    member_id: MemberId
    points: int
    right: int
    answered: int


@dataclass(frozen=True)
class BoardPage:
    """A page of a board, the number of members on all pages, and the standing of the member who asked (None: not on
    it).
    """

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
    """The current and the longest streak.

    `since_forgiven` is the number of questions answered since a miss was forgiven, while the next one won't be.
    """

    current: int
    longest: int
    since_forgiven: int | None = None

    @property
    def is_frozen(self) -> bool:
        """Whether a miss now would end the streak, as a recent one was forgiven."""
        return self.since_forgiven is not None


@dataclass(frozen=True)
class Record:
    """A member's record. `rank` is None before the first answer that counts.

    `days` is the streak of daily questions answered (one miss in seven is forgiven), `hits` that of right answers (over
    the games requested). Neither a day without a post nor today's question, while it is open and unanswered, breaks a
    streak.
    """

    rank: int | None
    points: int
    total: Share
    by_category: Mapping[str, Share]
    days: Streak
    hits: Streak


class AnswerLog(Protocol):
    """The log of answers, and what is computed from it.

    One answer counts per asking and member: of picks the last; of typed guesses the first right one, else the last.
    `game` None means both. `since` leaves out earlier answers. Answers before a reset only count in `shares`, `answer`
    and `answers_to`.
    """

    async def record(self, answer: Answered, *, may_change: bool = False) -> Recording:
        """Adds an answer to the log. With `may_change` even if the member has already answered this asking.

        A daily question accepts answers while its entry is claimed or posted and `closes_at` has not passed. A typed
        text that is an alias of its target counts as right, even if it was graded before the alias was accepted.
        """

    async def answer(self, occasion: Occasion, member_id: MemberId) -> Graded | None:
        """The member's answer that counts."""

    async def answers_to(self, occasion: Occasion) -> tuple[Graded, ...]:
        """The answers that count, one per member, in the order in which they came."""

    async def regrade(
        self, answers: Collection[AnswerId], *, is_right: bool, by: MemberId, at: datetime
    ) -> tuple[Graded, ...]:
        """Regrades these answers; returns those whose grade changed, with the new grade."""

    async def board(
        self,
        server_id: ServerId,
        *,
        game: Game | None = None,
        since: datetime | None = None,
        offset: int = 0,
        limit: int = 10,
        member_id: MemberId | None = None,
        hidden: Collection[MemberId] = (),
    ) -> BoardPage:
        """Members by points; ties are ordered by id. `hidden` members (who left) aren't ranked."""

    async def record_of(
        self, server_id: ServerId, member_id: MemberId, *, game: Game | None = None, since: datetime | None = None
    ) -> Record: ...

    async def history(
        self, server_id: ServerId, member_id: MemberId, *, game: Game | None = None, since: datetime | None = None
    ) -> tuple[Graded, ...]:
        """The member's answers that count, in the order in which they came."""

    async def day_streaks(self, server_id: ServerId, members: Collection[MemberId]) -> Mapping[MemberId, Streak]:
        """Each member's streak of daily questions answered; one miss in seven is forgiven."""

    async def server_streak(self, server_id: ServerId) -> Streak:
        """The streak of daily questions with at least one right answer."""

    async def shares(self, question_keys: Collection[QuestionKey]) -> Mapping[QuestionKey, Share]:
        """The share of right answers over all servers, for those of these questions that were answered."""

    async def known_alone(self, server_id: ServerId, member_id: MemberId, *, others: int) -> frozenset[Occasion]:
        """What the member alone had right, of `others` or more who tried."""

    def events(self, server_id: ServerId) -> AsyncIterator[LogEvent]:
        """The whole log in order of time, for an export."""

    async def reset(self, server_id: ServerId, *, by: MemberId, at: datetime) -> int:
        """Resets the boards. The log stays; returns how many of its answers stop counting.

        Several typed answers of a member to one question count as one.
        """
