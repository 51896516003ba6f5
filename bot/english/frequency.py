"""Word frequencies in general English, written and spoken (see `tests/benchmarks/learn_english.py`)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

COMMON = 16
"""A word is common if at least this many lines of the corpus (about 80,000) contain it."""

NOT_RARE = 4
"""In fewer lines than this, a string of up to three letters is more likely a typo than a word."""

EVERYDAY = 800
"""The few hundred most common words are in at least this many lines."""

KEPT = 16384
"""Maximum number of words whose count is remembered."""


@dataclass(frozen=True, eq=False)
class _Table:
    """The words in alphabetical order, the number of lines that contain each, and the number of all lines. As a
    dictionary, it would take five megabytes instead of two.
    """

    words: npt.NDArray[np.bytes_]
    lines: npt.NDArray[np.uint32]
    total: int


@cache
def _table() -> _Table:
    total, *rows = files("bot.english").joinpath("frequency.txt").read_bytes().split()
    return _Table(np.array(rows[::2]), np.array(rows[1::2]).astype(np.uint32), int(total))


@lru_cache(maxsize=KEPT)
def _lines_with(word: str) -> int:
    """The number of lines in the corpus that contain a word."""
    table, key = _table(), word.encode(errors="replace")
    at = int(table.words.searchsorted(key))
    return int(table.lines[at]) if at < len(table.words) and table.words[at] == key else 0


def near() -> Iterator[tuple[str, str, float]]:
    """Pairs of stems with their similarity in meaning, 0 to 1 (see `tests/benchmarks/learn_words.py`)."""
    for line in files("bot.english").joinpath("synonyms.txt").read_text("utf-8").splitlines():
        first, second, worth = line.split()
        yield first, second, float(worth)


@cache
def rarest() -> float:
    """The weight of an unknown word."""
    return math.log(1 + _table().total / 0.5)


def weight(word: str) -> float:
    """Inverse document frequency of a folded word, ln(1 + lines / (lines with it + 0.5)); `rarest()` if unknown."""
    return math.log(1 + _table().total / (_lines_with(word) + 0.5))


def is_known(word: str, least: int = 1) -> bool:
    """Whether at least `least` lines of the corpus contain this word."""
    return _lines_with(word) >= least


def known(least: int = 1) -> list[str]:
    """All words that at least `least` lines of the corpus contain, each inflected form separately."""
    table = _table()
    return [word.decode() for word in table.words[table.lines >= least].tolist()]


def is_common(word: str) -> bool:
    """Whether this word is so common that it may not mean a name with the same spelling."""
    return _lines_with(word) >= COMMON
