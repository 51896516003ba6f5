"""What the packs can ask, made once in a thread, because it takes seconds for a large pack."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from bot.english.text import fold
from bot.knowledge.model import Actor, Character, Fact, Knowledge, Pack, Thing
from bot.questions import difficulty
from bot.questions import draw as questions_draw
from bot.questions.grading import words_of
from bot.questions.maker import questions_of
from bot.questions.model import OptionKind, Question
from bot.quiz.round import Answers
from bot.quiz.wish import Wish
from bot.storage.storage import Storage

NAMES = {OptionKind.CHARACTER, OptionKind.ACTOR, OptionKind.PLACE, OptionKind.GROUP}
"""Kinds of answers that are names: another spelling of one is right wherever it is the answer."""


class QuizQuestions:
    """Draws questions for games, and finds what belongs to a question."""

    def __init__(
        self, knowledge: Knowledge, storage: Storage, chance: random.Random, *, made: Iterable[Question] = ()
    ) -> None:
        """`made` are all questions of all packs, pack by pack, where somebody has made them already."""
        self._knowledge = knowledge
        self._storage = storage
        self._chance = chance
        self._made: dict[str, tuple[Question, ...]] = {}
        for pack, questions in groupby(made, key=lambda question: _pack_of(question.key)):
            self._made[pack] = tuple(questions)
        self._making = asyncio.Lock()

    async def draw(self, server: int, wish: Wish) -> tuple[Question, ...]:
        """Up to as many questions as wished for out of the server's bags, about as many of each pack, in the order to
        ask them. None where no pack has such questions. What was reported there rests."""
        resting = await self._storage.reports.resting(server)
        fitting = {
            pack: await self._fitting([each for each in questions if each.key not in resting], wish)
            for pack, questions in (await self._all()).items()
            if wish.pack in {"", pack}
        }
        drawn: list[Question] = []
        for pack, share in _shares({pack: len(questions) for pack, questions in fitting.items()}, wish.rounds).items():
            known = {question.key: question for question in fitting[pack]}
            order = await asyncio.to_thread(_shuffled, fitting[pack], random.Random(self._chance.random()))  # noqa: S311
            draws = await self._storage.bags.draw(server, pack, order, count=share)
            drawn += [known[draw.question] for draw in draws]
        if len(fitting) > 1:
            self._chance.shuffle(drawn)
        return tuple(drawn)

    async def accepted(self, server: int, questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
        """What the server accepts beside the answers of these questions, by their keys."""
        by_target: dict[str, list[str]] = {}
        for alias in await self._storage.appeals.aliases(server):
            by_target.setdefault(alias.target, []).append(alias.normal)
        found = {question.key: tuple(by_target.get(target_of(question), ())) for question in questions}
        return {key: texts for key, texts in found.items() if texts}

    def question(self, key: str) -> Question | None:
        """The question with this key; None before any was drawn, or where the packs have it no longer."""
        made = self._made.get(_pack_of(key), ())
        return next((question for question in made if question.key == key), None)

    @property
    def keys(self) -> Iterator[str]:
        """Those of all questions that are made by now."""
        return (question.key for questions in self._made.values() for question in questions)

    def fact(self, question: Question) -> Fact | None:
        """The fact that a question rests on; None where it has a source of its own, or the pack lost it."""
        return self._knowledge.fact(question.fact)

    @property
    def packs(self) -> Sequence[Pack]:
        """The packs that may be chosen."""
        return self._knowledge.packs

    def categories(self, pack: str = "") -> tuple[str, ...]:
        """What the questions of a pack, or of all, are about, the most frequent first; none before they are made."""
        counts = Counter(
            question.category
            for key, questions in self._made.items()
            for question in questions
            if pack in {"", key} and question.category
        )
        return tuple(category for category, _ in counts.most_common())

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of all names that the packs know, as typed answers are compared."""
        named: list[Character | Actor | Thing] = []
        for pack in self._knowledge.packs:
            named += (*pack.characters, *pack.actors, *pack.things)
        civil = (each.real_name for each in named if isinstance(each, Character))
        return words_of((*civil, *(name for each in named for name in (each.name, *each.aliases))))

    def _tells_the_plot(self, question: Question) -> bool:
        """Whether the question does, or the fact that is shown after it."""
        fact = self.fact(question)
        return question.is_spoiler or (fact is not None and fact.spoiler)

    async def _all(self) -> dict[str, tuple[Question, ...]]:
        async with self._making:
            for pack in self._knowledge.packs:
                if pack.id not in self._made:
                    self._made[pack.id] = await asyncio.to_thread(questions_of, pack)
        return self._made

    async def _fitting(self, questions: Sequence[Question], wish: Wish) -> tuple[Question, ...]:
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


def _fits(question: Question, wish: Wish) -> bool:
    """Whether a question is wished for, but for its difficulty."""
    return (
        wish.kind in {None, question.kind}
        and wish.category.casefold() in {"", question.category.casefold()}
        and bool(question.can_be_typed if wish.answers is Answers.TYPED else question.options)
    )


def target_of(question: Question) -> str:
    """What a right answer names: who answers to it in one question answers to it in all of the pack."""
    pack = _pack_of(question.key)
    return f"{pack}/{question.option_kind}:{fold(question.answer)}" if question.option_kind in NAMES else question.key


def _pack_of(key: str) -> str:
    """The id of the pack; the key of a question without a fact has no slash."""
    return key.partition("/")[0].partition(":")[0]


def _rated(question: Question, *, right: int, answers: int) -> Question:
    """The question with the difficulty that it turned out to have."""
    return replace(question, difficulty=difficulty.played(question, right=right, answers=answers))


def _shuffled(questions: Sequence[Question], chance: random.Random) -> list[str]:
    """The keys in an order that is fair over kinds and facts."""
    return [question.key for question in questions_draw.draw(questions, (), len(questions), chance).questions]


def _shares(sizes: dict[str, int], count: int) -> dict[str, int]:
    """How many of `count` each pack gives: one after another in turns, as long as it has any."""
    shares = dict.fromkeys(sizes, 0)
    for _ in range(min(count, sum(sizes.values()))):
        pack = min((name for name in sizes if shares[name] < sizes[name]), key=lambda name: shares[name])
        shares[pack] += 1
    return {pack: share for pack, share in shares.items() if share}
