"""Questions that members found bad."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.ids import MemberId, QuestionKey, ServerId
from bot.storage.reports import Report, ReportState
from bot.storage.sql.database import Database
from bot.storage.tables import reports as table


class SqlReports:
    """`Reports` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def report(self, server_id: ServerId, question_key: QuestionKey, *, by: MemberId, at: datetime) -> Report:
        row = {
            "server": server_id,
            "question": question_key,
            "reported_by": by,
            "at": at,
            "state": ReportState.PENDING.value,
        }
        async with self._database.writing() as connection:
            await connection.execute(self._database.insert(table).values(row).on_conflict_do_nothing())
            found = await connection.execute(
                select(table).where(table.c.server == server_id, table.c.question == question_key)
            )
            return _report_of(found.one())

    async def decide(
        self, server_id: ServerId, question_key: QuestionKey, *, is_kept: bool, by: MemberId, at: datetime
    ) -> bool:
        state = ReportState.KEPT if is_kept else ReportState.DROPPED
        async with self._database.writing() as connection:
            decided = await connection.execute(
                update(table)
                .where(
                    table.c.server == server_id,
                    table.c.question == question_key,
                    table.c.state == ReportState.PENDING.value,
                )
                .values(state=state.value, decided_by=by, decided_at=at)
            )
            return decided.rowcount == 1

    async def resting(self, server_id: ServerId) -> frozenset[QuestionKey]:
        query = select(table.c.question).where(table.c.server == server_id, table.c.state != ReportState.KEPT.value)
        async with self._database.reading() as connection:
            return frozenset((await connection.execute(query)).scalars())

    async def all(self) -> tuple[Report, ...]:
        async with self._database.reading() as connection:
            found = await connection.execute(select(table).order_by(table.c.at, table.c.server, table.c.question))
            return tuple(map(_report_of, found))


def _report_of(row: Row[Any]) -> Report:
    state = ReportState(row.state)
    return Report(row.server, row.question, row.reported_by, row.at, state, row.decided_by, row.decided_at)
