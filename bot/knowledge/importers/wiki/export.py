"""Reads a MediaWiki export as a stream, page by page. The only module that reads XML.

An export comes from a stranger's wiki, so document types (and with them all entities) are refused, and nothing is kept
of pages that nobody asks for.
"""

import bz2
import gzip
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast
from xml.parsers import expat

from bot.errors import UserError

LONGEST_PAGE = 4 * 1024 * 1024
"""Maximum characters of one page: twice what MediaWiki saves."""

LARGEST_TAG = 8 * 1024 * 1024
"""Bytes that the parser may hold back while it waits for the end of a tag or a comment."""

DEEPEST = 12
"""Maximum nesting: an export has five levels."""

CHUNK = 64 * 1024

HOW_TO_EXPORT = (
    "Open Special:Export on the wiki (https://WIKI/wiki/Special:Export), name the pages or a category, "
    "and save the file; on Fandom, Special:Statistics has an export of the whole wiki."
)


@dataclass(frozen=True)
class Site:
    """What an export says about its wiki. `namespaces` has names by number ("Talk" is 1)."""

    name: str = ""
    base: str = ""
    namespaces: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """The newest revision of a page. `redirect` is the title of the page that it redirects to."""

    title: str
    namespace: int
    revision: str
    text: str
    redirect: str = ""


def looks_like_an_export(source: Path) -> bool:
    """Whether a file seems to be an export, by its beginning, or by its name if it is packed (`pages.xml.gz`)."""
    try:
        with source.open("rb") as file:
            beginning = file.read(1024)
    except OSError:
        return False
    return b"<mediawiki" in beginning or (beginning.startswith(_PACKED) and ".xml" in source.name.lower())


_PACKED = (b"BZh", b"\x1f\x8b", b"\xfd7zXZ\0", b"7z\xbc\xaf")


def read_export(source: Path) -> Iterator[Site | Page]:
    """The site, then each page of the file, which may be packed (.gz, .bz2, .xz). Raises UserError."""
    parser = _Parser()
    try:
        with source.open("rb") as file:
            beginning = file.read(1024)
            file.seek(0)
            _refuse(source, beginning)
            with _unpacked(file, beginning) as content:
                while chunk := content.read(CHUNK):
                    yield from parser.feed(chunk)
        yield from parser.feed(b"", is_end=True)
    except expat.ExpatError as error:
        raise UserError(f"{source}:{error.lineno}: {_in_plain_words(error)}") from error
    except _RefusedError as error:
        raise UserError(f"{source}:{parser.line}: {error}") from error
    except EOFError as error:
        raise UserError(f"{source} ends too early: the download isn't complete. Download it again.") from error
    except (lzma.LZMAError, gzip.BadGzipFile) as error:
        raise UserError(f"{source} can't be unpacked ({error}). Download it again.") from error
    except OSError as error:
        if source.is_dir():
            raise UserError(f"{source} is a folder. Name the file of the export.") from error
        raise UserError(f"{source} can't be read ({error.strerror or error}).") from error


def _unpacked(file: BinaryIO, beginning: bytes) -> BinaryIO:
    if beginning.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.open(file))
    if beginning.startswith(b"BZh"):
        return cast(BinaryIO, bz2.open(file))
    if beginning.startswith(b"\xfd7zXZ\0"):
        return cast(BinaryIO, lzma.open(file))
    return file


def _refuse(source: Path, beginning: bytes) -> None:
    """Raises UserError for files that are evidently something else."""
    start = beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise UserError(f"{source} is empty. {HOW_TO_EXPORT}")
    if start.startswith(b"7z\xbc\xaf"):
        raise UserError(f"{source} is a 7z archive. Unpack it first (7z x {source.name}), then import the XML in it.")
    if start.startswith(b"pk\x03\x04"):
        raise UserError(f"{source} is a zip archive. Unpack it first, then import the XML in it.")
    if start.startswith((b"<!doctype html", b"<html")):
        raise UserError(f"{source} is a web page and not an export. {HOW_TO_EXPORT}")
    is_packed = start.startswith((b"\x1f\x8b", b"bzh", b"\xfd7zxz"))
    if not is_packed and not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        raise UserError(f"{source}:1: isn't XML, so it isn't an export of MediaWiki. {HOW_TO_EXPORT}")


def _in_plain_words(error: expat.ExpatError) -> str:
    said = expat.ErrorString(error.code)
    if said in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN):
        return "the file ends too early: the export isn't complete. Download it again."
    return f"isn't valid XML ({said}). Download the export again, and don't edit it by hand."


class _RefusedError(Exception):
    """Something that no export has, or more of it than we read."""


class _Parser:
    """Turns XML into a site and pages; keeps no more than the page that it is in."""

    def __init__(self) -> None:
        self._expat = expat.ParserCreate()
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._length = 0
        self._fed = 0
        self._fields: dict[str, str] = {}
        self._site: dict[str, str] = {}
        self._namespaces: dict[int, str] = {}
        self._key = 0
        self._found: list[Site | Page] = []

    @property
    def line(self) -> int:
        return self._expat.CurrentLineNumber

    def feed(self, chunk: bytes, *, is_end: bool = False) -> list[Site | Page]:
        """What is complete after this chunk."""
        self._expat.Parse(chunk, is_end)
        self._fed += len(chunk)
        if self._fed - self._expat.CurrentByteIndex > LARGEST_TAG:
            raise _RefusedError(f"a tag or a comment has more than {LARGEST_TAG // 1024**2} MiB; no export has that")
        found, self._found = self._found, []
        return found

    def _doctype(self, *_: object) -> None:
        raise _RefusedError(f"has a document type (<!DOCTYPE ...>), which no export of MediaWiki has. {HOW_TO_EXPORT}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path and name != "mediawiki":
            raise _RefusedError(f"isn't an export of MediaWiki: it begins with <{name[:40]}>. {HOW_TO_EXPORT}")
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise _RefusedError(f"is nested deeper than {DEEPEST} levels; no export is")
        match self._path[1:]:
            case ["page"]:
                self._fields = {}
            case ["page", "redirect"]:
                self._fields["redirect"] = attributes.get("title", "")
            case ["page", "revision"]:
                self._fields.pop("text", None)
            case ["siteinfo", "namespaces", "namespace"]:
                key = attributes.get("key", "")
                self._key = int(key) if key.lstrip("-").isdecimal() else 0
        if "/".join(self._path[1:]) in _WANTED:
            self._text, self._length = [], 0

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._length += len(text)
            if self._length > LONGEST_PAGE:
                raise _RefusedError(f"a page has more than {LONGEST_PAGE // 1024**2} MiB; no wiki saves one that long")
            self._text.append(text)

    def _end(self, name: str) -> None:
        place = "/".join(self._path[1:])
        if place in _WANTED and self._text is not None:
            text, self._text = "".join(self._text), None
            match self._path[1]:
                case "page":
                    self._fields[_WANTED[place]] = text
                case _ if name == "namespace":
                    self._namespaces[self._key] = text
                case _:
                    self._site[name] = text
        if place == "siteinfo":
            self._found.append(Site(self._site.get("sitename", ""), self._site.get("base", ""), self._namespaces))
        elif place == "page":
            self._found.append(self._page())
        self._path.pop()

    def _page(self) -> Page:
        namespace = self._fields.get("namespace", "").strip()
        return Page(
            title=" ".join(self._fields.get("title", "").replace("_", " ").split()),
            namespace=int(namespace) if namespace.lstrip("-").isdecimal() else 0,
            revision=self._fields.get("revision", "").strip(),
            text=self._fields.get("text", ""),
            redirect=self._fields.get("redirect", ""),
        )


_WANTED = {
    "siteinfo/sitename": "sitename",
    "siteinfo/base": "base",
    "siteinfo/namespaces/namespace": "namespace",
    "page/title": "title",
    "page/ns": "namespace",
    "page/revision/id": "revision",
    "page/revision/text": "text",
}
"""The elements whose text is read. (`page/revision/contributor/id` is somebody else's number.)"""
