"""Reads the operator's packs again when their files change, without a moment in which nothing is answered."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from bot.errors import PackError
from bot.packs.in_use import BuiltPack
from bot.packs.library import Library
from bot.scheduling.clock import Clock

log = logging.getLogger(__name__)

LOOK = timedelta(seconds=5)
"""How often the files are looked at. A change is read once it is one look old: by then all files are saved."""

State = tuple[tuple[str, int, int], ...]
"""The files of a folder, with their sizes and the times of their last change."""


class Reload:
    """Watches the folders of the operator's packs while `run` is running."""

    def __init__(
        self, library: Library, read_at: Mapping[Path, State], read: Callable[[Path], BuiltPack], clock: Clock
    ) -> None:
        """`read_at` has the state of each pack's folder from before the pack was read, so that no change is missed that
        was made meanwhile. `read` reads the pack in a folder; raises PackError.
        """
        self._library = library
        self._folders = tuple(read_at)
        self._read = read
        self._clock = clock
        self._read_at = dict(read_at)
        self._seen = dict(self._read_at)

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self._clock.sleep_until(self._clock.now() + LOOK)
            await self.look()

    async def look(self) -> None:
        """Read the packs whose files have changed and have been at rest since the last look."""
        now_there = await asyncio.to_thread(lambda: {folder: state_of(folder) for folder in self._folders})
        before, self._seen = self._seen, now_there
        for number, folder in enumerate(self._folders):
            state = now_there[folder]
            if state != self._read_at[folder] and state == before[folder]:
                self._read_at[folder] = state
                await self._take_up(number, folder)

    async def _take_up(self, number: int, folder: Path) -> None:
        try:
            pack = await self._library.work(lambda: self._read(folder).build())
        except PackError as error:
            log.warning("the pack in %s has changed but stays as it was, because it has problems:\n%s", folder, error)
            return
        except Exception:
            log.exception("the pack in %s has changed but stays as it was", folder)
            return
        packs = list(self._library.packs)
        packs[number] = pack
        await self._library.replace(packs)
        log.info("the pack in %s was read again", folder)


def state_of(folder: Path) -> State:
    """The state of all files in a pack's folder; empty if it can't be read now."""
    try:
        found = ((path, path.stat()) for path in sorted(folder.rglob("*")) if not path.name.startswith("."))
        return tuple((path.as_posix(), stat.st_size, stat.st_mtime_ns) for path, stat in found)
    except OSError:
        return ()
