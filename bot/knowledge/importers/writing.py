"""Writes questions as quiz files of a pack. Every text is quoted, so that YAML readers don't take it for a number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.knowledge.importers.folder import quoted
from bot.knowledge.importers.parsed import ImportedQuestion, ParsedPack, one_line
from bot.knowledge.limits import LONGEST_LINE
from bot.knowledge.load import LARGEST_FILE

ROOMY_FILE = LARGEST_FILE // 4
"""Size at which a new quiz file is started, so that authors have room for additions."""

Entry = Mapping[str, object]
"""The keys of a question or a file, with texts, lists of texts, and nested keys for pictures."""


@dataclass(frozen=True)
class QuizText:
    """A quiz file, with its questions by their first line."""

    text: str
    lines: Mapping[int, ImportedQuestion]


def pack_yaml(pack: ParsedPack) -> str:
    """The pack.yaml of a quiz pack."""
    keys = about(pack)
    return "format: 1\n" + "".join(f"{key}: {_yaml(value)}\n" for key, value in keys.items())


def about(pack: ParsedPack) -> Entry:
    """A pack's metadata, under the keys of pack.yaml."""
    keys = {
        "title": pack.title,
        "aliases": pack.aliases,
        "year": pack.year,
        "language": pack.language,
        "continuities": dict(pack.continuities),
        "licence": pack.licence,
        "credits": pack.credits,
    }
    return _filled(keys)


def quiz_texts(questions: Sequence[ImportedQuestion], *, at_most: int = ROOMY_FILE) -> Iterator[QuizText]:
    """The questions in order, split into files by licence and credit, and by size."""
    for (licence, credit), group in groupby(questions, key=lambda each: (each.licence, each.credit)):
        head = "".join(
            f"{key}: {_yaml(text)}\n" for key, text in _filled({"licence": licence, "credit": credit}).items()
        )
        entries, lines, size = [f"{head}quiz:\n"], dict[int, ImportedQuestion](), 0
        line = first_line = entries[0].count("\n") + 1
        for question in group:
            entry = _lines_of(entry_of(question))
            size += len(entry.encode())
            if size > at_most and lines:
                yield QuizText("".join(entries), lines)
                entries, lines, size, line = entries[:1], {}, len(entry.encode()), first_line
            entries.append(entry)
            lines[line] = question
            line += entry.count("\n")
        yield QuizText("".join(entries), lines)


def entry_of(question: ImportedQuestion) -> Entry:
    """A question under the keys of a quiz file, without empty ones."""
    picture = question.picture
    keys: dict[str, object] = {
        "id": question.id,
        "question": question.question,
        "answer": question.answer,
        "accepted": question.accepted,
        "wrong": question.wrong,
        "format": question.format,
        "tolerance": question.tolerance,
        "hint": question.hints,
        "explanation": shortened(question.explanation),
        "picture": _filled({"link": picture.link, "file": picture.file, "alt": picture.alt, "credit": picture.credit})
        if picture
        else {},
        "category": question.category,
        "difficulty": question.difficulty,
        "author": question.author,
        "source": question.source,
        "continuity": question.continuity,
        "spoiler": "yes" if question.spoiler else "",
    }
    return _filled(keys)


def shortened(text: str) -> str:
    """As much of an explanation as is shown, in whole sentences if possible."""
    text = one_line(text)
    if len(text) <= LONGEST_LINE:
        return text
    room = text[:LONGEST_LINE]
    ends = [found.end() for found in re.finditer(r"[.!?…][\"'”’)]?(?=\s)", room)]
    return room[: ends[-1]] if ends else f"{room[: LONGEST_LINE - 1].rsplit(' ', 1)[0]}…"


def _filled(keys: Mapping[str, object]) -> Entry:
    return {key: value for key, value in keys.items() if value}


def _lines_of(entry: Entry) -> str:
    lines = (f"{key}: {_yaml(value)}" for key, value in entry.items())
    return "  - " + "\n    ".join(lines) + "\n"


def _yaml(value: object) -> str:
    match value:
        case str():
            return quoted(one_line(value))
        case Mapping():
            return "{" + ", ".join(f"{key}: {_yaml(each)}" for key, each in value.items()) + "}"
        case Sequence():
            return "[" + ", ".join(map(_yaml, value)) + "]"
        case _:
            raise TypeError(value)
