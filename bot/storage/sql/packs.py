"""Packs of servers, in three tables."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.ids import ChannelId, ServerId
from bot.storage.packs import DRAFT, NewVersion, PackVersion, ServerPacks
from bot.storage.sql.database import Database
from bot.storage.tables import in_utc
from bot.storage.tables import pack_versions as versions
from bot.storage.tables import packs_chosen as chosen
from bot.storage.tables import server_packs as packs

WHOLE_SERVER = 0
"""The channel of what is chosen for a whole server."""

LISTED = [each for each in versions.c if each.name != "files"]


class SqlPacks:
    """`Packs` in tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_server(self, server_id: ServerId) -> ServerPacks:
        own = select(packs.c.pack, packs.c.current).where(packs.c.server == server_id).order_by(packs.c.pack)
        there = select(chosen).where(chosen.c.server == server_id).order_by(chosen.c.channel, chosen.c.pack)
        found: dict[ChannelId | None, tuple[str, ...]] = {}
        async with self._database.snapshot() as connection:
            current = {row.pack: row.current for row in await connection.execute(own)}
            for row in await connection.execute(there):
                channel_id = None if row.channel == WHOLE_SERVER else row.channel
                found[channel_id] = (*found.get(channel_id, ()), row.pack)
        return ServerPacks(current, found)

    async def add(self, version: NewVersion, *, most: int) -> PackVersion:
        of_pack = (versions.c.server == version.server_id) & (versions.c.pack == version.pack)
        async with self._database.writing() as connection:
            await self._database.lock(connection, version.server_id)
            last = await connection.scalar(select(func.max(versions.c.number)).where(of_pack))
            number = 1 + (last or 0)
            row = {
                "server": version.server_id,
                "pack": version.pack,
                "number": number,
                "files": json.dumps(dict(version.files), ensure_ascii=False),
                "note": version.note,
                "by": version.by,
                "at": version.at,
                "based_on": version.based_on,
            }
            old_drafts = (versions.c.used_at.is_(None)) & (versions.c.at < in_utc(version.at) - DRAFT)
            await connection.execute(delete(versions).where(versions.c.server == version.server_id, old_drafts))
            await connection.execute(insert(versions).values(row))
            kept = select(packs.c.current).where(packs.c.server == version.server_id, packs.c.pack == version.pack)
            current = await connection.scalar(kept)
            numbers = await connection.scalars(
                select(versions.c.number).where(of_pack).order_by(versions.c.number.desc())
            )
            if old := [each for each in numbers.all()[most:] if each != current]:
                await connection.execute(delete(versions).where(of_pack, versions.c.number.in_(old)))
            query = select(*LISTED).where(of_pack, versions.c.number == number)
            return _version_of((await connection.execute(query)).one())

    async def history(self, server_id: ServerId, pack: str) -> tuple[PackVersion, ...]:
        query = select(*LISTED).where(versions.c.server == server_id, versions.c.pack == pack)
        async with self._database.reading() as connection:
            return tuple(map(_version_of, await connection.execute(query.order_by(versions.c.number.desc()))))

    async def files(self, server_id: ServerId, pack: str, number: int) -> Mapping[str, str] | None:
        query = select(versions.c.files).where(
            versions.c.server == server_id, versions.c.pack == pack, versions.c.number == number
        )
        async with self._database.reading() as connection:
            found = await connection.scalar(query)
            return None if found is None else dict(json.loads(found))

    async def make_current(self, server_id: ServerId, pack: str, number: int, *, instead_of: int, at: datetime) -> bool:
        async with self._database.writing() as connection:
            await self._database.lock(connection, server_id)
            now_used = await connection.scalar(
                select(packs.c.current).where(packs.c.server == server_id, packs.c.pack == pack)
            )
            if (now_used or 0) != instead_of:
                return False
            used = await connection.execute(
                update(versions)
                .where(versions.c.server == server_id, versions.c.pack == pack, versions.c.number == number)
                .values(used_at=at)
            )
            if used.rowcount != 1:
                return False
            row = {"server": server_id, "pack": pack, "current": number}
            await connection.execute(
                self._database.insert(packs)
                .values(row)
                .on_conflict_do_update(index_elements=["server", "pack"], set_={"current": number})
            )
            return True

    async def remove(self, server_id: ServerId, pack: str) -> bool:
        async with self._database.writing() as connection:
            for table in (versions, chosen):
                await connection.execute(delete(table).where(table.c.server == server_id, table.c.pack == pack))
            gone = await connection.execute(delete(packs).where(packs.c.server == server_id, packs.c.pack == pack))
            return gone.rowcount == 1

    async def choose(self, server_id: ServerId, channel_id: ChannelId | None, packs: Sequence[str]) -> None:
        where = WHOLE_SERVER if channel_id is None else channel_id
        rows = [{"server": server_id, "channel": where, "pack": pack} for pack in dict.fromkeys(packs)]
        async with self._database.writing() as connection:
            await connection.execute(delete(chosen).where(chosen.c.server == server_id, chosen.c.channel == where))
            if rows:
                await connection.execute(insert(chosen), rows)


def _version_of(row: Row[Any]) -> PackVersion:
    return PackVersion(row.server, row.pack, row.number, row.note, row.by, row.at, row.based_on, row.used_at)
