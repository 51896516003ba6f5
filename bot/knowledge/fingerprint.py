"""Tells whether the files of a pack are those of an earlier start, without reading what they say."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fingerprint:
    """The id of a pack, and a digest of all that reading it depends on."""

    id: str
    content: bytes


def fingerprint(folder: Path) -> Fingerprint | None:
    """That of the pack in a folder; None where only reading it can tell whether it is one."""
    found = hashlib.sha256(repr(folder.as_posix()).encode())  # authors' questions name their file
    try:
        if not (folder / "pack.yaml").is_file():
            return None
        for path in _paths(folder):
            if path.is_symlink() or (path.is_dir() and path.parent != folder):
                return None
            content = path.read_bytes() if path.suffix == ".yaml" and path.is_file() else b""
            found.update(repr((path.relative_to(folder).as_posix(), path.is_dir(), len(content))).encode())
            found.update(content)
    except OSError:
        return None
    return Fingerprint(pack_id(folder), found.digest())


def pack_id(folder: Path) -> str:
    """The id of the pack in a folder: the folder's name."""
    return Path(os.path.abspath(folder)).name  # noqa: PTH100 (resolve() would follow a link to another name)


def _paths(folder: Path) -> Iterator[Path]:
    """What is in the folder and in the folders in it, in one order, without what is hidden."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("."):
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from sorted(inner for inner in path.iterdir() if not inner.name.startswith("."))
