"""Members' suggestions for the packs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.ids import MemberId, ServerId
from bot.storage.sql.database import Database
from bot.storage.sql.rows import row_of
from bot.storage.suggestions import NewSuggestion, Suggestion, SuggestionState
from bot.storage.tables import suggestions as table


class SqlSuggestions:
    """`Suggestions` in a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    async def decide(self, id: int, state: SuggestionState, *, by: MemberId, at: datetime) -> bool:
        async with self._database.writing() as connection:
            decided = await connection.execute(
                update(table)
                .where(table.c.id == id, table.c.state == SuggestionState.OPEN.value)
                .values(state=state.value, decided_by=by, decided_at=at)
            )
            return decided.rowcount == 1


def suggestion_of(row: Row[Any]) -> Suggestion:
    """A row of `suggestions`."""
    made = NewSuggestion(row.server, row.channel, row.member, row.text, row.about, row.at)
    return Suggestion(row.id, made, SuggestionState(row.state), row.decided_by, row.decided_at)
