"""Members' suggestions for the packs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.ids import ChannelId, MemberId, ServerId, SuggestionId
from bot.storage.sql.database import Database
from bot.storage.sql.rows import row_of
from bot.storage.suggestions import NewSuggestion, Suggestion, SuggestionState
from bot.storage.tables import review_channels
from bot.storage.tables import suggestions as table


class SqlSuggestions:
    """`Suggestions` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def review_channel(self, server_id: ServerId) -> ChannelId | None:
        query = select(review_channels.c.channel).where(review_channels.c.server == server_id)
        async with self._database.reading() as connection:
            found: ChannelId | None = await connection.scalar(query)
            return found

    async def review_in(self, server_id: ServerId, channel_id: ChannelId | None) -> None:
        async with self._database.writing() as connection:
            await connection.execute(delete(review_channels).where(review_channels.c.server == server_id))
            if channel_id is not None:
                await connection.execute(insert(review_channels).values(server=server_id, channel=channel_id))

    async def add(self, suggestion: NewSuggestion) -> Suggestion:
        row = {**row_of(suggestion), "state": SuggestionState.OPEN.value}
        async with self._database.writing() as connection:
            added = await connection.execute(insert(table).values(row).returning(*table.c))
            return suggestion_of(added.one())

    async def suggestions(self, server_id: ServerId, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        query = select(table).where(table.c.server == server_id).order_by(table.c.id)
        async with self._database.reading() as connection:
            found = await connection.execute(query if state is None else query.where(table.c.state == state.value))
            return tuple(suggestion_of(row) for row in found)

    async def suggestion(self, server_id: ServerId, id: SuggestionId) -> Suggestion | None:
        query = select(table).where(table.c.server == server_id, table.c.id == id)
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).first()
            return None if found is None else suggestion_of(found)

    async def edit(self, id: SuggestionId, *, text: str, question: str) -> bool:
        async with self._database.writing() as connection:
            edited = await connection.execute(
                update(table)
                .where(table.c.id == id, table.c.state == SuggestionState.OPEN.value)
                .values(text=text, question=question)
            )
            return edited.rowcount == 1

    async def drop(self, id: SuggestionId) -> None:
        async with self._database.writing(erases=True) as connection:
            await connection.execute(delete(table).where(table.c.id == id))

    async def decide(self, id: SuggestionId, state: SuggestionState, *, by: MemberId, at: datetime) -> bool:
        async with self._database.writing() as connection:
            decided = await connection.execute(
                update(table)
                .where(table.c.id == id, table.c.state == SuggestionState.OPEN.value)
                .values(state=state.value, decided_by=by, decided_at=at)
            )
            return decided.rowcount == 1


def suggestion_of(row: Row[Any]) -> Suggestion:
    """A row of `suggestions`."""
    made = NewSuggestion(row.server, row.channel, row.member, row.text, row.about, row.at, row.question, row.credit)
    return Suggestion(row.id, made, SuggestionState(row.state), row.decided_by, row.decided_at)
