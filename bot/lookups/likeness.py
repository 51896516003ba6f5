"""Fuzzy matching of titles: parts of a story, continuities. (For people see `bot.answers.names`.)"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.english.spelling import in_common

Thing = TypeVar("Thing")

NEAR = 0.6
"""Minimum similarity (0 to 1) for a typed title to match a real one; one wrong letter is fine."""


def closest(typed: str, things: Iterable[Thing], names: Callable[[Thing], tuple[str, ...]]) -> Thing | None:
    """The thing with the most similar name, the first of equals; None if none is similar enough."""
    return next(iter(ranked(typed, things, names)), None)


def ranked(typed: str, things: Iterable[Thing], names: Callable[[Thing], tuple[str, ...]]) -> tuple[Thing, ...]:
    """The things with similar names, best first; all of them if nothing is typed."""
    if not typed.strip():
        return tuple(things)
    rated = [(max((likeness(typed, name) for name in names(thing)), default=0.0), thing) for thing in things]
    rated.sort(key=lambda pair: -pair[0])
    return tuple(thing for score, thing in rated if score >= NEAR)


def likeness(typed: str, name: str) -> float:
    """A similarity from 0 to 1. Equality is 1, then come a prefix, the prefix of a word, a substring, and letters in
    common, as a whole or word by word.
    """
    wanted, offered = typed.strip().casefold(), name.strip().casefold()
    if wanted == offered:
        return 1.0
    if offered.startswith(wanted):
        return 0.95
    if f" {wanted}" in offered:
        return 0.9
    if wanted in offered:
        return 0.85
    words = offered.split()
    size = len(wanted.split())
    spans = [offered, *(" ".join(words[start : start + size]) for start in range(len(words)))]
    by_span = max(in_common(wanted, span) for span in spans)
    return 0.84 * max(by_span, _word_by_word(wanted, words))


def _word_by_word(wanted: str, words: list[str]) -> float:
    """The similarity of the typed words to the nearest of `words`: the mean of the best one and the average.

    Words of up to 3 letters ("of") don't count.
    """
    typed = [word for word in wanted.split() if len(word) > 3]
    found = [max((in_common(word, other) for other in words), default=0.0) for word in typed]
    return (max(found) + sum(found) / len(found)) / 2 if found else 0.0
