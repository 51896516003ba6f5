"""Opening, creating and migrating a database."""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.errors import StorageError, UserError
from bot.ids import ChannelId, ServerId
from bot.storage import connect
from bot.storage.answers import Standing
from bot.storage.connect import FILE, SCHEMAS, engine_of, open_as_it_is, open_storage, schema_of
from bot.storage.sql.storage import SqlStorage
from bot.storage.storage import Storage
from bot.storage.tables import metadata
from tests.storage.builders import ANNA, NOON, OTHER_SERVER, SERVER, a_pick, a_schedule, recorded
from tests.storage.conftest import DATABASES, Place, place_for

RELEASED = Path(__file__).parent / "released"
"""For each released schema a database as SQL, made by a program of that time."""

ROOT = Path(__file__).parents[2]


def load(dump: Path, file: Path) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.executescript(dump.read_text("utf-8"))


async def run(storage: SqlStorage, statement: str) -> None:
    async with storage.database.writing() as connection:
        await connection.execute(text(statement))


async def test_what_was_kept_is_there_when_it_is_opened_again(place: Place) -> None:
    storage = await place.open()
    await storage.settings.save_schedule(a_schedule())
    await storage.close()

    storage = await place.open()

    assert await storage.settings.schedule(SERVER) == a_schedule()
    await storage.close()


async def test_the_migrations_make_the_tables_that_the_program_has(place: Place) -> None:
    storage = await place.open()

    assert await unlike_the_program(storage) == (SCHEMAS[-1], [])
    await storage.close()


@pytest.mark.parametrize("database", DATABASES)
async def test_what_tests_begin_with_is_what_the_migrations_make(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    for name in ("first", "copied"):
        storage = await (await place_for(database, request, tmp_path / name)).open_ready()

        assert await unlike_the_program(storage) == (SCHEMAS[-1], [])
        await storage.close()


async def unlike_the_program(storage: SqlStorage) -> tuple[str | None, list[object]]:
    """The schema that a database says it has, and in what it differs from the program's tables."""
    options = {"compare_type": True, "compare_server_default": True}
    async with storage.database.reading() as connection:
        differences = await connection.run_sync(
            lambda plain: compare_metadata(MigrationContext.configure(plain, opts=options), metadata)
        )
        return await connection.run_sync(schema_of), list(differences)


def test_the_program_knows_the_schemas_of_its_migrations() -> None:
    steps = ScriptDirectory(str(connect.MIGRATIONS)).walk_revisions()  # the newest first

    assert [step.revision for step in steps] == list(reversed(SCHEMAS))


def test_a_database_of_each_released_schema_is_kept() -> None:
    assert {path.stem for path in RELEASED.glob("*.sql")} == set(SCHEMAS)


@pytest.mark.parametrize("dump", sorted(RELEASED.glob("*.sql")), ids=lambda path: path.stem)
async def test_a_database_of_each_released_schema_can_be_used(dump: Path, tmp_path: Path) -> None:
    load(dump, tmp_path / FILE)

    storage = await open_storage(url=None, folder=tmp_path)

    assert await storage.settings.schedule(SERVER) == a_schedule(role_id=5, has_thread=True)
    assert (await storage.answers.board(SERVER)).standings == (Standing(1, ANNA, 100, 1, 1),)
    assert await recorded(storage, a_pick(member_id=1, at=NOON))
    await storage.close()


@pytest.mark.parametrize("dump", sorted(RELEASED.glob("*.sql")), ids=lambda path: path.stem)
async def test_what_ran_under_an_earlier_schema_goes_on(dump: Path, tmp_path: Path) -> None:
    load(dump, tmp_path / FILE)

    storage = await open_storage(url=None, folder=tmp_path)

    running = [(game.server_id, game.channel_id, game.id) for game in await storage.games.running()]
    has_ended = dump.stem == "v0002"  # it had yet to forget a member
    assert running == ([] if has_ended else [(OTHER_SERVER, 9, "g1")])
    assert await storage.ledger.unfinished() == {SERVER, OTHER_SERVER}
    await storage.close()


async def test_many_that_start_at_once_create_it_together(place: Place) -> None:
    storages = await asyncio.gather(*(place.open() for _ in range(5)))

    await asyncio.gather(*(s.settings.save_schedule(a_schedule(server_id=n)) for n, s in enumerate(storages, 1)))

    assert len(await storages[0].settings.active_schedules()) == 5
    for storage in storages:
        await storage.close()


@pytest.mark.slow
async def test_a_new_file_can_be_opened_by_many_at_once(tmp_path: Path) -> None:
    """SQLite refuses at once those that would wait for each other: with eight, in one folder of twenty."""

    async def opened(folder: Path) -> None:
        engine = engine_of(None, folder, must_exist=False)
        async with engine.connect():
            pass
        await engine.dispose()

    for number in range(60):
        await asyncio.gather(*(opened(tmp_path / str(number)) for _ in range(8)))


@pytest.mark.process
async def test_processes_that_start_at_once_create_it_together(place: Place) -> None:
    script = (
        "import asyncio, sys; from pathlib import Path; from bot.storage.connect import open_storage; "
        "asyncio.run(open_storage(url=sys.argv[1] or None, folder=Path(sys.argv[2])))"
    )
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", script, place.url or "", str(place.folder)),
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(3)
    ]

    async with asyncio.timeout(60):
        told = [(await process.communicate())[1] for process in processes]

    assert [(process.returncode, error) for process, error in zip(processes, told, strict=True)] == [(0, b"")] * 3
    await (await place.open()).close()


async def test_a_newer_schema_is_refused_and_left_alone(place: Place) -> None:
    storage = await place.open()
    await run(storage, "UPDATE alembic_version SET version_num = 'v9999'")
    await storage.close()

    for opened in (open_storage, open_as_it_is):
        with pytest.raises(StorageError, match=r"newer Lorekeeper: its schema is v9999.*Upgrade Lorekeeper"):
            await opened(url=place.url, folder=place.folder)


async def test_somebody_elses_database_is_refused_and_left_alone(place: Place) -> None:
    storage = await place.open()
    await run(storage, "DROP TABLE alembic_version")
    await storage.close()

    with pytest.raises(StorageError, match="belongs to something else"):
        await place.open()


async def test_nothing_is_made_where_only_a_look_is_wanted(place: Place) -> None:
    with pytest.raises(StorageError, match="lorekeeper db upgrade makes one"):
        await open_as_it_is(url=place.url, folder=place.folder)

    assert not place.folder.exists()


async def test_a_file_that_is_no_database_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"This is no database. " * 100)

    with pytest.raises(StorageError) as told:
        await open_storage(url=None, folder=tmp_path)

    assert str(tmp_path / FILE) in str(told.value)
    assert "file is not a database" in str(told.value)


async def test_a_folder_that_cannot_be_made_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StorageError, match=r"data can't be created: .* Set LOREKEEPER_DATA"):
        await open_storage(url=None, folder=tmp_path / "data")


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("postgresql+asyncpg://anna:geheim@127.0.0.1:1/lore", "Check DATABASE_URL"),
        ("postgresql+asyncpg://anna:geheim@127.0.0.1:port/lore", "DATABASE_URL isn't a database address"),
        ("postgresql+asyncpg://anna:geheim@127.0.0.1:99999/lore", "DATABASE_URL isn't a database address"),
    ],
)
async def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    tmp_path: Path, url: str, wrong: str
) -> None:
    with pytest.raises(StorageError, match=wrong) as told:
        await open_storage(url=url, folder=tmp_path)

    assert "geheim" not in str(told.value)


@pytest.mark.postgres
async def test_a_wrong_password_is_told_without_it(postgres: str, tmp_path: Path) -> None:
    address = postgres.rpartition("@")[2]

    with pytest.raises(StorageError, match=r"password authentication failed.*Check DATABASE_URL") as told:
        await open_storage(url=f"postgresql+asyncpg://lorekeeper:geheim@{address}/postgres", folder=tmp_path)

    assert "geheim" not in str(told.value)


async def test_without_the_driver_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    with pytest.raises(StorageError, match="PostgreSQL needs the package asyncpg"):
        await open_storage(url="postgresql+asyncpg://127.0.0.1/lore", folder=tmp_path)


async def test_what_people_typed_is_in_no_error(place: Place) -> None:
    storage = await place.open()
    await run(storage, "DROP TABLE regrades")
    await run(storage, "DROP TABLE appeals")
    await run(storage, "DROP TABLE answers")

    with pytest.raises(StorageError) as told:
        await storage.answers.record(a_pick(text="my secret guess"))

    assert "secret" not in str(told.value)
    assert len(str(told.value).splitlines()) == 1
    await storage.close()


async def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    storage = await open_storage(url=None, folder=tmp_path / "deep" / "data")

    async with storage.database.reading() as connection:
        found = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete", "busy_timeout")
        ]

    assert found == ["wal", 1, 2, 1, connect.BUSY_SECONDS * 1_000]
    assert await storage.settings.schedule(OTHER_SERVER) is None
    await storage.close()


@pytest.mark.parametrize("number", [2**63, 2**64 - 1])
async def test_an_id_of_more_than_63_bits_is_refused_politely(storage: Storage, number: int) -> None:
    with pytest.raises(UserError, match="larger than Discord's"):
        await storage.settings.listen(ServerId(number), ChannelId(1), listening=True)
    with pytest.raises(UserError, match="larger than Discord's"):
        await storage.settings.listening(ServerId(number))

    await storage.settings.listen(ServerId(1), ChannelId(2**63 - 1), listening=True)
    assert await storage.settings.listening(ServerId(1)) == {2**63 - 1}


async def test_a_database_that_another_program_uses_is_told_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await open_storage(url=None, folder=tmp_path)).close()
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(tmp_path / connect.FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StorageError, match=r"is locked\. Another program is using it\. Close that program"):
            await open_storage(url=None, folder=tmp_path)


class Transactions:
    """What it was told about transactions."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, bool]] = []

    def transaction(self, kind: str, took: timedelta, *, has_failed: bool) -> None:
        assert took > timedelta(0)
        self.seen.append((kind, has_failed))


async def test_every_transaction_is_reported(tmp_path: Path) -> None:
    watch = Transactions()
    storage = await open_storage(url=None, folder=tmp_path, watch=watch)
    watch.seen.clear()

    await storage.reach()
    await storage.forget_member(ANNA)
    await storage.close()
    with pytest.raises(StorageError):
        await storage.reach()

    assert watch.seen == [("read", False), ("write", False), ("read", True)]
