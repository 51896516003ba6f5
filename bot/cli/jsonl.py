"""The lines of `lorekeeper ask --jsonl`: a question in, an answer out.

Other programs rely on this format, so it is kept apart from all wording. docs/running.md documents it.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from bot.answers.results import Answer, Closest, Ranked, Reply
from bot.errors import UserError
from bot.lookups.results import AboutMe, Response, confidence, is_answer, shown_facts

MOST_FACTS = 10
"""Maximum number of facts in a line."""

DIGITS = 4
"""Decimal places of a confidence and a score: finer than anybody needs, short enough to read."""


@dataclass(frozen=True)
class QuestionLine:
    """A parsed line. `id` is any JSON value that the caller uses to match the answer. `after` are earlier lines of the
    same member in the same channel, oldest first.
    """

    id: Any
    text: str
    after: tuple[str, ...] = ()


EXAMPLE = 'A line looks like {"id": 1, "question": "who played thor"}'


def read_question(line: bytes) -> QuestionLine:
    """Parses a line. A missing id is null. Raises UserError with an example of a valid line."""
    try:
        record = json.loads(line, parse_constant=_no_number, parse_float=_float)
    except (ValueError, RecursionError) as error:
        raise UserError(f"isn't valid JSON. {EXAMPLE}") from error
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise UserError(f'has no "question" that is text. {EXAMPLE}')
    after = record.get("after") or []
    if not isinstance(after, list) or not all(isinstance(earlier, str) for earlier in after):
        raise UserError(f'has an "after" that isn\'t a list of texts. {EXAMPLE[:-1]}, "after": ["who is thor"]}}')
    return QuestionLine(record.get("id"), record["question"], tuple(after))


def answer_line(question: QuestionLine, response: Response, text: str) -> str:
    """The line for a response, without a line break, in plain ASCII. `text` is what a member would read."""
    return json.dumps(
        {
            "id": question.id,
            "answered": is_answer(response),
            "closest": isinstance(response, Closest),
            "text": text,
            "confidence": _share(confidence(response)),
            "facts": [
                {
                    "id": ranked.fact.key,
                    "source": list(ranked.fact.source),
                    "text": ranked.fact.text,
                    "score": _share(ranked.score),
                }
                for ranked in _ranking(response)
            ],
        }
    )


def _ranking(response: Response) -> tuple[Ranked, ...]:
    """The facts best first. Those shown come first, and scores never increase."""
    ranking = response.working.ranking if isinstance(response, Reply) else ()
    if is_answer(response):
        known = {ranked.fact.key: ranked for ranked in ranking}
        score = 0.0 if isinstance(response, Answer) else 1.0
        shown = (response.fact,) if isinstance(response, AboutMe) else shown_facts(response)
        given = {fact.key: known.get(fact.key, Ranked(fact, score, ())) for fact in shown}
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
    """A number as a float; one too large for a float would be written as invalid JSON."""
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"{digits} is too large")
    return value
