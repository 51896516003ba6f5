"""A question as the pack's data poses it, before its options are chosen."""

from dataclasses import dataclass

from bot.knowledge.model import Fact, Pack
from bot.questions.candidates import Candidate
from bot.questions.model import QuestionKind


@dataclass(frozen=True)
class Posed:
    """What is asked, the answer, and the `pool` of all that is wrong.

    `also` are those that are right as well: they are no options, and may be typed. `what` tells it from other
    questions of the same kind and fact.
    """

    kind: QuestionKind
    what: str
    text: str
    category: str
    answer: Candidate
    pool: tuple[Candidate, ...]
    fact: Fact | None
    source: tuple[str, ...]
    continuity: str
    also: tuple[Candidate, ...] = ()
    hints: tuple[str, ...] = ()


def where(pack: Pack, continuity: str, *, said: str = "", is_needed: bool = False) -> str:
    """` in the comics`, of what is not in the pack's first continuity, or wherever `is_needed`; not where that is
    `said` already."""
    words = pack.continuities.get(continuity, "")
    is_first = continuity == next(iter(pack.continuities))
    if (is_first and not is_needed) or not words.startswith(("in ", "on ", "at ", "from ", "during ")):
        return ""
    return "" if words.split()[-1].rstrip("s").lower() in said.lower() else f" {words}"


def asked(text: str) -> str:
    """With a capital and a question mark."""
    return f"{text[:1].upper()}{text[1:]}?"
