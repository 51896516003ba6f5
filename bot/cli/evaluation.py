"""Evaluates the answers on questions with known answers, for `lorekeeper eval`."""

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.answers.results import Answer, Closest, Reply
from bot.english.text import fold
from bot.errors import UserError
from bot.lookups.results import Response, confidence, is_answer, shown_facts

STEPS = (0.0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.000001)
"""Boundaries of the rows in the reliability table, as confidence."""


@dataclass(frozen=True)
class LabelledQuestion:
    """A question with its known answer. `units` are source ids, any of which is right; empty: no answer is right.

    Each entry of `must_contain` is a list of alternatives, one of which must appear in the text shown.
    """

    id: str
    text: str
    type: str
    units: frozenset[str]
    must_contain: tuple[tuple[str, ...], ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The result of one question. `right_first`: the top-ranked fact is right, whether or not it was given; for a
    request (a card, a page), any fact shown. `shows`: a fact was shown, as the answer or as the closest; `right`: the
    text shown holds the answer.
    """

    question: LabelledQuestion
    answered: bool
    shows: bool
    right_first: bool
    right: bool
    reciprocal_rank: float
    confidence: float
    text: str


@dataclass(frozen=True)
class Figures:
    """Counts over a set of questions. `answerable` have a right fact; the others should get no answer. `shown_right`
    were shown the right fact, as the answer or as the closest; `shown_anyway` were shown a fact although none is right.
    """

    answerable: int
    right_first: int
    answered_right: int
    answered_wrong: int
    shown_right: int
    reciprocal_ranks: float
    unanswerable: int
    silent: int
    shown_anyway: int


@dataclass(frozen=True)
class Reliability:
    """The number of right answers among those with a confidence from `low` up to `high`."""

    low: float
    high: float
    answers: int
    right: int
    mean_confidence: float


def read_questions(lines: Iterable[str]) -> list[LabelledQuestion]:
    """Questions from JSONL: `id`, `question`, and where known `units`, `must_contain`, `type`, `after`.

    A line without `units` is chatter that should get no answer. Raises UserError naming a line that can't be read.
    """
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            needed = tuple(
                tuple(entry) if isinstance(entry, list) else (str(entry),) for entry in row.get("must_contain", ())
            )
            units = frozenset(map(str, row.get("units", ())))
            kind = str(row.get("type") or ("chatter" if "units" not in row else "question"))
            after = tuple(map(str, row.get("after", ())))
            questions.append(LabelledQuestion(str(row["id"]), str(row["question"]), kind, units, needed, after))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(
                f'line {number} is not a question: each line needs {{"id": ..., "question": ...}} ({error})'
            ) from error
    return questions


def evaluate(
    questions: Sequence[LabelledQuestion],
    ask: Callable[[str, tuple[str, ...]], Response],
    shown: Callable[[Response], str],
) -> list[Outcome]:
    """Asks every question after its `after` lines. `shown` gives the text that a member would read."""
    return [_outcome(question, ask(question.text, question.after), shown) for question in questions]


def _outcome(question: LabelledQuestion, response: Response, shown: Callable[[Response], str]) -> Outcome:
    answered = is_answer(response)
    facts = [row.fact for row in response.working.ranking] if isinstance(response, Reply) else []
    if not isinstance(response, Reply) or isinstance(response, Answer):
        told = shown_facts(response)
        facts = [*told, *(fact for fact in facts if fact not in told)]
    hits = [position for position, fact in enumerate(facts) if question.units & set(fact.source)]
    text = shown(response)
    readable = fold(text)
    complete = all(any(fold(option) in readable for option in options) for options in question.must_contain)
    right_first = bool(hits) and (hits[0] == 0 or not isinstance(response, Reply))
    shows = answered or isinstance(response, Closest)
    is_right = complete if question.must_contain else right_first
    return Outcome(
        question=question,
        answered=answered,
        shows=shows,
        right_first=right_first,
        right=bool(question.units) and shows and is_right,
        reciprocal_rank=1 / (hits[0] + 1) if hits else 0.0,
        confidence=confidence(response),
        text=text,
    )


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Counts these outcomes."""
    answerable = [outcome for outcome in outcomes if outcome.question.units]
    others = [outcome for outcome in outcomes if not outcome.question.units]
    return Figures(
        answerable=len(answerable),
        right_first=sum(outcome.right_first for outcome in answerable),
        answered_right=sum(outcome.answered and outcome.right for outcome in answerable),
        answered_wrong=sum(outcome.answered and not outcome.right for outcome in answerable),
        shown_right=sum(outcome.right for outcome in answerable),
        reciprocal_ranks=sum(outcome.reciprocal_rank for outcome in answerable),
        unanswerable=len(others),
        silent=sum(not outcome.answered for outcome in others),
        shown_anyway=sum(outcome.shows for outcome in others),
    )


def by_type(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """The figures for each type of question, in order of appearance."""
    types = dict.fromkeys(outcome.question.type for outcome in outcomes)
    return {kind: figures([one for one in outcomes if one.question.type == kind]) for kind in types}


def reliability(outcomes: Sequence[Outcome]) -> list[Reliability]:
    """How often an answer is right at each level of confidence, over all searched questions."""
    rows = []
    for low, high in itertools.pairwise(STEPS):
        there = [one for one in outcomes if low <= one.confidence < high]
        if there:
            right = sum(one.right_first for one in there)
            rows.append(
                Reliability(low, min(high, 1.0), len(there), right, sum(one.confidence for one in there) / len(there))
            )
    return rows
