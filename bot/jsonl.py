"""The lines of `lorekeeper ask --jsonl`: a question in, an answer out.

Other programs rely on this contract, so it is kept apart from all wording and machinery. It is told in
docs/running.md.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from bot.answers.results import Answer, Ranked, Reply
from bot.errors import UserError

MOST_FACTS = 10
"""How many facts a line carries at most."""

DIGITS = 4
"""Decimal places of a confidence and a score: finer than anybody can use, short enough to read."""


@dataclass(frozen=True)
class Question:
    """A line that was read. `id` is whatever JSON value the asker uses to know the answer again."""

    id: Any
    text: str


def read_question(line: bytes) -> Question:
    """The question of a line. A missing id is null. Raises UserError, saying what a line looks like."""
    try:
        record = json.loads(line, parse_constant=_no_number, parse_float=_float)
    except (ValueError, RecursionError) as error:
        raise UserError('is no JSON. A line looks like {"id": 1, "question": "who played thor"}') from error
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise UserError('has no "question" that is text. A line looks like {"id": 1, "question": "who played thor"}')
    return Question(record.get("id"), record["question"])


def answer_line(question: Question, reply: Reply, text: str) -> str:
    """The line for a reply, without its line break, in plain ASCII. `text` is what a member would read."""
    return json.dumps(
        {
            "id": question.id,
            "answered": isinstance(reply, Answer),
            "text": text,
            "confidence": _share(reply.working.confidence),
            "facts": [
                {
                    "id": ranked.fact.key,
                    "source": list(ranked.fact.source),
                    "text": ranked.fact.text,
                    "score": _share(ranked.score),
                }
                for ranked in _ranking(reply)
            ],
        }
    )


def _ranking(reply: Reply) -> tuple[Ranked, ...]:
    """The facts best first. Those that were given as the answer lead, and no score is above one before it."""
    ranking = reply.working.ranking
    if isinstance(reply, Answer):
        known = {ranked.fact.key: ranked for ranked in ranking}
        given = {fact.key: known.get(fact.key, Ranked(fact, 0.0, ())) for fact in reply.facts}
        ranking = (*given.values(), *(ranked for ranked in ranking if ranked.fact.key not in given))
    ranking = ranking[:MOST_FACTS]
    scores = reversed(list(accumulate((ranked.score for ranked in reversed(ranking)), max)))
    return tuple(_rescored(ranking, scores))


def _rescored(ranking: tuple[Ranked, ...], scores: Iterator[float]) -> Iterator[Ranked]:
    for ranked, score in zip(ranking, scores, strict=True):
        yield Ranked(ranked.fact, score, ranked.matched)


def _share(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), DIGITS)


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _float(digits: str) -> float:
    """A number as Python keeps it; one too large to be kept would come back as no JSON at all."""
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"{digits} is too large")
    return value
