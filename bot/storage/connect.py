"""Opens the database, creates or migrates its schema, and refuses one from a newer version."""

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

from bot.errors import StorageError
from bot.storage.async_engine import AsyncEngine, create_async_engine
from bot.storage.sql.database import Database, DatabaseFailed, DatabaseWatch, begin_by_hand
from bot.storage.sql.storage import SqlStorage

log = logging.getLogger(__name__)

FILE = "lorekeeper.sqlite3"
"""The database file in the data folder."""

PRIVATE = 0o600
"""The rights of the database: it holds what members typed."""

HIGHEST_PORT = 65_535

NO_ADDRESS = "DATABASE_URL isn't a database address. It looks like postgresql+asyncpg://user:password@host/database"

BUSY_SECONDS = 30
"""How long a write to SQLite waits for other processes."""

PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")
"""For every connection to SQLite: foreign keys are enforced, a commit is on the disk when it returns, and deleted data
is overwritten.
"""

SWITCHED_AGAIN = 0.02
"""Seconds until a new database is switched to WAL again, if another process was doing so."""

MIGRATING = 7_021_948_366_013_442
"""The advisory lock for migrating PostgreSQL (arbitrary, to avoid collisions)."""

MIGRATIONS = Path(__file__).parent / "migrations"

SCHEMAS = tuple(f"v{number:04}" for number in range(1, 15))
"""Every schema that can be upgraded, the current one last; each is a file of the migrations."""

VERSIONS = "alembic_version"
"""Alembic's own table with the schema's version."""

Result = TypeVar("Result")


async def open_storage(*, url: str | None, folder: Path, watch: DatabaseWatch | None = None) -> SqlStorage:
    """Opens the storage at `url`, or in the SQLite file of `folder`, and upgrades its schema.

    Raises StorageError, with the next step: unreachable, not ours, or from a newer version.
    """
    database = Database(engine_of(url, folder, must_exist=False), watch)
    await _checked(database, in_transaction(database, _bring_up))
    return SqlStorage(database)


async def open_as_it_is(*, url: str | None, folder: Path) -> Database:
    """Opens the database as it is, with any known schema. Nothing is created or changed.

    Raises StorageError, also if there is no database.
    """
    database = Database(engine_of(url, folder, must_exist=True))
    await _checked(database, reading(database, _judge))
    return database


async def open_to_read(*, url: str | None, folder: Path) -> SqlStorage:
    """Opens the storage without upgrading or creating anything. Raises StorageError, also if its schema is older."""
    database = await open_as_it_is(url=url, folder=folder)
    await _checked(database, reading(database, _must_be_current))
    return SqlStorage(database)


async def in_transaction(database: Database, work: Callable[[Connection], Result]) -> Result:
    """Does work on the schema in a transaction; other processes doing the same wait. Raises StorageError."""
    with named(database.engine):
        async with database.writing() as connection:
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
            return await connection.run_sync(work)


async def reading(database: Database, work: Callable[[Connection], Result]) -> Result:
    """Does read-only work in a snapshot. Raises StorageError."""
    with named(database.engine):
        async with database.snapshot() as connection:
            return await connection.run_sync(work)


def place_of(engine: Engine | AsyncEngine) -> str:
    """The location of the database as an operator knows it, without its password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.set(query={}).render_as_string(hide_password=True)  # options can hold a password, too


def schema_of(connection: Connection) -> str | None:
    """The database's schema; None if it has none of our tables."""
    if not inspect(connection).has_table(VERSIONS):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()  # noqa: S608  # our own name


def schema_of_ours(connection: Connection) -> str | None:
    """The database's schema; None if it's empty. Raises StorageError if it has other tables, or an unknown schema."""
    if schema_of(connection) is not None:
        return _judge(connection)
    if strangers := inspect(connection).get_table_names():
        names = ", ".join(sorted(strangers)[:3])
        raise StorageError(
            f"The database {place_of(connection.engine)} belongs to something else: it has other tables "
            f"({names}). Give Lorekeeper a database to itself."
        )
    return None


def upgrade(connection: Connection, to: str) -> None:
    """Creates the schema, or upgrades it. The caller provides the transaction."""
    from alembic import command  # takes a fifth of a second, and hardly any start needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _judge(connection: Connection) -> str:
    """The schema of the database. Raises StorageError if it is missing or unknown."""
    place, schema = place_of(connection.engine), schema_of(connection)
    if schema is None:
        raise StorageError(_nothing_yet(place))
    if schema not in SCHEMAS:
        raise StorageError(
            f"The database {place} was used by a newer Lorekeeper: its schema is {schema}, and this program knows "
            f"{SCHEMAS[-1]}. Upgrade Lorekeeper."
        )
    return schema


def _must_be_current(connection: Connection) -> None:
    if (schema := _judge(connection)) != SCHEMAS[-1]:
        raise StorageError(
            f"The database {place_of(connection.engine)} has the schema {schema}, and this program reads "
            f"{SCHEMAS[-1]}. lorekeeper db upgrade brings it up to date."
        )


def _bring_up(connection: Connection) -> None:
    schema = schema_of_ours(connection)
    if schema == SCHEMAS[-1]:
        return
    if schema is None:
        log.debug("creating the database")
    else:
        log.info("bringing the database from schema %s to %s", schema, SCHEMAS[-1])
    upgrade(connection, SCHEMAS[-1])


async def _checked(database: Database, check: Awaitable[object]) -> None:
    try:
        await check
    except BaseException:
        await database.engine.dispose()
        raise


@contextmanager
def named(engine: AsyncEngine) -> Iterator[None]:
    """Adds the database's location and the next step to errors."""
    try:
        yield
    except DatabaseFailed as error:
        raise StorageError(
            f"The database {place_of(engine)} cannot be used: {error.said} {_step(engine, error)}"
        ) from error


def engine_of(url: str | None, folder: Path, *, must_exist: bool) -> AsyncEngine:
    if url is None:
        return _sqlite(folder, must_exist=must_exist)
    try:
        address = make_url(url)
        engine = create_async_engine(address, pool_pre_ping=True)
    except (ArgumentError, ValueError):
        raise StorageError(NO_ADDRESS) from None  # the cause quotes the address, with its password
    except ModuleNotFoundError as error:
        raise StorageError(
            f"PostgreSQL needs the package {error.name}. Install it with the extra: "
            'python3 -m pip --python .venv install -e ".[postgres]"'
        ) from error
    if address.port and address.port > HIGHEST_PORT:
        raise StorageError(NO_ADDRESS)
    return engine


def _sqlite(folder: Path, *, must_exist: bool) -> AsyncEngine:
    file = folder / FILE
    if must_exist and not file.exists():
        raise StorageError(_nothing_yet(str(file)))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder {folder} can't be created: {error.strerror}. Set LOREKEEPER_DATA.") from error
    _make_private(file)
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{file}",
        connect_args={"timeout": BUSY_SECONDS},
        pool_reset_on_return=None,  # the transaction has already ended (see `Database`)
    )
    begin_by_hand(engine)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:  # noqa: ARG001  # SQLAlchemy's
        connection.isolation_level = None  # SQLAlchemy begins the transactions
        cursor = connection.cursor()
        _switch_to_wal(cursor)
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _switch_to_wal(cursor: DBAPICursor) -> None:
    """So that readers don't wait for a writer. The file stays in this mode.

    Of several that switch a new file at once, SQLite refuses all but one without waiting: they would wait for each
    other.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() >= until:
                raise
            await_only(asyncio.sleep(SWITCHED_AGAIN))
        else:
            return


def _make_private(file: Path) -> None:
    """Lets only their owner read the database and SQLite's files beside it, which get the rights of the database."""
    with suppress(OSError):  # not ours: SQLite says whether it can be used
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE))
    for each in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))):
        with suppress(OSError):
            each.chmod(PRIVATE)


def _nothing_yet(place: str) -> str:
    return f"There is no database at {place} yet. lorekeeper db upgrade makes one."


def _step(engine: AsyncEngine, error: DatabaseFailed) -> str:
    if "locked" in error.said:
        return "Another program is using it. Close that program, or wait until it is done, and try again."
    if engine.dialect.name == "sqlite":
        return (
            "Check that the disk has room and the bot can write to the folder, or choose another with LOREKEEPER_DATA. "
            "If the file is damaged, move it away and load a backup with lorekeeper db restore."
        )
    return "Check DATABASE_URL, and that PostgreSQL is running."
