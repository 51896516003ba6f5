"""The trained models: how features are weighted, and which words suggest which kind of answer.

The numbers are in `learned.npz`, written by `tests/benchmarks/learn_answers.py`.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answers.sense import QuestionFeatures
from bot.answers.texts import Floats

LARGEST = 8.0
"""Inputs are clipped at this many standard deviations."""


@dataclass(frozen=True)
class Network:
    """A small neural network over the features: one hidden layer plus a linear skip connection.

    `mean` and `scale` standardise the inputs; `hidden` and `bias` (a row per kind of question) give the hidden units,
    `out` and `direct` the result, `offset` is added to it.
    """

    mean: Floats
    scale: Floats
    hidden: Floats
    bias: Floats
    out: Floats
    direct: Floats
    offset: float

    @classmethod
    def of(cls, numbers: Mapping[str, npt.NDArray[Any]], name: str) -> "Network":
        """Loads the network stored under a name."""
        parts = {part: numbers[f"{name}.{part}"] for part in ("mean", "scale", "hidden", "bias", "out", "direct")}
        return cls(**parts, offset=float(numbers[f"{name}.offset"]))

    def stored(self, name: str) -> dict[str, npt.NDArray[np.float32]]:
        """The arrays that `of` reads."""
        parts = ("mean", "scale", "hidden", "bias", "out", "direct")
        stored: dict[str, Floats] = {f"{name}.{part}": np.asarray(getattr(self, part), np.float32) for part in parts}
        return stored | {f"{name}.offset": np.array(self.offset, dtype=np.float32)}

    def measured(self, rows: Floats) -> Floats:
        """The rows, standardised."""
        return _measured(rows, self.mean, self.scale)

    def result(self, inputs: Floats, kind: int) -> Floats:
        """The result for each row of inputs (standardised by `measured`) to a question of this kind."""
        inner = np.maximum(inputs @ self.hidden + self.bias[kind], 0)
        result: Floats = inner @ self.out + inputs @ self.direct + self.offset
        return result


def _measured(rows: Floats, mean: Floats, scale: Floats) -> Floats:
    """Standardises and clips the rows. (`np.clip` takes longer than both halves of it.)"""
    measured: Floats = rows - mean
    measured *= scale
    np.minimum(measured, LARGEST, out=measured)
    np.maximum(measured, -LARGEST, out=measured)
    return measured


def ranking(network: Network, features: Floats, kind: int) -> Floats:
    """The score of each fact (a row of features), from its own features and its gap to the best in each."""
    own = network.measured(features)
    return network.result(beside_best(own), kind)


def beside_best(own: Floats) -> Floats:
    """Each row, followed by its distance from the best of all rows in each column."""
    return np.concatenate((own, own - own.max(0)), axis=1)


@dataclass(frozen=True)
class Logistic:
    """A logistic regression: `mean` and `scale` standardise the inputs, `weights` add them up."""

    mean: Floats
    scale: Floats
    weights: Floats
    offset: float

    @classmethod
    def of(cls, numbers: Mapping[str, npt.NDArray[Any]], name: str) -> "Logistic":
        """Loads the regression stored under a name."""
        parts = {part: numbers[f"{name}.{part}"] for part in ("mean", "scale", "weights")}
        return cls(**parts, offset=float(numbers[f"{name}.offset"]))

    def stored(self, name: str) -> dict[str, npt.NDArray[np.float32]]:
        """The arrays that `of` reads."""
        parts = ("mean", "scale", "weights")
        stored: dict[str, Floats] = {f"{name}.{part}": np.asarray(getattr(self, part), np.float32) for part in parts}
        return stored | {f"{name}.offset": np.array(self.offset, dtype=np.float32)}

    def chance(self, signs: Floats) -> float:
        """The probability for these inputs, 0 to 1."""
        measured = _measured(signs, self.mean, self.scale)
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, float(measured @ self.weights) + self.offset))))


@dataclass(frozen=True)
class TellingWords:
    """Stems that are commoner in answers than in other passages, for all questions and by kind.

    `rows` numbers the stems; `any` and `by_kind` (a row per kind) hold the log-odds, with a last position for other
    words.
    """

    rows: Mapping[str, int]
    any: Floats
    by_kind: Floats


@dataclass(frozen=True)
class Manner:
    """Detects questions that no fact sheet answers by their phrasing: remarks, plans, opinions, other subjects.

    `odds` holds, for stems and bigrams (names are `@`), the log-odds of occurring in a question that the pack answers
    rather than in such a line.
    """

    odds: Mapping[str, float]

    def of(self, asking: QuestionFeatures) -> tuple[float, float]:
        """The total log-odds of a line's words, and the minimum."""
        found = [odds for part in manners(asking) if (odds := self.odds.get(part)) is not None]
        return sum(found), min(found, default=0.0)


def manners(asking: QuestionFeatures) -> Iterator[str]:
    """The stems and bigrams of a line."""
    words = ["@" if word.startswith("@") else word for word in asking.words]
    yield from words
    yield from map(" ".join, pairwise(["<", *words, ">"]))


@dataclass(frozen=True)
class Judging:
    """The models for one kind of pack: the ranking, the probability that the best fact is `right`, the probability that
    the line is `about` something in the pack, and the manner of asking.
    """

    ranking: Network
    right: Logistic
    about: Logistic
    manner: Manner


class PackKind(StrEnum):
    """Kinds of packs: a story or another world with people and places, a list of questions and answers, or bare text
    without phrasings. Each has its own confidence model; all packs with phrasings share the ranking.
    """

    STORY = auto()
    LIST = auto()
    PLAIN = auto()

    @property
    def ranking(self) -> str:
        """The name its ranking is stored under."""
        return "plain" if self is PackKind.PLAIN else "phrased"


@dataclass(frozen=True)
class Learned:
    """All models for each kind of pack: by words alone, and by words and meaning."""

    by_words: Mapping[PackKind, Judging]
    by_meaning: Mapping[PackKind, Judging]
    telling: TellingWords


@cache
def learned() -> Learned:
    """The contents of `learned.npz`."""
    with files("bot.answers").joinpath("learned.npz").open("rb") as file, np.load(file) as stored:
        numbers = {name: stored[name] for name in stored.files}
    words, meaning = ({kind: judging(numbers, kind, by) for kind in PackKind} for by in ("words", "meaning"))
    return Learned(words, meaning, telling_words(numbers))


def judging(numbers: Mapping[str, npt.NDArray[Any]], kind: PackKind, by: str) -> Judging:
    """The models for one kind of pack, `by` words or meaning."""
    return Judging(
        Network.of(numbers, f"{kind.ranking}_{by}_ranking"),
        Logistic.of(numbers, f"{kind}_{by}_right"),
        Logistic.of(numbers, f"{kind}_{by}_about"),
        manner(numbers, f"{kind.ranking}_manner"),
    )


def telling_words(numbers: Mapping[str, npt.NDArray[Any]]) -> TellingWords:
    """Loads the telling words."""
    stems = str(numbers["telling.stems"]).split()
    return TellingWords(
        {stem: row for row, stem in enumerate(stems)}, numbers["telling.any"], numbers["telling.by_kind"]
    )


def manner(numbers: Mapping[str, npt.NDArray[Any]], name: str) -> Manner:
    """Loads the manner of asking stored under a name."""
    return Manner(dict(zip(str(numbers[f"{name}.parts"]).split("\n"), numbers[f"{name}.odds"].tolist(), strict=True)))
