"""The packs that each server and channel uses, built when they are first needed."""

import asyncio
import logging
import re
from collections.abc import Callable, Collection, Mapping

from cachetools import LRUCache

from bot.errors import PackError
from bot.ids import ServerId
from bot.knowledge.model import Pack
from bot.packs.in_use import BuiltPack, PacksInUse, Place
from bot.packs.library import Library
from bot.storage.packs import Packs, ServerPacks

log = logging.getLogger(__name__)

BUILT = 200
"""Number of servers' packs that stay built. The least recently used one is built again when it is needed."""

SERVERS = 10_000
"""Number of servers whose choice is remembered."""

Key = tuple[ServerId, str]
"""A server and the id of a pack of its own."""


class ServerShelf:
    """`Shelf` over the operator's packs and those of servers. One process serves a server, so nothing else changes its
    packs.
    """

    def __init__(self, library: Library, packs: Packs) -> None:
        self.library = library
        self._packs = packs
        self._plans: LRUCache[int, ServerPacks] = LRUCache(SERVERS)
        self._built = _Built(self._dropped)
        self._building: dict[Key, asyncio.Lock] = {}

    async def at(self, place: Place) -> PacksInUse:
        """See `Shelf`. Where nothing was chosen, the operator's packs and the server's own."""
        if place.server_id is None:
            return self.library.everything
        plan = await self.plan(place.server_id)
        chosen = next((plan.chosen[each] for each in (*place.channel_ids, None) if each in plan.chosen), None)
        return await self._together(place.server_id, plan, chosen)

    async def known_to(self, server_id: ServerId | None) -> PacksInUse:
        """See `Shelf`."""
        if server_id is None:
            return self.library.everything
        return await self._together(server_id, await self.plan(server_id), None)

    async def plan(self, server_id: ServerId) -> ServerPacks:
        """What the server has and has chosen."""
        if (known := self._plans.get(server_id)) is None:
            known = self._plans[server_id] = await self._packs.of_server(server_id)
        return known

    async def own(self, server_id: ServerId, pack: str, number: int) -> BuiltPack | None:
        """A version of a pack of the server's own; None if it can't be read any more."""
        key = (server_id, pack)
        async with self._building.setdefault(key, asyncio.Lock()):
            known, built = self._built.get(key, (0, None))
            if known != number:
                built = await self._read(server_id, pack, number)
                self.put(server_id, pack, number, built)
        self._building.pop(key, None)
        return built

    async def picture(self, pack: str, file: str) -> bytes | None:
        """A picture of a server's pack, as it is in use; None if there is none. A pack's id names its server."""
        server = re.search(r"-(\d{1,19})\Z", pack)
        return None if server is None else await self._packs.picture(ServerId(int(server[1])), pack, file)

    def put(self, server_id: ServerId, pack: str, number: int, built: BuiltPack | None) -> None:
        """Use this version from now on: it is built already, so there is no moment without answers."""
        _, before = self._built.get((server_id, pack), (0, None))
        self._built[server_id, pack] = (number, built)
        self._dropped(before)

    def changed(self, server_id: ServerId) -> None:
        """Look again at what the server has and has chosen."""
        self._plans.pop(server_id, None)

    def forget(self, server_id: ServerId) -> None:
        """Drop everything of a server. What still exists is read again when it is needed."""
        self.changed(server_id)
        for key in [key for key in self._built if key[0] == server_id]:
            self.put(*key, 0, None)
            del self._built[key]

    def _dropped(self, built: BuiltPack | None) -> None:
        """Let go of everything that holds a pack which isn't used any more, or wasn't lately."""
        if built is not None:
            self.library.forget(lambda each: each is built)

    async def _together(self, server_id: ServerId, plan: ServerPacks, chosen: tuple[str, ...] | None) -> PacksInUse:
        packs = [each for each in self.library.packs if chosen is None or each.pack.id in chosen]
        for pack, number in plan.current.items():
            if chosen is None or pack in chosen:
                built = await self.own(server_id, pack, number)
                packs += [] if built is None else [built]
        return await self.library.together(packs) if packs else self.library.everything

    async def _read(self, server_id: ServerId, pack: str, number: int) -> BuiltPack | None:
        files = await self._packs.files(server_id, pack, number)
        if files is None:
            return None
        pictures = await self._packs.pictures(server_id, pack, number)
        try:
            return await self.library.built(await self.library.work(lambda: pack_of(pack, files, pictures)))
        except PackError as error:
            log.warning("pack %s of server %s can't be read any more, so it isn't used:\n%s", pack, server_id, error)
            return None


class _Built(LRUCache[Key, tuple[int, BuiltPack | None]]):
    """The built packs by their key, each with its version number. `dropped` is called with evicted packs."""

    def __init__(self, dropped: Callable[[BuiltPack | None], None]) -> None:
        super().__init__(BUILT)
        self._tell = dropped

    def popitem(self) -> tuple[Key, tuple[int, BuiltPack | None]]:
        key, (number, built) = super().popitem()
        self._tell(built)
        return key, (number, built)


def pack_of(id: str, files: Mapping[str, str], pictures: Collection[str] = ()) -> Pack:
    """The pack made of stored files, with pictures at these paths. Raises PackError."""
    from bot.knowledge.load import load_texts  # YAML and the packs' models are slow to import

    return load_texts(id, {path: text.encode() for path, text in files.items()}, pictures)[0]
