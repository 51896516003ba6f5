"""Backups, in a format of our own that fits both databases, and the statistics of `lorekeeper db`.

A backup is JSON lines: a header with the schema and the number of rows of each table, the rows, and finally the
SHA-256 of everything before. Columns are those of that schema, read from the database itself, so an older backup is
loaded into its own schema and then upgraded like any database.
"""

import hashlib
import json
import os
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, func, insert, inspect, select
from sqlalchemy.schema import DropTable

from bot.errors import StorageError
from bot.storage.connect import (
    SCHEMAS,
    VERSIONS,
    engine_of,
    in_transaction,
    open_as_it_is,
    open_storage,
    place_of,
    reading,
    schema_of,
    schema_of_ours,
    upgrade,
)
from bot.storage.shard_lock import alone_in
from bot.storage.sql.database import Database
from bot.storage.tables import in_utc, metadata

FORMAT = 1
"""Version of the format. Later ones are refused."""

LEAST, MOST = -(2**63), 2**63 - 1
"""The whole numbers that a column can hold."""

ROWS_AT_ONCE = 500
"""Number of rows in memory at a time."""


@dataclass(frozen=True)
class Statistics:
    """The number of rows per table."""

    place: str
    schema: str
    rows: dict[str, int]


@dataclass(frozen=True)
class Header:
    """The first line of a backup."""

    schema: str
    made_at: str
    rows: dict[str, int]


async def bring_up(*, url: str | None, folder: Path) -> Statistics:
    """Creates the database, or upgrades it to the newest schema. Raises StorageError."""
    storage = await open_storage(url=url, folder=folder)
    await storage.close()
    return await statistics(url=url, folder=folder)


async def statistics(*, url: str | None, folder: Path) -> Statistics:
    """The database's statistics. Raises StorageError, also if there is no database."""
    database = await open_as_it_is(url=url, folder=folder)
    try:
        return await reading(database, _statistics)
    finally:
        await database.engine.dispose()


async def back_up(file: Path, *, url: str | None, folder: Path, now: datetime) -> Statistics:
    """Writes everything to `file` as a consistent snapshot, even while the bot runs. The file appears whole or not at
    all.

    Raises StorageError if there is no database, or `file` exists and isn't a backup.
    """
    _spare(file)
    database = await open_as_it_is(url=url, folder=folder)
    try:
        return await reading(database, lambda connection: _write(connection, file, in_utc(now)))
    finally:
        await database.engine.dispose()


async def restore(file: Path, *, url: str | None, folder: Path, replace: bool = False) -> Statistics:
    """Loads `file` into the database, all of it or nothing.

    Raises StorageError, and leaves the database as it was, if the file isn't a backup, is damaged or from a newer
    version, if the database isn't empty and `replace` is False, or if a bot is using the folder.
    """
    header = verified(file)
    with nullcontext(True) if url else alone_in(folder) as is_alone:
        if not is_alone:
            raise StorageError(f"Lorekeeper is running on {folder}. Stop it first, then restore the backup.")
        database = Database(engine_of(url, folder, must_exist=False))
        try:
            return await in_transaction(database, lambda connection: _load(connection, file, header, replace))
        finally:
            await database.close()


def verified(file: Path) -> Header:
    """Verifies a backup and returns its header. Raises StorageError."""
    is_odd = file.exists() and not file.is_file()  # reading a pipe or a device might never end
    header = None if is_odd else _header(file)
    if header is None:
        raise StorageError(f"{file} isn't a Lorekeeper backup. lorekeeper db backup makes one.")
    if header.schema not in SCHEMAS:
        raise StorageError(
            f"{file} was made by a newer Lorekeeper: its schema is {header.schema}, and this program knows "
            f"{SCHEMAS[-1]}. Upgrade Lorekeeper."
        )
    digest, counted, last = hashlib.sha256(), 0, b""
    with file.open("rb") as lines:
        for line in lines:
            digest.update(last)
            counted, last = counted + 1, line
    if last != _last_line(digest.hexdigest()) or counted != sum(header.rows.values()) + 2:
        raise StorageError(f"{file} is damaged: its checksum doesn't match. Use another backup.")
    return header


def _spare(file: Path) -> None:
    """Refuses to overwrite anything but a backup."""
    if file.exists() and (not file.is_file() or _header(file) is None):
        raise StorageError(f"{file} already exists and isn't a Lorekeeper backup. Choose another file.")


def _header(file: Path) -> Header | None:
    """The header of a backup in a known format, else None. Raises StorageError if there is no such file."""
    try:
        with file.open("rb") as lines:
            found = json.loads(lines.readline(1_000_000))
        if found["lorekeeper_backup"] > FORMAT:
            raise StorageError(f"{file} was made by a newer Lorekeeper. Upgrade Lorekeeper.")
        rows = {str(table): int(count) for table, count in found["rows"].items()}
        return Header(str(found["schema"]), str(found["made_at"]), rows)
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _last_line(digest: str) -> bytes:
    return _line({"sha256": digest})


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _statistics(connection: Connection, tables: Sequence[Table] = ()) -> Statistics:
    """The rows of these tables, or else of all."""
    schema = schema_of(connection)
    assert schema is not None
    tables = tables or (metadata.sorted_tables if schema == SCHEMAS[-1] else _tables(connection))
    rows = {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
    return Statistics(place_of(connection.engine), schema, rows)


def _tables(connection: Connection) -> list[Table]:
    """The tables as the database describes them, in order of their foreign keys."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def _write(connection: Connection, file: Path, now: datetime) -> Statistics:
    tables = _tables(connection)
    held = _statistics(connection, tables)
    header = {"lorekeeper_backup": FORMAT, "schema": held.schema, "made_at": now.isoformat(), "rows": held.rows}
    try:
        _write_whole(file, chain([_line(header)], _rows(connection, tables)))
    except OSError as error:
        raise StorageError(f"The backup {file} cannot be written: {error.strerror or error}.") from error
    return held


def _write_whole(file: Path, lines: Iterable[bytes]) -> None:
    """Writes the lines and the closing one to a file that appears whole or not at all."""
    digest = hashlib.sha256()
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as written:
            for line in lines:
                digest.update(line)
                written.write(line)
            written.write(_last_line(digest.hexdigest()))
            written.flush()
            os.fsync(descriptor)
        unfinished.replace(file)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _rows(connection: Connection, tables: Iterable[Table]) -> Iterator[bytes]:
    for table in tables:
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
        for row in connection.execute(query):
            values = {column.name: _written(value) for column, value in zip(table.columns, row, strict=True)}
            yield _line([table.name, values])


def _written(value: object) -> object:
    """A column's value as JSON; times in UTC."""
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
        case _:
            return value


def _load(connection: Connection, file: Path, header: Header, replace: bool) -> Statistics:
    is_there = schema_of_ours(connection) is not None
    if is_there and not replace and any(_statistics(connection).rows.values()):
        raise StorageError(
            f"The database {place_of(connection.engine)} isn't empty. To replace its contents, back it up first, then "
            "use lorekeeper db restore --replace."
        )
    if is_there:
        _clear(connection)
    upgrade(connection, header.schema)
    tables = {table.name: table for table in _tables(connection)}
    try:
        for name, rows in groupby(_read(file), key=lambda row: row[0]):
            table = tables[name]
            values = (_columns(table, row) for _, row in rows)
            while some := list(islice(values, ROWS_AT_ONCE)):
                connection.execute(insert(table), some)
    except (LookupError, TypeError, ValueError) as error:
        raise StorageError(f"{file} has rows that don't fit its schema {header.schema}. Use another.") from error
    if connection.dialect.name != "sqlite":
        _count_on(connection, tables)
    upgrade(connection, SCHEMAS[-1])
    return _statistics(connection)


def _clear(connection: Connection) -> None:
    for name, _ in reversed(inspect(connection).get_sorted_table_and_fkc_names()):
        if name is not None:
            connection.execute(DropTable(Table(name, MetaData())))


def _read(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with file.open("rb") as lines:
        next(lines)
        for line in lines:
            match json.loads(line):
                case [str(name), dict(row)]:
                    yield name, row


def _columns(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    if row.keys() != set(table.columns.keys()):
        raise ValueError(table.name)
    return {column.name: _read_value(column, row[column.name]) for column in table.columns}


def _read_value(column: Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    if value is None:
        return None
    if kind is datetime:
        moment = in_utc(datetime.fromisoformat(value))
        return moment if getattr(column.type, "timezone", False) else moment.replace(tzinfo=None)
    if kind is date:
        return date.fromisoformat(value)
    if kind is time:
        return time.fromisoformat(value)
    if kind is bytes:
        return b64decode(value, validate=True)
    if type(value) is not kind or (kind is int and not LEAST <= value <= MOST):
        raise TypeError(column.name)
    return value


def _count_on(connection: Connection, tables: dict[str, Table]) -> None:
    """Moves PostgreSQL's sequences past the restored ids."""
    for table in tables.values():
        if "id" in table.columns and table.columns["id"].primary_key:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            following = select(func.coalesce(func.max(table.columns["id"]), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, following, False)))
