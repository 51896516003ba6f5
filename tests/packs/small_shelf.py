"""Shelves and libraries to test with."""

from collections.abc import Iterable

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.knowledge.model import Knowledge, Pack
from bot.lookups.answers import AnswerService
from bot.packs.in_use import BuiltPack, PacksInUse, Place
from bot.packs.library import Library
from bot.questions.maker import questions_of
from bot.questions.model import QuizQuestion
from tests.kept import in_process
from tests.small_pack import a_chance


class OneShelf:
    """A `Shelf` with the same packs everywhere."""

    def __init__(self, packs: PacksInUse) -> None:
        self.packs = packs

    async def at(self, _place: Place) -> PacksInUse:
        return self.packs

    async def known_to(self, _server: int | None) -> PacksInUse:
        return self.packs


def in_use(
    knowledge: Knowledge, *, answers: AnswerService | None = None, questions: Iterable[QuizQuestion] | None = None
) -> PacksInUse:
    """These packs, with what isn't given built when it is needed."""

    def service() -> AnswerService:
        if answers:
            return answers
        return answers or AnswerService(
            knowledge, AnswerEngine(knowledge, keep=in_process), Names(knowledge), a_chance()
        )

    def made() -> Iterable[QuizQuestion]:
        return (each for pack in knowledge.packs for each in questions_of(pack)) if questions is None else questions

    return PacksInUse(knowledge, service, made)


def a_shelf(knowledge: Knowledge, *, questions: Iterable[QuizQuestion] | None = None) -> OneShelf:
    """A shelf with nothing but these packs."""
    return OneShelf(in_use(knowledge, questions=questions))


def a_library(knowledge: Knowledge) -> Library:
    """A library of these packs, which answers by words alone."""
    return Library([built(pack) for pack in knowledge.packs], built, a_chance())


def built(pack: Pack) -> BuiltPack:
    """A pack as the bot builds it, by words alone."""
    return BuiltPack(pack, lambda pack: AnswerEngine(Knowledge((pack,)), keep=in_process), questions_of)
