"""The words of many lines as vectors, and how well each word of a question is matched by those of a line.

"How much is a guest pass" and "how much is a member pass" mean nearly the same as a whole. Word by word, nothing in the
second is near "guest".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.encoder import WORD_DIMENSIONS, Encoded
from bot.answers.texts import Floats, of_lists
from bot.english import frequency

STEPS = np.float32(127)
"""Steps of a value to each side of 0."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Unit vectors in bytes of the words of some lines, a row each, and their weights in nats by how rare they are in
    English. Those of line `i` are the rows `starts[i]` to `starts[i + 1]`.
    """

    rows: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float16]
    starts: Numbers

    @classmethod
    def of(cls, lines: Sequence[Encoded]) -> "WordVectors":
        """The words of these lines."""
        rows = [np.zeros((0, WORD_DIMENSIONS), dtype=np.float32), *(line.rows for line in lines)]
        weights = [frequency.weight(word) for line in lines for word in line.words]
        starts = np.cumsum([0, *(len(line.words) for line in lines)])
        bytes_ = np.round(np.concatenate(rows) * STEPS).astype(np.int8)
        return cls(bytes_, np.array(weights, dtype=np.float16), starts)

    @classmethod
    def joined(cls, parts: Sequence["WordVectors"]) -> "WordVectors":
        """The lines of all parts, in their order."""
        sizes = np.concatenate([np.diff(part.starts) for part in parts])
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.weights for part in parts]),
            np.append(np.int64(0), sizes.cumsum()),
        )

    def take(self, lines: Numbers) -> "WordVectors":
        """These lines."""
        _, places = of_lists(self.starts, lines)
        sizes = self.starts.take(lines + 1) - self.starts.take(lines)
        return WordVectors(self.rows[places], self.weights[places], np.append(np.int64(0), sizes.cumsum()))

    def together(self, starts: Numbers) -> "WordVectors":
        """The same words, where the lines from `starts[i]` to `starts[i + 1]` are one."""
        return WordVectors(self.rows, self.weights, self.starts[starts])

    def matched(self, words: "WordVectors", lines: Numbers) -> Floats:
        """How near the nearest word of each line is to each of these words: a row per word, a column per line, at least
        0.
        """
        matched = np.zeros((len(words.rows), len(lines)), dtype=np.float32)
        of_line, places = of_lists(self.starts, lines)
        if not len(places) or not len(words.rows):
            return matched
        near = (words.rows.astype(np.float32) / STEPS**2) @ self.rows[places].astype(np.float32).T
        filled, first = np.unique(of_line, return_index=True)
        matched[:, filled] = np.maximum(0, np.maximum.reduceat(near, first, axis=1))
        return matched
