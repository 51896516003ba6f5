"""Questions that members found bad."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ids import MemberId, QuestionKey, ServerId


class ReportState(StrEnum):
    PENDING = "pending"
    KEPT = "kept"
    """A manager found nothing wrong with it; it is asked again."""
    DROPPED = "dropped"


@dataclass(frozen=True)
class Report:
    """A question, by its key, that somebody reported on a server. Who did so or decided it may have been forgotten."""

    server_id: ServerId
    question_key: QuestionKey
    reported_by: MemberId | None
    at: datetime
    state: ReportState = ReportState.PENDING
    decided_by: MemberId | None = None
    decided_at: datetime | None = None


class Reports(Protocol):
    """Questions that members found bad, one report for each question and server."""

    async def report(self, server_id: ServerId, question_key: QuestionKey, *, by: MemberId, at: datetime) -> Report:
        """The report, which may be an earlier one."""

    async def decide(
        self, server_id: ServerId, question_key: QuestionKey, *, is_kept: bool, by: MemberId, at: datetime
    ) -> bool:
        """Whether it was pending."""

    async def resting(self, server_id: ServerId) -> frozenset[QuestionKey]:
        """The questions that aren't asked there: pending ones, and those that were dropped."""

    async def all(self) -> tuple[Report, ...]:
        """Those of all servers, the oldest first."""
