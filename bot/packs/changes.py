"""What a new version of a pack would change. Pure, but for asking both versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.engine import AnswerEngine
from bot.answers.results import Answer
from bot.knowledge.model import AuthoredQuestion, Fact
from bot.lookups import plain_text
from bot.packs.in_use import BuiltPack

SAMPLES = 3
"""Number of sample questions."""

ASKED = 300
"""Maximum number of phrasings that both versions are asked: less than a second each."""


@dataclass(frozen=True)
class Sample:
    """A question and the answer to it; empty if there is none."""

    question: str
    answer: str


@dataclass(frozen=True)
class AnswerChange:
    """A question that gets another answer; empty: none."""

    question: str
    before: str
    after: str


@dataclass(frozen=True)
class Counts:
    """How many were added, changed and removed."""

    added: int
    changed: int
    gone: int


@dataclass(frozen=True)
class Changes:
    """The difference between two versions."""

    facts: Counts
    quiz: Counts
    added: tuple[Fact, ...]
    changed: tuple[tuple[Fact, Fact], ...]
    gone: tuple[Fact, ...]
    answers: tuple[AnswerChange, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether both versions are the same."""
        return self.facts == self.quiz == Counts(0, 0, 0) and not self.answers


def changes(before: BuiltPack | None, after: BuiltPack) -> Changes:
    """What changes if `after` replaces `before`. Builds both."""
    old = {fact.id: fact for fact in before.pack.as_written.facts} if before is not None else {}
    new = {fact.id: fact for fact in after.pack.as_written.facts}
    added = tuple(fact for id, fact in new.items() if id not in old)
    changed = tuple((old[id], fact) for id, fact in new.items() if id in old and old[id] != fact)
    gone = tuple(fact for id, fact in old.items() if id not in new)
    return Changes(
        Counts(len(added), len(changed), len(gone)),
        _quiz_counts(before.pack.quiz if before is not None else (), after.pack.quiz),
        added,
        changed,
        gone,
        _answer_changes(before, after) if before is not None else (),
    )


def samples(pack: BuiltPack) -> tuple[Sample, ...]:
    """Some questions with their answers: of the author's phrasings, else of its people, else of its quiz."""
    asks = [fact.asks[0] for fact in pack.pack.facts if fact.asks]
    spread = asks[:: max(1, len(asks) // SAMPLES)][:SAMPLES]
    told = [Sample(question, _answer(pack.engine, question)) for question in spread]
    if len(told) < SAMPLES:
        people = plain_text.examples((pack.pack,), SAMPLES)
        told += [Sample(question, answer) for question in people if (answer := _answer(pack.engine, question))]
        told += [Sample(each.question, each.answer) for each in pack.pack.quiz[:SAMPLES]]
    return tuple(told[:SAMPLES])


def _quiz_counts(before: Sequence[AuthoredQuestion], after: Sequence[AuthoredQuestion]) -> Counts:
    old, new = ({each.id: replace(each, file="", line=0) for each in quiz} for quiz in (before, after))
    return Counts(
        added=len(new.keys() - old.keys()),
        changed=sum(old[id] != new[id] for id in old.keys() & new.keys()),
        gone=len(old.keys() - new.keys()),
    )


def _answer_changes(before: BuiltPack, after: BuiltPack) -> tuple[AnswerChange, ...]:
    """The questions of either version's author that are answered differently."""
    asked = dict.fromkeys(ask for pack in (before.pack, after.pack) for fact in pack.facts for ask in fact.asks)
    answers = (
        AnswerChange(question, _answer(before.engine, question), _answer(after.engine, question))
        for question in list(asked)[:: max(1, len(asked) // ASKED)]
    )
    return tuple(each for each in answers if each.before != each.after)


def _answer(engine: AnswerEngine, question: str) -> str:
    reply = engine.ask(question)
    return " ".join(fact.text for fact in reply.facts) if isinstance(reply, Answer) else ""
