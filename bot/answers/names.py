"""Resolves characters, actors, things and titles by name, nickname, part of a name or description."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answers.results import Named, Who
from bot.english import frequency
from bot.english.frequency import is_common
from bot.english.spelling import alike, nearest_words, rank_names
from bot.english.text import concepts, fold, name_words, stem, written_out
from bot.english.words import STOP
from bot.knowledge.model import Character, Knowledge, Pack, Thing, ThingKind

TELLING_WEIGHT = 6.5
"""Minimum rarity in English (in nats) for a word of a description to hint at its character."""

LEAST_LIKE = 0.62
"""Minimum similarity between a name and the letters typed so far for it to be offered."""

DESCRIBED = 0.85
"""Weight of a description relative to a name, in autocomplete."""

FALL_OFF = 0.25
"""Maximum distance in similarity from the best name for another to be offered beside it."""

NEAR_ENOUGH = 0.74
"""Minimum similarity for a misspelt name to match a known one."""

MOST_MEMBERS = 100
"""Members of a group that its name stands for in a text. The name of a larger group says nothing about one of them, and
each fact with it would be as long as the group."""


_OF_WHOM = frozenset(["my", "your", "his", "her", "its", "our", "their"])


@dataclass(frozen=True)
class Meant:
    """What a run of words refers to.

    `entities` are keys such as `@thor`, `@actor:chris evans`, `@thing:mjolnir`; several if the words fit several.
    `sure` is False if the words describe rather than name ("the archer"), or are ordinary English too ("vision").
    """

    start: int
    stop: int
    entities: tuple[str, ...]
    sure: bool


class NameTable:
    """Every name of one pack, for finding them in a run of words. Longer names win over shorter ones."""

    def __init__(self, pack: Pack) -> None:
        self._meanings: dict[tuple[str, ...], list[str]] = {}
        self._described: dict[tuple[str, ...], list[str]] = {}
        self._descriptions: set[tuple[str, ...]] = set()
        self._relatives: dict[tuple[str, str], list[str]] = {}
        self.who: dict[str, Who] = {}
        self._things: dict[str, Thing] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        self.words: set[str] = set()
        partial: dict[str, list[str]] = {}
        for character in pack.characters:
            key = f"@{character.id}"
            self.who[key] = character
            for name in (character.name, character.real_name, *character.aliases):
                self._add(name, key)
            for description in character.descriptions:
                self._add(description, key, described=True)
            for name in (character.name, character.real_name):
                for part in _words(name):
                    partial.setdefault(part, []).append(key)
            for relation in character.relations:
                for concept in gist(_words(relation.kind)):
                    self._relatives.setdefault((key, concept), []).append(f"@{relation.other}")
        for actor in pack.actors:
            key = f"@actor:{fold(actor.name)}"
            self.who[key] = actor
            for name in (actor.name, *actor.aliases):
                self._add(name, key)
            for part in _words(actor.name):
                partial.setdefault(part, []).append(key)
        for thing in pack.things:
            key = f"@thing:{fold(thing.name)}"
            self._things[key] = thing
            self.members[key] = tuple(f"@{member}" for member in thing.members)
            for name in (thing.name, *thing.aliases):
                self._add(name, key)
        for title in (pack.title, *pack.aliases):
            self._add(title, "@title")
        for part, keys in partial.items():
            if len(part) >= 4 and (part,) not in self._meanings and not is_common(part):
                self._meanings[part,] = list(dict.fromkeys(keys))
                self.words.add(part)
        self.hints = self._hints(pack)
        self._longest = _longest_runs(self._meanings)
        self._longest_described = _longest_runs(self._described)

    def _add(self, name: str, key: str, *, described: bool = False) -> None:
        words = _words(name)
        if not words:
            return
        meanings = self._meanings.setdefault(words, [])
        if key not in meanings:
            meanings.append(key)
        if described and meanings == [key]:
            self._descriptions.add(words)
        elif not described:
            self._descriptions.discard(words)
        if described and len(words) > 1:
            self._described.setdefault(gist(words), []).append(key)
        self.words.update(words)

    def _hints(self, pack: Pack) -> dict[str, str]:
        """Stems that describe only one character: "eyepatch" for the guy with the eyepatch."""
        holders: dict[str, set[str]] = {}
        for character in pack.characters:
            for description in character.descriptions:
                for word in _words(description):
                    if word not in STOP and (word,) not in self._meanings:
                        holders.setdefault(stem(word), set()).add(f"@{character.id}")
        return {
            word: next(iter(held))
            for word, held in holders.items()
            if len(held) == 1 and frequency.weight(word) > TELLING_WEIGHT
        }

    def find(self, words: Sequence[str]) -> list[Meant]:
        """The names in a line, from the left, longest first, without overlaps."""
        found: list[Meant] = []
        position = 0
        while position < len(words):
            word = words[position]
            named = self._longest.get(word) or self._longest.get(_singular_word(word), 0)
            described = self._longest_described.get(_gist_word(word), 0) if self._longest_described else 0
            if not named and not described:
                position += 1
                continue
            for length in range(min(max(named, described), len(words) - position), 0, -1):
                run = tuple(words[position : position + length])
                meanings = self._meanings.get(run) or self._meanings.get(_singular(run))
                if not meanings and 1 < length <= described:
                    meanings = self._described.get(gist(run))
                if meanings and not self._is_of_somebody(words, position, length, meanings, found):
                    sure = (length > 1 or not is_common(run[0])) and run not in self._descriptions
                    found.append(Meant(position, position + length, tuple(meanings), sure))
                    position += length
                    break
            else:
                position += 1
        return found

    def _is_of_somebody(
        self, words: Sequence[str], position: int, length: int, meanings: Sequence[str], found: Sequence[Meant]
    ) -> bool:
        """Whether an ordinary word is something that a character owns, not a group of that name: "Cap's shield"."""
        if length > 1 or not is_common(words[position]) or not all(self._is_acronym(key) for key in meanings):
            return False
        if position and words[position - 1] in _OF_WHOM:
            return True
        return any(meant.stop == position and not self.who.keys().isdisjoint(meant.entities) for meant in found[-1:])

    def _is_acronym(self, key: str) -> bool:
        thing = self._things.get(key)
        return thing is not None and thing.kind is ThingKind.GROUP and thing.name.isupper()

    def relative(self, entity: str, word: str) -> tuple[str, ...]:
        """A character's father, sister or friend, if the pack names them."""
        return tuple(dict.fromkeys(self._relatives.get((entity, gist((word,))[0]), ())))

    def members_meant(self, entity: str) -> tuple[str, ...]:
        """The members of a group that its name stands for, too; nobody for very large groups, and what isn't one."""
        members = self.members.get(entity, ())
        return members if len(members) <= MOST_MEMBERS else ()

    def everybody(self, entities: Iterable[str]) -> tuple[Who, ...]:
        """The people that these entities refer to, without duplicates; groups become their members."""
        keys = [member for entity in entities for member in (entity, *self.members.get(entity, ()))]
        return tuple(self.who[key] for key in dict.fromkeys(keys) if key in self.who)

    def named(self, entities: Iterable[str]) -> tuple[Named, ...]:
        """The people, things and groups that these entities refer to, without duplicates."""
        known: dict[str, Named] = {**self.who, **self._things}
        return tuple(known[key] for key in dict.fromkeys(entities) if key in known)


def _words(name: str) -> tuple[str, ...]:
    words = written_out(name)
    return tuple(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


def _longest_runs(keys: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """First word -> the most words in a key that starts with it, so that a line is looked up only where a key can
    start.
    """
    longest: dict[str, int] = {}
    for key in keys:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def gist(words: Sequence[str]) -> tuple[str, ...]:
    """The words with near-synonyms unified: "scientist buddy" and "professor friend" come out equal."""
    return tuple(map(_gist_word, words))


@lru_cache(maxsize=65536)
def _gist_word(word: str) -> str:
    stemmed = stem(word)
    groups = concepts(stemmed)
    return groups[0] if groups else stemmed


def _singular(run: tuple[str, ...]) -> tuple[str, ...]:
    """Strips the genitive s, which is written without an apostrophe in chat: "starks", "thors hammer"."""
    return (*run[:-1], _singular_word(run[-1]))


def _singular_word(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


class Names:
    """Names as members type them into a command's field, over all packs."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._everybody: list[Who] = []
        for pack in knowledge.packs:
            characters = [(-len(knowledge.facts_about(one)), one.name, one) for one in pack.characters]
            actors = [(-len(one.roles), one.name, one) for one in pack.actors]
            self._everybody += [one for *_, one in sorted(characters, key=lambda row: row[:2])]
            self._everybody += [one for *_, one in sorted(actors, key=lambda row: row[:2])]
        named = [(spelling, who) for who in self._everybody for spelling in _names_of(who)]
        described = [(spelling, who) for who in self._everybody for spelling in _descriptions_of(who)]
        self._spellings: list[tuple[str, Who]] = [*named, *described]
        self._named = len(named)
        self._exact: dict[str, list[Who]] = {}
        for spelling, who in self._spellings:
            meant = self._exact.setdefault(spelling, [])
            if who not in meant:
                meant.append(who)

    def complete(self, typed: str, *, limit: int = 25, actors: bool = True) -> tuple[Who, ...]:
        """Characters and actors that may be being typed, best first. On an empty field, those with the most facts."""
        wanted = _typed(typed)
        if not wanted:
            return tuple(who for who in self._everybody if actors or isinstance(who, Character))[:limit]
        alikeness = rank_names(wanted, [spelling for spelling, _ in self._spellings])
        ranked = sorted(
            ((likeness * (1.0 if position < self._named else DESCRIBED), position) for position, likeness in alikeness),
            key=lambda row: -row[0],
        )
        least = max(LEAST_LIKE, ranked[0][0] - FALL_OFF) if ranked else 1.0
        found: dict[int, Who] = {}
        for likeness, position in ranked:
            who = self._spellings[position][1]
            if likeness < least or len(found) == limit:
                break
            if actors or isinstance(who, Character):
                found.setdefault(id(who), who)
        return tuple(found.values())

    def find(self, typed: str) -> tuple[Who, ...]:
        """The people meant by a name, alias or description, possibly misspelt; several if it is ambiguous.

        A display name wins over aliases, so that picking one of two people called Jarvis is possible.
        """
        wanted = _typed(typed)
        if not wanted:
            return ()
        by_name = tuple(who for who in self._everybody if _typed(_shown(who)) == wanted)
        if by_name:
            return by_name
        for spelling in (wanted, wanted.removesuffix("s")):
            if spelling in self._exact:
                return tuple(self._exact[spelling])
        return self._nearest(wanted)

    def _nearest(self, wanted: str) -> tuple[Who, ...]:
        known = [word for spelling, _ in self._spellings for word in spelling.split()]
        mended = " ".join(_mended(word, known) for word in wanted.split())
        if mended in self._exact:
            return tuple(self._exact[mended])
        parts = {
            id(who): who
            for spelling, who in self._spellings
            if mended not in STOP and len(mended) > 2 and mended in spelling.split()
        }
        if parts:
            return tuple(parts.values())
        scored = [(alike(mended, spelling), who) for spelling, who in self._spellings]
        best = max((score for score, _ in scored), default=0.0)
        if best < NEAR_ENOUGH:
            return ()
        return tuple({id(who): who for score, who in scored if score >= best - 0.001}.values())


def _mended(word: str, known: Iterable[str]) -> str:
    choices = set(known)
    if word in choices:
        return word
    near = nearest_words(word, sorted(choices), limit=1)
    return near[0][0] if near else word


def _shown(who: Who) -> str:
    return who.name


def _typed(name: str) -> str:
    words = name_words(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


def _names_of(who: Who) -> tuple[str, ...]:
    names = (who.name, *who.aliases)
    if isinstance(who, Character):
        names = (*names, who.real_name, who.full_name)
    return tuple(dict.fromkeys(spelling for name in names if (spelling := _typed(name))))


def _descriptions_of(who: Who) -> tuple[str, ...]:
    described = who.descriptions if isinstance(who, Character) else ()
    return tuple(dict.fromkeys(spelling for one in described if (spelling := _typed(one))))
