"""The contents of a pack as frozen values, built by `load`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from bot.ids import FactKey


class FactKind(StrEnum):
    """Where a fact comes from."""

    FACT = "fact"
    """A character's sheet or a facts file."""
    SCENE = "scene"
    """A passage of the plot, with a position in the story."""
    ROLE = "role"
    """An actor's role, generated from the cast list."""
    DERIVED = "derived"
    """Derived from the pack's data: names, relations, groups and things."""


class RoleKind(StrEnum):
    """How an actor plays a character."""

    ON_SCREEN = "on screen"
    VOICE = "voice"


class ThingKind(StrEnum):
    """The kind of a named thing."""

    PLACE = "place"
    THING = "thing"
    GROUP = "group"


class CharacterKind(StrEnum):
    """Whether a character is fictional."""

    CHARACTER = "character"
    PERSON = "person"
    """A real person named in a fact (not an actor of the cast)."""


class Pronoun(StrEnum):
    """The pronoun that the pack uses for a character."""

    HE = "he"
    SHE = "she"
    IT = "it"
    THEY = "they"


class Difficulty(StrEnum):
    """The difficulty of a question."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True)
class Fact:
    """A possible answer. Facts are identified by their key.

    `key` is `pack/id`, unique over all packs. `characters` are ids; the first is the owner of the fact's sheet. `asks`
    are phrasings of members' questions for it, as the author wrote them (for derived facts, from templates).
    `scene_number` counts the scenes from 1 over the whole plot of the pack; several facts may share a scene, and facts
    that aren't scenes have None. `part` is the title of the scene's part of the story. A `spoiler` is shown behind
    spoiler marks where they are supported.
    """

    pack: str
    id: str
    kind: FactKind
    text: str
    source: tuple[str, ...]
    continuity: str
    characters: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    scene_number: int | None = None
    part: str = ""
    spoiler: bool = False

    @property
    def key(self) -> FactKey:
        return FactKey(f"{self.pack}/{self.id}")


@dataclass(frozen=True)
class Role:
    """An actor playing a character; `fact` is the corresponding fact."""

    actor: str
    character: str
    kind: RoleKind
    continuity: str
    fact: Fact


@dataclass(frozen=True)
class Actor:
    """An actor with at least one role. `name` is spelled as in the source; `roles` are in the order of the pack."""

    pack: str
    name: str
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Relation:
    """`other` is this character's `kind` ("father", "friend", "creator"). `other` is a character's id.

    `spoiler` is None if the author didn't say: then it is one if its source is that of a spoiler.
    """

    kind: str
    other: str
    continuity: str
    source: tuple[str, ...]
    spoiler: bool | None = None

    def is_hidden(self, units: Collection[str]) -> bool:
        """Whether it gives the story away; `units` are the sources of spoilers."""
        return not set(units).isdisjoint(self.source) if self.spoiler is None else self.spoiler


@dataclass(frozen=True)
class Picture:
    """A picture of a question, a character, a thing or a pack: a `link`, or a `file` of the pack ("pictures/moth.png").

    `alt` describes it for those who can't see it.
    """

    link: str = ""
    file: str = ""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Character:
    """A character with a sheet in the pack.

    `aliases` are names (including nicknames), `descriptions` refer to the character without a name ("the arms dealer").
    `real_name` is the civil name if it differs from the name; `name_source` is the source of the names. `roles` are by
    the actors who play the character. `spoiler_names` are those of its names that give the story away: understood, but
    not shown openly.
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
    spoiler_names: tuple[str, ...] = ()
    picture: Picture | None = None

    @property
    def open_real_name(self) -> str:
        """The real name, unless it gives the story away."""
        return "" if self.real_name in self.spoiler_names else self.real_name

    @property
    def open_aliases(self) -> tuple[str, ...]:
        """The aliases that give nothing away."""
        return tuple(alias for alias in self.aliases if alias not in self.spoiler_names)

    @property
    def full_name(self) -> str:
        """`Black Widow (Natasha Romanoff)`, or the bare name."""
        return f"{self.name} ({self.open_real_name})" if self.open_real_name else self.name


@dataclass(frozen=True)
class Thing:
    """A place, thing or group named by the pack.

    `members` are character ids, for groups. `description` says what it is ("an enchanted hammer"), `owner` is the id of
    its owner, `source` is the source of all this; each may be empty.
    """

    pack: str
    name: str
    kind: ThingKind
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    description: str = ""
    owner: str = ""
    source: tuple[str, ...] = ()
    picture: Picture | None = None


class QuestionFormat(StrEnum):
    """How a quiz question is answered."""

    CHOICE = "choice"
    TYPED = "typed"
    TRUE_FALSE = "true_false"
    NUMBER = "number"


@dataclass(frozen=True)
class AuthoredQuestion:
    """A quiz question by the pack's author.

    `accepted` are additional right answers, `wrong` any number of options. `character` is the id of the character that
    the answer means, if any. `format` is None if it follows from the rest. `fact` is the id of the underlying fact;
    `licence` and `credit` are those of its file. `file` and `line` are its location, for messages to the author.
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


UNNAMED_CONTINUITY = {"story": "the story"}
"""The continuity of a pack that names none."""


@dataclass(frozen=True)
class Pack:
    """A pack: its characters, the facts about them, and the story in order.

    `continuities` maps an id ("film") to its wording for members ("in the film"), `units` the beginning of a source
    ("plot" of "plot 12") to its wording ("plot summary, paragraph"). `facts` holds all possible answers:
    sheets, then scenes in story order, then roles, then facts derived from the pack's data. `not_told` are questions
    that members ask but the pack doesn't answer.
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
    units: Mapping[str, str] = field(default_factory=dict, repr=False)
    picture: Picture | None = None

    @cached_property
    def as_written(self) -> "Pack":
        """The pack without derived facts, for code that reads the data itself."""
        return replace(self, facts=tuple(fact for fact in self.facts if fact.kind is not FactKind.DERIVED))

    @cached_property
    def scenes(self) -> tuple[Fact, ...]:
        """The plot, in the order of the story."""
        return tuple(fact for fact in self.facts if fact.kind is FactKind.SCENE)

    @cached_property
    def hidden_units(self) -> frozenset[str]:
        """The sources of facts that are spoilers."""
        return frozenset(unit for fact in self.facts if fact.spoiler for unit in fact.source)

    @cached_property
    def facts_by_id(self) -> Mapping[str, Fact]:
        """All facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def _characters_by_id(self) -> Mapping[str, Character]:
        return {character.id: character for character in self.characters}

    def character(self, id: str) -> Character:
        """The character with this id. Raises KeyError."""
        return self._characters_by_id[id]


@dataclass(frozen=True)
class Knowledge:
    """All loaded packs, in the operator's order."""

    packs: tuple[Pack, ...]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of all packs."""
        return tuple(fact for pack in self.packs for fact in pack.facts)

    @cached_property
    def _facts_by_key(self) -> Mapping[FactKey, Fact]:
        return {fact.key: fact for fact in self.facts}

    @cached_property
    def _packs_by_id(self) -> Mapping[str, Pack]:
        return {pack.id: pack for pack in self.packs}

    def pack(self, id: str) -> Pack:
        """The pack with this id. Raises KeyError."""
        return self._packs_by_id[id]

    def fact(self, key: FactKey) -> Fact | None:
        """The fact with this key; None if it isn't in any loaded pack."""
        return self._facts_by_key.get(key)

    def facts_about(self, character: Character) -> tuple[Fact, ...]:
        """All facts about a character, in the order of the pack."""
        return self._facts_by_character.get((character.pack, character.id), ())

    @cached_property
    def _facts_by_character(self) -> Mapping[tuple[str, str], tuple[Fact, ...]]:
        gathered: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.facts:
            for id in fact.characters:
                gathered.setdefault((fact.pack, id), []).append(fact)
        return {who: tuple(facts) for who, facts in gathered.items()}
