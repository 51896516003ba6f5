"""What may be shown to a member in a channel: a pack without what lies beyond. Pure.

Whatever shows something of a pack is given the pack as it may be seen, so that nothing later can slip out: no answer,
name, card, page, choice or question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from bot.ids import FactKey
from bot.knowledge.model import Actor, AuthoredQuestion, Character, Fact, FactKind, Pack, Relation, Role, Thing


class Spoilers(StrEnum):
    """What is done with facts that give the story away."""

    OPEN = "open"
    """They are shown like all others."""
    MARKED = "marked"
    """They are behind spoiler marks."""
    UP_TO = "up to"
    """Nothing after a scene is shown, and the rest is behind spoiler marks."""
    NEVER = "never"
    """They are not shown."""


@dataclass(frozen=True)
class Sight:
    """What may be shown: spoilers in this way, packs up to these scenes, and no facts of the hidden continuities."""

    spoilers: Spoilers = Spoilers.MARKED
    scenes: tuple[tuple[str, int], ...] = ()
    hidden: frozenset[str] = frozenset()

    def of(self, pack: Pack) -> "SeenPack":
        """The pack as it may be seen."""
        return SeenPack(pack, self)


EVERYTHING = Sight()
"""Everything may be shown, spoilers behind marks."""


class SeenPack:
    """A pack as far as it may be seen."""

    def __init__(self, whole: Pack, sight: Sight) -> None:
        self.whole = whole
        self._sight = sight
        last = max((scene.scene_number or 0 for scene in whole.scenes), default=0)
        limit = dict(sight.scenes).get(whole.id)
        self._limit = limit if limit is not None and limit < last else None
        self._scene_of_unit: dict[str, int] = {}
        self._first_seen: dict[str, int] = {}
        for scene in whole.scenes:
            number = scene.scene_number or 0
            for unit in scene.source:  # a fact with this source may be about any of its scenes: the last one counts
                self._scene_of_unit[unit] = max(number, self._scene_of_unit.get(unit, 0))
            for id in scene.characters:
                self._first_seen[id] = min(number, self._first_seen.get(id, number))

    @cached_property
    def pack(self) -> Pack:
        """The pack without what lies beyond."""
        whole = self.whole
        if self._limit is None and self._sight.spoilers is Spoilers.MARKED and not self._sight.hidden:
            return whole
        actors = (self._actor(actor) for actor in whole.actors)
        return replace(
            whole,
            continuities={id: words for id, words in whole.continuities.items() if id not in self._sight.hidden},
            characters=tuple(self._character(one) for one in whole.characters if one.id not in self._unmet),
            actors=tuple(actor for actor in actors if actor.roles),
            things=tuple(self._thing(thing) for thing in whole.things if not self._is_beyond_thing(thing)),
            facts=self._facts,
            quiz=tuple(self._openly(each) for each in whole.quiz if not self._is_beyond_question(each)),
            not_told=tuple(text for text in whole.not_told if self._is_free_of_names(text)),
        )

    def may_ask(
        self, *, fact_key: FactKey, source: Iterable[str], is_spoiler: bool, texts: Iterable[str], continuity: str = ""
    ) -> bool:
        """Whether a question may be asked: about a fact with this key (empty: none), with all its texts."""
        if (fact_key and fact_key not in self._keys) or continuity in self._sight.hidden:
            return False
        return not self._is_beyond(tuple(source), spoiler=is_spoiler) and all(map(self._is_free_of_names, texts))

    def scene_of(self, *, source: Iterable[str], fact: Fact | None = None) -> int | None:
        """The last scene that a question with these sources is about; None if that isn't known."""
        if fact is not None and fact.scene_number is not None:
            return fact.scene_number
        known = (self._scene_of_unit[unit] for unit in source if unit in self._scene_of_unit)
        return max(known, default=None)

    def shown(self, fact: Fact) -> Fact | None:
        """The fact as it may be shown; None if it lies beyond."""
        return self._keys.get(fact.key)

    # Facts

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        kept = (fact for fact in self.whole.facts if not self._is_beyond_fact(fact))
        return tuple(self._opened(fact) for fact in kept)

    @cached_property
    def _keys(self) -> dict[FactKey, Fact]:
        return {fact.key: fact for fact in self._facts}

    def _is_beyond_fact(self, fact: Fact) -> bool:
        return (
            fact.continuity in self._sight.hidden
            or self._is_beyond(fact.source, spoiler=fact.spoiler, scene_number=fact.scene_number)
            or not self._unmet.isdisjoint(fact.characters)
            or not self._is_free_of_names(fact.text)
        )

    def _is_beyond(self, source: tuple[str, ...], *, spoiler: bool, scene_number: int | None = None) -> bool:
        if self._sight.spoilers is Spoilers.NEVER and spoiler:
            return True
        if self._limit is None:
            return False
        scene = scene_number if scene_number is not None else self.scene_of(source=source)
        return spoiler if scene is None else scene > self._limit

    def _opened(self, fact: Fact) -> Fact:
        asks = tuple(ask for ask in fact.asks if self._is_free_of_names(ask))
        spoiler = fact.spoiler and self._sight.spoilers is not Spoilers.OPEN
        return fact if (asks, spoiler) == (fact.asks, fact.spoiler) else replace(fact, asks=asks, spoiler=spoiler)

    # People and things

    @cached_property
    def _unmet(self) -> frozenset[str]:
        """The characters who first appear after the last scene that was seen."""
        if self._limit is None:
            return frozenset()
        return frozenset(id for id, first in self._first_seen.items() if first > self._limit)

    @property
    def _hides_names(self) -> bool:
        """Whether names that give the story away are left out."""
        return self._limit is not None or self._sight.spoilers is Spoilers.NEVER

    @cached_property
    def _names_beyond(self) -> re.Pattern[str] | None:
        """Matches the names of those who weren't met yet, and names that give the story away."""
        names: set[str] = set()
        shown: set[str] = set()
        for one in self.whole.characters:
            everything = {name for name in (one.name, one.real_name, *one.aliases) if name[:1].isupper()}
            if one.id in self._unmet:
                names |= everything
            else:
                given_away = set(one.spoiler_names) if self._hides_names else set()
                names |= given_away
                shown |= everything - given_away
        said = "|".join(re.escape(name) for name in sorted(names - shown, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE) if said else None

    def _is_free_of_names(self, text: str) -> bool:
        return self._names_beyond is None or self._names_beyond.search(text) is None

    def _character(self, one: Character) -> Character:
        hides, opens = self._hides_names, self._sight.spoilers is Spoilers.OPEN
        return replace(
            one,
            real_name=one.open_real_name if hides else one.real_name,
            aliases=one.open_aliases if hides else one.aliases,
            descriptions=tuple(text for text in one.descriptions if self._is_free_of_names(text)),
            roles=self._roles(one.roles),
            relations=tuple(
                replace(bond, spoiler=False) if opens else bond
                for bond in one.relations
                if not self._is_beyond_relation(bond)
            ),
            spoiler_names=() if hides or opens else one.spoiler_names,
        )

    def _is_beyond_relation(self, bond: Relation) -> bool:
        if bond.other in self._unmet or bond.continuity in self._sight.hidden:
            return True
        return self._is_beyond(bond.source, spoiler=bond.is_hidden(self.whole.hidden_units))

    def _roles(self, roles: Iterable[Role]) -> tuple[Role, ...]:
        shown = ((role, self.shown(role.fact)) for role in roles)
        return tuple(replace(role, fact=fact) for role, fact in shown if fact is not None)

    def _actor(self, actor: Actor) -> Actor:
        return replace(actor, roles=self._roles(actor.roles))

    def _is_beyond_thing(self, thing: Thing) -> bool:
        """A thing lies beyond if it is named only in what lies beyond."""
        if not self._is_free_of_names(thing.name) or self._is_beyond(thing.source, spoiler=False):
            return True
        names = "|".join(re.escape(name) for name in (thing.name, *thing.aliases))
        named = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
        told = [fact for fact in self.whole.facts if fact.kind is not FactKind.DERIVED and named.search(fact.text)]
        return bool(told) and not any(fact.key in self._keys for fact in told)

    def _thing(self, thing: Thing) -> Thing:
        return replace(
            thing,
            aliases=tuple(name for name in thing.aliases if self._is_free_of_names(name)),
            members=tuple(id for id in thing.members if id not in self._unmet),
            description=thing.description if self._is_free_of_names(thing.description) else "",
            owner="" if thing.owner in self._unmet else thing.owner,
        )

    # Questions

    def _is_beyond_question(self, each: AuthoredQuestion) -> bool:
        texts = (each.question, each.answer, *each.accepted, *each.wrong, *each.hints, each.explanation)
        fact_key = FactKey(f"{self.whole.id}/{each.fact}" if each.fact else "")
        return each.character in self._unmet or not self.may_ask(
            fact_key=fact_key, source=each.source, is_spoiler=each.spoiler, texts=texts, continuity=each.continuity
        )

    def _openly(self, each: AuthoredQuestion) -> AuthoredQuestion:
        is_open = self._sight.spoilers is Spoilers.OPEN and each.spoiler
        return replace(each, spoiler=False) if is_open else each
