"""Packs with everything built from them: what a channel uses, as one value."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.ids import ChannelId, MemberId, ServerId
from bot.knowledge.model import Knowledge, Pack
from bot.lookups.answers import AnswerService
from bot.lookups.manual import Manual
from bot.questions.model import QuizQuestion

Made = TypeVar("Made")


@dataclass(frozen=True)
class Place:
    """Where something is asked: the server, and its channel (a thread comes before the channel it belongs to).

    What a member hasn't seen yet isn't shown to them; without a `member_id` it is for everybody there.
    There is no server in direct messages, and where the bot isn't a member.
    """

    server_id: ServerId | None
    channel_ids: tuple[ChannelId, ...] = ()
    member_id: MemberId | None = None


class BuiltPack:
    """One pack, with the slow parts built when they are first needed; `build` does it at once."""

    def __init__(
        self, pack: Pack, engine: Callable[[Pack], AnswerEngine], questions: Callable[[Pack], tuple[QuizQuestion, ...]]
    ) -> None:
        self.pack = pack
        self._make_engine = engine
        self._make_questions = questions

    @cached_property
    def engine(self) -> AnswerEngine:
        """Answers from this pack alone."""
        return self._make_engine(self.pack)

    @cached_property
    def questions(self) -> tuple[QuizQuestion, ...]:
        """The pack's quiz questions."""
        return self._make_questions(self.pack)

    def build(self) -> "BuiltPack":
        """Build everything now; takes seconds for a large pack."""
        _ = self.engine, self.questions
        return self


class PacksInUse:
    """The packs that are used somewhere. Never changes: after an update there is another one."""

    def __init__(
        self,
        knowledge: Knowledge,
        answers: Callable[[], AnswerService],
        questions: Callable[[], Iterable[QuizQuestion]] = tuple,
        whole: "PacksInUse | None" = None,
    ) -> None:
        """`whole` are the same packs with what lies beyond what may be seen; they themselves if that is nothing."""
        self.knowledge = knowledge
        self._make_answers = answers
        self._make_questions = questions
        self._whole = whole
        self._made: dict[Any, Any] = {}

    @property
    def whole(self) -> "PacksInUse":
        """The packs with what lies beyond what may be seen."""
        return self._whole or self

    @cached_property
    def answers(self) -> AnswerService:
        """Answers and lookups."""
        return self._make_answers()

    @cached_property
    def questions(self) -> tuple[QuizQuestion, ...]:
        """The quiz questions, pack by pack."""
        return tuple(self._make_questions())

    def of(self, make: Callable[["PacksInUse"], Made]) -> Made:
        """What a feature makes of these packs, made once: `packs.of(rosters_of)`. `make` must be a module's function
        or a class.
        """
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made


def together(packs: Sequence[BuiltPack], chance: random.Random, manual: Manual | None = None) -> PacksInUse:
    """These packs, to be used together; the bot's manual answers what they leave open."""
    knowledge = Knowledge(tuple(each.pack for each in packs))

    def answers() -> AnswerService:
        engine = AnswerEngine.joined((each.engine for each in packs), knowledge)
        return AnswerService(knowledge, engine, Names(knowledge), chance, manual)

    return PacksInUse(knowledge, answers, lambda: (question for each in packs for question in each.questions))


class Shelf(Protocol):
    """Gives the packs that are used somewhere, at the moment when they are needed."""

    async def at(self, place: Place) -> PacksInUse:
        """The packs in use at this place."""

    async def known_to(self, server_id: ServerId | None) -> PacksInUse:
        """All packs that are used anywhere in a server, for what was asked there earlier."""
