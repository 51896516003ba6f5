"""Rules of servers, what servers were told once, and what members have seen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import delete, select, update

from bot.ids import MemberId, ServerId
from bot.storage.async_engine import AsyncConnection
from bot.storage.house import RuleChange, ValueChange
from bot.storage.sql.database import Database
from bot.storage.tables import member_seen, rule_changes, server_rules, told_once


class SqlHouse:
    """`House` in tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rules(self, server_id: ServerId) -> str | None:
        async with self._database.reading() as connection:
            found = await connection.scalar(select(server_rules.c.rules).where(server_rules.c.server == server_id))
            return cast("str | None", found)

    async def save_rules(
        self,
        server_id: ServerId,
        rules: str,
        *,
        instead_of: str | None,
        changes: Sequence[ValueChange],
        by: MemberId,
        at: datetime,
        most: int,
    ) -> bool:
        async with self._database.writing() as connection:
            new = self._database.insert(server_rules).values(server=server_id, rules=rules).on_conflict_do_nothing()
            as_read = (server_rules.c.server == server_id) & (server_rules.c.rules == instead_of)
            changed = update(server_rules).where(as_read).values(rules=rules)
            if (await connection.execute(new if instead_of is None else changed)).rowcount != 1:
                return False
            await self._log(connection, server_id, changes, by, at, most)
            return True

    async def log(
        self, server_id: ServerId, changes: Sequence[ValueChange], *, by: MemberId, at: datetime, most: int
    ) -> None:
        async with self._database.writing() as connection:
            await self._log(connection, server_id, changes, by, at, most)

    async def _log(
        self,
        connection: AsyncConnection,
        server_id: ServerId,
        changes: Sequence[ValueChange],
        by: MemberId,
        at: datetime,
        most: int,
    ) -> None:
        for each in changes:
            row = {"what": each.name, "before": each.before, "after": each.after, "by": by, "at": at}
            await connection.execute(self._database.insert(rule_changes).values(server=server_id, **row))
        newest = (
            select(rule_changes.c.id)
            .where(rule_changes.c.server == server_id)
            .order_by(rule_changes.c.id.desc())
            .limit(most)
        )
        older = (rule_changes.c.server == server_id) & rule_changes.c.id.not_in(newest)
        await connection.execute(delete(rule_changes).where(older))

    async def changes(self, server_id: ServerId) -> tuple[RuleChange, ...]:
        query = select(rule_changes).where(rule_changes.c.server == server_id).order_by(rule_changes.c.id.desc())
        async with self._database.reading() as connection:
            return tuple(
                RuleChange(row.id, ValueChange(row.what, row.before, row.after), row.by, row.at)
                for row in await connection.execute(query)
            )

    async def tell_once(self, server_id: ServerId, what: str, *, at: datetime) -> bool:
        new = self._database.insert(told_once).values(server=server_id, what=what, at=at).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            return bool((await connection.execute(new)).rowcount == 1)

    async def told(self, server_id: ServerId) -> frozenset[str]:
        async with self._database.reading() as connection:
            found = await connection.scalars(select(told_once.c.what).where(told_once.c.server == server_id))
            return frozenset(found)

    async def seen(self, member_id: MemberId) -> Mapping[str, int]:
        async with self._database.reading() as connection:
            return await seen_by(connection, member_id)

    async def see(self, member_id: MemberId, pack: str, scene: int | None) -> None:
        async with self._database.writing(erases=scene is None) as connection:
            if scene is None:
                of_pack = (member_seen.c.member == member_id) & (member_seen.c.pack == pack)
                await connection.execute(delete(member_seen).where(of_pack))
                return
            row = {"member": member_id, "pack": pack, "scene": scene}
            await connection.execute(
                self._database.insert(member_seen)
                .values(row)
                .on_conflict_do_update(index_elements=["member", "pack"], set_=row)
            )


async def seen_by(connection: AsyncConnection, member_id: MemberId) -> Mapping[str, int]:
    """The last scene that a member has seen, by pack."""
    query = select(member_seen).where(member_seen.c.member == member_id).order_by(member_seen.c.pack)
    return {row.pack: row.scene for row in await connection.execute(query)}
