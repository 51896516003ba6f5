"""Rules of servers, what they were told once, and what members have seen, in memory, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.ids import MemberId, ServerId
from bot.storage.house import RuleChange, ValueChange
from bot.storage.tables import in_utc, storable


class MemoryHouse:
    """`House` in memory."""

    def __init__(self) -> None:
        self._rules: dict[ServerId, str] = {}
        self._changes: dict[ServerId, tuple[RuleChange, ...]] = {}
        self._told: set[tuple[ServerId, str]] = set()
        self._seen: dict[MemberId, dict[str, int]] = {}
        self._last_id = 0

    async def rules(self, server_id: ServerId) -> str | None:
        return self._rules.get(server_id)

    async def save_rules(
        self,
        server_id: ServerId,
        rules: str,
        *,
        instead_of: str | None,
        changes: Sequence[ValueChange],
        by: MemberId,
        at: datetime,
        most: int,
    ) -> bool:
        if self._rules.get(server_id) != instead_of:
            return False
        self._rules[server_id] = storable(rules)
        await self.log(server_id, changes, by=by, at=at, most=most)
        return True

    async def log(
        self, server_id: ServerId, changes: Sequence[ValueChange], *, by: MemberId, at: datetime, most: int
    ) -> None:
        for each in changes:
            self._last_id += 1
            change = RuleChange(self._last_id, each, by, in_utc(at))
            self._changes[server_id] = (change, *self._changes.get(server_id, ()))[:most]

    async def changes(self, server_id: ServerId) -> tuple[RuleChange, ...]:
        return self._changes.get(server_id, ())

    async def tell_once(self, server_id: ServerId, what: str, *, at: datetime) -> bool:  # noqa: ARG002  # nobody asks when
        is_new = (server_id, what) not in self._told
        self._told.add((server_id, what))
        return is_new

    async def told(self, server_id: ServerId) -> frozenset[str]:
        return frozenset(what for of, what in self._told if of == server_id)

    async def seen(self, member_id: MemberId) -> Mapping[str, int]:
        return dict(sorted(self._seen.get(member_id, {}).items()))

    async def see(self, member_id: MemberId, pack: str, scene: int | None) -> None:
        own = self._seen.setdefault(member_id, {})
        if scene is None:
            own.pop(pack, None)
        else:
            own[pack] = scene

    def of_member(self, member_id: MemberId, server_id: ServerId | None) -> tuple[tuple[str, int], ...]:
        """What a member has seen; nothing of it belongs to a server."""
        return tuple(sorted(self._seen.get(member_id, {}).items())) if server_id is None else ()

    def forget_member(self, member_id: MemberId, server_id: ServerId | None) -> None:
        """Take out what they have seen, and their id from what they changed."""
        if server_id is None:
            self._seen.pop(member_id, None)
        for of, changes in self._changes.items():
            if server_id in {None, of}:
                self._changes[of] = tuple(replace(each, by=None) if each.by == member_id else each for each in changes)

    def forget_server(self, server_id: ServerId) -> None:
        """Take out everything of a server."""
        self._rules.pop(server_id, None)
        self._changes.pop(server_id, None)
        self._told = {(of, what) for of, what in self._told if of != server_id}

    def servers(self) -> set[ServerId]:
        """Servers of which something is kept."""
        return {*self._rules, *self._changes, *(of for of, _ in self._told)}
