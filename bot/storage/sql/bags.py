"""The questions that servers were asked."""

from collections.abc import Sequence

from sqlalchemy import bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.bags import Draw, next_draws
from bot.storage.sql.database import Database
from bot.storage.tables import drawn

TURNS = select(drawn.c.question, drawn.c.turn).where(
    drawn.c.server == bindparam("server"), drawn.c.pack == bindparam("pack")
)


class SqlBags:
    """`Bags` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def peek(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        async with self._database.reading() as connection:
            return await _next(connection, server, pack, shuffled, count)

    async def draw(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        async with self._database.writing() as connection:
            await self._database.lock(connection, server)
            draws = await _next(connection, server, pack, shuffled, count)
            await take_out(self._database, connection, server, *draws)
            return draws


async def take_out(database: Database, connection: AsyncConnection, server: int, *draws: Draw) -> None:
    """Records that these questions were drawn. A later turn of theirs stands."""
    for draw in draws:
        row = {"server": server, "pack": draw.pack, "question": draw.question, "turn": draw.turn}
        new = database.insert(drawn).values(row)
        later = case((drawn.c.turn > new.excluded.turn, drawn.c.turn), else_=new.excluded.turn)
        await connection.execute(
            new.on_conflict_do_update(index_elements=["server", "pack", "question"], set_={"turn": later})
        )


async def _next(
    connection: AsyncConnection, server: int, pack: str, shuffled: Sequence[str], count: int
) -> tuple[Draw, ...]:
    found = await connection.execute(TURNS, {"server": server, "pack": pack})
    return next_draws({row.question: row.turn for row in found}, pack, shuffled, count)
