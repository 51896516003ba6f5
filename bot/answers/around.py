"""Collects the texts to read for some facts: their own, and their neighbours' in the story."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.texts import Ints, Lists

Places = npt.NDArray[np.intp]

WINDOW = np.arange(-3, 3)
"""Neighbouring passages of a story fact whose words are read one by one."""

OWN = 3
"""The index of the fact itself in that window."""

READ_WHOLE = 8_000
"""Below this many values all lists of a pack are read for each question: selecting the wanted ones takes longer."""


@dataclass(frozen=True, eq=False)
class Read:
    """The texts read for some facts: `size` of them, `words` with `rows` (the text of each word).

    `own` is the text of each fact; `around` has those in a story fact's `WINDOW` (a column per fact), with `size` for
    none.
    """

    rows: Places
    words: Ints
    size: int
    own: Places
    around: Places | None


class Texts:
    """The texts of a pack, ready for reading."""

    def __init__(self, texts: Lists, story: tuple[int, int]) -> None:
        self._texts = texts
        self._story = story
        self._rows = rows_of(texts)
        every = np.arange(len(texts))
        self._windows = None if self._rows is None else _windows(every, story, none=len(texts))

    def read(self, positions: Places) -> Read:
        """The texts of the facts at these positions and, for story facts, their neighbours."""
        first, last = self._story
        is_story = bool(np.count_nonzero((positions >= first) & (positions < last)))
        if self._rows is not None and self._windows is not None:
            around = self._windows.take(positions, axis=1) if is_story else None
            return Read(self._rows, self._texts.values, len(self._texts), positions, around)
        if not is_story:
            return self._chosen(positions)
        around = _windows(positions, self._story, none=-1)
        is_there = around >= 0
        wanted = around[is_there]
        rows, words = self._texts.gather(wanted)
        around[is_there] = np.arange(len(wanted))
        around[~is_there] = len(wanted)
        return Read(rows, words, len(wanted), around[OWN], around)

    def own(self, read: Read, positions: Places) -> Read:
        """A subset of what was read: without the texts around these facts."""
        return read if self._rows is not None or read.around is None else self._chosen(positions)

    def _chosen(self, positions: Places) -> Read:
        rows, words = self._texts.gather(positions)
        return Read(rows, words, len(positions), np.arange(len(positions)), None)


def rows_of(lists: Lists) -> Places | None:
    """The list of each value, if all lists are read for each question."""
    return np.arange(len(lists)).repeat(lists.sizes) if len(lists.values) <= READ_WHOLE else None


def _windows(positions: Places, story: tuple[int, int], *, none: int) -> Places:
    """The neighbours of the facts at these positions, a column each; `none` outside of the story."""
    first, last = story
    around = WINDOW[:, None] + positions
    is_there = (around >= first) & (around < last) & (positions >= first) & (positions < last)
    is_there[OWN] = True
    return np.where(is_there, around, none)
