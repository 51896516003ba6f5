"""Compares the phrasings of some facts with a question."""

import numpy as np
import numpy.typing as npt

from bot.answers.features import Columns
from bot.answers.holding import Holding, Places
from bot.answers.phrasings import Phrasings
from bot.answers.reading import ParsedQuestion
from bot.answers.texts import Floats, Ints
from bot.english.text import KINDS

SAME_KIND = 0.05
"""Similarity bonus for phrasings that ask for the same kind of thing."""

Table = npt.NDArray[np.floating]
"""Values per phrasing: a row per fact and a column for each of its phrasings."""


class Comparing:
    """Compares questions with the phrasings of one pack."""

    def __init__(self, phrasings: Phrasings) -> None:
        self._phrasings = phrasings
        self._kinds = np.array([KINDS.index(asked) for asked in phrasings.asked], dtype=np.int8)
        words = phrasings.words
        self._phrasing_of = np.arange(len(words), dtype=np.int32).repeat(words.sizes)

    def compare(
        self,
        question: ParsedQuestion,
        positions: Places,
        holding: Holding,
        columns: Columns,
        left_out: npt.NDArray[np.bool_] | None,
    ) -> Floats:
        """Fills in the phrasing features of the facts at these positions. `left_out` marks phrasings to ignore.

        Returns how well the phrasings of each fact hold each unit, as in `Holding.held`.
        """
        phrasings, size = self._phrasings, len(positions)
        first = phrasings.starts.take(positions)
        counts = phrasings.starts.take(positions + 1) - first
        most = int(counts.max())
        if not most:
            return np.zeros((holding.count, size), dtype=np.float32)
        place = np.arange(most)
        is_there = place < counts[:, None]
        number = first[:, None] + place
        cells, entries = self._entries(positions, first, most, holding)
        if left_out is not None:
            is_there &= ~left_out.take(number, mode="clip")
            counts = is_there.sum(1)
            kept = is_there.ravel().take(cells).nonzero()[0]
            cells, entries = cells.take(kept), entries.take(kept)
        held = holding.best(cells, entries, size * most)
        shares = question.weights / np.float32(question.weight)
        cover, pack_cover = np.array((shares, question.rarities)).dot(held).reshape(2, size, most)
        dice = _dice(cover, question.weight, phrasings.weights.take(number, mode="clip"))
        pack_dice = _dice(pack_cover, question.rarity, phrasings.rarities.take(number, mode="clip"))
        same = self._kinds.take(number, mode="clip") == KINDS.index(question.asked)
        best, second, third = _three_best(dice + np.float32(SAME_KIND) * same, is_there, counts)
        dice_best = dice.take(best)
        columns["has_asks"] = counts > 0
        columns["dice"] = dice_best
        columns["dice_cubed"] = dice_best**3
        columns["dice_top"] = (dice.take(second) + dice.take(third)) / 2
        columns["dice_kind"] = (dice * same).max(1)
        columns["same_question"] = same.take(best) * dice_best
        best, second, third = _three_best(cover, is_there, counts)
        columns["ask_cover"] = cover.take(best)
        columns["ask_cover_top"] = (cover.take(second) + cover.take(third)) / 2
        best, second, _ = _three_best(pack_dice, is_there, counts)
        columns["pack_dice"] = pack_dice.take(best)
        columns["pack_dice_top"] = pack_dice.take(second)
        columns["pack_cover"] = pack_cover.max(1)
        typical = held.reshape(-1, most).dot(np.ones(most, dtype=np.float32)).reshape(-1, size)
        columns["asks_typical"] = shares.dot(np.sqrt(typical / np.maximum(1, counts).astype(np.float32)))
        return holding.best(cells // most, entries, size)

    def _entries(
        self, positions: Places, first: npt.NDArray[np.int64], most: int, holding: Holding
    ) -> tuple[Places, Ints]:
        """The matching words in the facts' phrasings: their cells (`most` per fact), and their entries."""
        words = self._phrasings.words
        begins, ends = words.starts.take(first), words.starts.take(self._phrasings.starts.take(positions + 1))
        runs = [words.values[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        places, entries = holding.entries(np.concatenate(runs))
        sizes = ends - begins
        fact = np.arange(len(positions)).repeat(sizes).take(places)
        cells = self._phrasing_of.take(places + (ends - sizes.cumsum()).take(fact)) - first.take(fact)
        cells += most * fact
        return cells, entries


def _dice(cover: Table, asked: float, told: Floats) -> Table:
    """The Dice coefficient by weight: twice the shared weight over the total; at most 1."""
    shared: Table = np.minimum(1, 2 * asked * cover / np.maximum(0.1, asked + told))
    return shared


def _three_best(values: Table, is_there: npt.NDArray[np.bool_], counts: npt.NDArray[np.int64]) -> tuple[Places, ...]:
    """The indexes of the three largest values in each row; the last one is repeated if there are fewer."""
    left = (values + 2) * is_there
    rows = np.arange(0, values.size, values.shape[1])
    first = left.argmax(1) + rows
    left.put(first, -1)
    second = np.where(counts > 1, left.argmax(1) + rows, first)
    left.put(second, -1)
    third = np.where(counts > 2, left.argmax(1) + rows, second)
    return first, second, third
