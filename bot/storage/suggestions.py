"""Members' suggestions for the packs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ids import ChannelId, MemberId, ServerId


class SuggestionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class NewSuggestion:
    """A member's suggestion for a pack. `about` is the key of a fact or the id of a character, or empty."""

    server_id: ServerId
    channel_id: ChannelId
    member_id: MemberId
    text: str
    about: str
    at: datetime


@dataclass(frozen=True)
class Suggestion:
    """A stored suggestion."""

    id: int
    made: NewSuggestion
    state: SuggestionState
    decided_by: MemberId | None
    decided_at: datetime | None


class Suggestions(Protocol):
    """Members' suggestions for the packs."""

    async def add(self, suggestion: NewSuggestion) -> Suggestion: ...

    async def suggestions(self, server_id: ServerId, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        """Suggestions in a state, oldest first."""

    async def decide(self, id: int, state: SuggestionState, *, by: MemberId, at: datetime) -> bool:
        """Returns whether it was open."""
