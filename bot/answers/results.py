"""What can come of a question."""

from dataclasses import dataclass

from bot.knowledge.model import Actor, Character, Fact, Thing

Who = Character | Actor
"""Somebody whom a question is about."""

Named = Who | Thing
"""Somebody, or something, that a question is about."""


@dataclass(frozen=True)
class Ranked:
    """A fact that was considered. `score` is from 0 (nothing in common) to 1, higher is better;
    `matched` are the words of the question that speak for it, as they were understood."""

    fact: Fact
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True)
class Working:
    """How the engine came to its reply, for "Why this answer?" and for measuring.

    `understood` is the question as it was read (spelling corrected, names resolved). `ranking` has up to
    10 facts, best first, no fact twice, also where nothing was answered. `confidence` (0 to 1) is the chance
    that the first of them is right; `threshold` is what it had to reach. `who` are those it is about, people, things
    and groups. `asked` is the question in full, where it followed up another and was judged that way.
    """

    question: str
    understood: str
    ranking: tuple[Ranked, ...]
    confidence: float
    threshold: float
    who: tuple[Named, ...] = ()
    asked: str = ""


@dataclass(frozen=True)
class Answer:
    """A sure answer. `facts` holds at least one; more where they answer together ("who are the twins played by").

    `lead` is a short sentence before the facts where they need one ("No."), else empty.
    """

    facts: tuple[Fact, ...]
    lead: str
    working: Working


@dataclass(frozen=True)
class Closest:
    """Not sure enough for an answer: the fact that comes closest, and up to two more. Only where the bot was asked
    directly and the line is about something in the pack."""

    facts: tuple[Fact, ...]
    working: Working


@dataclass(frozen=True)
class NoMatch:
    """No fact of the packs answers this."""

    working: Working


Reply = Answer | Closest | NoMatch
