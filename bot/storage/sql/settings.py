"""Managers' settings."""

from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update

from bot.ids import ChannelId, RoleId, ServerId
from bot.storage.settings import DailySchedule
from bot.storage.sql.database import Database
from bot.storage.sql.rows import fields_of, row_of
from bot.storage.tables import departures, schedules, solved_posts
from bot.storage.tables import listening as listening_table

AT_ONCE = 100
"""Schedules read before other tasks get a chance to run."""


OF_SERVER = select(schedules).where(schedules.c.server == bindparam("server"))


class SqlSettings:
    """`ServerSettings` in tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_listening(self, channel_id: ChannelId) -> bool:
        async with self._database.reading() as connection:
            found = await connection.execute(select(listening_table).where(listening_table.c.channel == channel_id))
            return found.first() is not None

    async def listening(self, server_id: ServerId) -> frozenset[ChannelId]:
        async with self._database.reading() as connection:
            found = await connection.scalars(
                select(listening_table.c.channel).where(listening_table.c.server == server_id)
            )
            return frozenset(found)

    async def listen(self, server_id: ServerId, channel_id: ChannelId, *, listening: bool) -> None:
        async with self._database.writing() as connection:
            if listening:
                row = {"server": server_id, "channel": channel_id}
                await connection.execute(self._database.insert(listening_table).values(row).on_conflict_do_nothing())
            else:
                await connection.execute(delete(listening_table).where(listening_table.c.channel == channel_id))

    async def is_solved(self, post_id: ChannelId) -> bool:
        async with self._database.reading() as connection:
            found = await connection.execute(select(solved_posts).where(solved_posts.c.channel == post_id))
            return found.first() is not None

    async def solve(self, server_id: ServerId, post_id: ChannelId) -> None:
        row = {"server": server_id, "channel": post_id}
        async with self._database.writing() as connection:
            await connection.execute(self._database.insert(solved_posts).values(row).on_conflict_do_nothing())

    async def reopen(self, post_id: ChannelId) -> None:
        async with self._database.writing() as connection:
            await connection.execute(delete(solved_posts).where(solved_posts.c.channel == post_id))

    async def schedule(self, server_id: ServerId) -> DailySchedule | None:
        async with self._database.reading() as connection:
            found = (await connection.execute(OF_SERVER, {"server": server_id})).mappings().first()
            return DailySchedule(**fields_of(found)) if found else None

    async def active_schedules(self) -> tuple[DailySchedule, ...]:
        query = (
            select(schedules)
            .where(schedules.c.is_active, schedules.c.server.not_in(select(departures.c.server)))
            .order_by(schedules.c.server)
        )
        active: list[DailySchedule] = []
        async with self._database.reading() as connection:
            async for rows in (await connection.stream(query)).mappings().partitions(AT_ONCE):
                active += (DailySchedule(**fields_of(row)) for row in rows)
        return tuple(active)

    async def save_schedule(self, schedule: DailySchedule) -> None:
        row = row_of(schedule)
        async with self._database.writing() as connection:
            await connection.execute(
                self._database.insert(schedules).values(row).on_conflict_do_update(index_elements=["server"], set_=row)
            )

    async def pause(self, server_id: ServerId, *, reason: str = "") -> bool:
        return await self._change(server_id, was_active=True, is_active=False, pause_reason=reason)

    async def resume(self, server_id: ServerId, *, since: datetime) -> bool:
        return await self._change(server_id, was_active=False, is_active=True, pause_reason="", since=since)

    async def stop_pinging(self, server_id: ServerId, role_id: RoleId) -> None:
        is_pinged = (schedules.c.server == server_id) & (schedules.c.role == role_id)
        async with self._database.writing() as connection:
            await connection.execute(update(schedules).where(is_pinged).values(role=None))

    async def skip(self, server_id: ServerId, day: date | None) -> bool:
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(schedules).where(schedules.c.server == server_id).values(skipped=day)
            )
            return changed.rowcount == 1

    async def remove_schedule(self, server_id: ServerId) -> bool:
        async with self._database.writing() as connection:
            removed = await connection.execute(delete(schedules).where(schedules.c.server == server_id))
            return removed.rowcount == 1

    async def _change(self, server_id: ServerId, *, was_active: bool, **values: object) -> bool:
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(schedules)
                .where(schedules.c.server == server_id, schedules.c.is_active == was_active)
                .values(values)
            )
            return changed.rowcount == 1
