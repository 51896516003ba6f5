"""What a game shows in its channel, the channel interface it needs, and the outcomes of members' actions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ids import ChannelId, GameId, MemberId, MessageId, ServerId
from bot.knowledge.model import Fact
from bot.questions.model import QuizQuestion
from bot.quiz.events import Earned, Ending, HintGiven, Standings, Team, TeamScore
from bot.quiz.round import AnswerMode
from bot.quiz.wish import Wish
from bot.storage.answers import Graded
from bot.storage.appeals import Appeal
from bot.storage.reports import Report


@dataclass(frozen=True)
class LobbyShown:
    """The lobby before the first question. `joined` are the players with their teams, in the order of joining."""

    server_id: ServerId
    game_id: GameId
    starter: MemberId
    channel_id: ChannelId
    wish: Wish
    questions: int
    has_spoilers: bool
    joined: tuple[tuple[MemberId, Team], ...]
    begins_at: datetime
    is_closed: bool = False


@dataclass(frozen=True)
class QuestionShown:
    """A question as posted: `number` (from 1) of `total`. Its options are in the order of the buttons.

    `answered` of the `players` have answered; `players` is 0 in games without a lobby.
    """

    server_id: ServerId
    game_id: GameId
    starter: MemberId
    channel_id: ChannelId
    number: int
    total: int
    question: QuizQuestion
    answers: AnswerMode
    closes_at: datetime
    hints: tuple[HintGiven, ...] = ()
    is_closed: bool = False
    can_hint: bool = False
    counts_double: bool = False
    answered: int = 0
    players: int = 0


@dataclass(frozen=True)
class VerdictShown:
    """The result of a question. `spread` counts the picks of each option; it is empty for typed answers.

    `earned` lists the players who were right, the first one first. `answered` counts all participants.
    """

    server_id: ServerId
    game_id: GameId
    channel_id: ChannelId
    number: int
    total: int
    question: QuizQuestion
    fact: Fact | None
    answers: AnswerMode
    spread: tuple[int, ...]
    earned: tuple[Earned, ...]
    answered: int
    was_skipped: bool
    standing: Standings
    is_last: bool
    next_counts_double: bool = False


@dataclass(frozen=True)
class GameEnded:
    """The end of a game after `asked` questions. `stopped_by` is the player who stopped it, if any."""

    server_id: ServerId
    game_id: GameId
    channel_id: ChannelId
    asked: int
    ending: Ending
    standing: Standings
    stopped_by: MemberId | None
    wish: Wish
    teams: tuple[TeamScore, ...] = ()


class QuizOutbox(Protocol):
    """A game's channel operations. They raise `OutboxError` only.

    Retrying with the same `nonce` can't post a message twice.
    """

    async def open_lobby(self, lobby: LobbyShown, *, nonce: str) -> MessageId:
        """Post the lobby; returns the message id."""
        ...

    async def refresh_lobby(self, lobby: LobbyShown, message_id: MessageId) -> None:
        """Update the lobby's players, or show that it is closed. Raises Gone if the message was deleted."""
        ...

    async def ask(self, question: QuestionShown, *, nonce: str) -> MessageId:
        """Post the question; returns the message id."""
        ...

    async def refresh(self, question: QuestionShown, message_id: MessageId) -> None:
        """Update a posted question. Raises Gone if the message was deleted."""
        ...

    async def conclude(self, verdict: VerdictShown, *, nonce: str) -> None: ...

    async def finish(self, ended: GameEnded, *, nonce: str) -> None: ...


@dataclass(frozen=True)
class GameStarted:
    """A game has begun; its lobby or first question will be posted. `is_all` if more questions were requested."""

    game_id: GameId
    channel_id: ChannelId
    rounds: int
    answers: AnswerMode
    is_all: bool = False


@dataclass(frozen=True)
class AlreadyRunning:
    """The channel already has a game. `message_id` is its open question, None between questions."""

    channel_id: ChannelId
    message_id: MessageId | None


@dataclass(frozen=True)
class TypedQuestion:
    """A channel's open question with typed answers, posted as `message_id`."""

    game_id: GameId
    number: int
    message_id: MessageId | None
    is_open: bool


@dataclass(frozen=True)
class AppealMade:
    """A member appealed a rejected answer. `is_new` for the first appeal about it."""

    appeal: Appeal
    is_new: bool


@dataclass(frozen=True)
class AppealDecided:
    """A manager decided an appeal. `rescored` are the answers that became right."""

    appeal: Appeal
    is_accepted: bool
    rescored: tuple[Graded, ...]
    by: MemberId


@dataclass(frozen=True)
class ReportMade:
    """A member reported a question; it is None if it was removed from the packs. `is_new` for the first report."""

    report: Report
    question: QuizQuestion | None
    is_new: bool


@dataclass(frozen=True)
class ReportDecided:
    """A manager decided whether a reported question is asked again."""

    question: QuizQuestion | None
    is_kept: bool
    by: MemberId
