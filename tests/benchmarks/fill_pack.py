"""Puts questions that people asked about the default pack into it: as phrasings of the facts that answer them, and as
questions that it does not tell.

    python -m tests.benchmarks.fill_pack

Reads the labelled questions in `tests/benchmarks/questions` that the answers are learned from, never those that only
measure, and writes `facts/age-of-ultron/phrasings/asked.yaml`.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from bot.answers.index import PackIndex, index_of
from bot.answers.judge import Judge
from bot.answers.learned import learned
from bot.knowledge.load import load_pack
from bot.knowledge.model import Fact, FactKind
from bot.knowledge.wording import normalised
from tests.benchmarks.labels import read_rows, relevant, says

PACK = Path(__file__).parents[2] / "facts" / "age-of-ultron"
ASKED = PACK / "phrasings" / "asked.yaml"
QUESTIONS = Path(__file__).parent / "questions"
SETS = ("members", "quiz", "clues", "fans")
NEAR_MISSES = ("silent",)
"""A set whose answerable questions name no words that the fact must have, so that only the others can be used."""

HEADER = """\
# What people asked, each under the fact that answers it, and what they asked that no fact tells.
# Made by `python -m tests.benchmarks.fill_pack` from tests/benchmarks/questions; not to be edited by hand.
"""


def main() -> None:
    """Write the file anew."""
    ASKED.unlink(missing_ok=True)
    index = index_of(load_pack(PACK))
    judge = Judge(index, learned())
    taken = {_words(ask) for fact in index.pack.facts for ask in fact.asks} | set(map(_words, index.pack.not_told))
    asked: defaultdict[str, list[str]] = defaultdict(list)
    untold: list[str] = []
    for name in (*SETS, *NEAR_MISSES):
        for row in read_rows(QUESTIONS / f"{name}.jsonl"):
            line = str(row["question"])
            if _words(line) in taken:
                continue
            if row.get("units"):
                fact = _fact(row, index, judge) if name in SETS else None
                if fact is not None:
                    asked[fact.id].append(line)
            elif row["type"] == "near_miss":
                untold.append(line)
            taken.add(_words(line))
    content = {"phrasings": dict(sorted(asked.items())), "not_told": untold}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000, default_style=None)
    ASKED.write_text(HEADER + text, "utf-8")
    print(f"{sum(map(len, asked.values()))} phrasings, {len(untold)} questions that are not told.")


def _words(line: str) -> str:
    """The words of a question alone: two that differ in signs and apostrophes are one."""
    return normalised(line.replace("'", "").replace("’", ""))


def _fact(row: dict[str, Any], index: PackIndex, judge: Judge) -> Fact | None:
    """The fact that answers a question, of several the one that comes first; none where that is a fact made from data,
    which has its own ways to be asked for."""
    wanted = relevant(row, index)
    found = judge.judge(index.read(str(row["question"])), None)
    if found is None:
        return None
    ranked = (index.pack.facts[int(found.evidence.positions[at])] for at in found.order)
    needed = row.get("must_contain") or ()
    first = next((fact for fact in ranked if fact.id in wanted or (_is_made(fact) and says(fact.text, needed))), None)
    return None if first is None or _is_made(first) else first


def _is_made(fact: Fact) -> bool:
    return fact.kind in (FactKind.DERIVED, FactKind.ROLE)


if __name__ == "__main__":
    main()
