"""Questions that members found bad, in memory, for tests."""

from dataclasses import replace
from datetime import datetime

from bot.ids import MemberId, QuestionKey, ServerId
from bot.storage.reports import Report, ReportState
from bot.storage.tables import in_utc


class MemoryReports:
    """`Reports` in memory."""

    def __init__(self) -> None:
        self._reports: dict[tuple[ServerId, QuestionKey], Report] = {}

    async def report(self, server_id: ServerId, question_key: QuestionKey, *, by: MemberId, at: datetime) -> Report:
        return self._reports.setdefault((server_id, question_key), Report(server_id, question_key, by, in_utc(at)))

    async def decide(
        self, server_id: ServerId, question_key: QuestionKey, *, is_kept: bool, by: MemberId, at: datetime
    ) -> bool:
        report = self._reports.get((server_id, question_key))
        if report is None or report.state is not ReportState.PENDING:
            return False
        state = ReportState.KEPT if is_kept else ReportState.DROPPED
        self._reports[server_id, question_key] = replace(report, state=state, decided_by=by, decided_at=in_utc(at))
        return True

    async def resting(self, server_id: ServerId) -> frozenset[QuestionKey]:
        return frozenset(
            question_key
            for (of, question_key), report in self._reports.items()
            if of == server_id and report.state is not ReportState.KEPT
        )

    async def all(self) -> tuple[Report, ...]:
        return tuple(sorted(self._reports.values(), key=lambda each: (each.at, each.server_id, each.question_key)))

    def forget_member(self, member_id: MemberId, server_id: ServerId | None) -> None:
        """Take their id from what they reported and decided."""
        for key, report in self._reports.items():
            if server_id in {None, report.server_id}:
                by = None if report.reported_by == member_id else report.reported_by
                decided_by = None if report.decided_by == member_id else report.decided_by
                self._reports[key] = replace(report, reported_by=by, decided_by=decided_by)

    def forget_server(self, server_id: ServerId) -> None:
        """Take out what was reported there."""
        self._reports = {key: report for key, report in self._reports.items() if report.server_id != server_id}

    def servers(self) -> set[ServerId]:
        """Where something was reported."""
        return {server_id for server_id, _ in self._reports}
