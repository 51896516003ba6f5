"""Learns `bot/answers/learned.npz` from public question sets and from what people asked about several packs.

    python -m tests.benchmarks.learn_answers ../shared [--only plain|phrased]

For bare text: the ranking and the telling words come from questions whose right sentence is known, the confidence from
these, from the same with the right sentence left out, and from chat. For packs with phrasings: from the questions in
`tests/benchmarks/questions` that are for learning, from two public FAQ sets, and from phrasings; what stands in a pack
is asked as if nobody had written it. The confidence comes from rankings that did not see the question, nor, for all
packs but the default one, the pack. The development questions and the exams play no part, so that they can measure.
"""

import argparse
import json
import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answers.calibration import alike_phrasings, alike_untold, without
from bot.answers.candidates import CANDIDATES
from bot.answers.confidence import signs
from bot.answers.evidence import LIKELY, Evidence, Gatherer
from bot.answers.features import FEATURES, MEANING
from bot.answers.index import PackIndex, index_of
from bot.answers.learned import Manner, Network, PackKind, TellingWords, manner, manners, ranking, telling_words
from bot.answers.likeness import NEAREST
from bot.answers.meanings import Known, Meaning, Vectoriser, meanings_of
from bot.answers.phrasings import ways_to_ask
from bot.answers.reading import ParsedQuestion
from bot.answers.sense import QuestionFeatures
from bot.cli.question_sets import plain_pack
from bot.english.text import KINDS, stem, written_out
from bot.knowledge.load import load_pack
from bot.knowledge.model import FactKind
from tests.benchmarks.labels import read_rows, relevant
from tests.benchmarks.networks import Shape, averaged, learn_logistic, learn_ranking
from tests.benchmarks.public_sets import verify
from tests.benchmarks.question_sets import Asked, pools

ROOT = Path(__file__).parents[2]
LEARNED = ROOT / "bot" / "answers" / "learned.npz"
QUESTIONS = Path(__file__).parent / "questions"
PACKS = Path(__file__).parent / "packs"
FAQ = ("covid", "curekart")
WRITTEN = (
    "novel", "game", "heist", "space", "fantasy", "server", "library", "software", "events",
)  # fmt: skip
"""Packs by other hands, with questions by others again."""

SEED = 20
"""Draws the same samples each time."""

SETS = ("fairytale-train", "selqa-dev")

SMALL_POOLS = ((1, False, 3), (200, False, 3), (1, True, 6), (1000, True, 2))
"""Smaller pools, so that small packs are answered as well: sentences, whether they are facts that stand alone, and of
how many pools one is learned from."""

FEW = 2.0
"""What a question counts of a set that has few, such as an encyclopedia beside stories."""

TINY_POOLS = 150
"""Documents of each set from which packs of very few facts are made."""

SMALL = 0.4
"""What a question counts that is asked of a small pool."""

SEEDS = (20, 21, 22)
"""Begin the networks that are averaged in the end."""

POOL = 2500
"""Sentences of a pool of stories, about as many as a large text has."""

FOLDS = 4
"""Parts of the questions; what is measured on one is learned from the others."""

SEEN = 40
"""Candidates of a question from whose words is learned what tells."""

TOLD_TWICE = 3
"""How often one document may count for a word."""

LEAST_DOCUMENTS = 6
"""Documents of whose answers a word must be a part, to be more than a word of one story."""

PRIOR = 12.0
"""Answers without the word that are counted besides, so that rare words tell little."""

LEFT_OUT = 0.4
"""What a question counts whose fact was left out, beside one that can be answered."""

STRANGER, PHRASING = 0.5, 0.5
"""What all lines about other things count, and all phrasings of a pack, beside 1 for all questions about it."""

MANY = 4.0
"""What the questions about the default pack count for the confidence: there are twenty times as many of them."""

MOST_PHRASINGS = 2500
"""Phrasings of a pack that are learned from."""

NOT_FIRST, GONE = 0.4, 2.5
"""What a question about bare text counts whose right sentence is not first, and one whose sentence was taken away."""

RIDGE = {PackKind.STORY: 60.0, PackKind.LIST: 60.0, PackKind.PLAIN: 30.0}
"""How strongly the weights of the confidence are drawn to nothing."""

RANKING = {"plain": Shape(hidden=32, rounds=15), "phrased": Shape(hidden=16, rounds=10, dropout=0.3, ridge=5e-4)}
"""How the rankings are trained: packs with phrasings are few, so that a large network learns them by heart."""

MOST_LOOKED_AT = CANDIDATES + LIKELY + NEAREST
"""Facts of a sample at most."""

NONE: frozenset[str] = frozenset()
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

Stored = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Sample:
    """What an index finds for a question: the evidence, and which facts are right."""

    question: ParsedQuestion
    evidence: Evidence
    right: npt.NDArray[np.bool_]
    weight: float
    fold: int
    index: PackIndex
    trust: float = 1.0
    answerable: bool = False
    stranger: bool = False
    """A line that is about nothing in the pack."""
    written: bool = False
    """A phrasing of the pack's author."""

    @property
    def kind(self) -> int:
        return KINDS.index(self.question.kind)


class Asker:
    """Asks one pack and keeps what it finds."""

    def __init__(self, index: PackIndex, words: TellingWords) -> None:
        self.index = index
        self._meanings = meanings_of(index, vectoriser())
        self._gatherer = Gatherer(index, words, index.sense())
        self._words = words
        self._at = {fact.id: position for position, fact in enumerate(index.pack.facts)}

    def sample(
        self,
        line: str,
        relevant: Iterable[str] = NONE,
        *,
        left_out: npt.NDArray[np.bool_] | None = None,
        weight: float = 1.0,
        trust: float = 1.0,
        fold: int = 0,
        stranger: bool = False,
        written: bool = False,
    ) -> Sample | None:
        """The sample of a line; None where nothing has anything in common with it."""
        question = self.index.read(line)
        near = self._meanings.nearness(meaning(question.spoken))
        positions = self._gatherer.candidates(question, near)
        if not len(positions):
            return None
        evidence = self._gatherer.gather(question, positions, near=near, left_out=left_out)
        facts = [self._at[id] for id in relevant]
        right = np.isin(positions, facts)
        return Sample(question, evidence, right, weight, fold, self.index, trust, bool(facts), stranger, written)

    def without(self, left_out: npt.NDArray[np.bool_]) -> "Asker":
        """The same pack, whose phrasings teach nothing where they are marked."""
        other = copy(self)
        other._gatherer = Gatherer(self.index, self._words, self.index.sense(left_out=left_out))
        return other


@cache
def vectoriser() -> Vectoriser:
    """What encodes everything that is learned from."""
    return Vectoriser(Known.shipped)


@cache
def meaning(line: str) -> Meaning:
    """The meaning of a question."""
    return vectoriser()([line]).line(0)


# Slips


def slip(text: str, chance: random.Random) -> str:
    """The text with one random slip: a letter dropped, doubled, swapped with the next, or a neighbouring key hit."""
    letters = [at for at, character in enumerate(text) if character.isalpha()]
    if not letters:
        return text
    at = chance.choice(letters)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
    row = next((row for row in KEYS if text[at].lower() in row), KEYS[0])
    place = row.find(text[at].lower())
    return text[:at] + row[max(0, place + chance.choice((-1, 1))) % len(row)] + text[at + 1 :]


def maybe_slip(line: str, chance: random.Random) -> str:
    """The line, a third of the time with a slip."""
    return slip(line, chance) if chance.random() < 0.33 else line


# Bare text


@dataclass(frozen=True)
class Told:
    """A question's kind, the document it is about, and the words that its answers and other passages have for it."""

    kind: str
    document: str
    answers: tuple[frozenset[str], ...]
    others: tuple[frozenset[str], ...]


def told(index: PackIndex, asked: Asked) -> Told:
    """The words that the candidates have beyond the question."""
    question = index.read(asked.question)
    answers: list[frozenset[str]] = []
    others: list[frozenset[str]] = []
    known = {stem(raw) for raw in question.raws}
    for position in index.candidates(question)[:SEEN]:
        fact = index.pack.facts[position]
        words = frozenset(stem(raw) for raw in written_out(fact.text)) - known
        (answers if fact.id in asked.relevant else others).append(words)
    return Told(question.kind, asked.document, tuple(answers), tuple(others))


def learn_telling(questions: Sequence[Told]) -> Stored:
    """The log-odds of each stem to stand in an answer rather than in another passage: in all, and in each kind beyond
    that. As it is stored."""
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    others: dict[str, Counter[str]] = defaultdict(Counter)
    documents: dict[str, set[str]] = defaultdict(set)
    by_kind: dict[tuple[str, str], set[str]] = defaultdict(set)
    seen: Counter[tuple[str, str, str]] = Counter()
    answer_count: Counter[str] = Counter()
    other_count: Counter[str] = Counter()
    for one in questions:
        answer_count[one.kind] += len(one.answers)
        other_count[one.kind] += len(one.others)
        for words in one.answers:
            for word in words:
                seen[one.document, one.kind, word] += 1
                if seen[one.document, one.kind, word] <= TOLD_TWICE:
                    answers[one.kind][word] += 1
                documents[word].add(one.document)
                by_kind[one.kind, word].add(one.document)
        for words in one.others:
            others[one.kind].update(words)
    in_answers, in_others = Counter[str](), Counter[str]()
    for kind in answer_count:
        in_answers.update(answers[kind])
        in_others.update(others[kind])
    share = answer_count.total() / other_count.total()
    stems = sorted(word for word, where in documents.items() if len(where) >= 2 * LEAST_DOCUMENTS)
    of_any = np.zeros(len(stems) + 1, dtype=np.float32)
    of_kind = np.zeros((len(KINDS), len(stems) + 1), dtype=np.float32)
    for row, word in enumerate(stems):
        of_any[row] = np.log((in_answers[word] + PRIOR) / (in_others[word] * share + PRIOR))
        for number, kind in enumerate(KINDS):
            if not answer_count[kind]:
                continue
            expected = others[kind][word] * answer_count[kind] / max(1, other_count[kind]) * np.exp(of_any[row])
            if len(by_kind[kind, word]) >= LEAST_DOCUMENTS or expected >= LEAST_DOCUMENTS:
                of_kind[number, row] = np.log((answers[kind][word] + PRIOR) / (expected + PRIOR))
    return {"telling.stems": np.array(" ".join(stems)), "telling.any": of_any, "telling.by_kind": of_kind}


def from_sets(folder: Path, chance: random.Random) -> tuple[list[Sample], list[Sample], Stored]:
    """Samples of the public sets, a third of them with a slip; chat; and the telling words of all.

    The evidence of each sample comes with telling words that were learned from other documents.
    """
    indexes: list[tuple[PackIndex, list[Asked], int]] = []
    for name in SETS:
        for number, (pack, asked) in enumerate(pools(folder / name, POOL)):
            indexes.append((index_of(pack), asked, number % FOLDS))
    questions = [(told(index, one), fold) for index, asked, fold in indexes for one in asked]
    for name in SETS:
        for size, as_facts, part in SMALL_POOLS:
            small = list(pools(folder / name, size, as_facts=as_facts))
            for number, (pack, asked) in enumerate(chance.sample(small, len(small) // part)):
                indexes.append((index_of(pack), asked, number % FOLDS))
    samples, silent = [], []
    chat = list(chat_lines(folder))
    for fold in range(FOLDS):
        words = telling_words(learn_telling([one for one, other in questions if other != fold]))
        for index, asked, own in indexes:
            if own != fold:
                continue
            asker = Asker(index, words)
            is_large = len(index.pack.facts) >= POOL
            weight = SMALL if not is_large else FEW if len(asked) < POOL / 8 else 1.0
            samples += found(
                asker.sample(maybe_slip(one.question, chance), one.relevant, fold=fold, weight=weight) for one in asked
            )
            lines = chance.sample(chat, 400 if is_large else 5)
            silent += [one for line in lines if (one := asker.sample(maybe_slip(line, chance), fold=fold, weight=0.5))]
        few = [one for one in found(tiny(folder, words, chance)) if one.fold == fold]
        samples += [one for one in few if one.right.any()]
        silent += [one for one in few if not one.right.any()]
    return samples, silent, learn_telling([one for one, _ in questions])


def tiny(folder: Path, words: TellingWords, chance: random.Random) -> Iterator[Sample | None]:
    """Questions to packs of very few facts, those that answer among them or not, as a pack's author begins."""
    chat = list(chat_lines(folder))
    for name in SETS:
        pools_of = list(pools(folder / name, 1, as_facts=True))
        for number, (pack, asked) in enumerate(chance.sample(pools_of, min(TINY_POOLS, len(pools_of)))):
            if not asked:
                continue
            others = chance.choice(pools_of)[1]
            for one in chance.sample(asked, min(4, len(asked))):
                some = chance.sample(pack.facts, min(len(pack.facts), chance.randint(0, 9)))
                facts = tuple(dict.fromkeys([*(fact for fact in pack.facts if fact.id in one.relevant), *some]))
                asker = Asker(index_of(plain_pack(facts)), words)
                known = {fact.id for fact in facts}
                fold = number % FOLDS
                yield asker.sample(maybe_slip(one.question, chance), one.relevant & known, fold=fold, weight=SMALL)
                lines = [other.question for other in others[:1]] + [chance.choice(chat)]
                for line in lines:
                    yield asker.sample(maybe_slip(line, chance), fold=fold, weight=SMALL)


def chat_lines(folder: Path) -> Iterator[str]:
    """The even lines of the public chat; the odd ones are kept for measuring."""
    for number, line in enumerate((folder / "chat.jsonl").read_text("utf-8").splitlines()):
        if number % 2 == 0:
            yield str(json.loads(line)["text"])


# Packs with phrasings


@dataclass(frozen=True)
class Source:
    """A pack to learn from, and the files with what members asked about it. `parts` is into how many its questions
    are divided; a pack with few is one part, so that it is measured as a pack that was never seen. `trust` is what its
    questions count for the confidence."""

    folder: Path
    questions: tuple[Path, ...]
    parts: int = 1
    trust: float = 1.0


def sources(shared: Path) -> tuple[Source, ...]:
    """The packs to learn from: the default one, stories and lists by other hands, two FAQ packs of public sets."""
    own = tuple(QUESTIONS / f"{name}.jsonl" for name in ("answerable", "silent", "members", "quiz", "clues", "fans"))
    written = (Source(PACKS / name, (QUESTIONS / f"{name}.jsonl",)) for name in WRITTEN)
    public = (Source(shared / "faq" / name / "pack", (shared / "faq" / name / "questions.jsonl",)) for name in FAQ)
    return (Source(ROOT / "facts" / "age-of-ultron", own, FOLDS, MANY), *written, *public)


def from_source(source: Source, telling: TellingWords, strangers: Sequence[str], first: int) -> list[Sample]:
    """Everything that was asked about a pack, lines about other things, and its phrasings. What stands in the pack is
    asked as if nobody had written it. Its parts are numbered from `first` on."""
    index = index_of(load_pack(source.folder))
    askers = Folds(Asker(index, telling))
    asked = [(str(row["question"]), relevant(row, index)) for path in source.questions for row in read_rows(path)]
    samples: list[Sample | None] = []
    for line, facts in asked:
        part = first + zlib.crc32(line.encode()) % source.parts
        samples.append(askers.sample(line, facts, weight=1 / len(asked), trust=source.trust, fold=part))
    for number, line in enumerate(strangers):
        part = first + number % source.parts
        weight = STRANGER / len(strangers)
        samples.append(askers.sample(line, NONE, weight=weight, fold=part, stranger=True))
    known = {line for line, _ in asked}
    written = [
        (ask, fact.id)
        for fact in index.pack.facts
        if fact.kind is not FactKind.ROLE
        for ask in fact.asks
        if ask not in known
    ]
    written.sort(key=lambda one: zlib.crc32(one[0].encode()[::-1]))
    written = written[:MOST_PHRASINGS]
    for ask, fact in written:
        part = first + zlib.crc32(ask.encode()) % source.parts
        samples.append(askers.sample(ask, {fact}, weight=PHRASING / len(written), fold=part, written=True))
    return found(samples)


class Folds:
    """A pack in parts, so that a line which stands in it can be asked as if nobody had written it, nor those alike."""

    def __init__(self, asker: Asker) -> None:
        index = asker.index
        self._asker = asker
        self._numbers: dict[tuple[str, ...], tuple[int, int | None]] = {}
        lines = [(ask, at) for at, asks in enumerate(ways_to_ask(index.pack.facts)) for ask in asks]
        for number, (ask, at) in enumerate(lines):
            self._numbers[index.read(ask, mend=False).raws] = number, at
        for number, line in enumerate(index.pack.not_told, len(lines)):
            self._numbers[index.read(line, mend=False).raws] = number, None
        self._fold = np.arange(len(lines) + len(index.untold)) % FOLDS
        self._askers = [asker.without(self._fold == fold) for fold in range(FOLDS)]

    def sample(self, line: str, facts: Iterable[str], **options: Any) -> Sample | None:
        """The sample of a line (see `Asker.sample`)."""
        index = self._asker.index
        stands = self._numbers.get(index.read(line, mend=False).raws)
        if stands is None:
            return self._asker.sample(line, facts, **options)
        number, at = stands
        alike = alike_untold(index, number) if at is None else alike_phrasings(index, at, number)
        fold = int(self._fold[number])
        left_out = alike | (self._fold == fold)
        return self._askers[fold].sample(line, facts, left_out=left_out, **options)


# Learning


LEAST_LINES = 4
"""Lines in which a stem or a pair must stand."""

MANNER_PRIOR = 2.0
"""Lines of either sort that are counted besides."""

MOST_FOR, MOST_AGAINST = 0.7, 3.0
"""The log-odds of a word at most: what a pack's own words tell is told by other evidence."""


def learn_manner(name: str, lines: Iterable[tuple[QuestionFeatures, bool]]) -> Stored:
    """The log-odds of stems and pairs to stand in a question that is answered; as they are stored."""
    answered, silent = Counter[str](), Counter[str]()
    counts = [0, 0]
    for asking, is_answered in lines:
        counts[is_answered] += 1
        (answered if is_answered else silent).update(set(manners(asking)))
    share = counts[1] / max(1, counts[0])
    parts = sorted(part for part in silent.keys() | answered.keys() if silent[part] + answered[part] >= LEAST_LINES)
    odds = [np.log((answered[part] / share + MANNER_PRIOR) / (silent[part] + MANNER_PRIOR)) for part in parts]
    clipped = np.clip(np.array(odds, dtype=np.float32), -MOST_AGAINST, MOST_FOR)
    return {f"{name}.parts": np.array("\n".join(parts)), f"{name}.odds": clipped}


def rank(samples: Sequence[Sample], shape: Shape, seeds: Sequence[int] = (SEED,)) -> Network:
    """The ranking under which the right facts come first."""
    useful = [one for one in samples if one.right.any()]
    features = np.zeros((len(useful), MOST_LOOKED_AT, len(FEATURES)), dtype=np.float32)
    right = np.zeros((len(useful), MOST_LOOKED_AT), dtype=np.bool_)
    there = np.zeros((len(useful), MOST_LOOKED_AT), dtype=np.bool_)
    for row, one in enumerate(useful):
        count = len(one.right)
        features[row, :count] = one.evidence.features
        right[row, :count] = one.right
        there[row, :count] = True
    weights = np.array([one.weight for one in useful], dtype=np.float32)
    kinds = np.array([one.kind for one in useful], dtype=np.intp)
    return averaged([learn_ranking(features, right, there, weights, kinds, shape, seed) for seed in seeds])


def without_right(one: Sample) -> Sample | None:
    """The sample as if its right facts were not in the pack."""
    if not one.right.any() or one.right.all():
        return None
    gone = np.zeros(len(one.index.pack.facts), dtype=np.bool_)
    gone[one.evidence.positions[one.right]] = True
    rest = without(one.evidence, gone, np.zeros(0, dtype=np.float32))
    return replace(one, evidence=rest, right=one.right[~one.right], weight=one.weight * LEFT_OUT)


@dataclass(frozen=True)
class Row:
    """The signs of a sample's best fact, and what is true of it."""

    signs: npt.NDArray[np.float32]
    right: bool
    sample: Sample


def judged(one: Sample, network: Network, words: Manner) -> Row:
    """What a ranking makes of a sample."""
    scores = ranking(network, one.evidence.features, one.kind)
    order = np.lexsort((one.evidence.positions, -scores))
    best = int(one.evidence.positions[order[0]])
    values = signs(one.question, one.evidence, one.index.pack.facts[best], scores, order, words)
    return Row(values, bool(one.right[order[0]]), one)


def regression(name: str, kind: PackKind, rows: Sequence[tuple[npt.NDArray[np.float32], bool, float]]) -> Stored:
    """The chance that fits these: signs, whether it was so, and what each counts."""
    fitted = learn_logistic(
        np.array([signs for signs, _, _ in rows]),
        np.array([so for _, so, _ in rows], dtype=np.bool_),
        np.array([weight for _, _, weight in rows], dtype=np.float32),
        RIDGE[kind],
    )
    return fitted.stored(name)


def _told(row: Row, *, take_away: bool) -> tuple[npt.NDArray[np.float32], bool, float]:
    """What a row says of the confidence in an answer. Of bare text, where the right sentence is first for only half of
    the questions, one that comes second counts for it, too, but less: else nothing tells a question whose answer was
    taken away from one that is merely hard."""
    if not take_away:
        return row.signs, row.right, row.sample.weight * row.sample.trust
    is_there = bool(row.sample.right.any())
    gone = row.sample.answerable and not is_there
    share = GONE if gone else 1.0 if row.right or not is_there else NOT_FIRST
    return row.signs, is_there, row.sample.weight * share


def learn(
    name: str,
    samples: Sequence[Sample],
    words_of: Callable[[int], Manner],
    seeds: Sequence[int] = (SEED,),
    *,
    take_away: bool = False,
) -> Stored:
    """Ranking and confidence, by words alone and with meaning. `words_of` gives the manner of asking as learned without
    a part. On request each question is also asked with its facts taken away."""
    stored: Stored = {}
    for by, some in (("words", [without_meaning(one) for one in samples]), ("meaning", samples)):
        rows = judged_rows(f"{name}_{by}", some, RANKING[name], words_of, take_away=take_away)
        stored |= rank(some, RANKING[name], seeds).stored(f"{name}_{by}_ranking")
        for kind in sorted({row.sample.index.kind for row in rows}):
            of_kind = [row for row in rows if row.sample.index.kind is kind]
            stored |= confidence(f"{kind}_{by}", kind, of_kind, take_away=take_away)
    return stored


def judged_rows(
    name: str, samples: Sequence[Sample], shape: Shape, words_of: Callable[[int], Manner], *, take_away: bool
) -> list[Row]:
    """What comes of the samples, each judged by a ranking that was learned from the other parts."""
    rows: list[Row] = []
    for fold in sorted({one.fold for one in samples}):
        network = rank([one for one in samples if one.fold != fold], shape)
        words = words_of(fold)
        for one in samples:
            if one.fold == fold and not one.written:
                rows.append(judged(one, network, words))
                if take_away and (rest := without_right(one)) is not None:
                    rows.append(judged(rest, network, words))
        mine = [row for row in rows if row.sample.fold == fold and row.sample.right.any()]
        print(f"{name} part {fold}: right first {np.mean([row.right for row in mine]):.3f} of {len(mine)}", flush=True)
    return rows


def confidence(name: str, kind: PackKind, rows: Sequence[Row], *, take_away: bool) -> Stored:
    """The regressions that tell whether the best fact is right, and whether a line is about something in the pack."""
    right = [_told(row, take_away=take_away) for row in rows]
    about = [
        (row.signs, not row.sample.stranger, row.sample.weight)
        for row in rows
        if row.sample.stranger or row.sample.answerable
    ]
    return {**regression(f"{name}_right", kind, right), **regression(f"{name}_about", kind, about)}


def without_meaning(one: Sample) -> Sample:
    """The sample as it is where the encoder is missing."""
    features = one.evidence.features.copy()
    features[:, [FEATURES.index(name) for name in MEANING]] = 0
    return replace(one, evidence=replace(one.evidence, features=features))


def found(samples: Iterable[Sample | None]) -> list[Sample]:
    """Those where anything was found."""
    return [one for one in samples if one is not None]


def main() -> None:
    """Learn, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("shared", type=Path, help="the folder with benchmarks/ and faq/, the public sets")
    parser.add_argument("--only", choices=("plain", "phrased"), help="keep what was learned for the other packs")
    wanted = parser.parse_args()
    verify(wanted.shared)
    chance = random.Random(SEED)  # noqa: S311  # to draw samples, not secrets
    if wanted.only == "phrased":
        with np.load(LEARNED) as stored:
            numbers: Stored = {name: stored[name] for name in stored.files}
    else:
        numbers = plain(wanted.shared / "benchmarks", chance)
    if wanted.only == "plain":
        with np.load(LEARNED) as stored:
            numbers |= {name: stored[name] for name in stored.files if name.startswith(("phrased", "story", "list"))}
    else:
        numbers |= phrased(wanted.shared, telling_words(numbers))
    np.savez_compressed(LEARNED, allow_pickle=False, **numbers)


def plain(folder: Path, chance: random.Random) -> Stored:
    """What is learned for packs of bare text, and the telling words."""
    answerable, silent, telling = from_sets(folder, chance)
    samples = [replace(one, answerable=True) for one in answerable]
    samples += [replace(one, stranger=True) for one in silent]
    lines = [(one.question.asking, bool(one.right.any()), one.fold) for one in samples]
    folds = manner_by_fold(lines)
    stored = learn_manner("plain_manner", ((asking, right) for asking, right, _ in lines))
    return {**telling, **stored, **learn("plain", samples, folds.__getitem__, SEEDS, take_away=True)}


def manner_by_fold(lines: Sequence[tuple[QuestionFeatures, bool, int]]) -> list[Manner]:
    """For each fold the manner of asking as learned from the others."""
    return [
        manner(learn_manner("", ((asking, right) for asking, right, other in lines if other != fold)), "")
        for fold in range(1 + max(fold for _, _, fold in lines))
    ]


def phrased(shared: Path, telling: TellingWords) -> Stored:
    """What is learned for packs whose author wrote phrasings."""
    chance = random.Random(SEED)  # noqa: S311  # to draw samples, not secrets
    folder = shared / "benchmarks"
    strange = [str(row["question"]) for row in read_rows(folder / "fairytale-train" / "questions.jsonl")]
    strangers = [*chance.sample(list(chat_lines(folder)), 400), *chance.sample(strange, 200)]
    samples: list[Sample] = []
    for source in sources(shared):
        first = 1 + max((one.fold for one in samples), default=-1)
        samples += from_source(source, telling, strangers, first)
        print(f"{source.folder}: {len(samples)} samples", flush=True)
    lines = [(one.question.asking, bool(one.right.any()), one.fold) for one in samples if not one.written]
    folds = manner_by_fold(lines)
    return {
        **learn_manner("phrased_manner", ((asking, right) for asking, right, _ in lines)),
        **learn("phrased", samples, folds.__getitem__, SEEDS[:2]),
    }


if __name__ == "__main__":
    main()
