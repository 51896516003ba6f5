"""Advice for improving a valid pack; never an error."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from bot.knowledge.assemble import Places
from bot.knowledge.bonds import read_kind
from bot.knowledge.model import Fact, FactKind, Pack, Thing
from bot.knowledge.spots import Place
from bot.knowledge.wording import bare, normalised

MOST_LINES = 10
"""Pieces of advice shown for one pack; nobody would read more."""

LONGEST_SENTENCE = 30
"""Words in a sentence; a longer one usually makes several claims."""

MOST_SENTENCES = 3
"""Sentences in a fact; a longer one usually makes several claims."""

ONE_WAY = {"parent", "grandparent", "uncle or aunt", "godparent", "ancestor", "predecessor"}
"""Bonds that can't hold in both directions."""

SHOWN_IDS = 5
"""Facts without `asks` that are listed by id, and characters with few facts by name."""

FEW_FACTS = 2
"""Facts about a character below which members soon hear the same again; /guess needs as many."""


@dataclass(frozen=True, order=True)
class Advice:
    """One suggestion and its location. `line` is 0 for a whole file or folder."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


def advice_on(pack: Pack, places: Places) -> tuple[Advice, ...]:
    """All advice on a pack, ordered so that each kind appears early."""
    written = [fact for fact in pack.facts if fact.kind in (FactKind.FACT, FactKind.SCENE)]
    kinds = [
        [*_odd_relations(pack, places)],
        [*_invisible(places)],
        [*_shared_aliases(pack, places)],
        [*_without_questions(pack, written)],
        [*_unmentioned_people(pack, written, places), *_unmentioned_things(pack, written, places)],
        [*_several_claims(written, places)],
    ]
    return tuple(
        advice
        for _, _, advice in sorted(
            (rank, number, advice) for number, kind in enumerate(kinds) for rank, advice in enumerate(kind)
        )
    )


def lines_of(advice: Sequence[Advice]) -> Iterator[str]:
    """The advice as lines for the author, with a limit."""
    if advice:
        yield "Advice (optional):"
        yield from map(str, sorted(advice[:MOST_LINES]))
    if len(advice) > MOST_LINES:
        yield f"... and {len(advice) - MOST_LINES} more."


def summary(pack: Pack) -> str:
    """What an author has written, counted, and where it is thin: the last line of `lorekeeper check`."""
    written = [fact for fact in pack.facts if fact.kind in (FactKind.FACT, FactKind.SCENE)]
    relations = sum(len(character.relations) for character in pack.characters)
    counts = (
        (len(written), "fact"),
        (sum(len(actor.roles) for actor in pack.actors), "role"),
        (sum(len(fact.asks) for fact in written), "asks"),
        (relations, "relation"),
        (len({scene.scene_number for scene in pack.scenes}), "scene"),
    )
    counted = ", ".join(f"{count} {noun if count == 1 or noun == 'asks' else f'{noun}s'}" for count, noun in counts)
    thin = "; ".join(_thin_spots(pack, written, relations))
    return f"You wrote {counted}. {f'Thin: {thin}.' if thin else 'Nothing is thin.'}"


def _thin_spots(pack: Pack, written: Sequence[Fact], relations: int) -> Iterator[str]:
    unasked = sum(not fact.asks for fact in written)
    if written and unasked * 2 > len(written):
        yield f"{unasked} of {len(written)} facts have no asks"
    mentioned = Counter(who for fact in written for who in fact.characters)
    if few := [character.name for character in pack.characters if mentioned[character.id] < FEW_FACTS]:
        more = f" and {len(few) - SHOWN_IDS} more" if len(few) > SHOWN_IDS else ""
        yield f"fewer than {FEW_FACTS} facts about {', '.join(few[:SHOWN_IDS])}{more}"
    if len(pack.characters) > 1 and not relations:
        yield "no relations between characters"
    if pack.characters and not pack.scenes:
        yield "no plot"
    if written and not pack.quiz:
        yield "no quiz questions of your own"
    if written and not pack.not_told:
        yield "nothing in not_told"


def _odd_relations(pack: Pack, places: Places) -> Iterator[Advice]:
    """Relations of somebody to themselves, and two who are each other's father."""
    known: dict[tuple[str, str, str, str], Place] = {}
    for character in pack.characters:
        for number, relation in enumerate(character.relations):
            location = places.relations.get((character.id, number), (pack.id, 0))
            other = pack.character(relation.other)
            if other is character:
                text = f"{character.name} is the {relation.kind} of themselves; name somebody else under to"
                yield Advice(*location, text)
                continue
            kind = read_kind(relation.kind)
            if kind.bond is None or kind.bond.key not in ONE_WAY:
                continue
            pair = (other.id, character.id) if kind.b_is_first else (character.id, other.id)
            known[(kind.bond.key, relation.continuity, *pair)] = location
            if reverse := known.get((kind.bond.key, relation.continuity, pair[1], pair[0])):
                word = kind.bond.first.words[2] or kind.bond.key
                text = f"{character.name} and {other.name} can't each be the other's {word}"
                where = f"{reverse[0]}:{reverse[1]}"
                yield Advice(*location, f"{text} ({where} says the reverse); turn one of the two round")


def _invisible(places: Places) -> Iterator[Advice]:
    for location, code in places.invisible:
        yield Advice(*location, f"there is an invisible character here ({code}), so nobody can type this; delete it")


def _shared_aliases(pack: Pack, places: Places) -> Iterator[Advice]:
    holders: dict[str, list[str]] = {}
    for character in pack.characters:
        for name in {
            normalised(bare(name)) for name in (character.name, character.real_name, *character.aliases) if name
        }:
            holders.setdefault(name, []).append(character.id)
    for character in pack.characters:
        for alias in character.aliases:
            others = [who for who in holders.pop(normalised(bare(alias)), []) if who != character.id]
            if others and (location := places.aliases.get((character.id, alias))):
                other = pack.character(others[0]).name
                yield Advice(*location, f"'{alias}' also means {other}, so a question with it is ambiguous")


def _without_questions(pack: Pack, written: Sequence[Fact]) -> Iterator[Advice]:
    ids = [fact.id for fact in written if not fact.asks]
    if ids:
        more = f" and {len(ids) - SHOWN_IDS} more" if len(ids) > SHOWN_IDS else ""
        count = "1 fact has" if len(ids) == 1 else f"{len(ids)} facts have"
        named = f"{', '.join(ids[:SHOWN_IDS])}{more}"
        yield Advice(pack.id, 0, f"{count} no asks ({named}); members' questions make them easier to find")


def _unmentioned_people(pack: Pack, written: Sequence[Fact], places: Places) -> Iterator[Advice]:
    mentioned = Counter(who for fact in written for who in fact.characters)
    texts = _all_texts(written) if len(mentioned) < len(pack.characters) else frozenset()
    for character in pack.characters:
        if mentioned[character.id] or character.id not in places.characters:
            continue
        if any(_is_in(name, texts) for name in (character.name, character.real_name, *character.aliases) if name):
            text = f"no fact is about {character.name}; add {character.id} to the facts that name them"
        else:
            text = f"no fact is about {character.name}; write what members will ask about them"
        yield Advice(*places.characters[character.id], text)


def _unmentioned_things(pack: Pack, written: Sequence[Fact], places: Places) -> Iterator[Advice]:
    texts = _all_texts(written) if pack.things else frozenset()
    for thing in pack.things:
        if thing.name in places.things and not thing.description and not _is_named(thing, texts):
            text = f"no fact names {thing.name}; write one, or describe it under description"
            yield Advice(*places.things[thing.name], text)


def _is_named(thing: Thing, texts: Set[str]) -> bool:
    return any(_is_in(name, texts) for name in (thing.name, *thing.aliases))


def _all_texts(facts: Sequence[Fact]) -> frozenset[str]:
    """All words of the facts, and all runs of words that may be a name."""
    texts = (normalised(fact.text).split() for fact in facts)
    return frozenset(
        " ".join(words[start : start + length])
        for words in texts
        for length in range(1, LONGEST_NAME + 1)
        for start in range(len(words) - length + 1)
    )


def _is_in(name: str, texts: Set[str]) -> bool:
    words = " ".join(normalised(bare(name)).split()[:LONGEST_NAME])
    return words in texts or f"{words}s" in texts


LONGEST_NAME = 5
"""Maximum number of words of a name to search for in the facts; that is enough to identify a longer name."""


def _several_claims(written: Sequence[Fact], places: Places) -> Iterator[Advice]:
    """Facts with several claims, longest first, because they gain most from splitting."""
    found: list[tuple[int, Advice]] = []
    for fact in written:
        sentences = [part for part in _SENTENCE_END.split(fact.text) if part.strip()]
        longest = max(sentences, key=lambda sentence: len(sentence.split()), default="")
        if len(longest.split()) > LONGEST_SENTENCE:
            beginning = " ".join(longest.split()[:4])
            text = f"'{fact.id}' has a sentence of {len(longest.split())} words (\"{beginning} ...\")"
        elif len(sentences) > MOST_SENTENCES:
            text = f"'{fact.id}' has {len(sentences)} sentences"
        else:
            continue
        location = places.facts.get(fact.id, (fact.pack, 0))
        found.append((len(fact.text.split()), Advice(*location, f"{text}; smaller facts give shorter answers")))
    yield from (advice for _, advice in sorted(found, key=lambda row: (-row[0], row[1])))


_SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St|Jr)\.)(?<!\bMrs\.)(?<=[.!?])[\"”’)]*\s+")
