"""Vectors for everything in a pack, and how near a question is to each."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt

from bot.answers.encoder import DIMENSIONS, WEIGHTS, Encoder
from bot.answers.index import PackIndex
from bot.answers.phrasings import ways_to_ask
from bot.answers.texts import Floats
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
class Vectors:
    """Unit vectors, each quantised to bytes with its own scale: less memory, and quicker to read."""

    rows: npt.NDArray[np.int8]
    scales: Floats

    @classmethod
    def empty(cls, size: int) -> "Vectors":
        """This many rows of zeros."""
        return cls(np.zeros((size, DIMENSIONS), dtype=np.int8), np.zeros(size, dtype=np.float32))

    def put(self, places: npt.NDArray[np.intp], rows: Floats) -> None:
        """Sets the rows at these positions."""
        self.scales[places] = np.abs(rows).max(1, initial=1e-6) / np.float32(127)
        self.rows[places] = np.round(rows / self.scales[places, None])

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, part: slice) -> "Vectors":
        return Vectors(self.rows[part], self.scales[part])

    def row(self, number: int) -> Floats:
        """The row at this position."""
        row: Floats = self.rows[number] * self.scales[number]
        return row

    def near(self, meaning: Floats) -> Floats:
        """The dot product of each row with a meaning: 1 for the same, around 0 for something else."""
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
    off-topic line.
    """

    phrasings: Floats
    texts: Floats
    untold: Floats
    strange: Floats

    @property
    def belonging(self) -> float:
        """How much nearer the question is to the pack than to off-topic lines, from -2 to 2."""
        own = max(self.phrasings.max(initial=-1), self.texts.max(initial=-1))
        return float(own - self.strange.max(initial=-1))


@dataclass(frozen=True, eq=False)
class Meanings:
    """The vectors of a pack's phrasings, of its facts' sentences, and of its `not_told` questions.

    The sentences of the fact at position `i` run from `starts[i]` to the next start.
    """

    phrasings: Vectors
    sentences: Vectors
    starts: npt.NDArray[np.intp]
    untold: Vectors

    def of_line(self, number: int) -> Floats:
        """The vector of a phrasing, or of a `not_told` question, numbered after them."""
        asks = len(self.phrasings)
        return self.phrasings.row(number) if number < asks else self.untold.row(number - asks)

    def nearness(self, meaning: Floats) -> Nearness:
        """How near a question with this vector is."""
        texts = np.maximum.reduceat(self.sentences.near(meaning), self.starts[:-1]) if len(self.sentences) else NONE
        return Nearness(self.phrasings.near(meaning), texts, self.untold.near(meaning), strange().near(meaning))


@dataclass(frozen=True, eq=False)
class Known:
    """Vectors encoded earlier; `places` finds them by digest."""

    places: Mapping[bytes, int]
    vectors: Vectors

    @classmethod
    def none(cls) -> "Known":
        """An empty cache."""
        return cls({}, Vectors.empty(0))

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
            return cls(places, Vectors(numbers["rows"], numbers["scales"]))

    def look_up(self, lines: Sequence[str]) -> tuple[Vectors, npt.NDArray[np.intp]]:
        """The vectors of these lines, and the positions of unknown ones, whose vectors are all 0."""
        places = np.array([self.places.get(digest(line), -1) for line in lines], dtype=np.intp)
        vectors = Vectors.empty(len(lines))
        there = (places >= 0).nonzero()[0]
        vectors.rows[there], vectors.scales[there] = (
            self.vectors.rows[places[there]],
            self.vectors.scales[places[there]],
        )
        return vectors, (places < 0).nonzero()[0]


class Vectoriser:
    """Encodes lines whose vectors aren't known yet. Known vectors and the weights are loaded on first use."""

    def __init__(self, known: Callable[[], Known] = Known.none) -> None:
        self._known = known

    def __call__(self, lines: Sequence[str], tell: Progress | None = None) -> Vectors:
        """The vectors of these lines; `tell` is called after each batch."""
        vectors, missing = self._known().look_up(lines)
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            vectors.put(some, Encoder.load().encode([lines[at] for at in some.tolist()]))
            if tell:
                tell(start + len(some), len(missing))
        return vectors


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
                return Vectors(numbers["rows"], numbers["scales"])
    return Vectoriser()(lines)


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
    return Meanings(vectors[:first], vectors[last:], np.cumsum([0, *sizes]), vectors[first:last])


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
