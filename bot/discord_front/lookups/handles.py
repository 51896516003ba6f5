"""Short ids for the subjects of buttons: 11 characters, stable across restarts.

A fact's key may be longer than a button's id, and an answer may hold several facts. A handle is a digest of the key:
among a million facts, the chance that two share one is 1 in 30 million.
"""

from collections.abc import Mapping
from functools import cached_property

from bot.answers.results import Named
from bot.discord_front.custom_ids import digest
from bot.knowledge.model import Actor, Character, Fact, Knowledge, Pack, Thing

LENGTH = 11
"""Length of a handle: 8 bytes in base64."""


class Handles:
    """Handles of everything in the packs, and the reverse lookup (None: no longer in any loaded pack)."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def of(self, thing: Fact | Named | Pack) -> str:
        """The handle of a fact, a character, an actor, a thing or a pack."""
        match thing:
            case Fact():
                return digest("fact", thing.key)
            case Character():
                return digest("character", f"{thing.pack}/{thing.id}")
            case Actor():
                return digest("actor", f"{thing.pack}/{thing.name}")
            case Thing():
                return digest("thing", f"{thing.pack}/{thing.name}")
            case Pack():
                return digest("pack", thing.id)

    def of_continuity(self, pack: str, continuity: str) -> str:
        """The handle of a pack's continuity."""
        return digest("continuity", f"{pack}/{continuity}")

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle."""
        return self._facts.get(handle)

    def named(self, handle: str) -> Named | None:
        """The character, actor or thing with this handle."""
        return self._named.get(handle)

    def pack(self, handle: str) -> Pack | None:
        """The pack with this handle."""
        return self._packs.get(handle)

    def continuity(self, handle: str) -> str | None:
        """The id of the continuity with this handle."""
        return self._continuities.get(handle)

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return {self.of(fact): fact for fact in self._knowledge.facts}

    @cached_property
    def _named(self) -> Mapping[str, Named]:
        everything: list[Named] = []
        for pack in self._knowledge.packs:
            everything += [*pack.characters, *pack.actors, *pack.things]
        return {self.of(one): one for one in everything}

    @cached_property
    def _packs(self) -> Mapping[str, Pack]:
        return {self.of(pack): pack for pack in self._knowledge.packs}

    @cached_property
    def _continuities(self) -> Mapping[str, str]:
        return {
            self.of_continuity(pack.id, continuity): continuity
            for pack in self._knowledge.packs
            for continuity in pack.continuities
        }
