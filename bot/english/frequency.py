"""How common words are in English at large, learned from public text; tells rare words from plain ones."""

import math
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files

COMMON = 8
"""Lines of the counted text from which a word is plain everyday English."""


COMMON_SHORT = 40
"""Lines of it from which a word of up to three letters is plain everyday English."""

EVERYDAY = 400
"""Lines of the counted text, of some 40,000, from which a word is among the commonest few hundred."""


@cache
def _table() -> tuple[dict[str, int], int]:
    lines = files("bot.english").joinpath("frequency.txt").read_text("utf-8").splitlines()
    total = int(lines[0])
    return {word: int(count) for word, _, count in (line.partition(" ") for line in lines[1:])}, total


def near() -> Iterator[tuple[str, str, float]]:
    """Stems of words that mean nearly the same, and how nearly, 0 to 1 (see `tests/benchmarks/learn_words.py`)."""
    for line in files("bot.english").joinpath("synonyms.txt").read_text("utf-8").splitlines():
        first, second, worth = line.split()
        yield first, second, float(worth)


@cache
def rarest() -> float:
    """The weight of a word that was never seen."""
    _, total = _table()
    return math.log(1 + total / 0.5)


def weight(word: str) -> float:
    """How much a folded word tells: ln(1 + lines / (lines with it + 0.5)), in nats; `rarest()` for an unknown one."""
    counts, total = _table()
    return math.log(1 + total / (counts.get(word, 0) + 0.5))


def is_known(word: str) -> bool:
    """Whether this is a word of English at large."""
    return word in _table()[0]


def known() -> Collection[str]:
    """All words of English at large, inflected forms apart."""
    return _table()[0].keys()


def is_everyday(word: str) -> bool:
    """Whether hardly anything can be said without this word."""
    return _table()[0].get(word, 0) >= EVERYDAY


def is_common(word: str) -> bool:
    """Whether this is a plain everyday word, so that a name spelt like it may not be meant."""
    return _table()[0].get(word, 0) >= COMMON


def is_common_though_short(word: str) -> bool:
    """Whether this word of up to three letters is no slip of another: there are many more slips than such words."""
    return _table()[0].get(word, 0) >= COMMON_SHORT
