"""What the daily question shows in a channel, and what can come of what members and managers do with it."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from bot.base36 import base36
from bot.knowledge.model import Fact
from bot.questions.model import Question
from bot.storage.answers import Graded, Streak
from bot.storage.ledger import Closed, DailyEntry, Missed, Posted
from bot.storage.settings import DailySchedule

MARKER = re.compile(r"d([0-9a-z]{1,13})-(\d{8})")
"""A server's id, which has 64 bits, and a date: at most 23 of the 25 characters that Discord allows a nonce."""

DIGEST = 8
"""Characters of a question's digest. Of ten thousand questions, the chance that two share one is 1 in 6 million."""


MILESTONES = (7, 30, 100)
"""Days in a row that are worth a word."""


def marker_of(server: int, day: date) -> str:
    """What tells the post of this server and day from every other: its nonce, and a part of its buttons' ids."""
    return f"d{base36(server)}-{day:%Y%m%d}"


def read_marker(text: str) -> tuple[int, date] | None:
    """Server and day of a marker; None for any other text."""
    match = MARKER.fullmatch(text)
    if not match:
        return None
    try:
        return int(match[1], 36), date.fromisoformat(f"{match[2][:4]}-{match[2][4:6]}-{match[2][6:]}")
    except ValueError:
        return None


def asked_of(question: Question | None, options: Sequence[str]) -> str:
    """What is asked, for the buttons' ids: digests of the question and its options, and which option stands where.

    By it a post is understood of which the database knows nothing. Empty where the pack has no such question.
    """
    if question is None or not set(options) <= set(question.options):
        return ""
    order = "".join(str(question.options.index(option)) for option in options)
    return _digest(question.key) + _digest("\0".join(question.options)) + order


def is_about(key: str, asked: str) -> bool:
    """Whether it is the question with this key that was asked."""
    return asked.startswith(_digest(key))


def options_asked(question: Question, asked: str) -> tuple[str, ...] | None:
    """The options in the order of their buttons, where it is this question that was asked."""
    order = (int(digit) for digit in asked[2 * DIGEST :])
    options = tuple(question.options[place] for place in order if place < len(question.options))
    return options if options and asked_of(question, options) == asked else None


def _digest(text: str) -> str:
    return urlsafe_b64encode(blake2b(text.encode(), digest_size=6).digest()).decode()


@dataclass(frozen=True)
class DailyResult:
    """How a day's question went.

    `question` and `fact` are None where the pack has them no longer. `spread` says how many picked each option, in
    the order of `options`. `first` is the first who was right. `streaks` are those of all who answered, in days.
    """

    server: int
    day: date
    channel: int
    message: int
    options: tuple[str, ...]
    question: Question | None
    fact: Fact | None
    spread: tuple[int, ...]
    answered: int
    right: int
    first: int | None
    streaks: Mapping[int, Streak]
    server_streak: Streak

    @property
    def marker(self) -> str:
        return marker_of(self.server, self.day)

    @property
    def asked(self) -> str:
        return asked_of(self.question, self.options)


@dataclass(frozen=True)
class DailyPost:
    """The question of a day as it stands in a channel. `options` are in the order of their buttons.

    `role` is pinged where there is one. It opens with how the one `before` went, where that is told here. A
    `previewed` post is shown to a manager and counts for nothing.
    """

    server: int
    day: date
    channel: int
    question: Question
    options: tuple[str, ...]
    closes_at: datetime | None
    role: int | None = None
    before: DailyResult | None = None
    previewed: bool = False

    @property
    def marker(self) -> str:
        return marker_of(self.server, self.day)

    @property
    def asked(self) -> str:
        return asked_of(self.question, self.options)


@dataclass(frozen=True)
class DailyPaused:
    """The schedule of a server was paused by us; `reason` is a sentence for people."""

    server: int
    channel: int
    reason: str


@dataclass(frozen=True)
class DailyVerdict:
    """What a member's pick was worth, for their eyes only. Where they had answered before, it is that answer."""

    answer: Graded
    question: Question
    fact: Fact | None
    streak: Streak
    is_new: bool


@dataclass(frozen=True)
class DailyOver:
    """The question takes no answers any more. `next_post` is when the next one comes, if one does."""

    next_post: datetime | None


@dataclass(frozen=True)
class DailyToday:
    """The server's latest question, and what the member who asks has made of it. `entry` says whether it is open."""

    entry: Posted | Closed
    post: DailyPost
    fact: Fact | None
    own: Graded | None
    streak: Streak
    next_post: datetime | None


@dataclass(frozen=True)
class DailyOutcome:
    """How a member did in a question that shows its result. `question` is None where the pack has it no longer."""

    day: date
    question: Question | None
    own: Graded | None
    streak: Streak


@dataclass(frozen=True)
class DailyPractice:
    """What a pick in an earlier question would have been worth. It counts for nothing."""

    picked: str
    question: Question
    fact: Fact | None

    @property
    def is_right(self) -> bool:
        return self.picked == self.question.answer


@dataclass(frozen=True)
class NoDaily:
    """There is no question to show. `schedule` is None where the server has none, `latest` before its first day."""

    schedule: DailySchedule | None
    next_post: datetime | None
    latest: DailyEntry | None = None


@dataclass(frozen=True)
class DailyStatus:
    """How it stands with a server's daily question. `next_post` is None while it is paused.

    `skipped` is the date that will be left out, None where none will. `latest` is the last day that has an entry.
    """

    schedule: DailySchedule
    next_post: datetime | None
    skipped: date | None
    latest: DailyEntry | None


def day_of(entry: DailyEntry) -> date:
    """The local date whose question it is."""
    return entry.day if isinstance(entry, Missed) else entry.plan.day
