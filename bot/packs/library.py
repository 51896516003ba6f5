"""The operator's packs, and the building of packs away from the event loop."""

import asyncio
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from cachetools import LRUCache

from bot.knowledge.model import Pack
from bot.lookups.manual import Manual
from bot.packs.in_use import BuiltPack, PacksInUse, together

Result = TypeVar("Result")

COMBINATIONS = 500
"""Number of combinations of packs that are kept. Each holds the names of its packs once more."""


class Library:
    """The operator's packs, which all servers share. Outlives a connection to Discord."""

    def __init__(
        self,
        packs: Sequence[BuiltPack],
        make: Callable[[Pack], BuiltPack],
        chance: random.Random,
        manual: Manual | None = None,
    ) -> None:
        """`make` prepares a pack of a server, without building it yet. The `manual` goes with every combination."""
        self._packs = tuple(packs)
        self._make = make
        self._chance = chance
        self._manual = manual
        self._together: LRUCache[tuple[BuiltPack, ...], PacksInUse] = LRUCache(COMBINATIONS)
        self._everything = together(self._packs, chance, manual)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="packs")

    @property
    def packs(self) -> tuple[BuiltPack, ...]:
        """The operator's packs, in their order."""
        return self._packs

    @property
    def everything(self) -> PacksInUse:
        """All of them: what is used where nobody has chosen anything."""
        return self._everything

    async def together(self, packs: Sequence[BuiltPack]) -> PacksInUse:
        """These packs as one value, which stays the same while nothing changes."""
        key = tuple(packs)
        if key == self._packs:
            return self._everything
        if (known := self._together.get(key)) is not None:
            return known
        made = together(key, self._chance, self._manual)
        await self.work(lambda: made.answers)
        return self._together.setdefault(key, made)

    async def built(self, pack: Pack) -> BuiltPack:
        """A pack of a server, ready for use."""
        return await self.work(self._make(pack).build)

    async def work(self, work: Callable[[], Result]) -> Result:
        """Do some work on packs away from the event loop, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def replace(self, packs: Sequence[BuiltPack]) -> None:
        """Use these packs from now on. What is asked meanwhile is answered from the packs as they were."""
        everything = together(packs, self._chance, self._manual)
        await self.work(lambda: (everything.answers, everything.questions))
        self._packs, self._everything = tuple(packs), everything
        self.forget(lambda pack: pack not in self._packs)

    def forget(self, is_gone: Callable[[BuiltPack], bool]) -> None:
        """Drop the combinations that have such a pack and are made again when they are needed."""
        for key in [key for key in self._together if any(map(is_gone, key))]:
            del self._together[key]
