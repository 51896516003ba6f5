"""A process and its standbys, each of which begins when the lock of the one before is free."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from bot.storage.shard_lock import ShardLock, shard_lock
from tests.nursery import started

HANGS = 120
"""Seconds after which a process counts as hung."""

BEGUN = "begun"

HELD: list[ShardLock] = []
"""A lock of a session goes with its connection, so it is kept from the garbage collector."""


async def held(url: str | None, folder: Path) -> None:
    """Wait as a standby until this process has the lock, to its end."""
    lock = shard_lock(url=url, folder=folder)
    while not await lock.take():  # noqa: ASYNC110  # a database only answers when asked
        await asyncio.sleep(0.01)
    HELD.append(lock)
    (folder / BEGUN).touch()


def relay(live: Callable[..., None], folder: Path, url: str | None, *dies_at: int | None, more: Any = ()) -> list[int]:
    """Let these processes live, the first one with the lock, the others as its standbys; their exit codes.

    Below zero a code is the signal that killed the process.
    """
    (folder / BEGUN).unlink(missing_ok=True)
    end = monotonic() + HANGS
    processes = []
    for step in dies_at:
        process = started(live, folder, url, step, *more)
        processes.append(process)
        while not (folder / BEGUN).exists() and process.is_alive() and monotonic() < end:
            sleep(0.01)
    codes = []
    for process in processes:
        process.join(max(0, end - monotonic()))
        assert process.exitcode is not None, "it hangs"
        codes.append(process.exitcode)
    return codes
