"""Splits a line into tokens for the sentence encoder (WordPiece, as in BERT's uncased models)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

UNKNOWN = "[UNK]"
"""The token for a word that the vocabulary can't spell."""

FIRST, LAST = "[CLS]", "[SEP]"
"""The tokens before and after every line."""

INSIDE = "##"
"""The prefix of a token that continues a word."""

LONGEST_WORD = 100
"""Words longer than this are unknown, as in BERT."""

LONGEST_LINE = 2_000
"""Maximum number of characters read; far more than the encoder's tokens can hold."""


@dataclass(frozen=True)
class Spelt:
    """The token numbers of a line, and its words without punctuation, each with the span of its tokens."""

    tokens: list[int]
    words: list[str]
    spans: list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All tokens with their numbers; `longest` is the length of the longest token."""

    numbers: Mapping[str, int]
    longest: int

    @classmethod
    def of(cls, pieces: list[str]) -> "Vocabulary":
        """Numbers the tokens in their order."""
        return cls({piece: number for number, piece in enumerate(pieces)}, max(map(len, pieces)))

    def spell(self, line: str, most: int) -> Spelt:
        """The tokens of a line, including the start and end tokens: at most `most`."""
        spelt = [self.numbers[FIRST]]
        told: list[str] = []
        spans: list[tuple[int, int]] = []
        for word in words(line):
            if len(spelt) >= most - 1:
                break
            start = len(spelt)
            spelt += self._spell_word(word)
            if is_told(word):
                told.append(word)
                spans.append((start, min(len(spelt), most - 1)))
        return Spelt([*spelt[: most - 1], self.numbers[LAST]], told, spans)

    def _spell_word(self, word: str) -> list[int]:
        """Greedy longest match: the longest token that starts the word, then the longest that continues it, etc."""
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


def told_words(line: str) -> Iterator[str]:
    """The words of a line without punctuation."""
    return filter(is_told, words(line))


def is_told(word: str) -> bool:
    """Whether this is no punctuation mark."""
    return word[0].isalnum()


def words(line: str) -> Iterator[str]:
    """A line's words in lower case without accents; each punctuation mark and Chinese character is its own word."""
    return iter("".join(map(_plain, normalize("NFD", line[:LONGEST_LINE].lower()))).split())


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Maps a character to nothing, a space, itself, or itself as a separate word."""
    kind = category(character)
    if character.isspace():
        return " "
    if kind == "Mn" or kind.startswith("C") or character == "\ufffd":
        return ""
    is_ascii_mark = character.isascii() and not character.isalnum()
    return f" {character} " if is_ascii_mark or kind.startswith("P") or is_chinese(character) else character


def is_chinese(character: str) -> bool:
    """Whether this is an ideograph; Chinese is written without spaces."""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0002fa1f"
    )
