"""Which questions come next: none again until all were asked, fair over kinds and facts."""

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.questions.model import Question, QuestionKind


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
    """
    gone = set(asked)
    drawn: list[Question] = []
    taken: set[str] = set()
    began_anew = False
    kinds: Counter[QuestionKind] = Counter()
    facts: Counter[str] = Counter(question.fact for question in questions if question.key in gone)
    this_time: Counter[str] = Counter()
    while len(drawn) < min(count, len(questions)):
        left = [each for each in questions if each.key not in gone and each.key not in taken]
        if not left:
            gone -= {each.key for each in questions} - taken
            began_anew = True
            facts.clear()
            left = [each for each in questions if each.key not in taken]
        kind = _next_kind(left, kinds, chance)
        of_kind = [each for each in left if each.kind is kind]
        rank = min((this_time[each.fact], facts[each.fact]) for each in of_kind)
        question = chance.choice([each for each in of_kind if (this_time[each.fact], facts[each.fact]) == rank])
        drawn.append(question)
        taken.add(question.key)
        gone.add(question.key)
        kinds[kind] += 1
        facts[question.fact] += 1
        this_time[question.fact] += 1
    return Drawn(tuple(drawn), frozenset(gone), began_anew)


def _next_kind(left: Sequence[Question], kinds: Counter[QuestionKind], chance: random.Random) -> QuestionKind:
    """The kind that has come up least for what is left of it.

    A kind's due share grows with the square root of what is left: a game has some of each, and the small kinds are
    not used up long before the large ones.
    """
    counts = Counter(each.kind for each in left)
    order = sorted(counts)
    chance.shuffle(order)
    return min(order, key=lambda kind: (kinds[kind] + chance.random()) / counts[kind] ** 0.5)
