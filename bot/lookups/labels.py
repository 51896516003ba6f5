"""Labels for the buttons under a closest fact: the subject of each further fact, without giving it away."""

from collections.abc import Iterator, Sequence

from bot.knowledge.model import Fact, Knowledge, Pack
from bot.lookups.cards import is_named
from bot.lookups.plain_text import in_words, shorten

LENGTH = 80
"""Discord's maximum length of a button label."""

OTHER = "Another fact"
"""The label if nothing else distinguishes a fact."""


def labels(facts: Sequence[Fact], shown: Fact | None, knowledge: Knowledge) -> tuple[str, ...]:
    """A distinct label for each fact: a character or thing in it, or its part of the story.

    Labels that distinguish it from the `shown` fact are preferred, if there is one.
    """
    taken = set() if shown is None else set(_ways(shown, knowledge.pack(shown.pack)))
    given: list[str] = []
    for fact in facts:
        ways = [way for way in _ways(fact, knowledge.pack(fact.pack)) if way not in given]
        fresh = [way for way in ways if way not in taken]
        label = next(iter([*fresh, *ways]), "")
        given.append(label or _numbered(OTHER, given))
    return tuple(shorten(label, LENGTH) for label in given)


def _ways(fact: Fact, pack: Pack) -> Iterator[str]:
    """Possible labels for a fact, the plainest first."""
    people = [pack.character(id).name for id in fact.characters]
    for count in (1, 2):
        if len(people) >= count:
            yield f"About {in_words(tuple(people[:count]), last='and')}"
    for thing in pack.things:
        if is_named(thing, fact):
            yield f"About {thing.name}"
    if fact.part:
        yield f"About {_in_a_sentence(fact.part)}"
    yield from (f"About {name}" for name in people[1:])


def _in_a_sentence(title: str) -> str:
    """A title as it reads in a sentence: `the raid in Sokovia`."""
    first, _, rest = title.partition(" ")
    return f"{first.lower()} {rest}" if first in {"The", "A", "An"} else title


def _numbered(label: str, taken: Sequence[str]) -> str:
    number = 1 + sum(other.startswith(label) for other in taken)
    return label if number == 1 else f"{label} ({number})"
