"""What a game is to be, as its starter says; it can be wished for again when the game is over."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.knowledge.model import Difficulty
from bot.questions.model import QuestionKind
from bot.quiz.round import Answers

ROUNDS = 10
"""Questions of a game where nobody says how many: about five minutes."""

LOBBY = 10
"""Seconds to join before the first question, where nobody says how many."""

LONGEST_LOBBY = 120


@dataclass(frozen=True)
class Wish:
    """Which questions, and how they are played.

    `pack` is an id and `category` is compared without regard to capitals; empty means all of them. `lobby` are seconds.
    """

    rounds: int = ROUNDS
    pack: str = ""
    category: str = ""
    kind: QuestionKind | None = None
    difficulty: Difficulty | None = None
    answers: Answers = Answers.BUTTONS
    relaxed: bool = False
    spoiler_free: bool = False
    lobby: int = 0
    has_teams: bool = False

    def to_json(self) -> dict[str, object]:
        """The wish as values that JSON knows."""
        return asdict(self)


def wish_from_json(said: Mapping[str, object]) -> Wish:
    """The wish that `to_json` gave; what is not in it is as if nobody had said it. Raises ValueError."""
    kind, difficulty = said.get("kind"), said.get("difficulty")
    return Wish(
        rounds=int(str(said.get("rounds", ROUNDS))),
        pack=str(said.get("pack", "")),
        category=str(said.get("category", "")),
        kind=None if kind is None else QuestionKind(str(kind)),
        difficulty=None if difficulty is None else Difficulty(str(difficulty)),
        answers=Answers(str(said.get("answers", Answers.BUTTONS))),
        relaxed=said.get("relaxed") is True,
        spoiler_free=said.get("spoiler_free") is True,
        lobby=int(str(said.get("lobby", 0))),
        has_teams=said.get("has_teams") is True,
    )
