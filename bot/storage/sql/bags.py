"""The questions that servers were asked."""

from collections.abc import Sequence

from sqlalchemy import bindparam, case, select

from bot.ids import QuestionKey, ServerId
from bot.storage.async_engine import AsyncConnection
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

    async def peek(
        self, server_id: ServerId, pack: str, shuffled: Sequence[QuestionKey], *, count: int = 1
    ) -> tuple[Draw, ...]:
        async with self._database.reading() as connection:
            return await _next(connection, server_id, pack, shuffled, count)

    async def draw(
        self, server_id: ServerId, pack: str, shuffled: Sequence[QuestionKey], *, count: int = 1
    ) -> tuple[Draw, ...]:
        async with self._database.writing() as connection:
            await self._database.lock(connection, server_id)
            draws = await _next(connection, server_id, pack, shuffled, count)
            await take_out(self._database, connection, server_id, *draws)
            return draws


async def take_out(database: Database, connection: AsyncConnection, server_id: ServerId, *draws: Draw) -> None:
    """Records that these questions were drawn. A later turn of theirs stands."""
    for draw in draws:
        row = {"server": server_id, "pack": draw.pack, "question": draw.question_key, "turn": draw.turn}
        new = database.insert(drawn).values(row)
        later = case((drawn.c.turn > new.excluded.turn, drawn.c.turn), else_=new.excluded.turn)
        await connection.execute(
            new.on_conflict_do_update(index_elements=["server", "pack", "question"], set_={"turn": later})
        )


async def _next(
    connection: AsyncConnection, server_id: ServerId, pack: str, shuffled: Sequence[QuestionKey], count: int
) -> tuple[Draw, ...]:
    found = await connection.execute(TURNS, {"server": server_id, "pack": pack})
    return next_draws({row.question: row.turn for row in found}, pack, shuffled, count)
