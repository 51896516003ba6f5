"""The possible results of a question."""

from dataclasses import dataclass

from bot.knowledge.model import Actor, Character, Fact, Thing

Who = Character | Actor
"""A person that a question is about."""

Named = Who | Thing
"""A person or thing that a question is about."""


@dataclass(frozen=True)
class Ranked:
    """A fact that was considered. `score` is from 0 (nothing in common) to 1, higher is better;
    `matched` are the words of the question that it matched, after corrections.
    """

    fact: Fact
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True)
class Working:
    """How the engine arrived at its reply, for "Why this answer?" and for evaluation.

    `understood` is the question after correcting spelling and resolving names. `ranking` has up to 10 facts, best
    first, without duplicates, even if nothing was answered. `confidence` (0 to 1) is the probability that the first one
    is right; `threshold` is the confidence it needed. `who` are the subjects: people, things and groups. `asked` is the
    completed question, if it was judged as a follow-up. `is_on_topic`: the line is about something in the packs, even
    if no fact answers it.
    """

    question: str
    understood: str
    ranking: tuple[Ranked, ...]
    confidence: float
    threshold: float
    who: tuple[Named, ...] = ()
    asked: str = ""
    is_on_topic: bool = False


@dataclass(frozen=True)
class Answer:
    """A confident answer. `facts` holds at least one; more if they answer together ("who are the twins played by").

    `lead` is a short sentence before the facts if they need one ("No."), else empty.
    """

    facts: tuple[Fact, ...]
    lead: str
    working: Working


@dataclass(frozen=True)
class Closest:
    """Not confident enough for an answer: the closest fact, and up to two more. Only for direct questions that are
    about something in the pack.
    """

    facts: tuple[Fact, ...]
    working: Working


@dataclass(frozen=True)
class NoMatch:
    """No fact of the packs answers the question. `is_beyond`: one does, but it may not be shown."""

    working: Working
    is_beyond: bool = False


Reply = Answer | Closest | NoMatch
