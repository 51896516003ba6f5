"""Packs, engine and words together: what the command line asks."""

from bot.answers.engine import AnswerEngine
from bot.answers.index import Progress
from bot.answers.results import Answer, Reply
from bot.knowledge.model import Knowledge
from bot.services import wording


class Oracle:
    """Answers as the bot would, to a question put to it or to a line that it overhears. Keeps nothing."""

    def __init__(self, knowledge: Knowledge, *, overheard: bool, progress: Progress | None = None) -> None:
        """`progress` is told how many facts of how many are read."""
        self._knowledge = knowledge
        self._engine = AnswerEngine(knowledge, progress=progress)
        self._overheard = overheard

    def ask(self, question: str) -> Reply:
        """The reply to a question."""
        return self._engine.ask(question, overheard=self._overheard)

    def words(self, reply: Reply) -> str:
        """What a member would read, plain: nothing, where the bot keeps silent."""
        silent = self._overheard and not isinstance(reply, Answer)
        return "" if silent else wording.plain(reply, self._knowledge)
