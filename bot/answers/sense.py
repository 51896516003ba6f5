"""Predicts which fact a question asks for, with a model trained on the pack's phrasings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.answers.texts import Floats

ROUNDS = 3
RATE = 4.0
BATCH = 32
"""Epochs, initial learning rate (both chosen on our own questions), and batch size."""

MOST_NUMBERS = 30_000_000
"""Maximum number of weights per pack (120 MB); larger packs are trained on single words, or not at all."""

MOST_COMPARED = 20_000_000
"""Maximum product of questions and facts: every question is compared with every fact. A pack with more isn't trained,
which would take minutes."""

MOST_PAIRED = 12
"""Maximum number of telling words of a question that are paired."""

SEED = 1
"""Seed for shuffling the samples, so that training is reproducible."""


@dataclass(frozen=True)
class QuestionFeatures:
    """A question as training input: its words in order, with names as entities; its telling words; its kind."""

    words: tuple[str, ...]
    telling: tuple[str, ...]
    kind: str

    def parts(self, *, pairs: bool) -> Iterator[str]:
        """The model's features of a question: words, and on request pairs of neighbouring or telling words."""
        yield f"={self.kind}"
        yield from self.words
        if pairs:
            yield from map(" ".join, pairwise(("<", *self.words, ">")))
            yield from map("&".join, combinations(sorted(set(self.telling))[:MOST_PAIRED], 2))


@dataclass(frozen=True)
class Judgement:
    """The probability that each fact of the pack is asked for (0 without phrasings), the probability of none of them,
    and the share of the question's words that occur in phrasings; all 0 to 1.
    """

    chances: Floats
    none: float
    known: float

    def likeliest(self, most: int) -> list[int]:
        """The most probable facts, best first; ties keep the order of the pack."""
        chances = self.chances
        if len(chances) > 4 * most:
            least = np.partition(chances, -most)[-most]
            chosen = (chances >= least).nonzero()[0]
        else:
            chosen = np.arange(len(chances))
        best = chosen.take(np.argsort(-chances.take(chosen), kind="stable")[:most])
        return [position for position in best.tolist() if chances[position] > 0]


class PhrasingModel(Protocol):
    """A model of a pack's phrasings, or what is left of one."""

    @property
    def facts(self) -> npt.NDArray[np.intp]:
        """Positions of the facts it was trained on."""

    def judge(self, asking: QuestionFeatures) -> Judgement:
        """The facts that a question probably asks for, judged by the pack's phrasings."""


@dataclass(frozen=True, eq=False)
class Recalled:
    """What a model says about some questions, without the model: a thousandth of its memory."""

    facts: npt.NDArray[np.intp]
    judged: Mapping[QuestionFeatures, Judgement]

    @classmethod
    def nothing(cls) -> "Recalled":
        """What is left of a model that nobody asks."""
        return cls(np.empty(0, dtype=np.intp), {})

    def judge(self, asking: QuestionFeatures) -> Judgement:
        """What the model said. Raises KeyError for other questions."""
        return self.judged[asking]


class Sense:
    """A multinomial logistic regression over the parts of questions, learned by stochastic gradient descent."""

    def __init__(self, samples: Iterable[tuple[QuestionFeatures, int]], size: int) -> None:
        """`samples` are questions with the positions of the facts they ask for; `size` is the number of facts, and as a
        position means none of them.
        """
        self._last: tuple[QuestionFeatures, Judgement] | None = None
        samples = sorted(samples, key=lambda sample: (sample[0].words, sample[0].kind))
        facts = sorted({fact for _, fact in samples})
        self._numbers: dict[str, int] = {}
        self._pairs = True
        can_train = len(samples) * len(facts) <= MOST_COMPARED
        for pairs in (True, False) if can_train else (False,):
            self._pairs = pairs
            self._numbers = _numbered(
                part for asking, _ in samples for part in dict.fromkeys(asking.parts(pairs=pairs))
            )
            if can_train and len(self._numbers) * len(facts) <= MOST_NUMBERS:
                break
        else:
            facts, samples = [], []
        self._facts = np.array(facts, dtype=np.intp)
        self._size = size
        rows = [self._row(asking) for asking, _ in samples]
        self._rarity = _rarity(rows, len(self._numbers))
        place = {fact: at for at, fact in enumerate(facts)}
        self._weights = self._learn(rows, np.array([place[fact] for _, fact in samples], dtype=np.intp))

    def _row(self, asking: QuestionFeatures) -> npt.NDArray[np.intp]:
        found = map(self._numbers.get, dict.fromkeys(asking.parts(pairs=self._pairs)))
        return np.array([number for number in found if number is not None], dtype=np.intp)

    def _values(self, row: npt.NDArray[np.intp]) -> Floats:
        values = self._rarity.take(row)
        shares: Floats = values / np.sqrt((values**2).sum())
        return shares

    def _learn(self, rows: Sequence[npt.NDArray[np.intp]], right: npt.NDArray[np.intp]) -> npt.NDArray[np.float16]:
        weights = np.zeros((len(self._numbers), len(self._facts)), dtype=np.float32)
        values = [self._values(row) for row in rows]
        chance = np.random.default_rng(SEED)
        steps = ROUNDS * len(rows)
        step = 0
        for _ in range(ROUNDS):
            order = chance.permutation(len(rows))
            for start in range(0, len(rows), BATCH):
                batch = order[start : start + BATCH].tolist()
                parts, places = np.unique(np.concatenate([rows[at] for at in batch]), return_inverse=True)
                shares = np.zeros((len(batch), len(parts)), dtype=np.float32)
                shares[np.repeat(np.arange(len(batch)), [len(rows[at]) for at in batch]), places] = np.concatenate(
                    [values[at] for at in batch]
                )
                wrong = _chances(shares @ weights[parts])
                wrong[np.arange(len(batch)), right[batch]] -= 1
                weights[parts] -= np.float32(RATE * (1 - step / steps)) * (shares.T @ wrong)
                step += len(batch)
        return weights.astype(np.float16)  # half the memory, and the same ranking

    @property
    def facts(self) -> npt.NDArray[np.intp]:
        """Positions of the facts it was trained on."""
        return self._facts

    def judge(self, asking: QuestionFeatures) -> Judgement:
        """The facts that a question probably asks for, judged by the pack's phrasings."""
        last = self._last  # another thread may replace it meanwhile
        if last is None or last[0] is not asking:
            self._last = last = (asking, self._judge(asking))
        return last[1]

    def recalled(self, askings: Iterable[QuestionFeatures]) -> PhrasingModel:
        """What it says about these questions, and no others."""
        if not len(self._facts):
            return self  # nothing was learned
        return Recalled(self._facts, {asking: self._judge(asking) for asking in askings})

    def _judge(self, asking: QuestionFeatures) -> Judgement:
        result = np.zeros(self._size + 1, dtype=np.float32)
        row = self._row(asking)
        if len(self._facts) and len(row):
            result[self._facts] = _chances(self._values(row) @ self._weights[row].astype(np.float32))
        known = sum(word in self._numbers for word in asking.words)
        return Judgement(result[:-1], float(result[-1]), known / max(1, len(asking.words)))


def _numbered(parts: Iterable[str]) -> dict[str, int]:
    """Numbers the features; a pair that occurs in only one question doesn't generalise and gets no number."""
    counts = Counter(parts)
    kept = (part for part, count in counts.items() if count > 1 or not ("&" in part or " " in part))
    return {part: number for number, part in enumerate(kept)}


def _rarity(rows: Sequence[npt.NDArray[np.intp]], size: int) -> Floats:
    held = np.bincount(np.concatenate(rows), minlength=size) if rows else np.zeros(size)
    rarity: Floats = (np.log((1 + len(rows)) / (1 + held)) + 1).astype(np.float32)
    return rarity


def _chances(scores: Floats) -> Floats:
    chances: Floats = np.exp(scores - scores.max(-1, keepdims=True))
    chances /= chances.sum(-1, keepdims=True)
    return chances
