"""How like a title is to what was typed: parts of a story, continuities. (People: `bot.answers.names`.)"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.english.spelling import in_common

Thing = TypeVar("Thing")

NEAR = 0.6
"""How alike (0 to 1) a typed title and a real one must be to be taken for it; a letter may be wrong."""


def closest(typed: str, things: Iterable[Thing], names: Callable[[Thing], tuple[str, ...]]) -> Thing | None:
    """The thing with the name that is most like what was typed, the first of equals; None for none near."""
    return next(iter(ranked(typed, things, names)), None)


def ranked(typed: str, things: Iterable[Thing], names: Callable[[Thing], tuple[str, ...]]) -> tuple[Thing, ...]:
    """The things whose names are like what was typed, best first; all of them where nothing is typed."""
    if not typed.strip():
        return tuple(things)
    rated = [(max((likeness(typed, name) for name in names(thing)), default=0.0), thing) for thing in things]
    rated.sort(key=lambda pair: -pair[0])
    return tuple(thing for score, thing in rated if score >= NEAR)


def likeness(typed: str, name: str) -> float:
    """From 0 to 1. Equal is 1, then beginning, beginning of a word, within, then by letters in common,
    as a whole or word by word."""
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
    """How alike the words typed are to the nearest of `words`: half the best of them, half all of them.

    Words of up to 3 letters ("of") tell nothing.
    """
    typed = [word for word in wanted.split() if len(word) > 3]
    found = [max((in_common(word, other) for other in words), default=0.0) for word in typed]
    return (max(found) + sum(found) / len(found)) / 2 if found else 0.0
