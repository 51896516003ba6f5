"""Drafts of derived facts: compared with the author's facts, then finished with an id."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.knowledge.limits import slug_of
from bot.knowledge.model import Character, Fact, FactKind
from bot.knowledge.wording import bare, normalised, sentence

LONGEST_ID = 50
"""Characters of a generated id: `pack/fact` must fit into the 100 of a button's custom_id."""

MOST_ASKS = 6_000
"""Phrasings that a pack's derived facts have together: those of some two hundred characters with relations, groups
and aliases. Each takes a fifth of a millisecond to read; those of thousands of characters would take minutes."""

SHORT = 25
"""Words in a text with one or two claims. A claim inside a longer text is worth a fact of its own."""


@dataclass(frozen=True)
class Draft:
    """A draft of a derived fact. `id` holds the parts of the id; `source` is empty if the author gave none. `asks` are
    read once at most: of very many drafts, most are never asked for.

    Another text says the same if it names all `subjects` and has one of the `words`.
    """

    id: tuple[str, ...]
    text: str
    source: tuple[str, ...]
    characters: tuple[str, ...]
    asks: Iterable[str]
    home: str = ""
    """The source's name if the author gave none: "sheet of Thor"."""
    continuity: str = ""
    is_spoiler: bool | None = None
    """None: a spoiler if its source has other spoilers."""
    subjects: tuple[Character, ...] = ()
    words: frozenset[str] = frozenset()


class Drafts:
    """Finishes the drafts of one pack. `authored` are the pack's other facts."""

    def __init__(self, pack: str, authored: Sequence[Fact], *, continuity: str) -> None:
        self._pack = pack
        self._default = continuity
        self._ids = Ids(fact.id for fact in authored)
        self._asked = {normalised(ask) for fact in authored for ask in fact.asks}
        self._hidden = {unit for fact in authored if fact.spoiler for unit in fact.source}
        self._by_unit: dict[str, list[Fact]] = {}
        self._about: dict[str, list[Fact]] = {}
        self._authored = authored
        self._naming: dict[str, frozenset[int]] = {}
        for fact in authored:
            for unit in fact.source:
                self._by_unit.setdefault(unit, []).append(fact)
            for who in fact.characters:
                self._about.setdefault(who, []).append(fact)

    @cached_property
    def _short(self) -> Sequence[Fact]:
        return [f for f in self._authored if f.kind is not FactKind.ROLE and len(f.text.split()) <= SHORT]

    @cached_property
    def _roots(self) -> "_Roots":
        return _Roots(self._short)

    def in_full(self, drafts: Iterable[Draft]) -> Iterator[Fact]:
        """The facts of these drafts, without those that the author has already written.

        Of very many, those about the characters that the author's facts name most have phrasings.
        """
        kept = [draft for draft in drafts if not self.is_redundant(draft)]
        asks: dict[int, tuple[str, ...]] = {}
        left = MOST_ASKS
        for number in sorted(range(len(kept)), key=lambda number: -self._mentions(kept[number])):
            asks[number] = tuple(kept[number].asks)
            left -= len(asks[number])
            if left < 0:
                break
        return (self._finish(draft, asks.get(number, ())) for number, draft in enumerate(kept))

    def _mentions(self, draft: Draft) -> int:
        """How often the author's facts name somebody in the draft."""
        return max((len(self._about.get(who, ())) for who in draft.characters), default=0)

    def _finish(self, draft: Draft, asks: Sequence[str]) -> Fact:
        """The fact, with an id that is unique in the pack."""
        made = self._ids.new("-".join(filter(None, map(slug_of, draft.id))) or "fact")
        return Fact(
            pack=self._pack,
            id=made,
            kind=FactKind.DERIVED,
            text=sentence(draft.text),
            source=draft.source or (draft.home,),
            continuity=draft.continuity or self._continuity_of(draft.source),
            characters=tuple(dict.fromkeys(draft.characters)),
            asks=tuple(self._new(asks)),
            spoiler=self._is_hidden(draft.source) if draft.is_spoiler is None else draft.is_spoiler,
        )

    def _new(self, asks: Iterable[str]) -> Iterator[str]:
        """The questions that no earlier fact has, so that an author's question gets the author's fact."""
        for ask in asks:
            if (words := normalised(ask)) not in self._asked:
                self._asked.add(words)
                yield ask

    def _is_hidden(self, source: tuple[str, ...]) -> bool:
        return not self._hidden.isdisjoint(source)

    def _continuity_of(self, source: tuple[str, ...]) -> str:
        """The continuity of the author's facts from the same source."""
        return next((fact.continuity for unit in source for fact in self._by_unit.get(unit, [])), self._default)

    def continuity_about(self, character: Character) -> str:
        """The default continuity, or the one with most facts about a character missing from the default one."""
        counts = Counter(fact.continuity for fact in self._about.get(character.id, []))
        return self._default if not counts or self._default in counts else counts.most_common(1)[0][0]

    def is_redundant(self, draft: Draft) -> bool:
        """Whether a short fact by the author, from the same source, says the same."""
        if not draft.words or not draft.subjects:
            return False
        ids = {who.id for who in draft.subjects}
        source = frozenset(draft.source)
        naming_all = frozenset.intersection(*sorted(map(self._that_name, draft.subjects), key=len))
        return any(
            not ids.isdisjoint(self._short[number].characters)
            and not (source and source.isdisjoint(self._short[number].source))
            and not draft.words.isdisjoint(self._roots.of[number])
            for number in naming_all
        )

    def _that_name(self, who: Character) -> frozenset[int]:
        """The numbers of the short facts that have one of a character's names, or a part of the full ones."""
        if who.id not in self._naming:
            names = [who.name, who.real_name, *who.aliases]
            names += [part for name in (who.name, who.real_name) for part in name.split() if part[:1].isupper()]
            self._naming[who.id] = frozenset(
                number for name in names for number in self._roots.with_all(roots_of(name))
            )
        return self._naming[who.id]

    def gives_away(self, character: Character, names: Iterable[str]) -> bool:
        """Whether one of these names of a character is a secret, because only spoilers mention it."""
        own = roots_of(bare(character.name))
        about = self._about.get(character.id, [])
        roots = _Roots(about)
        for name in names:
            telling = roots.with_all(roots_of(bare(name)) - own)
            saying = [about[number].spoiler for number in telling if not own.isdisjoint(roots.of[number])]
            if saying and all(saying):
                return True
        return False


class _Roots:
    """The words of some facts, without endings, by the facts' position."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.of = [roots_of(fact.text) for fact in facts]
        self._holders: dict[str, set[int]] = {}
        for number, roots in enumerate(self.of):
            for root in roots:
                self._holders.setdefault(root, set()).add(number)

    def with_all(self, roots: frozenset[str]) -> set[int]:
        """The facts with all these words; none if there are no words."""
        found = sorted((self._holders.get(root, set()) for root in roots), key=len)
        return found[0].intersection(*found[1:]) if found else set()


class Ids:
    """Makes ids that are unique in a pack."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def new(self, id: str) -> str:
        """The id, shortened if it is too long and numbered if it is taken; from now on it is taken."""
        first = made = id[:LONGEST_ID].rstrip("-")
        while made in self._taken:
            self._last[first] = self._last.get(first, 1) + 1
            ending = f"-{self._last[first]}"
            made = f"{id[: LONGEST_ID - len(ending)].rstrip('-')}{ending}"
        self._taken.add(made)
        return made


def roots_of(text: str) -> frozenset[str]:
    """The words of a text without endings, so that "kills" and "killed" are the same."""
    return frozenset(map(_root, _WORD.findall(text.casefold())))


@lru_cache(maxsize=65536)
def _root(word: str) -> str:
    return _ENDING.sub("", word)


_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?<=\w\w\w)(?:ing|ed|es|s|e)$")
