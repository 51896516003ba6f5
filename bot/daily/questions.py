"""The daily questions of the packs that a server uses."""

import json
from collections.abc import Sequence
from typing import Protocol

from bot.ids import ChannelId, QuestionKey, ServerId
from bot.knowledge.model import Fact
from bot.packs.in_use import PacksInUse, Place, Shelf
from bot.questions.model import QuizQuestion, question_from_json
from bot.storage.ledger import DailyPlan

OPTIONS_WANTED = 3
"""Minimum number of options, because a daily question is open all day and two options make guessing too easy."""


class DailyQuestions(Protocol):
    """Daily questions to draw from."""

    @property
    def pack(self) -> str: ...

    @property
    def keys(self) -> Sequence[QuestionKey]:
        """The keys of all questions that qualify as daily questions."""
        ...

    def question(self, key: QuestionKey) -> QuizQuestion | None:
        """The question; None if it was removed from the pack."""
        ...

    def fact(self, question: QuizQuestion) -> Fact | None:
        """The fact shown after the answer; None if the question has its own source."""
        ...


def asked_on(plan: DailyPlan, questions: DailyQuestions) -> QuizQuestion | None:
    """The question of a day as it was when the day began. If that wasn't kept, as it is now; None if it was removed."""
    if plan.asked:
        try:
            return question_from_json(json.loads(plan.asked))
        except (KeyError, ValueError):  # kept by another version
            pass
    return questions.question(plan.draw.question_key)


def as_kept(question: QuizQuestion | None) -> str:
    """The question for `DailyPlan.asked`."""
    return json.dumps(question.to_json(), ensure_ascii=False) if question is not None else ""


class QuestionSource(Protocol):
    """Gives a server's daily questions as they are now."""

    async def at(self, server_id: ServerId, channel_id: ChannelId) -> DailyQuestions:
        """The questions that may be drawn for a channel."""

    async def known_to(self, server_id: ServerId) -> DailyQuestions:
        """All questions of the server, to look up those that were drawn earlier."""


class ShelfQuestions:
    """`QuestionSource` of the packs in use."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def at(self, server_id: ServerId, channel_id: ChannelId) -> DailyQuestions:
        """See `QuestionSource`."""
        return (await self._shelf.at(Place(server_id, (channel_id,)))).of(PackQuestions)

    async def known_to(self, server_id: ServerId) -> DailyQuestions:
        """See `QuestionSource`."""
        return (await self._shelf.known_to(server_id)).of(PackQuestions)


class PackQuestions:
    """`DailyQuestions` of the packs that are used together.

    Daily questions need options, and enough of them; packs without such questions use those with fewer.
    """

    def __init__(self, packs: PacksInUse) -> None:
        self._knowledge = packs.knowledge
        self._questions = {question.key: question for question in packs.questions}
        everything = [question for question in self._questions.values() if question.options]
        wide = [question for question in everything if len(question.options) >= OPTIONS_WANTED] or everything
        self._keys = tuple(question.key for question in wide)

    @property
    def pack(self) -> str:
        """The id of the bag: that of the pack, shared with its games, or a common one for several packs."""
        return "+".join(pack.id for pack in self._knowledge.packs)

    @property
    def keys(self) -> Sequence[QuestionKey]:
        """The keys of all questions that qualify as daily questions."""
        return self._keys

    def question(self, key: QuestionKey) -> QuizQuestion | None:
        """The question; None if it was removed from the packs."""
        return self._questions.get(key)

    def fact(self, question: QuizQuestion) -> Fact | None:
        """The question's fact; None if the author gave it its own source."""
        return self._knowledge.fact(question.fact)
