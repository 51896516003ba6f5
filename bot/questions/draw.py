"""Which questions come next: none again until all were asked, fair over kinds and facts."""

import math
import random
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.questions.model import Question, QuestionKind

BY_HAND = 2.5
"""How much more than its share of the questions what people wrote is asked."""


@dataclass(frozen=True)
class Drawn:
    """Questions to ask, in order, and the keys that count as asked from now on.

    `began_anew` says that the bag was empty on the way: the keys are then those drawn since.
    """

    questions: tuple[Question, ...]
    asked: frozenset[str]
    began_anew: bool = False


def draw(questions: Sequence[Question], asked: Collection[str], count: int, chance: random.Random) -> Drawn:
    """Draw questions that were not asked yet; when there are none left, begin anew.

    `questions` are all that fit (kind, difficulty), `asked` the keys of the server and pack; keys of questions that
    do not fit, or that exist no more, stay as they are. Fewer than `count` come back only where there are no more.
    No fact comes twice as long as there are others.
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
    """Puts questions into an order, and remembers the kinds that came up."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._kinds: Counter[QuestionKind] = Counter()

    def of(self, questions: Sequence[Question], asked: Counter[str]) -> Iterator[Question]:
        """The questions, first one of each fact, those first whose facts were asked least; then the second ones."""
        counts = Counter(each.kind for each in questions)
        shuffled = sorted(
            questions, key=lambda each: self._chance.random() * counts[each.kind] / _due(each.kind, counts[each.kind])
        )
        turns: defaultdict[int, list[Question]] = defaultdict(list)
        seen: Counter[str] = Counter()
        for question in shuffled:
            turns[seen[question.fact]].append(question)
            seen[question.fact] += bool(question.fact)
        for turn in sorted(turns):
            yield from self._mixed(sorted(turns[turn], key=lambda each: asked[each.fact] if each.fact else 0))

    def _mixed(self, questions: Sequence[Question]) -> Iterator[Question]:
        """The kinds in turns."""
        left: defaultdict[QuestionKind, deque[Question]] = defaultdict(deque)
        for question in questions:
            left[question.kind].append(question)
        while left:
            kind = self._next_kind({kind: len(each) for kind, each in left.items()})
            self._kinds[kind] += 1
            yield left[kind].popleft()
            if not left[kind]:
                del left[kind]

    def _next_kind(self, counts: dict[QuestionKind, int]) -> QuestionKind:
        """The kind that has come up least for what is left of it.

        A kind's due share grows with the square root of what is left: a game has some of each, and the small kinds
        are not used up long before the large ones.
        """
        order = sorted(counts)
        self._chance.shuffle(order)
        return min(order, key=lambda kind: (self._kinds[kind] + self._chance.random()) / _due(kind, counts[kind]))


def _due(kind: QuestionKind, left: int) -> float:
    return math.sqrt(left) * (BY_HAND if kind is QuestionKind.AUTHORED else 1.0)
