"""What it costs that questions are read for their meaning: time and memory with and without, in one run.

    python -m tests.benchmarks.meaning [--pack DIR] [--questions FILE.jsonl]

A row for each: seconds of processor time until the engine is ready (nothing is kept between starts, but the default
pack's vectors are shipped), milliseconds of processor time for a question (median and 99th percentile), and the memory
of the process in MB. Each is measured in a process of its own, with one thread of BLAS.
"""

import argparse
import json
import multiprocessing
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.answers.encoder import Encoder
from bot.answers.engine import AnswerEngine
from bot.answers.meanings import Known, Vectoriser
from bot.knowledge.load import load_pack
from bot.knowledge.model import Knowledge

ROOT = Path(__file__).parents[2]
PACK = ROOT / "facts" / "age-of-ultron"
QUESTIONS = Path(__file__).parent / "questions" / "heldout.jsonl"

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Cost:
    """Seconds to be ready, milliseconds of each question, MB of the process."""

    ready: float
    asked: list[float]
    memory: float


def cost(pack: Path, questions: list[str], *, by_meaning: bool) -> Cost:
    """What the questions cost."""
    start = time.process_time()
    engine = AnswerEngine(Knowledge((load_pack(pack),)))
    if by_meaning:
        engine.read_meanings(Vectoriser(Known.shipped))
        Encoder.load()
    ready = time.process_time() - start
    asked = []
    for question in questions:
        start = time.process_time()
        engine.ask(question)
        asked.append(1000 * (time.process_time() - start))
    memory = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20
    return Cost(ready, asked, memory)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pack", type=Path, default=PACK)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    wanted = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    questions = [json.loads(line)["question"] for line in wanted.questions.read_text("utf-8").splitlines()]
    print("                 ready s   p50 ms   p99 ms   memory MB")
    costs = []
    for by_meaning in (False, True):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(cost, (wanted.pack, questions), {"by_meaning": by_meaning})
        costs.append(found)
        p50, p99 = np.quantile(found.asked, (0.5, 0.99))
        name = "with meaning" if by_meaning else "by words"
        print(f"{name:15} {found.ready:8.1f} {p50:8.2f} {p99:8.2f} {found.memory:11.0f}")
    words, meaning = costs
    print(
        f"{'ratio':15} {meaning.ready / words.ready:8.1f} {np.median(meaning.asked) / np.median(words.asked):8.1f} "
        f"{np.quantile(meaning.asked, 0.99) / np.quantile(words.asked, 0.99):8.1f} "
        f"{meaning.memory / words.memory:11.1f}"
    )


if __name__ == "__main__":
    main()
