"""A few questions to be asked as daily ones, and what members have by the log."""

from collections import Counter
from collections.abc import Sequence
from typing import Self

from bot.ids import ChannelId, FactKey, MemberId, QuestionKey, ServerId
from bot.knowledge.model import Difficulty, Fact
from bot.questions.model import STORY, OptionKind, QuestionKind, QuizQuestion
from bot.storage.answers import Graded
from bot.storage.storage import Storage
from tests.small_pack import a_fact

PACK = "harbour"


def a_question(
    key: str = "harbour/oil:who", *, answer: str = "Mara", wrong: Sequence[str] = ("Orlo", "Pip")
) -> QuizQuestion:
    """A question of which only what matters is said."""
    return QuizQuestion(
        key=QuestionKey(key),
        kind=QuestionKind.ASKED,
        option_kind=OptionKind.CHARACTER,
        category=STORY,
        text="Who keeps the light?",
        options=(answer, *wrong),
        answer=answer,
        accepted=(answer,),
        rivals=(),
        fact=FactKey("harbour/oil"),
        source=("H1",),
        continuity="film",
        difficulty=Difficulty.EASY,
    )


class SmallQuestions:
    """`DailyQuestions` of a small pack, from which they can be taken away; the same for every server."""

    def __init__(self, count: int = 10) -> None:
        self.pack = PACK
        self.known = {each.key: each for each in (a_question(f"harbour/{number}") for number in range(count))}

    @property
    def keys(self) -> Sequence[QuestionKey]:
        return list(self.known)

    async def at(self, _server_id: ServerId, _channel_id: ChannelId) -> Self:
        return self

    async def known_to(self, _server_id: ServerId) -> Self:
        return self

    def question(self, key: QuestionKey) -> QuizQuestion | None:
        return self.known.get(key)

    def fact(self, question: QuizQuestion) -> Fact | None:
        return a_fact() if question.fact else None


async def points_of(storage: Storage, server_id: ServerId) -> dict[MemberId, int]:
    """The points of everybody who answered."""
    points: Counter[MemberId] = Counter()
    asked = {event.given.occasion async for event in storage.answers.events(server_id) if isinstance(event, Graded)}
    for occasion in asked:
        points.update({answer.given.member_id: answer.points for answer in await storage.answers.answers_to(occasion)})
    return dict(points)
