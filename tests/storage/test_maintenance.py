"""Backups, and what the database holds."""

import asyncio
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.ids import ChannelId, GameId, MessageId, ServerId
from bot.storage import maintenance
from bot.storage.answers import LogEvent, Occasion
from bot.storage.appeals import Appeal
from bot.storage.connect import FILE, SCHEMAS, open_storage
from bot.storage.games import RunningGame
from bot.storage.maintenance import Statistics
from bot.storage.shard_lock import FolderLock
from bot.storage.sql.storage import SqlStorage
from bot.storage.tables import metadata
from tests.storage.builders import (
    BEN,
    CLEO,
    DAY,
    MANAGER,
    NOON,
    OTHER_SERVER,
    Q1,
    SERVER,
    a_guess,
    a_pick,
    a_schedule,
    posted,
    recorded,
)
from tests.storage.conftest import DATABASES, Place, place_for
from tests.storage.test_forgetting import fill

pytestmark = pytest.mark.slow

ROWS = sorted(metadata.tables)


async def filled(place: Place) -> SqlStorage:
    """A database with something in each table."""
    storage = await place.open_ready()
    await fill(storage, OTHER_SERVER)
    await storage.settings.save_schedule(a_schedule(pause_reason="ümläut\n🙈", skipped=DAY, closes_at=a_schedule().at))
    await storage.ledger.miss(SERVER, DAY, now=NOON)
    await storage.departures.note(ServerId(4711), at=NOON)
    await storage.games.start(
        RunningGame(SERVER, ChannelId(1), GameId("g2"), BEN, NOON, f'{{"picks": [{CLEO}]}}', NOON)
    )
    await storage.forget_member(CLEO)
    await recorded(
        storage,
        a_guess(Occasion.trivia(SERVER, GameId("g1"), 1), text='"quoted"\n{}', at=NOON.replace(microsecond=1)),
    )
    await storage.answers.reset(SERVER, by=MANAGER, at=NOON + timedelta(days=1))
    return storage


async def everything(storage: SqlStorage) -> tuple[object, ...]:
    """What a storage tells of both servers."""
    found: list[object] = []
    for server_id in (SERVER, OTHER_SERVER):
        events: list[LogEvent] = [event async for event in storage.answers.events(server_id)]
        pending: tuple[Appeal, ...] = await storage.appeals.pending(server_id)
        found += [
            *(events, pending),
            await storage.settings.schedule(server_id),
            await storage.settings.listening(server_id),
            await storage.ledger.entries(server_id),
            await storage.bags.peek(server_id, "ultron", [Q1]),
            await storage.appeals.aliases(server_id),
            await storage.suggestions.suggestions(server_id),
            await storage.packs.picture(server_id, "lamp", "pictures/a.png"),
            await storage.answers.board(server_id),
        ]
    return (*found, await storage.games.running())


def lines_of(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def rights_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


async def backed_up(place: Place, file: Path) -> Statistics:
    return await maintenance.back_up(file, url=place.url, folder=place.folder, now=NOON)


async def restored(place: Place, file: Path, *, replace: bool = False) -> Statistics:
    return await maintenance.restore(file, url=place.url, folder=place.folder, replace=replace)


MADE: list[Path] = []
"""The folder with the one backup that each test gets a copy of."""


@pytest.fixture
async def backup(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an SQLite file with something in each table."""
    if not MADE:
        home = tmp_path_factory.mktemp("made")
        place = Place(None, home / "before")
        await (await filled(place)).close()
        await backed_up(place, home / "backup.jsonl")
        MADE.append(home)
    shutil.copytree(MADE[0], tmp_path, dirs_exist_ok=True)
    return tmp_path / "backup.jsonl"


@pytest.fixture
def held(backup: Path) -> Place:
    """The SQLite file of which the backup was made."""
    return Place(None, backup.with_name("before"))


class TestStatistics:
    async def test_a_new_database_is_empty(self, place: Place) -> None:
        held = await maintenance.bring_up(url=place.url, folder=place.folder)

        assert (held.schema, held.rows) == (SCHEMAS[-1], dict.fromkeys(ROWS, 0))
        assert held == await maintenance.statistics(url=place.url, folder=place.folder)

    async def test_the_place_is_told_without_a_password(self, place: Place) -> None:
        held = await maintenance.bring_up(url=place.url, folder=place.folder)

        assert held.place == str(place.folder / FILE) if place.url is None else ":***@" in held.place

    async def test_rows_are_counted_by_table(self, place: Place) -> None:
        storage = await filled(place)

        held = await maintenance.statistics(url=place.url, folder=place.folder)

        assert (held.rows["answers"], held.rows["daily_posts"], held.rows["schedules"]) == (5, 2, 2)
        assert all(held.rows.values())
        await storage.close()


class TestRoundTrip:
    @pytest.mark.parametrize("to", DATABASES)
    async def test_a_backup_of_each_database_fits_into_each(
        self, place: Place, to: str, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        storage, other = await filled(place), await place_for(to, request, tmp_path / "other")
        before = await everything(storage)
        saved = await backed_up(place, tmp_path / "backup.jsonl")

        held = await restored(other, tmp_path / "backup.jsonl")

        assert held.rows == saved.rows
        again = await other.open()
        assert await everything(again) == before
        known = {event.id for event in before[0] if hasattr(event, "id")}  # type: ignore[attr-defined]  # a list of events
        assert (await recorded(again, a_pick(member_id=BEN))).id not in known
        await storage.close()
        await again.close()

    async def test_two_backups_of_the_same_are_the_same(self, place: Place, tmp_path: Path) -> None:
        storage = await filled(place)

        await backed_up(place, tmp_path / "a.jsonl")
        await backed_up(place, tmp_path / "b.jsonl")

        assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
        await storage.close()

    async def test_a_backup_is_of_one_moment_while_the_bot_writes(self, place: Place, tmp_path: Path) -> None:
        storage = await place.open_ready()
        stop = asyncio.Event()

        async def play() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                answer = await recorded(storage, a_guess(Occasion.trivia(SERVER, GameId("g1"), number)))
                await storage.answers.regrade([answer.id], is_right=True, by=MANAGER, at=NOON)

        playing = asyncio.create_task(play())
        try:
            held = [await backed_up(place, tmp_path / f"{number}.jsonl") for number in range(5)]
        finally:
            stop.set()
            await playing

        for number, saved in enumerate(held):
            assert saved.rows["answers"] - saved.rows["regrades"] in {0, 1}
            assert maintenance.verified(tmp_path / f"{number}.jsonl").rows == saved.rows
        await storage.close()


class TestBackingUp:
    async def test_without_a_database_there_is_nothing_to_back_up(self, place: Place, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match="There is no database"):
            await backed_up(place, tmp_path / "backup.jsonl")

        assert files_in(tmp_path) == []

    async def test_an_older_backup_is_replaced(self, backup: Path) -> None:
        place = Place(None, backup.with_name("empty"))
        await (await place.open()).close()

        held = await backed_up(place, backup)

        assert maintenance.verified(backup).rows == held.rows == dict.fromkeys(ROWS, 0)

    async def test_any_other_file_is_left_alone(self, backup: Path) -> None:
        place = Place(None, backup.with_name("before"))
        database = place.folder / FILE

        for file in (database, backup.parent):
            with pytest.raises(StorageError, match="already exists and isn't a Lorekeeper backup"):
                await backed_up(place, file)

        assert (await maintenance.statistics(url=None, folder=place.folder)).rows["answers"] == 5

    async def test_a_folder_that_is_not_there_is_told(self, backup: Path) -> None:
        with pytest.raises(StorageError, match="cannot be written: No such file or directory"):
            await backed_up(Place(None, backup.with_name("before")), backup.with_name("nowhere") / "backup.jsonl")

    async def test_only_its_owner_can_read_it(self, backup: Path) -> None:
        assert rights_of(backup) == 0o600


def cut(lines: list[bytes]) -> bytes:
    return b"".join(lines[:-1])


def cut_within(lines: list[bytes]) -> bytes:
    return b"".join(lines)[:-70]


def without_a_row(lines: list[bytes]) -> bytes:
    return b"".join([*lines[:3], *lines[4:]])


def with_a_row_twice(lines: list[bytes]) -> bytes:
    return b"".join([*lines[:3], lines[3], *lines[3:]])


def swapped(lines: list[bytes]) -> bytes:
    return b"".join([*lines[:2], lines[3], lines[2], *lines[4:]])


def changed(lines: list[bytes]) -> bytes:
    return b"".join(lines).replace(b'"worth": 100', b'"worth": 900', 1)


def doubled(lines: list[bytes]) -> bytes:
    return b"".join(lines) * 2


def only_the_header(lines: list[bytes]) -> bytes:
    return lines[0]


class TestRestoring:
    async def refused(self, place: Place, file: Path, why: str, *, replace: bool = False) -> None:
        """Nothing is changed by it."""
        storage = await place.open()
        before = await everything(storage)

        with pytest.raises(StorageError, match=why):
            await restored(place, file, replace=replace)

        assert await everything(storage) == before
        await storage.close()

    @pytest.mark.parametrize(
        "damage",
        [cut, cut_within, without_a_row, with_a_row_twice, swapped, changed, doubled, only_the_header],
        ids=lambda damage: damage.__name__,
    )
    async def test_a_damaged_backup_changes_nothing(
        self, held: Place, backup: Path, damage: Callable[[list[bytes]], bytes]
    ) -> None:
        write(backup, damage(lines_of(backup)))

        await self.refused(held, backup, "is damaged", replace=True)

    @pytest.mark.parametrize(
        "content",
        [b"", b"\0" * 9, b"hello\n", b"{}\n", b"[1]\n", b'{"lorekeeper_backup": "x"}\n', b"[" * 99_999, b"\xff\xfe"],
        ids=["empty", "nulls", "text", "object", "list", "odd", "deep", "binary"],
    )
    async def test_a_file_that_is_no_backup_changes_nothing(self, held: Place, tmp_path: Path, content: bytes) -> None:
        write(tmp_path / "file", content)

        await self.refused(held, tmp_path / "file", "isn't a Lorekeeper backup", replace=True)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
    async def test_a_pipe_a_device_or_a_folder_is_refused_at_once(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")

        for file in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
            with pytest.raises(StorageError, match="isn't a Lorekeeper backup"):
                maintenance.verified(file)

    async def test_an_id_of_more_than_63_bits_changes_nothing(self, place: Place, backup: Path) -> None:
        lines = lines_of(backup)
        number = next(at for at, line in enumerate(lines) if line.startswith(b'["schedules"'))
        row = json.loads(lines[number])
        row[1]["channel"] = 2**63
        lines[number] = json.dumps(row).encode() + b"\n"
        body = b"".join(lines[:-1])
        write(backup, body + json.dumps({"sha256": sha256(body).hexdigest()}).encode() + b"\n")

        await self.refused(place, backup, "don't fit its schema", replace=True)

    async def test_a_file_that_is_not_there_is_told(self, held: Place, tmp_path: Path) -> None:
        await self.refused(held, tmp_path / "file", "cannot be read: No such file")

    @pytest.mark.parametrize(("key", "value"), [("schema", "v9999"), ("lorekeeper_backup", 2)])
    async def test_a_backup_of_a_newer_program_changes_nothing(
        self, held: Place, backup: Path, key: str, value: object
    ) -> None:
        header, *rest = lines_of(backup)
        write(backup, json.dumps({**json.loads(header), key: value}).encode() + b"\n" + b"".join(rest))

        await self.refused(held, backup, r"newer Lorekeeper.*Upgrade Lorekeeper", replace=True)

    async def test_a_database_that_holds_something_is_kept(self, place: Place, backup: Path) -> None:
        storage = await place.open_ready()
        await posted(storage)
        await storage.close()

        await self.refused(place, backup, r"isn't empty.*--replace")

    @pytest.mark.parametrize("shard", ["0/1", "3/4"])
    async def test_nothing_is_restored_under_a_bot_that_runs(self, tmp_path: Path, backup: Path, shard: str) -> None:
        place = Place(None, tmp_path / "data")
        running = FolderLock(place.folder, shard)
        assert await running.take()

        await self.refused(place, backup, "is running on .* Stop it first", replace=True)

        await running.release()

    async def test_what_a_database_holds_is_given_up_when_that_is_said(self, place: Place, backup: Path) -> None:
        storage = await place.open_ready()
        await posted(storage, message_id=MessageId(1))

        held = await restored(place, backup, replace=True)

        assert held.rows == maintenance.verified(backup).rows
        assert len(await storage.answers.history(OTHER_SERVER, BEN)) == 2
        await storage.close()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"number": 1', '"number": "one"'),
            ('"turn": 1', '"turns": 1'),
            ('["drawn"', '["dawn"'),
            ('"zone": "Europe/Berlin"', '"zone": null'),
            ('"day": "2026-05-01"', '"day": "yesterday"'),
            ('["regrades", {"id": 1, "answer": 2', '["regrades", {"id": 1, "answer": 999'),
        ],
    )
    async def test_rows_that_do_not_fit_change_nothing(self, place: Place, backup: Path, old: str, new: str) -> None:
        *lines, _ = lines_of(backup)
        forged = b"".join(lines).replace(old.encode(), new.encode(), 1)
        assert forged != b"".join(lines)
        last = json.dumps({"sha256": sha256(forged).hexdigest()}).encode()
        write(backup, forged + last + b"\n")
        await (await filled(place)).close()

        await self.refused(place, backup, "don't fit|cannot be used", replace=True)


async def test_a_backup_of_each_released_schema_can_be_restored(place: Place, tmp_path: Path) -> None:
    dumps = sorted((Path(__file__).parent / "released").glob("*.sql"))
    for dump in [dumps[0], dumps[-1]] if place.url else dumps:
        old = tmp_path / dump.stem
        old.mkdir()
        with closing(sqlite3.connect(old / FILE)) as database:
            database.executescript(dump.read_text("utf-8"))
        saved = await backed_up(Place(None, old), tmp_path / "old.jsonl")

        held = await restored(place, tmp_path / "old.jsonl", replace=True)

        assert saved.schema == dump.stem
        assert (held.schema, held.rows["answers"]) == (SCHEMAS[-1], saved.rows["answers"])
        opened = await open_storage(url=place.url, folder=place.folder)
        assert (await opened.answers.board(SERVER)).members == 1
        await opened.close()
