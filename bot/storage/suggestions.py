"""Members' suggestions for the packs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class SuggestionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class NewSuggestion:
    """A member's suggestion for a pack. `about` is the key of a fact or the id of a character, or empty."""

    server: int
    channel: int
    member: int
    text: str
    about: str
    at: datetime


@dataclass(frozen=True)
class Suggestion:
    """A stored suggestion."""

    id: int
    made: NewSuggestion
    state: SuggestionState
    decided_by: int | None
    decided_at: datetime | None


class Suggestions(Protocol):
    """Members' suggestions for the packs."""

    async def add(self, suggestion: NewSuggestion) -> Suggestion: ...

    async def suggestions(self, server: int, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        """Suggestions in a state, oldest first."""

    async def decide(self, id: int, state: SuggestionState, *, by: int, at: datetime) -> bool:
        """Returns whether it was open."""
