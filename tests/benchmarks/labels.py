"""Reads labelled questions, and which facts of a pack answer them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.answers.index import PackIndex
from bot.english.text import fold
from bot.knowledge.model import FactKind


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def relevant(row: dict[str, Any], index: PackIndex) -> frozenset[str]:
    """The ids of the facts that answer a question: those of its units that say what must be said."""
    units = set(row.get("units", ()))
    of_unit = [fact for fact in index.pack.facts if not units.isdisjoint(fact.source)]
    needed = row.get("must_contain") or ()
    complete = [fact for fact in of_unit if says(fact.text, needed)]
    if needed and units and not complete:
        derived = (fact for fact in index.pack.facts if fact.kind is FactKind.DERIVED)
        complete = [fact for fact in derived if says(fact.text, needed)]
    return frozenset(fact.id for fact in complete or of_unit)


def says(text: str, needed: Iterable[str | list[str]]) -> bool:
    """Whether a text holds one alternative of each entry."""
    readable = fold(text)
    options = ([entry] if isinstance(entry, str) else entry for entry in needed)
    return all(any(fold(one) in readable for one in each) for each in options)
