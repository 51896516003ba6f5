"""Keeps what is computed from a pack between starts, as files in the user's cache folder.

A file is found by a digest of the pack and of everything that the result follows from: our code and tables, Python and
numpy. It begins with a digest of its content, so that a damaged one is noticed; whatever is wrong with a file or the
folder, the result is computed again. Files are made with the rights of their owner alone and read only where they
belong to the user, because unpickling runs what a file says.
"""

import contextlib
import hashlib
import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from bot.knowledge.model import Pack

log = logging.getLogger(__name__)

FOLDER = "LOREKEEPER_CACHE"
"""The environment variable that names another folder; empty: nothing is kept."""

_CODE = ("answers", "knowledge")
"""The packages whose code and tables the results follow from."""

_Built = TypeVar("_Built")


class PackCache:
    """Files for packs, one each, in a folder; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def __call__(self, pack: Pack, build: Callable[[], _Built], part: str = "") -> _Built:
        """What `build` gives for a pack, or for a `part` of what is kept of it: from its file, or built and kept for
        the next time."""
        if self._folder is None:
            return build()
        path = self._folder / f"{'.'.join(filter(None, (pack.id, part)))}-{_digest(pack)}.pickle"
        for kept in _read(path):
            built: _Built = kept
            return built
        built = build()
        self._write(path, pickle.dumps(built, pickle.HIGHEST_PROTOCOL), pack.id)
        return built

    def _write(self, path: Path, content: bytes, id: str) -> None:
        """Put the file there as a whole, and take away those that the same pack had before."""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(_check(content) + content)
            Path(file.name).replace(path)
            for old in path.parent.glob(f"{id}-{'?' * DIGITS}.pickle"):
                if old != path:
                    old.unlink(missing_ok=True)
        except OSError as error:
            log.debug("nothing was kept in %s: %s", path.parent, error)


DIGITS = 32
"""Hexadecimal digits of a digest in a file's name."""

CHECK = 16
"""Bytes of the digest in front of a file's content."""


def _read(path: Path) -> Iterator[Any]:
    """What a file holds; nothing where there is none, or it cannot be trusted."""
    with contextlib.suppress(Exception):  # a damaged file may raise anything, and then all is computed again
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return
        content = memoryview(path.read_bytes())
        if _check(content[CHECK:]) == content[:CHECK]:
            yield pickle.loads(content[CHECK:])  # noqa: S301  # written by this user, and checked


def _check(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content, digest_size=CHECK).digest()


def user_cache() -> PackCache:
    """The cache in the folder that `LOREKEEPER_CACHE` names, else in the user's own."""
    if (named := os.environ.get(FOLDER)) is not None:
        return PackCache(Path(named).expanduser() if named.strip() else None)
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        return PackCache((Path(home) if home else Path.home() / ".cache") / "lorekeeper")
    except RuntimeError:  # nobody's home
        return PackCache(None)


def _digest(pack: Pack) -> str:
    return hashlib.sha256(_version() + pickle.dumps(pack, pickle.HIGHEST_PROTOCOL)).hexdigest()[:DIGITS]


@cache
def _version() -> bytes:
    """A digest of all that turns a pack into what is kept."""
    found = hashlib.sha256(f"{sys.version} {version('numpy')}".encode())
    for package in _CODE:
        for path in sorted((Path(__file__).parent / package).rglob("*")):
            if path.suffix in {".py", ".txt", ".npz"}:
                found.update(path.read_bytes())
    return found.digest()
