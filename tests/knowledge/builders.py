"""Packs on disk, for tests of everything that reads them."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import PackError
from bot.knowledge.load import load_pack

GOOD: Mapping[str, str] = {
    "pack.yaml": "format: 1\ntitle: Moth Harbour\ncontinuities: {film: in the film, novel: in the novel}\n",
    "characters/ada.yaml": "name: Ada Lind\naliases: [Ada]\n",
    "facts.yaml": (
        "continuity: film\n"
        "facts:\n"
        "  - id: bell\n"
        "    text: The harbour bell rings by itself.\n"
        "    source: [P1]\n"
        "    about: [ada]\n"
    ),
}
"""A small pack that is right: two continuities, one character, one fact."""


def a_pack(folder: Path, /, **files: str | bytes | None) -> Path:
    """Writes a pack `moth` into the folder: what is given (`**{"plot.yaml": ...}`), and what is good otherwise.

    None leaves a file out.
    """
    home = folder / "moth"
    home.mkdir()
    for name, content in {**GOOD, **files}.items():
        if content is not None:
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return home


def problems_of(pack: Path) -> list[str]:
    """What is said of a pack, line by line, with files named from the pack on; nothing if it is good."""
    try:
        load_pack(pack)
    except PackError as error:
        return [str(problem).removeprefix(f"{pack.as_posix()}/") for problem in error.problems]
    return []
