"""The facts of a pack that have most in common with a question."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.answers.reading import CHAPTER, PASSAGE, Question, Unit
from bot.answers.texts import Floats, Ints

CANDIDATES = 64
"""Facts whose evidence is looked at closely; beyond them the right one is hardly ever found."""

AROUND = (0.4, 0.2, 0.2)
"""What it counts, in finding candidates, that a word stands in the passage just before, two before, and just after;
stories name people once."""

IN_PASSAGE = 0.2
IN_CHAPTER = 0.2
"""What it counts that a word stands in the same stretch of 8, and of 64, passages."""

LONG = 0.01
"""By how much a word more in a passage lessens what is found in it."""

MOST_HELD = 60_000
"""Facts that are looked at for candidates at most, those with the rarest words; the rest only add to their scores."""


def candidates(question: Question, lengths: Floats, story: tuple[int, int]) -> npt.NDArray[np.intp]:
    """Positions of the facts that have most in common with a question, at most `CANDIDATES`, best first.

    `lengths` are the words of each fact, `story` is where the plot lies among the facts.
    """
    size = len(lengths)
    units = [unit for unit in question.units if len(unit.holders)]
    if not units:
        return np.empty(0, dtype=np.intp)
    units.sort(key=lambda unit: -unit.weight)
    looked_at: list[Ints] = []
    seen = 0
    for unit in units:
        if seen and seen + len(unit.holders) > MOST_HELD:
            break
        seen += len(unit.holders)
        looked_at.append(unit.holders)
    scores = np.zeros(size + 4, dtype=np.float32)  # two empty places before the first fact, two after the last
    for unit in units[: len(looked_at)]:
        scores[unit.holders + 2] += np.float32(unit.weight) * unit.gains
    first, last = story
    if 2 * seen > size:
        positions = np.arange(size, dtype=np.intp)
    else:
        positions = np.concatenate([held + step for held in looked_at for step in ((0, 1) if last else (0,))])
        positions = positions[positions < size]
    total = scores[positions + 2]
    if last:
        passages, chapters = stretches(units[: len(looked_at)], size)
        around = AROUND[0] * scores[positions + 1] + AROUND[1] * scores[positions] + AROUND[2] * scores[positions + 3]
        around += IN_PASSAGE * passages[positions >> PASSAGE] + IN_CHAPTER * chapters[positions >> CHAPTER]
        total = total / (1 + LONG * lengths[positions])
        total += around * ((positions >= first) & (positions < last))
    if len(positions) > 4 * CANDIDATES:
        top = np.argpartition(-total, 4 * CANDIDATES - 1)[: 4 * CANDIDATES]
        positions, total = positions[top], total[top]
    order = np.lexsort((positions, -total))
    positions = positions[order]
    if 2 * seen <= size:
        _, firsts = np.unique(positions, return_index=True)
        positions = positions[np.sort(firsts)]
    return positions[:CANDIDATES]


def stretches(units: Sequence[Unit], size: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What the units that stand in each passage, and in each chapter, of a pack of `size` facts tell together."""
    weights = np.array([unit.weight for unit in units], dtype=np.float32)
    return (
        _sum([unit.passages for unit in units], weights, (size >> PASSAGE) + 1),
        _sum([unit.chapters for unit in units], weights, (size >> CHAPTER) + 1),
    )


def _sum(stretches: list[Ints], weights: Floats, size: int) -> npt.NDArray[np.float64]:
    counted = np.bincount(np.concatenate(stretches), np.repeat(weights, [len(one) for one in stretches]), size)
    return counted.astype(np.float64, copy=False)
