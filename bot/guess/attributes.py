"""The attributes by which the characters of a pack are compared, taken from the pack's data. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import cached_property

from bot.knowledge.model import Character, CharacterKind, Fact, FactKind, Pack, Relation, RoleKind, ThingKind

ENOUGH = 10
"""Minimum number of targets in a pack. With fewer, six tries would find anybody."""

TOLD = 2
"""Minimum number of facts about a target: one for each hint, and so that nobody has to guess a mere name."""

STORY_IN = 12
"""First scenes are near if they are within this fraction of the story: 12 of the 153 scenes of the default pack."""

FACTS_IN = 4
"""Numbers of facts are near if they differ by at most this fraction of the larger one."""


TWO_ROLES = "by somebody with another role"
"""How a character is played whose actor also plays others."""


class Attribute(StrEnum):
    """The attributes compared, in display order."""

    PRONOUN = "pronoun"
    GROUPS = "groups"
    PLAYED = "played"
    CONTINUITIES = "told of"
    TIES = "tied to"
    SCENE = "first scene"
    FACTS = "facts"


class Match(Enum):
    """How similar two values of an attribute are."""

    SAME = auto()
    NEAR = auto()
    DIFFERENT = auto()


class Way(Enum):
    """Whether the target's number is higher or lower."""

    NOWHERE = auto()
    MORE = auto()
    FEWER = auto()


@dataclass(frozen=True)
class Amount:
    """A number, or None. Another one is near if it differs by at most `reach`."""

    number: int | None
    reach: int

    @property
    def said(self) -> object:
        """Equal for values that look the same."""
        return self.number


@dataclass(frozen=True)
class Labels:
    """Names in a fixed order. Others are near if they share one, or if one of them names `owner` (or theirs does)."""

    names: tuple[str, ...]
    owner: str = ""

    @property
    def said(self) -> object:
        """Equal for values that look the same."""
        return self.names


Value = Amount | Labels


@dataclass(frozen=True)
class Profile:
    """A character's values for all attributes."""

    character: Character
    values: Mapping[Attribute, Value]


@dataclass(frozen=True)
class Comparison:
    """How a tried character's value compares with the target's."""

    attribute: Attribute
    value: Value
    match: Match
    way: Way = Way.NOWHERE


@dataclass(frozen=True)
class Roster:
    """The characters of a pack. Anybody may be tried; `targets` are the ids of those to be guessed."""

    pack: Pack
    profiles: Mapping[str, Profile]
    targets: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return len(self.targets) >= ENOUGH

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes compared in this pack."""
        return tuple(next(iter(self.profiles.values())).values) if self.profiles else ()


def roster_of(pack: Pack) -> Roster:
    """The characters of a pack with their distinguishing attributes.

    An attribute that is the same for everybody is left out. Never targets are characters with the same attributes as
    another one, real people, and characters with hardly any facts.
    """
    facts = _Facts(pack)
    full = {character.id: facts.values(character) for character in pack.characters}
    telling = [attribute for attribute in Attribute if len({values[attribute].said for values in full.values()}) > 1]
    profiles = {
        character.id: Profile(character, {attribute: full[character.id][attribute] for attribute in telling})
        for character in pack.characters
    }
    alike = Counter(_signature(profile) for profile in profiles.values())
    targets = tuple(
        id
        for id, profile in profiles.items()
        if alike[_signature(profile)] == 1
        and len(facts.told[id]) >= TOLD
        and profile.character.kind is CharacterKind.CHARACTER
    )
    return Roster(pack, profiles, targets)


def compare(target: Profile, tried: Profile) -> tuple[Comparison, ...]:
    """Compares a tried character with the target."""
    return tuple(
        Comparison(attribute, value, *_compared(target.values[attribute], value))
        for attribute, value in tried.values.items()
    )


def told_of_each(pack: Pack) -> Mapping[str, Sequence[Fact]]:
    """The facts that an author wrote about each character, by id, in the order of the pack."""
    told: dict[str, list[Fact]] = {character.id: [] for character in pack.characters}
    for fact in pack.facts:
        if fact.kind in _AUTHORED:
            for id in fact.characters:
                told[id].append(fact)
    return told


_AUTHORED = frozenset((FactKind.FACT, FactKind.SCENE))


def open_relations(pack: Pack) -> Iterator[tuple[Character, Relation]]:
    """The relations that aren't spoilers, each with the character whose sheet it is on."""
    for character in pack.characters:
        for relation in character.relations:
            if relation.other != character.id and not relation.is_hidden(pack.hidden_units):
                yield character, relation


def _compared(target: Value, tried: Value) -> tuple[Match, Way]:
    if target.said == tried.said:
        return Match.SAME, Way.NOWHERE
    match target, tried:
        case Amount(number=int(wanted)), Amount(number=int(given)):
            is_near = abs(wanted - given) <= max(target.reach, tried.reach)
            return Match.NEAR if is_near else Match.DIFFERENT, Way.MORE if wanted > given else Way.FEWER
        case Labels(names=wanted, owner=sought), Labels(names=given, owner=owner):
            is_near = bool({*wanted} & {*given}) or sought in given or owner in wanted
            return Match.NEAR if is_near else Match.DIFFERENT, Way.NOWHERE
        case _:
            return Match.DIFFERENT, Way.NOWHERE


def _signature(profile: Profile) -> tuple[object, ...]:
    return tuple(value.said for value in profile.values.values())


def _in_order(names: Iterable[str]) -> Labels:
    return Labels(tuple(dict.fromkeys(names)))


class _Facts:
    """A pack's data about everybody, collected once."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.told = told_of_each(pack)
        self._groups: dict[str, list[str]] = defaultdict(list)
        for thing in pack.things:
            if thing.kind is ThingKind.GROUP:
                for member in thing.members:
                    self._groups[member].append(thing.name)
        self._ties: dict[str, set[str]] = defaultdict(set)
        for one, relation in open_relations(pack):
            other = pack.character(relation.other)
            self._ties[one.id].add(other.name)
            self._ties[other.id].add(one.name)
        played = ({role.character for role in actor.roles} for actor in pack.actors)
        self._busy = {id for ids in played if len(ids) > 1 for id in ids}

    def values(self, character: Character) -> Mapping[Attribute, Value]:
        told, pack = self.told[character.id], self._pack
        scenes = [fact.scene_number for fact in told if fact.scene_number is not None]
        continuities = {fact.continuity for fact in told}
        return {
            Attribute.PRONOUN: Labels((character.pronoun.value,)),
            Attribute.GROUPS: _in_order(self._groups[character.id]),
            Attribute.PLAYED: _in_order(self._played(character)),
            Attribute.CONTINUITIES: _in_order(pack.continuities[id] for id in pack.continuities if id in continuities),
            Attribute.TIES: Labels(tuple(sorted(self._ties[character.id])), owner=character.name),
            Attribute.SCENE: Amount(min(scenes, default=None), max(1, len(pack.scenes) // STORY_IN)),
            Attribute.FACTS: Amount(len(told), max(1, len(told) // FACTS_IN)),
        }

    def _played(self, character: Character) -> Iterator[str]:
        kinds = {role.kind for role in character.roles}
        yield from (kind.value for kind in RoleKind if kind in kinds)
        if character.id in self._busy:
            yield TWO_ROLES
