"""Encodes a line as a vector, so that lines with nearly the same meaning lie close to each other.

A transformer in numpy: all-MiniLM-L6-v2 with a smaller vocabulary and quantised weights. They are in `encoder.npz`,
written by `tests/benchmarks/make_encoder.py`; `NOTICE` and `docs/model-card.md` say where they come from.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answers.pieces import Spelt, Vocabulary
from bot.answers.texts import Floats

Bytes = npt.NDArray[np.int8]
Numbers = Mapping[str, npt.NDArray[Any]]

WEIGHTS = files("bot.answers").joinpath("encoder.npz")
"""Optional: an install may leave out the weights."""

DIMENSIONS = 384
"""Length of a line's vector."""

WORD_DIMENSIONS = 64
"""Length of a word's vector: its meaning in its line, along the directions in which words differ most."""

HEADS = 12
"""Number of attention heads."""

LONGEST = 64
"""Maximum number of tokens per line; longer lines are cut."""

STEP = 4
"""Lines are padded to a multiple of this. OpenBLAS multiplies four rows at a time: 12 cost less than 10."""

AT_ONCE = 512
"""Maximum number of tokens per batch, to bound the memory it takes."""

TINY = np.float32(1e-12)
"""Epsilon that avoids a division by zero in a norm."""

NOT_THERE = np.float32(-1e9)
"""Attention score of padding."""


@dataclass(frozen=True, eq=False)
class Dense:
    """A linear layer; `weights` has a row for each input, in steps of one of the `scales` for each output.

    The weights stay bytes. Widening them for each question is no slower than reading four times as much memory, and
    takes a quarter of it.
    """

    weights: Bytes
    scales: Floats
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        result: Floats = rows @ self.weights.astype(np.float32)
        result *= self.scales
        result += self.bias
        return result


@dataclass(frozen=True, eq=False)
class Norm:
    """Layer normalisation: each row gets mean 0 and variance 1, then the learned scale and shift."""

    gain: Floats
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        centred: Floats = rows - rows.mean(-1, keepdims=True)
        variance = np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(rows.shape[-1])
        centred /= np.sqrt(variance + TINY)
        centred *= self.gain
        centred += self.bias
        return centred


@dataclass(frozen=True, eq=False)
class Layer:
    """A transformer layer: attention (`ask`, `take_up`), then a feed-forward network."""

    ask: Dense
    take_up: Dense
    after_others: Norm
    widen: Dense
    narrow: Dense
    after_itself: Norm

    def __call__(self, rows: Floats, padding: Floats) -> Floats:
        """The rows (lines times tokens, one line after the other) after this layer; `padding` is as in `attention`."""
        rows = self.after_others(self.take_up(attention(self.ask(rows), padding)) + rows)
        return self.after_itself(self.narrow(gelu(self.widen(rows))) + rows)


@dataclass(frozen=True, eq=False)
class Encoded:
    """What a line means, and its words in it, as unit vectors: the larger the dot product of two, the nearer they are.

    `rows` has a row of `WORD_DIMENSIONS` for each of the `words`.
    """

    vector: Floats
    words: list[str]
    rows: Floats


@dataclass(frozen=True, eq=False)
class Encoder:
    """The encoder with its vocabulary. `embeddings` has a row per token, in steps of `scales`. `centre` is what the
    last layer makes of a word on average, `directions` (a column each) are those in which words differ most.
    """

    vocabulary: Vocabulary
    embeddings: Bytes
    scales: Floats
    positions: Floats
    norm: Norm
    layers: tuple[Layer, ...]
    centre: Floats
    directions: Floats

    @classmethod
    @cache
    def load(cls) -> "Encoder":
        """The installed encoder, loaded once."""
        with WEIGHTS.open("rb") as file, np.load(file) as numbers:
            return cls.of(numbers)

    @classmethod
    def of(cls, numbers: Numbers) -> "Encoder":
        """The encoder stored in these arrays."""
        dense = {part: stored_dense(numbers, part) for part in ("ask", "take_up", "widen", "narrow")}
        norms = {part: stored_norms(numbers, part) for part in ("after_others", "after_itself")}
        [norm] = stored_norms(numbers, "embeddings")
        return cls(
            vocabulary=Vocabulary.of(bytes(numbers["pieces"]).decode().split("\n")),
            embeddings=numbers["embeddings.weights"],
            scales=numbers["embeddings.scales"],
            positions=numbers["positions"].astype(np.float32),
            norm=norm,
            layers=tuple(
                Layer(**dict(zip((*dense, *norms), parts, strict=True)))
                for parts in zip(*dense.values(), *norms.values(), strict=True)
            ),
            centre=numbers["words.centre"].astype(np.float32),
            directions=numbers["words.directions"].astype(np.float32),
        )

    def encode(self, lines: Sequence[str]) -> list[Encoded]:
        """The meaning of each line and of its words.

        The other lines of a batch change a vector only by rounding (1e-6).
        """
        spelt = [self.vocabulary.spell(line, LONGEST) for line in lines]
        encoded: dict[int, Encoded] = {}
        for batch in batches([len(one.tokens) for one in spelt]):
            encoded |= zip(batch, self._encode([spelt[at] for at in batch]), strict=True)
        return [encoded[at] for at in range(len(lines))]

    def last_layer(self, spelt: Sequence[Spelt]) -> Iterator[Floats]:
        """For each of a few lines of similar length a row of `DIMENSIONS` for each of its tokens."""
        lengths = np.array([len(one.tokens) for one in spelt])
        is_there = np.arange(padded(lengths.max())) < lengths[:, None]
        pieces = np.zeros(is_there.shape, dtype=np.int64)
        pieces[is_there] = np.concatenate([one.tokens for one in spelt])
        embedded = self.embeddings[pieces] * self.scales[pieces][..., None] + self.positions[: is_there.shape[1]]
        rows = self.norm(embedded.reshape(-1, DIMENSIONS))
        padding = np.where(is_there, np.float32(0), NOT_THERE)
        for layer in self.layers:
            rows = layer(rows, padding)
        for line, length in zip(rows.reshape(*is_there.shape, -1), lengths.tolist(), strict=True):
            yield line[:length]

    def _encode(self, spelt: Sequence[Spelt]) -> Iterator[Encoded]:
        """The meanings of a few lines of similar length."""
        for one, rows in zip(spelt, self.last_layer(spelt), strict=True):
            words: Floats = word_rows(one, rows)
            words -= self.centre
            yield Encoded(unit(rows.mean(0)), one.words, unit(words @ self.directions))


def word_rows(spelt: Spelt, rows: Floats) -> Floats:
    """The mean of each word's tokens."""
    means = [rows[start:end].mean(0) for start, end in spelt.spans]
    return np.array(means, dtype=np.float32).reshape(-1, DIMENSIONS)


def unit(rows: Floats) -> Floats:
    """The rows with length 1."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Floats = rows / np.maximum(lengths, TINY)
    return scaled


def attention(asked: Floats, padding: Floats) -> Floats:
    """Scaled dot-product attention within each line.

    `asked` holds queries, keys and values side by side. `padding` (lines, tokens) is 0 for a token and far below 0 for
    padding.
    """
    lines, pieces = padding.shape
    asks, offers, gives = asked.reshape(lines, pieces, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
    heed = asks @ offers.swapaxes(-1, -2)
    heed += padding[:, None, None, :]
    heed -= heed.max(-1, keepdims=True)
    np.exp(heed, out=heed)
    heed /= heed.sum(-1, keepdims=True)
    taken: Floats = (heed @ gives).transpose(0, 2, 1, 3).reshape(lines * pieces, -1)
    return taken


def gelu(x: Floats) -> Floats:
    """GELU in place, by its usual tanh approximation (good to 5e-4)."""
    inner = x * x
    inner *= np.float32(0.044715 * math.sqrt(2 / math.pi))
    inner += np.float32(math.sqrt(2 / math.pi))
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    x *= inner
    x *= np.float32(0.5)
    return x


def padded(length: int) -> int:
    """A length rounded up to the padding step."""
    return -(-length // STEP) * STEP


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The lines' indexes, shortest first, in batches of at most `AT_ONCE` tokens including padding."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * padded(lengths[at]) > AT_ONCE:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def stored_dense(numbers: Numbers, name: str) -> list[Dense]:
    """One linear layer's weights, for all transformer layers."""
    weights, scales, bias = (numbers[f"{name}.{part}"] for part in ("weights", "scales", "bias"))
    return [Dense(*parts) for parts in zip(weights, scales, bias.astype(np.float32), strict=True)]


def stored_norms(numbers: Numbers, name: str) -> list[Norm]:
    """One norm's weights, for all transformer layers."""
    gain, shift = (numbers[f"{name}.{part}"].astype(np.float32) for part in ("gain", "shift"))
    return [Norm(*parts) for parts in zip(gain, shift, strict=True)]
