"""Servers from which the bot was removed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, Table, delete, func, select, update

from bot.ids import ServerId
from bot.storage.sql.database import Database
from bot.storage.tables import (
    aliases,
    answers,
    daily_posts,
    departures,
    drawn,
    games,
    guess_puzzles,
    in_utc,
    listening,
    miss_digests,
    misses,
    pack_pictures,
    pack_versions,
    packs_chosen,
    reports,
    resets,
    review_channels,
    rule_changes,
    schedules,
    server_packs,
    server_rules,
    servers,
    solved_posts,
    suggestions,
    told_once,
)

KEPT = (
    schedules,
    listening,
    solved_posts,
    drawn,
    daily_posts,
    answers,
    aliases,
    games,
    resets,
    reports,
    suggestions,
    review_channels,
    misses,
    miss_digests,
    guess_puzzles,
    server_packs,
    pack_versions,
    pack_pictures,
    packs_chosen,
    server_rules,
    rule_changes,
    told_once,
    servers,
)
"""All tables with data about a server."""


class SqlDepartures:
    """`Departures` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, server_id: ServerId, *, at: datetime) -> bool:
        new = self._database.insert(departures).values(server=server_id, at=at).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            return bool((await connection.execute(new)).rowcount == 1)

    async def take_back(self, server_id: ServerId, *, at: datetime) -> bool:
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(departures).where(departures.c.server == server_id))
            if gone.rowcount != 1:
                return False
            older = (schedules.c.server == server_id) & (schedules.c.since < in_utc(at))
            await connection.execute(update(schedules).where(older).values(since=at))
            return True

    async def noted(self) -> Mapping[ServerId, datetime]:
        async with self._database.reading() as connection:
            found = await connection.execute(select(departures).order_by(departures.c.server))
            return {row.server: row.at for row in found}

    async def present(self) -> frozenset[ServerId]:
        async with self._database.reading() as connection:
            found: set[ServerId] = set()
            for table in KEPT:
                found.update(await connection.scalars(_servers_of(table)))
            return frozenset(found.difference(await connection.scalars(select(departures.c.server))))


def _servers_of(table: Table) -> Select[tuple[int]]:
    """Every server in a table, with one index lookup per server instead of a full scan."""
    first = select(func.min(table.c.server).label("server")).cte(f"of_{table.name}", recursive=True)
    following = select(func.min(table.c.server)).where(table.c.server > first.c.server).scalar_subquery()
    each = first.union_all(select(following).where(first.c.server.is_not(None)))
    return select(each.c.server).where(each.c.server.is_not(None))
