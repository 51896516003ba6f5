"""A few questions to be asked as daily ones, and what members have by the log."""

from collections import Counter
from collections.abc import Sequence
from typing import Self

from bot.knowledge.model import Difficulty, Fact
from bot.questions.model import STORY, OptionKind, Question, QuestionKind
from bot.storage.answers import Graded
from bot.storage.storage import Storage
from tests.small_pack import a_fact

PACK = "harbour"


def a_question(
    key: str = "harbour/oil:who", *, answer: str = "Mara", wrong: Sequence[str] = ("Orlo", "Pip")
) -> Question:
    """A question of which only what matters is said."""
    return Question(
        key=key,
        kind=QuestionKind.ASKED,
        option_kind=OptionKind.CHARACTER,
        category=STORY,
        text="Who keeps the light?",
        options=(answer, *wrong),
        answer=answer,
        accepted=(answer,),
        rivals=(),
        fact="harbour/oil",
        source=("H1",),
        continuity="film",
        difficulty=Difficulty.EASY,
    )


class SmallQuestions:
    """`Questions` of a small pack, from which they can be taken away; the same for every server."""

    def __init__(self, count: int = 10) -> None:
        self.pack = PACK
        self.known = {f"harbour/{number}": a_question(f"harbour/{number}") for number in range(count)}

    @property
    def keys(self) -> Sequence[str]:
        return list(self.known)

    async def at(self, _server: int, _channel: int) -> Self:
        return self

    async def known_to(self, _server: int) -> Self:
        return self

    def question(self, key: str) -> Question | None:
        return self.known.get(key)

    def fact(self, question: Question) -> Fact | None:
        return a_fact() if question.fact else None


async def points_of(storage: Storage, server: int) -> dict[int, int]:
    """The points of everybody who answered."""
    points: Counter[int] = Counter()
    asked = {event.given.asking async for event in storage.answers.events(server) if isinstance(event, Graded)}
    for asking in asked:
        points.update({answer.given.member: answer.points for answer in await storage.answers.answers_to(asking)})
    return dict(points)
