"""One pack's judgement of a question: the ranking of its facts, and the confidence in the best one."""

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.answers.confidence import signs
from bot.answers.evidence import Evidence, Gatherer
from bot.answers.index import PackIndex
from bot.answers.learned import Learned, learned, ranking
from bot.answers.meanings import Meanings, Nearness, Vectoriser
from bot.answers.reading import ParsedQuestion
from bot.answers.texts import Floats
from bot.english.text import KINDS

FORESEEN_LEAD = 50.0
"""Ranking bonus for an exact phrasing: more than any other evidence together."""


BELONGING = 8.0
"""Log-odds that a line is about the pack for each unit by which it is nearer to the pack than to off-topic lines. (On
nine packs by eight authors, at 3% of off-topic lines shown a fact: lists show a fact for 89% of the questions about
them instead of 78%, stories for 94% instead of 92%. Anything from 6 to 10 does as well.)
"""


@dataclass(frozen=True)
class Judged:
    """The evidence for some facts, their `scores`, their `order` with the best first, the position of the `best`.

    `right` is the probability that the best fact answers the question, `about` the probability that the line is about
    something in the pack.
    """

    evidence: Evidence
    scores: Floats
    order: npt.NDArray[np.intp]
    best: int
    right: float
    about: float

    def shares(self, most: int) -> list[tuple[int, float]]:
        """The positions of the best facts, `most` at the most, each with its share of their total odds."""
        best = self.order[:most]
        odds = np.exp(self.scores[best] - self.scores[best[0]])
        return list(zip(self.evidence.positions[best].tolist(), (odds / odds.sum()).tolist(), strict=True))


class Judge:
    """Judges questions by one pack, by their words, or by their meaning as well."""

    def __init__(self, index: PackIndex, words: Learned) -> None:
        """Judges by words alone."""
        self.index = index
        self._learned = words.by_words[index.kind]
        self.gatherer = Gatherer(index, words.telling, index.sense())
        self._meanings: Meanings | None = None
        self._encode: Vectoriser | None = None

    def with_meaning(self, meanings: Meanings, encode: Vectoriser) -> "Judge":
        """A copy that also uses meaning, safe to use from another thread."""
        other = copy(self)
        other._learned = learned().by_meaning[self.index.kind]
        other.gatherer = self.gatherer.twin()
        other._meanings = meanings
        other._encode = encode
        return other

    def nearness(self, question: ParsedQuestion) -> Nearness | None:
        """How near the pack's lines are to the question's meaning; None for a judge by words."""
        if self._meanings is None or self._encode is None:
            return None
        return self._meanings.nearness(self._encode([question.spoken]).line(0))

    def nearness_of(self, number: int) -> Nearness | None:
        """The same for a phrasing of the pack, or a `not_told` question, numbered after them."""
        return self._meanings.nearness(self._meanings.of_line(number)) if self._meanings else None

    def judge(
        self, question: ParsedQuestion, near: Nearness | None, given: Sequence[int] | None = None
    ) -> Judged | None:
        """This pack's judgement of a question with this `nearness`; None if nothing has anything in common with it.

        `given` are the positions of facts that come first whatever their evidence; by default, those with this exact
        phrasing.
        """
        first = self.index.foreseen(question) if given is None else given
        candidates = self.gatherer.candidates(question, near)
        candidates = np.concatenate([candidates, np.setdiff1d(np.asarray(first, dtype=np.intp), candidates)])
        if not len(candidates):
            return None
        judged = self.weigh(question, self.gatherer.gather(question, candidates, near=near), first)
        return judged if near is None else replace(judged, about=_shifted(judged.about, BELONGING * near.belonging))

    def weigh(self, question: ParsedQuestion, evidence: Evidence, foreseen: Sequence[int]) -> Judged:
        """Ranks the facts of this evidence; `foreseen` are those with this exact phrasing."""
        scores = ranking(self._learned.ranking, evidence.features, KINDS.index(question.kind))
        if foreseen:
            scores[np.isin(evidence.positions, foreseen)] += FORESEEN_LEAD
        order = np.lexsort((evidence.positions, -scores))
        best = int(evidence.positions[order[0]])
        found = signs(question, evidence, self.index.pack.facts[best], scores, order, self._learned.manner)
        right, about = self._learned.right.chance(found), self._learned.about.chance(found)
        return Judged(evidence, scores, order, best, right, about)


def _shifted(chance: float, by: float) -> float:
    """A probability whose log-odds are shifted."""
    odds = max(chance, 1e-9) / max(1 - chance, 1e-9) * math.exp(by)
    return odds / (1 + odds)
