"""Members' suggestions for the packs, and where managers review them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ids import ChannelId, MemberId, ServerId, SuggestionId


class SuggestionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class NewSuggestion:
    """A member's suggestion for a pack. `about` is the key of a fact or the id of a character, or empty.

    `question` is one that the text answers, and `credit` the name under which the member wants to be named as the
    source; both may be empty.
    """

    server_id: ServerId
    channel_id: ChannelId
    member_id: MemberId
    text: str
    about: str
    at: datetime
    question: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A stored suggestion."""

    id: SuggestionId
    made: NewSuggestion
    state: SuggestionState
    decided_by: MemberId | None
    decided_at: datetime | None


class Suggestions(Protocol):
    """Members' suggestions for the packs."""

    async def review_channel(self, server_id: ServerId) -> ChannelId | None:
        """Where the managers of a server get suggestions; None if they don't take any."""

    async def review_in(self, server_id: ServerId, channel_id: ChannelId | None) -> None: ...

    async def add(self, suggestion: NewSuggestion) -> Suggestion: ...

    async def suggestions(self, server_id: ServerId, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        """Suggestions in a state, oldest first."""

    async def suggestion(self, server_id: ServerId, id: SuggestionId) -> Suggestion | None:
        """None if the server has no such suggestion (any more)."""

    async def edit(self, id: SuggestionId, *, text: str, question: str) -> bool:
        """Returns whether it was open."""

    async def drop(self, id: SuggestionId) -> None:
        """Deletes a suggestion that its managers never got to see."""

    async def decide(self, id: SuggestionId, state: SuggestionState, *, by: MemberId, at: datetime) -> bool:
        """Returns whether it was open."""
