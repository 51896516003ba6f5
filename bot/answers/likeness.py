"""Fills in how near in meaning some facts are to a question, line by line and word by word."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.features import Columns
from bot.answers.holding import Places
from bot.answers.index import PackIndex
from bot.answers.meanings import Nearness
from bot.answers.texts import Floats
from bot.english import frequency

NEAREST = 12
"""Number of candidates taken by nearness in meaning, whatever their words."""

SHARPNESS = 25.0
"""Sharpness of the softmax over nearness: a fact that is 0.1 nearer is e**2.5 times as likely to be meant."""

FAR = 0.6
"""A word is lacking if no word of a line is as near as this."""

Starts = npt.NDArray[np.int64]
"""Where each fact's phrasings start among all; and at last, where those of the last one end."""


@dataclass(frozen=True)
class NearestAsks:
    """The numbers of each fact's three nearest phrasings, and how near they are; -1 where there are fewer."""

    numbers: Places
    near: Floats

    @property
    def is_there(self) -> npt.NDArray[np.bool_]:
        """Which of the three there are."""
        return self.near > -1


def nearest_facts(near: Nearness, starts: Starts) -> list[int]:
    """The facts nearest in meaning; matches by phrasing come first."""
    of_all = np.maximum(_largest_of_lists(near.phrasings, starts), near.texts)
    nearest: list[int] = np.argsort(-of_all, kind="stable")[:NEAREST].tolist()
    return nearest


def judge_lines(
    columns: Columns, near: Nearness, index: PackIndex, positions: Places, left_out: npt.NDArray[np.bool_] | None
) -> NearestAsks:
    """How near in meaning the phrasings and sentences of the facts at these positions are, and the `not_told`
    questions. `left_out` is as in `Gatherer.gather`.
    """
    starts, asks, untold = index.phrasings.starts, near.phrasings, near.untold
    if left_out is not None:
        asks = np.where(left_out[: len(asks)], np.float32(-1), asks)
        untold = untold[~left_out[len(asks) : len(asks) + len(untold)]]
    nearest = _nearest_asks(asks, starts, positions)
    is_there, best = nearest.is_there, nearest.near.max(1)
    three = (nearest.near * is_there).sum(1) / np.maximum(1, is_there.sum(1)) - ~is_there.any(1)
    texts = near.texts.take(positions)
    has_asks = best > -1
    columns["near_ask"] = np.where(has_asks, best, texts)
    columns["near_asks"] = np.where(has_asks, three, texts)
    columns["near_text"] = texts
    columns["near"] = either = np.maximum(best, texts)
    of_all = np.maximum(_largest_of_lists(asks, starts), near.texts)
    columns["near_lead"] = either - of_all.max()
    columns["near_share"] = (
        np.exp((either - of_all.max()) * SHARPNESS) / np.exp((of_all - of_all.max()) * SHARPNESS).sum()
    )
    if not index.is_phrased:
        _look_around(columns, near.texts, index.story, positions)
    if len(untold):
        columns["near_untold"] = untold.max()
        columns["near_untold_lead"] = untold.max() - columns["near_ask"]
    return nearest


def judge_words(
    columns: Columns, near: Nearness, positions: Places, nearest: NearestAsks, in_asks: Floats, in_text: Floats
) -> None:
    """How near each word of the question is to the nearest word of a fact, and of its nearest phrasings. A word that
    the lexical evidence holds counts as found: `in_asks` and `in_text` say how well, a row per word.
    """
    words, is_there = near.words, nearest.is_there
    by_phrasing = np.zeros((len(words.rows), *is_there.shape), dtype=np.float32)
    by_phrasing[:, is_there] = near.pack.phrasings.words.matched(words, nearest.numbers[is_there])
    asks = np.maximum(by_phrasing.max(2), in_asks)
    text = np.maximum(near.pack.texts.matched(words, positions), in_text)
    weights = words.weights.astype(np.float32)
    shares = weights / weights.sum()
    for name, matched in (("word_ask", asks), ("word_text", text), ("word", np.maximum(asks, text))):
        gaps = np.sort(weights[:, None] * (1 - matched), axis=0)[::-1] / frequency.rarest()
        columns[name] = shares @ matched
        columns[f"{name}_gap"] = gaps[0]
        columns[f"{name}_gap_2"] = gaps[1] if len(gaps) > 1 else 0
        columns[f"{name}_lacks"] = shares @ (matched < FAR)
    columns["word_lead"] = columns["word"] - columns["word"].max()
    columns["word_gap_lead"] = columns["word_gap"].min() - columns["word_gap"]


def _look_around(columns: Columns, texts: Floats, story: tuple[int, int], positions: Places) -> None:
    """How near the neighbouring passages are: a story goes on about people it has named."""
    first, last = story
    inside = (positions >= first) & (positions < last)
    at = np.where(inside, positions - first, 0)
    told = texts[first:last]
    if not len(told):
        return
    columns["near_before"] = inside * _around(told, -2, -1).take(at)
    columns["near_after"] = inside * _around(told, 1, 1).take(at)
    columns["near_passage"] = inside * _around(told, -4, 4).take(at)


def _around(values: Floats, first: int, last: int) -> Floats:
    """For each position the largest value from `first` to `last` positions later, 0 beyond the ends."""
    padded = np.pad(values, (max(0, -first), max(0, last)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, last - first + 1)
    start = max(0, first)
    largest: Floats = windows[start : start + len(values)].max(1)
    return largest


def _largest_of_lists(values: Floats, starts: Starts) -> Floats:
    """The largest value of each list, -1 if it is empty; list `i` runs from `starts[i]` to the next start."""
    largest = np.full(len(starts) - 1, -1, dtype=np.float32)
    filled = (np.diff(starts) > 0).nonzero()[0]
    if len(filled):
        largest[filled] = np.maximum.reduceat(values, starts[filled])
    return largest


def _nearest_asks(near: Floats, starts: Starts, positions: Places) -> NearestAsks:
    """The three nearest phrasings of the facts at these positions."""
    first = starts.take(positions)
    counts = starts.take(positions + 1) - first
    most = int(counts.max())
    if not most:
        return NearestAsks(first[:, None], np.full((len(positions), 1), -1, dtype=np.float32))
    place = np.arange(most)
    of_each = np.where(place < counts[:, None], near.take(first[:, None] + place, mode="clip"), np.float32(-1))
    top = np.argpartition(of_each, most - min(3, most), axis=1)[:, -3:]
    return NearestAsks(first[:, None] + top, np.take_along_axis(of_each, top, axis=1))
