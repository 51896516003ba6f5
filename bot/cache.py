"""Keeps packs, and what is computed from them, between starts, as files in the user's cache folder.

A file is found by a digest of everything that the result follows from: the pack or its files, our code and tables,
Python and numpy. It begins with a digest of its content, so that a damaged one is noticed; whatever is wrong with a
file or the folder, the result is computed again. Files are made with the rights of their owner alone and read only
where they belong to the user, because unpickling runs what a file says.
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
"""The environment variable that names another folder; empty: nothing is kept."""

_CODE = ("answers", "english", "knowledge", "questions")
"""The packages whose code and tables the results follow from."""

_Built = TypeVar("_Built")


class PackCache:
    """Files for packs in a folder: for each the pack itself, what answers are built from, and its quiz questions.

    None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def knowledge(self, folders: Sequence[Path]) -> Knowledge:
        """All packs, in the order given: from their files here, or read and kept for the next time.

        Raises PackError with every problem of every one.
        """
        before = [self._path_of(folder) for folder in folders]
        kept: list[Pack] = [pack for path in before if path for pack in _read(path)]
        if len({pack.id for pack in kept}) == len(folders):
            return Knowledge(tuple(kept))
        from bot.knowledge.load import load_knowledge  # YAML and the packs' models take longer than all else here

        knowledge = load_knowledge(folders)
        for folder, path, pack in zip(folders, before, knowledge.packs, strict=True):
            if path and path == self._path_of(folder):  # nobody wrote in it meanwhile
                self._write(path, pack)
        return knowledge

    def __call__(self, pack: Pack, build: Callable[[], _Built], part: str = "") -> _Built:
        """What `build` gives for a pack, or for a `part` of what is kept of it: from its file, or built and kept for
        the next time.

        It follows from all of the pack but its quiz questions.
        """
        return self._kept(f"{pack.id}.{part}" if part else pack.id, replace(pack, quiz=()), build)

    def questions(self, pack: Pack, make: Callable[[Pack], _Built]) -> _Built:
        """The quiz questions that `make` gives for a pack: from their file, or made and kept for the next time."""
        return self._kept(f"{pack.id}.questions", replace(pack), lambda: make(pack))

    def _kept(self, name: str, source: Pack, build: Callable[[], _Built]) -> _Built:
        """What follows from a source that nobody has used yet: using a pack leaves traces in it."""
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
        """Where the pack of a folder is kept; None where it has to be read in any case."""
        found = fingerprint(folder) if self._folder else None
        return self._folder / f"{found.id}.pack-{_digest(found.content)}.pickle" if self._folder and found else None

    def _write(self, path: Path, kept: object) -> None:
        """Put the file there as a whole, and take away those that the same pack had before."""
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
    return hashlib.sha256(content).digest()[:CHECK]  # of the digests the one that processors help with


def user_cache() -> PackCache:
    """The cache in the folder that `LOREKEEPER_CACHE` names, else in the user's own."""
    if (named := os.environ.get(FOLDER)) is not None:
        return PackCache(Path(named).expanduser() if named.strip() else None)
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        return PackCache((Path(home) if home else Path.home() / ".cache") / "lorekeeper")
    except RuntimeError:  # nobody's home
        return PackCache(None)


def _content(pack: Pack) -> bytes:
    """The same for equal packs, whether read or kept: nothing is written as "the same object as before"."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dump(pack)
    return written.getvalue()


def _digest(content: bytes) -> str:
    return hashlib.sha256(_version() + content).hexdigest()[:DIGITS]


@cache
def _version() -> bytes:
    """A digest of all that turns a pack into what is kept."""
    found = hashlib.sha256(f"{sys.version} {version('numpy')}".encode())
    for package in _CODE:
        for path in sorted((Path(__file__).parent / package).rglob("*")):
            if path.suffix in {".py", ".txt", ".npz"}:
                found.update(path.read_bytes())
    return found.digest()
