"""Tables (CSV and TSV): one question per row, with columns identified by a header or by their position."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Literal
from urllib.parse import unquote

from bot.knowledge.importers.parsed import (
    ENTITY,
    BadRecord,
    ImportedQuestion,
    ParsedPicture,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    unescaped,
    unusable,
)
from bot.knowledge.importers.percent import is_encoded
from bot.knowledge.model import Difficulty
from bot.knowledge.schema import slug_problem

DELIMITERS = ",\t;|"
"""Possible delimiters."""

_LOOKED_AT = 200
"""Number of rows used for detecting the delimiter."""

_BEGINNING = 200_000
"""Number of characters searched for those rows."""

_NEARLY_ALL = 0.9
"""If at least this share of rows has the same length, longer rows contain a stray comma."""


def parse(text: str, delimiter: str = "") -> ParsedQuiz:
    """Parse the questions of a table; the delimiter is detected unless given."""
    if named := _NAMED.match(text):
        text = f"\n{text[named.end() :]}"
        delimiter = delimiter or named[1]
    delimiter = delimiter or delimiter_of(text)
    if not delimiter:
        return unusable("has only one column; a table needs a question and an answer, parted by a comma or a tab")
    rows, bad = readable(rows_of(text, delimiter))
    if not rows:
        return ParsedQuiz(bad=tuple(bad)) if bad else unusable("has no rows")
    header = _columns(rows[0].cells)
    if header is None:
        note = "no header was found, so the columns were read as question, answer, wrong answers"
        return gathered([*bad, *_by_position(rows)], notes=[note])
    return gathered([*bad, *(_question(row, header) for row in rows[1:])], notes=list(_left_out(rows, header)))


_NAMED = re.compile(r"\"?sep=([,\t;|])\"?[,;\t|]*\n", re.IGNORECASE)
"""The line with which Excel names the delimiter."""

parse_tsv = partial(parse, delimiter="\t")


# Rows


@dataclass(frozen=True)
class Row:
    """A non-empty row, and the line it starts in."""

    line: int
    cells: tuple[str, ...]


def delimiter_of(text: str) -> str:
    """The delimiter: it splits nearly all rows into the same number of cells; more cells are better."""
    beginning = text if len(text) <= _BEGINNING else text[: text.rfind("\n", 0, _BEGINNING)]
    beginning = ENTITY.sub("", beginning)  # entities end in a semicolon
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in DELIMITERS:
        lengths = Counter(
            len(row.cells) for row in islice(rows_of(beginning, delimiter), _LOOKED_AT) if isinstance(row, Row)
        )
        width, count = max(lengths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        if width > 1:
            scores[delimiter] = (round(count / lengths.total(), 1), width)
    return max(scores, key=lambda delimiter: scores[delimiter], default="")


def rows_of(text: str, delimiter: str) -> Iterator[Row | BadRecord]:
    """The rows, with spreadsheet quoting. In tab-separated tables, quotation marks may be plain text."""
    rows = list(_read(text, delimiter))
    if delimiter == "\t" and any(isinstance(row, BadRecord) for row in rows):
        rows = list(_read(text, delimiter, quoted=False))
    yield from rows


def _read(text: str, delimiter: str, *, quoted: bool = True) -> Iterator[Row | BadRecord]:
    lines = text.split("\n")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, quoting=quoting, strict=True)
    begun = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(Place(begun), _in_plain_words(str(error)))
        else:
            if any(cell.strip() for cell in cells):
                yield Row(begun, tuple(cell.strip() for cell in cells))
        begun = reader.line_num + 1


def _in_plain_words(error: str) -> str:
    if "field limit" in error:
        return "one cell has more than 131,072 characters; a quotation mark is opened here and never closed"
    if "end of data" in error:
        return 'a quotation mark is opened here and never closed; close it, or write it twice ("") within a text'
    return 'the quotation marks don\'t match; put the whole text in "quotes" and write those within it twice ("")'


def readable(rows: Iterator[Row | BadRecord]) -> tuple[list[Row], list[BadRecord]]:
    """The readable rows, percent-decoded if the whole table is encoded, and the bad records."""
    good, bad = list[Row](), list[BadRecord]()
    for row in rows:
        if isinstance(row, Row):
            good.append(row)
        else:
            bad.append(row)
    texts = [cell for row in good for cell in row.cells]
    decode: Callable[[str], str] | None = None
    if is_encoded(texts):
        decode = unquote
    elif any(re.search("&(?:quot|#0?39);", text) for text in texts):
        decode = unescaped
    if decode is not None:
        good = [Row(row.line, tuple(decode(cell).strip() for cell in row.cells)) for row in good]
    return good, bad


# Columns


_ROLES: Mapping[str, str] = {
    "question": "questions?|q|questiontext|prompt|clue|text|front",
    "answer": "answers?|a|correct|solution|back|answertext|(?:correct|right)(?:answer|option|choice)?s?"
    "|(?:correct|answer)(?:answer|option)?(?:letter|number|key)",
    "accepted": r"accepted\d*|acceptedanswers?|aliases|alias|alternatives?|alternateanswers?|otheranswers|synonyms",
    "wrong": r"(?:wrong|incorrect)(?:answers?|options?)?\d*|distractors?\d*",
    "option": r"(?:option|choice|answer|answeroption)(?:\d+|[a-f])|[a-f]",
    "format": "format|type|questiontype",
    "tolerance": "tolerance",
    "hint": r"hints?\d*",
    "explanation": "explanation|explain|feedback|reason|rationale|details",
    "picture": "(?:picture|image|img|photo)(?:url|link)?",
    "alt": "alt|alttext|(?:picture|image)alt(?:text)?",
    "picture credit": "(?:picture|image)credit",
    "category": "category|categories|topic|subject|theme",
    "difficulty": "difficulty|level",
    "author": "author|writer|writtenby|creator|by",
    "source": r"sources?\d*|reference|references|citation",
    "continuity": "continuity",
    "spoiler": "spoiler|spoilers",
    "id": "id|questionid",
    "licence": "licen[cs]e",
    "credit": "credit|credits|attribution",
}
"""The roles of columns by their headings, without spaces and punctuation."""

_SEVERAL = {"accepted", "wrong", "hint", "source"}
"""Columns that may occur several times (wrong1, wrong2) or hold several texts."""

_LIST = " list"
"""Suffix of a role for columns whose cells may hold several texts: `wrong`, unlike `wrong1`."""


def _columns(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The role of each column ("" if unknown); None if the row isn't a header."""
    names = [re.sub(r"[^a-z0-9]", "", cell.casefold()) for cell in cells]
    has_answer = any(re.fullmatch(_ROLES["answer"], name) for name in names)
    roles: list[str] = []
    for name in names:
        fitting = (role for role, pattern in _ROLES.items() if re.fullmatch(pattern, name))
        role = next(fitting, "")
        if name == "a" and has_answer and "b" in names:  # columns A, B, C, D
            role = "option"
        if role in roles and role not in _SEVERAL | {"option"}:
            role = ""
        roles.append(f"{role}{_LIST}" if role in _SEVERAL and not name[-1].isdecimal() else role)
    return tuple(roles) if {"question", "answer"} <= set(roles) else None


def _left_out(rows: Sequence[Row], header: Sequence[str]) -> Iterator[str]:
    """The parts of the table that no question contains."""
    if unknown := [cell for cell, role in zip(rows[0].cells, header, strict=True) if not role and cell]:
        yield f"columns left out: {', '.join(unknown)}"
    if "difficulty" in header:
        column = header.index("difficulty")
        levels = {row.cells[column].casefold() for row in rows[1:] if column < len(row.cells)} - {"", *Difficulty}
        if levels:
            yield f"difficulty left out where it is none of {', '.join(Difficulty)}: {', '.join(sorted(levels)[:5])}"


def _question(row: Row, header: tuple[str, ...]) -> ImportedQuestion | BadRecord:
    place = Place(row.line)
    if any(row.cells[len(header) :]):
        return BadRecord(
            place, f'has {len(row.cells)} cells and the header {len(header)}; put a text with a comma in "quotes"'
        )
    found: dict[str, list[str]] = {}
    for role, cell in zip(header, row.cells, strict=False):
        if cell:
            found.setdefault(role, []).append(cell)

    def one(role: str) -> str:
        return found.get(role, [""])[0]

    def several(role: str) -> tuple[str, ...]:
        listed = (text for cell in found.get(f"{role}{_LIST}", ()) for text in _listed(cell))
        return (*found.get(role, ()), *listed)

    answer, wrong = one("answer"), several("wrong")
    if options := found.get("option", []):
        picked = _picked(answer, options)
        if picked is None:
            return BadRecord(place, f"the answer '{answer[:40]}' is none of the options; write its text or its number")
        answer, wrong = picked, (*wrong, *(option for option in options if option != picked))
    difficulty = one("difficulty").casefold()
    return mended(
        ImportedQuestion(
            place,
            one("question"),
            answer,
            accepted=several("accepted"),
            wrong=wrong,
            format=_FORMATS.get(re.sub("[^a-z]", "", one("format").casefold()), ""),
            tolerance=one("tolerance"),
            hints=several("hint"),
            explanation=one("explanation"),
            picture=_picture(one("picture"), one("alt"), one("picture credit")),
            category=one("category"),
            difficulty=difficulty if difficulty in set(Difficulty) else "",
            author=one("author"),
            source=several("source"),
            continuity=one("continuity"),
            spoiler=one("spoiler").casefold() in {"yes", "true", "1"},
            id="" if slug_problem(one("id")) else one("id"),
            licence=one("licence"),
            credit=one("credit"),
        )
    )


def _picture(place: str, alt: str, credit: str) -> ParsedPicture | None:
    if place.startswith("pictures/"):
        return ParsedPicture(file=place, alt=alt, credit=credit)
    return ParsedPicture(place, alt, credit) if place else None


_FORMATS = {"typed": "typed", "choice": "choice", "truefalse": "true_false", "number": "number"}
"""Our own formats; other programs' formats are inferred from the answers."""


def _listed(cell: str) -> list[str]:
    """The texts of a cell: a JSON or Python list, or separated by ; or |."""
    if cell.startswith("[") and cell.endswith("]"):
        for written in (cell, re.sub(r"(?<=[\[\s,])'|'(?=\s*[,\]])", '"', cell)):
            try:
                found = json.loads(written, parse_int=str, parse_float=str, parse_constant=str)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, list) and all(isinstance(each, str) for each in found):
                return found
    return [text.strip() for text in re.split(r"[;|\n]", cell) if text.strip()]


def _picked(answer: str, options: Sequence[str]) -> str | None:
    """The option that a cell refers to by text, number or letter."""
    by_text = [option for option in options if option.casefold() == answer.casefold()]
    if by_text:
        return by_text[0]
    letter = re.fullmatch(r"(?:option|answer|choice)?\s*(?:(\d)|([A-Fa-f]))[.)]?", answer, re.IGNORECASE)
    if letter is None:
        return None
    number = int(letter[1]) - 1 if letter[1] else ord(letter[2].upper()) - ord("A")
    return options[number] if 0 <= number < len(options) else None


def _by_position(rows: Sequence[Row]) -> Iterator[ImportedQuestion | BadRecord]:
    """Question, answer, wrong answers; a numbering in the first column is ignored."""
    start = 1 if all(len(row.cells) > 2 and row.cells[0].isdecimal() for row in rows) and len(rows) > 1 else 0
    width, count = Counter(len(row.cells) for row in rows).most_common(1)[0]
    for row in rows:
        cells = row.cells[start:]
        if len(row.cells) > width and count >= _NEARLY_ALL * len(rows):
            message = f'has {len(row.cells)} cells and the other rows {width}; put a text with a comma in "quotes"'
            yield BadRecord(Place(row.line), message)
        else:
            answer = cells[1] if len(cells) > 1 else ""
            yield mended(ImportedQuestion(Place(row.line), cells[0], answer, wrong=tuple(cells[2:])))
