"""JSON Schema for the files of a pack, so that an editor completes keys and shows mistakes while an author types.

Made from the models that the bot itself reads packs with. An editor can't check what concerns several files;
`lorekeeper check` does.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from bot.errors import UserError
from bot.knowledge.schema import CharacterFile, FactsFile, PackFile, PhrasingsFile, PlotFile, QuizFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

HOME = ".schema"
"""The folder in a pack for its schemas. The bot doesn't read it."""

KINDS: Mapping[str, type[BaseModel]] = {
    "pack": PackFile,
    "character": CharacterFile,
    "plot": PlotFile,
    "facts": FactsFile,
    "phrasings": PhrasingsFile,
    "quiz": QuizFile,
}
"""The kinds of files, by the names of their schemas."""


def schema_of(kind: str) -> dict[str, object]:
    """The schema of one kind of file."""
    model = KINDS[kind]
    found = {"$schema": DIALECT, **model.model_json_schema(mode="validation")}
    found["title"] = f"Lorekeeper: {model.__doc__}"
    return {key: _with_empty_lists(value) for key, value in found.items()}


def schema_files() -> dict[str, str]:
    """All schemas as files, by name."""
    return {f"{kind}.json": f"{json.dumps(schema_of(kind), indent=1)}\n" for kind in KINDS}


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas to a folder; older ones are replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schema_files().items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{folder} can't be written ({error.strerror or error}). Try another folder.") from error
    return [folder / name for name in schema_files()]


def line_for(kind: str, *, depth: int = 0) -> str:
    """The first line of a file with a schema in the pack; `depth` is 1 in a folder such as characters/."""
    return f"# yaml-language-server: $schema={'../' * depth}{HOME}/{kind}.json\n"


def _with_empty_lists(node: object) -> object:
    """A list may stay empty ("facts:"), which is null to an editor. Titles made of names say nothing new."""
    match node:
        case dict():
            found = {
                key: _with_empty_lists(value)
                for key, value in node.items()
                if not (key == "title" and isinstance(value, str))
            }
            is_list = node.get("type") == "array" and "$ref" in node.get("items", {})
            return {**found, "type": ["array", "null"]} if is_list else found
        case list():
            return [_with_empty_lists(each) for each in node]
        case _:
            return node
