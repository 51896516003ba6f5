"""Combines packs, engine and wording for the command line."""

import random
from collections.abc import Iterable
from functools import cached_property

from bot.answers.calibration import can_be_told
from bot.answers.engine import AnswerEngine
from bot.answers.follow_up import NOTHING_SAID, Said
from bot.answers.index import Progress
from bot.answers.meanings import installed_vectoriser
from bot.answers.names import Names
from bot.answers.results import Reply
from bot.cache import user_cache
from bot.ids import ChannelId
from bot.knowledge.model import Knowledge, Pack
from bot.lookups import plain_text
from bot.lookups.answers import AnswerService
from bot.lookups.manual import FOLDER, Manual
from bot.lookups.results import Response, is_answer


def calibration_of(pack: Pack) -> str:
    """How well a pack answers, in words; empty if it has too few phrasings to tell."""
    # Otherwise it needn't be read, which takes a minute if it is large.
    return ready_engine(Knowledge((pack,))).calibrations[0].in_words() if can_be_told(pack) else ""


def ready_engine(knowledge: Knowledge, progress: Progress | None = None) -> AnswerEngine:
    """An engine that answers by words and by meaning. `progress` is called with the amount read and the total."""
    engine = AnswerEngine(knowledge, progress=progress, keep=user_cache())
    if (encode := installed_vectoriser()) is not None:
        engine.read_meanings(encode, progress=progress)
    return engine


class LateEngine:
    """An engine that is built for the first question: hardly any line gets as far as the manual's."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @cached_property
    def _engine(self) -> AnswerEngine:
        return ready_engine(self._knowledge)

    def ask(self, question: str) -> Reply:
        """See `AnswerEngine.ask`."""
        return self._engine.ask(question)


def the_manual() -> Manual:
    """The bot's own pack, which answers what the packs in use leave open about the bot itself."""
    knowledge = user_cache().knowledge([FOLDER])
    return Manual(LateEngine(knowledge), knowledge.packs[0])


class Oracle:
    """Answers a line as the bot would, put to it or overheard. Each call is a conversation of its own, and the same
    line always gets the same response.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        *,
        overheard: bool,
        progress: Progress | None = None,
        manual: Manual | None = None,
    ) -> None:
        """`progress` is called with the number of facts read and the total. Without a `manual`, only packs answer."""
        self._knowledge = knowledge
        self._chance = random.Random()  # noqa: S311  # chance for variety, not for secrets
        engine = ready_engine(knowledge, progress)
        self._service = AnswerService(knowledge, engine, Names(knowledge), self._chance, manual)
        self._overheard = overheard
        self._conversations = 0

    def ask(self, line: str, after: Iterable[str] = ()) -> Response:
        """The response to a line after earlier ones by the same member in the same channel, oldest first."""
        if self._overheard:
            return self._service.ask(line, overheard=True)  # overheard lines don't follow up on anything
        self._conversations += 1
        before = NOTHING_SAID
        for earlier in after:
            before = self._service.said(earlier, self._respond(earlier, before), before)
        return self._respond(line, before)

    def _respond(self, line: str, before: Said) -> Response:
        self._chance.seed(line)
        return self._service.ask(line, channel_id=ChannelId(self._conversations), before=before)

    def words(self, response: Response) -> str:
        """The text a member would read, without markup; empty if the bot stays silent."""
        silent = self._overheard and not is_answer(response)
        return "" if silent else plain_text.plain(response, self._knowledge)
