"""Learns `bot/answers/learned.npz` from public question sets, the default pack's phrasings and questions of our own.

    python -m tests.benchmarks.learn_answers ../shared/benchmarks [--only plain|phrased]

For bare text: the ranking and the telling words are learned from questions whose right sentence is known, the
confidence from these, from the same with the right sentence left out, and from chat. For packs with phrasings: from
each phrasing of the default pack asked as if it and half of its fact's others had not been written, from templates
for the cast, and from our own questions in `tests/benchmarks/questions` (not those called held-out). The confidence is
learned from rankings that did not see the question. The development questions play no part, so that they can measure.
"""

import argparse
import json
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answers import english
from bot.answers.candidates import CANDIDATES
from bot.answers.confidence import signs
from bot.answers.evidence import FEATURES, LIKELY, Evidence, Gatherer
from bot.answers.index import PackIndex, index_of
from bot.answers.language import STOP
from bot.answers.learned import Manner, Network, TellingWords, manner, manners, ranking, telling_words
from bot.answers.phrasings import ways_to_ask
from bot.answers.reading import Question
from bot.answers.sense import Asking
from bot.answers.text import KINDS, asked_for, stem, written_out
from bot.knowledge.load import load_pack
from bot.knowledge.model import FactKind
from bot.services.question_sets import plain_pack
from tests.benchmarks.networks import Shape, averaged, learn_chance, learn_ranking
from tests.benchmarks.question_sets import Asked, pools

ROOT = Path(__file__).parents[2]
LEARNED = ROOT / "bot" / "answers" / "learned.npz"
QUESTIONS = Path(__file__).parent / "questions"

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

OWN_QUESTIONS = 4.0
"""What a question counts that was written as members ask, beside a phrasing."""

RANKING = Shape(hidden=32, rounds=15)
CHANCE = Shape(hidden=12, rounds=30, ridge=3e-4)

NONE: frozenset[str] = frozenset()
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

Stored = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Sample:
    """What an index finds for a question: the evidence, and which facts are right."""

    question: Question
    evidence: Evidence
    right: npt.NDArray[np.bool_]
    weight: float
    fold: int

    @property
    def kind(self) -> int:
        return KINDS.index(self.question.kind)


class Asker:
    """Asks one pack and keeps what it finds."""

    def __init__(self, index: PackIndex, words: TellingWords) -> None:
        self.index = index
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
        fold: int = 0,
    ) -> Sample | None:
        """The sample of a line; None where nothing has anything in common with it."""
        question = self.index.read(line)
        positions = self._gatherer.candidates(question)
        if not len(positions):
            return None
        evidence = self._gatherer.gather(question, positions, left_out=left_out)
        right = np.isin(positions, [self._at[id] for id in relevant])
        return Sample(question, evidence, right, weight, fold)

    def without(self, left_out: npt.NDArray[np.bool_]) -> "Asker":
        """The same pack, whose phrasings teach nothing where they are marked."""
        other = copy(self)
        other._gatherer = Gatherer(self.index, self._words, self.index.sense(left_out=left_out))
        return other


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
class Foreseen:
    """A phrasing, the fact it asks for, and the pack as if a part of the phrasings, this one and those like it were not
    written (marked in `left_out`)."""

    ask: str
    fact: str
    left_out: npt.NDArray[np.bool_]
    asker: Asker
    fold: int


def foreseen(asker: Asker) -> Iterator[Foreseen]:
    """Every phrasing of the pack."""
    index = asker.index
    lines = [ask for fact in index.pack.facts for ask in ways_to_ask(fact)]
    folds = np.array([zlib.crc32(line.encode()) % FOLDS for line in lines])
    askers = [asker.without(folds == fold) for fold in range(FOLDS)]
    for position, fact in enumerate(index.pack.facts):
        if fact.kind is FactKind.ROLE:
            continue
        first, stop = int(index.phrasings.starts[position]), int(index.phrasings.starts[position + 1])
        for number, ask in enumerate(fact.asks, first):
            fold = int(folds[number])
            left_out = alike_phrasings(index, number, first, stop) | (folds == fold)
            yield Foreseen(ask, fact.id, left_out, askers[fold], fold)


def from_phrasings(phrasings: Sequence[Foreseen], chance: random.Random) -> Iterator[Sample | None]:
    """Each phrasing, a third of them with a slip."""
    for one in phrasings:
        yield one.asker.sample(maybe_slip(one.ask, chance), (one.fact,), left_out=one.left_out, fold=one.fold)


def alike_phrasings(index: PackIndex, number: int, first: int, stop: int, alike: float = 0.65) -> npt.NDArray[np.bool_]:
    """Marks a phrasing and those of its fact that share at least so much with it (Dice, 0 to 1)."""
    words = index.phrasings.words
    marked = np.zeros(len(index.phrasings.asked), dtype=np.bool_)
    own = content(index, number)
    for other in range(first, stop):
        shared = content(index, other)
        marked[other] = 2 * len(own & shared) >= alike * (len(own) + len(shared))
    marked[number] = True
    assert len(words) == len(marked)
    return marked


def content(index: PackIndex, number: int) -> frozenset[int]:
    """The telling terms of a phrasing."""
    words = index.phrasings.words[number]
    return frozenset(index.lexicon.term_of[words[index.term_weights[words] > 0]].tolist())


ASKED_OF_CHARACTERS = (
    "who plays {}", "who played {}", "who's playing {}", "{} actor", "who portrays {}", "whos the actor for {}",
    "which actor plays {}", "which actress is {}", "what's the name of the person who plays {}", "who voices {}",
    "actor behind {}?", "who did they get to play {}", "who is {} played by", "name the actor of {}",
    "{} is played by who",
    "who portrayed {} in the movie", "who was the actress as {}", "who does the voice of {}",
)  # fmt: skip
"""How people ask who plays somebody."""

ASKED_OF_ACTORS = (
    "who does {} play", "who is {} in this", "{} is who in the movie", "{} role", "what character does {} play",
    "which character is {}", "who's {} supposed to be", "{}'s character", "{} plays who", "what part does {} have",
    "as who is {} in this film", "{} was who", "is {} in this? who", "{} character name",
)  # fmt: skip
"""How people ask whom somebody plays."""


def from_cast(asker: Asker, chance: random.Random) -> Iterator[Sample | None]:
    """Questions for roles, by any name; a third with a slip. Where a pack names no actor, nothing is right."""
    for character in asker.index.pack.characters:
        roles = [role.fact.id for role in character.roles]
        for number, template in enumerate(ASKED_OF_CHARACTERS):
            name = chance.choice((character.name, *character.aliases, *character.descriptions))
            yield asker.sample(maybe_slip(template.format(name.lower()), chance), roles, fold=number % FOLDS)
    for actor in asker.index.pack.actors:
        roles = [role.fact.id for role in actor.roles]
        for number, template in enumerate(ASKED_OF_ACTORS):
            name = chance.choice((actor.name, *actor.aliases))
            yield asker.sample(maybe_slip(template.format(name.lower()), chance), roles, fold=number % FOLDS)


def our_questions(asker: Asker) -> Iterator[Sample | None]:
    """Questions that we wrote as members ask them, and the facts that answer each."""
    for number, row in enumerate(read_rows(QUESTIONS / "answerable.jsonl")):
        yield asker.sample(str(row["question"]), row["facts"], weight=OWN_QUESTIONS, fold=number % FOLDS)  # type: ignore[arg-type]


def our_silence(asker: Asker) -> Iterator[Sample | None]:
    """Lines that we wrote as members write them, which nothing answers."""
    for number, row in enumerate(read_rows(QUESTIONS / "silent.jsonl")):
        weight = OWN_QUESTIONS / 2 if row["type"] == "chatter" else OWN_QUESTIONS
        yield asker.sample(str(row["question"]), weight=weight, fold=number % FOLDS)


def read_rows(path: Path) -> list[dict[str, object]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def other_years(asker: Asker, chance: random.Random) -> Iterator[Sample | None]:
    """Phrasings about another year: nothing answers them."""
    asks = [ask for fact in asker.index.pack.facts for ask in fact.asks]
    for number, ask in enumerate(chance.sample(asks, len(asks) // 30)):
        year = f"{chance.choice(('', 'the '))}{chance.randint(1940, 2030)}"
        yield asker.sample(maybe_slip(f"{ask} in {year}", chance), weight=0.5, fold=number % FOLDS)


def near_misses(asker: Asker, lines: Sequence[str], chance: random.Random) -> Iterator[Sample | None]:
    """Questions and chat about other things, in which a name of this pack stands: nothing answers them."""
    pack = asker.index.pack
    names = [name for one in pack.characters for name in (one.name, *one.aliases)]
    names += [name for one in pack.actors for name in (one.name, *one.aliases)]
    for number, line in enumerate(lines):
        named = with_name(line, chance.choice(names).lower(), chance)
        yield asker.sample(maybe_slip(named, chance), weight=0.5, fold=number % FOLDS)


def in_other_words(phrasings: Sequence[Foreseen], chance: random.Random) -> Iterator[Sample | None]:
    """Phrasings with a word exchanged for one that the pack does not know in this place, or with words put in, as
    people put things differently and say more than they need."""
    strange = [word for word in english.known() if len(word) > 3 and not english.is_everyday(word)]
    for one in chance.sample(phrasings, len(phrasings) // 3):
        exchange = chance.random() < 0.5
        line = exchanged(one.asker.index, one.ask, strange, chance) if exchange else with_more(one.ask, strange, chance)
        yield one.asker.sample(line, (one.fact,), left_out=one.left_out, fold=one.fold, weight=0.7)


def exchanged(index: PackIndex, line: str, strange: list[str], chance: random.Random) -> str:
    """The line with one word exchanged that is neither a name nor a little word."""
    names = {word for unit in index.read(line, mend=False).entities for word in unit.raw.split()}
    words = line.split()
    places = [at for at, word in enumerate(words) if word not in STOP and word.removesuffix("'s") not in names]
    if places:
        words[chance.choice(places)] = chance.choice(strange)
    return " ".join(words)


def with_more(line: str, strange: list[str], chance: random.Random) -> str:
    """The line with one or two words put in."""
    words = line.split()
    for _ in range(chance.choice((1, 2))):
        words.insert(chance.randrange(1, len(words) + 1), chance.choice(strange))
    return " ".join(words)


OTHER_QUESTIONS = {
    "how many": "how many",
    "when": "when",
    "year": "what year",
    "where": "what place",
    "name": "what is the name of",
    "who": "who else",
    "why": "why",
}
"""Kinds of things asked for, with words that ask for them."""


def other_questions(asker: Asker, chance: random.Random) -> Iterator[Sample | None]:
    """Phrasings turned to ask for a kind of thing that no phrasing of their fact asks for: nothing answers them."""
    index = asker.index
    for position, fact in enumerate(index.pack.facts):
        first, stop = int(index.phrasings.starts[position]), int(index.phrasings.starts[position + 1])
        known = set(index.phrasings.asked[first:stop])
        for ask in fact.asks:
            words = ask.split()
            asked = asked_for(written_out(ask))
            lead = 2 if words[:2] in (["how", "many"], ["how", "old"], ["what", "is"]) else 1
            kinds = [kind for kind in OTHER_QUESTIONS if kind not in known]
            if asked in {"", "yes/no"} or not kinds or chance.random() < 0.8:
                continue
            line = f"{OTHER_QUESTIONS[chance.choice(kinds)]} {' '.join(words[lead:])}"
            yield asker.sample(maybe_slip(line, chance), weight=0.5, fold=zlib.crc32(ask.encode()) % FOLDS)


def with_name(line: str, name: str, chance: random.Random) -> str:
    """The line with the name in the place of somebody it speaks of, or somewhere."""
    for pattern in (
        r"(?<=[a-z] )[A-Z]\w+(?: [A-Z]\w+)*",
        r"\b(?:the|a|my|your) \w+\b",
        r"\b(?:he|she|you|they|i|it)\b",
    ):
        found = list(re.finditer(pattern, line))
        if found:
            there = chance.choice(found)
            return line[: there.start()] + name + line[there.end() :]
    words = line.split()
    at = chance.randrange(len(words) + 1)
    return " ".join([*words[:at], name, *words[at:]])


# Learning


LEAST_LINES = 4
"""Lines in which a stem or a pair must stand."""

MANNER_PRIOR = 2.0
"""Lines of either sort that are counted besides."""

MOST_FOR, MOST_AGAINST = 0.7, 3.0
"""The log-odds of a word at most: what a pack's own words tell is told by other evidence."""


def learn_manner(name: str, lines: Iterable[tuple[Asking, bool]]) -> Stored:
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


def rank(samples: Sequence[Sample], seeds: Sequence[int] = (SEED,)) -> Network:
    """The ranking under which the right facts come first."""
    useful = [one for one in samples if one.right.any()]
    features = np.zeros((len(useful), CANDIDATES + LIKELY, len(FEATURES)), dtype=np.float32)
    right = np.zeros((len(useful), CANDIDATES + LIKELY), dtype=np.bool_)
    there = np.zeros((len(useful), CANDIDATES + LIKELY), dtype=np.bool_)
    for row, one in enumerate(useful):
        count = len(one.right)
        features[row, :count] = one.evidence.features
        right[row, :count] = one.right
        there[row, :count] = True
    weights = np.array([one.weight for one in useful], dtype=np.float32)
    kinds = np.array([one.kind for one in useful], dtype=np.intp)
    return averaged([learn_ranking(features, right, there, weights, kinds, RANKING, seed) for seed in seeds])


def without_right(one: Sample) -> Sample | None:
    """The sample as if its right facts were not in the pack."""
    keep = ~one.right
    if not keep.any() or keep.all():
        return None
    evidence = one.evidence
    kept = Evidence(evidence.positions[keep], evidence.features[keep], evidence.in_fact[keep], evidence.in_asks[keep])
    return replace(one, evidence=kept, right=one.right[keep], weight=one.weight * LEFT_OUT)


@dataclass(frozen=True)
class Judged:
    """The signs of a sample's best fact, and whether it is right."""

    signs: npt.NDArray[np.float32]
    right: bool
    answerable: bool
    weight: float
    kind: int


def judge(one: Sample, network: Network, words: Manner) -> Judged:
    """What a ranking makes of a sample."""
    scores = ranking(network, one.evidence.features, one.kind)
    order = np.lexsort((one.evidence.positions, -scores))
    values = signs(one.question, one.evidence, scores, order, words)
    return Judged(values, bool(one.right[order[0]]), bool(one.right.any()), one.weight, one.kind)


def sure(rows: Sequence[Judged]) -> Network:
    """The confidence that fits these."""
    signs_of = np.array([row.signs for row in rows])
    right = np.array([row.right for row in rows], dtype=np.bool_)
    weights = np.array([row.weight for row in rows], dtype=np.float32)
    kinds = np.array([row.kind for row in rows], dtype=np.intp)
    return averaged([learn_chance(signs_of, right, weights, kinds, CHANCE, seed) for seed in SEEDS])


def learn(
    name: str,
    samples: Sequence[Sample],
    garbled: Sequence[Sample],
    silent: Sequence[Sample],
    words_of: Callable[[int], Manner],
    seeds: Sequence[int] = (SEED,),
) -> Stored:
    """Ranking and confidence. Nothing is right for the `silent` ones; the `garbled` ones can still be answered, and
    teach only how sure one may be of that. `words_of` gives the manner of asking as learned without a fold."""
    rows: list[Judged] = []
    own: list[Judged] = []
    for fold in range(FOLDS):
        network = rank([one for one in samples if one.fold != fold])
        words = words_of(fold)
        for one in (*samples, *garbled):
            if one.fold == fold:
                rows.append(judge(one, network, words))
                if one.weight == OWN_QUESTIONS:
                    own.append(rows[-1])
                if (rest := without_right(one)) is not None:
                    rows.append(judge(rest, network, words))
        rows += [judge(one, network, words) for one in silent if one.fold == fold]
    answerable = [row for row in rows if row.answerable]
    print(f"{name}: right first {np.mean([row.right for row in answerable]):.3f} of {len(answerable)} not learned from")
    if own:
        print(f"{name}: of our own questions {np.mean([row.right for row in own]):.3f} of {len(own)}")
    return {**rank(samples, seeds).stored(f"{name}_ranking"), **sure(rows).stored(f"{name}_chance")}


def found(samples: Iterable[Sample | None]) -> list[Sample]:
    """Those where anything was found."""
    return [one for one in samples if one is not None]


def main() -> None:
    """Learn, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("benchmarks", type=Path, help="the folder of the public question sets")
    parser.add_argument("--only", choices=("plain", "phrased"), help="keep what was learned for the other packs")
    wanted = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311  # to draw samples, not secrets
    if wanted.only == "phrased":
        with np.load(LEARNED) as stored:
            numbers: Stored = {name: stored[name] for name in stored.files}
    else:
        numbers = plain(wanted.benchmarks, chance)
    if wanted.only == "plain":
        with np.load(LEARNED) as stored:
            numbers |= {name: stored[name] for name in stored.files if name.startswith("phrased")}
    else:
        numbers |= phrased(wanted.benchmarks, telling_words(numbers), chance)
    np.savez_compressed(LEARNED, allow_pickle=False, **numbers)


def plain(folder: Path, chance: random.Random) -> Stored:
    """What is learned for packs of bare text, and the telling words."""
    samples, silent, telling = from_sets(folder, chance)
    lines = [(one.question.asking, one.right.any(), one.fold) for one in (*samples, *silent)]
    folds = manner_by_fold([(asking, bool(right), fold) for asking, right, fold in lines])
    stored = learn_manner("plain_manner", ((asking, bool(right)) for asking, right, _ in lines))
    return {**telling, **stored, **learn("plain", samples, [], silent, folds.__getitem__, SEEDS)}


def manner_by_fold(lines: Sequence[tuple[Asking, bool, int]]) -> list[Manner]:
    """For each fold the manner of asking as learned from the others."""
    return [
        manner(learn_manner("", ((asking, right) for asking, right, other in lines if other != fold)), "")
        for fold in range(FOLDS)
    ]


def phrased(folder: Path, telling: TellingWords, chance: random.Random) -> Stored:
    """What is learned for packs whose author wrote phrasings."""
    asker = Asker(index_of(load_pack(ROOT / "facts" / "age-of-ultron")), telling)
    phrasings = list(foreseen(asker))
    chat = list(chat_lines(folder))
    strange = [str(row["question"]) for row in read_rows(folder / "fairytale-train" / "questions.jsonl")]
    strange = chance.sample(strange, 1500)
    samples = found([*from_phrasings(phrasings, chance), *from_cast(asker, chance), *our_questions(asker)])
    ours = found(our_silence(asker))
    elsewhere = found(asker.sample(line, fold=number % FOLDS) for number, line in enumerate((*chat, *strange[:600])))
    lines = [(one.question.asking, bool(one.right.any()), one.fold) for one in (*samples, *ours, *elsewhere)]
    folds = manner_by_fold(lines)
    silent = [
        *ours,
        *elsewhere,
        *found(other_questions(asker, chance)),
        *found(other_years(asker, chance)),
        *found(near_misses(asker, [*chat, *strange], chance)),
    ]
    return {
        **learn_manner("phrased_manner", ((asking, right) for asking, right, _ in lines)),
        **learn("phrased", samples, found(in_other_words(phrasings, chance)), silent, folds.__getitem__),
    }


if __name__ == "__main__":
    main()
