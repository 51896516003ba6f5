"""What the loaded packs can ask as a daily question."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.knowledge.model import Fact, Knowledge, Pack
from bot.questions.maker import questions_of
from bot.questions.model import Question

OPTIONS_WANTED = 3
"""A question that is asked for a whole day has at least so many options: with two, a coin would do as well."""


class Questions(Protocol):
    """Where the daily questions come from: what a pack can ask."""

    @property
    def pack(self) -> str: ...

    @property
    def keys(self) -> Sequence[str]:
        """Those of all questions that may be asked as a daily one."""
        ...

    def question(self, key: str) -> Question | None:
        """None where the pack has it no longer."""
        ...

    def fact(self, question: Question) -> Fact | None:
        """What is shown after the answer; None where the question has a source of its own."""
        ...


class PackQuestions:
    """`Questions` of all packs that are loaded.

    For a day, those with options, and enough of them; where a pack has none, those with fewer do.
    """

    def __init__(self, knowledge: Knowledge, make: Callable[[Pack], tuple[Question, ...]] = questions_of) -> None:
        """`make` gives the questions of a pack, made now or kept from an earlier start."""
        self._knowledge = knowledge
        self._questions = {question.key: question for pack in knowledge.packs for question in make(pack)}
        everything = [question for question in self._questions.values() if question.options]
        wide = [question for question in everything if len(question.options) >= OPTIONS_WANTED] or everything
        self._keys = tuple(question.key for question in wide)

    @property
    def pack(self) -> str:
        """The bag from which is drawn: that of the pack, shared with its games, or one for these packs together."""
        return "+".join(pack.id for pack in self._knowledge.packs)

    @property
    def keys(self) -> Sequence[str]:
        """Those of all questions that may be asked as a daily one."""
        return self._keys

    @property
    def everything(self) -> Sequence[Question]:
        """All questions of all packs, pack by pack, also those that are none for a day."""
        return tuple(self._questions.values())

    def question(self, key: str) -> Question | None:
        """None where no pack has it any longer."""
        return self._questions.get(key)

    def fact(self, question: Question) -> Fact | None:
        """The fact on which it rests; None where the author gave it a source of its own."""
        return self._knowledge.fact(question.fact)
