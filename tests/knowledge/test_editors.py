"""The rules of `bot/knowledge/editors.py`: what `check` accepts, an editor accepts, and most mistakes are marked."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.errors import UserError
from bot.knowledge.editors import KINDS, line_for, schema_files, schema_of, write_schemas
from tests.knowledge.test_packs_documentation import the_example

PACKS = Path(__file__).parents[2] / "facts"
STARTER = Path(__file__).parents[2] / "bot" / "knowledge" / "starter"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one, if it is there."""


def kind_of(path: Path) -> str:
    return {"characters": "character"}.get(
        path.parent.name, path.parent.name if path.parent.name in KINDS else path.stem
    )


def marked(kind: str, text: str) -> list[str]:
    """What an editor would mark, as the path to it."""
    errors = Draft202012Validator(schema_of(kind)).iter_errors(yaml.load(text, LOADER))  # noqa: S506  # both are safe
    return [".".join(map(str, error.absolute_path)) for error in errors]


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.slow
def test_editors_accept_the_packs_that_we_ship(tmp_path: Path) -> None:
    the_example(tmp_path)
    files = [*PACKS.rglob("*.yaml"), *STARTER.rglob("*.yaml"), *tmp_path.rglob("*.yaml")]

    found = {str(path): marks for path in files if (marks := marked(kind_of(path), path.read_text("utf-8")))}

    assert len(files) > 60
    assert found == {}


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("character", "name: Ada\npronuon: she", ""),
        ("character", "name: Ada\npronoun: her", "pronoun"),
        ("character", "pronoun: she", ""),
        ("character", f"name: {'A' * 81}", "name"),
        ("character", "name: Ada\nfacts:\n  - {id: Ada Age, text: A., source: x}", "facts.0.id"),
        ("character", "name: Ada\nfacts:\n  - {id: a, text: A., source: x, spoiler: maybe}", "facts.0.spoiler"),
        ("plot", "parts:\n  - {title: A}", "parts.0"),
        ("quiz", "quiz:\n  - {question: Who}", "quiz.0"),
        ("pack", "format: 2\ntitle: A", "format"),
    ],
)
def test_mistakes_are_marked(kind: str, text: str, place: str) -> None:
    assert marked(kind, text) == [place]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("pack", "format: 1\ntitle: 1987\nyear: 1987\nspoilers: yes\nthings:\naliases: [no, 12]"),
        ("facts", "facts:\n  - {id: a, text: A., source: 12, spoiler: 'no', asks: who}\n"),
    ],
)
def test_what_yaml_takes_for_numbers_or_truth_is_a_text_to_us(kind: str, text: str) -> None:
    assert marked(kind, text) == []


def test_schemas_are_written_to_a_folder_and_again(tmp_path: Path) -> None:
    for _ in range(2):
        written = write_schemas(tmp_path / "pack" / ".schema")

    assert sorted(path.name for path in written) == sorted(schema_files())
    assert json.loads(written[0].read_text("utf-8")) == schema_of(written[0].stem)


def test_a_folder_that_cannot_be_written_is_a_users_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UserError, match="can't be written"):
        write_schemas(tmp_path / "file")


def test_the_line_for_an_editor_leads_to_the_schema() -> None:
    assert line_for("pack") == "# yaml-language-server: $schema=.schema/pack.json\n"
    assert line_for("character", depth=1) == "# yaml-language-server: $schema=../.schema/character.json\n"
