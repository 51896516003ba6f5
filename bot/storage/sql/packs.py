"""Packs of servers, in four tables."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, delete, func, insert, select, update

from bot.ids import ChannelId, ServerId
from bot.storage.async_engine import AsyncConnection
from bot.storage.packs import DRAFT, NewVersion, PackVersion, ServerPacks
from bot.storage.sql.database import Database
from bot.storage.tables import in_utc
from bot.storage.tables import pack_pictures as stored_pictures
from bot.storage.tables import pack_versions as versions
from bot.storage.tables import packs_chosen as chosen
from bot.storage.tables import server_packs as packs

WHOLE_SERVER = 0
"""The channel of what is chosen for a whole server."""

LISTED = [each for each in versions.c if each.name not in {"files", "pictures"}]


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
                "pictures": json.dumps(dict(version.pictures), ensure_ascii=False),
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
            for digest, content in version.contents.items():
                one = {"server": version.server_id, "pack": version.pack, "digest": digest, "content": content}
                new = self._database.insert(stored_pictures).values(one).on_conflict_do_nothing()
                await connection.execute(new)
            await _drop_unused_pictures(connection, version.server_id)
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

    async def pictures(self, server_id: ServerId, pack: str, number: int) -> Mapping[str, str]:
        async with self._database.reading() as connection:
            return await _pictures(connection, server_id, pack, number)

    async def picture(self, server_id: ServerId, pack: str, path: str) -> bytes | None:
        current = select(packs.c.current).where(packs.c.server == server_id, packs.c.pack == pack)
        async with self._database.snapshot() as connection:
            digest = (await _pictures(connection, server_id, pack, await connection.scalar(current) or 0)).get(path)
            of_pack = (stored_pictures.c.server == server_id) & (stored_pictures.c.pack == pack)
            query = select(stored_pictures.c.content).where(of_pack, stored_pictures.c.digest == digest)
            return cast("bytes | None", await connection.scalar(query))

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
            for table in (versions, stored_pictures, chosen):
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


async def _pictures(connection: AsyncConnection, server_id: ServerId, pack: str, number: int) -> Mapping[str, str]:
    query = select(versions.c.pictures).where(
        versions.c.server == server_id, versions.c.pack == pack, versions.c.number == number
    )
    return dict(json.loads(await connection.scalar(query) or "{}"))


async def _drop_unused_pictures(connection: AsyncConnection, server_id: ServerId) -> None:
    """Deletes the pictures of a server that no version of its packs has any more."""
    query = select(versions.c.pack, versions.c.pictures).where(versions.c.server == server_id)
    used = {
        (row.pack, digest) for row in await connection.execute(query) for digest in json.loads(row.pictures).values()
    }
    there = select(stored_pictures.c.pack, stored_pictures.c.digest).where(stored_pictures.c.server == server_id)
    for pack, digest in {(row.pack, row.digest) for row in await connection.execute(there)} - used:
        one = (stored_pictures.c.pack == pack) & (stored_pictures.c.digest == digest)
        await connection.execute(delete(stored_pictures).where(stored_pictures.c.server == server_id, one))


def _version_of(row: Row[Any]) -> PackVersion:
    return PackVersion(row.server, row.pack, row.number, row.note, row.by, row.at, row.based_on, row.used_at)
