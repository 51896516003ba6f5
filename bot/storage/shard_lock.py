"""Gives a shard to one process at a time, with a lock that is released when that process ends, however it ends.

For SQLite it is a file lock in the data folder, for PostgreSQL a session-level advisory lock.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from bot.errors import StorageError
from bot.storage.async_engine import AsyncConnection
from bot.storage.connect import engine_of, named
from bot.storage.sql.database import told

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)

WHOLE = "0/1"
"""The shard of an unsharded bot."""

LOCK = "lorekeeper.lock"
"""The lock file of an unsharded bot, in the data folder. It stays empty."""

LOOK = timedelta(seconds=0.5)
"""How often a standby tries to take the lock, and its owner checks it."""

PATIENCE = timedelta(seconds=2)
"""A connection that doesn't answer for this long is lost. Long enough for an event loop that is briefly busy."""

NOTICE = LOOK + PATIENCE
"""A session can end while its process lives. After this time the process has noticed."""

END_WITHIN = timedelta(seconds=10)
"""How long the work may take to end after the lock is lost, before it is cancelled. It stops acting long before."""

FAMILY = 702_194_836
"""The first half of our advisory locks' keys (arbitrary, to avoid collisions)."""

TAKE = text("SELECT pg_try_advisory_lock(:family, hashtext(current_schema() || ' ' || :shard))")

KEEPALIVE = text(
    "SELECT set_config('tcp_keepalives_idle', '4', false), set_config('tcp_keepalives_interval', '1', false), "
    "set_config('tcp_keepalives_count', '3', false)"
)
"""Makes PostgreSQL release the lock of a vanished machine within seconds instead of hours."""

Work = Callable[[asyncio.Event], Awaitable[None]]
"""The work done while the lock is held. It ends when the event is set."""


class ShardLock(Protocol):
    """The lock of a shard, as seen by this process."""

    notice: timedelta
    """How long to wait after taking over the lock, in case the previous owner hasn't noticed the loss yet."""

    async def take(self) -> bool:
        """Tries to take the lock. Returns False while another process has it. Raises StorageError."""
        ...

    async def is_held(self) -> bool:
        """Whether this process still has the lock."""
        ...

    async def release(self) -> None:
        """Releases the lock, if it was taken."""
        ...


def shard_lock(*, url: str | None, folder: Path, shard: str = WHOLE) -> ShardLock:
    """The lock of a shard, for the database at `url` or the SQLite file in `folder`."""
    return FolderLock(folder, shard) if url is None else SessionLock(url, folder, shard)


class FolderLock:
    """A file lock. It can't be lost. On a disk without file locks it keeps nobody out."""

    notice = timedelta(0)

    def __init__(self, folder: Path, shard: str = WHOLE) -> None:
        self._file = folder / (LOCK if shard == WHOLE else f"lorekeeper-{shard.replace('/', '-of-')}.lock")
        self._descriptor: int | None = None

    async def take(self) -> bool:
        return self.take_now()

    def take_now(self) -> bool:
        """See `ShardLock.take`. Creates the folder if necessary."""
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise StorageError(
                f"The folder {self._file.parent} cannot be used: {error.strerror}. "
                "Set LOREKEEPER_DATA to a folder that the bot may write to."
            ) from error
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            return False
        except OSError as error:
            log.warning("%s cannot be locked (%s): run one process only", self._file, error.strerror)
        self._descriptor = descriptor
        return True

    async def is_held(self) -> bool:
        return True

    async def release(self) -> None:
        self.release_now()

    def release_now(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class SessionLock:
    """A PostgreSQL advisory lock on a connection of its own. It is lost with the connection."""

    notice = NOTICE

    def __init__(self, url: str, folder: Path, shard: str) -> None:
        self._engine = engine_of(url, folder, must_exist=False)
        self._shard = shard
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        with named(self._engine):
            async with told():
                if self._connection is None:
                    connection = await self._engine.connect().start()
                    self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
                    await self._connection.execute(KEEPALIVE)
                taken = await self._connection.execute(TAKE, {"family": FAMILY, "shard": self._shard})
                return bool(taken.scalar_one())

    async def is_held(self) -> bool:
        if self._connection is None:
            return False
        asking = asyncio.ensure_future(self._connection.execute(text("SELECT 1")))
        asking.add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        await asyncio.wait({asking}, timeout=PATIENCE.total_seconds())
        has_answered = asking.done() and asking.exception() is None
        asking.cancel()  # not awaited: a dead connection may take its time
        return has_answered

    async def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # it may be broken, and is discarded anyway
                async with asyncio.timeout(PATIENCE.total_seconds()):
                    await connection.invalidate()
                    await connection.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._engine.dispose()


async def while_held(lock: ShardLock, work: Work, *, stop: asyncio.Event) -> None:
    """Does the work while the lock is held, until the work ends or `stop` is set.

    While another process has the lock this one waits as its standby, and logs that once. If the lock is lost, the work
    is stopped, and starts again once the lock is regained. Raises StorageError if the database is unavailable at the
    start; later it waits for the database.
    """
    has_worked = False
    while not stop.is_set():
        try:
            if not await _taken(lock, stop, is_patient=has_worked) or await _has_ended(lock, work, stop):
                return
            has_worked = True
            log.warning("the connection to the database was lost, and with it the right to act; connecting again")
        except StorageError as error:
            if not has_worked:
                raise
            log.warning("the database is away: %s", error)
        finally:
            await lock.release()
        await _pause(stop, LOOK)


async def _taken(lock: ShardLock, stop: asyncio.Event, *, is_patient: bool) -> bool:
    """Waits for the lock; returns False if `stop` was set first. If `is_patient`, waits for the database too."""
    is_standby = is_away = False
    while not stop.is_set():
        try:
            if await lock.take():
                break
            if not is_standby:
                log.warning("another process of this bot is running: waiting as its standby")
            is_standby, is_away = True, False
        except StorageError as error:
            await lock.release()
            if not (is_standby or is_patient):
                raise
            if not is_away:
                log.warning("the database is away: %s", error)
            is_away = True
        await _pause(stop, LOOK)
    if is_standby and not stop.is_set():
        await _pause(stop, lock.notice)
        log.warning("the other process has ended: taking over")
    return not stop.is_set()


async def _has_ended(lock: ShardLock, work: Work, stop: asyncio.Event) -> bool:
    """Does the work. Returns whether it ended, False if the lock was lost."""
    ending = asyncio.Event()
    working = asyncio.ensure_future(work(ending))
    lost, stopping = asyncio.create_task(_lost(lock)), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, lost, stopping}, return_when=asyncio.FIRST_COMPLETED)
        is_over = working.done() or stopping.done()
        ending.set()
        if is_over:
            await working
        else:
            await asyncio.wait({working}, timeout=END_WITHIN.total_seconds())
        return is_over
    finally:
        for task in (working, lost, stopping):
            task.cancel()
        await asyncio.gather(working, lost, stopping, return_exceptions=True)


async def _lost(lock: ShardLock) -> None:
    """Returns once the lock is lost."""
    while await lock.is_held():  # noqa: ASYNC110  # a database only answers when asked
        await asyncio.sleep(LOOK.total_seconds())


async def _pause(stop: asyncio.Event, pause: timedelta) -> None:
    sleeping, stopping = asyncio.create_task(asyncio.sleep(pause.total_seconds())), asyncio.create_task(stop.wait())
    await asyncio.wait({sleeping, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (sleeping, stopping):
        task.cancel()


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Locks every shard of a data folder; yields whether no other process had one."""
    files = folder.glob("lorekeeper-*-of-*.lock")
    shards = (WHOLE, *(file.stem.removeprefix("lorekeeper-").replace("-of-", "/") for file in files))
    locks = [FolderLock(folder, shard) for shard in shards]
    try:
        yield all(lock.take_now() for lock in locks)
    finally:
        for lock in locks:
            lock.release_now()


def _lock(descriptor: int) -> None:
    """Locks a file as long as it is open. Raises OSError; BlockingIOError or PermissionError if another process has the
    lock.
    """
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
