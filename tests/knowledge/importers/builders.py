"""Shorthand for tests of the importers."""

from pathlib import Path

from bot.knowledge.importers.parsed import ImportedQuestion, ParsedQuiz
from bot.knowledge.importers.quiz import Imported, import_quiz
from bot.knowledge.load import load_pack
from bot.knowledge.model import AuthoredQuestion

SHARED = Path(__file__).parents[4] / "shared" / "imports"
"""Quiz files as communities have them, beside the repository. They are not part of it."""


def only(quiz: ParsedQuiz) -> ImportedQuestion:
    """The one question of a file in which nothing is wrong."""
    assert quiz.bad == ()
    (question,) = quiz.questions
    return question


def wrong_in(quiz: ParsedQuiz) -> list[tuple[int, str]]:
    """What is wrong in a file, with the lines."""
    return [(bad.place.line, bad.message) for bad in quiz.bad]


def imported(
    folder: Path, name: str, content: str | bytes, *, format: str = "", skip_bad: bool = False
) -> tuple[Imported, tuple[AuthoredQuestion, ...]]:
    """Imports a file of this name and content into the pack `moth` in the folder, and reads the pack."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    made = import_quiz(folder / name, format=format, title="", out=folder / "moth", skip_bad=skip_bad)
    return made, load_pack(folder / "moth").quiz
