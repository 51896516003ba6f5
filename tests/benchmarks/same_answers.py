"""Compares the answers of two versions of the code, question by question.

    python -m tests.benchmarks.same_answers FILE --write [--made-up N]   # with the old code
    python -m tests.benchmarks.same_answers FILE [--made-up N]           # with the new code

Asks every line of ../shared/questions/*.jsonl about the default pack, those of ../shared/faq/*/questions.jsonl about
their packs, and, with --made-up, made-up questions about a made-up pack of N facts; directly, overheard, and after the
line before. A change that is for speed or order alone must leave kind, facts and ranking as they were, and every score
within `NEAR`.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answers.engine import AnswerEngine
from bot.answers.follow_up import NOTHING_SAID, Said
from bot.answers.results import NoMatch, Reply
from bot.cli.question_sets import plain_pack
from bot.knowledge.load import load_pack
from bot.knowledge.model import Knowledge
from tests.benchmarks.answers import SEED, made_up, made_up_questions, scene

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DEFAULT_PACK = ROOT / "facts" / "age-of-ultron"

NEAR = 1e-5
"""How far apart two scores may be that are the same."""

QUESTIONS = 400
"""Made-up questions."""


def main() -> None:
    """Write what comes out, or compare it with what was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, help="what the old code answered (.json.gz)")
    parser.add_argument("--write", action="store_true", help="write the file instead of comparing with it")
    parser.add_argument("--made-up", type=int, default=0, metavar="N", help="a made-up pack of so many facts as well")
    parser.add_argument("--pack", type=Path, help="a pack in a folder, and questions.jsonl beside it, as well")
    options = parser.parse_args()
    rows = [row for name, knowledge, lines in sets(options) for row in asked(name, knowledge, lines)]
    if options.write:
        with gzip.open(options.file, "wt", encoding="utf-8") as file:
            json.dump(rows, file)
        print(f"{len(rows)} replies written to {options.file}")
        return
    with gzip.open(options.file, "rt", encoding="utf-8") as file:
        before = json.load(file)
    others = [f"{old} -> {new}" for old, new in zip(before, rows, strict=True) if differs(old, new)]
    print(*others[:20], sep="\n")
    print(f"{len(rows)} replies, {len(others)} of them others than before")
    raise SystemExit(bool(others))


def sets(options: argparse.Namespace) -> Iterator[tuple[str, Knowledge, list[str]]]:
    """Every pack with its questions."""
    own = [line for path in sorted((SHARED / "questions").glob("*.jsonl")) for line in lines_of(path)]
    yield "default", Knowledge((load_pack(DEFAULT_PACK),)), own
    packs = sorted(path.parent for path in (SHARED / "faq").glob("*/questions.jsonl"))
    for home in [*packs, *([options.pack.parent] if options.pack else [])]:
        yield home.name, Knowledge((load_pack(home / "pack"),)), lines_of(home / "questions.jsonl")
    if options.made_up:
        chance = random.Random(SEED)  # noqa: S311  # the same pack each time, no secret
        _, facts = made_up(options.made_up, chance)
        pack = plain_pack(tuple(map(scene, range(1, options.made_up + 1), facts)))
        yield "made up", Knowledge((pack,)), [asked.text for asked in made_up_questions(facts, QUESTIONS, chance)]


def lines_of(path: Path) -> list[str]:
    """The questions of a file."""
    return [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines() if line.strip()]


def asked(name: str, knowledge: Knowledge, lines: list[str]) -> Iterator[dict[str, Any]]:
    """What comes back for each line."""
    engine = AnswerEngine(knowledge)
    before = NOTHING_SAID
    for line in lines:
        reply = engine.ask(line)
        yield {"pack": name, "line": line, **told(reply)}
        yield {"pack": name, "overheard": line, **told(engine.ask(line, overheard=True))}
        yield {"pack": name, "after": before.question, "line": line, **told(engine.ask(line, before=before))}
        before = Said(line, reply.working.who or before.about)


def told(reply: Reply) -> dict[str, Any]:
    """A reply as plain values."""
    working = reply.working
    return {
        "kind": type(reply).__name__,
        "facts": [] if isinstance(reply, NoMatch) else [fact.key for fact in reply.facts],
        "lead": getattr(reply, "lead", ""),
        "understood": working.understood,
        "asked": working.asked,
        "ranking": [(row.fact.key, list(row.matched)) for row in working.ranking],
        "who": [who.name for who in working.who],
        "scores": [working.confidence, working.threshold, *(row.score for row in working.ranking)],
    }


def differs(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether two replies to the same line are not the same."""
    scores = zip(old["scores"], new["scores"], strict=False)
    plain = json.loads(json.dumps(new))
    return {**old, "scores": 0} != {**plain, "scores": 0} or any(abs(one - other) > NEAR for one, other in scores)


if __name__ == "__main__":
    main()
