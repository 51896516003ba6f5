"""The packs' questions, generated once in a thread, because a large pack takes seconds."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from bot.english.text import fold
from bot.ids import ServerId
from bot.knowledge.model import Actor, Character, Fact, Knowledge, Pack, Thing
from bot.questions import difficulty
from bot.questions import draw as questions_draw
from bot.questions.grading import words_of
from bot.questions.maker import questions_of
from bot.questions.model import OptionKind, QuizQuestion, pack_of
from bot.quiz.round import AnswerMode
from bot.quiz.wish import Wish
from bot.storage.storage import Storage

NAMES = {OptionKind.CHARACTER, OptionKind.ACTOR, OptionKind.PLACE, OptionKind.GROUP}
"""Kinds of answers that are names: a spelling accepted once is accepted for every question with that answer."""


class QuizQuestions:
    """Draws questions for games, and finds the data behind a question."""

    def __init__(
        self, knowledge: Knowledge, storage: Storage, chance: random.Random, *, made: Iterable[QuizQuestion] = ()
    ) -> None:
        """`made` are the questions of all packs, pack by pack, if they already exist."""
        self._knowledge = knowledge
        self._storage = storage
        self._chance = chance
        self._made: dict[str, tuple[QuizQuestion, ...]] = {}
        for pack, questions in groupby(made, key=lambda question: question.pack):
            self._made[pack] = tuple(questions)
        self._making = asyncio.Lock()

    async def draw(self, server_id: ServerId, wish: Wish) -> tuple[QuizQuestion, ...]:
        """Up to the requested number of questions from the server's bags, in the order of asking, in about equal
        numbers from each pack. Empty if no pack has matching questions. Reported questions aren't drawn."""
        resting = await self._storage.reports.resting(server_id)
        fitting = {
            pack: await self._fitting([each for each in questions if each.key not in resting], wish)
            for pack, questions in (await self._all()).items()
            if wish.pack in {"", pack}
        }
        drawn: list[QuizQuestion] = []
        for pack, share in _shares({pack: len(questions) for pack, questions in fitting.items()}, wish.rounds).items():
            known = {question.key: question for question in fitting[pack]}
            order = await asyncio.to_thread(_shuffled, fitting[pack], random.Random(self._chance.random()))  # noqa: S311
            draws = await self._storage.bags.draw(server_id, pack, order, count=share)
            drawn += [known[draw.question] for draw in draws]
        if len(fitting) > 1:
            self._chance.shuffle(drawn)
        return tuple(drawn)

    async def accepted(self, server_id: ServerId, questions: Sequence[QuizQuestion]) -> dict[str, tuple[str, ...]]:
        """Additional answers that the server accepts for these questions, by key."""
        by_target: dict[str, list[str]] = {}
        for alias in await self._storage.appeals.aliases(server_id):
            by_target.setdefault(alias.target, []).append(alias.normal)
        found = {question.key: tuple(by_target.get(target_of(question), ())) for question in questions}
        return {key: texts for key, texts in found.items() if texts}

    def question(self, key: str) -> QuizQuestion | None:
        """The question with this key; None before the first draw, or if it was removed from the packs."""
        made = self._made.get(pack_of(key), ())
        return next((question for question in made if question.key == key), None)

    @property
    def keys(self) -> Iterator[str]:
        """The keys of all questions generated so far."""
        return (question.key for questions in self._made.values() for question in questions)

    def fact(self, question: QuizQuestion) -> Fact | None:
        """The question's fact; None if it has its own source, or if the fact was removed from the pack."""
        return self._knowledge.fact(question.fact)

    @property
    def packs(self) -> Sequence[Pack]:
        """The available packs."""
        return self._knowledge.packs

    def categories(self, pack: str = "") -> tuple[str, ...]:
        """The categories of a pack, or of all packs, most frequent first; empty before the questions are generated."""
        counts = Counter(
            question.category
            for key, questions in self._made.items()
            for question in questions
            if pack in {"", key} and question.category
        )
        return tuple(category for category, _ in counts.most_common())

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of all names in the packs, normalized like typed answers."""
        named: list[Character | Actor | Thing] = []
        for pack in self._knowledge.packs:
            named += (*pack.characters, *pack.actors, *pack.things)
        civil = (each.real_name for each in named if isinstance(each, Character))
        return words_of((*civil, *(name for each in named for name in (each.name, *each.aliases))))

    def _tells_the_plot(self, question: QuizQuestion) -> bool:
        """Whether the question or the fact shown after it is a spoiler."""
        fact = self.fact(question)
        return question.is_spoiler or (fact is not None and fact.spoiler)

    async def _all(self) -> dict[str, tuple[QuizQuestion, ...]]:
        async with self._making:
            for pack in self._knowledge.packs:
                if pack.id not in self._made:
                    self._made[pack.id] = await asyncio.to_thread(questions_of, pack)
        return self._made

    async def _fitting(self, questions: Sequence[QuizQuestion], wish: Wish) -> tuple[QuizQuestion, ...]:
        fitting = [
            question
            for question in questions
            if _fits(question, wish) and not (wish.spoiler_free and self._tells_the_plot(question))
        ]
        shares = await self._storage.answers.shares([question.key for question in fitting])
        rated = [
            _rated(question, right=shares[question.key].right, answers=shares[question.key].answered)
            if question.key in shares
            else question
            for question in fitting
        ]
        return tuple(question for question in rated if wish.difficulty in {None, question.difficulty})


def _fits(question: QuizQuestion, wish: Wish) -> bool:
    """Whether a question matches the wish, ignoring difficulty."""
    return (
        wish.kind in {None, question.kind}
        and wish.category.casefold() in {"", question.category.casefold()}
        and bool(question.can_be_typed if wish.answers is AnswerMode.TYPED else question.options)
    )


def target_of(question: QuizQuestion) -> str:
    """The target of a right answer: a text accepted for it in one question is accepted in all questions of the pack."""
    return (
        f"{question.pack}/{question.option_kind}:{fold(question.answer)}"
        if question.option_kind in NAMES
        else question.key
    )


def _rated(question: QuizQuestion, *, right: int, answers: int) -> QuizQuestion:
    """The question with the difficulty measured from its answers."""
    return replace(question, difficulty=difficulty.played(question, right=right, answers=answers))


def _shuffled(questions: Sequence[QuizQuestion], chance: random.Random) -> list[str]:
    """The keys in random order, balanced over kinds and facts."""
    return [question.key for question in questions_draw.draw(questions, (), len(questions), chance).questions]


def _shares(sizes: dict[str, int], count: int) -> dict[str, int]:
    """How many of `count` questions come from each pack: one from each in turn, until it has no more."""
    shares = dict.fromkeys(sizes, 0)
    for _ in range(min(count, sum(sizes.values()))):
        pack = min((name for name in sizes if shares[name] < sizes[name]), key=lambda name: shares[name])
        shares[pack] += 1
    return {pack: share for pack, share in shares.items() if share}
