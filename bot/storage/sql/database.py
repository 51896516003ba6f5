"""Read and write transactions, and their errors."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from time import perf_counter
from typing import Any, Protocol

from sqlalchemy import Connection, Table, event, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)

from bot.errors import StorageAway, StorageError, UserError
from bot.ids import ServerId
from bot.storage.async_engine import AsyncConnection, AsyncEngine
from bot.storage.tables import servers

WRITES = "lorekeeper_writes"
"""The execution option of a connection whose transaction will write."""


OPEN_WITHIN = timedelta(seconds=3)
"""How long a cancelled task waits for a connection that is being opened. SQLite takes milliseconds."""


ENDED_WITHIN = timedelta(seconds=3)
"""How long closing waits for open transactions."""


TOO_LARGE = "I can't do that here: one of the ids is larger than Discord's ever are."
"""Ids of 64 bits, which no column holds: of a server that speaks Discord's API, but counts differently."""

OURS = (IntegrityError, ProgrammingError, DataError, NotSupportedError)
"""Errors that another try wouldn't change."""

LOG_WITHIN = timedelta(milliseconds=500)
"""How long a deletion waits for readers, so that it can empty SQLite's write-ahead log."""


class DatabaseFailed(StorageError):
    """The database reported an error; `said` is its message."""

    def __init__(self, said: str) -> None:
        super().__init__(f"The database reported an error: {said}")
        self.said = said


class DatabaseAway(DatabaseFailed, StorageAway):
    """The database can't be reached, is locked, or has no room: nothing is wrong with the request."""


class DatabaseWatch(Protocol):
    """Told about transactions."""

    def transaction(self, kind: str, took: timedelta, *, has_failed: bool) -> None:
        """One ended; `kind` is "read" or "write". `took` includes waiting for a connection."""


class Database:
    """Hands out transactions. Each is atomic, even if cancelled.

    SQLite allows one writer at a time. Writers of this process queue here, because SQLite itself waits in an unfair
    sleep loop; writers of other processes wait there.
    """

    def __init__(self, engine: AsyncEngine, watch: DatabaseWatch | None = None) -> None:
        self._watch = watch
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._turn = asyncio.Lock() if self.is_sqlite else None
        self._log_holds_deleted = False
        self._in_use = 0
        self._returned = asyncio.Condition()
        self._is_closed = False

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        with self._watched("read"):
            async with told(), self._connected() as connection, connection.begin():
                yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A transaction whose reads all see the same state. SQLite's transactions always do."""
        with self._watched("read"):
            async with told(), self._connected() as connection:
                if not self.is_sqlite:
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def writing(self, *, erases: bool = False) -> AsyncIterator[AsyncConnection]:
        """With `erases`, what the transaction deletes is afterwards gone from SQLite's write-ahead log, too."""
        with self._watched("write"):
            async with told(), AsyncExitStack() as stack:
                if self._turn:
                    await stack.enter_async_context(self._turn)
                connection = await stack.enter_async_context(self._connected())
                await connection.execution_options(**{WRITES: True})
                self._log_holds_deleted |= erases and self.is_sqlite
                async with connection.begin():
                    yield connection
                if self._log_holds_deleted:
                    self._log_holds_deleted = not await _log_emptied(connection)  # or else after the next transaction

    @contextmanager
    def _watched(self, kind: str) -> Iterator[None]:
        began, has_failed = perf_counter(), False
        try:
            yield
        except DatabaseFailed:
            has_failed = True
            raise
        finally:
            if self._watch is not None:
                self._watch.transaction(kind, timedelta(seconds=perf_counter() - began), has_failed=has_failed)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection from the pool, which `close` waits for."""
        if self._is_closed:
            raise DatabaseAway("it is closed.")
        self._in_use += 1
        connection = None
        try:
            connection = await self._opened()
            yield connection
        finally:
            await asyncio.shield(asyncio.ensure_future(self._give_back(connection)))

    async def _opened(self) -> AsyncConnection:
        """Opening a connection isn't interrupted by a cancellation, which would leak a half-open one."""
        opening = asyncio.ensure_future(self.engine.connect().start())
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            await asyncio.wait({opening}, timeout=OPEN_WITHIN.total_seconds())
            if opening.done() and not opening.cancelled() and not opening.exception():
                await opening.result().close()
            opening.cancel()
            raise

    async def _give_back(self, connection: AsyncConnection | None) -> None:
        if connection is not None:
            await connection.close()
        self._in_use -= 1
        async with self._returned:
            self._returned.notify_all()

    async def close(self) -> None:
        """Closes the database once open transactions have ended, or after `ENDED_WITHIN`."""
        self._is_closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDED_WITHIN.total_seconds()), self._returned:
                await self._returned.wait_for(lambda: self._in_use == 0)
        await self.engine.dispose()

    def insert(self, table: Table) -> Any:
        """An INSERT with ON CONFLICT, which both databases support with the same syntax."""
        if self.is_sqlite:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # imports all its drivers, which SQLite needn't wait for

        return postgresql.insert(table)

    async def lock(self, connection: AsyncConnection, server_id: ServerId) -> None:
        """Makes other writing transactions that lock the server wait until this one has ended."""
        await connection.execute(self.insert(servers).values(server=server_id).on_conflict_do_nothing())
        await connection.execute(select(servers.c.server).where(servers.c.server == server_id).with_for_update())


async def _log_emptied(connection: AsyncConnection) -> bool:
    """Empties SQLite's write-ahead log, where every version of a page stays readable. Returns False if a reader, such
    as a backup, keeps the log in use.
    """
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    try:
        [[waited]] = await raw.execute_fetchall("PRAGMA busy_timeout")
        try:
            await raw.execute_fetchall(f"PRAGMA busy_timeout = {LOG_WITHIN // timedelta(milliseconds=1)}")
            [(is_busy, *_)] = await raw.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            await raw.execute_fetchall(f"PRAGMA busy_timeout = {waited}")
    except sqlite3.Error:
        return False
    return not is_busy


def begin_by_hand(engine: AsyncEngine) -> None:
    """Makes SQLite's transactions begin where SQLAlchemy's do; those that write take the lock at once.

    By default Python's sqlite3 begins a transaction only before the first change, so two of them could both read and
    then fail to write.
    """

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@asynccontextmanager
async def told() -> AsyncIterator[None]:
    try:
        yield
    except OverflowError as error:
        raise UserError(TOO_LARGE) from error
    except (SQLAlchemyError, OSError) as error:
        if isinstance(error, DBAPIError) and "out of int64 range" in str(error.orig):  # PostgreSQL's driver
            raise UserError(TOO_LARGE) from error
        if isinstance(error, StatementError) and isinstance(error.orig, ValueError):
            raise error.orig from error  # a value that no column accepts, such as a naive time, is the caller's mistake
        kind = DatabaseFailed if isinstance(error, OURS) else DatabaseAway
        raise kind(_first_line(error)) from error


def _first_line(error: Exception) -> str:
    """The database's own message, without the statement and its values, which may hold what people typed."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).splitlines()
    return f"{lines[0].removesuffix('.')}." if lines else f"{type(cause).__name__}."
