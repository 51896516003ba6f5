"""Kahoot's spreadsheet as CSV: a question, up to four (or six) answers, and the numbers of the right ones."""

import re
from collections.abc import Sequence

from bot.knowledge.importers.parsed import (
    BadRecord,
    ImportedQuestion,
    ParsedPicture,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    unusable,
)
from bot.knowledge.importers.table import DELIMITERS, Row, readable, rows_of

_HEADER_WITHIN = 25
"""Maximum line of the header, because Kahoot's own template starts with instructions."""

_COLUMNS = {
    "question": re.compile(r"question\b", re.IGNORECASE),
    "answer": re.compile(r"answer\s*[1-6]\b", re.IGNORECASE),
    "correct": re.compile(r"correct\b", re.IGNORECASE),
    "picture": re.compile(r"(image|picture)\b", re.IGNORECASE),
}


def parse(text: str) -> ParsedQuiz:
    """Parse the questions. If several answers are marked as right, each of them is accepted."""
    found = _header(text)
    if found is None:
        return unusable("isn't a quiz of Kahoot: no row has the headings Question, Answer 1, Answer 2 and Correct")
    delimiter, line, header = found
    rows, bad = readable(rows_of(text, delimiter))
    below = [row for row in rows if row.line > line and _says_something(row, header)]
    return gathered([*bad, *(_question(row, header) for row in below)])


def looks_like(text: str) -> bool:
    """Whether the text has Kahoot's header."""
    return _header(text) is not None


def _header(text: str) -> tuple[str, int, tuple[str, ...]] | None:
    """The delimiter, the header's line number, and the meaning of each column."""
    beginning = "\n".join(text.split("\n")[:_HEADER_WITHIN])
    for delimiter in DELIMITERS:
        for row in rows_of(beginning, delimiter):
            if isinstance(row, Row) and (header := _columns(row.cells)) is not None:
                return delimiter, row.line, header
    return None


def _columns(cells: Sequence[str]) -> tuple[str, ...] | None:
    roles = tuple(
        next((role for role, pattern in _COLUMNS.items() if pattern.match(cell.strip())), "") for cell in cells
    )
    return roles if roles.count("answer") > 1 and {"question", "correct"} <= set(roles) else None


def _says_something(row: Row, header: Sequence[str]) -> bool:
    """Whether a row has more than the number that the template puts in every row."""
    return any(cell for role, cell in zip(header, row.cells, strict=False) if role in {"question", "answer"})


def _question(row: Row, header: Sequence[str]) -> ImportedQuestion | BadRecord:
    place = Place(row.line)
    if any(row.cells[len(header) :]):
        return BadRecord(place, 'has more cells than the header; put a text with a comma in "quotes"')
    answers = [cell for role, cell in zip(header, row.cells, strict=False) if role == "answer"]
    cells = {role: cell for role, cell in reversed(list(zip(header, row.cells, strict=False))) if role != "answer"}
    if not cells.get("question"):
        return BadRecord(place, "there is no question; write one, or delete the row")
    said = cells.get("correct", "")
    numbers = [int(number) for number in re.findall(r"\d+", re.sub(r"\.0\b", "", said))]
    if not numbers or any(not 1 <= number <= len(answers) or not answers[number - 1] for number in numbers):
        return BadRecord(place, f"the right answer ('{said[:20]}') is none of the answers; write its number")
    right = [answers[number - 1] for number in numbers]
    wrong = tuple(answer for number, answer in enumerate(answers, start=1) if answer and number not in numbers)
    link = cells.get("picture", "")
    picture = ParsedPicture(link) if link.startswith(("https://", "http://")) else None
    return mended(ImportedQuestion(place, cells["question"], right[0], tuple(right[1:]), wrong, picture=picture))
