"""Which units of a question some texts hold, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.reading import Unit
from bot.answers.texts import Floats, Ints


@dataclass(frozen=True)
class Hits:
    """Words of texts that stand for a unit, in reading order: the text they are in, the unit, the place, the worth."""

    text: npt.NDArray[np.intp]
    unit: npt.NDArray[np.int16]
    place: npt.NDArray[np.intp]
    worth: Floats


class Holding:
    """The words that stand for the units of one question, ready to be looked up.

    `tables` are two arrays the size of the vocabulary, all zero, which are lent and given back with `release`. Where a
    word stands for several units, the first look-up finds the best, the next ones the others.
    """

    def __init__(self, units: Sequence[Unit], tables: tuple[npt.NDArray[np.int16], Floats]) -> None:
        self.count = len(units)
        self._unit_of, self._worth_of = tables
        words = np.concatenate([unit.words for unit in units])
        sizes = [len(unit.words) for unit in units]
        owners = np.repeat(np.arange(1, self.count + 1, dtype=np.int16), sizes)
        worths = np.concatenate([unit.worths for unit in units])
        order = np.lexsort((-worths, words))
        words, owners, worths = words[order], owners[order], worths[order]
        self._layers: list[tuple[Ints, npt.NDArray[np.int16], Floats]] = []
        while len(words):
            again = np.zeros(len(words), dtype=np.bool_)
            again[1:] = words[1:] == words[:-1]
            self._layers.append((words[~again], owners[~again], worths[~again]))
            words, owners, worths = words[again], owners[again], worths[again]
        self._lay(0)

    def _lay(self, number: int) -> None:
        if number < len(self._layers):
            words, owners, worths = self._layers[number]
            self._unit_of[words] = owners
            self._worth_of[words] = worths

    def _lift(self, number: int) -> None:
        if number < len(self._layers):
            self._unit_of[self._layers[number][0]] = 0

    def release(self) -> None:
        """Give the tables back, whatever was done with them."""
        for number in range(len(self._layers)):
            self._lift(number)

    def stands_for_any(self, words: Ints) -> npt.NDArray[np.bool_]:
        """For each word whether it stands for a unit."""
        found: npt.NDArray[np.bool_] = self._unit_of[words] > 0
        return found

    def held(self, texts: npt.NDArray[np.intp], words: Ints, size: int) -> tuple[Floats, Hits]:
        """How well each of `size` texts holds each unit, 0 to 1 (a row a text), and the hits.

        `texts` tells for each of `words` the text that it is in.
        """
        best = np.zeros(size * self.count, dtype=np.float32)
        first, worth = self._hits(texts, words)
        np.maximum.at(best, first.text * self.count + first.unit, worth)
        for number in range(1, len(self._layers)):
            self._lift(number - 1)
            self._lay(number)
            further, worth = self._hits(texts, words)
            np.maximum.at(best, further.text * self.count + further.unit, worth)
        if len(self._layers) > 1:
            self._lift(len(self._layers) - 1)
            self._lay(0)
        return best.reshape(size, self.count), first

    def _hits(self, texts: npt.NDArray[np.intp], words: Ints) -> tuple[Hits, Floats]:
        units = self._unit_of[words]
        place = units.nonzero()[0]
        worth = self._worth_of[words[place]]
        return Hits(texts[place], units[place] - 1, place, worth), worth
