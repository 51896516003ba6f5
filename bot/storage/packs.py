"""The interface for packs of a server's own, and for which packs are used where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.ids import ChannelId, MemberId, ServerId

DRAFT = timedelta(days=1)
"""How long a draft is kept."""


@dataclass(frozen=True)
class NewVersion:
    """A version to be stored. `files` are texts by their paths in the pack. `by` is the manager who uploaded it.

    `based_on` is the number of the version that was current then; 0 if there was none. `pictures` are the digests of
    its pictures by their paths, and `contents` those that may not be stored yet by their digests.
    """

    server_id: ServerId
    pack: str
    files: Mapping[str, str]
    note: str
    by: MemberId
    at: datetime
    based_on: int
    pictures: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class PackVersion:
    """A stored version. Numbers count from 1 in each pack. `used_at` is when it last became current; None for a draft
    that nobody has confirmed.
    """

    server_id: ServerId
    pack: str
    number: int
    note: str
    by: MemberId | None
    at: datetime
    based_on: int
    used_at: datetime | None


@dataclass(frozen=True)
class ServerPacks:
    """A server's own packs with the number of their current version, and the packs chosen for the server (None) and
    for its channels.
    """

    current: Mapping[str, int]
    chosen: Mapping[ChannelId | None, tuple[str, ...]]


class Packs(Protocol):
    """Packs of servers, with all versions."""

    async def of_server(self, server_id: ServerId) -> ServerPacks: ...

    async def add(self, version: NewVersion, *, most: int) -> PackVersion:
        """Stores a draft. The oldest of more than `most` versions of the pack are deleted, but not the current one, and
        so are the server's drafts that nobody confirmed within `DRAFT`. Pictures that no version has any more go, too.
        """

    async def history(self, server_id: ServerId, pack: str) -> tuple[PackVersion, ...]:
        """All versions, newest first."""

    async def files(self, server_id: ServerId, pack: str, number: int) -> Mapping[str, str] | None:
        """The files of a version; None if it is gone."""

    async def pictures(self, server_id: ServerId, pack: str, number: int) -> Mapping[str, str]:
        """The digests of a version's pictures by their paths; none if it is gone."""

    async def picture(self, server_id: ServerId, pack: str, path: str) -> bytes | None:
        """A picture of the current version; None if it doesn't have it."""

    async def make_current(self, server_id: ServerId, pack: str, number: int, *, instead_of: int, at: datetime) -> bool:
        """Returns whether the version is current now. It isn't if it is gone, or if another one than `instead_of`
        (0: none) was current.
        """

    async def remove(self, server_id: ServerId, pack: str) -> bool:
        """Deletes a pack with all its versions, and its use; returns whether it was there."""

    async def choose(self, server_id: ServerId, channel_id: ChannelId | None, packs: Sequence[str]) -> None:
        """Sets the packs for a channel, or for the server; none of them: whatever is usual there."""
