"""Preselects the facts that have most in common with a question."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.answers.reading import CHAPTER, PASSAGE, ParsedQuestion, Unit
from bot.answers.texts import Floats, sums

CANDIDATES = 64
"""Number of facts passed on for a closer look; the right one is hardly ever further down."""

AROUND = (0.4, 0.2, 0.2)
"""Weights of a word found in the passage just before, two before, and just after; stories name people once."""

IN_PASSAGE = 0.2
IN_CHAPTER = 0.2
"""Weights of a word found in the same stretch of 8, and of 64, passages."""

LONG = 0.01
"""Penalty per word of a passage's length."""

MOST_HELD = 60_000
"""Maximum number of facts considered, those with the rarest words; the rest only add to their scores."""


def candidates(question: ParsedQuestion, lengths: Floats, story: tuple[int, int]) -> npt.NDArray[np.intp]:
    """Positions of the facts that have most in common with a question, at most `CANDIDATES`, best first.

    `lengths` are the word counts of the facts, `story` is the range of the plot among the facts.
    """
    units = _looked_at(question)
    if not units:
        return np.empty(0, dtype=np.intp)
    size = len(lengths)
    weights = np.array([unit.weight for unit in units], dtype=np.float32)
    holders = np.concatenate([unit.holders for unit in units])
    gains = np.concatenate([unit.gains for unit in units]) * weights.repeat([len(unit.holders) for unit in units])
    scores = sums(holders + 2, gains, size + 4)  # two positions of padding on either side
    if 2 * len(holders) > size:
        return _best(np.arange(size), _of_all(scores, units, lengths, story), 4 * CANDIDATES)[:CANDIDATES]
    positions = np.concatenate((holders, holders + 1)) if story[1] else holders
    positions = positions[positions < size].astype(np.intp)
    best = _best(positions, _of_some(positions, scores, units, lengths, story), 4 * CANDIDATES)
    once: npt.NDArray[np.intp] = best[np.append(True, best[1:] != best[:-1])]
    return once[:CANDIDATES]


def _looked_at(question: ParsedQuestion) -> list[Unit]:
    """The units that occur in some fact, the heaviest first."""
    units = sorted((unit for unit in question.units if len(unit.holders)), key=lambda unit: -unit.weight)
    seen = 0
    for number, unit in enumerate(units):
        seen += len(unit.holders)
        if number and seen > MOST_HELD:
            return units[:number]
    return units


def _of_all(
    scores: npt.NDArray[np.float64], units: Sequence[Unit], lengths: Floats, story: tuple[int, int]
) -> npt.NDArray[np.float64]:
    """The score of every fact; `scores` come from the facts' own words."""
    first, last = story
    total = scores[2:-2]
    if last:
        passages, chapters = stretches(units, len(lengths))
        total = total / (1 + LONG * lengths)
        total[first:last] += AROUND[0] * scores[first + 1 : last + 1]
        total[first:last] += AROUND[1] * scores[first:last]
        total[first:last] += AROUND[2] * scores[first + 3 : last + 3]
        total[first:last] += IN_PASSAGE * passages.repeat(1 << PASSAGE)[first:last]
        total[first:last] += IN_CHAPTER * chapters.repeat(1 << CHAPTER)[first:last]
    return total


def _of_some(
    positions: npt.NDArray[np.intp],
    scores: npt.NDArray[np.float64],
    units: Sequence[Unit],
    lengths: Floats,
    story: tuple[int, int],
) -> npt.NDArray[np.float64]:
    """The scores of the facts at these positions."""
    first, last = story
    total = scores[positions + 2]
    if last:
        passages, chapters = stretches(units, len(lengths))
        around = AROUND[0] * scores[positions + 1] + AROUND[1] * scores[positions] + AROUND[2] * scores[positions + 3]
        around += IN_PASSAGE * passages[positions >> PASSAGE] + IN_CHAPTER * chapters[positions >> CHAPTER]
        total = total / (1 + LONG * lengths[positions])
        total += around * ((positions >= first) & (positions < last))
    return total


def _best(positions: npt.NDArray[np.intp], scores: npt.NDArray[np.float64], most: int) -> npt.NDArray[np.intp]:
    """The positions with the highest scores, best first; ties keep their order."""
    if len(positions) > most:
        chosen = np.argpartition(-scores, most - 1)[:most]
        positions, scores = positions[chosen], scores[chosen]
    best: npt.NDArray[np.intp] = positions[np.lexsort((positions, -scores))]
    return best


def stretches(units: Sequence[Unit], size: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The summed weight of the units in each stretch and each chapter of a pack of `size` facts."""
    weights = np.array([unit.weight for unit in units])
    stretches = np.concatenate([unit.stretches for unit in units])
    passages, chapters = (size >> PASSAGE) + 1, (size >> CHAPTER) + 1
    told = sums(stretches, weights.repeat([len(unit.stretches) for unit in units]), passages + chapters)
    return told[:passages], told[passages:]
