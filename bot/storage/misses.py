"""The interface for the waiting list: questions that the bot couldn't answer, without who asked them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.ids import ChannelId, MissId, ServerId


class MissEnd(StrEnum):
    """How a question ended."""

    NOTHING = "nothing"
    """There was no answer."""
    CLOSEST = "closest"
    """Only the closest fact was shown."""
    WRONG = "wrong"
    """A member found the answer wrong."""


@dataclass(frozen=True)
class NewMiss:
    """A question that was just asked. Questions with the same `normal` form are alike."""

    server_id: ServerId
    channel_id: ChannelId
    text: str
    normal: str
    ended: MissEnd
    at: datetime


@dataclass(frozen=True)
class Miss:
    """Alike questions: the first one's text, and the last one's channel and end."""

    id: MissId
    server_id: ServerId
    channel_id: ChannelId
    text: str
    normal: str
    ended: MissEnd
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class DigestClaim:
    """A server's latest digest. It is claimed before it is posted, and settled when it is posted or given up."""

    server_id: ServerId
    week: date
    channel_id: ChannelId
    claimed_at: datetime
    settled_at: datetime | None = None


class Misses(Protocol):
    """The waiting lists of servers, and which digests of them were posted."""

    async def note(self, miss: NewMiss, *, most: int) -> bool:
        """Keeps a question, or counts it among those alike. Of the server's the latest `most` are kept.

        One whose answer is found wrong was asked before, so it isn't counted again.

        Returns whether it is a new one.
        """

    async def kept(self, server_id: ServerId | None = None) -> tuple[Miss, ...]:
        """The questions of a server, or of all: those asked most first, and of these the latest."""

    async def miss(self, server_id: ServerId, id: MissId) -> Miss | None:
        """None if it isn't on the server's list (any more)."""

    async def alike(self, server_id: ServerId, normal: str) -> Miss | None:
        """The question with this normal form."""

    async def drop(self, server_id: ServerId, id: MissId) -> bool:
        """Returns whether it was there."""

    async def clear(self, server_id: ServerId, *, before: datetime | None = None) -> int:
        """Deletes the questions last asked before this moment, or all. Returns how many."""

    async def servers(self) -> frozenset[ServerId]:
        """The servers with questions on their list."""

    async def digest(self, server_id: ServerId) -> DigestClaim | None:
        """The latest digest."""

    async def claim_digest(self, claim: DigestClaim) -> bool:
        """Replaces the claim of an earlier week. Returns False if this week is claimed already."""

    async def settle_digest(self, server_id: ServerId, week: date, *, at: datetime) -> None:
        """Notes that the digest was posted, or given up."""
