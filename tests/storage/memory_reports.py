"""Questions that members found bad, in memory, for tests."""

from dataclasses import replace
from datetime import datetime

from bot.storage.reports import Report, ReportState
from bot.storage.tables import in_utc


class MemoryReports:
    """`Reports` in memory."""

    def __init__(self) -> None:
        self._reports: dict[tuple[int, str], Report] = {}

    async def report(self, server: int, question: str, *, by: int, at: datetime) -> Report:
        return self._reports.setdefault((server, question), Report(server, question, by, in_utc(at)))

    async def decide(self, server: int, question: str, *, is_kept: bool, by: int, at: datetime) -> bool:
        report = self._reports.get((server, question))
        if report is None or report.state is not ReportState.PENDING:
            return False
        state = ReportState.KEPT if is_kept else ReportState.DROPPED
        self._reports[server, question] = replace(report, state=state, decided_by=by, decided_at=in_utc(at))
        return True

    async def resting(self, server: int) -> frozenset[str]:
        return frozenset(
            question
            for (of, question), report in self._reports.items()
            if of == server and report.state is not ReportState.KEPT
        )

    async def all(self) -> tuple[Report, ...]:
        return tuple(sorted(self._reports.values(), key=lambda each: (each.at, each.server, each.question)))

    def forget_member(self, member: int, server: int | None) -> None:
        """Take their id from what they reported and decided."""
        for key, report in self._reports.items():
            if server in {None, report.server}:
                by = None if report.reported_by == member else report.reported_by
                decided_by = None if report.decided_by == member else report.decided_by
                self._reports[key] = replace(report, reported_by=by, decided_by=decided_by)

    def forget_server(self, server: int) -> None:
        """Take out what was reported there."""
        self._reports = {key: report for key, report in self._reports.items() if report.server != server}

    def servers(self) -> set[int]:
        """Where something was reported."""
        return {server for server, _ in self._reports}
