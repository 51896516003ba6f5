"""What one pack makes of a question: its facts in order, and how sure one may be of the first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.confidence import signs
from bot.answers.evidence import Evidence, Gatherer
from bot.answers.index import PackIndex
from bot.answers.learned import Learned, ranking
from bot.answers.reading import Question
from bot.answers.text import KINDS
from bot.answers.texts import Floats

FORESEEN_LEAD = 50.0
"""What that counts in the ranking: more than any other evidence together can make up for."""


@dataclass(frozen=True)
class Judged:
    """The evidence for some facts, their `scores`, `order` with the best first, the position of the `best`.

    `right` is the chance that the best fact answers the question, `about` the chance that the line is about something
    in the pack; both 0 to 1.
    """

    evidence: Evidence
    scores: Floats
    order: npt.NDArray[np.intp]
    best: int
    right: float
    about: float


class Judge:
    """Judges questions by one pack."""

    def __init__(self, index: PackIndex, words: Learned) -> None:
        self.index = index
        self._words = words
        self._learned = words.phrased if index.is_phrased else words.plain
        self.gatherer = Gatherer(index, words.telling, index.sense())

    def without(self, left_out: npt.NDArray[np.bool_]) -> Gatherer:
        """A gatherer of evidence to which the marked phrasings taught nothing."""
        return Gatherer(self.index, self._words.telling, self.index.sense(left_out=left_out))

    def judge(self, question: Question) -> Judged | None:
        """What the pack makes of a question; None where nothing has anything in common with it."""
        candidates = self.gatherer.candidates(question)
        if not len(candidates):
            return None
        return self.weigh(question, self.gatherer.gather(question, candidates), self.index.foreseen(question))

    def weigh(self, question: Question, evidence: Evidence, foreseen: Sequence[int]) -> Judged:
        """The order of the facts that this evidence is for; `foreseen` are those whose author wrote this question."""
        scores = ranking(self._learned.ranking, evidence.features, KINDS.index(question.kind))
        if foreseen:
            scores[np.isin(evidence.positions, foreseen)] += FORESEEN_LEAD
        order = np.lexsort((evidence.positions, -scores))
        best = int(evidence.positions[order[0]])
        found = signs(question, evidence, self.index.pack.facts[best], scores, order, self._learned.manner)
        right, about = self._learned.right.chance(found), self._learned.about.chance(found)
        return Judged(evidence, scores, order, best, right, about)
