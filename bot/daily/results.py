"""What the daily question shows in a channel, and the outcomes of members' and managers' actions."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from bot.base36 import LARGEST_ID, base36
from bot.ids import ChannelId, MemberId, MessageId, QuestionKey, RoleId, ServerId
from bot.knowledge.model import Fact
from bot.questions.model import QuizQuestion
from bot.storage.answers import Graded, Streak
from bot.storage.ledger import ClosedPost, DailyEntry, MissedDay, Posted
from bot.storage.settings import DailySchedule

MARKER = re.compile(r"d([0-9a-z]{1,13})-(\d{8})")
"""A 64-bit server id and a date: at most 23 of the 25 characters that Discord allows in a nonce."""

DIGEST = 8
"""Length of a question's digest. With ten thousand questions, the chance of any collision is 1 in 6 million."""


MILESTONES = (7, 30, 100)
"""Streaks, in days, that are worth mentioning."""


def marker_of(server_id: ServerId, day: date) -> str:
    """The unique marker of a server's post for a day: its nonce, and part of its buttons' ids."""
    return f"d{base36(server_id)}-{day:%Y%m%d}"


def read_marker(text: str) -> tuple[ServerId, date] | None:
    """Server and day of a marker; None for other text."""
    match = MARKER.fullmatch(text)
    if not match:
        return None
    try:
        server, day = ServerId(int(match[1], 36)), date.fromisoformat(f"{match[2][:4]}-{match[2][4:6]}-{match[2][6:]}")
    except ValueError:
        return None
    return (server, day) if server <= LARGEST_ID else None


def asked_of(question: QuizQuestion | None, options: Sequence[str]) -> str:
    """Digests of the question and its options, and the order of the options, for the buttons' ids.

    They identify a post that the database doesn't know. Empty if the pack doesn't have the question.
    """
    if question is None or not set(options) <= set(question.options):
        return ""
    order = "".join(str(question.options.index(option)) for option in options)
    return _digest(question.key) + _digest("\0".join(question.options)) + order


def is_about(question_key: QuestionKey, asked: str) -> bool:
    """Whether `asked` refers to the question with this key."""
    return asked.startswith(_digest(question_key))


def options_asked(question: QuizQuestion, asked: str) -> tuple[str, ...] | None:
    """The options in the order of their buttons, if `asked` refers to this question."""
    order = (int(digit) for digit in asked[2 * DIGEST :])
    options = tuple(question.options[place] for place in order if place < len(question.options))
    return options if options and asked_of(question, options) == asked else None


def _digest(text: str) -> str:
    return urlsafe_b64encode(blake2b(text.encode(), digest_size=6).digest()).decode()


@dataclass(frozen=True)
class DailyResult:
    """The result of a day's question.

    `question` and `fact` are None if they were removed from the pack. `spread` counts the picks of each option, in the
    order of `options`. `first` was the first to be right. `streaks` has each participant's streak in days.
    """

    server_id: ServerId
    day: date
    channel_id: ChannelId
    message_id: MessageId
    options: tuple[str, ...]
    question: QuizQuestion | None
    fact: Fact | None
    spread: tuple[int, ...]
    answered: int
    right: int
    first: int | None
    streaks: Mapping[MemberId, Streak]
    server_streak: Streak

    @property
    def marker(self) -> str:
        return marker_of(self.server_id, self.day)

    @property
    def reply_nonce(self) -> str:
        return f"r{self.marker}"

    @property
    def asked(self) -> str:
        return asked_of(self.question, self.options)


@dataclass(frozen=True)
class DailyPost:
    """A day's question as posted. `options` are in the order of their buttons.

    `role_id` is pinged, if set. The post starts with the result of the previous question (`before`), if set. A
    `previewed` post is shown only to a manager and doesn't count. One that `invites_to_guess` has a button for today's
    character.
    """

    server_id: ServerId
    day: date
    channel_id: ChannelId
    question: QuizQuestion
    options: tuple[str, ...]
    closes_at: datetime | None
    role_id: RoleId | None = None
    before: DailyResult | None = None
    previewed: bool = False
    invites_to_guess: bool = False

    @property
    def marker(self) -> str:
        return marker_of(self.server_id, self.day)

    @property
    def asked(self) -> str:
        return asked_of(self.question, self.options)


@dataclass(frozen=True)
class DailyPaused:
    """The bot paused a server's schedule; `reason` is a sentence for people."""

    server_id: ServerId
    channel_id: ChannelId
    reason: str


@dataclass(frozen=True)
class PingDropped:
    """The bot took the ping of a role out of a server's schedule: who set it up may not mention the role any more."""

    server_id: ServerId
    channel_id: ChannelId
    role_id: RoleId


@dataclass(frozen=True)
class DailyVerdict:
    """The private result of a member's pick; that of the first pick if they had already answered."""

    answer: Graded
    question: QuizQuestion
    fact: Fact | None
    streak: Streak
    is_new: bool


@dataclass(frozen=True)
class DailyOver:
    """The question is closed. `next_post` is the time of the next one, if any."""

    next_post: datetime | None


@dataclass(frozen=True)
class DailyToday:
    """The server's latest question and the member's answer to it. `entry` says whether it is open."""

    entry: Posted | ClosedPost
    post: DailyPost
    fact: Fact | None
    own: Graded | None
    streak: Streak
    next_post: datetime | None


@dataclass(frozen=True)
class DailyOutcome:
    """A member's result in a question that shows its result. `question` is None if it was removed from the pack."""

    day: date
    question: QuizQuestion | None
    own: Graded | None
    streak: Streak


@dataclass(frozen=True)
class DailyPractice:
    """A practice pick in an earlier question: its result, without points."""

    picked: str
    question: QuizQuestion
    fact: Fact | None

    @property
    def is_right(self) -> bool:
        return self.picked == self.question.answer


@dataclass(frozen=True)
class NoDaily:
    """There is no question to show. `schedule` is None if the server has none, `latest` before its first day."""

    schedule: DailySchedule | None
    next_post: datetime | None
    latest: DailyEntry | None = None


@dataclass(frozen=True)
class DailyStatus:
    """The state of a server's daily question. `next_post` is None while it is paused.

    `skipped` is the date to be skipped, if any. `latest` is the last day with an entry.
    """

    schedule: DailySchedule
    next_post: datetime | None
    skipped: date | None
    latest: DailyEntry | None


def day_of(entry: DailyEntry) -> date:
    """The local date of the entry's question."""
    return entry.day if isinstance(entry, MissedDay) else entry.plan.day
