"""Resolves a bare name over all packs: "thor", "iron-man", "scarlet wich"."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from bot.answers.names import gist
from bot.answers.results import Named, Who
from bot.english.frequency import is_common
from bot.english.spelling import Speller
from bot.english.text import concepts, is_english, stem, written_out
from bot.english.words import KIN, STOP
from bot.knowledge.model import Character, FactKind, Knowledge, Pack

NAME, ALIAS, DESCRIPTION, PART = range(4)
"""How words name somebody, in order of precedence: a display name beats another character's alias."""

LONGEST = 8
"""Maximum words in a name."""

LONGEST_MENDED = 3
"""Maximum words in a name that may be misspelt; in longer ones, two wrong letters make other words."""

SHORTEST_PART = 4
"""Minimum letters for part of a name to match the whole."""

SHORT = 4
"""Up to this length a name may have a letter too many, one missing or two swapped, but no wrong one: "thro", not
"lori" for "Loki".
"""


class Called:
    """All names, the titles of the packs, and their authors' phrasings."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def find(self, words: Sequence[str], *, pack: str = "", mend: bool = True, is_asked: bool = True) -> list[Named]:
        """The people and things that the words name, several if equally likely; only of one pack, if it is given.

        `mend` also finds misspelt names and reworded descriptions. Without `is_asked`, only the words themselves
        suggest that a character is meant, so plain English words keep their plain meaning.
        """
        words = _bare(words)
        if not words or len(words) > LONGEST:
            return []
        key = "".join(words)
        found = self._meant(key, pack)
        if all(word in STOP for word in words):
            return [one for one in found if "".join(_bare(written_out(one.name))) == key]
        if not found and mend and len(words) > 1:
            found = self._described.get("".join(gist(words)), [])
        if found or not mend or len(words) > LONGEST_MENDED:
            return [one for one in found if pack in {"", one.pack}]
        return next((meant for near in self._near(words, is_asked=is_asked) if (meant := self._meant(near, pack))), [])

    def is_name(self, words: Sequence[str]) -> bool:
        """Whether these words are exactly the name or an alias of a character."""
        rows = self._rows.get("".join(_bare(words)), [])
        return any(kind <= ALIAS and isinstance(one, Character) for kind, one in rows)

    def pack(self, words: Sequence[str]) -> str:
        """The id of the pack with this title, or an empty string."""
        return self._titles.get("".join(_bare(words)), "")

    def foresaw(self, words: Sequence[str]) -> bool:
        """Whether a pack's author wrote this exact line as a phrasing."""
        return "".join(words) in self._foreseen

    def _meant(self, key: str, pack: str) -> list[Named]:
        rows = [(kind, one) for kind, one in self._rows.get(key, []) if pack in {"", one.pack}]
        first = min((kind for kind, _ in rows), default=NAME)
        return [one for kind, one in rows if kind == first]

    def _near(self, words: Sequence[str], *, is_asked: bool) -> Iterator[str]:
        """Names that may have been misspelt, nearest first."""
        typed = "".join(words)
        strange = [word for word in words if not is_english(word)]
        if not strange and len(words) == 1:
            return
        for near, slips in self._speller.nearest(typed):
            if near[0] != typed[0] and (slips > 1 or len(typed) <= SHORT + 2):
                continue
            if len(typed) <= SHORT and len(near) == len(typed) and sorted(near) != sorted(typed):
                continue
            if not strange and not _shares_a_word(words, near, least=SHORT * (slips if is_asked else 2)):
                continue
            if _digits(near) != _digits(typed):
                continue  # "Iron Man 3"
            yield near

    @cached_property
    def _rows(self) -> dict[str, list[tuple[int, Named]]]:
        rows: dict[str, list[tuple[int, Named]]] = {}
        for pack in self._knowledge.packs:
            for kind, name, one in _names(pack):
                key = "".join(_bare(written_out(name)))
                held = rows.setdefault(key, [])
                if key and all(other is not one for _, other in held):
                    held.append((kind, one))
        rows.pop("", None)
        return rows

    @cached_property
    def _described(self) -> dict[str, list[Named]]:
        """The characters meant by reworded descriptions: "the fast guy" for "the speedster"."""
        described: dict[str, list[Named]] = {}
        for pack in self._knowledge.packs:
            for kind, words, one in _names(pack):
                if kind == DESCRIPTION and len(bare := _bare(written_out(words))) > 1:
                    held = described.setdefault("".join(gist(bare)), [])
                    if one not in held:
                        held.append(one)
        return described

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._rows)

    @cached_property
    def _titles(self) -> dict[str, str]:
        titles: dict[str, str] = {}
        for pack in self._knowledge.packs:
            for title in (pack.title, *pack.aliases):
                titles.setdefault("".join(_bare(written_out(title))), pack.id)
        titles.pop("", None)
        return titles

    @cached_property
    def _foreseen(self) -> frozenset[str]:
        authored = (fact for fact in self._knowledge.facts if fact.kind in {FactKind.FACT, FactKind.SCENE})
        return frozenset("".join(written_out(ask)) for fact in authored for ask in fact.asks)


def _shares_a_word(words: Sequence[str], near: str, *, least: int) -> bool:
    """Whether a name starts or ends with one of the words that have at least this many letters: "black window",
    "scarlet which".
    """
    return any(len(word) >= least - 1 and (near.startswith(word) or near.endswith(word)) for word in words)


def _digits(key: str) -> str:
    return "".join(letter for letter in key if letter.isdigit())


def _is_relative(description: str) -> bool:
    """Whether a description names a relative, which is a question of its own: "Thor's father"."""
    return any(concept in KIN for concept in concepts(stem(written_out(description)[-1])))


def _bare(words: Iterable[str]) -> list[str]:
    """Strips a leading article."""
    listed = list(words)
    return listed[1:] if len(listed) > 1 and listed[0] in {"the", "a", "an"} else listed


def _names(pack: Pack) -> Iterator[tuple[int, str, Named]]:
    """All names of a pack, the most direct kind first."""
    everybody: tuple[Named, ...] = (*pack.characters, *pack.actors, *pack.things)
    for one in everybody:
        yield NAME, one.name, one
    for character in pack.characters:
        if character.real_name:
            yield ALIAS, character.real_name, character
            yield ALIAS, character.full_name, character
    for one in everybody:
        for alias in one.aliases:
            yield ALIAS, alias, one
    for character in pack.characters:
        for description in character.descriptions:
            if _is_relative(description):
                continue
            yield DESCRIPTION, description, character
    people: tuple[Who, ...] = (*pack.characters, *pack.actors)
    for who in people:
        real_name = who.real_name if isinstance(who, Character) else ""
        for part in dict.fromkeys([*written_out(who.name), *written_out(real_name)]):
            if len(part) >= SHORTEST_PART and not is_common(part):
                yield PART, part, who
