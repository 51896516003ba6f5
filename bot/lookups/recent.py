"""Remembers the facts a channel was shown recently, so that they aren't repeated at once."""

import random
from collections.abc import Iterable
from functools import cached_property

from cachetools import LRUCache

from bot.ids import ChannelId, FactKey
from bot.knowledge.model import Fact

PLACES = 1000
"""Maximum number of channels remembered; the least recent is dropped first."""

FACTS = 1000
"""Maximum number of facts remembered per channel; far more than one character has."""


TRIES = 4
"""Facts picked at random before all of them are looked at: a channel has seldom seen most of what there is."""


class Pool:
    """Facts to pick from."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        self.facts = facts

    @cached_property
    def by_key(self) -> dict[FactKey, Fact]:
        """The same facts by their keys, in their order."""
        return {fact.key: fact for fact in self.facts}

    @cached_property
    def keys(self) -> frozenset[FactKey]:
        """Their keys."""
        return frozenset(self.by_key)


class Recent:
    """A bounded memory of the facts shown per channel. It lives as long as the process."""

    def __init__(self, *, places: int = PLACES, facts: int = FACTS) -> None:
        self._places: LRUCache[ChannelId, dict[FactKey, None]] = LRUCache(places)
        self._most_facts = facts

    def note(self, channel_id: ChannelId, facts: Iterable[Fact]) -> None:
        """Remembers that these facts have just been shown there."""
        shown = self._shown(channel_id)
        for fact in facts:
            shown.pop(fact.key, None)  # move it to the end
            shown[fact.key] = None
            if len(shown) > self._most_facts:
                del shown[next(iter(shown))]

    def pick(self, channel_id: ChannelId, pool: Pool, chance: random.Random) -> Fact:
        """A random fact not shown there recently, else the one shown longest ago. `pool` must not be empty."""
        shown = self._shown(channel_id)
        for _ in range(TRIES if len(shown) < len(pool.facts) else 0):
            if (fact := chance.choice(pool.facts)).key not in shown:
                return fact
        if fresh := pool.keys.difference(shown):
            return pool.by_key[chance.choice(sorted(fresh))]
        return pool.by_key[next(key for key in shown if key in pool.by_key)]

    def _shown(self, channel_id: ChannelId) -> dict[FactKey, None]:
        """What was shown there, the longest ago first."""
        if (shown := self._places.get(channel_id)) is None:
            shown = self._places[channel_id] = {}
        return shown
