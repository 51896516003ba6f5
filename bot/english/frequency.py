"""Word frequencies in general English, written and spoken (see `tests/benchmarks/learn_english.py`)."""

import math
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files

COMMON = 26
"""Lines of the corpus (about 80,000) from which a word is common."""

NOT_RARE = 4
"""Lines from which a string of up to three letters is a word, and not a typo."""

EVERYDAY = 800
"""Lines from which a word is among the few hundred most common."""


@cache
def _table() -> tuple[dict[str, int], int]:
    lines = files("bot.english").joinpath("frequency.txt").read_text("utf-8").splitlines()
    total = int(lines[0])
    return {word: int(count) for word, _, count in (line.partition(" ") for line in lines[1:])}, total


def near() -> Iterator[tuple[str, str, float]]:
    """Pairs of stems with their similarity in meaning, 0 to 1 (see `tests/benchmarks/learn_words.py`)."""
    for line in files("bot.english").joinpath("synonyms.txt").read_text("utf-8").splitlines():
        first, second, worth = line.split()
        yield first, second, float(worth)


@cache
def rarest() -> float:
    """The weight of an unknown word."""
    _, total = _table()
    return math.log(1 + total / 0.5)


def weight(word: str) -> float:
    """Inverse document frequency of a folded word, ln(1 + lines / (lines with it + 0.5)); `rarest()` if unknown."""
    counts, total = _table()
    return math.log(1 + total / (counts.get(word, 0) + 0.5))


def is_known(word: str) -> bool:
    """Whether the corpus has this word."""
    return word in _table()[0]


def known() -> Collection[str]:
    """All words of the corpus, each inflected form separately."""
    return _table()[0].keys()


def is_everyday(word: str) -> bool:
    """Whether this is one of the few hundred most common words."""
    return _table()[0].get(word, 0) >= EVERYDAY


def is_common(word: str) -> bool:
    """Whether this word is so common that it may not mean a name with the same spelling."""
    return _table()[0].get(word, 0) >= COMMON


def is_not_rare(word: str) -> bool:
    """Whether this word is common enough not to be a typo that happens to be a word."""
    return _table()[0].get(word, 0) >= NOT_RARE
