"""What members asked to be looked at again, and what a server accepts since."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.storage.answers import Answered, Graded


class AppealState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Appeal:
    """A member holds that a typed answer was right. `given.normal` becomes an alias of `given.target` by a yes."""

    id: int
    answer: int
    given: Answered
    at: datetime
    state: AppealState
    decided_by: int | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Alias:
    """A text, as the grader compares it, that a server accepts for a target."""

    server: int
    target: str
    normal: str


class Appeals(Protocol):
    """What members asked to be looked at again, and what a server accepts since."""

    async def open(self, answer: int, *, at: datetime) -> Appeal | None:
        """The appeal against the grade of an answer: a new one, or the one that it had. None: no such answer."""

    async def appeal(self, id: int) -> Appeal | None: ...

    async def pending(self, server: int) -> tuple[Appeal, ...]:
        """Those nobody has decided, the oldest first."""

    async def accept(self, id: int, *, by: int, at: datetime) -> tuple[Graded, ...] | None:
        """Accept the text from now on, and re-score everyone who typed it for the same target in this server.

        Gives the answers that have become right by it. Other pending appeals for the same text are accepted with
        it. None where the appeal is not pending (any more).
        """

    async def reject(self, id: int, *, by: int, at: datetime) -> bool:
        """Whether it was pending."""

    async def aliases(self, server: int) -> tuple[Alias, ...]:
        """Everything that a server accepts, in order of target and text."""
