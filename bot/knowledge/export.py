"""Exports a pack's quiz to one file: YAML or JSON, which can be imported again, or a table."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.errors import UserError
from bot.knowledge.importers.parsed import ImportedQuestion, ParsedPack, ParsedPicture, Place
from bot.knowledge.importers.writing import about, entry_of, pack_yaml, quiz_texts
from bot.knowledge.load import load_pack
from bot.knowledge.model import AuthoredQuestion, Pack
from bot.knowledge.schema import PackFile


def export_quiz(folder: Path, out: Path, *, format: str) -> int:
    """Write the file, which must not exist, with the pictures next to it; returns the number of questions.

    Only authored questions are exported: generated ones can be regenerated from the facts.
    """
    pack = load_pack(folder)
    questions = [_parsed(question, pack) for question in pack.quiz]
    if not questions:
        raise UserError(f"{folder} has no questions that its author wrote, so there is nothing to export.")
    content = _WRITERS[format](pack, questions)
    pictures = {question.picture.file for question in questions if question.picture and question.picture.file}
    try:
        with out.open("x", encoding="utf-8-sig" if format == "csv" else "utf-8", newline="\n") as file:
            file.write(content)
        for name in sorted(pictures):
            (out.parent / name).parent.mkdir(exist_ok=True)
            (out.parent / name).write_bytes((folder / name).read_bytes())
    except FileExistsError as error:
        raise UserError(f"{out} exists. Name a new file, so that nothing is lost.") from error
    except OSError as error:
        raise UserError(f"{out} could not be written ({error.strerror or error}). Try another place.") from error
    return len(questions)


def _parsed(question: AuthoredQuestion, pack: Pack) -> ImportedQuestion:
    """The question in quiz file form, including everything it takes from its fact and its character."""
    picture = question.picture
    names = pack.character(question.character).aliases if question.character else ()
    return ImportedQuestion(
        Place(),
        question.question,
        question.answer,
        accepted=(*question.accepted, *(name for name in names if name not in question.accepted)),
        wrong=question.wrong,
        format=question.format or "",
        tolerance=f"{question.tolerance:.10f}".rstrip("0").rstrip(".") if question.tolerance else "",
        hints=question.hints,
        explanation=question.explanation,
        picture=ParsedPicture(picture.link, picture.alt, picture.credit, picture.file) if picture else None,
        category=question.category,
        difficulty=question.difficulty or "",
        author=question.author,
        source=question.source,
        continuity=question.continuity if len(pack.continuities) > 1 else "",
        spoiler=question.spoiler,
        id=question.id,
        licence=question.licence,
        credit=question.credit,
    )


def _about(pack: Pack) -> ParsedPack:
    usual = PackFile.model_fields["continuities"].default
    return ParsedPack(
        title=pack.title,
        aliases=pack.aliases,
        year="" if pack.year is None else str(pack.year),
        language=pack.language,
        continuities=() if pack.continuities == usual else tuple(pack.continuities.items()),
        licence=pack.licence,
        credits=pack.credits,
    )


def _yaml(pack: Pack, questions: Sequence[ImportedQuestion]) -> str:
    own = pack_yaml(_about(pack)).splitlines()
    files = (text.text.splitlines() for text in quiz_texts(questions, at_most=len(questions) * 10**6))
    return "\n".join(
        [
            "# A quiz of Lorekeeper. Make a pack of it again: lorekeeper import THIS-FILE --out DIR",
            "pack:",
            *(f"  {line}" for line in own),
            "quizzes:",
            *(f"  {'-' if number == 0 else ' '} {line}" for lines in files for number, line in enumerate(lines)),
            "",
        ]
    )


def _json(pack: Pack, questions: Sequence[ImportedQuestion]) -> str:
    quizzes = [
        {**_head(questions_of_file[0]), "quiz": [entry_of(question) for question in questions_of_file]}
        for questions_of_file in (
            list(text.lines.values()) for text in quiz_texts(questions, at_most=len(questions) * 10**6)
        )
    ]
    return json.dumps(
        {"pack": {"format": "1", **about(_about(pack))}, "quizzes": quizzes}, ensure_ascii=False, indent=1
    )


def _head(question: ImportedQuestion) -> Mapping[str, str]:
    said = {"licence": question.licence, "credit": question.credit}
    return {key: text for key, text in said.items() if text}


def _csv(pack: Pack, questions: Sequence[ImportedQuestion]) -> str:
    del pack
    rows = [dict(_cells(question)) for question in questions]
    headings = sorted({heading for row in rows for heading in row}, key=_place_of)
    table = io.StringIO()
    writer = csv.DictWriter(table, headings, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()


_ORDER = (
    *("question", "answer", "accepted", "wrong", "format", "tolerance", "hint", "explanation"),
    *("category", "difficulty", "picture", "picture-alt", "picture-credit", "author", "source"),
    *("continuity", "spoiler", "licence", "credit", "id"),
)


def _place_of(heading: str) -> tuple[int, int]:
    """The sort key of a column; wrong2 comes after wrong1."""
    name = heading.rstrip("0123456789")
    return _ORDER.index(name), int(heading[len(name) :] or 0)


def _cells(question: ImportedQuestion) -> Iterator[tuple[str, str]]:
    picture = question.picture or ParsedPicture()
    alone = replace(question, picture=None)
    told = {"picture": picture.link or picture.file, "picture-alt": picture.alt, "picture-credit": picture.credit}
    for key, value in {**entry_of(alone), **_head(question), **told}.items():
        if isinstance(value, str) and value:
            yield key, value
        elif not isinstance(value, str) and isinstance(value, Sequence):
            yield from ((f"{key}{number}", str(each)) for number, each in enumerate(value, start=1))


_WRITERS = {"yaml": _yaml, "json": _json, "csv": _csv}
