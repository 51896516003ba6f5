"""The loaded packs' daily questions."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.knowledge.model import Fact, Knowledge, Pack
from bot.questions.maker import questions_of
from bot.questions.model import QuizQuestion

OPTIONS_WANTED = 3
"""Minimum number of options, because a daily question is open all day and two options make guessing too easy."""


class DailyQuestions(Protocol):
    """A source of daily questions."""

    @property
    def pack(self) -> str: ...

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all questions that qualify as daily questions."""
        ...

    def question(self, key: str) -> QuizQuestion | None:
        """The question; None if it was removed from the pack."""
        ...

    def fact(self, question: QuizQuestion) -> Fact | None:
        """The fact shown after the answer; None if the question has its own source."""
        ...


class PackQuestions:
    """`DailyQuestions` of all loaded packs.

    Daily questions need options, and enough of them; packs without such questions use those with fewer.
    """

    def __init__(self, knowledge: Knowledge, make: Callable[[Pack], tuple[QuizQuestion, ...]] = questions_of) -> None:
        """`make` returns the questions of a pack, generated now or cached by an earlier start."""
        self._knowledge = knowledge
        self._questions = {question.key: question for pack in knowledge.packs for question in make(pack)}
        everything = [question for question in self._questions.values() if question.options]
        wide = [question for question in everything if len(question.options) >= OPTIONS_WANTED] or everything
        self._keys = tuple(question.key for question in wide)

    @property
    def pack(self) -> str:
        """The id of the bag: that of the pack, shared with its games, or a common one for several packs."""
        return "+".join(pack.id for pack in self._knowledge.packs)

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all questions that qualify as daily questions."""
        return self._keys

    @property
    def everything(self) -> Sequence[QuizQuestion]:
        """All questions pack by pack, including those that don't qualify as daily questions."""
        return tuple(self._questions.values())

    def question(self, key: str) -> QuizQuestion | None:
        """The question; None if it was removed from the packs."""
        return self._questions.get(key)

    def fact(self, question: QuizQuestion) -> Fact | None:
        """The question's fact; None if the author gave it its own source."""
        return self._knowledge.fact(question.fact)
