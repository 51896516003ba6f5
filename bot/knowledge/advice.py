"""What would make a pack that is right better still: advice to its author, never an error."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.assemble import Places
from bot.knowledge.model import Fact, FactKind, Pack, Thing
from bot.knowledge.wording import bare, normalised

MOST_LINES = 10
"""Pieces of advice that are shown for one pack; more would not be read."""

LONGEST_SENTENCE = 30
"""Words of a sentence that makes one claim."""

MOST_SENTENCES = 3
"""Sentences of a fact that makes one claim."""

SHOWN_IDS = 5
"""Facts without questions that are named."""


@dataclass(frozen=True, order=True)
class Advice:
    """One thing that would help, and where it can be done. `line` is 0 for a whole file or folder."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


def advice_on(pack: Pack, places: Places) -> tuple[Advice, ...]:
    """All advice on a pack, some of each kind first."""
    written = [fact for fact in pack.facts if fact.kind in (FactKind.FACT, FactKind.SCENE)]
    kinds = [
        [*_shared_aliases(pack, places)],
        [*_without_questions(pack, written)],
        [*_people_of_no_fact(pack, written, places), *_things_of_no_fact(pack, written, places)],
        [*_several_claims(written, places)],
    ]
    return tuple(
        advice
        for _, _, advice in sorted(
            (rank, number, advice) for number, kind in enumerate(kinds) for rank, advice in enumerate(kind)
        )
    )


def lines_of(advice: Sequence[Advice]) -> Iterator[str]:
    """The advice as an author reads it, cut where there is much of it."""
    if advice:
        yield "Advice (nothing has to change):"
        yield from map(str, sorted(advice[:MOST_LINES]))
    if len(advice) > MOST_LINES:
        yield f"... and {len(advice) - MOST_LINES} more."


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
            if others and (place := places.aliases.get((character.id, alias))):
                other = pack.character(others[0]).name
                yield Advice(*place, f"'{alias}' also stands for {other}, so a question with it may mean either")


def _without_questions(pack: Pack, written: Sequence[Fact]) -> Iterator[Advice]:
    ids = [fact.id for fact in written if not fact.asks]
    if ids:
        more = f" and {len(ids) - SHOWN_IDS} more" if len(ids) > SHOWN_IDS else ""
        count = "1 fact has" if len(ids) == 1 else f"{len(ids)} facts have"
        named = f"{', '.join(ids[:SHOWN_IDS])}{more}"
        yield Advice(pack.id, 0, f"{count} no asks ({named}); a question in members' words helps to find them")


def _people_of_no_fact(pack: Pack, written: Sequence[Fact], places: Places) -> Iterator[Advice]:
    told = Counter(who for fact in written for who in fact.characters)
    texts = _all_texts(written) if len(told) < len(pack.characters) else ""
    for character in pack.characters:
        if told[character.id] or character.id not in places.characters:
            continue
        if any(_is_in(name, texts) for name in (character.name, character.real_name, *character.aliases) if name):
            text = f"no fact is about {character.name}; add {character.id} to the facts that name them"
        else:
            text = f"no fact is about {character.name}; write what members will ask about them"
        yield Advice(*places.characters[character.id], text)


def _things_of_no_fact(pack: Pack, written: Sequence[Fact], places: Places) -> Iterator[Advice]:
    texts = _all_texts(written) if pack.things else ""
    for thing in pack.things:
        if thing.name in places.things and not thing.description and not _is_told(thing, texts):
            text = f"no fact names {thing.name}; write one, or say what it is under description"
            yield Advice(*places.things[thing.name], text)


def _is_told(thing: Thing, texts: str) -> bool:
    return any(_is_in(name, texts) for name in (thing.name, *thing.aliases))


def _all_texts(facts: Sequence[Fact]) -> str:
    return " | ".join(f" {normalised(fact.text)} " for fact in facts)


def _is_in(name: str, texts: str) -> bool:
    words = normalised(bare(name))
    return f" {words} " in texts or f" {words}s " in texts


def _several_claims(written: Sequence[Fact], places: Places) -> Iterator[Advice]:
    """The longest first: they gain most."""
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
        place = places.facts.get(fact.id, (fact.pack, 0))
        found.append((len(fact.text.split()), Advice(*place, f"{text}; smaller facts give shorter answers")))
    yield from (advice for _, advice in sorted(found, key=lambda row: (-row[0], row[1])))


_SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St|Jr)\.)(?<!\bMrs\.)(?<=[.!?])[\"”’)]*\s+")
