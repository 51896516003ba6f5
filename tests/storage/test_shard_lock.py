"""The lock of a shard: one process has it, also after others were killed, and what is done while it is held."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import StorageError
from bot.storage import shard_lock as module
from bot.storage.shard_lock import LOCK, FolderLock, SessionLock, ShardLock, alone_in, shard_lock, while_held
from tests.clock import settle
from tests.processor import Stopwatch
from tests.storage.conftest import Place

HANGS = 60
"""Seconds after which something counts as hung."""

STAY = """
import asyncio, sys
from pathlib import Path
from bot.storage.shard_lock import shard_lock
lock = shard_lock(url=sys.argv[1] or None, folder=Path(sys.argv[2]))
async def stay():
    print(await lock.take(), flush=True)
    await asyncio.to_thread(sys.stdin.read)
asyncio.run(stay())
"""


def a_lock(place: Place, shard: str = "0/1") -> ShardLock:
    return shard_lock(url=place.url, folder=place.folder, shard=shard)


@pytest.fixture
async def locks(place: Place) -> AsyncIterator[tuple[ShardLock, ShardLock]]:
    """The locks of two processes for the same shard."""
    first, second = a_lock(place), a_lock(place)
    yield first, second
    await first.release()
    await second.release()


async def test_one_has_it_until_it_lets_go(locks: tuple[ShardLock, ShardLock]) -> None:
    first, second = locks

    assert await first.take()
    assert not await second.take()
    assert await first.is_held()
    await first.release()

    assert await second.take()
    assert not await first.take()


async def test_each_shard_has_its_own(place: Place) -> None:
    held = [a_lock(place, f"{number}/2") for number in range(2)]

    assert [await lock.take() for lock in held] == [True, True]

    for lock in held:
        await lock.release()


@pytest.mark.process
async def test_after_a_process_that_was_killed_it_is_free_at_once(place: Place) -> None:
    lock = a_lock(place)
    command = (sys.executable, "-c", STAY, place.url or "", str(place.folder))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # noqa: ASYNC220, S603
        assert other.stdout
        assert await asyncio.to_thread(other.stdout.readline) == "True\n"
        assert not await lock.take()
        other.kill()
        other.wait()  # it is dead already

    stopwatch = Stopwatch(os.getpid())
    async with asyncio.timeout(HANGS):
        while not await lock.take():  # noqa: ASYNC110  # PostgreSQL notices in its own time
            await asyncio.sleep(0.05)
    await lock.release()

    assert stopwatch.seconds() <= 5


async def test_the_folder_is_made_and_the_file_stays_empty(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "data")

    assert await lock.take()
    await lock.release()

    assert (tmp_path / "data" / LOCK).read_bytes() == b""


async def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StorageError, match="Set LOREKEEPER_DATA"):
        await FolderLock(tmp_path / "data").take()


@pytest.mark.parametrize("shard", ["0/1", "2/3"])
async def test_whoever_wants_the_folder_alone_sees_every_shard(tmp_path: Path, shard: str) -> None:
    lock = FolderLock(tmp_path, shard)
    await lock.take()

    with alone_in(tmp_path) as is_alone:
        assert not is_alone
    await lock.release()
    with alone_in(tmp_path) as is_alone:
        assert is_alone
        assert not await lock.take()


@pytest.mark.postgres
async def test_a_connection_that_is_lost_is_noticed_and_the_lock_can_be_had_again(
    postgres: str, tmp_path: Path
) -> None:
    lock = SessionLock(f"{postgres}/postgres", tmp_path, "0/1")
    assert await lock.take()
    assert lock._connection
    own = (await lock._connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    other = SessionLock(f"{postgres}/postgres", tmp_path, "0/1")
    assert not await other.take()
    assert other._connection

    await other._connection.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})

    stopwatch = Stopwatch(os.getpid())
    assert not await lock.is_held()
    assert stopwatch.seconds() <= 2
    await lock.release()
    assert await lock.take()
    await lock.release()
    await other.release()


class SmallLock:
    """A lock that a test gives and takes."""

    notice = timedelta(0)

    def __init__(self) -> None:
        self.is_free = True
        self.is_away = False
        self.is_mine = False

    async def take(self) -> bool:
        if self.is_away:
            raise StorageError("it is away")
        self.is_mine = self.is_free
        return self.is_free

    async def is_held(self) -> bool:
        return self.is_mine

    async def release(self) -> None:
        self.is_mine = False


class Bot:
    """A process that does something while it has the lock."""

    def __init__(self) -> None:
        self.lock, self.stop = SmallLock(), asyncio.Event()
        self.runs = 0
        self.is_acting = False
        self.fails = False

    async def work(self, ending: asyncio.Event) -> None:
        if self.fails:
            raise StorageError("it is broken")
        self.runs += 1
        self.is_acting = True
        await ending.wait()
        self.is_acting = False

    def begin(self) -> "asyncio.Task[None]":
        return asyncio.create_task(while_held(self.lock, self.work, stop=self.stop))


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch) -> Bot:
    monkeypatch.setattr(module, "LOOK", timedelta(0))
    return Bot()


class TestWhileHeld:
    async def test_the_work_is_done_until_it_is_told_to_stop(self, bot: Bot) -> None:
        running = bot.begin()
        await settle()
        assert bot.is_acting

        bot.stop.set()
        await running

        assert (bot.runs, bot.is_acting, bot.lock.is_mine) == (1, False, False)

    async def test_a_second_process_says_so_once_and_waits(self, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
        bot.lock.is_free = False
        running = bot.begin()
        await settle()

        assert bot.runs == 0
        assert caplog.text.count("waiting as its standby") == 1

        bot.lock.is_free = True
        await settle()
        assert bot.is_acting
        assert caplog.text.count("taking over") == 1
        bot.stop.set()
        await running

    async def test_a_standby_that_is_stopped_never_works(self, bot: Bot) -> None:
        bot.lock.is_free = False
        running = bot.begin()
        await settle()

        bot.stop.set()
        await running

        assert bot.runs == 0

    async def test_a_lost_lock_ends_the_work_which_begins_again_with_the_lock(self, bot: Bot) -> None:
        running = bot.begin()
        await settle()

        bot.lock.is_mine, bot.lock.is_away = False, True
        await settle()
        assert (bot.runs, bot.is_acting) == (1, False)

        bot.lock.is_away = False
        await settle()
        assert (bot.runs, bot.is_acting) == (2, True)
        bot.stop.set()
        await running

    async def test_a_database_that_cannot_be_used_at_first_is_an_error(self, bot: Bot) -> None:
        bot.lock.is_away = True

        with pytest.raises(StorageError, match="away"):
            await bot.begin()

    async def test_work_that_cannot_begin_at_first_is_an_error_and_later_is_tried_again(self, bot: Bot) -> None:
        bot.fails = True
        with pytest.raises(StorageError, match="broken"):
            await bot.begin()
        bot.fails = False
        running = bot.begin()
        await settle()

        bot.lock.is_mine, bot.fails = False, True
        await settle()
        assert not bot.is_acting
        bot.fails = False
        await settle()

        assert bot.is_acting
        bot.stop.set()
        await running

    async def test_a_standby_waits_for_a_database_that_goes_away(self, bot: Bot) -> None:
        bot.lock.is_free = False
        running = bot.begin()
        await settle()

        bot.lock.is_away = True
        await settle()
        bot.lock.is_away, bot.lock.is_free = False, True
        await settle()

        assert bot.is_acting
        bot.stop.set()
        await running
