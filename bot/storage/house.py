"""The interface for a server's rules and their changes, for what a server was told once, and how far members have seen
a story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ids import MemberId, ServerId


@dataclass(frozen=True)
class ValueChange:
    """Something set that changed: its name, and the value as JSON before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class RuleChange:
    """A change in the log. `by` is None if that member has asked to be forgotten."""

    id: int
    value: ValueChange
    by: MemberId | None
    at: datetime


class House(Protocol):
    """What servers have set, and what their members have seen."""

    async def rules(self, server_id: ServerId) -> str | None:
        """The rules as JSON; None if nothing was ever set."""

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
        """Replaces the rules and logs the changes; of the log the latest `most` are kept.

        Returns whether it did: not if the rules aren't `instead_of` any more.
        """

    async def log(
        self, server_id: ServerId, changes: Sequence[ValueChange], *, by: MemberId, at: datetime, most: int
    ) -> None:
        """Logs changes of what isn't in the rules, together with those of the rules."""

    async def changes(self, server_id: ServerId) -> tuple[RuleChange, ...]:
        """The log, newest first."""

    async def tell_once(self, server_id: ServerId, what: str, *, at: datetime) -> bool:
        """Notes that a server is being told something. Returns whether this call was the first."""

    async def told(self, server_id: ServerId) -> frozenset[str]:
        """What the server has been told once."""

    async def seen(self, member_id: MemberId) -> Mapping[str, int]:
        """The last scene that a member has seen, by pack. Packs without one may be shown whole."""

    async def see(self, member_id: MemberId, pack: str, scene: int | None) -> None:
        """Sets it; None: the member may see everything."""
