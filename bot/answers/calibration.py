"""From which confidence on a pack's answers are given: found out by asking the pack itself when it is loaded.

Each phrasing is asked as if its author had not written it, and once more as if its fact were not in the pack: then
whatever comes first is wrong. Questions about other things show when a line is about nothing in the pack.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from bot.answers.evidence import Evidence, least_log
from bot.answers.features import FEATURES
from bot.answers.index import PackIndex
from bot.answers.judge import Judge
from bot.knowledge.model import FactKind

PHRASINGS = 300
"""Phrasings of a pack that are asked; of more, these are chosen by their letters."""

FOLDS = 3
"""Parts of the phrasings; what is asked of one learns from the others."""

FALSE_ALARMS = 0.07
"""The share of questions whose fact is missing that may be answered all the same (measured on several packs: of what
members really ask and the pack does not tell, about as many are)."""

STRANGERS = 0.03
"""The share of lines about other things that may get the closest fact."""

USUAL_SURE = 0.7
USUAL_CLOSE = 0.5
"""The thresholds of a pack of which nothing is known, and what they count beside what is: as much as so many
questions."""
USUAL_COUNT = 15

ALIKE = 0.65
"""Phrasings of one fact that share so much (Dice, 0 to 1) are left out together: they are one in other words."""


@dataclass(frozen=True)
class Thresholds:
    """From which confidence on the first fact is given as the answer, and from which it is shown as the closest."""

    sure: float
    close: float


@dataclass(frozen=True)
class Calibration:
    """The thresholds, and what they come to: of `asked` reworded questions the shares answered rightly and wrongly."""

    thresholds: Thresholds
    asked: int
    right: float
    wrong: float


@dataclass(frozen=True)
class _Trial:
    """A phrasing asked as if nobody had written it: the confidence, whether its fact came first, and the confidence
    that something else got where that fact was taken away (0 where nothing was left)."""

    right: float
    is_right: bool
    without: float


def calibrated(judge: Judge) -> Calibration:
    """How sure one may be of what a pack answers."""
    trials = list(_trials(judge))
    strangers = [_about(judge, line) for line in strange_lines()]
    untold = [_right(judge, line) for line in judge.index.pack.not_told]
    sure = _quantile([*(trial.without for trial in trials), *untold], 1 - FALSE_ALARMS, USUAL_SURE)
    close = _quantile(strangers, 1 - STRANGERS, USUAL_CLOSE)
    given = [trial for trial in trials if trial.right >= sure]
    count = max(1, len(trials))
    return Calibration(
        Thresholds(sure, close),
        len(trials),
        sum(trial.is_right for trial in given) / count,
        sum(not trial.is_right for trial in given) / count,
    )


@cache
def strange_lines() -> tuple[str, ...]:
    """Lines that are about nothing that a pack tells: small talk, errands, other subjects."""
    return tuple(files("bot.answers").joinpath("strange.txt").read_text("utf-8").splitlines())


def _quantile(values: list[float], share: float, usual: float) -> float:
    """The value that this share of the values stay below; drawn towards the usual one where there are few."""
    if not values:
        return usual
    found = float(np.quantile(values, share))
    return (len(values) * found + USUAL_COUNT * usual) / (len(values) + USUAL_COUNT)


def _about(judge: Judge, line: str) -> float:
    found = judge.judge(judge.index.read(line))
    return found.about if found else 0.0


def _right(judge: Judge, line: str) -> float:
    found = judge.judge(judge.index.read(line))
    return found.right if found else 0.0


def _trials(judge: Judge) -> Iterator[_Trial]:
    index = judge.index
    chosen = _chosen(index)
    if not chosen:
        return
    folds = np.array([number % FOLDS for number in range(len(index.phrasings.asked))])
    gatherers = [judge.without(folds == fold) for fold in range(FOLDS)]
    for position, number, line in chosen:
        fold = int(folds[number])
        gatherer, question = gatherers[fold], index.read(line)
        candidates = gatherer.candidates(question)
        if not len(candidates):
            continue
        left_out = alike_phrasings(index, position, number) | (folds == fold)
        evidence = gatherer.gather(question, candidates, left_out=left_out)
        own = _told_together(index, position)
        judged = judge.weigh(question, evidence, [])
        rest = without(evidence, own, gatherer.sense.judge(question.asking).chances)
        other = judge.weigh(question, rest, []).right if len(rest.positions) else 0.0
        yield _Trial(judged.right, bool(own[judged.best]), other)


def _chosen(index: PackIndex) -> list[tuple[int, int, str]]:
    """Phrasings to ask: the position of the fact, the number of the phrasing, and the phrasing."""
    written = [
        (position, number, ask)
        for position, fact in enumerate(index.pack.facts)
        if fact.kind in (FactKind.FACT, FactKind.SCENE)
        for number, ask in enumerate(fact.asks, int(index.phrasings.starts[position]))
    ]
    return sorted(written, key=lambda one: zlib.crc32(one[2].encode()))[:PHRASINGS]


def _told_together(index: PackIndex, position: int) -> npt.NDArray[np.bool_]:
    """Marks a fact and those from the same source: what one tells the others may tell as well."""
    source = set(index.pack.facts[position].source)
    return np.array([not source.isdisjoint(fact.source) for fact in index.pack.facts], dtype=np.bool_)


def alike_phrasings(index: PackIndex, position: int, number: int) -> npt.NDArray[np.bool_]:
    """Marks a phrasing of the fact at a position, and those of the same fact that are much like it."""
    marked = np.zeros(len(index.phrasings.asked), dtype=np.bool_)
    own = _content(index, number)
    for other in range(int(index.phrasings.starts[position]), int(index.phrasings.starts[position + 1])):
        shared = _content(index, other)
        marked[other] = 2 * len(own & shared) >= ALIKE * (len(own) + len(shared))
    marked[number] = True
    return marked


def _content(index: PackIndex, number: int) -> frozenset[int]:
    """The telling terms of a phrasing."""
    words = index.phrasings.words[number]
    return frozenset(index.lexicon.term_of[words[index.term_weights[words] > 0]].tolist())


def without(evidence: Evidence, gone: npt.NDArray[np.bool_], chances: npt.NDArray[np.float32]) -> Evidence:
    """The evidence as if the marked facts of the pack did not exist. `chances` are those of all facts to be asked for,
    by the pack's phrasings; what the missing ones had falls to the others."""
    kept = ~gone[evidence.positions]
    features = evidence.features[kept].copy()
    if len(features) and len(chances):
        rest = max(1e-6, 1 - float(chances[gone].sum()))
        sense, lead = FEATURES.index("sense"), FEATURES.index("sense_lead")
        features[:, sense] = np.minimum(1, features[:, sense] / rest)
        features[:, FEATURES.index("sense_log")] = least_log(features[:, sense])
        features[:, lead] = features[:, sense] - features[:, sense].max()
        none = FEATURES.index("sense_none")
        features[:, none] = np.minimum(1, features[:, none] / rest)
    return Evidence(evidence.positions[kept], features, evidence.in_fact[kept], evidence.in_asks[kept])
