"""Measures sentence encoders as `make_encoder` makes them: what they find by themselves, and what they cost.

    python -m tests.benchmarks.measure_encoder [FILE.npz ...] [--wheel WHEEL] [--shared ../shared] [--smoke]

A row for each file, by default that of `bot/answers`: layers, pieces, MB of the file; processor time to load it, for a
question of 8 pieces (median) and of ours of all lengths (median and 99th percentile), in ms; memory that loading and
asking take, in MB; and for each set the share of answerable questions for which the fact with the nearest phrasing or
text is right. With the wheel, the mean cosine with the original too, and the original itself as a last row.

The sets are the packs in `tests/benchmarks/packs` and, with `--shared`, those in `faq` and the public sets. Time is
that of the processor, with one thread of BLAS; each file is timed in a process of its own.
"""

import argparse
import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bot.answers.encoder import Encoder
from bot.answers.texts import Floats
from bot.knowledge.load import load_pack
from tests.benchmarks.make_encoder import ENCODER, QUESTIONS, ROOT, Original, nearness, questions, vectors
from tests.benchmarks.question_sets import pooled, rows

Encode = Callable[[Sequence[str]], Floats]

PACKS = ROOT / "tests" / "benchmarks" / "packs"
PUBLIC = ("fairytale-val", "selqa-dev")
SHORT = "who plays iron man in it?"
"""Eight pieces, the marks of beginning and end included."""

ASKED, ASKED_SMOKE = 400, 20
"""Questions that are timed, and those of a smoke run."""


@dataclass(frozen=True)
class Exam:
    """Texts with the number of the fact that each belongs to, and questions with the facts that are right."""

    name: str
    texts: list[str]
    owners: list[int]
    asked: list[tuple[str, frozenset[int]]]

    def begun(self) -> "Exam":
        """Some of its texts and questions."""
        some = slice(ASKED_SMOKE)
        return Exam(self.name, self.texts[some], self.owners[some], self.asked[some])

    def right_first(self, encode: Encode) -> float:
        """The share of questions whose nearest text belongs to a right fact."""
        texts = encode(self.texts).T
        nearest = (encode([question for question, _ in self.asked]) @ texts).argmax(1)
        return float(np.mean([self.owners[at] in right for at, (_, right) in zip(nearest, self.asked, strict=True)]))


def exams(shared: Path | None) -> Iterator[Exam]:
    """The packs with questions, then what else there is."""
    for folder in sorted(path.parent for path in PACKS.glob("*/pack.yaml")):
        yield pack_exam(folder.name, folder, QUESTIONS / f"{folder.name}.jsonl")
    if shared is not None:
        for folder in sorted((shared / "faq").glob("*/pack")):
            yield pack_exam(folder.parent.name, folder, folder.parent / "questions.jsonl")
        for name in PUBLIC:
            yield public_exam(name, shared / "benchmarks" / name)


def pack_exam(name: str, folder: Path, file: Path) -> Exam:
    """The facts of a pack by their texts and phrasings, and the questions that they answer."""
    facts = load_pack(folder).facts
    texts = [(text, at) for at, fact in enumerate(facts) for text in (fact.text, *fact.asks)]
    asked = [
        (str(row["question"]), frozenset(at for at, fact in enumerate(facts) if {*row["units"]} & {*fact.source}))
        for row in rows(file)
        if row.get("units") and not row.get("after")
    ]
    return Exam(name, [text for text, _ in texts], [at for _, at in texts], asked)


def public_exam(name: str, folder: Path) -> Exam:
    """All sentences of a public set, and its questions."""
    pack, asked = pooled(folder)
    at = {fact.id: number for number, fact in enumerate(pack.facts)}
    return Exam(
        name,
        [fact.text for fact in pack.facts],
        list(range(len(pack.facts))),
        [(one.question, frozenset(at[id] for id in one.relevant)) for one in asked],
    )


@dataclass(frozen=True)
class Cost:
    """What an encoder takes: ms of processor time and MB of memory."""

    load: float
    short: float
    median: float
    high: float
    memory: float
    most_memory: float


def cost(file: Path, lines: Sequence[str]) -> Cost:
    """Load an encoder and ask it, in this process."""
    gc.collect()
    before = memory("VmRSS")
    started = time.process_time()
    encoder = read(file)
    load = time.process_time() - started
    encoder.encode([SHORT])
    short = [timed(encoder, SHORT) for _ in range(100)]
    each = [timed(encoder, line) for line in lines]
    after = memory("VmRSS")
    encoder.encode(lines)
    median, high = np.quantile(each, [0.5, 0.99])
    return Cost(
        load * 1e3,
        float(np.median(short)) * 1e3,
        float(median) * 1e3,
        float(high) * 1e3,
        after - before,
        memory("VmHWM") - before,
    )


def timed(encoder: Encoder, line: str) -> float:
    """Seconds of processor time for a line."""
    started = time.process_time()
    encoder.encode([line])
    return time.process_time() - started


def memory(kind: str) -> float:
    """MB that this process holds (VmRSS) or held at most (VmHWM); 0 where Linux doesn't say."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{kind}:")), 0.0)


def read(file: Path) -> Encoder:
    """The encoder of a file."""
    with np.load(file) as numbers:
        return Encoder.of(numbers)


def measured_alone(file: Path, lines: Sequence[str]) -> Cost:
    """The cost of an encoder that is asked these lines, in a new process whose BLAS has one thread."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy reads it when the new process imports it
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(cost, file, lines).result()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="*", default=[ENCODER])
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--smoke", action="store_true", help="a few texts and questions of one pack")
    arguments = parser.parse_args()
    sets = [next(exams(arguments.shared)).begun()] if arguments.smoke else list(exams(arguments.shared))
    original = Original.read(arguments.wheel) if arguments.wheel else None
    lines = questions()
    timed_lines = lines[: ASKED_SMOKE if arguments.smoke else ASKED]
    wanted = original.encode(lines) if original else None
    costs = ["layers", "pieces", "MB", "load", "8 pieces", "p50", "p99", "memory", "at most", "cosine"]
    print("|", " | ".join(["file", *costs, *(f"{exam.name} ({len(exam.asked)})" for exam in sets)]), "|")
    print("|---" * (1 + len(costs) + len(sets)), "|", sep="")
    for file in arguments.files:
        taken = measured_alone(file, timed_lines)
        encoder = read(file)
        near = f"{nearness(vectors(encoder, lines), wanted)[0]:.4f}" if wanted is not None else ""
        cells = [file.name, len(encoder.layers), len(encoder.embeddings), f"{file.stat().st_size / 1e6:.1f}"]
        cells += [f"{taken.load:.0f}", f"{taken.short:.1f}", f"{taken.median:.1f}", f"{taken.high:.1f}"]
        cells += [f"{taken.memory:.0f}", f"{taken.most_memory:.0f}", near]
        print("|", " | ".join([*map(str, cells), *found(sets, partial(vectors, encoder))]), "|", flush=True)
    if original:
        cells = ["original", 6, len(original.pieces), *[""] * (len(costs) - 2)]
        print("|", " | ".join([*map(str, cells), *found(sets, original.encode)]), "|", flush=True)


def found(sets: Sequence[Exam], encode: Encode) -> Iterator[str]:
    """What is found of each set, as cells."""
    return (f"{exam.right_first(encode):.3f}" for exam in sets)


if __name__ == "__main__":
    main()
