"""Facts near a text, as members and managers choose among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from discord import RadioGroupOption

from bot.discord_front.wording import OPTION
from bot.knowledge.model import Fact
from bot.lookups.plain_text import shorten
from bot.packs.in_use import Place


@dataclass(frozen=True)
class NearFact:
    """A fact with its handle, and a label that doesn't give it away."""

    handle: str
    label: str
    fact: Fact


def options(near: Sequence[NearFact]) -> list[RadioGroupOption]:
    """A form's options to choose from, with the texts of facts that don't give the story away."""
    return [
        RadioGroupOption(
            label=each.label,
            value=each.handle,
            description=None if each.fact.spoiler else shorten(each.fact.text, OPTION),
        )
        for each in near
    ]


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
