"""Reads the public question sets and pools the sentences of each into one pack."""

import json
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.model import Fact, FactKind, Pack


@dataclass(frozen=True)
class Asked:
    """A question and the ids of the facts that answer it; none where nothing does."""

    question: str
    relevant: frozenset[str]


def rows(path: Path) -> list[dict[str, object]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def pooled(folder: Path) -> tuple[Pack, list[Asked]]:
    """All documents of a folder as one plain pack (a scene a sentence), and its questions."""
    facts: list[Fact] = []
    ids: dict[str, str] = {}
    for document in rows(folder / "docs.jsonl"):
        for sentence in document["sentences"]:  # type: ignore[attr-defined]
            place = len(facts) + 1
            ids[sentence["id"]] = f"s{place}"
            facts.append(
                Fact(
                    "pool",
                    f"s{place}",
                    FactKind.SCENE,
                    sentence["text"],
                    (f"S{place}",),
                    "story",
                    place=place,
                )
            )
    asked = [
        Asked(str(row["question"]), frozenset(ids[id] for id in row["relevant"] if id in ids))  # type: ignore[attr-defined]
        for row in rows(folder / "questions.jsonl")
    ]
    return plain_pack(tuple(facts)), asked


def plain_pack(facts: tuple[Fact, ...]) -> Pack:
    """A pack of nothing but facts."""
    return Pack("pool", "Pool", (), None, "en", {"story": "the story"}, "", (), (), (), (), facts)
