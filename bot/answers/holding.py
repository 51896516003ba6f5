"""Finds which units of a question occur in some texts, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.reading import Unit
from bot.answers.texts import Floats, Ints

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Hits:
    """Occurrences of units in texts, in reading order: the text, the unit, the position, the match quality."""

    text: Places
    unit: Places
    place: Places
    worth: Floats


class Holding:
    """The words that match the units of one question, ready for lookup.

    Each pair of a word and a unit that it matches is an entry; entries are numbered from 1, worst match first. `table`
    is an all-zero array the size of the vocabulary, borrowed until `release`: it maps each word to its best entry.
    `_lower` maps an entry to the word's next best one, and is None if no word has several.
    """

    def __init__(self, units: Sequence[Unit], table: Ints) -> None:
        self.count = len(units)
        self._table = table
        words = np.concatenate([unit.words for unit in reversed(units)])  # of equals, the first unit wins
        worths = np.concatenate([unit.worths for unit in reversed(units)])
        owners = np.repeat(np.arange(self.count)[::-1], [len(unit.words) for unit in reversed(units)])
        order = worths.argsort(kind="stable")
        self._words = words[order]
        self._units = np.zeros(len(order) + 1, dtype=np.intp)
        self._units[1:] = owners[order]
        self._worths = np.zeros(len(order) + 1, dtype=np.float32)
        self._worths[1:] = worths[order]
        entries = np.arange(1, len(order) + 1, dtype=np.int32)
        table[self._words] = entries  # the last assignment wins, which is the best
        is_best = table[self._words] == entries
        self._lower = None if is_best.all() else _lower(self._words, entries)

    def release(self) -> None:
        """Gives the table back, all zero again."""
        self._table[self._words] = 0

    def stands_for_any(self, words: Ints) -> npt.NDArray[np.bool_]:
        """For each word, whether it matches a unit."""
        return self._table.take(words) > 0

    def entries(self, words: Ints) -> tuple[Places, Ints]:
        """The indexes of the words that match a unit, and the best entry of each."""
        found = self._table.take(words)
        places = (found > 0).nonzero()[0]
        return places, found.take(places)

    def held(self, texts: Places, words: Ints, size: int) -> tuple[Floats, Hits]:
        """How well each of `size` texts matches each unit, 0 to 1 (a row per unit, a column per text), and the hits.

        `texts` gives the text of each of the `words`.
        """
        places, entries = self.entries(words)
        there = texts.take(places)
        hits = Hits(there, self._units.take(entries), places, self._worths.take(entries))
        return self.best(there, entries, size), hits

    def best(self, texts: Places, entries: Ints, size: int) -> Floats:
        """The best match for each unit in each of `size` texts; shaped like `held`."""
        texts, entries = self._with_lower(texts, entries)
        order = entries.astype(np.uint16).argsort(kind="stable")
        entries = entries.take(order)
        best = np.zeros(self.count * size, dtype=np.float32)
        cells = self._units.take(entries)
        cells *= size
        cells += texts.take(order)
        best[cells] = self._worths.take(entries)  # the last assignment wins, which is the best
        return best.reshape(self.count, size)

    def _with_lower(self, texts: Places, entries: Ints) -> tuple[Places, Ints]:
        """The entries, and the other entries of the same words."""
        if self._lower is None:
            return texts, entries
        all_texts, all_entries = [texts], [entries]
        while len(kept := self._lower[entries].nonzero()[0]):
            texts, entries = texts[kept], self._lower[entries[kept]]
            all_texts.append(texts)
            all_entries.append(entries)
        return np.concatenate(all_texts), np.concatenate(all_entries)


def _lower(words: Ints, entries: Ints) -> Ints:
    """For each entry the next best one of the same word; 0 if there is none."""
    order = words.argsort(kind="stable")
    again = (words[order][1:] == words[order][:-1]).nonzero()[0]
    lower = np.zeros(len(words) + 1, dtype=np.int32)
    lower[entries[order[again + 1]]] = entries[order[again]]
    return lower
