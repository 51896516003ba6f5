"""The pack that Lorekeeper comes with, and what is made of it: once for each process of tests, or for all where it is
kept on disk as the bot keeps it."""

from functools import cache

from bot.answers.engine import AnswerEngine
from bot.cache import user_cache
from bot.cli.oracle import Oracle
from bot.knowledge.model import Knowledge, Pack
from bot.questions.maker import questions_of
from bot.questions.model import QuizQuestion
from bot.settings import DEFAULT_PACK


def default_knowledge() -> Knowledge:
    """Nothing but the default pack, unused: what is kept of a pack isn't found again for one that was used."""
    return user_cache().knowledge([DEFAULT_PACK])


def default_pack() -> Pack:
    """What somebody wrote, and what is derived from it."""
    return default_knowledge().packs[0]


@cache
def default_questions() -> tuple[QuizQuestion, ...]:
    """All that the default pack can ask."""
    return user_cache().questions(default_pack(), questions_of)


@cache
def default_engine() -> AnswerEngine:
    """Answers from the default pack by words alone."""
    return AnswerEngine(default_knowledge(), keep=user_cache())


@cache
def default_oracle() -> Oracle:
    """Answers from the default pack as the bot does."""
    return Oracle(default_knowledge(), overheard=False)
