"""Finds a pack's confidence thresholds by asking the pack its own questions when it is loaded.

Each phrasing is asked as if its author had not written it, and again as if its fact were missing from the pack: then
any answer is wrong. Questions about other subjects show when a line is about nothing in the pack.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.answers.evidence import Evidence, least_log
from bot.answers.features import FEATURES
from bot.answers.index import PackIndex
from bot.answers.judge import Judge
from bot.answers.learned import PackKind
from bot.answers.meanings import strange_lines
from bot.answers.reading import ParsedQuestion
from bot.answers.sense import PhrasingModel, QuestionFeatures, Recalled
from bot.answers.texts import Floats
from bot.knowledge.model import FactKind, Pack

PHRASINGS = 200
"""Number of phrasings to ask; in larger packs they are sampled by a hash of their text."""

FOLDS = 2
"""Cross-validation folds of the phrasings."""

FALSE_ALARMS = {PackKind.STORY: 0.12, PackKind.LIST: 0.09, PackKind.PLAIN: 0.09}
"""Accepted share of wrong answers to phrasings whose fact was removed. In stories it is higher, because what is left is
about the same people. (Measured on several packs: the share is lower for members' real questions that the pack can't
answer.)
"""

ANSWERED_ANYWAY = 0.16
"""Accepted share of answers to the author's `not_told` questions. These are the nearest of near misses: of unanswerable
questions by other people, 3% were then answered.
"""

ENOUGH_UNTOLD = 50
"""From this many `not_told` questions on, they alone set the threshold."""

STRANGERS = 0.01
"""Accepted share of off-topic lines that get a closest fact. Lines by other people are harder: 4% of them get one."""

USUAL_SURE = {PackKind.STORY: 0.7, PackKind.LIST: 0.75, PackKind.PLAIN: 0.7}
"""The threshold for an answer in a pack without phrasings, and what the thresholds of others are drawn to."""

USUAL_COUNT = 200
"""Its weight in phrasings. What a pack's own phrasings say about members' questions varies more by chance than packs
differ. (Over six lists that were not learned from, the share of unanswerable questions that get no answer varies with a
standard deviation of .075 instead of .097, over five stories .050 instead of .057, and the means stay.)
"""

USUAL_CLOSE, CLOSE_COUNT = 0.6, 15
"""The same for the closest fact, in off-topic lines."""

LEAST_ASKED = 20
"""Fewer phrasings than this say nothing reliable about a pack."""

WRITTEN = (FactKind.FACT, FactKind.SCENE)
"""The facts whose phrasings are asked: those that an author wrote."""

ALIKE = 0.65
"""Phrasings of one fact with at least this overlap (Dice, 0 to 1) are left out together: they are near-duplicates."""


@dataclass(frozen=True)
class Thresholds:
    """Minimum confidence for giving the first fact as the answer, and for showing it as the closest."""

    sure: float
    close: float


@dataclass(frozen=True)
class Calibration:
    """The thresholds, and their effect: the shares of `asked` reworded questions answered rightly and wrongly."""

    thresholds: Thresholds
    asked: int
    right: float
    wrong: float

    def in_words(self) -> str:
        """A summary for the pack's author; empty if too few phrasings were asked."""
        if self.asked < LEAST_ASKED:
            return ""
        return (
            f"Answers about {round(10 * self.right)} of 10 reworded questions, {round(100 * self.wrong)} in 100 wrong "
            f"({self.asked} phrasings, each asked as if it wasn't written down)."
        )


@dataclass(frozen=True)
class _Trial:
    """One phrasing asked as if it had not been written: the confidence, whether its fact came first, and the confidence
    of the best other fact once that fact was removed (0 if there was none).
    """

    right: float
    is_right: bool
    without: float


def can_be_told(pack: Pack) -> bool:
    """Whether a pack has enough phrasings for a calibration to say how well it answers."""
    return sum(len(fact.asks) for fact in pack.facts if fact.kind in WRITTEN) >= LEAST_ASKED


def models_without(index: PackIndex) -> tuple[PhrasingModel, ...]:
    """For each fold what a model trained on the other phrasings and `not_told` questions says about those of the fold
    that a calibration asks. A pack that is calibrated twice, by its words and by their meaning, needs them once.
    """
    fold_of = _fold_of(index)
    asked: list[list[QuestionFeatures]] = [[] for _ in range(FOLDS)]
    for number, line in (*((number, line) for _, number, line in _chosen(index)), *_chosen_untold(index)):
        asked[fold_of[number]].append(index.read(line).asking)
    return tuple(
        index.sense(left_out=fold_of == fold).recalled(askings) if askings else Recalled.nothing()
        for fold, askings in enumerate(asked)
    )


@np.errstate(invalid="ignore")  # some BLAS builds warn about values next to those multiplied
def calibrated(judge: Judge, models: Sequence[PhrasingModel] = ()) -> Calibration:
    """Measures the thresholds for one pack; `models` are its `models_without`, if there are some already."""
    folds = _Folds(judge, models or models_without(judge.index))
    trials = list(_trials(folds))
    strangers = [_about(judge, number, line) for number, line in enumerate(strange_lines())]
    untold = list(_untold(folds))
    if len(untold) >= ENOUGH_UNTOLD:
        sure = float(np.quantile(untold, 1 - ANSWERED_ANYWAY))
    else:
        kind, wrong = judge.index.kind, [*(trial.without for trial in trials), *untold]
        sure = _quantile(wrong, 1 - FALSE_ALARMS[kind], USUAL_SURE[kind], USUAL_COUNT)
    close = _quantile(strangers, 1 - STRANGERS, USUAL_CLOSE, CLOSE_COUNT)
    given = [trial for trial in trials if trial.right >= sure]
    count = max(1, len(trials))
    return Calibration(
        Thresholds(sure, close),
        len(trials),
        sum(trial.is_right for trial in given) / count,
        sum(not trial.is_right for trial in given) / count,
    )


def _quantile(values: list[float], share: float, usual: float, count: int) -> float:
    """The quantile of the values at this share, drawn to the usual one, which weighs as much as `count` values."""
    if not values:
        return usual
    found = float(np.quantile(values, share))
    return (len(values) * found + count * usual) / (len(values) + count)


def _about(judge: Judge, number: int, line: str) -> float:
    """How sure the judge is that an off-topic line is about the pack, as if we had not listed it."""
    question = judge.index.read(line)
    if (near := judge.nearness(question)) is not None:
        near = replace(near, strange=np.delete(near.strange, number))
    found = judge.judge(question, near)
    return found.about if found else 0.0


class _Folds:
    """A pack split into folds: phrasings and `not_told` questions of one fold are judged by a model trained on the
    others.
    """

    def __init__(self, judge: Judge, models: Sequence[PhrasingModel]) -> None:
        self.judge = judge
        self.index = judge.index
        self._fold = _fold_of(judge.index)
        self._gatherers = [judge.gatherer.by(model) for model in models]

    def ask(
        self, question: ParsedQuestion, number: int, alike: npt.NDArray[np.bool_]
    ) -> tuple[Evidence, Floats] | None:
        """The evidence for a question with this number, leaving out its own phrasing and those alike, and every fact's
        probability of being asked for; None if the pack shares no words with it.
        """
        fold = int(self._fold[number])
        gatherer = self._gatherers[fold]
        near = self.judge.nearness_of(number)
        candidates = gatherer.candidates(question, near)
        if not len(candidates):
            return None
        evidence = gatherer.gather(question, candidates, near=near, left_out=alike | (self._fold == fold))
        return evidence, gatherer.sense.judge(question.asking).chances


def _fold_of(index: PackIndex) -> npt.NDArray[np.intp]:
    """The fold of each phrasing, and after them of each `not_told` question."""
    return np.arange(len(index.phrasings.asked) + len(index.untold)) % FOLDS


def _untold(folds: _Folds) -> Iterator[float]:
    """The confidence in an answer to each `not_told` question, as if its author had not listed it."""
    index = folds.index
    for number, line in _chosen_untold(index):
        question = index.read(line)
        if found := folds.ask(question, number, alike_untold(index, number)):
            yield folds.judge.weigh(question, found[0], ()).right


def _trials(folds: _Folds) -> Iterator[_Trial]:
    index = folds.index
    for position, number, line in _chosen(index):
        question = index.read(line)
        if (found := folds.ask(question, number, alike_phrasings(index, position, number))) is None:
            continue
        evidence, chances = found
        own = _told_together(index, position)
        judged = folds.judge.weigh(question, evidence, ())
        rest = without(evidence, own, chances)
        other = folds.judge.weigh(question, rest, ()).right if len(rest.positions) else 0.0
        yield _Trial(judged.right, bool(own[judged.best]), other)


def _chosen(index: PackIndex) -> list[tuple[int, int, str]]:
    """Phrasings to ask: the fact's position, the phrasing's number, and its text."""
    written = [
        (position, number, ask)
        for position, fact in enumerate(index.pack.facts)
        if fact.asks and fact.kind in WRITTEN
        for number, ask in enumerate(fact.asks, int(index.phrasings.starts[position]))
    ]
    return sorted(written, key=lambda one: zlib.crc32(one[2].encode()))[:PHRASINGS]


def _chosen_untold(index: PackIndex) -> list[tuple[int, str]]:
    """`not_told` questions to ask: the number, counted from the last phrasing's on, and the text."""
    numbered = enumerate(index.pack.not_told, len(index.phrasings.asked))
    return sorted(numbered, key=lambda one: zlib.crc32(one[1].encode()))[:PHRASINGS]


def _told_together(index: PackIndex, position: int) -> npt.NDArray[np.bool_]:
    """Marks a fact and the others from the same source, since they may tell the same thing."""
    source = set(index.pack.facts[position].source)
    return np.array([not source.isdisjoint(fact.source) for fact in index.pack.facts], dtype=np.bool_)


def alike_phrasings(index: PackIndex, position: int, number: int) -> npt.NDArray[np.bool_]:
    """Marks a phrasing of the fact at a position, and those of the same fact that are much like it."""
    numbers = range(int(index.phrasings.starts[position]), int(index.phrasings.starts[position + 1]))
    return _alike(index, number, {other: index.phrasings.askings[other][0] for other in numbers})


def alike_untold(index: PackIndex, number: int) -> npt.NDArray[np.bool_]:
    """Marks a `not_told` question (numbered after the phrasings), and those that are much like it."""
    first = len(index.phrasings.asked)
    return _alike(index, number, dict(enumerate(index.untold, first)))


def _alike(index: PackIndex, number: int, askings: Mapping[int, QuestionFeatures]) -> npt.NDArray[np.bool_]:
    marked = np.zeros(len(index.phrasings.asked) + len(index.untold), dtype=np.bool_)
    own = set(askings[number].telling)
    for other, asking in askings.items():
        shared = own.intersection(asking.telling)
        marked[other] = 2 * len(shared) >= ALIKE * (len(own) + len(set(asking.telling)))
    marked[number] = True
    return marked


def without(evidence: Evidence, gone: npt.NDArray[np.bool_], chances: npt.NDArray[np.float32]) -> Evidence:
    """The evidence as if the marked facts did not exist. `chances` are every fact's probability of being asked for, by
    the pack's phrasings; the share of the missing facts goes to the others.
    """
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
    if len(features):
        near, near_lead, near_share = (FEATURES.index(name) for name in ("near", "near_lead", "near_share"))
        word, word_lead = FEATURES.index("word"), FEATURES.index("word_lead")
        gap, gap_lead = FEATURES.index("word_gap"), FEATURES.index("word_gap_lead")
        features[:, near_lead] = features[:, near] - features[:, near].max()
        features[:, word_lead] = features[:, word] - features[:, word].max()
        features[:, gap_lead] = features[:, gap].min() - features[:, gap]
        features[:, near_share] /= max(1e-6, 1 - float(evidence.features[~kept, near_share].sum()))
    return Evidence(evidence.positions[kept], features, evidence.in_fact[kept], evidence.in_asks[kept])
