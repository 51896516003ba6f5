"""Waiting lists in memory."""

from dataclasses import replace
from datetime import date, datetime

from bot.ids import MissId, ServerId
from bot.storage.misses import DigestClaim, Miss, MissEnd, NewMiss
from bot.storage.tables import in_utc


class MemoryMisses:
    """`Misses` in memory."""

    def __init__(self) -> None:
        self._kept: dict[MissId, Miss] = {}
        self._digests: dict[ServerId, DigestClaim] = {}
        self._last = 0

    async def note(self, miss: NewMiss, *, most: int) -> bool:
        at = in_utc(miss.at)
        known = await self.alike(miss.server_id, miss.normal)
        if known is not None:
            times = known.times + (miss.ended is not MissEnd.WRONG)
            self._kept[known.id] = replace(known, times=times, channel_id=miss.channel_id, ended=miss.ended, last_at=at)
            return False
        self._last += 1
        id = MissId(self._last)
        self._kept[id] = Miss(id, miss.server_id, miss.channel_id, miss.text, miss.normal, miss.ended, 1, at, at)
        latest = sorted(await self.kept(miss.server_id), key=lambda each: (each.last_at, each.id), reverse=True)
        for each in latest[most:]:
            del self._kept[each.id]
        return True

    async def kept(self, server_id: ServerId | None = None) -> tuple[Miss, ...]:
        found = [each for each in self._kept.values() if server_id in {None, each.server_id}]
        found.sort(key=lambda each: each.last_at, reverse=True)
        return tuple(sorted(found, key=lambda each: (each.server_id, -each.times)))

    async def miss(self, server_id: ServerId, id: MissId) -> Miss | None:
        found = self._kept.get(id)
        return found if found is not None and found.server_id == server_id else None

    async def alike(self, server_id: ServerId, normal: str) -> Miss | None:
        alike = (each for each in self._kept.values() if (each.server_id, each.normal) == (server_id, normal))
        return next(alike, None)

    async def drop(self, server_id: ServerId, id: MissId) -> bool:
        if await self.miss(server_id, id) is None:
            return False
        del self._kept[id]
        return True

    async def clear(self, server_id: ServerId, *, before: datetime | None = None) -> int:
        gone = [each.id for each in await self.kept(server_id) if before is None or each.last_at < before]
        for id in gone:
            del self._kept[id]
        return len(gone)

    async def servers(self) -> frozenset[ServerId]:
        return frozenset(each.server_id for each in self._kept.values())

    async def digest(self, server_id: ServerId) -> DigestClaim | None:
        return self._digests.get(server_id)

    async def claim_digest(self, claim: DigestClaim) -> bool:
        known = self._digests.get(claim.server_id)
        if known is not None and known.week >= claim.week:
            return False
        self._digests[claim.server_id] = claim
        return True

    async def settle_digest(self, server_id: ServerId, week: date, *, at: datetime) -> None:
        claim = self._digests.get(server_id)
        if claim is not None and claim.week == week:
            self._digests[server_id] = replace(claim, settled_at=in_utc(at))

    def forget_server(self, server_id: ServerId) -> None:
        self._kept = {id: each for id, each in self._kept.items() if each.server_id != server_id}
        self._digests.pop(server_id, None)
