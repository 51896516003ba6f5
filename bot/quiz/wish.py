"""The starter's settings for a game, which can be used again afterwards."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.knowledge.model import Difficulty
from bot.questions.model import QuestionKind
from bot.quiz.round import AnswerMode

ROUNDS = 10
"""Default number of questions; about five minutes."""

LOBBY = 10
"""Default lobby time in seconds."""

LONGEST_LOBBY = 120


@dataclass(frozen=True)
class Wish:
    """Which questions are asked, and how they are played.

    `pack` is an id, `category` is case-insensitive; empty means all. `lobby` is in seconds.
    """

    rounds: int = ROUNDS
    pack: str = ""
    category: str = ""
    kind: QuestionKind | None = None
    difficulty: Difficulty | None = None
    answers: AnswerMode = AnswerMode.BUTTONS
    relaxed: bool = False
    spoiler_free: bool = False
    lobby: int = 0
    has_teams: bool = False

    def to_json(self) -> dict[str, object]:
        """The settings as JSON values."""
        return asdict(self)


def wish_from_json(said: Mapping[str, object]) -> Wish:
    """Restore settings from `to_json`, with defaults for missing values. Raises ValueError."""
    kind, difficulty = said.get("kind"), said.get("difficulty")
    return Wish(
        rounds=int(str(said.get("rounds", ROUNDS))),
        pack=str(said.get("pack", "")),
        category=str(said.get("category", "")),
        kind=None if kind is None else QuestionKind(str(kind)),
        difficulty=None if difficulty is None else Difficulty(str(difficulty)),
        answers=AnswerMode(str(said.get("answers", AnswerMode.BUTTONS))),
        relaxed=said.get("relaxed") is True,
        spoiler_free=said.get("spoiler_free") is True,
        lobby=int(str(said.get("lobby", 0))),
        has_teams=said.get("has_teams") is True,
    )
