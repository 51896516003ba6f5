"""Creates the folder of a new pack: all or nothing, and without overwriting anything."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import UserError
from bot.knowledge.fingerprint import pack_id
from bot.knowledge.limits import SLUG, slug_of


def check_new(out: Path) -> None:
    """Check that the folder can become a pack. Raises UserError."""
    name = pack_id(out)
    if not SLUG.fullmatch(name):
        good = slug_of(name)
        advice = f", for example {out.parent / good}" if good else ""
        raise UserError(f"The folder's name is the pack's id, and '{name}' cannot be one: use a-z, 0-9 and -{advice}.")
    try:
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise UserError(f"{out} exists and is no folder. Name a new one.")
        if out.is_dir() and any(out.iterdir()):
            raise UserError(f"{out} is not empty. Name a new folder, so that nothing is lost.")
    except OSError as error:
        raise UserError(f"{out} cannot be used ({error.strerror or error}). Name another folder.") from error


@contextmanager
def draft_of(out: Path, files: Mapping[str, str | bytes]) -> Iterator[Path]:
    """A temporary draft of the pack next to its destination, under its own name. Raises UserError."""
    home = Path(os.path.abspath(out)).parent  # noqa: PTH100 (resolve() would follow links)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{pack_id(out)}-", dir=home) as workplace:
            pack = Path(workplace) / pack_id(out)
            pack.mkdir()
            for name, content in files.items():
                path = pack / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
            yield pack
    except OSError as error:
        raise UserError(f"{out} could not be written ({error.strerror or error}). Try another folder.") from error


def put_in_place(draft: Path, out: Path) -> None:
    """Move a draft to its destination."""
    if out.is_dir():
        out.rmdir()
    draft.rename(Path(os.path.abspath(out)).parent / pack_id(out))  # noqa: PTH100


def quoted(text: str) -> str:
    """A single-line text as YAML, as readable as possible."""
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'
