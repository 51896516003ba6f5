"""Packs of servers in memory, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.ids import ChannelId, MemberId, ServerId
from bot.storage.packs import DRAFT, NewVersion, PackVersion, ServerPacks
from bot.storage.tables import in_utc, storable

Key = tuple[ServerId, str]


class MemoryPacks:
    """`Packs` in memory."""

    def __init__(self) -> None:
        self._current: dict[Key, int] = {}
        self._versions: dict[Key, dict[int, tuple[PackVersion, NewVersion]]] = {}
        self._contents: dict[tuple[ServerId, str, str], bytes] = {}
        self._chosen: dict[tuple[ServerId, ChannelId | None], tuple[str, ...]] = {}

    async def of_server(self, server_id: ServerId) -> ServerPacks:
        current = {pack: number for (of, pack), number in sorted(self._current.items()) if of == server_id}
        return ServerPacks(
            current, {channel_id: packs for (of, channel_id), packs in self._chosen.items() if of == server_id}
        )

    async def add(self, version: NewVersion, *, most: int) -> PackVersion:
        key = (version.server_id, version.pack)
        there = self._versions.setdefault(key, {})
        added = PackVersion(
            server_id=version.server_id,
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
                if of == version.server_id and each.used_at is None and each.at < added.at - DRAFT:
                    del versions[number]
        there[added.number] = (added, version)
        for digest, content in version.contents.items():
            self._contents[*key, digest] = content
        for number in sorted(there, reverse=True)[most:]:
            if number != self._current.get(key):
                del there[number]
        return added

    async def history(self, server_id: ServerId, pack: str) -> tuple[PackVersion, ...]:
        there = self._versions.get((server_id, pack), {})
        return tuple(there[number][0] for number in sorted(there, reverse=True))

    async def files(self, server_id: ServerId, pack: str, number: int) -> Mapping[str, str] | None:
        there = self._versions.get((server_id, pack), {})
        return there[number][1].files if number in there else None

    async def pictures(self, server_id: ServerId, pack: str, number: int) -> Mapping[str, str]:
        there = self._versions.get((server_id, pack), {})
        return there[number][1].pictures if number in there else {}

    async def picture(self, server_id: ServerId, pack: str, path: str) -> bytes | None:
        pictures = await self.pictures(server_id, pack, self._current.get((server_id, pack), 0))
        return self._contents.get((server_id, pack, pictures.get(path, "")))

    async def make_current(self, server_id: ServerId, pack: str, number: int, *, instead_of: int, at: datetime) -> bool:
        key = (server_id, pack)
        there = self._versions.get(key, {})
        if number not in there or self._current.get(key, 0) != instead_of:
            return False
        version, files = there[number]
        there[number] = (replace(version, used_at=in_utc(at)), files)
        self._current[key] = number
        return True

    async def remove(self, server_id: ServerId, pack: str) -> bool:
        self._versions.pop((server_id, pack), None)
        for key, packs in list(self._chosen.items()):
            if key[0] == server_id and pack in packs:
                left = tuple(each for each in packs if each != pack)
                self._chosen |= {key: left} if left else {}
                if not left:
                    del self._chosen[key]
        return self._current.pop((server_id, pack), None) is not None

    async def choose(self, server_id: ServerId, channel_id: ChannelId | None, packs: Sequence[str]) -> None:
        self._chosen.pop((server_id, channel_id), None)
        if packs:
            self._chosen[server_id, channel_id] = tuple(sorted(set(packs)))

    def forget_member(self, member_id: MemberId, server_id: ServerId | None) -> None:
        """Take their id from what they uploaded."""
        for (of, _), there in self._versions.items():
            if server_id in {None, of}:
                for number, (version, files) in there.items():
                    there[number] = (replace(version, by=None if version.by == member_id else version.by), files)

    def forget_server(self, server_id: ServerId) -> None:
        """Delete everything of a server."""
        self._current = {key: number for key, number in self._current.items() if key[0] != server_id}
        self._versions = {key: there for key, there in self._versions.items() if key[0] != server_id}
        self._chosen = {key: packs for key, packs in self._chosen.items() if key[0] != server_id}

    def servers(self) -> set[ServerId]:
        """Where there is something."""
        return {key[0] for key in (*self._versions, *self._chosen)}
