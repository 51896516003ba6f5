"""Whether other processes use the same data folder, told by a lock that the system takes away when a process ends,
however it ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import StorageError

if sys.platform != "win32":
    import fcntl

LOCK = "lorekeeper.lock"
"""The file in the data folder on which the lock is. It stays empty."""


@dataclass(frozen=True)
class FolderLock:
    """A process in a data folder.

    Whoever comes when nobody else is there `was_alone`, and has the folder to itself until it calls `share`: what an
    earlier process left behind can be put right until then. Others wait for that at the door. Where the system or the
    disk knows no such locks nobody is alone, and nobody `met_others`.
    """

    was_alone: bool
    met_others: bool
    _file: int | None

    def share(self) -> None:
        """Let others in."""
        if sys.platform != "win32" and self._file is not None:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_SH)


@contextmanager
def folder_lock(folder: Path) -> Iterator[FolderLock]:
    """Be in the folder, which is made where it is not there, until the end of the context.

    Waits for others who have the folder to themselves for the moment. Raises StorageError where no file can be
    written there.
    """
    if sys.platform == "win32":
        yield FolderLock(was_alone=False, met_others=False, _file=None)
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} cannot be used: {error.strerror}. "
            "Set LOREKEEPER_DATA to a folder that the bot may write to."
        ) from error
    try:
        yield _locked(file)
    finally:
        os.close(file)


def _locked(file: int) -> FolderLock:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # somebody is here, or this disk has no locks
        lock = FolderLock(was_alone=False, met_others=isinstance(error, BlockingIOError), _file=file)
        lock.share()
        return lock
    return FolderLock(was_alone=True, met_others=False, _file=file)
