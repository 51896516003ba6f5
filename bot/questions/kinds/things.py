"""Whose a thing is, and what it is."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial

from bot.knowledge.model import Thing
from bot.questions.candidates import Candidate, Candidates, words_of
from bot.questions.kinds.members import others
from bot.questions.model import STORY, QuestionKind
from bot.questions.posed import Posed, asked


def things(known: Candidates) -> Iterator[Posed]:
    """One question for each thing with an owner, and one for each that is described."""
    described: defaultdict[str, set[str]] = defaultdict(set)
    for thing in known.pack.things:
        described[thing.description].add(thing.name)
    for thing in known.pack.things:
        candidate = known.thing(thing.name)
        if candidate and thing.owner:
            yield from _owner(known, thing, candidate)
        if candidate and thing.description:
            yield from _what(known, thing, candidate, described[thing.description])


def _owner(known: Candidates, thing: Thing, candidate: Candidate) -> Iterator[Posed]:
    owner = known.character(thing.owner)
    if not set(candidate.words) & owner.words:
        fact = known.said_by(thing.name, owner.text, source=thing.source)
        yield Posed(
            kind=QuestionKind.OWNER,
            what=f"{thing.name}:owner",
            text=asked(f"who owns {candidate.spoken}"),
            category=STORY,
            answer=owner,
            offered=partial(others, known, owner, {owner.id}),
            fact=fact,
            source=thing.source or (fact.source if fact else ()),
            continuity=fact.continuity if fact else next(iter(known.pack.continuities)),
        )


def _what(known: Candidates, thing: Thing, candidate: Candidate, described: Collection[str]) -> Iterator[Posed]:
    description = thing.description.rstrip(".")
    if set(words_of(description)) & {word for word in words_of(thing.name) if len(word) > 3}:
        return
    fact = known.said_by(thing.name, description, source=thing.source)
    yield Posed(
        kind=QuestionKind.THING,
        what=f"{thing.name}:what",
        text=asked(f"which of these is {description}"),
        category=STORY,
        answer=candidate,
        offered=lambda: (each for each in known.beside(candidate) if each.text not in described),
        fact=fact,
        source=thing.source or (fact.source if fact else ()),
        continuity=fact.continuity if fact else next(iter(known.pack.continuities)),
    )
