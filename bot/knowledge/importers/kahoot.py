"""Kahoot's table, saved as CSV: a question, up to four (or six) answers, and the numbers of the right ones."""

import re
from collections.abc import Sequence

from bot.knowledge.importers.parsed import (
    BadRecord,
    ParsedPicture,
    ParsedQuestion,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    unusable,
)
from bot.knowledge.importers.table import Row, delimiter_of, readable, rows_of

HEADER_WITHIN = 25
"""Rows of Kahoot's own template in which its header is found; advice stands above it."""

_COLUMNS = {
    "question": re.compile(r"question\b", re.IGNORECASE),
    "answer": re.compile(r"answer\s*\d", re.IGNORECASE),
    "correct": re.compile(r"correct\b", re.IGNORECASE),
    "picture": re.compile(r"(image|picture)\b", re.IGNORECASE),
}


def parse(text: str) -> ParsedQuiz:
    """The questions. Where several answers are right, each of them is."""
    rows, bad = readable(rows_of(text, delimiter_of(text) or ","))
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        if (header := columns(row.cells)) is not None:
            return gathered([*bad, *(_question(each, header) for each in rows[number + 1 :])])
    return unusable("isn't a quiz of Kahoot: no row has the headings Question, Answer 1, Answer 2 and Correct")


def columns(cells: Sequence[str]) -> tuple[str, ...] | None:
    """What each column is for, or None where this row is not Kahoot's header."""
    roles = tuple(
        next((role for role, pattern in _COLUMNS.items() if pattern.match(cell.strip())), "") for cell in cells
    )
    return roles if roles.count("answer") > 1 and {"question", "correct"} <= set(roles) else None


def _question(row: Row, header: Sequence[str]) -> ParsedQuestion | BadRecord:
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
    return mended(ParsedQuestion(place, cells["question"], right[0], tuple(right[1:]), wrong, picture=picture))
