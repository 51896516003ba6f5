"""Aiken, Moodle's plainest format: a question, its options (`A. ...` or `A) ...`) and a line `ANSWER: B`."""

import re
from collections.abc import Iterator

from bot.knowledge.importers.parsed import (
    LOST_PICTURE,
    BadRecord,
    ImportedQuestion,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    plain,
    unusable,
)

ANSWER = re.compile(r"^\s*ANSWER\s*:\s*(?P<letter>.*?)\s*$", re.IGNORECASE)
_OPTION = re.compile(r"^\s*(?P<letter>[A-Za-z])(?:\)\s*|\.\s+)(?P<text>\S.*?)\s*$")


def parse(text: str) -> ParsedQuiz:
    """Parse the questions. A blank line ends a record, except before its options or its answer."""
    if not any(map(ANSWER.match, text.split("\n"))):
        return unusable("isn't Aiken: no line says which option is right (ANSWER: B)")
    return gathered(map(_question, _records(text.split("\n"))))


_Record = tuple[int, list[str]]
"""The lines of a record, with the number of the first one."""


def _records(lines: list[str]) -> Iterator[_Record]:
    begun, own = 0, list[str]()
    following = _next_lines(lines)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            if own and not (_OPTION.match(following[number - 1]) or ANSWER.match(following[number - 1])):
                yield begun, own
                own = []
            continue
        begun = begun if own else number
        own.append(line)
        if ANSWER.match(line):
            yield begun, own
            own = []
    if own:
        yield begun, own


def _next_lines(lines: list[str]) -> list[str]:
    """For each line, the next non-blank one after it."""
    found, following = list[str](), ""
    for line in reversed(lines):
        found.append(following)
        following = line if line.strip() else following
    return found[::-1]


def _question(record: _Record) -> ImportedQuestion | BadRecord:
    begun, lines = record
    place = Place(begun)
    answer = ANSWER.match(lines[-1])
    if answer is None:
        return BadRecord(place, "no line says which option is right; end the question with a line like ANSWER: B")
    words: list[str] = []
    options: dict[str, str] = {}
    for number, line in enumerate(lines[:-1], start=begun):
        option = _OPTION.match(line)
        if option and (options or words or option["letter"].upper() == "A"):
            letter = option["letter"].upper()
            if letter in options:
                return BadRecord(Place(number), f"there are two options {letter}; give each its own letter")
            options[letter] = plain(option["text"])
        elif options:
            return BadRecord(Place(number), "is neither an option (B. ...) nor the answer (ANSWER: B)")
        else:
            words.append(line)
    if not words:
        return BadRecord(place, "the question is missing; write it on a line above its options")
    if len(options) < 2:
        return BadRecord(place, "there are fewer than two options; write each on a line of its own (A. ...)")
    letter = answer["letter"].rstrip(".)").upper()
    if letter not in options:
        said = f"ANSWER: {answer['letter'][:20]}".strip()
        return BadRecord(Place(begun + len(lines) - 1), f"'{said}' names none of the options {', '.join(options)}")
    right = options.pop(letter)
    question = plain(" ".join(words))
    if LOST_PICTURE.search(question):
        return BadRecord(place, "shows a picture that isn't in the file; link to it (https://...)")
    return mended(ImportedQuestion(place, question, right, wrong=tuple(options.values())))
