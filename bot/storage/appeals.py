"""Appeals against grades, and the texts that a server accepts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ids import AnswerId, AppealId, MemberId, ServerId
from bot.storage.answers import Answered, Graded


class AppealState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Appeal:
    """A member claims that their typed answer was right. If accepted, `given.normal` is an alias of `given.target`."""

    id: AppealId
    answer_id: AnswerId
    given: Answered
    at: datetime
    state: AppealState
    decided_by: MemberId | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Alias:
    """A normalised text that a server accepts for a target."""

    server_id: ServerId
    target: str
    normal: str


class Appeals(Protocol):
    """Appeals against grades, and the texts that a server accepts."""

    async def open(self, answer_id: AnswerId, *, at: datetime) -> Appeal | None:
        """Opens an appeal against the grade of an answer, or returns the existing one. None: no such answer."""

    async def appeal(self, id: AppealId) -> Appeal | None: ...

    async def pending(self, server_id: ServerId) -> tuple[Appeal, ...]:
        """Undecided appeals, oldest first."""

    async def accept(self, id: AppealId, *, by: MemberId, at: datetime) -> tuple[Graded, ...] | None:
        """Accepts the text from now on, and regrades everyone on this server who typed it for the same target.

        Returns the answers that became right. Other pending appeals for the same text are accepted too. None if the
        appeal isn't pending.
        """

    async def reject(self, id: AppealId, *, by: MemberId, at: datetime) -> bool:
        """Returns whether it was pending."""

    async def aliases(self, server_id: ServerId) -> tuple[Alias, ...]:
        """All texts that a server accepts, in order of target and text."""
