"""All storage, in one database."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, func, select, update

from bot.ids import MemberId, ServerId
from bot.storage.appeals import AppealState
from bot.storage.sql.answers import SqlAnswerLog, final_grade, graded
from bot.storage.sql.appeals import SqlAppeals
from bot.storage.sql.bags import SqlBags
from bot.storage.sql.database import Database
from bot.storage.sql.departures import KEPT, SqlDepartures
from bot.storage.sql.games import SqlGames
from bot.storage.sql.guesses import SqlGuesses, forget_tries, played_in
from bot.storage.sql.house import SqlHouse, seen_by
from bot.storage.sql.ledger import SqlLedger
from bot.storage.sql.misses import SqlMisses
from bot.storage.sql.packs import SqlPacks
from bot.storage.sql.reports import SqlReports
from bot.storage.sql.settings import SqlSettings
from bot.storage.sql.suggestions import SqlSuggestions, suggestion_of
from bot.storage.storage import Gave, MemberRecords
from bot.storage.tables import (
    answers,
    appeals,
    departures,
    guess_puzzles,
    in_utc,
    member_seen,
    pack_versions,
    regrades,
    reports,
    resets,
    rule_changes,
    schedules,
    suggestions,
)

DECIDERS = (
    (schedules, schedules.c.set_up_by),
    (regrades, regrades.c.by),
    (resets, resets.c.by),
    (appeals, appeals.c.decided_by),
    (suggestions, suggestions.c.decided_by),
    (reports, reports.c.reported_by),
    (reports, reports.c.decided_by),
    (rule_changes, rule_changes.c.by),
    (pack_versions, pack_versions.c.by),
)
"""Columns with the id of a member who reported or uploaded something, or of the manager who decided it."""


class SqlStorage:
    """`Storage` over a database with the current schema (see `connect`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.settings = SqlSettings(database)
        self.departures = SqlDepartures(database)
        self.ledger = SqlLedger(database)
        self.bags = SqlBags(database)
        self.answers = SqlAnswerLog(database)
        self.appeals = SqlAppeals(database)
        self.games = SqlGames(database)
        self.suggestions = SqlSuggestions(database)
        self.reports = SqlReports(database)
        self.house = SqlHouse(database)
        self.guesses = SqlGuesses(database)
        self.packs = SqlPacks(database)
        self.misses = SqlMisses(database)

    @property
    def database(self) -> Database:
        """For backups, which work on the tables themselves."""
        return self._database

    async def about_member(self, member_id: MemberId, *, server_id: ServerId | None = None) -> MemberRecords:
        """See `Storage`."""

        def of_them(table: Table, column: ColumnElement[int]) -> ColumnElement[bool]:
            return column == member_id if server_id is None else (column == member_id) & _is_of(table, server_id)

        given = (
            select(answers, final_grade(answers).label("grade"), appeals.c.state.label("appeal"))
            .outerjoin_from(answers, appeals, appeals.c.answer == answers.c.id)
            .where(of_them(answers, answers.c.member))
            .order_by(answers.c.id)
        )
        made = select(suggestions).where(of_them(suggestions, suggestions.c.member)).order_by(suggestions.c.id)
        async with self._database.snapshot() as connection:
            gave = tuple(
                Gave(graded(row, is_right=row.grade), row.appeal and AppealState(row.appeal))
                for row in await connection.execute(given)
            )
            suggested = tuple(suggestion_of(row) for row in await connection.execute(made))
            here = [] if server_id is None else [guess_puzzles.c.server == server_id]
            guessed = await played_in(connection, *here, member_id=member_id)
            seen = await seen_by(connection, member_id) if server_id is None else {}
            decided = 0
            for table, column in DECIDERS:
                count = select(func.count()).select_from(table).where(of_them(table, column))
                decided += (await connection.execute(count)).scalar_one()
        return MemberRecords(gave, suggested, decided, guessed, tuple(seen.items()))

    async def forget_member(self, member_id: MemberId, *, server_id: ServerId | None = None) -> int:
        """See `Storage`."""
        async with self._database.writing(erases=True) as connection:
            forgotten = await forget_tries(connection, member_id, server_id)
            for table in (answers, suggestions):
                gone = delete(table).where(table.c.member == member_id)
                if server_id is not None:
                    gone = gone.where(table.c.server == server_id)
                forgotten += (await connection.execute(gone)).rowcount
            if server_id is None:
                await connection.execute(delete(member_seen).where(member_seen.c.member == member_id))
            for table, column in DECIDERS:
                named = update(table).where(column == member_id).values({column: None})
                if server_id is not None:
                    named = named.where(_is_of(table, server_id))
                await connection.execute(named)
            return forgotten

    async def forget_server(self, server_id: ServerId, *, left_before: datetime | None = None) -> bool:
        """See `Storage`. Regrades and appeals are deleted with their answers, tries with their puzzles."""
        note = delete(departures).where(departures.c.server == server_id)
        async with self._database.writing(erases=True) as connection:
            if left_before is None:
                await connection.execute(note)
            elif (await connection.execute(note.where(departures.c.at < in_utc(left_before)))).rowcount != 1:
                return False
            for table in KEPT:
                await connection.execute(delete(table).where(table.c.server == server_id))
            return True

    async def reach(self) -> None:
        """See `Storage`."""
        async with self._database.reading() as connection:
            await connection.execute(select(1))

    async def close(self) -> None:
        """See `Storage`."""
        await self._database.close()


def _is_of(table: Table, server_id: ServerId) -> ColumnElement[bool]:
    """Whether a row is about the server; regrades and appeals belong to their answer's server."""
    if "server" in table.c:
        return table.c.server == server_id
    return table.c.answer.in_(select(answers.c.id).where(answers.c.server == server_id))
