"""A fact as it is looked up: the terms of its text, of whom it is about, and of the ways to ask for it."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.language import LIGHT, PLACED, REASONS, STOP, TIMES
from bot.answers.names import NameTable
from bot.answers.reading import Question
from bot.answers.text import CONCEPTS, stem, written_out
from bot.knowledge.model import Fact, FactKind


@dataclass(frozen=True)
class Phrasing:
    """One way to ask for a fact, read like a question."""

    terms: frozenset[str]
    weight: float
    asked: str
    raws: tuple[str, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A fact as the index keeps it.

    `terms` are those of its text, with how often in `counts`; `about` the entities of its characters; `asks_terms`
    those of all its phrasings. `length` counts words, `pairs` are stems that stand side by side. `holds` are the kinds
    of things asked for that its text could give (see `text.asked_for`), `named` the entities and other names in it.
    """

    fact: Fact
    terms: frozenset[str]
    counts: dict[str, int]
    about: frozenset[str]
    phrasings: tuple[Phrasing, ...]
    asks_terms: frozenset[str]
    length: int
    pairs: frozenset[tuple[str, str]]
    holds: frozenset[str]
    named: frozenset[str]


def ways_to_ask(fact: Fact) -> tuple[str, ...]:
    """The phrasings of a fact: its author's, or for a role those that everybody uses."""
    return _role_asks(fact) if fact.kind is FactKind.ROLE else fact.asks


def entry_of(fact: Fact, names: NameTable) -> Entry:
    """The entry of a fact, still without phrasings."""
    raws = written_out(fact.text)
    terms = terms_of(raws, names)
    asks_terms: set[str] = set()
    for ask in ways_to_ask(fact):
        asks_terms.update(terms_of(written_out(ask), names))
    about = frozenset(f"@{character}" for character in fact.characters)
    content = [stem(raw) for raw in raws if raw not in STOP]
    return Entry(
        fact=fact,
        terms=frozenset(terms),
        counts=dict(Counter(terms)),
        about=about,
        phrasings=(),
        asks_terms=frozenset(asks_terms),
        length=max(1, len(raws)),
        pairs=frozenset(itertools.pairwise(content)),
        holds=_holds(fact, raws),
        named=_named_in(fact.text, raws, names),
    )


def phrasing_of(ask: str, question: Question, names: NameTable) -> Phrasing:
    """A way to ask, as the index keeps it. `question` is how it is read."""
    terms = frozenset(terms_of(written_out(ask), names))
    return Phrasing(terms, question.weight, question.asked, question.raws, question.key)


def terms_of(raws: Sequence[str], names: NameTable) -> list[str]:
    """The terms by which words are found: stems, near-synonyms, names, and neighbours written as one."""
    terms: list[str] = []
    for raw in raws:
        if raw in STOP and raw not in LIGHT:
            continue
        stemmed = stem(raw)
        terms.append(stemmed)
        terms.extend(CONCEPTS.get(stemmed, ()))
    for meant in names.find(raws):
        terms.extend(meant.entities)
        for entity in meant.entities:
            terms.extend(names.members.get(entity, ()))
    terms.extend(
        first + second for first, second in itertools.pairwise(raws) if first not in STOP and second not in STOP
    )
    return terms


def _named_in(text: str, raws: Sequence[str], names: NameTable) -> frozenset[str]:
    """The entities that a text names, and the words that it writes like names and that are none of theirs."""
    found = names.find(raws)
    known = {raws[at] for meant in found for at in range(meant.start, meant.stop)}
    capitals = {word for match in _CAPITALS.findall(text) for word in written_out(match)}
    entities = {entity for meant in found for entity in meant.entities if entity != "@title"}
    return frozenset(entities | {stem(word) for word in capitals - known - STOP})


_CAPITALS = re.compile(r"(?<![.!?:] )(?<!^)(?<![\"'“‘(])\b[A-Z][\w'.-]*")
"""Words with a capital that does not come from beginning a sentence."""


def _role_asks(fact: Fact) -> tuple[str, ...]:
    """How members ask for a role, whatever the pack: made from "ACTOR plays CHARACTER"."""
    actor, verb, character = re.split(r" (plays|voices) ", fact.text.rstrip("."), maxsplit=1)
    asks = [
        f"who plays {character}", f"who is the actor playing {character}", f"{character} actor",
        f"who does {actor} play", f"which character is {actor}", f"{actor} role", f"who is {actor}",
        f"does {actor} play {character}", f"who was {actor}", f"what character does {actor} play",
        f"what part does {actor} have", f"what is the name of the person who plays {character}",
    ]  # fmt: skip
    if verb == "voices":
        asks += [f"who voices {character}", f"who is the voice of {character}", f"who does {actor} voice"]
    return tuple(asks)


def _holds(fact: Fact, raws: Sequence[str]) -> frozenset[str]:
    """Which kinds of answer a fact's text could give, roughly: by capitals, figures and telling words."""
    held = {"what", "how", "yes/no", ""}
    words = set(raws)
    if any(character.isdigit() for character in fact.text) or any(
        stem(word).isdigit() for word in raws if word != "one"
    ):
        held |= {"how many", "when"}
    if re.search(r"\b\d{4}\b", fact.text):
        held.add("year")
    if words & TIMES:
        held.add("when")
    if words & REASONS or " to " in fact.text or " for " in fact.text:
        held.add("why")
    if words & PLACED:
        held.add("where")
    if (
        re.search(r"(?<!^)(?<![.!?] )(?<![\"'“])\b[A-Z][a-z]+", fact.text)
        or fact.characters
        or words & {"he", "she", "they", "who", "man", "woman", "king"}
    ):
        held.add("who")
    return frozenset(held)
