"""What members would like the packs to say."""

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
    """What a member would like a pack to say. `about` is the key of a fact or the id of a character, or empty."""

    server: int
    channel: int
    member: int
    text: str
    about: str
    at: datetime


@dataclass(frozen=True)
class Suggestion:
    """A suggestion that was kept."""

    id: int
    made: NewSuggestion
    state: SuggestionState
    decided_by: int | None
    decided_at: datetime | None


class Suggestions(Protocol):
    """What members would like the packs to say."""

    async def add(self, suggestion: NewSuggestion) -> Suggestion: ...

    async def suggestions(self, server: int, *, state: SuggestionState | None = None) -> tuple[Suggestion, ...]:
        """The oldest first."""

    async def decide(self, id: int, state: SuggestionState, *, by: int, at: datetime) -> bool:
        """Whether it was open."""
