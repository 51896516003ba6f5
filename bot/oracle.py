"""Packs, engine and words together: what the command line asks."""

from collections.abc import Sequence
from pathlib import Path

from bot.answers.engine import AnswerEngine
from bot.answers.results import Answer, Reply
from bot.knowledge.load import load_knowledge
from bot.services import wording


class Oracle:
    """Answers as the bot would, to a question put to it or to a line that it overhears. Keeps nothing."""

    def __init__(self, packs: Sequence[Path], *, overheard: bool) -> None:
        """Raises PackError with every problem of every pack."""
        self._knowledge = load_knowledge(packs)
        self._engine = AnswerEngine(self._knowledge)
        self._overheard = overheard

    def ask(self, question: str) -> Reply:
        """The reply to a question."""
        return self._engine.ask(question, overheard=self._overheard)

    def words(self, reply: Reply) -> str:
        """What a member would read, plain: nothing, where the bot keeps silent."""
        silent = self._overheard and not isinstance(reply, Answer)
        return "" if silent else wording.plain(reply, self._knowledge)
