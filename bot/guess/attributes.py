"""What tells the characters of a pack apart, as data of the pack that a member can understand. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import cached_property

from bot.knowledge.model import Character, CharacterKind, Fact, FactKind, Pack, Relation, RoleKind, ThingKind

ENOUGH = 10
"""Characters that a pack must have to be guessed. With fewer, six tries would find anybody."""

TOLD = 2
"""Facts that must tell of somebody who is looked for: one for each hint, and nobody looks for a mere name."""

STORY_IN = 12
"""Two first scenes are near if they lie within this part of the story: 12 of the 153 scenes of the default pack."""

FACTS_IN = 4
"""Two numbers of facts are near if they differ by at most this part of the larger one."""


TWO_ROLES = "by somebody with another role"
"""How a character is played whose actor plays others, too."""


class Attribute(StrEnum):
    """What is compared, in the order in which it is shown."""

    PRONOUN = "pronoun"
    GROUPS = "groups"
    PLAYED = "played"
    CONTINUITIES = "told of"
    TIES = "tied to"
    SCENE = "first scene"
    FACTS = "facts"


class Match(Enum):
    """How alike two values of an attribute are."""

    SAME = auto()
    NEAR = auto()
    DIFFERENT = auto()


class Way(Enum):
    """Where to look on from a number that was tried."""

    NOWHERE = auto()
    MORE = auto()
    FEWER = auto()


@dataclass(frozen=True)
class Amount:
    """A number, None where there is none. Another one is near if it is at most `reach` away."""

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
    """A character as far as the attributes tell."""

    character: Character
    values: Mapping[Attribute, Value]


@dataclass(frozen=True)
class Verdict:
    """How a value of somebody who was tried compares with that of the one who is looked for."""

    attribute: Attribute
    value: Value
    match: Match
    way: Way = Way.NOWHERE


@dataclass(frozen=True)
class Roster:
    """The characters of a pack. Everybody may be tried; `targets` are the ids of those who may be looked for."""

    pack: Pack
    profiles: Mapping[str, Profile]
    targets: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return len(self.targets) >= ENOUGH

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """What is compared in this pack."""
        return tuple(next(iter(self.profiles.values())).values) if self.profiles else ()


def roster_of(pack: Pack) -> Roster:
    """The characters of a pack, by what tells them apart.

    An attribute that is the same for everybody is left out. Whoever shares all attributes with another one is never
    looked for, nor is a real person, or somebody of whom next to nothing is told.
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


def compare(target: Profile, tried: Profile) -> tuple[Verdict, ...]:
    """What a try tells of the one who is looked for."""
    return tuple(
        Verdict(attribute, value, *_compared(target.values[attribute], value))
        for attribute, value in tried.values.items()
    )


def told_of_each(pack: Pack) -> Mapping[str, Sequence[Fact]]:
    """What an author wrote of each character, in the order of the pack, by their ids."""
    told: dict[str, list[Fact]] = {character.id: [] for character in pack.characters}
    for fact in pack.facts:
        if fact.kind in _AUTHORED:
            for id in fact.characters:
                told[id].append(fact)
    return told


_AUTHORED = frozenset((FactKind.FACT, FactKind.SCENE))


def open_relations(pack: Pack) -> Iterator[tuple[Character, Relation]]:
    """The relations that no spoiler tells, each with the character on whose sheet it stands."""
    hidden = {unit for fact in pack.facts if fact.spoiler for unit in fact.source}
    for character in pack.characters:
        for relation in character.relations:
            if relation.other != character.id and hidden.isdisjoint(relation.source):
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
    """What a pack says of everybody, read once."""

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
        self._busy = {
            role.character
            for actor in pack.actors
            for role in actor.roles
            if len({role.character for role in actor.roles}) > 1
        }

    def values(self, character: Character) -> Mapping[Attribute, Value]:
        told, pack = self.told[character.id], self._pack
        scenes = [fact.place for fact in told if fact.place is not None]
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
