"""The games that run, one a channel. Who holds one is in the WHERE of whatever changes it, so one process plays it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.answers import Answered
from bot.storage.games import FreeGame, RunningGame
from bot.storage.sql.answers import as_accepted, log_in
from bot.storage.sql.database import Database
from bot.storage.tables import Number, forgotten, games, in_utc


class SqlGames:
    """`Games` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, game: RunningGame) -> RunningGame | None:
        async with self._database.writing() as connection:
            while True:
                new = self._database.insert(games).values(asdict(game)).on_conflict_do_nothing()
                if (await connection.execute(new)).rowcount == 1:
                    return None
                found = await connection.execute(select(games).where(games.c.channel == game.channel))
                if row := found.mappings().first():  # otherwise it has ended in between
                    return RunningGame(**row)

    async def save(
        self,
        channel: int,
        id: str,
        *,
        holder: str,
        lease_until: datetime,
        state: str,
        at: datetime,
        answers: Sequence[Answered] = (),
    ) -> bool:
        async with self._database.writing() as connection:
            saved = await connection.execute(
                update(games)
                .where(_is(channel, id), games.c.holder == holder)
                .values(state=state, saved_at=at, lease_until=lease_until)
            )
            if saved.rowcount != 1:
                return False
            known = await _of_the_known(connection, channel, answers)
            for answer in await as_accepted(connection, self._database, known):
                await log_in(connection, self._database, answer)  # one after another, as each counts those before it
            return True

    async def take(self, channel: int, id: str, *, holder: str, now: datetime, lease: timedelta) -> RunningGame | None:
        taken = (
            update(games)
            .where(_is(channel, id), or_(games.c.holder == holder, _is_left(now)))
            .values(holder=holder, lease_until=in_utc(now) + lease)
            .returning(*games.c)
        )
        async with self._database.writing() as connection:
            found = (await connection.execute(taken)).mappings().first()
            return RunningGame(**found) if found else None

    async def renew(self, holder: str, *, until: datetime) -> Mapping[int, str]:
        renewed = (
            update(games)
            .where(games.c.holder == holder)
            .values(lease_until=until)
            .returning(games.c.channel, games.c.id)
        )
        async with self._database.writing() as connection:
            return {row.channel: row.id for row in await connection.execute(renewed)}

    async def release(self, holder: str) -> int:
        released = update(games).where(games.c.holder == holder).values(holder=None, lease_until=None)
        async with self._database.writing() as connection:
            return (await connection.execute(released)).rowcount

    async def to_forget(self, holder: str) -> Mapping[int, frozenset[int]]:
        noted = select(forgotten).join(games).where(games.c.holder == holder)
        async with self._database.reading() as connection:
            members: defaultdict[int, set[int]] = defaultdict(set)
            for row in await connection.execute(noted):
                members[row.channel].add(row.member)
        return {channel: frozenset(found) for channel, found in members.items()}

    async def has_forgotten(self, channel: int, member: int) -> None:
        note = delete(forgotten).where(forgotten.c.channel == channel, forgotten.c.member == member)
        async with self._database.writing() as connection:
            await connection.execute(note)

    async def free(self, *, now: datetime) -> tuple[FreeGame, ...]:
        left = select(games.c.server, games.c.channel, games.c.id).where(_is_left(now))
        async with self._database.reading() as connection:
            found = await connection.execute(left.order_by(games.c.started_at, games.c.channel))
            return tuple(FreeGame(**row) for row in found.mappings())

    async def game(self, channel: int) -> RunningGame | None:
        async with self._database.reading() as connection:
            found = (await connection.execute(select(games).where(games.c.channel == channel))).mappings().first()
            return RunningGame(**found) if found else None

    async def running(self) -> tuple[RunningGame, ...]:
        async with self._database.reading() as connection:
            found = await connection.execute(select(games).order_by(games.c.started_at, games.c.channel))
            return tuple(RunningGame(**row) for row in found.mappings())

    async def end(self, channel: int, id: str, *, holder: str) -> bool:
        async with self._database.writing() as connection:
            ended = await connection.execute(delete(games).where(_is(channel, id), games.c.holder == holder))
            return ended.rowcount == 1


async def let_games_forget(connection: AsyncConnection, database: Database, member: int, server: int | None) -> None:
    """Note for each game that knows a member, here or everywhere, that it has to forget them."""
    knowing = select(games.c.channel, literal(member, Number)).where(games.c.state.contains(str(member)))
    if server is not None:
        knowing = knowing.where(games.c.server == server)
    new = database.insert(forgotten).from_select(["channel", "member"], knowing)
    await connection.execute(new.on_conflict_do_nothing())


async def _of_the_known(connection: AsyncConnection, channel: int, answers: Sequence[Answered]) -> Sequence[Answered]:
    """The answers in a game but for those of members whom it has yet to forget."""
    if not answers:
        return answers
    unknown = frozenset(await connection.scalars(select(forgotten.c.member).where(forgotten.c.channel == channel)))
    return [answer for answer in answers if answer.member not in unknown]


def _is(channel: int, id: str) -> ColumnElement[bool]:
    return and_(games.c.channel == channel, games.c.id == id)


def _is_left(now: datetime) -> ColumnElement[bool]:
    """Nobody's lease runs."""
    return or_(games.c.lease_until.is_(None), games.c.lease_until <= in_utc(now))
