"""Draws the next questions: no repeats until all have been asked, balanced over kinds and facts."""

import math
import random
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.ids import FactKey, QuestionKey
from bot.questions.model import QuestionKind, QuizQuestion

BY_HAND = 2.5
"""Weight of authored questions relative to their share."""


@dataclass(frozen=True)
class Drawn:
    """Questions to ask, in order, and the keys to mark as asked.

    `began_anew` means that the bag was refilled on the way; the keys are then those drawn since.
    """

    questions: tuple[QuizQuestion, ...]
    asked: frozenset[QuestionKey]
    began_anew: bool = False


def draw(questions: Sequence[QuizQuestion], asked: Collection[QuestionKey], count: int, chance: random.Random) -> Drawn:
    """Draw questions that haven't been asked; refill the bag when it is empty.

    `questions` are all that match (kind, difficulty), `asked` the keys asked for this server and pack; keys of other or
    deleted questions stay unchanged. Returns fewer than `count` questions only if there are no more. Facts repeat only
    if there are no others.
    """
    gone = set(asked)
    new = [each for each in questions if each.key not in gone]
    old = [each for each in questions if each.key in gone]
    order = _Order(chance)
    drawn = list(islice(order.of(new, Counter(each.fact for each in old)), count))
    began_anew = len(drawn) < min(count, len(questions))
    if began_anew:
        gone -= {each.key for each in old}
        drawn += list(islice(order.of(old, Counter()), count - len(drawn)))
    return Drawn(tuple(drawn), frozenset(gone | {each.key for each in drawn}), began_anew)


class _Order:
    """Orders questions, and counts the kinds that came up."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._kinds: Counter[QuestionKind] = Counter()

    def of(self, questions: Sequence[QuizQuestion], asked: Counter[FactKey]) -> Iterator[QuizQuestion]:
        """The questions: first one for each fact, least asked facts first; then the second ones, and so on."""
        counts = Counter(each.kind for each in questions)
        shuffled = sorted(
            questions, key=lambda each: self._chance.random() * counts[each.kind] / _due(each.kind, counts[each.kind])
        )
        turns: defaultdict[int, list[QuizQuestion]] = defaultdict(list)
        seen: Counter[FactKey] = Counter()
        for question in shuffled:
            turns[seen[question.fact]].append(question)
            seen[question.fact] += bool(question.fact)
        for turn in sorted(turns):
            yield from self._mixed(sorted(turns[turn], key=lambda each: asked[each.fact] if each.fact else 0))

    def _mixed(self, questions: Sequence[QuizQuestion]) -> Iterator[QuizQuestion]:
        """The questions with their kinds alternating."""
        left: defaultdict[QuestionKind, deque[QuizQuestion]] = defaultdict(deque)
        for question in questions:
            left[question.kind].append(question)
        while left:
            kind = self._next_kind({kind: len(each) for kind, each in left.items()})
            self._kinds[kind] += 1
            yield left[kind].popleft()
            if not left[kind]:
                del left[kind]

    def _next_kind(self, counts: dict[QuestionKind, int]) -> QuestionKind:
        """The kind that has come up least, relative to its share.

        The share grows with the square root of the kind's remaining questions: games mix all kinds, without using up
        the small kinds long before the large ones.
        """
        order = sorted(counts)
        self._chance.shuffle(order)
        return min(order, key=lambda kind: (self._kinds[kind] + self._chance.random()) / _due(kind, counts[kind]))


def _due(kind: QuestionKind, left: int) -> float:
    return math.sqrt(left) * (BY_HAND if kind is QuestionKind.AUTHORED else 1.0)
