"""The meanings of everything in a pack, and how near a question is to each."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answers.encoder import DIMENSIONS, WEIGHTS, Encoded, Encoder
from bot.answers.index import PackIndex
from bot.answers.phrasings import ways_to_ask
from bot.answers.texts import Floats
from bot.answers.word_vectors import WordVectors
from bot.english.sentences import sentences
from bot.english.text import bare_question
from bot.knowledge.model import Fact

log = logging.getLogger(__name__)

AT_ONCE = 256
"""Batch size for encoding and comparing lines."""

Progress = Callable[[int, int], None]
"""Called with the number of lines encoded so far, and the total."""

DIGEST = 8
"""Bytes of a line's digest."""


VECTORS = files("bot.answers").joinpath("vectors.npz")
STRANGE = files("bot.answers").joinpath("strange.npz")
"""Vectors of the packs that come with the bot, and of off-topic lines, by `tests/benchmarks/make_vectors.py`."""

NONE: Floats = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Meaning:
    """What a line means: a unit vector for the whole, and its words."""

    vector: Floats
    words: WordVectors


@dataclass(frozen=True, eq=False)
class Vectors:
    """The meanings of many lines. Unit vectors, each quantised to bytes with its own scale: less memory, and quicker to
    read.
    """

    rows: npt.NDArray[np.int8]
    scales: Floats
    words: WordVectors

    @classmethod
    def of(cls, lines: Sequence[Encoded]) -> "Vectors":
        """The meanings of these lines."""
        exact = np.array([line.vector for line in lines], dtype=np.float32).reshape(-1, DIMENSIONS)
        scales = np.abs(exact).max(1, initial=1e-6) / np.float32(127)
        return cls(np.round(exact / scales[:, None]).astype(np.int8), scales, WordVectors.of(lines))

    @classmethod
    def joined(cls, parts: Sequence["Vectors"]) -> "Vectors":
        """The lines of all parts, in their order."""
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.scales for part in parts]),
            WordVectors.joined([part.words for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, lines: npt.NDArray[np.int64]) -> "Vectors":
        """These lines."""
        return Vectors(self.rows[lines], self.scales[lines], self.words.take(lines))

    def line(self, number: int) -> Meaning:
        """The line at this position."""
        return Meaning(self.rows[number] * self.scales[number], self.words.take(np.array([number])))

    def near(self, meaning: Floats) -> Floats:
        """The dot product of each line with a vector: 1 for the same, around 0 for something else."""
        near = np.empty(len(self), dtype=np.float32)
        wide = np.empty((AT_ONCE, DIMENSIONS), dtype=np.float32)
        for start in range(0, len(self), AT_ONCE):
            some = self.rows[start : start + AT_ONCE]
            wide[: len(some)] = some
            near[start : start + len(some)] = wide[: len(some)] @ meaning
        near *= self.scales
        return near


@dataclass(frozen=True, eq=False)
class Nearness:
    """How near a question is to each phrasing, to the sentences of each fact, to each `not_told` question, and to each
    off-topic line. `words` are those of the question, `pack` compares them with a fact's.
    """

    phrasings: Floats
    texts: Floats
    untold: Floats
    strange: Floats
    words: WordVectors
    pack: "Meanings"

    @property
    def belonging(self) -> float:
        """How much nearer the question is to the pack than to off-topic lines, from -2 to 2."""
        own = max(self.phrasings.max(initial=-1), self.texts.max(initial=-1))
        return float(own - self.strange.max(initial=-1))


@dataclass(frozen=True, eq=False)
class Meanings:
    """The meanings of a pack's phrasings, of its facts' sentences, and of its `not_told` questions.

    The sentences of the fact at position `i` run from `starts[i]` to the next start.
    """

    phrasings: Vectors
    sentences: Vectors
    starts: npt.NDArray[np.int64]
    untold: Vectors

    def of_line(self, number: int) -> Meaning:
        """The meaning of a phrasing, or of a `not_told` question, numbered after them."""
        asks = len(self.phrasings)
        return self.phrasings.line(number) if number < asks else self.untold.line(number - asks)

    @cached_property
    def texts(self) -> WordVectors:
        """The words of each fact."""
        return self.sentences.words.together(self.starts)

    def nearness(self, meaning: Meaning) -> Nearness:
        """How near a question with this meaning is."""
        vector = meaning.vector
        texts = np.maximum.reduceat(self.sentences.near(vector), self.starts[:-1]) if len(self.sentences) else NONE
        return Nearness(
            self.phrasings.near(vector),
            texts,
            self.untold.near(vector),
            strange().near(vector),
            meaning.words,
            self,
        )


@dataclass(frozen=True, eq=False)
class Known:
    """Vectors encoded earlier; `places` finds them by digest."""

    places: Mapping[bytes, int]
    vectors: Vectors

    @classmethod
    def none(cls) -> "Known":
        """An empty cache."""
        return cls({}, Vectors.of([]))

    @classmethod
    def of(cls, lines: Sequence[str], vectors: Vectors) -> "Known":
        """The vectors of these lines."""
        return cls({digest(line): place for place, line in enumerate(lines)}, vectors)

    @classmethod
    @cache
    def shipped(cls) -> "Known":
        """The vectors in `vectors.npz`, written by `tests/benchmarks/make_vectors.py`; empty without that file."""
        if not VECTORS.is_file():
            return cls.none()
        with VECTORS.open("rb") as file, np.load(file) as numbers:
            digests = bytes(numbers["digests"])
            places = {digests[at : at + DIGEST]: at // DIGEST for at in range(0, len(digests), DIGEST)}
            return cls(places, stored_vectors(numbers))

    def find(self, lines: Sequence[str]) -> npt.NDArray[np.int64]:
        """The positions of these lines among the vectors, -1 for unknown ones."""
        return np.array([self.places.get(digest(line), -1) for line in lines], dtype=np.int64)


class Vectoriser:
    """Encodes lines whose vectors aren't known yet. Known vectors and the weights are loaded on first use."""

    def __init__(self, known: Callable[[], Known] = Known.none) -> None:
        self._known = known

    def __call__(self, lines: Sequence[str], tell: Progress | None = None) -> Vectors:
        """The vectors of these lines; `tell` is called after each batch."""
        known = self._known()
        places = known.find(lines)
        is_known = places >= 0
        parts = [known.vectors.take(places[is_known])]
        missing = (~is_known).nonzero()[0]
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            parts.append(Vectors.of(Encoder.load().encode([lines[at] for at in some.tolist()])))
            if tell:
                tell(start + len(some), len(missing))
        order = np.concatenate((is_known.nonzero()[0], missing))
        return Vectors.joined(parts).take(order.argsort())


@cache
def strange_lines() -> tuple[str, ...]:
    """Off-topic lines: small talk, errands, other subjects."""
    return tuple(files("bot.answers").joinpath("strange.txt").read_text("utf-8").splitlines())


@cache
def strange() -> Vectors:
    """The vectors of the off-topic lines, in their order."""
    lines = [spoken(line) for line in strange_lines()]
    if STRANGE.is_file():
        with STRANGE.open("rb") as file, np.load(file) as numbers:
            if bytes(numbers["digests"]) == b"".join(map(digest, lines)):
                return stored_vectors(numbers)
    return Vectoriser()(lines)


def stored_vectors(numbers: Mapping[str, npt.NDArray[Any]]) -> Vectors:
    """The vectors in these arrays."""
    words = WordVectors(numbers["words"], numbers["weights"], numbers["starts"])
    return Vectors(numbers["rows"], numbers["scales"], words)


def stored(vectors: Vectors) -> dict[str, npt.NDArray[Any]]:
    """The arrays that `stored_vectors` reads."""
    words = vectors.words
    return {
        "rows": vectors.rows,
        "scales": vectors.scales,
        "words": words.rows,
        "weights": words.weights,
        "starts": words.starts,
    }


def installed_vectoriser(weights: Traversable = WEIGHTS) -> Vectoriser | None:
    """The installed vectoriser; None, with a warning, if the encoder's weights aren't installed."""
    if weights.is_file():
        return Vectoriser(Known.shipped)
    log.warning("The sentence encoder isn't installed: questions are answered by their words alone.")
    return None


def digest(line: str) -> bytes:
    """The key of a line's vector."""
    return hashlib.blake2b(line.encode(), digest_size=DIGEST).digest()


def meanings_of(index: PackIndex, encode: Vectoriser, tell: Progress | None = None) -> Meanings:
    """The vectors of everything in a pack."""
    vectors = encode(lines_of(index), tell)
    first = len(index.phrasings.asked)
    last = first + len(index.pack.not_told)
    sizes = [len(_told(fact)) for fact in index.pack.facts]
    phrasings, untold, told = (
        vectors.take(np.arange(*ends)) for ends in ((first,), (first, last), (last, len(vectors)))
    )
    return Meanings(phrasings, told, np.cumsum([0, *sizes]), untold)


def lines_of(index: PackIndex) -> list[str]:
    """The lines of a pack to encode: phrasings, `not_told` questions, the sentences of facts."""
    facts = index.pack.facts
    return [
        *(spoken(ask) for lines in ways_to_ask(facts) for ask in lines),
        *map(spoken, index.pack.not_told),
        *(sentence for fact in facts for sentence in _told(fact)),
    ]


def _told(fact: Fact) -> list[str]:
    return sentences(fact.text) or [fact.text]


def spoken(line: str) -> str:
    """A line normalised for encoding, without minor differences of spelling and courtesy."""
    return " ".join(bare_question(line))
