"""Many short texts as arrays of numbers: the words of each text, and the texts that hold each term."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

NOWHERE: Ints = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Lists:
    """Lists of numbers, one after the other: list `i` is `values[starts[i]:starts[i + 1]]`."""

    values: Ints
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> "Lists":
        """Builds it from these lists, keeping the order of each."""
        kept = [np.asarray(one, dtype=np.int32) for one in lists]
        starts = np.zeros(len(kept) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in kept], out=starts[1:])
        return cls(np.concatenate(kept) if kept else NOWHERE, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """The length of each list."""
        return np.diff(self.starts)

    def __getitem__(self, at: int) -> Ints:
        return self.values[self.starts[at] : self.starts[at + 1]]

    def gather(self, wanted: npt.NDArray[np.integer]) -> tuple[npt.NDArray[np.int64], Ints]:
        """The values of the `wanted` lists, each with the row of `wanted` that it comes from."""
        rows, places = of_lists(self.starts, wanted)
        return rows, self.values.take(places)


def of_lists(
    starts: npt.NDArray[np.int64], wanted: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The places of all values of the `wanted` lists, each with the row of `wanted` that it comes from."""
    ends = starts.take(wanted + 1)
    sizes = ends - starts.take(wanted)
    rows = np.arange(len(wanted)).repeat(sizes)
    places = np.arange(len(rows))
    places += (ends - sizes.cumsum()).repeat(sizes)
    return rows, places


def sums(places: npt.NDArray[np.integer], values: npt.NDArray[Any], size: int) -> npt.NDArray[np.float64]:
    """The sum of the values at each of `size` positions."""
    return np.bincount(places, values, size).astype(np.float64, copy=False)


def inverted(terms: Ints, owners: Ints, most: int, size: int) -> Lists:
    """For each of `most` terms the owners (0 to `size`) that hold it, in order, without duplicates."""
    pairs = terms.astype(np.int64) * max(1, size) + owners
    pairs.sort()
    if len(pairs):
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])]
    held = pairs // max(1, size)
    starts = np.zeros(most + 1, dtype=np.int64)
    np.cumsum(np.bincount(held, minlength=most), out=starts[1:])
    return Lists((pairs - held * max(1, size)).astype(np.int32), starts)
