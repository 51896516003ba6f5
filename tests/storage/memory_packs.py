"""Packs of servers in memory, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.storage.packs import DRAFT, NewVersion, PackVersion, ServerPacks
from bot.storage.tables import in_utc, storable

Key = tuple[int, str]


class MemoryPacks:
    """`Packs` in memory."""

    def __init__(self) -> None:
        self._current: dict[Key, int] = {}
        self._versions: dict[Key, dict[int, tuple[PackVersion, dict[str, str]]]] = {}
        self._chosen: dict[tuple[int, int | None], tuple[str, ...]] = {}

    async def of_server(self, server: int) -> ServerPacks:
        current = {pack: number for (of, pack), number in sorted(self._current.items()) if of == server}
        return ServerPacks(current, {channel: packs for (of, channel), packs in self._chosen.items() if of == server})

    async def add(self, version: NewVersion, *, most: int) -> PackVersion:
        key = (version.server, version.pack)
        there = self._versions.setdefault(key, {})
        added = PackVersion(
            server=version.server,
            pack=version.pack,
            number=max(there, default=0) + 1,
            note=storable(version.note),
            by=version.by,
            at=in_utc(version.at),
            based_on=version.based_on,
            used_at=None,
        )
        for (of, _), versions in self._versions.items():
            for number, (each, _) in list(versions.items()):
                if of == version.server and each.used_at is None and each.at < added.at - DRAFT:
                    del versions[number]
        there[added.number] = (added, dict(version.files))
        for number in sorted(there, reverse=True)[most:]:
            if number != self._current.get(key):
                del there[number]
        return added

    async def history(self, server: int, pack: str) -> tuple[PackVersion, ...]:
        there = self._versions.get((server, pack), {})
        return tuple(there[number][0] for number in sorted(there, reverse=True))

    async def files(self, server: int, pack: str, number: int) -> Mapping[str, str] | None:
        there = self._versions.get((server, pack), {})
        return there[number][1] if number in there else None

    async def make_current(self, server: int, pack: str, number: int, *, instead_of: int, at: datetime) -> bool:
        key = (server, pack)
        there = self._versions.get(key, {})
        if number not in there or self._current.get(key, 0) != instead_of:
            return False
        version, files = there[number]
        there[number] = (replace(version, used_at=in_utc(at)), files)
        self._current[key] = number
        return True

    async def remove(self, server: int, pack: str) -> bool:
        self._versions.pop((server, pack), None)
        for key, packs in list(self._chosen.items()):
            if key[0] == server and pack in packs:
                left = tuple(each for each in packs if each != pack)
                self._chosen |= {key: left} if left else {}
                if not left:
                    del self._chosen[key]
        return self._current.pop((server, pack), None) is not None

    async def choose(self, server: int, channel: int | None, packs: Sequence[str]) -> None:
        self._chosen.pop((server, channel), None)
        if packs:
            self._chosen[server, channel] = tuple(sorted(set(packs)))

    def forget_member(self, member: int, server: int | None) -> None:
        """Take their id from what they uploaded."""
        for (of, _), there in self._versions.items():
            if server in {None, of}:
                for number, (version, files) in there.items():
                    there[number] = (replace(version, by=None if version.by == member else version.by), files)

    def forget_server(self, server: int) -> None:
        """Delete everything of a server."""
        self._current = {key: number for key, number in self._current.items() if key[0] != server}
        self._versions = {key: there for key, there in self._versions.items() if key[0] != server}
        self._chosen = {key: packs for key, packs in self._chosen.items() if key[0] != server}

    def servers(self) -> set[int]:
        """Where there is something."""
        return {key[0] for key in (*self._versions, *self._chosen)}
