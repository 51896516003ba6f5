"""Caches packs, and the results computed from them, as files in the user's cache folder.

A file's name has a digest of all inputs: the pack or its files, our code and tables, the Python and numpy versions.
The file begins with a digest of its content. If the file is damaged or the folder unusable, the result is computed
again. Because unpickling can run code, only the owner can access the files, and files of other users are ignored.
"""

import contextlib
import hashlib
import io
import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from bot.knowledge.fingerprint import fingerprint
from bot.knowledge.model import Knowledge, Pack

log = logging.getLogger(__name__)

FOLDER = "LOREKEEPER_CACHE"
"""The environment variable for another folder; if empty, nothing is cached."""

_CODE = ("answers", "english", "knowledge", "questions")
"""The packages whose code and tables the results depend on."""

_Built = TypeVar("_Built")


class PackCache:
    """A folder of files for each pack: the pack itself, its search index, and its quiz questions.

    With None, nothing is cached.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def knowledge(self, folders: Sequence[Path]) -> Knowledge:
        """All packs, in the given order, from the cache or newly read.

        Raises PackError with every problem of every pack.
        """
        before = [self._path_of(folder) for folder in folders]
        kept: list[Pack] = [pack for path in before if path for pack in _read(path)]
        if len({pack.id for pack in kept}) == len(folders):
            return Knowledge(tuple(kept))
        from bot.knowledge.load import load_knowledge  # YAML and the packs' models are slow to import

        knowledge = load_knowledge(folders)
        for folder, path, pack in zip(folders, before, knowledge.packs, strict=True):
            if path and path == self._path_of(folder):  # unchanged while it was read
                self._write(path, pack)
        return knowledge

    def __call__(self, pack: Pack, build: Callable[[], _Built], part: str = "") -> _Built:
        """The result of `build` for a pack, or for a `part` of it, from the cache or newly built.

        It must not depend on the pack's quiz questions.
        """
        return self._kept(f"{pack.id}.{part}" if part else pack.id, replace(pack, quiz=()), build)

    def questions(self, pack: Pack, make: Callable[[Pack], _Built]) -> _Built:
        """The quiz questions that `make` returns for a pack, from the cache or newly made."""
        return self._kept(f"{pack.id}.questions", replace(pack), lambda: make(pack))

    def _kept(self, name: str, source: Pack, build: Callable[[], _Built]) -> _Built:
        """The result for a source that hasn't been used yet, because using a pack changes its pickled form."""
        if self._folder is None:
            return build()
        path = self._folder / f"{name}-{_digest(_content(source))}.pickle"
        for kept in _read(path):
            built: _Built = kept
            return built
        built = build()
        self._write(path, built)
        return built

    def _path_of(self, folder: Path) -> Path | None:
        """The cache file for the pack in a folder; None if the pack can't be cached."""
        found = fingerprint(folder) if self._folder else None
        return self._folder / f"{found.id}.pack-{_digest(found.content)}.pickle" if self._folder and found else None

    def _write(self, path: Path, kept: object) -> None:
        """Write the file atomically and remove the pack's older ones."""
        content = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(_check(content) + content)
            Path(file.name).replace(path)
            for old in path.parent.glob(f"{path.stem[:-DIGITS]}{'?' * DIGITS}.pickle"):
                if old != path:
                    old.unlink(missing_ok=True)
        except OSError as error:
            log.debug("nothing was cached in %s: %s", path.parent, error)


DIGITS = 32
"""Hexadecimal digits of a digest in a file's name."""

CHECK = 16
"""Bytes of the digest at the start of a file."""


def _read(path: Path) -> Iterator[Any]:
    """Yields a file's content; nothing if the file is missing or can't be trusted."""
    with contextlib.suppress(Exception):  # a damaged file may raise anything; the result is then computed again
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return
        content = memoryview(path.read_bytes())
        if _check(content[CHECK:]) == content[:CHECK]:
            yield pickle.loads(content[CHECK:])  # noqa: S301  # written by this user, and checked


def _check(content: bytes | memoryview) -> bytes:
    return hashlib.sha256(content).digest()[:CHECK]  # sha256 has hardware support


def user_cache() -> PackCache:
    """The cache in the folder named by `LOREKEEPER_CACHE`, otherwise in the user's cache folder."""
    if (named := os.environ.get(FOLDER)) is not None:
        return PackCache(Path(named).expanduser() if named.strip() else None)
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        return PackCache((Path(home) if home else Path.home() / ".cache") / "lorekeeper")
    except RuntimeError:  # no home folder
        return PackCache(None)


def _content(pack: Pack) -> bytes:
    """The same bytes for equal packs, whether read or cached: pickled without references to shared objects."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dump(pack)
    return written.getvalue()


def _digest(content: bytes) -> str:
    return hashlib.sha256(_version() + content).hexdigest()[:DIGITS]


@cache
def _version() -> bytes:
    """A digest of everything that turns a pack into cached results."""
    found = hashlib.sha256(f"{sys.version} {version('numpy')}".encode())
    for package in _CODE:
        for path in sorted((Path(__file__).parent / package).rglob("*")):
            if path.suffix in {".py", ".txt", ".npz"}:
                found.update(path.read_bytes())
    return found.digest()
