"""Whether other processes use the same data folder, told by a lock that the system takes away when a process ends,
however it ends."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform != "win32":
    import fcntl

LOCK = "lorekeeper.lock"
"""The file in the data folder on which the lock is. It stays empty."""


class FolderLock:
    """This process in a data folder, from entering the context to leaving it.

    Whoever comes when nobody else is there `was_alone`, and has the folder to itself until it calls `share`: what an
    earlier process left behind can be put right until then. Others wait for that at the door. Where the system or the
    disk knows no such locks nobody is alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self.was_alone = False

    def __enter__(self) -> Self:
        """Come in; after others that have the folder to themselves for the moment. Raises OSError where no file can be
        written there."""
        if sys.platform != "win32":
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.was_alone = True
            except OSError:  # somebody is here, or this disk has no locks
                self.share()
        return self

    def share(self) -> None:
        """Let others in."""
        if sys.platform != "win32" and self._file is not None:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_SH)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
