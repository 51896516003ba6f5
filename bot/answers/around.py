"""The texts that are read for some facts: their own, and those around them in the story."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.texts import Ints, Lists

Places = npt.NDArray[np.intp]

WINDOW = np.arange(-3, 3)
"""The passages around a fact of the story whose words are looked at one by one."""

OWN = 3
"""Where the fact itself is in that window."""

READ_WHOLE = 8_000
"""Values up to which all lists of a pack are read for each question: to choose those that are wanted takes longer."""


@dataclass(frozen=True, eq=False)
class Read:
    """The texts that were read for some facts: `size` of them, `words` by `rows` (the text that each is in).

    `own` is the text of each fact; `around`, where a fact is of the story, has those in its `WINDOW` (a column a fact),
    `size` standing for none.
    """

    rows: Places
    words: Ints
    size: int
    own: Places
    around: Places | None


class Texts:
    """The texts of a pack, ready to be read."""

    def __init__(self, texts: Lists, story: tuple[int, int]) -> None:
        self._texts = texts
        self._story = story
        self._rows = rows_of(texts)
        every = np.arange(len(texts))
        self._windows = None if self._rows is None else _windows(every, story, none=len(texts))

    def read(self, positions: Places) -> Read:
        """The texts of the facts at these positions and, where one is of the story, those around them."""
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
        """What was read, or less: without the texts around these facts."""
        return read if self._rows is not None or read.around is None else self._chosen(positions)

    def _chosen(self, positions: Places) -> Read:
        rows, words = self._texts.gather(positions)
        return Read(rows, words, len(positions), np.arange(len(positions)), None)


def rows_of(lists: Lists) -> Places | None:
    """The list of each value, where all lists may be read for each question."""
    return np.arange(len(lists)).repeat(lists.sizes) if len(lists.values) <= READ_WHOLE else None


def _windows(positions: Places, story: tuple[int, int], *, none: int) -> Places:
    """The facts around those at some positions, a column each; `none` where the story has none."""
    first, last = story
    around = WINDOW[:, None] + positions
    is_there = (around >= first) & (around < last) & (positions >= first) & (positions < last)
    is_there[OWN] = True
    return np.where(is_there, around, none)
