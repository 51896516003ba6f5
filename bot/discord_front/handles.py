"""Short names for what a button is about: 11 characters, the same after every restart.

A fact's key may be longer than a button's id has room for, and an answer may hold several facts.
A handle is a digest of the key: of a million facts, the chance that two share one is 1 in 30 million.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b

from bot.answers.results import Who
from bot.knowledge.model import Actor, Character, Fact, Knowledge, Pack

LENGTH = 11
"""Characters of a handle: 8 bytes in base64."""


class Handles:
    """Handles of what the packs hold, and what a handle stands for (None: no loaded pack has it any more)."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def of(self, thing: Fact | Who | Pack) -> str:
        """The handle of a fact, a character, an actor or a pack."""
        match thing:
            case Fact():
                return _digest("fact", thing.key)
            case Character():
                return _digest("character", f"{thing.pack}/{thing.id}")
            case Actor():
                return _digest("actor", f"{thing.pack}/{thing.name}")
            case Pack():
                return _digest("pack", thing.id)

    def of_continuity(self, pack: str, continuity: str) -> str:
        """The handle of a pack's continuity."""
        return _digest("continuity", f"{pack}/{continuity}")

    def fact(self, handle: str) -> Fact | None:
        """The fact with this handle."""
        return self._facts.get(handle)

    def who(self, handle: str) -> Who | None:
        """The character or actor with this handle."""
        return self._who.get(handle)

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
    def _who(self) -> Mapping[str, Who]:
        everybody: list[Who] = []
        for pack in self._knowledge.packs:
            everybody += pack.characters
            everybody += pack.actors
        return {self.of(who): who for who in everybody}

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


def _digest(kind: str, key: str) -> str:
    return urlsafe_b64encode(blake2b(f"{kind}:{key}".encode(), digest_size=8).digest()).decode().rstrip("=")
