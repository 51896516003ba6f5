"""Running games, one per channel."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, update

from bot.ids import ChannelId, GameId
from bot.storage.answers import Answered
from bot.storage.games import RunningGame
from bot.storage.sql.answers import as_accepted, log_in
from bot.storage.sql.database import Database
from bot.storage.sql.rows import fields_of, row_of
from bot.storage.tables import games


class SqlGames:
    """`Games` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, game: RunningGame) -> RunningGame | None:
        async with self._database.writing() as connection:
            while True:
                new = self._database.insert(games).values(row_of(game)).on_conflict_do_nothing()
                if (await connection.execute(new)).rowcount == 1:
                    return None
                found = await connection.execute(select(games).where(games.c.channel == game.channel_id))
                if row := found.mappings().first():  # otherwise it has just ended
                    return RunningGame(**fields_of(row))

    async def save(
        self, channel_id: ChannelId, id: GameId, *, was: str, state: str, at: datetime, answers: Sequence[Answered] = ()
    ) -> bool:
        async with self._database.writing() as connection:
            saved = await connection.execute(
                update(games).where(_is(channel_id, id), games.c.state == was).values(state=state, saved_at=at)
            )
            if saved.rowcount != 1:
                return False
            for answer in await as_accepted(connection, self._database, answers):
                await log_in(connection, self._database, answer)  # one at a time, since each counts the previous ones
            return True

    async def game(self, channel_id: ChannelId) -> RunningGame | None:
        async with self._database.reading() as connection:
            found = (await connection.execute(select(games).where(games.c.channel == channel_id))).mappings().first()
            return RunningGame(**fields_of(found)) if found else None

    async def running(self) -> tuple[RunningGame, ...]:
        async with self._database.reading() as connection:
            found = await connection.execute(select(games).order_by(games.c.started_at, games.c.channel))
            return tuple(RunningGame(**fields_of(row)) for row in found.mappings())

    async def end(self, channel_id: ChannelId, id: GameId) -> bool:
        async with self._database.writing(erases=True) as connection:
            return (await connection.execute(delete(games).where(_is(channel_id, id)))).rowcount == 1


def _is(channel_id: ChannelId, id: GameId) -> ColumnElement[bool]:
    return and_(games.c.channel == channel_id, games.c.id == id)
