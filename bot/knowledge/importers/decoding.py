"""Decodes the bytes of a file: detects the encoding, and names it if it was a guess."""

import codecs
import re
from dataclasses import dataclass, replace

from bot.errors import UserError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks (UTF-32 before UTF-16, whose mark is a prefix of the other's)."""

_FOREIGN = 0.2
"""Above this share of non-ASCII letters, a text that isn't UTF-8 is unlikely to be in a Western language, and decoding
it as Windows-1252 would produce garbage. (French and German have 3 to 5 in 100.)"""


LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands for a byte that isn't UTF-8 in a file that otherwise is."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file. `guess` names the encoding unless it is certain; `is_mixed` says that letters are LOST."""

    text: str
    guess: str = ""
    is_mixed: bool = False


def decoded(raw: bytes, *, mixed: bool = False) -> Decoded:
    """The text, without a byte order mark and with plain line breaks. Raises UserError with advice, also for a file of
    several encodings unless `mixed` ones are wanted."""
    found = _decoded(raw, mixed=mixed)
    return replace(found, text=re.sub("\r\n?", "\n", found.text))


def _decoded(raw: bytes, *, mixed: bool) -> Decoded:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoded(_strictly(raw[len(mark) :], encoding))
    for begin, what in _ARCHIVES.items():
        if raw.startswith(begin):
            raise UserError(f"is {what}")
    if b"\0" in raw:
        return Decoded(_without_mark(raw))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _western(raw, error, mixed=mixed)
    if re.search("[\x01-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise UserError("isn't a text file; export your quiz as text first")
    return Decoded(text)


_ARCHIVES = {
    b"PK\x03\x04": "a spreadsheet or an archive, not text; export it as CSV (spreadsheets) or as plain text (Anki)",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file, not text; save it as CSV",
    b"%PDF": "a PDF, not text; copy its questions into a table and save that as CSV",
    b"SQLite format 3": "a database, not text; export your quiz as text",
    b"\x1f\x8b": "compressed; unpack it first",
}


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].decode(encoding, "replace").count("\n") + 1
        raise UserError(f"isn't valid {encoding.upper()} (line {line}); save it with the encoding UTF-8") from error


def _without_mark(raw: bytes) -> str:
    """Decode UTF-16 without a byte order mark, as some editors save it: in ASCII letters, every second byte is zero."""
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    if max(even, odd) * 4 > len(raw) // 2 and min(even, odd) * 20 < max(even, odd) and len(raw) % 2 == 0:
        return _strictly(raw, "utf-16-be" if even > odd else "utf-16-le")
    raise UserError("isn't a text file; export your quiz as text first")


_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _western(raw: bytes, error: UnicodeDecodeError, *, mixed: bool) -> Decoded:
    """Decode text that isn't UTF-8 as Windows-1252, the usual Western encoding of Windows, if that is plausible."""
    line = raw[: error.start].count(b"\n") + 1
    if other := _UTF8_LETTER.search(raw):
        if mixed:
            return Decoded(raw.decode("utf-8", "replace"), is_mixed=True)
        there = raw[: other.start()].count(b"\n") + 1
        raise UserError(
            f"mixes encodings: line {there} is UTF-8 and line {line} isn't (byte 0x{raw[error.start]:02X}); "
            "correct that line and save the file with the encoding UTF-8"
        )
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not character.isascii() for character in letters)
    if foreign > _FOREIGN * len(letters) or not letters:
        raise UserError(f"isn't UTF-8 (line {line}: byte 0x{raw[error.start]:02X}); save it with the encoding UTF-8")
    return Decoded(text, "Windows-1252")
