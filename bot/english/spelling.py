"""Similarity of spellings."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA


def slips_allowed(length: int) -> int:
    """Typos allowed in a word of this length; with more, it could be a different word."""
    return 0 if length < 4 else 1 if length < 7 else 2


def nearest_words(word: str, vocabulary: Collection[str], *, limit: int = 8) -> list[tuple[str, int]]:
    """The words of the vocabulary within the allowed distance, nearest first, with their distance.

    The distance counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    """
    allowed = slips_allowed(len(word))
    if not allowed:
        return []
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=limit)
    return [(str(candidate), int(distance)) for candidate, distance, _ in found]


def fewest_slips(typed: str, names: Collection[str], *, most: int = 2, least: int = 0) -> int | None:
    """How many slips the nearest of the names is away; None where none is within `most`, or within what the shorter of
    the two may hold, which is at least `least`."""
    most = min(most, max(least, slips_allowed(len(typed))))
    found = process.extract(typed, names, scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [int(distance) for name, distance, _ in found if distance <= slips_allowed(len(name))]
    return min(near, default=None)


class Speller:
    """Finds the words of a vocabulary that are nearest to a misspelt one.

    An edit changes at most two letters of a word. So it only compares words whose letter sets differ by at most twice
    the allowed distance and whose lengths differ by at most that distance.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._known = frozenset(self._words)
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int16)
        self._letters = _letters_of(self._words, self._lengths)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def nearest(self, word: str, *, most: int | None = None, least: int = 0, limit: int = 8) -> list[tuple[str, int]]:
        """The words within the allowed distance, nearest first, with their distance; ties with the same start first.

        `most` caps the distance; words of `least` letters or more are always allowed one typo.
        """
        allowed = slips_allowed(len(word))
        if least and len(word) >= least:
            allowed = max(1, allowed)
        if most is not None:
            allowed = min(most, allowed)
        if not allowed or not len(self._words):
            return []
        apart = np.bitwise_count(self._letters ^ _letters_of([word], np.array([len(word)], dtype=np.int16)))
        near = (apart <= 2 * allowed) & (np.abs(self._lengths - len(word)) <= allowed)
        candidates = [self._words[at] for at in np.nonzero(near)[0]]
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        rows = [(str(candidate), int(distance)) for candidate, distance, _ in found]
        rows.sort(key=lambda row: (row[1], row[0][0] != word[0], row[0]))
        return rows[:limit]


def _letters_of(words: Sequence[str], lengths: npt.NDArray[np.int16]) -> npt.NDArray[np.uint32]:
    """The letters of each word as a bit set; letters far apart in the alphabet may share a bit."""
    if not words:
        return np.empty(0, dtype=np.uint32)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    bits = np.left_shift(np.uint32(1), codes & np.uint32(31))
    starts = lengths.cumsum(dtype=np.intp) - lengths
    letters: npt.NDArray[np.uint32] = np.bitwise_or.reduceat(bits, starts)
    return letters


def alike(first: str, second: str) -> float:
    """Similarity of two names, 0 to 1, regardless of word order and case."""
    return float(fuzz.token_sort_ratio(first, second)) / 100


def in_common(first: str, second: str) -> float:
    """How many of their letters two texts have in common, in the same order: 0 to 1."""
    return float(fuzz.ratio(first, second)) / 100


def rank_names(typed: str, names: Sequence[str]) -> list[tuple[int, float]]:
    """Indexes of the names most similar to the typed text, best first, each with its similarity 0 to 1.

    Beginnings of words count most, because people type names from the start. Ties keep their order.
    """
    begun = typed.split()
    scored = []
    for position, name in enumerate(names):
        parts = name.split()
        if name.startswith(typed):
            likeness = 1.0 + len(typed) / (len(name) + 1)
        elif all(any(part.startswith(word) for part in parts) for word in begun):
            likeness = 0.98
        else:
            opening = fuzz.ratio(typed, name[: len(typed)])
            likeness = max(0.9 * fuzz.ratio(typed, name), 0.81 * fuzz.partial_ratio(typed, name), 0.95 * opening) / 100
        scored.append((position, likeness))
    scored.sort(key=lambda row: (-row[1], row[0]))
    return [(position, min(1.0, likeness)) for position, likeness in scored]
