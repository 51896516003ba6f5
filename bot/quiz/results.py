"""What a trivia game shows in its channel, the channel as it needs it, and what can come of starting one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.knowledge.model import Fact
from bot.questions.model import Question
from bot.quiz.events import Earned, Ending, Hint, Player, Standing, Team, TeamScore
from bot.quiz.round import Answers
from bot.quiz.wish import Wish
from bot.storage.answers import Graded
from bot.storage.appeals import Appeal
from bot.storage.reports import Report


@dataclass(frozen=True)
class LobbyShown:
    """Where players join before the first question. `joined` are in the order in which they came, with their teams."""

    server: int
    game: str
    starter: Player
    channel: int
    wish: Wish
    questions: int
    has_spoilers: bool
    joined: tuple[tuple[Player, Team], ...]
    begins_at: datetime
    is_closed: bool = False


@dataclass(frozen=True)
class QuestionShown:
    """A question as it stands in the channel; `number` of `total`, from 1. Its options are in the order of buttons.

    `answered` counts who has answered so far, of `players` who are in; 0 of them where nobody had to join.
    """

    server: int
    game: str
    starter: Player
    channel: int
    number: int
    total: int
    question: Question
    answers: Answers
    closes_at: datetime
    hints: tuple[Hint, ...] = ()
    is_closed: bool = False
    can_hint: bool = False
    counts_double: bool = False
    answered: int = 0
    players: int = 0


@dataclass(frozen=True)
class VerdictShown:
    """How a question went. `spread` counts the picks of each option; where answers are typed it is empty.

    `earned` has those who were right, the first of them first. `answered` counts all who tried.
    """

    server: int
    game: str
    channel: int
    number: int
    total: int
    question: Question
    fact: Fact | None
    answers: Answers
    spread: tuple[int, ...]
    earned: tuple[Earned, ...]
    answered: int
    was_skipped: bool
    standing: Standing
    is_last: bool
    next_counts_double: bool = False


@dataclass(frozen=True)
class GameEnded:
    """How a game ended, after `asked` questions. `stopped_by` is None unless somebody stopped it."""

    server: int
    game: str
    channel: int
    asked: int
    ending: Ending
    standing: Standing
    stopped_by: Player | None
    wish: Wish
    teams: tuple[TeamScore, ...] = ()


class QuizOutbox(Protocol):
    """What a game does in its channel. Everything raises `OutboxError`, and nothing else on purpose.

    A `nonce` says that it is the same message as before, where it is not known whether that one arrived.
    """

    async def open_lobby(self, lobby: LobbyShown, *, nonce: str) -> int:
        """The id of the message."""
        ...

    async def refresh_lobby(self, lobby: LobbyShown, message: int) -> None:
        """Show who is in by now, or that it is closed. Gone where the message is deleted."""
        ...

    async def ask(self, question: QuestionShown, *, nonce: str) -> int:
        """The id of the message."""
        ...

    async def refresh(self, question: QuestionShown, message: int) -> None:
        """Show a question that stands there as it is now. Gone where the message is deleted."""
        ...

    async def conclude(self, verdict: VerdictShown, *, nonce: str) -> None: ...

    async def finish(self, ended: GameEnded, *, nonce: str) -> None: ...


@dataclass(frozen=True)
class GameStarted:
    """A game has begun; its lobby or first question is on its way to the channel. `is_all` where more were wanted."""

    game: str
    channel: int
    rounds: int
    answers: Answers
    is_all: bool = False


@dataclass(frozen=True)
class AlreadyRunning:
    """The channel has a game. `message` is its open question, None between two."""

    channel: int
    message: int | None


@dataclass(frozen=True)
class TypedQuestion:
    """The question of a channel whose answers are typed; `message` is where it stands."""

    game: str
    number: int
    message: int | None
    is_open: bool


@dataclass(frozen=True)
class AppealMade:
    """A member holds that what they typed is right. `is_new` where nobody had asked that before."""

    appeal: Appeal
    is_new: bool


@dataclass(frozen=True)
class AppealDecided:
    """A manager has decided. `rescored` are the answers that have become right by it."""

    appeal: Appeal
    is_accepted: bool
    rescored: tuple[Graded, ...]
    by: int


@dataclass(frozen=True)
class ReportMade:
    """A member finds a question bad; None where the packs have it no longer. `is_new` where nobody had said so."""

    report: Report
    question: Question | None
    is_new: bool


@dataclass(frozen=True)
class ReportDecided:
    """A manager has decided whether a reported question is asked again."""

    question: Question | None
    is_kept: bool
    by: int
