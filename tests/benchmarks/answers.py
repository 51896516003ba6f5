"""Times the answers against a linear scan with rapidfuzz (`process.extractOne`, WRatio) over the same pack.

    python -m tests.benchmarks.answers [--smoke]

Prints for each size of pack the time to build, and for a question the median and the 99th percentile in
milliseconds, ours and the scan's, with the ratio. The pack and the questions are made up from a fixed seed.
"""

import argparse
import random
import time
from collections.abc import Callable
from functools import partial

from rapidfuzz import fuzz, process

from bot.answers.engine import AnswerEngine
from bot.knowledge.model import Fact, FactKind, Knowledge
from tests.benchmarks.question_sets import plain_pack

SIZES = (100, 1_000, 10_000)
QUESTIONS = 200
VOCABULARY = 8_000
SEED = 7


def made_up(size: int, chance: random.Random) -> tuple[Fact, ...]:
    """Sentences of 6 to 20 words, the common ones far more often (Zipf), as in language."""
    words = [f"{chance.choice('bcdfgklmnprst')}{number:x}{chance.choice('aeiou')}n" for number in range(VOCABULARY)]
    shares = [1 / (rank + 10) for rank in range(VOCABULARY)]
    return tuple(
        Fact(
            "pool",
            f"s{number}",
            FactKind.SCENE,
            " ".join(chance.choices(words, shares, k=chance.randint(6, 20))),
            (f"S{number}",),
            "story",
            place=number,
        )
        for number in range(1, size + 1)
    )


def question_about(fact: Fact, chance: random.Random) -> str:
    """Some words of a fact, asked for."""
    words = fact.text.split()
    return "what " + " ".join(chance.sample(words, min(5, len(words))))


def times(ask: Callable[[str], object], questions: list[str]) -> tuple[float, float]:
    """Median and 99th percentile over the questions, in milliseconds."""
    taken = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.99)]


def main() -> None:
    """Measure and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--smoke", action="store_true", help="one small size and few questions, to see that it runs")
    smoke = parser.parse_args().smoke
    print("    facts  build s   ours p50   p99 ms   scan p50   p99 ms   scan/ours p50")
    for size in SIZES[:1] if smoke else SIZES:
        chance = random.Random(SEED)  # noqa: S311  # the same pack each time, no secret
        facts = made_up(size, chance)
        questions = [question_about(chance.choice(facts), chance) for _ in range(5 if smoke else QUESTIONS)]
        start = time.perf_counter()
        engine = AnswerEngine(Knowledge((plain_pack(facts),)))
        build = time.perf_counter() - start
        engine.ask(questions[0])
        texts = [fact.text for fact in facts]
        ours = times(engine.ask, questions)
        scan = times(partial(process.extractOne, choices=texts, scorer=fuzz.WRatio), questions)
        print(
            f"{size:9,d} {build:8.2f} {ours[0]:10.2f} {ours[1]:8.2f} {scan[0]:10.2f} {scan[1]:8.2f}"
            f" {scan[0] / ours[0]:12.1f}"
        )


if __name__ == "__main__":
    main()
