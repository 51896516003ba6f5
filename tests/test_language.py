"""Everything that users read is plain English: a short list of words that gave away translated sentences."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

ODD = re.compile(
    r"\b(?:anew|whom|whoever|somebody who|is told|are told|tells? what|one of both|for ever|by and by"
    r"|is no (?:folder|file|text|JSON|pack|database)|has no longer|have no longer)\b",
    re.IGNORECASE,
)
"""Each is correct somewhere, but every time we used one a native speaker would have said it another way."""

DOCUMENTS = (
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", ".env.example"),
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
)

WORDING = [
    *(ROOT / "bot" / "discord_front").rglob("*.py"),
    *(ROOT / "bot" / "cli").glob("*.py"),
    *(ROOT / "bot" / "lookups").glob("*.py"),
    *(ROOT / "bot" / "playground").rglob("*.js"),
]
"""Where texts for members, operators and pack authors are written."""


def test_documents_are_plain_english() -> None:
    odd = [
        f"{name}:{number}: {found.group()}"
        for name in DOCUMENTS
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1)
        for found in ODD.finditer(line)
    ]

    assert odd == []


def test_what_the_bot_says_is_plain_english() -> None:
    odd = [
        f"{path.relative_to(ROOT)}:{line}: {found.group()}"
        for path in WORDING
        for line, text in _sentences(path)
        for found in ODD.finditer(text)
    ]

    assert odd == []


def _sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a script; of a module the strings that are sentences, docstrings too."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from enumerate(source.splitlines(), 1)
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value
