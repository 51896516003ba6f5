"""Caches packs, and the results computed from them, as files in the user's cache folder.

A file's name has a digest of all inputs: the pack or its files, our code and tables, the Python and numpy versions.
The file begins with a digest of its content. If the file is damaged or the folder unusable, the result is computed
again. Because unpickling can run code, only the owner can access the files, and files of other users are ignored.
"""

import contextlib
import hashlib
import io
import logging
import mmap
import os
import pickle
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

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
        for kept in _read(path, source):
            built: _Built = kept
            return built
        built = build()
        self._write(path, built, source)
        return built

    def _path_of(self, folder: Path) -> Path | None:
        """The cache file for the pack in a folder; None if the pack can't be cached."""
        found = fingerprint(folder) if self._folder else None
        return self._folder / f"{found.id}.pack-{_digest(found.content)}.pickle" if self._folder and found else None

    def _write(self, path: Path, kept: object, source: Pack | None = None) -> None:
        """Write the file atomically and remove the pack's older ones."""
        content = _written(kept, source)
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


ALIGNED = 64
"""The memory of arrays begins at a multiple of this, as numpy's own does."""


def _written(kept: object, source: Pack | None) -> bytes:
    """The object's pickle behind the memory of its arrays, with their sizes in front of both, and how many there are.

    So the arrays can be used where they are in the file. The facts and people of the pack `source` aren't written.
    """
    arrays: list[pickle.PickleBuffer] = []
    pickled = io.BytesIO()
    _Pickler(pickled, source, arrays).dump(kept)
    parts = [array.raw() for array in arrays]
    written = io.BytesIO()
    written.write(struct.pack(f"<Q{len(parts)}Q", len(parts), *(part.nbytes for part in parts)))
    for part in parts:
        written.write(bytes(_gap(CHECK + written.tell())))
        written.write(part)
    written.write(pickled.getbuffer())
    return written.getvalue()


def _shared(source: Pack | None) -> tuple[object, ...]:
    """What results have in common with the pack that they were computed from: there is each only once in memory."""
    return () if source is None else (*source.facts, *source.characters, *source.actors, *source.things)


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, source: Pack | None, arrays: list[pickle.PickleBuffer]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL, buffer_callback=arrays.append)
        self._numbers = {id(each): number for number, each in enumerate(_shared(source))}

    def persistent_id(self, obj: object, /) -> int | None:
        return self._numbers.get(id(obj))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, source: Pack | None, arrays: list[memoryview]) -> None:
        super().__init__(file, buffers=arrays)
        self._shared = _shared(source)

    def persistent_load(self, pid: int, /) -> object:
        return self._shared[pid]


def _read(path: Path, source: Pack | None = None) -> Iterator[Any]:
    """Yields a file's content; nothing if the file is missing or can't be trusted.

    The system reads the arrays when they are needed, and may drop them again: they take no memory of our own until
    somebody changes them.
    """
    with contextlib.suppress(Exception):  # a damaged file may raise anything; the result is then computed again
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return
        with path.open("rb") as file:
            check = file.read(CHECK)
            if hashlib.file_digest(file, "sha256").digest()[:CHECK] != check:
                return
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
            (count,) = struct.unpack_from("<Q", content, CHECK)
            sizes = struct.unpack_from(f"<{count}Q", content, CHECK + 8)
            arrays, at = list[memoryview](), CHECK + 8 * (1 + count)
            for size in sizes:
                at += _gap(at)
                arrays.append(content[at : at + size])
                at += size
            file.seek(at)
            kept = _Unpickler(file, source, arrays).load()  # written by this user, and checked
        yield kept


def _gap(at: int) -> int:
    return -at % ALIGNED


def _check(content: bytes) -> bytes:
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
    """The same digest for equal packs, whether read or cached: pickled without references to shared objects.

    A pack holds no sets: their order changes from start to start, and fifty of them break this way of pickling.
    """
    digest = _Digest()
    pickler = pickle.Pickler(digest, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dump(pack)
    return digest.found.digest()


class _Digest:
    """A file that keeps only a digest of what is written: a pack's pickle takes megabytes."""

    def __init__(self) -> None:
        self.found = hashlib.sha256()

    def write(self, content: bytes, /) -> int:
        self.found.update(content)
        return len(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(_version() + content).hexdigest()[:DIGITS]


@cache
def _version() -> bytes:
    """A digest of everything that turns a pack into cached results."""
    found = hashlib.sha256(f"{sys.version} {version('numpy')}".encode())
    for package in _CODE:
        for path in sorted((Path(__file__).parent / package).rglob("*")):
            if path.suffix in {".py", ".txt", ".npz"}:
                with path.open("rb") as file:
                    found.update(hashlib.file_digest(file, "sha256").digest())
    return found.digest()
