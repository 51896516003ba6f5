"""Cuts a line into the pieces of words that the sentence encoder reads (WordPiece, as BERT's uncased models do it)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

UNKNOWN = "[UNK]"
"""A word that the vocabulary can't spell."""

FIRST, LAST = "[CLS]", "[SEP]"
"""What stands before and after every line."""

INSIDE = "##"
"""The mark of a piece that continues a word."""

LONGEST_WORD = 100
"""Characters from which a word counts as unknown, as in BERT."""

LONGEST_LINE = 2_000
"""Characters of a line that are read: many more than the pieces that the encoder takes."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All pieces and their numbers; `longest` is the number of characters of the longest piece."""

    numbers: Mapping[str, int]
    longest: int

    @classmethod
    def of(cls, pieces: list[str]) -> "Vocabulary":
        """The pieces, numbered in their order."""
        return cls({piece: number for number, piece in enumerate(pieces)}, max(map(len, pieces)))

    def spell(self, line: str, most: int) -> list[int]:
        """The numbers of a line's pieces, the marks of its beginning and end included: at most `most`."""
        spelt = [self.numbers[FIRST]]
        for word in words(line):
            spelt += self._spell_word(word)
            if len(spelt) >= most:
                break
        return [*spelt[: most - 1], self.numbers[LAST]]

    def _spell_word(self, word: str) -> list[int]:
        """The longest piece that the word begins with, then the longest that continues it, and so on."""
        spelt: list[int] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            for end in range(min(len(word), start + self.longest), start, -1):
                number = self.numbers.get(INSIDE + word[start:end] if start else word[:end])
                if number is not None:
                    spelt.append(number)
                    start = end
                    break
            else:
                return [self.numbers[UNKNOWN]]
        return spelt or [self.numbers[UNKNOWN]]


def words(line: str) -> Iterator[str]:
    """A line's words in small letters without accents; each punctuation mark and Chinese character is its own word."""
    return iter("".join(map(_plain, normalize("NFD", line[:LONGEST_LINE].lower()))).split())


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What becomes of a character: nothing, a space, itself, or itself as a word of its own."""
    kind = category(character)
    if character.isspace():
        return " "
    if kind == "Mn" or kind.startswith("C") or character == "\ufffd":
        return ""
    is_ascii_mark = character.isascii() and not character.isalnum()
    return f" {character} " if is_ascii_mark or kind.startswith("P") or is_chinese(character) else character


def is_chinese(character: str) -> bool:
    """Whether this is an ideograph, which Chinese writes without spaces in between."""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0002fa1f"
    )
