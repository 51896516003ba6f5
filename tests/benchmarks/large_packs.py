"""Times reading, checking and asking large packs, and says how the time grows with their size.

    python -m tests.benchmarks.large_packs [SHAPE ...] [--size N]

Each shape makes one thing large: facts, characters, unknown ids and so on. It is built with N and with twice N
entries; a growth of 2 is linear, of 4 quadratic.
"""

import argparse
import gc
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.cli.main import STARTING
from bot.cli.quiz import checked
from bot.errors import PackError
from bot.guess.attributes import roster_of
from bot.knowledge.advice import advice_on
from bot.knowledge.load import load_with_places
from bot.knowledge.model import Knowledge
from bot.questions.authored import advice_on_quiz

HEAD = "format: 1\ntitle: Large\nlicence: CC0\n"


@dataclass(frozen=True)
class Shape:
    """The files of a pack, by path: `pack` makes them for a size, of `size` by default."""

    size: int
    files: Callable[[int], Mapping[str, str]]


def _word(number: int) -> str:
    """A made-up name, different for each number."""
    syllables = ("ka", "ro", "mi", "tel", "vu", "san", "dor", "li", "pex", "gon")
    return "".join(syllables[int(digit)] for digit in f"{number:05}").capitalize()


def _facts(count: int, *, about: Callable[[int], str] = lambda _: "") -> str:
    lines = ["facts:\n"]
    for n in range(count):
        one, two = _word(n), _word(n * 7 + 3)
        lines.append(f"- id: f{n}\n  text: {one} met {two} near the old mill in year {n}.\n  source: [S{n % 50}]\n")
        lines.append(about(n))
    return "".join(lines)


def _sheet(number: int, more: str = "") -> str:
    return f"name: {_word(number)} {_word(number + 50_000)}\n{more}"


def _in_files(count: int, *, of: int = 10_000) -> Iterator[tuple[str, int, int]]:
    for start in range(0, count, of):
        yield f"facts/part-{start}.yaml", start, min(count, start + of)


def _many_facts(count: int) -> dict[str, str]:
    files = {"pack.yaml": HEAD}
    for path, start, end in _in_files(count):
        files[path] = "facts:\n" + "".join(
            f"- id: f{n}\n  text: {_word(n)} met {_word(n * 7 + 3)} near the old mill in year {n}.\n"
            f"  source: [S{n % 50}]\n"
            for n in range(start, end)
        )
    return files


def _characters(count: int, more: Callable[[int], str]) -> dict[str, str]:
    return {
        "pack.yaml": HEAD,
        "facts.yaml": _facts(count, about=lambda n: f"  about: [c{n}]\n"),
        **{f"characters/c{n}.yaml": _sheet(n, more(n)) for n in range(count)},
    }


def _everybody(count: int) -> dict[str, str]:
    """Characters with an actor, relations and a group each, as the pack of a long series has them."""

    def more(n: int) -> str:
        return (
            f"pronoun: {'she' if n % 2 else 'he'}\naliases: [The {_word(n + 7)}]\n"
            f"cast:\n- {{actor: {_word(n + 7)} {_word(n * 3 + 1)}, source: [S1]}}\n"
            f"relations:\n- {{kind: friend, to: c{(n + 1) % count}, source: [S1]}}\n"
            f"- {{kind: enemy, to: c{(n + count // 2) % count}, source: [S2]}}\n"
            + (f"- {{kind: father, to: c{n // 3}, source: [S3]}}\n" if n else "")
        )

    groups = (range(count), range(0, count, 2), *(range(start, count, 25) for start in range(25)))
    return {
        **_characters(count, more),
        "pack.yaml": HEAD
        + "things:\n"
        + "".join(
            f"- name: The {_word(number + 70_000)}\n  kind: group\n  members: [{', '.join(f'c{n}' for n in group)}]\n"
            for number, group in enumerate(groups)
        ),
    }


def _unknown(count: int) -> dict[str, str]:
    phrasings = "phrasings:\n" + "".join(f"  {_word(n).lower()}:\n  - Who is {_word(n)}?\n" for n in range(count))
    return {
        "pack.yaml": HEAD,
        "facts.yaml": _facts(count, about=lambda n: f"  about: [{_word(n).lower()}]\n"),
        "phrasings.yaml": phrasings,
        **{f"characters/c{n}.yaml": _sheet(n) for n in range(count)},
    }


SHAPES: dict[str, Shape] = {
    "facts": Shape(25_000, _many_facts),
    "one subject": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(n, about=lambda _: "  about: [c0]\n"),
            "characters/c0.yaml": _sheet(0, "pronoun: he\nrelations:\n- {kind: father, to: c1, source: [S1]}\n"),
            "characters/c1.yaml": _sheet(1),
        },
    ),
    "characters": Shape(2_500, lambda n: _characters(n, lambda _: "")),
    "silent characters": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(n),
            **{f"characters/c{m}.yaml": _sheet(m) for m in range(n)},
        },
    ),
    "relations": Shape(
        2_500,
        lambda n: _characters(n, lambda m: f"relations:\n- {{kind: friend, to: c{(m + 1) % n}, source: [S1]}}\n"),
    ),
    "children": Shape(
        2_500, lambda n: _characters(n, lambda m: "relations:\n- {kind: father, to: c0, source: [S1]}\n" if m else "")
    ),
    "lists": Shape(
        2_500,
        lambda n: _characters(
            n, lambda m: f"relations:\n- {{kind: father, to: c{m // 3}, source: [S1]}}\n" if m else ""
        ),
    ),
    "cast": Shape(
        2_500,
        lambda n: _characters(n, lambda m: f"cast:\n- {{actor: {_word(m + 7)} {_word(m * 3 + 1)}, source: [S1]}}\n"),
    ),
    "one actor": Shape(
        2_500,
        lambda n: _characters(n, lambda _: "cast:\n- {actor: Ann Lee, source: [S1]}\n"),
    ),
    "one cast": Shape(
        1_000,
        lambda n: {
            "pack.yaml": HEAD,
            "characters/c0.yaml": _sheet(
                0,
                "cast:\n"
                + "".join(f"- {{actor: {chr(0x4E00 + m)}{chr(0x4E01 + m)}, source: [S1]}}\n" for m in range(n)),
            ),
        },
    ),
    "aliases": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(10, about=lambda _: "  about: [c0]\n"),
            "characters/c0.yaml": _sheet(0, "aliases:\n" + "".join(f"- {_word(m)} {_word(m + 3)}\n" for m in range(n))),
        },
    ),
    "things": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD
            + "things:\n"
            + "".join(f"- {{name: {_word(m)} {_word(m + 3)}, kind: thing}}\n" for m in range(n)),
            "facts.yaml": _facts(n),
        },
    ),
    "members": Shape(
        1_000,
        lambda n: {
            **_characters(n, lambda _: ""),
            "pack.yaml": HEAD
            + "things:\n- name: The League\n  kind: group\n  members:\n"
            + "".join(f"  - c{m}\n" for m in range(n)),
        },
    ),
    "everybody": Shape(2_500, _everybody),
    "plot": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "plot.yaml": "parts:\n- title: One\n  scenes:\n"
            + "".join(
                f"  - id: s{m}\n    text: {_word(m)} leaves the {_word(m * 7)} and then hides.\n    source: [S{m}]\n"
                for m in range(n)
            ),
        },
    ),
    "phrasings": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(n, about=lambda m: f"  asks: [Who met {_word(m)}?, What did {_word(m)} do?]\n"),
        },
    ),
    "untold": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(n),
            "phrasings.yaml": "not_told:\n" + "".join(f"- Why did {_word(m)} sing?\n" for m in range(n)),
        },
    ),
    "questions": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(n),
            "quiz.yaml": "quiz:\n"
            + "".join(
                f"- id: q{m}\n  question: Who met {_word(m * 7 + 3)}?\n  answer: {_word(m)}\n"
                f"  wrong: [{_word(m + 1)}, {_word(m + 2)}, {_word(m + 3)}]\n  fact: f{m}\n"
                for m in range(n)
            ),
        },
    ),
    "accepted": Shape(
        1_000,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(n),
            "quiz.yaml": "quiz:\n- id: q\n  question: Who met Tom?\n  answer: Zed\n  fact: f1\n  accept:\n"
            + "".join(f"  - {_word(m)}\n" for m in range(n)),
        },
    ),
    "unknown ids": Shape(2_500, _unknown),
    "long fact": Shape(
        20_000,
        lambda n: {"pack.yaml": HEAD, "facts.yaml": f"facts:\n- id: f\n  text: {'word ' * n}\n  source: [S1]\n"},
    ),
    "broken keys": Shape(
        2_500,
        lambda n: {
            "pack.yaml": HEAD,
            "facts.yaml": _facts(n, about=lambda m: f"  {_word(m).lower()}: 1\n"),
        },
    ),
    "control characters": Shape(
        20_000,
        lambda n: {"pack.yaml": HEAD, "facts.yaml": "facts:\n" + "\x01\n" * n},
    ),
}


def written(files: Mapping[str, str], home: Path) -> Path:
    """The folder of the pack, with these files in it."""
    for path, text in files.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, "utf-8")
    return home


@dataclass
class Times:
    """Processor seconds by stage."""

    by_stage: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            self.by_stage[name] = time.process_time() - start


def measured(files: Mapping[str, str]) -> Times:
    """How long each stage of `check` takes for a pack of these files, and a question after it."""
    times = Times()
    with TemporaryDirectory() as folder:
        home = written(files, Path(folder) / "large")
        try:
            with times.stage("load"):
                ((pack, places),) = load_with_places([home])
        except PackError as error:
            with times.stage("print"):
                str(error)
            return times
        with times.stage("questions"):
            checked(pack)
        with times.stage("roster"):
            roster_of(pack)
        with times.stage("engine"):
            knowledge = Knowledge((pack,))
            engine = AnswerEngine(knowledge)
        with times.stage("names"):
            Names(knowledge)
        with times.stage("calibration"):
            engine.calibrations[0].in_words()
        with times.stage("advice"):
            advice_on(pack, places)
            list(advice_on_quiz(pack))
        with times.stage("ask"):
            engine.ask(f"Who met {_word(1)}?")
    return times


def main() -> None:
    """Print a line for each shape, and for each stage that takes a noticeable time."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does, which
    gc.set_threshold(STARTING)  # collects less garbage, too
    parser = argparse.ArgumentParser()
    parser.add_argument("shapes", nargs="*", default=list(SHAPES))
    parser.add_argument("--size", type=int)
    chosen = parser.parse_args()
    for name in chosen.shapes:
        shape = SHAPES[name]
        size = chosen.size or shape.size
        small, large = (measured(shape.files(count)) for count in (size, 2 * size))
        print(f"{name}, {2 * size}: {sum(large.by_stage.values()):.2f} s", flush=True)
        for stage, seconds in large.by_stage.items():
            if seconds > 0.2:
                growth = seconds / max(small.by_stage[stage], 0.001)
                print(f"    {stage:12} {seconds:6.2f} s, growth {growth:.1f}", flush=True)


if __name__ == "__main__":
    main()
