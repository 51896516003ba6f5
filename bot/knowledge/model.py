"""What a pack says, as frozen values. Built by `load`, never changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property


class FactKind(StrEnum):
    """Where in a pack a fact stands."""

    FACT = "fact"
    """From a character's sheet or a facts file."""
    SCENE = "scene"
    """A passage of the plot, with a place in the story."""
    ROLE = "role"
    """Who played whom, made from the cast list."""
    DERIVED = "derived"
    """Made from the pack's data: names, relations, groups and things."""


class RoleKind(StrEnum):
    """How an actor plays a character."""

    ON_SCREEN = "on screen"
    VOICE = "voice"


class ThingKind(StrEnum):
    """What a named thing of the pack is."""

    PLACE = "place"
    THING = "thing"
    GROUP = "group"


class CharacterKind(StrEnum):
    """Whether somebody is made up."""

    CHARACTER = "character"
    PERSON = "person"
    """A real person whom a fact names (not an actor of the cast)."""


class Pronoun(StrEnum):
    """How the pack speaks of a character."""

    HE = "he"
    SHE = "she"
    IT = "it"
    THEY = "they"


class Difficulty(StrEnum):
    """How hard a question is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True)
class Fact:
    """One thing that can be an answer. Equal keys are the same fact.

    `key` is `pack/id`, unique over all packs. `characters` are ids, whose sheet it stands on first.
    `asks` are phrasings that members use for it, as the author wrote them (of derived facts, from templates). `place`
    is the number of the scene that it belongs to, counted from 1 over the whole plot of the pack; several facts may
    tell one scene. None for everything but scenes.
    `part` is the title of the part of the story that a scene belongs to. A `spoiler` is hidden
    behind spoiler marks where they exist.
    """

    pack: str
    id: str
    kind: FactKind
    text: str
    source: tuple[str, ...]
    continuity: str
    characters: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    place: int | None = None
    part: str = ""
    spoiler: bool = False

    @property
    def key(self) -> str:
        return f"{self.pack}/{self.id}"


@dataclass(frozen=True)
class Role:
    """An actor playing a character. `fact` is the fact that says so."""

    actor: str
    character: str
    kind: RoleKind
    continuity: str
    fact: Fact


@dataclass(frozen=True)
class Actor:
    """Somebody who plays a role. `name` as the source spells it; `roles` in the order of the pack."""

    pack: str
    name: str
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Relation:
    """`other` is this character's `kind` ("father", "friend", "creator"). `other` is a character's id."""

    kind: str
    other: str
    continuity: str
    source: tuple[str, ...]


@dataclass(frozen=True)
class Character:
    """Somebody a pack has a sheet for.

    `aliases` are names (also nicknames), `descriptions` say who is meant without a name ("the arms dealer").
    `real_name` is the civil name where it is not the name; `name_source` says where the names are from. `roles` are
    the actors who play them.
    """

    pack: str
    id: str
    name: str
    real_name: str
    kind: CharacterKind
    pronoun: Pronoun
    aliases: tuple[str, ...]
    descriptions: tuple[str, ...]
    roles: tuple[Role, ...]
    relations: tuple[Relation, ...]
    name_source: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """`Black Widow (Natasha Romanoff)`, or the bare name."""
        return f"{self.name} ({self.real_name})" if self.real_name else self.name


@dataclass(frozen=True)
class Thing:
    """A place, a thing or a group that the pack names.

    `members` are ids of characters, for groups. `description` says what it is ("an enchanted hammer"), `owner` is the
    id of the character whose it is, `source` says where all that is from; each may be empty.
    """

    pack: str
    name: str
    kind: ThingKind
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    description: str = ""
    owner: str = ""
    source: tuple[str, ...] = ()


class QuestionFormat(StrEnum):
    """How a quiz question is answered."""

    CHOICE = "choice"
    TYPED = "typed"
    TRUE_FALSE = "true_false"
    NUMBER = "number"


@dataclass(frozen=True)
class Picture:
    """What is shown with a question: behind a `link`, or a `file` of the pack ("pictures/moth.png").

    `alt` says what can be seen in it, for those who cannot see it.
    """

    link: str = ""
    file: str = ""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class AuthoredQuestion:
    """A quiz question that the author wrote.

    `accepted` are further right answers, `wrong` any number of options. `character` is the id of the character that
    the answer means, if it means one. `format` is None where it follows from the rest. `fact` is the id of the fact
    that it rests on, `licence` and `credit` are those of its file. `file` and `line` are where it stands, for messages
    to the author.
    """

    id: str
    question: str
    answer: str
    accepted: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    character: str = ""
    format: QuestionFormat | None = None
    tolerance: float = 0.0
    hints: tuple[str, ...] = ()
    explanation: str = ""
    picture: Picture | None = None
    category: str = ""
    difficulty: Difficulty | None = None
    author: str = ""
    fact: str = ""
    source: tuple[str, ...] = ()
    continuity: str = ""
    spoiler: bool = False
    licence: str = ""
    credit: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Pack:
    """One pack: who is in it, what is said of them, and the story in its order.

    `continuities` maps an id ("film") to the words for a member ("in the film").
    `facts` holds everything that can be an answer: sheets, then scenes in story order, then roles, then what is
    derived from the pack's data. `not_told` are questions that members ask and that the pack does not answer.
    """

    id: str
    title: str
    aliases: tuple[str, ...]
    year: int | None
    language: str
    continuities: Mapping[str, str]
    licence: str
    credits: tuple[str, ...]
    characters: tuple[Character, ...]
    actors: tuple[Actor, ...]
    things: tuple[Thing, ...]
    facts: tuple[Fact, ...] = field(repr=False)
    quiz: tuple[AuthoredQuestion, ...] = field(default=(), repr=False)
    not_told: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def as_written(self) -> "Pack":
        """The pack without the facts that are derived from its data, for whoever reads the data itself."""
        return replace(self, facts=tuple(fact for fact in self.facts if fact.kind is not FactKind.DERIVED))

    @cached_property
    def scenes(self) -> tuple[Fact, ...]:
        """The plot, in the order of the story."""
        return tuple(fact for fact in self.facts if fact.kind is FactKind.SCENE)

    @cached_property
    def facts_by_id(self) -> Mapping[str, Fact]:
        """Every fact under its id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def _characters_by_id(self) -> Mapping[str, Character]:
        return {character.id: character for character in self.characters}

    def character(self, id: str) -> Character:
        """The character with this id. Raises KeyError."""
        return self._characters_by_id[id]


@dataclass(frozen=True)
class Knowledge:
    """All packs that are loaded, in the order in which the operator named them."""

    packs: tuple[Pack, ...]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of every pack."""
        return tuple(fact for pack in self.packs for fact in pack.facts)

    @cached_property
    def _facts_by_key(self) -> Mapping[str, Fact]:
        return {fact.key: fact for fact in self.facts}

    @cached_property
    def _packs_by_id(self) -> Mapping[str, Pack]:
        return {pack.id: pack for pack in self.packs}

    def pack(self, id: str) -> Pack:
        """The pack with this id. Raises KeyError."""
        return self._packs_by_id[id]

    def fact(self, key: str) -> Fact | None:
        """The fact with this key, or None where no loaded pack has it (any more)."""
        return self._facts_by_key.get(key)

    def facts_about(self, character: Character) -> tuple[Fact, ...]:
        """Everything said of a character, in the order of the pack."""
        return self._facts_by_character.get((character.pack, character.id), ())

    @cached_property
    def _facts_by_character(self) -> Mapping[tuple[str, str], tuple[Fact, ...]]:
        gathered: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.facts:
            for id in fact.characters:
                gathered.setdefault((fact.pack, id), []).append(fact)
        return {who: tuple(facts) for who, facts in gathered.items()}
