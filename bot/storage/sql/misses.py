"""The waiting lists of servers, and their digests."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.ids import MissId, ServerId
from bot.storage.misses import DigestClaim, Miss, MissEnd, NewMiss
from bot.storage.sql.database import Database
from bot.storage.sql.rows import fields_of, row_of
from bot.storage.tables import in_utc, miss_digests
from bot.storage.tables import misses as table


class SqlMisses:
    """`Misses` in tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, miss: NewMiss, *, most: int) -> bool:
        alike = (table.c.server == miss.server_id) & (table.c.normal == miss.normal)
        last = {"channel": miss.channel_id, "ended": miss.ended.value, "last_at": miss.at}
        counted = table.c.times + int(miss.ended is not MissEnd.WRONG)
        latest = (
            select(table.c.id)
            .where(table.c.server == miss.server_id)
            .order_by(table.c.last_at.desc(), table.c.id.desc())
            .limit(most)
        )
        new = {"server": miss.server_id, "text": miss.text, "normal": miss.normal, "times": 1, "first_at": miss.at}
        async with self._database.writing() as connection:
            known = await connection.execute(update(table).where(alike).values(times=counted, **last))
            if known.rowcount:
                return False
            await connection.execute(self._database.insert(table).values(**new, **last).on_conflict_do_nothing())
            others = (table.c.server == miss.server_id) & table.c.id.not_in(latest)
            await connection.execute(delete(table).where(others))
            return True

    async def kept(self, server_id: ServerId | None = None) -> tuple[Miss, ...]:
        query = select(table).order_by(table.c.server, table.c.times.desc(), table.c.last_at.desc(), table.c.id)
        async with self._database.reading() as connection:
            found = await connection.execute(query if server_id is None else query.where(table.c.server == server_id))
            return tuple(_miss_of(row) for row in found)

    async def miss(self, server_id: ServerId, id: MissId) -> Miss | None:
        query = select(table).where(table.c.server == server_id, table.c.id == id)
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).first()
            return None if found is None else _miss_of(found)

    async def alike(self, server_id: ServerId, normal: str) -> Miss | None:
        query = select(table).where(table.c.server == server_id, table.c.normal == normal)
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).first()
            return None if found is None else _miss_of(found)

    async def drop(self, server_id: ServerId, id: MissId) -> bool:
        async with self._database.writing(erases=True) as connection:
            gone = await connection.execute(delete(table).where(table.c.server == server_id, table.c.id == id))
            return gone.rowcount == 1

    async def clear(self, server_id: ServerId, *, before: datetime | None = None) -> int:
        gone = delete(table).where(table.c.server == server_id)
        if before is not None:
            gone = gone.where(table.c.last_at < in_utc(before))
        async with self._database.writing(erases=True) as connection:
            return (await connection.execute(gone)).rowcount

    async def servers(self) -> frozenset[ServerId]:
        async with self._database.reading() as connection:
            return frozenset(await connection.scalars(select(table.c.server).distinct()))

    async def digest(self, server_id: ServerId) -> DigestClaim | None:
        query = select(miss_digests).where(miss_digests.c.server == server_id)
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).mappings().first()
            return None if found is None else DigestClaim(**fields_of(found))

    async def claim_digest(self, claim: DigestClaim) -> bool:
        row = row_of(claim)
        put = self._database.insert(miss_digests).values(row)
        claimed = put.on_conflict_do_update(index_elements=["server"], set_=row, where=miss_digests.c.week < claim.week)
        async with self._database.writing() as connection:
            return bool((await connection.execute(claimed)).rowcount == 1)

    async def settle_digest(self, server_id: ServerId, week: date, *, at: datetime) -> None:
        of_week = (miss_digests.c.server == server_id) & (miss_digests.c.week == week)
        async with self._database.writing() as connection:
            await connection.execute(update(miss_digests).where(of_week).values(settled_at=at))


def _miss_of(row: Row[Any]) -> Miss:
    return Miss(
        row.id,
        row.server,
        row.channel,
        row.text,
        row.normal,
        MissEnd(row.ended),
        row.times,
        row.first_at,
        row.last_at,
    )
