"""Turns the relations on character sheets into facts. A relation on both sheets, in whatever words, makes one fact."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from bot.knowledge.bonds import Bond, BondKind, BondSide, Form, inverse_word, question_verb, read_kind
from bot.knowledge.drafts import Draft, roots_of
from bot.knowledge.model import Character, Relation
from bot.knowledge.wording import in_words, spoken, thing_of, whose, with_article


@dataclass(frozen=True)
class Tie:
    """A relation as written: `b` is the `kind` of `a`, and it is on the sheet of `a`."""

    a: Character
    b: Character
    relation: Relation
    kind: BondKind

    @property
    def first(self) -> Character:
        """The character on the first side of the bond, or `b` if the kind is unknown."""
        return self.b if self.kind.b_is_first else self.a

    @property
    def second(self) -> Character:
        return self.a if self.kind.b_is_first else self.b

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for relations with the same meaning."""
        pair = (self.first.id, self.second.id)
        if self.kind.bond and self.kind.bond.is_mutual:
            pair = (min(pair), max(pair))
        return (self.kind.key, *pair, self.relation.continuity)


Same = Sequence[Tie]
"""Relations with the same meaning; at least one."""

_ListKey = tuple[str, str, str, str]
"""The listed side, the bond, the holder's id and the continuity."""

_FIRSTS, _SECONDS = "firsts", "seconds"


def relation_drafts(characters: Sequence[Character]) -> Iterator[Draft]:
    """A draft for each relation, and one for each list (all children or all victims of one character)."""
    known = {character.id: character for character in characters}
    groups: dict[tuple[str, ...], list[Tie]] = {}
    for character in characters:
        for relation in character.relations:
            tie = Tie(character, known[relation.other], relation, read_kind(relation.kind))
            groups.setdefault(tie.key, []).append(tie)
    lists = _lists(groups.values())
    several = {many.key for many in lists}
    told_in_lists = {tie.key for many in lists for tie in many.told_fully}
    for key, group in groups.items():
        if key not in told_in_lists:
            yield _one(group, several)
    for many in lists:
        yield many.draft(groups, several)


def _one(group: Same, several: set[_ListKey]) -> Draft:
    lead = max(group, key=lambda tie: (tie.kind.together == "twins", tie.kind.is_plain and bool(tie.kind.prefix)))
    return Draft(
        id=(lead.a.id, lead.relation.kind, lead.b.id),
        text=told(lead),
        source=_sources(group),
        characters=(lead.a.id, lead.b.id),
        asks=_questions(group, lead, several),
        continuity=lead.relation.continuity,
        is_spoiler=_spoiler_of(group),
        subjects=(lead.a, lead.b),
        words=frozenset(root for tie in group for root in _words(tie.relation.kind)),
    )


def _questions(group: Same, lead: Tie, several: set[_ListKey]) -> Iterator[str]:
    for tie in group:
        yield from _in_own_words(tie)
        yield from _inverted(tie)
    yield from _usual_questions(lead, several)
    yield from _between(lead)


def _spoiler_of(group: Same) -> bool | None:
    """What the author says on any of the sheets; a mark on one of them counts."""
    said = [tie.relation.spoiler for tie in group if tie.relation.spoiler is not None]
    return any(said) if said else None


def _sources(group: Same) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for tie in group for unit in tie.relation.source))


@lru_cache(maxsize=4096)
def _words(written: str) -> frozenset[str]:
    """Words that show that a text has the same meaning as a relation of this kind; one of them is enough."""
    kind = read_kind(written)
    bond = kind.bond
    known = [*bond.first.all_words, *bond.second.all_words, *(f for pair in bond.verbs for f in pair)] if bond else []
    return frozenset(root for word in (kind.words, *known) for root in roots_of(word)) - roots_of(
        "of to by for with in"
    )


def told(tie: Tie) -> str:
    """The relation as a sentence, without its full stop."""
    kind, a, b = tie.kind, tie.a.name, tie.b.name
    words = kind.words.lower() if kind.bond else kind.words
    if kind.together:
        return f"{a} and {b} are {kind.together}"
    if kind.bond and kind.bond.said and _fits_verb(kind):
        return kind.bond.said.format("", tie.first.name, tie.second.name)
    match kind.form:
        case Form.VERB:
            return f"{a} {words} {b}"
        case Form.LINK:
            return f"{a} {'was' if words.endswith(' by') and _is_past(kind) else 'is'} {words} {b}"
        case Form.NOUN_OF:
            return f"{a} is {thing_of(b, words)}"
        case Form.NOUN:
            return f"{b} is {thing_of(a, words)}"


def _is_past(kind: BondKind) -> bool:
    done = kind.words.lower().removesuffix(" by")
    return kind.bond is None or done in {past for past, _ in kind.bond.verbs}


def _fits_verb(kind: BondKind) -> bool:
    """Whether the bond's sentence suits the kind's word ("killer", not "murderer")."""
    bond, words = kind.bond, kind.words.lower()
    if bond is None:
        return False
    return words in (*bond.first.words, *bond.second.words) or any(
        words in (past, f"{past} by") for past, _ in bond.verbs
    )


def _in_own_words(tie: Tie) -> Iterator[str]:
    """Questions in the author's own words."""
    a, b, words = spoken(tie.a.name), spoken(tie.b.name), tie.kind.words.lower()
    is_short = bool(tie.kind.bond and tie.kind.bond.said)
    match tie.kind.form:
        case Form.VERB:
            does = question_verb(words)
            yield f"who {does.format(a)}"
            yield f"who {words} {b}"
            yield f"{does.format(a)} {b}"
        case Form.LINK:
            is_was = "was" if words.endswith(" by") else "is"
            yield f"who {is_was} {a} {words}"
            yield f"who {is_was} {words} {b}"
            yield f"{is_was} {a} {words} {b}"
        case Form.NOUN_OF:
            yield from _noun(b, words, a, is_short=is_short)
        case Form.NOUN:
            yield from _noun(a, words, b, is_short=is_short)


def _noun(owner: str, noun: str, other: str, *, is_short: bool) -> Iterator[str]:
    """Questions with a noun ("father", "friend"); only the short ones if a verb is more natural ("killer")."""
    yield f"who is {whose(owner)} {noun}"
    yield f"whose {noun} is {other}"
    yield f"is {other} {whose(owner)} {noun}"
    if is_short:
        return
    yield f"who is the {noun} of {owner}"
    yield f"{whose(owner)} {noun}"
    yield f"what is the name of {whose(owner)} {noun}"
    yield f"does {owner} have {with_article(noun)}"
    if noun in _SLANG:
        yield f"who is {whose(owner)} {_SLANG[noun]}"


_SLANG = {"father": "dad", "mother": "mom", "brother": "bro", "sister": "sis", "grandfather": "grandpa"}


def _inverted(tie: Tie) -> Iterator[str]:
    """Questions from the other side: for the son instead of the father."""
    owner, other = (tie.b, tie.a) if tie.kind.form is not Form.NOUN_OF else (tie.a, tie.b)
    if word := inverse_word(tie.kind, other.pronoun):
        is_short = bool(tie.kind.bond and tie.kind.bond.said)
        yield from _noun(spoken(owner.name), word, spoken(other.name), is_short=is_short)


def _usual_questions(tie: Tie, several: set[_ListKey]) -> Iterator[str]:
    """The bond's usual questions. Those for everybody on one side are left to the list's draft, if there is one."""
    bond = tie.kind.bond
    if bond is None or not tie.kind.is_plain:
        return
    for first, second in ((tie.first, tie.second), (tie.second, tie.first))[: 1 + bond.is_mutual]:
        yield from _filled(bond.asks, first, second)
        if (_SECONDS, bond.key, first.id, tie.relation.continuity) not in several:
            yield from _filled(_asks_for(bond, _SECONDS), first, second)
        if (_FIRSTS, bond.key, second.id, tie.relation.continuity) not in several and not bond.is_mutual:
            yield from _filled(_asks_for(bond, _FIRSTS), first, second)


def _asks_for(bond: Bond, side: str) -> tuple[str, ...]:
    """Questions for everybody on one side of a bond."""
    if side is _FIRSTS:
        return (*bond.asks_first, f"who are {{2's}} {bond.first.plural}") if bond.first.plural else bond.asks_first
    if not (plural := bond.other.plural):
        return bond.asks_second
    return (
        *bond.asks_second,
        f"who are {{1's}} {plural}",
        f"does {{1}} have any {plural}",
        f"how many {plural} does {{1}} have",
    )


def _filled(asks: Iterable[str], first: Character, second: Character) -> Iterator[str]:
    one, two = spoken(first.name), spoken(second.name)
    for ask in asks:
        yield ask.format("", one, two, **{"1's": whose(one), "2's": whose(two)})


def _between(tie: Tie) -> Iterator[str]:
    """Questions about the relation between two people."""
    a, b = spoken(tie.a.name), spoken(tie.b.name)
    yield f"how are {a} and {b} related"
    yield f"what is {b} to {a}"
    yield f"what is {a} to {b}"
    yield f"what is the relationship between {a} and {b}"
    yield f"what do {a} and {b} have to do with each other"


@dataclass(frozen=True)
class _List:
    """All characters on one side of a bond with `holder`; at least two."""

    bond: Bond
    side: str
    holder: Character
    ties: tuple[Tie, ...]
    listed: tuple[Character, ...]

    @property
    def key(self) -> _ListKey:
        return (self.side, self.bond.key, self.holder.id, self.ties[0].relation.continuity)

    @cached_property
    def told_fully(self) -> tuple[Tie, ...]:
        """The relations whose own fact is unnecessary beside the list: all relations have one source, and the list's
        word is as precise as the author's ("friends", but not "children" for a son)."""
        if len({one.relation.source for one in self.ties}) > 1:
            return ()
        is_exact = len(set(self._side.words)) == 1
        return tuple(tie for tie in self.ties if self.bond.said or (is_exact and not tie.kind.prefix))

    @property
    def _side(self) -> BondSide:
        return self.bond.other if self.side is _SECONDS else self.bond.first

    def draft(self, groups: dict[tuple[str, ...], list[Tie]], several: set[_ListKey]) -> Draft:
        plural = self._side.plural
        return Draft(
            id=(self.holder.id, plural or self.bond.key, "by" if self.side is _FIRSTS else ""),
            text=self._said(plural),
            source=_sources(self.ties),
            characters=(self.holder.id, *(one.id for one in self.listed)),
            asks=chain(
                _filled(_asks_for(self.bond, self.side), self.holder, self.holder),
                (ask for tie in self.told_fully for ask in _questions(groups[tie.key], tie, several)),
            ),
            continuity=self.ties[0].relation.continuity,
            subjects=(self.holder, *self.listed),
            words=_words(self.ties[0].relation.kind),
        )

    def _said(self, plural: str) -> str:
        holder, names = self.holder.name, in_words([one.name for one in self.listed])
        if self.bond.said:
            return self.bond.said.format("", *((holder, names) if self.side is _SECONDS else (names, holder)))
        return f"{thing_of(holder, plural)} are {names}"


def _lists(groups: Iterable[Same]) -> list[_List]:
    found: dict[_ListKey, list[tuple[Tie, Character, Character]]] = {}
    for lead, *_ in groups:
        bond = lead.kind.bond
        if bond is None or not lead.kind.is_plain or lead.relation.spoiler:
            continue
        for side, holder, other in _sides(lead, bond):
            found.setdefault((side, bond.key, holder.id, lead.relation.continuity), []).append((lead, holder, other))
    return [
        _List(bond, side, rows[0][1], tuple(tie for tie, *_ in rows), tuple(other for *_, other in rows))
        for (side, *_), rows in found.items()
        if (bond := rows[0][0].kind.bond)
        and len(rows) > 1
        and (bond.said or (bond.other if side is _SECONDS else bond.first).plural)
    ]


def _sides(tie: Tie, bond: Bond) -> Iterator[tuple[str, Character, Character]]:
    yield _SECONDS, tie.first, tie.second
    yield (_SECONDS if bond.is_mutual else _FIRSTS), tie.second, tie.first
