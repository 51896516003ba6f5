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


def rank_names(typed: str, names: Sequence[str], *, limit: int) -> list[tuple[int, float]]:
    """Positions of the names most like what was typed so far, best first, each with its likeness 0 to 1.

    Beginnings of words count most, as people type names from the front; ties stay in the given order.
    """
    scored = []
    for position, name in enumerate(names):
        likeness = max(fuzz.ratio(typed, name), 0.9 * fuzz.partial_ratio(typed, name)) / 100
        if name.startswith(typed):
            likeness = 1.0 + len(typed) / (len(name) + 1)
        elif any(part.startswith(typed) for part in name.split()):
            likeness = 0.98
        else:
            opening = fuzz.ratio(typed, name[: len(typed)]) / 100
            likeness = max(likeness * 0.9, opening * 0.95)
        scored.append((position, likeness))
    scored.sort(key=lambda row: (-row[1], row[0]))
    return [(position, min(1.0, likeness)) for position, likeness in scored[:limit]]
