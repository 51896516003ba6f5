"""From bytes to text."""

import pytest

from bot.errors import UserError
from bot.knowledge.importers.decoding import decoded

TEXT = "Wie heißt die Café-Katze?\nBjörn’s Mütze\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"], ids=lambda encoding: encoding
)
def test_unicode_is_told_by_looking(encoding: str) -> None:
    found = decoded(TEXT.encode(encoding))

    assert (found.text, found.guess) == (TEXT, "")


def test_a_western_text_is_read_and_the_guess_named() -> None:
    found = decoded(TEXT.encode("cp1252"))

    assert (found.text, found.guess) == (TEXT, "Windows-1252")


def test_line_breaks_are_plain_ones() -> None:
    assert decoded(b"a\r\nb\rc").text == "a\nb\nc"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("é\n".encode() + b"x\n\xe9", "mixes encodings: line 1 is UTF-8 and line 3 isn't"),
        ("Кто это был?".encode("cp1251"), "isn't UTF-8 (line 1"),
        (bytes(range(256)), "isn't a text file"),
        (b"\x01\x02", "isn't a text file"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        ("ab".encode("utf-16") + b"\xd8", "isn't valid UTF-16-LE (line 1)"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_next_step(raw: bytes, said: str) -> None:
    with pytest.raises(UserError) as caught:
        decoded(raw)

    assert said in str(caught.value)
