"""The candidates for options in a pack, with their mentions in its texts."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from bot.english.numbers import in_words
from bot.english.text import fold, is_english, stem
from bot.english.words import TITLES
from bot.ids import FactKey
from bot.knowledge.bonds import read_kind
from bot.knowledge.model import Character, CharacterKind, Fact, FactKind, Pack, Pronoun, Thing, ThingKind
from bot.knowledge.wording import bare, spoken
from bot.questions.model import OptionKind

WORD = re.compile(r"[^\W_]+")

_THING_KINDS = {
    ThingKind.PLACE: OptionKind.PLACE,
    ThingKind.THING: OptionKind.THING,
    ThingKind.GROUP: OptionKind.GROUP,
}

MOST_OFFERED = 100
"""Maximum number of wrong options to choose from for an answer; more would make a large pack slow to read and its
questions no better. They are the candidates that the texts name about as often as the answer. Offering those named most
gave answers away: in a pack of 150 characters, picking the one that was never a wrong option solved 52 % of the
questions about actors."""

ENOUGH_ARTICLES = {OptionKind.THING: 1}
"""How many times more with an article than without the texts must name a candidate; others need two, because "the" once
before a name may belong to something else ("the Hydra outpost")."""

MOST_ASKED_ABOUT = 500
"""Questions are made from data about at most this many characters: those that the pack names most."""

Key = tuple[OptionKind, str]


class Side(IntEnum):
    """A character's side in the conflict of a story."""

    LEADS = 0
    """In the group that is mentioned most."""
    BESIDE = 1
    AGAINST = 2
    """A villain, or in a hostile relation with a lead."""


_HOSTILE = {"enemy", "rival", "kill", "capture", "kidnap", "defeat", "destroy", "hypnotise", "betray"}
"""Bonds between characters on opposite sides."""

_VILLAIN = re.compile(r"\b(?:villains?|evil|bad guy|baddie|antagonist)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A possible option.

    `names` are all its names, `text` first. `groups` are the names of its groups, `scenes` the numbers of its scenes,
    `mentions` the number of facts that name it.
    """

    kind: OptionKind
    id: str
    text: str
    names: tuple[str, ...]
    pronoun: Pronoun | None = None
    groups: frozenset[str] = frozenset()
    continuities: frozenset[str] = frozenset()
    scenes: tuple[int, ...] = ()
    mentions: int = 0
    has_article: bool = False
    """Whether the texts say "the Hulk"."""
    is_real: bool = True
    """False for names and numbers as such."""
    is_person: bool = False
    """Whether it is a real person in a pack with fictional characters."""
    side: Side | None = None
    """The side of a character, or of an actor's character; None for others."""

    def __hash__(self) -> int:
        return hash(self.id)  # a hash of everything would take long, and equal ones have the same id

    @cached_property
    def key(self) -> Key:
        return (self.kind, self.id)

    @property
    def spoken(self) -> str:
        """The name within a sentence, with "the" if the texts use it, and without text in brackets."""
        return f"the {bare(spoken(self.text))}" if self.has_article else spoken(self.text)

    @cached_property
    def called(self) -> frozenset[str]:
        """All its names, folded."""
        return frozenset(folded for _, folded, _ in self.forms)

    @cached_property
    def text_words(self) -> tuple[str, ...]:
        """The folded words of its text."""
        return words_of(self.text)

    @cached_property
    def shape(self) -> tuple[bool, bool, bool]:
        """The grammatical features of its text that a sentence depends on: article, plural, single word."""
        text = self.text
        return text.lower().startswith("the "), text.endswith("s") and not text.endswith("ss"), " " in text

    @cached_property
    def forms(self) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """Each of its names, as written and folded, and its words."""
        return tuple((name, fold(name), frozenset(words_of(name))) for name in self.names)

    @cached_property
    def words(self) -> frozenset[str]:
        """The folded words of all its names."""
        return frozenset(word for *_, words in self.forms for word in words)


@dataclass(frozen=True)
class Mention:
    """The position of a name in a text, and the candidates it may refer to."""

    start: int
    end: int
    written: str
    keys: frozenset[Key]


class Candidates:
    """All candidates of a pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._named: dict[tuple[str, ...], tuple[str, set[Key]]] = {}
        self._longest: dict[str, int] = {}
        self._about: dict[FactKey, frozenset[Key]] = {}
        self._people_with: dict[str, frozenset[str]] = {}
        bare_ones = list(_bare(pack))
        for each in bare_ones:
            self._learn(each)
        self._learn_parts(pack)
        mentions: Counter[Key] = Counter()
        articled: Counter[Key] = Counter()
        called = {each.key: words_of(bare(each.text)) for each in bare_ones}
        scenes: defaultdict[Key, set[int]] = defaultdict(set)
        continuities: defaultdict[Key, set[str]] = defaultdict(set)
        for fact in pack.facts:
            if fact.kind in (FactKind.FACT, FactKind.SCENE):
                named = tuple(self.mentions(fact.text))
                self._about[fact.key] = _about(fact, named)
                for key in self._about[fact.key]:
                    mentions[key] += 1
                    continuities[key].add(fact.continuity)
                    if fact.scene_number is not None:
                        scenes[key].add(fact.scene_number)
                for key, step in _articles(fact.text, named, called):
                    articled[key] += step
        sides = _sides(pack, self.about, mentions)
        self.all: Mapping[Key, Candidate] = {
            each.key: replace(
                each,
                mentions=mentions[each.key],
                has_article=articled[each.key] >= ENOUGH_ARTICLES.get(each.kind, 2) and "(" not in each.text,
                scenes=tuple(sorted(scenes[each.key])),
                side=sides.get(each.key),
                continuities=each.continuities | continuities[each.key],
            )
            for each in bare_ones
        }

    def of_kind(self, kind: OptionKind) -> tuple[Candidate, ...]:
        """The candidates of one kind, in the order of the pack; of very many, those named most."""
        return self._offered.get(kind, ())

    def beside(self, answer: Candidate) -> tuple[Candidate, ...]:
        """The candidates of its kind as options beside an answer, those first that the texts name about as often."""
        found = self._ranked[answer.kind]
        at = self._ranks[answer.key]
        near = sorted(
            range(max(0, at - MOST_OFFERED), min(len(found), at + MOST_OFFERED + 1)), key=lambda n: abs(n - at)
        )
        return tuple(found[n] for n in near[1 : MOST_OFFERED + 1])

    def called(self, kind: OptionKind, name: str) -> frozenset[Key]:
        """The candidates of a kind that have this name."""
        return self._by_name.get((kind, fold(name)), frozenset())

    def near(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """Other options of its kind, and everybody of its kind whose names share a word with its own that isn't in the
        names of very many, as "the" may be.
        """
        found = dict.fromkeys((*self.of_kind(candidate.kind), *self.namesakes(candidate)))
        found.pop(candidate, None)
        return tuple(found)

    def namesakes(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """Everybody of its kind, itself as well, with a word of its names, unless that is in the names of very many."""
        held = (self._by_word[candidate.kind, word] for word in sorted(candidate.words))
        return tuple(self.all[key] for keys in held if len(keys) <= MOST_OFFERED for key in keys)

    @cached_property
    def people(self) -> Mapping[str, Character]:
        """The characters to ask about, by id: all of them; of very many, those named most."""
        everybody = {who.id: who for who in self.pack.characters}
        if len(everybody) <= MOST_ASKED_ABOUT:
            return everybody
        named = set(sorted(everybody, key=lambda who: -self.character(who).mentions)[:MOST_ASKED_ABOUT])
        return {id: who for id, who in everybody.items() if id in named}

    def character(self, id: str) -> Candidate:
        """The character with this id. Raises KeyError."""
        return self.all[OptionKind.CHARACTER, id]

    def thing(self, name: str) -> Candidate | None:
        """The place, thing or group with this name."""
        return next((self.all[kind, name] for kind in _THING_KINDS.values() if (kind, name) in self.all), None)

    def meant(self, text: str) -> Candidate | None:
        """The candidate meant by a text that consists of a name only."""
        written = self._named.get(words_of(text))
        return self.all[next(iter(written[1]))] if written and len(written[1]) == 1 else None

    def about(self, fact: Fact) -> frozenset[Key]:
        """The candidates that a fact names, and those that its author says it is about."""
        if fact.key not in self._about:
            self._about[fact.key] = _about(fact, self.mentions(fact.text))
        return self._about[fact.key]

    def mentions(self, text: str) -> Iterator[Mention]:
        """The names in a text; where they overlap, the longest ones first."""
        if text.isascii() and self._longest.keys().isdisjoint(WORD.findall(text.lower())):
            return  # most texts of a large pack name nobody
        found = list(WORD.finditer(text))
        words = [fold(each.group()) for each in found]
        at = 0
        while at < len(words):
            for length in range(min(self._longest.get(words[at], 0), len(words) - at), 0, -1):
                known = self._named.get(tuple(words[at : at + length]))
                if known and not (length == 1 and self._goes_on(text, found[at:])):
                    end = found[at + length - 1].end()
                    yield Mention(found[at].start(), end, known[0], frozenset(known[1]))
                    at += length
                    break
            else:
                at += 1

    def facts_with(self, stems: Collection[str]) -> Sequence[Fact]:
        """The facts whose words contain all these stems."""
        found = sorted((self._facts_with.get(each, frozenset()) for each in stems), key=len)
        return [self.pack.facts[at] for at in sorted(frozenset.intersection(*found))] if found else []

    def people_with(self, stem: str) -> frozenset[str]:
        """The ids of the characters that facts with this stem are about."""
        if stem not in self._people_with:
            people = (self.people_in(fact) for fact in self.facts_with({stem}))
            self._people_with[stem] = frozenset().union(*people)
        return self._people_with[stem]

    def people_in(self, fact: Fact) -> frozenset[str]:
        """The ids of the characters that a fact is about."""
        return frozenset(id for kind, id in self.about(fact) if kind is OptionKind.CHARACTER)

    def facts_about(self, key: Key) -> Sequence[Fact]:
        """The facts that are about a candidate."""
        return self._facts_about.get(key, ())

    def groups_called(self, word: str) -> Sequence[Thing]:
        """The groups with this word in their name."""
        return self._groups_called.get(word, ())

    def tied(self, id: str) -> Set[str]:
        """The ids of the characters with whom a character has a relation, on either one's sheet."""
        return self._tied.get(id, frozenset())

    def _goes_on(self, text: str, rest: Sequence[re.Match[str]]) -> bool:
        """Whether a word is the first name of somebody else: "Clint Eastwood" in a pack with a Clint."""
        if len(rest) < 2 or text[rest[0].end() : rest[1].start()] != " ":
            return False
        return (
            rest[0].group()[0].isupper() and rest[1].group()[0].isupper() and fold(rest[1].group()) not in self._longest
        )

    def said_by(self, *names: str, source: Sequence[str] = ()) -> Fact | None:
        """The fact that states a field of the pack. It contains all these names; preferably it has the same source and
        is derived from the pack's data, otherwise the shortest is chosen."""
        wanted = [words_of(bare(name)) for name in names]
        rarest = min(
            (self._facts_that_say.get(word, ()) for words in wanted for word in words),
            key=len,
            default=range(len(self._texts)),
        )
        texts = (self._texts[at] for at in rarest)
        found = [fact for fact, text in texts if all(f" {' '.join(words)} " in text for words in wanted)]
        return min(
            found,
            key=lambda fact: (
                bool(source) and set(source).isdisjoint(fact.source),
                fact.kind is not FactKind.DERIVED,
                len(fact.text),
            ),
            default=None,
        )

    @cached_property
    def _facts_with(self) -> Mapping[str, frozenset[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for at, fact in enumerate(self.pack.facts):
            for word in words_of(fact.text):
                found[stem(word)].add(at)
        return {each: frozenset(places) for each, places in found.items()}

    @cached_property
    def _facts_about(self) -> Mapping[Key, Sequence[Fact]]:
        found: defaultdict[Key, list[Fact]] = defaultdict(list)
        for fact in self.pack.facts:
            for key in self.about(fact):
                found[key].append(fact)
        return found

    @cached_property
    def _tied(self) -> Mapping[str, Set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for who in self.pack.characters:
            for relation in who.relations:
                found[who.id].add(relation.other)
                found[relation.other].add(who.id)
        return found

    @cached_property
    def _groups_called(self) -> Mapping[str, Sequence[Thing]]:
        found: defaultdict[str, list[Thing]] = defaultdict(list)
        for thing in self.pack.things:
            if thing.kind is ThingKind.GROUP:
                for word in dict.fromkeys(words_of(thing.name)):
                    found[word].append(thing)
        return found

    @cached_property
    def _texts(self) -> tuple[tuple[Fact, str], ...]:
        return tuple((fact, f" {' '.join(words_of(fact.text))} ") for fact in self.pack.facts)

    @cached_property
    def _facts_that_say(self) -> Mapping[str, Sequence[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, (_, text) in enumerate(self._texts):
            for word in dict.fromkeys(text.split()):
                found[word].append(at)
        return found

    @cached_property
    def _ranked(self) -> Mapping[OptionKind, Sequence[Candidate]]:
        kinds: defaultdict[OptionKind, list[Candidate]] = defaultdict(list)
        for each in self.all.values():
            kinds[each.kind].append(each)
        return {kind: sorted(found, key=lambda each: -each.mentions) for kind, found in kinds.items()}

    @cached_property
    def _ranks(self) -> Mapping[Key, int]:
        return {each.key: rank for found in self._ranked.values() for rank, each in enumerate(found)}

    @cached_property
    def _offered(self) -> Mapping[OptionKind, tuple[Candidate, ...]]:
        kinds: defaultdict[OptionKind, list[Candidate]] = defaultdict(list)
        for each in self.all.values():
            if self._ranks[each.key] < MOST_OFFERED:
                kinds[each.kind].append(each)
        return {kind: tuple(found) for kind, found in kinds.items()}

    @cached_property
    def _by_name(self) -> Mapping[tuple[OptionKind, str], frozenset[Key]]:
        found: defaultdict[tuple[OptionKind, str], set[Key]] = defaultdict(set)
        for each in self.all.values():
            for name in each.called:
                found[each.kind, name].add(each.key)
        return {name: frozenset(keys) for name, keys in found.items()}

    @cached_property
    def _by_word(self) -> Mapping[tuple[OptionKind, str], Sequence[Key]]:
        found: defaultdict[tuple[OptionKind, str], list[Key]] = defaultdict(list)
        for each in self.all.values():
            for word in each.words:
                found[each.kind, word].append(each.key)
        return found

    def _learn(self, candidate: Candidate) -> None:
        for name in candidate.names:
            written = name if name[:1].isupper() or name == candidate.text else candidate.text
            self._know(words_of(name), written, candidate.key)
            self._know(words_of(bare(name)), bare(written), candidate.key)

    def _learn_parts(self, pack: Pack) -> None:
        """Learn first names and surnames that are unique and aren't English words: "Stark", not "Widow"."""
        holders: defaultdict[str, set[str]] = defaultdict(set)
        written: dict[str, str] = {}
        for who in pack.characters:
            for name in (who.name, who.real_name):
                for word in WORD.findall(name):
                    holders[fold(word)].add(who.id)
                    written[fold(word)] = word
        for word, owners in holders.items():
            plain = len(word) < 3 or word in TITLES or is_english(word) or not written[word][0].isupper()
            if len(owners) == 1 and not plain and (word,) not in self._named:
                self._know((word,), written[word], (OptionKind.CHARACTER, next(iter(owners))))

    def _know(self, words: tuple[str, ...], written: str, key: Key) -> None:
        if words:
            self._named.setdefault(words, (written, set()))[1].add(key)
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))


def _bare(pack: Pack) -> Iterator[Candidate]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for thing in pack.things:
        for member in thing.members:
            groups[member].add(thing.name)
    for who in pack.characters:
        yield Candidate(
            OptionKind.CHARACTER,
            who.id,
            who.name,
            _names(who),
            who.pronoun,
            frozenset(groups[who.id]),
            frozenset(role.continuity for role in who.roles),
            is_person=who.kind is CharacterKind.PERSON,
        )
    for actor in pack.actors:
        pronouns = {pack.character(role.character).pronoun for role in actor.roles}
        yield Candidate(
            OptionKind.ACTOR,
            actor.name,
            actor.name,
            (actor.name, *actor.aliases),
            pronouns.pop() if len(pronouns) == 1 else Pronoun.THEY,
            continuities=frozenset(role.continuity for role in actor.roles),
        )
    for thing in pack.things:
        yield Candidate(_THING_KINDS[thing.kind], thing.name, thing.name, _names_of(thing))


def _articles(
    text: str, mentions: Iterable[Mention], called: Mapping[Key, tuple[str, ...]]
) -> Iterator[tuple[Key, int]]:
    """Candidates named with an article ("the Hulk"), with 1, and without it ("Hulk"), with -1."""
    for mention in mentions:
        for key in mention.keys:
            has_own = words_of(mention.written) == ("the", *called[key])
            if has_own or words_of(mention.written) == called[key]:
                yield key, 1 if has_own or text[: mention.start].lower().endswith("the ") else -1


def _sides(pack: Pack, about: Callable[[Fact], frozenset[Key]], mentions: Mapping[Key, int]) -> Mapping[Key, Side]:
    """The sides of characters: the most mentioned group, its enemies, and the others."""
    groups = [thing.members for thing in pack.things if thing.kind is ThingKind.GROUP and thing.members]
    leads = frozenset(max(groups, key=lambda ids: sum(mentions[OptionKind.CHARACTER, id] for id in ids), default=()))
    called_bad = {
        next(iter(people))[1]
        for fact in pack.facts
        if _VILLAIN.search(" ".join((fact.text, *fact.asks)))
        and len(people := [key for key in about(fact) if key[0] is OptionKind.CHARACTER]) == 1
    }
    hostile = {
        id
        for who in pack.characters
        for relation in who.relations
        if (bond := read_kind(relation.kind).bond) and bond.key in _HOSTILE
        if (who.id in leads) is not (relation.other in leads)
        for id in (who.id, relation.other)
    }
    against = (called_bad | hostile) - leads
    sides = {
        who.id: Side.LEADS if who.id in leads else Side.AGAINST if who.id in against else Side.BESIDE
        for who in pack.characters
    }
    of_actors = {
        (OptionKind.ACTOR, actor.name): min(sides[role.character] for role in actor.roles)
        for actor in pack.actors
        if actor.roles
    }
    return of_actors | {(OptionKind.CHARACTER, id): side for id, side in sides.items()}


def _about(fact: Fact, mentions: Iterable[Mention]) -> frozenset[Key]:
    named = {key for mention in mentions if len(mention.keys) == 1 for key in mention.keys}
    return frozenset(named | {(OptionKind.CHARACTER, id) for id in fact.characters})


def figure(written: str) -> Candidate:
    """A number, which may also be typed in words."""
    digits = written.replace(",", "")
    names = (written, in_words(int(digits))) if digits.isdigit() and len(digits) < 4 else (written,)
    return Candidate(OptionKind.NUMBER, written, written, names, is_real=False)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(fold(word) for word in WORD.findall(text))


def _names(who: Character) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (who.name, who.real_name, *who.aliases) if name))


def _names_of(thing: Thing) -> tuple[str, ...]:
    return tuple(dict.fromkeys((thing.name, *thing.aliases)))
