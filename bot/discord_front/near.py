"""Facts near a text, as a manager chooses among them."""

from dataclasses import dataclass
from typing import Protocol

from bot.knowledge.model import Fact
from bot.packs.in_use import Place


@dataclass(frozen=True)
class NearFact:
    """A fact with its handle, and a label that doesn't give it away."""

    handle: str
    label: str
    fact: Fact


class NearFacts(Protocol):
    """Searches the packs in use at a place."""

    async def nearest(self, place: Place, text: str) -> tuple[NearFact, ...]:
        """The facts that a question may ask for, likeliest first. Raises UserError if too many wait."""

    async def told_by(self, place: Place, text: str) -> NearFact | None:
        """The fact that a statement seems to repeat. Raises UserError if too many wait."""

    async def is_statement(self, place: Place, text: str) -> bool:
        """Whether a line tells something: it is neither a question nor small talk."""

    async def fact(self, place: Place, handle: str) -> Fact | None:
        """The fact with this handle; None if it isn't in these packs (any more)."""
