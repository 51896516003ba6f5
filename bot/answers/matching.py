"""How alike two spellings are. The only module that knows rapidfuzz."""

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA


def slips_allowed(length: int) -> int:
    """How many slips of the keyboard a word of so many letters may hold and still be told from others."""
    return 0 if length < 4 else 1 if length < 7 else 2


def nearest_words(word: str, vocabulary: Collection[str], *, limit: int = 8) -> list[tuple[str, int]]:
    """The words of the vocabulary within the allowed slips, nearest first, with their distance.

    A slip is an insertion, deletion, substitution or swap of neighbours (optimal string alignment).
    """
    allowed = slips_allowed(len(word))
    if not allowed:
        return []
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=limit)
    return [(str(candidate), int(distance)) for candidate, distance, _ in found]


def alike(first: str, second: str) -> float:
    """How alike two names are, 0 to 1; order of words and case do not matter."""
    return float(fuzz.token_sort_ratio(first, second)) / 100


def rank_names(typed: str, names: Sequence[str]) -> list[tuple[int, float]]:
    """Positions of the names most like what was typed so far, best first, each with its likeness 0 to 1.

    Beginnings of words count most, as people type names from the front; ties stay in the given order.
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
