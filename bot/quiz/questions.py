"""The questions of the packs in use: drawn for games, and looked up by their keys."""

import asyncio
import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from bot.english.text import fold
from bot.ids import ChannelId, MemberId, QuestionKey, ServerId
from bot.knowledge.model import Actor, Character, Fact, Knowledge, Pack, Thing
from bot.packs.in_use import PacksInUse, Place, Shelf
from bot.packs.seen import Further, further_than
from bot.questions import draw as questions_draw
from bot.questions.difficulty import rated
from bot.questions.grading import words_of
from bot.questions.model import OptionKind, QuizQuestion
from bot.quiz.round import AnswerMode
from bot.quiz.wish import Wish
from bot.storage.storage import Storage

NAMES = {OptionKind.CHARACTER, OptionKind.ACTOR, OptionKind.PLACE, OptionKind.GROUP}
"""Kinds of answers that are names: a spelling accepted once is accepted for every question with that answer."""


class QuizQuestions:
    """Draws questions for games, and finds the data behind a question."""

    def __init__(self, shelf: Shelf, storage: Storage, chance: random.Random) -> None:
        self._shelf = shelf
        self._storage = storage
        self._chance = chance

    async def draw(
        self,
        server_id: ServerId,
        wish: Wish,
        *,
        channel_ids: tuple[ChannelId, ...] = (),
        member_id: MemberId | None = None,
    ) -> tuple[QuizQuestion, ...]:
        """Up to the requested number of questions from the server's bags, in the order of asking, in about equal
        numbers from each pack. Empty if no pack that is used there has matching questions. Reported questions aren't
        drawn, nor is what may not be told there, or to the member who starts the game."""
        resting = await self._storage.reports.resting(server_id)
        packs = await self._shelf.at(Place(server_id, channel_ids, member_id))
        fitting = {
            pack: await self._fitting(packs, [each for each in questions if each.key not in resting], wish)
            for pack, questions in packs.of(_by_pack).items()
            if wish.pack in {"", pack}
        }
        drawn: list[QuizQuestion] = []
        for pack, share in _shares({pack: len(questions) for pack, questions in fitting.items()}, wish.rounds).items():
            known = {question.key: question for question in fitting[pack]}
            order = await asyncio.to_thread(_shuffled, fitting[pack], random.Random(self._chance.random()))  # noqa: S311
            draws = await self._storage.bags.draw(server_id, pack, order, count=share)
            drawn += [known[draw.question_key] for draw in draws]
        if len(fitting) > 1:
            self._chance.shuffle(drawn)
        return tuple(drawn)

    async def accepted(
        self, server_id: ServerId, questions: Sequence[QuizQuestion]
    ) -> dict[QuestionKey, tuple[str, ...]]:
        """Additional answers that the server accepts for these questions, by key."""
        by_target: dict[str, list[str]] = {}
        for alias in await self._storage.appeals.aliases(server_id):
            by_target.setdefault(alias.target, []).append(alias.normal)
        found = {question.key: tuple(by_target.get(target_of(question), ())) for question in questions}
        return {key: texts for key, texts in found.items() if texts}

    async def question(self, server_id: ServerId, key: QuestionKey) -> QuizQuestion | None:
        """The server's question with this key; None if it was removed from its packs."""
        return (await self._keyed(server_id)).get(key)

    async def keys(self, server_id: ServerId) -> Collection[QuestionKey]:
        """The keys of all questions of the server."""
        return (await self._keyed(server_id)).keys()

    async def fact(self, server_id: ServerId, question: QuizQuestion) -> Fact | None:
        """The question's fact; None if the author gave it its own source, or it was removed."""
        return (await self._shelf.known_to(server_id)).knowledge.fact(question.fact)

    async def further_than(
        self, server_id: ServerId, questions: Sequence[QuizQuestion], scenes: Mapping[str, int]
    ) -> tuple[Further, ...]:
        """The stories of which questions tell more than a member has seen (see `seen.further_than`)."""
        packs = await self._shelf.known_to(server_id)
        return await asyncio.to_thread(further_than, packs, questions, scenes)

    async def packs(self, place: Place) -> Sequence[Pack]:
        """The packs in use at a place."""
        return (await self._shelf.at(place)).knowledge.packs

    async def categories(self, place: Place, pack: str = "") -> tuple[str, ...]:
        """The categories of a pack, or of all packs in use at a place, most frequent first."""
        packs = await self._shelf.at(place)
        counts = Counter(
            question.category
            for key, questions in packs.of(_by_pack).items()
            for question in questions
            if pack in {"", key} and question.category
        )
        return tuple(category for category, _ in counts.most_common())

    async def names(self, server_id: ServerId) -> frozenset[str]:
        """The words of all names in the server's packs, normalized like typed answers."""
        return (await self._shelf.known_to(server_id)).of(_names)

    async def _keyed(self, server_id: ServerId) -> Mapping[QuestionKey, QuizQuestion]:
        return (await self._shelf.known_to(server_id)).of(_by_key)

    async def _fitting(
        self, packs: PacksInUse, questions: Sequence[QuizQuestion], wish: Wish
    ) -> tuple[QuizQuestion, ...]:
        fitting = [
            question
            for question in questions
            if _fits(question, wish) and not (wish.spoiler_free and _tells_the_plot(question, packs.knowledge))
        ]
        shares = await self._storage.answers.shares([question.key for question in fitting])
        measured = [
            rated(question, right=shares[question.key].right, answers=shares[question.key].answered)
            if question.key in shares
            else question
            for question in fitting
        ]
        return tuple(question for question in measured if wish.difficulty in {None, question.difficulty})


def _by_pack(packs: PacksInUse) -> Mapping[str, tuple[QuizQuestion, ...]]:
    return {pack: tuple(questions) for pack, questions in groupby(packs.questions, key=lambda question: question.pack)}


def _by_key(packs: PacksInUse) -> Mapping[QuestionKey, QuizQuestion]:
    return {question.key: question for question in packs.questions}


def _names(packs: PacksInUse) -> frozenset[str]:
    named: list[Character | Actor | Thing] = []
    for pack in packs.knowledge.packs:
        named += (*pack.characters, *pack.actors, *pack.things)
    civil = (each.real_name for each in named if isinstance(each, Character))
    return words_of((*civil, *(name for each in named for name in (each.name, *each.aliases))))


def _tells_the_plot(question: QuizQuestion, knowledge: Knowledge) -> bool:
    """Whether the question or the fact shown after it is a spoiler."""
    fact = knowledge.fact(question.fact)
    return question.is_spoiler or (fact is not None and fact.spoiler)


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


def _shuffled(questions: Sequence[QuizQuestion], chance: random.Random) -> list[QuestionKey]:
    """The keys in random order, balanced over kinds and facts."""
    return [question.key for question in questions_draw.draw(questions, (), len(questions), chance).questions]


def _shares(sizes: dict[str, int], count: int) -> dict[str, int]:
    """How many of `count` questions come from each pack: one from each in turn, until it has no more."""
    shares = dict.fromkeys(sizes, 0)
    for _ in range(min(count, sum(sizes.values()))):
        pack = min((name for name in sizes if shares[name] < sizes[name]), key=lambda name: shares[name])
        shares[pack] += 1
    return {pack: share for pack, share in shares.items() if share}
