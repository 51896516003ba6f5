"""Databases with a schema, without its migrations for each: those take most of the time of a short test."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.connect import FILE, SCHEMAS, open_storage, upgrade
from bot.storage.sql.storage import SqlStorage
from bot.storage.tables import metadata

_FILES: list[bytes] = []
"""An SQLite file as the migrations leave it, once one was made in this process."""

_STATEMENTS: list[str] = []
"""What the migrations say to a PostgreSQL, once they were run in this process."""

IDS_BEGIN = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
FROM pg_sequences WHERE schemaname = current_user
"""


async def open_ready(folder: Path) -> SqlStorage:
    """The storage in the SQLite file of a folder, which may be new."""
    await make_ready(None, folder)
    return await open_storage(url=None, folder=folder)


async def make_ready(url: str | None, folder: Path) -> None:
    """Create the schema in a PostgreSQL that has none, or the SQLite file of a folder where there is none."""
    if url:
        await _make_postgres_ready(url)
    elif not (folder / FILE).exists():
        if not _FILES:
            with TemporaryDirectory() as home:
                await (await open_storage(url=None, folder=Path(home))).close()
                _FILES.append((Path(home) / FILE).read_bytes())
        _write(folder, _FILES[0])


def _write(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(content)


async def _make_postgres_ready(url: str) -> None:
    """All statements in one go. To copy a database would take longer than that."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        if _STATEMENTS:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw
            await raw.execute(";".join(_STATEMENTS))
        else:
            event.listen(engine.sync_engine, "before_cursor_execute", _note)
            await connection.run_sync(upgrade, SCHEMAS[-1])
    await engine.dispose()


async def make_empty(url: str) -> None:
    """Leave the schema in a PostgreSQL as `make_ready` made it: no rows, and ids that begin at 1."""
    deletions = [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]  # noqa: S608  # our own names
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw
        await raw.execute(";".join((*deletions, IDS_BEGIN)))
    await engine.dispose()


def _note(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    if not statement.lstrip().startswith("SELECT"):
        _STATEMENTS.append(statement)
