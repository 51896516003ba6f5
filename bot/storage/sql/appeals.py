"""Appeals, and the texts that a server accepts."""

from dataclasses import astuple
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from bot.ids import AnswerId, AppealId, MemberId, ServerId
from bot.storage.answers import Graded
from bot.storage.appeals import Alias, Appeal, AppealState
from bot.storage.async_engine import AsyncConnection
from bot.storage.sql.answers import graded, regrade_in
from bot.storage.sql.database import Database
from bot.storage.tables import aliases, answers, appeals


class SqlAppeals:
    """`Appeals` in tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, answer_id: AnswerId, *, at: datetime) -> Appeal | None:
        row = {"answer": answer_id, "at": at, "state": AppealState.PENDING.value}
        async with self._database.writing() as connection:
            known = await connection.execute(
                select(answers.c.id).where(answers.c.id == answer_id).with_for_update(read=True)
            )
            if known.first() is None:
                return None
            await connection.execute(self._database.insert(appeals).values(row).on_conflict_do_nothing())
            (appeal,) = await _found(connection, appeals.c.answer == answer_id)
            return appeal

    async def appeal(self, id: AppealId) -> Appeal | None:
        async with self._database.reading() as connection:
            found = await _found(connection, appeals.c.id == id)
            return found[0] if found else None

    async def pending(self, server_id: ServerId) -> tuple[Appeal, ...]:
        async with self._database.reading() as connection:
            return await _found(connection, answers.c.server == server_id, appeals.c.state == AppealState.PENDING.value)

    async def accept(self, id: AppealId, *, by: MemberId, at: datetime) -> tuple[Graded, ...] | None:
        async with self._database.writing() as connection:
            found = await _found(connection, appeals.c.id == id)
            if not found:
                return None
            given, server_id = found[0].given, found[0].given.occasion.server_id
            await self._database.lock(
                connection, server_id
            )  # a matching answer is either logged by now, or will see the alias
            if not await _decide(connection, AppealState.ACCEPTED, by, at, appeals.c.id == id):
                return None
            alias = {"server": server_id, "target": given.target, "normal": given.normal}
            await connection.execute(self._database.insert(aliases).values(alias).on_conflict_do_nothing())
            same = select(answers.c.id).where(
                answers.c.server == server_id,
                answers.c.target == given.target,
                answers.c.normal == given.normal,
                answers.c.is_typed,
            )
            await _decide(connection, AppealState.ACCEPTED, by, at, appeals.c.answer.in_(same))
            typed = (await connection.scalars(same)).all()
            return await regrade_in(connection, typed, is_right=True, by=by, at=at)

    async def reject(self, id: AppealId, *, by: MemberId, at: datetime) -> bool:
        async with self._database.writing() as connection:
            return await _decide(connection, AppealState.REJECTED, by, at, appeals.c.id == id)

    async def aliases(self, server_id: ServerId) -> tuple[Alias, ...]:
        async with self._database.reading() as connection:
            found = await connection.execute(select(aliases).where(aliases.c.server == server_id))
            return tuple(sorted((Alias(row.server, row.target, row.normal) for row in found), key=astuple))


async def _decide(
    connection: AsyncConnection, state: AppealState, by: MemberId, at: datetime, which: ColumnElement[bool]
) -> bool:
    decided = await connection.execute(
        update(appeals)
        .where(which, appeals.c.state == AppealState.PENDING.value)
        .values(state=state.value, decided_by=by, decided_at=at)
    )
    return decided.rowcount > 0


async def _found(connection: AsyncConnection, *where: ColumnElement[bool]) -> tuple[Appeal, ...]:
    query = (
        select(
            answers,
            appeals.c.id.label("appeal"),
            appeals.c.at.label("appealed_at"),
            appeals.c.state,
            appeals.c.decided_by,
            appeals.c.decided_at,
        )
        .join_from(appeals, answers, answers.c.id == appeals.c.answer)
        .where(*where)
        .order_by(appeals.c.id)
    )

    def appeal(row: Any) -> Appeal:
        given = graded(row, is_right=row.is_right).given
        state = AppealState(row.state)
        return Appeal(row.appeal, row.id, given, row.appealed_at, state, row.decided_by, row.decided_at)

    return tuple(appeal(row) for row in await connection.execute(query))
