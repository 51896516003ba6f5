"""Anki's notes in plain text: tab-separated fields, either front and back or a text with gaps (`{{c1::...}}`)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.importers.parsed import (
    LOST_PICTURE,
    BadRecord,
    ImportedQuestion,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    one_line,
    plain,
    unusable,
)
from bot.knowledge.importers.table import Row, rows_of

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_ABOUT = re.compile(r"#(?P<key>[a-z ]+):(?P<value>.*)")

GAP = re.compile(
    r"\{\{c(?P<number>\d+)::(?P<text>(?:(?!\{\{|\}\}|::).)*)(?:::(?P<hint>(?:(?!\{\{|\}\}).)*))?\}\}", re.DOTALL
)
_SOUND = re.compile(r"\[sound:[^\]]*\]")


def parse(text: str) -> ParsedQuiz:
    """Parse the notes. Each numbered gap is a separate question."""
    lines = text.split("\n")
    about: dict[str, str] = {}
    for number, line in enumerate(lines):
        if (found := _ABOUT.fullmatch(line.rstrip())) is None:
            break
        about[found["key"].strip()] = found["value"].strip()
        lines[number] = ""
    separator = about.get("separator", "tab")
    separator = _SEPARATORS.get(separator.casefold(), separator)
    if len(separator) != 1:
        return unusable(f"the separator '{separator}' is unknown; export the notes again, as plain text", line=1)
    layout = _layout(about, separator)
    bad, records = list[BadRecord](), list[ImportedQuestion | BadRecord]()
    for row in rows_of("\n".join(lines), separator):
        if isinstance(row, BadRecord):
            bad.append(row)
        else:
            records.extend(_questions(row, layout))
    if not records and not bad:
        return unusable("has no notes")
    return gathered([*bad, *records])


@dataclass(frozen=True)
class _Layout:
    """The columns that aren't fields (counted from 0), the fields' names if the file has them, and the deck."""

    aside: frozenset[int]
    deck_column: int | None
    names: tuple[str, ...]
    deck: str
    is_html: bool


def _layout(about: dict[str, str], separator: str) -> _Layout:
    aside = {key: int(value) - 1 for key, value in about.items() if key.endswith(" column") and value.isdecimal()}
    return _Layout(
        aside=frozenset(aside.values()),
        deck_column=aside.get("deck column"),
        names=tuple(name.strip().casefold() for name in about.get("columns", "").split(separator) if about),
        deck=about.get("deck", ""),
        is_html=about.get("html", "true") != "false",
    )


def _questions(row: Row, layout: _Layout) -> Iterator[ImportedQuestion | BadRecord]:
    place = Place(row.line)
    numbered = [(number, cell) for number, cell in enumerate(row.cells) if number not in layout.aside]
    fields = [_SOUND.sub("", cell) for _, cell in numbered]
    names = [layout.names[number] if number < len(layout.names) else "" for number, _ in numbered]
    deck = layout.deck
    if layout.deck_column is not None and layout.deck_column < len(row.cells):
        deck = row.cells[layout.deck_column]
    category = one_line(deck.split("::")[-1])
    shown = plain if layout.is_html else one_line
    gaps = next((number for number, field in enumerate(fields) if GAP.search(field)), None)
    if gaps is not None:
        before = [shown(field) for field in fields[:gaps] if shown(field) and not field.strip().isdecimal()]
        category = category or (before[0] if len(before) > 1 else "")
        # The field right before the text is often an instruction ("Complete the sentence.").
        for question in _with_gaps(place, before[-1] if before else "", fields[gaps], shown):
            yield _checked(question, category)
        return
    if len(fields) < 2:
        yield BadRecord(place, "has only one field; a note needs a front and a back")
        return
    front, back = _field(fields, names, _FRONT, 0), _field(fields, names, _BACK, 1)
    yield _checked(ImportedQuestion(place, shown(front), shown(back)), category)


_FRONT = {"front", "question", "q"}
_BACK = {"back", "answer", "a"}


def _field(fields: Sequence[str], names: Sequence[str], wanted: set[str], otherwise: int) -> str:
    return next((field for field, name in zip(fields, names, strict=True) if name in wanted), fields[otherwise])


def _checked(question: ImportedQuestion | BadRecord, category: str) -> ImportedQuestion | BadRecord:
    if isinstance(question, BadRecord):
        return question
    if LOST_PICTURE.search(f"{question.question} {question.answer}"):
        return BadRecord(question.place, "shows a picture that isn't in the file; link to it (https://...)")
    return mended(replace(question, category=category))


def _with_gaps(
    place: Place, task: str, field: str, shown: Callable[[str], str]
) -> Iterator[ImportedQuestion | BadRecord]:
    """A question for each gap number, with the other gaps filled in."""
    for number in dict.fromkeys(found["number"] for found in GAP.finditer(field)):
        own = [found for found in GAP.finditer(field) if found["number"] == number]
        if len({found["text"] for found in own}) > 1:
            yield BadRecord(place, f"gap {number} asks for several things at once; give each a number of its own")
            continue
        # `a|b` are alternative answers; a hint follows a second `::`.
        right = [shown(text) for text in own[0]["text"].split("|")]
        text = GAP.sub(lambda found: "_____" if found["number"] == number else found["text"], field)  # noqa: B023
        hints = tuple(shown(found["hint"]) for found in own[:1] if found["hint"])
        yield ImportedQuestion(place, f"{task} {shown(text)}".strip(), right[0], tuple(right[1:]), hints=hints)
