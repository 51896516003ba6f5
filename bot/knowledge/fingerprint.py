"""Detects whether a pack's files have changed since an earlier start, without parsing them."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fingerprint:
    """A pack's id and a digest of everything that reading it depends on."""

    id: str
    content: bytes


def fingerprint(folder: Path) -> Fingerprint | None:
    """The fingerprint of the pack in a folder; None if the folder is unusual and has to be read."""
    found = hashlib.sha256(repr(folder.as_posix()).encode())  # a pack's questions contain their file's path
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
    """The paths in the folder and its subfolders, sorted, without hidden ones."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("."):
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from sorted(inner for inner in path.iterdir() if not inner.name.startswith("."))
