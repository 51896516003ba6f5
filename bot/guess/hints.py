"""Hints after some tries: a fact with the names hidden, then a relation. Pure; randomness is passed in."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.guess.attributes import open_relations, told_of_each
from bot.knowledge.bonds import read_kind
from bot.knowledge.model import Character, Pack
from bot.knowledge.relations import Tie, told

SOUGHT = "█████"
"""Replaces the target's name."""

OTHER = "░░░░"
"""Replaces any other name."""

LEAST = 20
"""Minimum letters left in a fact for it to help."""

AMONG = 6
"""A hint is drawn from this many of the best facts, so that the same character gets another one next time."""

LEAST_OF_NAME = 3
"""Shorter parts of a name ("of", "Mr") count as ordinary words."""


@dataclass(frozen=True)
class CharacterHint:
    """A sentence about the target, without names. `source` are the units it is from."""

    text: str
    is_spoiler: bool
    source: tuple[str, ...]


@dataclass(frozen=True)
class Hints:
    """Both hints to a character."""

    first: CharacterHint
    second: CharacterHint


def hints_to(target: Character, pack: Pack, chance: random.Random) -> Hints:
    """A fact about the target, and a relation or, if there is none, another fact."""
    names = _Names(target, pack)
    facts = [
        CharacterHint(names.hidden(fact.text), fact.spoiler, fact.source) for fact in told_of_each(pack)[target.id]
    ]
    first = _one_of_the_best(facts, chance)
    relations = [
        CharacterHint(f"{told(tie)}.", is_spoiler=False, source=tie.relation.source) for tie in _ties(target, pack)
    ]
    others = [hint for hint in facts if hint != first] or facts
    return Hints(first, chance.choice(relations) if relations else _one_of_the_best(others, chance))


def _one_of_the_best(hints: Sequence[CharacterHint], chance: random.Random) -> CharacterHint:
    """A random helpful hint: preferably long enough, no spoiler, naming the target, and with few other names."""

    def faults(hint: CharacterHint) -> tuple[bool, bool, bool]:
        left = re.sub(r"[\W_]", "", hint.text.replace(SOUGHT, "").replace(OTHER, ""))
        return len(left) < LEAST, hint.is_spoiler, SOUGHT not in hint.text

    fewest = min(map(faults, hints))
    best = sorted((hint for hint in hints if faults(hint) == fewest), key=lambda hint: hint.text.count(OTHER))
    return chance.choice(best[:AMONG])


def _ties(target: Character, pack: Pack) -> Iterator[Tie]:
    """The target's relations, with the target's name replaced."""
    nameless = replace(target, name=SOUGHT)
    for one, relation in open_relations(pack):
        other = pack.character(relation.other)
        if target.id in {one.id, other.id}:
            a, b = (nameless if who.id == target.id else who for who in (one, other))
            yield Tie(a, b, relation, read_kind(relation.kind))


class _Names:
    """All names of the target, and of everybody else, in a text."""

    def __init__(self, target: Character, pack: Pack) -> None:
        own = _names_of(target)
        shared = {name for name in own if " " not in name}
        others = {name for one in pack.characters if one.id != target.id for name in _names_of(one)} - set(own)
        others |= {name for actor in pack.actors for name in (actor.name, *actor.name.split()[1:])} - shared
        self._own, self._others = _pattern(own), _pattern(others)

    def hidden(self, text: str) -> str:
        """The text without any names."""
        for names, sign in ((self._own, SOUGHT), (self._others, OTHER)):
            if names is not None:
                text = names.sub(sign, text)
            text = re.sub(rf"{sign}(?:[\s\-]+{sign})+", sign, text)  # first and last name become one sign
            text = re.sub(rf"{sign}(['’])(?=\s)", rf"{sign}\1s", text)  # "Thanos' plan" would give away the last letter
        return text


def _names_of(character: Character) -> tuple[str, ...]:
    """Whole names, and their parts except for ordinary words."""
    whole = [character.name, character.real_name, *character.aliases]
    parts = [
        part
        for name in whole
        for part in re.findall(r"[^\W_]+", name)
        if part[0].isupper() and len(part) >= LEAST_OF_NAME and part.lower() not in _PLAIN
    ]
    return tuple(dict.fromkeys(name for name in (*whole, *parts) if name))


_PLAIN = frozenset(("the", "and", "von", "van", "der", "mrs", "miss", "sir", "lady", "lord", "doctor", "one"))


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Matches any of these names, longest first; also the plural ("the Maximoffs")."""
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{said})(?:e?s)?(?!\w)") if said else None
