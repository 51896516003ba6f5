"""Who and what a pack names, and where a text names them."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.english.frequency import is_known
from bot.english.sentences import sentences
from bot.english.text import fold
from bot.english.words import IRREGULAR
from bot.knowledge.model import Pack, Pronoun, ThingKind
from bot.questions.model import OptionKind

TITLES = frozenset(
    re.findall(
        r"\w+",
        """
        dr mr mrs ms miss sir lady lord doctor agent director mister madam professor prof
        """,
    )
)
"""Words before a name that are no part of it."""

ARTICLES = frozenset(("the", "a", "an"))

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s.'’\-‐‑]{0,3}")
_THINGS = {
    ThingKind.PLACE: OptionKind.PLACE,
    ThingKind.THING: OptionKind.THING,
    ThingKind.GROUP: OptionKind.GROUP,
}


@dataclass(frozen=True)
class Entity:
    """Somebody or something with a name. `names` are all of them, `name` first; `members` are keys, for groups."""

    kind: OptionKind
    id: str
    name: str
    names: tuple[str, ...]
    pronoun: Pronoun = Pronoun.THEY
    members: frozenset[str] = frozenset()

    @cached_property
    def key(self) -> str:
        return f"{self.kind.value}:{self.id}"

    @cached_property
    def words(self) -> frozenset[str]:
        """The folded words of all names, without articles, titles and initials."""
        return frozenset(word for name in self.names for word in telling_words(name))


@dataclass(frozen=True)
class Mention:
    """A place in a text that names somebody. More than one entity where the name does not tell which."""

    start: int
    end: int
    entities: tuple[Entity, ...]


@lru_cache(maxsize=20_000)
def telling_words(name: str) -> tuple[str, ...]:
    """The folded words of a name that could give it away."""
    words = [fold(word) for word in _WORD.findall(name)]
    return tuple(
        word for word in words if word not in TITLES | ARTICLES and word not in {"of", "and", "s"} and len(word) > 1
    )


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word)


class Entities:
    """Everybody and everything that a pack names: characters, actors, things; and names that only its texts know."""

    def __init__(self, pack: Pack) -> None:
        self.all: list[Entity] = [*_characters(pack), *_actors(pack), *_things(pack)]
        self._names: dict[str, list[tuple[tuple[str, ...], bool, Entity]]] = defaultdict(list)
        for entity in self.all:
            self._learn(entity)
        found = _named_in_texts(pack, self)
        self.all += found
        for entity in found:
            self._learn(entity)
        self.by_key: Mapping[str, Entity] = {entity.key: entity for entity in self.all}
        self._of_kind = {kind: [entity for entity in self.all if entity.kind is kind] for kind in OptionKind}
        self._groups: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.all:
            for member in entity.members:
                self._groups[member].append(entity)

    def of_kind(self, kind: OptionKind) -> list[Entity]:
        """All of one kind, in the order of the pack."""
        return self._of_kind[kind]

    def groups_of(self, entity: Entity) -> Sequence[Entity]:
        """The groups somebody belongs to."""
        return self._groups.get(entity.key, ())

    def with_members(self, entities: Iterable[Entity]) -> set[str]:
        """The keys of these, and of the members of those that are groups."""
        return {key for entity in entities for key in (entity.key, *entity.members)}

    def _learn(self, entity: Entity) -> None:
        for name in dict.fromkeys(entity.names):
            words = _WORD.findall(name)
            while len(words) > 1 and words[0].lower() in ARTICLES:
                words = words[1:]
            if not words:
                continue
            folded = tuple(fold(word) for word in words)
            self._names[folded[0]].append((folded, words[0][0].isupper(), entity))

    def mentions(self, text: str, about: Collection[str] = ()) -> list[Mention]:
        """Where a text names somebody or something, the longest name at each place.

        `about` are ids of characters: of several with one name these are meant.
        """
        words = list(_WORD.finditer(text))
        folded = [_folded(word.group()) for word in words]
        found: list[Mention] = []
        position = 0
        while position < len(words):
            best = 0
            meant: dict[str, Entity] = {}
            for name, is_capital, entity in self._names.get(folded[position], ()):
                length = len(name)
                if length < best or tuple(folded[position : position + length]) != name:
                    continue
                if is_capital and not words[position].group()[0].isupper():
                    continue
                if not all(
                    _BETWEEN.fullmatch(text, words[each].end(), words[each + 1].start())
                    for each in range(position, position + length - 1)
                ):
                    continue
                if length > best:
                    best, meant = length, {}
                meant[entity.key] = entity
            if best and self._goes_on(text, words, folded, position + best):
                best = 0
            if not best:
                position += 1
                continue
            entities = tuple(meant.values())
            if len(entities) > 1:
                nearer = tuple(each for each in entities if each.id in about and each.kind is OptionKind.CHARACTER)
                entities = nearer or entities
            start, end = words[position].start(), words[position + best - 1].end()
            if (
                text[end : end + 1] == "."
                and words[position + best - 1].end() - words[position + best - 1].start() == 1
            ):
                end += 1 if text[start:end].count(".") else 0
            found.append(Mention(_with_what_leads(text, words, position, start, entities), end, entities))
            position += best
        return _joined(text, found)

    def _goes_on(self, text: str, words: Sequence[re.Match[str]], folded: Sequence[str], after: int) -> bool:
        """Whether what looks like a known name is the first part of an unknown one: `Clint` of `Clint Eastwood`."""
        if after >= len(words) or not words[after - 1].group()[0].isupper():
            return False
        following = words[after].group()
        if text[words[after - 1].end() : words[after].start()] != " " or not following[0].isupper():
            return False
        return len(following) > 1 and folded[after] not in self._names and not following.isupper()


def _with_what_leads(
    text: str, words: Sequence[re.Match[str]], position: int, start: int, entities: Sequence[Entity]
) -> int:
    """Where a mention begins when titles before it are counted in, and an article where a name has one."""
    articled = any(name.lower().startswith("the ") for entity in entities for name in entity.names)
    while position and words[position - 1].group().lower() in TITLES | ARTICLES:
        between = text[words[position - 1].end() : words[position].start()]
        if between.strip(". "):
            break
        if words[position - 1].group().lower() in ARTICLES and not articled:
            break
        position -= 1
        start = words[position].start()
        if words[position].group().lower() in ARTICLES:
            break
    return start


def _joined(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """`Iron Man (Tony Stark)` is one mention, and `Thor's hammer, Mjolnir` is."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and joined[-1].entities == mention.entities:
            last = joined[-1]
            between = text[last.end : mention.start]
            if between == " (" and text[mention.end : mention.end + 1] == ")":
                joined[-1] = Mention(last.start, mention.end + 1, mention.entities)
                continue
            closes = not text[mention.end : mention.end + 1].strip(".,;:!?)")
            if between == " " or (between == ", " and closes and not text.startswith(" ", mention.end)):
                joined[-1] = Mention(last.start, mention.end, mention.entities)
                continue
        joined.append(mention)
    return joined


def _characters(pack: Pack) -> Iterable[Entity]:
    for who in pack.characters:
        names = [who.name, *([who.real_name] if who.real_name else []), *who.aliases]
        yield Entity(OptionKind.CHARACTER, who.id, who.name, tuple(dict.fromkeys(names)), who.pronoun)


def _actors(pack: Pack) -> Iterable[Entity]:
    taken = Counter(
        word
        for named in (
            *((who.name, who.real_name, *who.aliases) for who in pack.characters),
            *((actor.name, *actor.aliases) for actor in pack.actors),
        )
        for word in {fold(each) for name in named for each in _WORD.findall(name)}
    )
    for actor in pack.actors:
        names = [actor.name, *actor.aliases]
        parts = [word for word in actor.name.replace(".", "").split() if fold(word) not in {"jr", "sr", "ii", "iii"}]
        if len(parts) > 1 and len(parts[-1]) > 3 and taken[fold(parts[-1])] == 1:
            names.append(parts[-1])
        id = "-".join(fold(word) for word in _WORD.findall(actor.name))
        yield Entity(OptionKind.ACTOR, id, actor.name, tuple(dict.fromkeys(names)))


def _things(pack: Pack) -> Iterable[Entity]:
    for thing in pack.things:
        id = "-".join(fold(word) for word in _WORD.findall(thing.name))
        members = frozenset(f"{OptionKind.CHARACTER.value}:{member}" for member in thing.members)
        yield Entity(
            _THINGS[thing.kind], id, thing.name, tuple(dict.fromkeys((thing.name, *thing.aliases))), members=members
        )


# Names that only the texts know

_CAPITALS = re.compile(r"(?<![\w'’])[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){0,3}(?![\w])")
_PLACED = frozenset(
    re.findall(
        r"\w+",
        """
        in at to from near into inside outside across towards toward around
        """,
    )
)
_CALLED = frozenset(
    re.findall(
        r"\w+",
        """
        named called captain king queen prince princess mr mrs miss dr doctor brother sister
        """,
    )
)
_AUXILIARY = frozenset(
    re.findall(
        r"\w+",
        """
        is was has had can could will would does did must may might
        """,
    )
)

ENOUGH = 2
"""So many places have to speak for what a name stands for, and none against it."""


def is_verb(word: str) -> bool:
    """Whether a folded word after a subject looks like the verb of an English sentence in the third person."""
    if word in _AUXILIARY or word in IRREGULAR:
        return True
    return len(word) > 3 and word.endswith(("s", "ed")) and not word.endswith(("ss", "us", "ous", "less", "ness"))


def _named_in_texts(pack: Pack, known: Entities) -> list[Entity]:
    """Names that no sheet knows, where the texts tell often enough that they are somebody's, or a place's."""
    persons: Counter[str] = Counter()
    places: Counter[str] = Counter()
    same: list[tuple[str, str]] = []
    small: set[str] = set()
    texts = [sentence for fact in pack.facts for sentence in sentences(fact.text)]
    for text in texts:
        small.update(word for word in _WORD.findall(text) if word[0].islower())
    for text in texts:
        taken = [(mention.start, mention.end) for mention in known.mentions(text)]
        for found in _CAPITALS.finditer(text):
            name = found.group()
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if found.start() == 0 and (fold(name.split()[0]) in small or is_known(fold(name.split()[0]))):
                continue
            before = _WORD.findall(text[: found.start()])[-1:]
            after = text[found.end() :]
            following = re.match(r" ([a-z]+)", after)
            lead = before[0].lower() if before else ""
            if aside := re.match(r" \(([A-Z][^()]+)\)", after):
                same.append((name, aside[1]))
            if lead in _CALLED or (following and is_verb(following[1]) and lead not in {"the", "a", "an"} | _PLACED):
                persons[name] += 1
            elif lead in _PLACED and lead != "at" and not after.startswith(("'s", "’s")):  # `at Christmas`
                places[name] += 1
    groups = _same_names({*persons, *places}, same)
    entities = []
    gendered = _texts_with_names([text for text in texts if _PRONOUNS.search(text)])
    for names in groups:
        person, place = sum(persons[name] for name in names), sum(places[name] for name in names)
        kind = OptionKind.PERSON if person >= ENOUGH and person > 2 * place else None
        kind = OptionKind.PLACE if place >= ENOUGH and not person else kind
        if kind:
            best = max(names, key=lambda name: (persons[name] + places[name], len(name), name))
            id = "-".join(fold(word) for word in _WORD.findall(best))
            rest = sorted(name for name in names if name != best)
            entities.append(Entity(kind, id, best, (best, *rest), _pronoun(_texts_of(gendered, names), names)))
    return sorted(entities, key=lambda entity: entity.key)


_PRONOUNS = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b")


def _texts_with_names(texts: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The texts by the words with a capital that stand in them."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for word in {word for word in _WORD.findall(text) if word[0].isupper()}:
            found[word].append(text)
    return found


def _texts_of(texts: Mapping[str, Sequence[str]], names: Iterable[str]) -> Sequence[str]:
    words = [_WORD.findall(name)[0] for name in names]
    return list(dict.fromkeys(text for word in words for text in texts.get(word, ())))


def _pronoun(texts: Iterable[str], names: Iterable[str]) -> Pronoun:
    """How the texts speak of somebody, where a pronoun follows the name with no other name between."""
    found: set[Pronoun] = set()
    for name in names:
        follows = re.compile(rf"\b{re.escape(name)}\b[^A-Z.]*?\b(?:(he|his|him|himself)|she|her|hers|herself)\b")
        found |= {Pronoun.HE if match[1] else Pronoun.SHE for text in texts if (match := follows.search(text))}
    return found.pop() if len(found) == 1 else Pronoun.THEY


def _same_names(names: Collection[str], same: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Names that may be of one: they share a word, or one explains the other in brackets."""
    roots: dict[str, str] = {}

    def root(word: str) -> str:
        while roots.setdefault(word, word) != word:
            word = roots[word]
        return word

    for name in names:
        for word in telling_words(name):
            roots[root(word)] = root(f"={name}")
    for first, second in same:
        words = [*telling_words(first), *telling_words(second)]
        for word in words[1:]:
            roots[root(word)] = root(words[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        groups[root(f"={name}")].append(name)
    return list(groups.values())
