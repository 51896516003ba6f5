"""Reads question sets with known answers: questions for an existing pack, or together with the passages they are about.

A public set is a folder with two files and is read as one plain pack: `docs.jsonl` with lines
`{"doc_id", "sentences": [{"id", "text"}]}`, and `questions.jsonl` with lines
`{"id", "doc_id", "question", "relevant": [sentence ids]}`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.cli.evaluation import LabelledQuestion, read_questions
from bot.errors import UserError
from bot.knowledge.model import Fact, FactKind, Pack

KINDS = ("type", "attribute", "topic")
"""Keys that may hold a question's type; the first one present is used."""


EXAMPLE = '{"id": 1, "question": "who voices ultron", "units": ["P01"]}'


def read_file(path: Path) -> list[LabelledQuestion]:
    """The questions in a JSONL file (see `evaluation.read_questions`). Raises UserError naming what can't be read."""
    try:
        asked = read_questions(path.read_text("utf-8-sig").split("\n"))
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
    if not asked:
        raise UserError(f"{path} has no questions. A line looks like {EXAMPLE}")
    return asked


def read_set(folder: Path) -> tuple[Pack, list[LabelledQuestion]]:
    """All sentences of a folder as one pack, and its questions. Raises UserError naming a line that can't be read."""
    facts: list[Fact] = []
    for where, row in _rows(folder / "docs.jsonl"):
        try:
            facts += [
                passage(len(facts) + place, str(sentence["text"]), str(sentence["id"]))
                for place, sentence in enumerate(row["sentences"], 1)
            ]
        except (KeyError, TypeError) as error:
            raise UserError(
                f'{where} is no document: it needs {{"sentences": [{{"id", "text"}}]}} ({error})'
            ) from error
    questions = []
    for where, row in _rows(folder / "questions.jsonl"):
        try:
            kind = next((str(row[name]) for name in KINDS if row.get(name)), "question")
            questions.append(
                LabelledQuestion(str(row["id"]), str(row["question"]), kind, frozenset(map(str, row["relevant"])), ())
            )
        except (KeyError, TypeError) as error:
            raise UserError(
                f'{where} is not a question: it needs {{"id", "question", "relevant"}} ({error})'
            ) from error
    return plain_pack(tuple(facts)), questions


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in a file, each with its position for error messages."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path} can't be read ({error}). A set has docs.jsonl and questions.jsonl, in UTF-8."
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UserError(f"{path}:{number} isn't valid JSON ({error})") from error
            if not isinstance(row, dict):
                raise UserError(f"{path}:{number} isn't a JSON object")
            yield f"{path}:{number}", row


def passage(place: int, text: str, source: str) -> Fact:
    """A sentence as a passage of a story, numbered from 1."""
    return Fact("pool", f"s{place}", FactKind.SCENE, text, (source,), "story", scene_number=place)


def plain_pack(facts: tuple[Fact, ...]) -> Pack:
    """A pack of nothing but facts."""
    return Pack("pool", "Pool", (), None, "en", {"story": "the story"}, "", (), (), (), (), facts)
