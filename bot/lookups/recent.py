"""What a channel was shown lately, so that it is not shown again at once."""

import random
from collections.abc import Iterable

from cachetools import FIFOCache, LRUCache

from bot.knowledge.model import Fact

PLACES = 1000
"""Channels to remember; the one silent for longest is forgotten first."""

FACTS = 1000
"""Facts to remember for a channel; far more than one character has."""


class Recent:
    """A bounded memory of facts shown, per place. It lives as long as the process."""

    def __init__(self, *, places: int = PLACES, facts: int = FACTS) -> None:
        self._places: LRUCache[int, FIFOCache[str, None]] = LRUCache(places)
        self._most_facts = facts

    def note(self, place: int, facts: Iterable[Fact]) -> None:
        """These facts have just been shown there."""
        shown = self._places.setdefault(place, FIFOCache(self._most_facts))
        for fact in facts:
            shown.pop(fact.key, None)  # what is shown again is last in line again
            shown[fact.key] = None

    def pick(self, place: int, facts: tuple[Fact, ...], chance: random.Random) -> Fact:
        """One of `facts` (not empty) that has not been shown there, else the one shown longest ago."""
        shown = {key: turn for turn, key in enumerate(self._places.get(place, ()))}
        fresh = [fact for fact in facts if fact.key not in shown]
        if fresh:
            return chance.choice(fresh)
        return min(facts, key=lambda fact: shown[fact.key])
