"""The quiz file formats by name, and their detection."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.knowledge.importers import aiken, anki, gift, kahoot, lorekeeper, opentdb, red, table
from bot.knowledge.importers.parsed import ParsedQuiz


@dataclass(frozen=True)
class Format:
    """A quiz file format: its display name and its parser."""

    name: str
    parse: Callable[[str], ParsedQuiz]


FORMATS: Mapping[str, Format] = {
    "aiken": Format("Aiken (Moodle)", aiken.parse),
    "anki": Format("notes of Anki in plain text", anki.parse),
    "csv": Format("a table", table.parse),
    "gift": Format("GIFT (Moodle)", gift.parse),
    "kahoot": Format("Kahoot's table as CSV", kahoot.parse),
    "lorekeeper": Format("an export of Lorekeeper", lorekeeper.parse),
    "opentdb": Format("JSON of the Open Trivia Database", opentdb.parse),
    "red": Format("a trivia list of Red", red.parse),
    "tsv": Format("a table with tabs", table.parse_tsv),
}
"""The formats by their command-line names."""


_BEGINNING = 200_000
"""Number of characters used for detection."""


def told_by_looking(text: str, suffix: str) -> str:
    """The key of the format that a file seems to have; empty if it is unknown.

    The suffix (`.yaml`) only prevents YAML from being detected as a table.
    """
    text = text[:_BEGINNING]
    if re.match(r'\s*[\[{]\s*(?:["\[{\]}]|$)', text):
        return "lorekeeper" if lorekeeper.is_ours_in_json(text) else "opentdb"
    if re.match(r"#(separator|html|columns|deck|notetype|tags|guid)\b.*:", text):
        return "anki"
    if lorekeeper.is_ours_in_yaml(text):
        return "lorekeeper"
    if re.search(r"^ANSWER:[ \t]*[A-Za-z][ \t]*$", text, re.MULTILINE):
        return "aiken"
    if _is_red(text) or suffix in {".yaml", ".yml"}:
        return "red"
    if gift.ANSWERS.search(text):
        return "gift"
    if anki.GAP.search(text) and "\t" in text:
        return "anki"
    if kahoot.looks_like(text):
        return "kahoot"
    delimiter = table.delimiter_of(text)
    return "" if not delimiter else "tsv" if delimiter == "\t" else "csv"


_RED = re.compile(r"^(?![ \t#-])(?:.+):[ \t]*\n(?:[ \t]*#.*\n)*[ \t]*-[ \t]+\S", re.MULTILINE)
"""A key followed by a list, at the start of a line."""


def _is_red(text: str) -> bool:
    return bool(re.search(r"^AUTHOR:", text, re.MULTILINE) or _RED.search(text)) and "\t" not in text[:1]
