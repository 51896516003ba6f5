"""A generated question before its options are chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.model import Fact, Pack
from bot.questions.candidates import Candidate
from bot.questions.model import QuestionKind


@dataclass(frozen=True)
class Posed:
    """The question, its answer, and the `pool` of wrong answers, which `offered` makes when needed: most questions of a
    large pack are never asked.

    `also` are additional right answers: they can be typed, but aren't options. `what` distinguishes it from other
    questions of the same kind and fact.
    """

    kind: QuestionKind
    what: str
    text: str
    category: str
    answer: Candidate
    offered: Callable[[], Iterable[Candidate]]
    fact: Fact | None
    source: tuple[str, ...]
    continuity: str
    also: tuple[Candidate, ...] = ()

    @cached_property
    def pool(self) -> tuple[Candidate, ...]:
        """The candidates for wrong answers."""
        return tuple(self.offered())


def where(pack: Pack, continuity: str, *, said: str = "", is_needed: bool = False) -> str:
    """` in the comics` for anything outside the pack's first continuity, or whenever `is_needed`; empty if it is
    already `said`."""
    words = pack.continuities.get(continuity, "")
    is_first = continuity == next(iter(pack.continuities))
    if (is_first and not is_needed) or not words.startswith(("in ", "on ", "at ", "from ", "during ")):
        return ""
    return "" if words.split()[-1].rstrip("s").lower() in said.lower() else f" {words}"


def asked(text: str) -> str:
    """The text with a capital letter and a question mark."""
    return f"{text[:1].upper()}{text[1:]}?"
