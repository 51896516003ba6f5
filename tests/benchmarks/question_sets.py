"""Reads the public question sets and pools the sentences of each into one pack."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.cli.question_sets import passage, plain_pack
from bot.knowledge.model import Fact, FactKind, Pack


@dataclass(frozen=True)
class Asked:
    """A question, the document it is about and the ids of the facts that answer it; none where nothing does."""

    question: str
    relevant: frozenset[str]
    document: str


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def pooled(folder: Path) -> tuple[Pack, list[Asked]]:
    """All documents of a folder as one plain pack (a scene a sentence), and its questions."""
    [(pack, asked)] = pools(folder)
    return pack, asked


def pools(folder: Path, size: int | None = None, *, as_facts: bool = False) -> Iterator[tuple[Pack, list[Asked]]]:
    """The documents of a folder as plain packs of about `size` sentences (all in one where none is given), each with
    the questions about it. `as_facts` makes of each sentence a fact that stands alone, not a passage of a story."""
    questions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(folder / "questions.jsonl"):
        questions[row["doc_id"]].append(row)
    facts: list[Fact] = []
    asked: list[Asked] = []
    for document in rows(folder / "docs.jsonl"):
        ids: dict[str, str] = {}
        for sentence in document["sentences"]:
            place = len(facts) + 1
            ids[sentence["id"]] = f"s{place}"
            fact = passage(place, sentence["text"], sentence["id"])
            facts.append(replace(fact, kind=FactKind.FACT, scene_number=None) if as_facts else fact)
        for row in questions[document["doc_id"]]:
            relevant = frozenset(ids[id] for id in row["relevant"] if id in ids)
            asked.append(Asked(str(row["question"]), relevant, str(document["doc_id"])))
        if size is not None and len(facts) >= size:
            yield plain_pack(tuple(facts)), asked
            facts, asked = [], []
    if facts:
        yield plain_pack(tuple(facts)), asked
