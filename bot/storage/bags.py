"""Which questions a server was asked, and the rule of a shuffle bag."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Draw:
    """A question drawn from the bag of a pack, in which turn through the bag (from 1)."""

    pack: str
    question: str
    turn: int


class Bags(Protocol):
    """Which questions a server was asked. Each pack's bag gives every question once before it gives one again.

    The caller shuffles. Of what may be asked now (all of the pack, or the easy half) those come first that were not
    asked in this turn; when all of them were, the next turn begins with them.
    """

    async def peek(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        """The next `count` different questions, or as many as there are, without taking them out."""

    async def draw(self, server: int, pack: str, shuffled: Sequence[str], *, count: int = 1) -> tuple[Draw, ...]:
        """The same, and taken out."""


def next_draws(turns: Mapping[str, int], pack: str, shuffled: Sequence[str], count: int) -> tuple[Draw, ...]:
    """Up to `count` different questions of these. `turns` are the last turns in which questions were asked.

    All that was not asked in the turn of these questions comes first, then what begins the next one. A question that
    is new in the pack belongs to the turn that the others are in, so it is not asked again and again to catch up.
    """
    questions = list(dict.fromkeys(shuffled))
    turn = max((turns.get(question, 0) for question in questions), default=0)
    fresh = sorted(
        (question for question in questions if turns.get(question, 0) < turn), key=lambda each: turns.get(each, 0)
    )  # a narrower choice may have begun a turn of its own: what was never asked comes before what it left over
    rest = [question for question in questions if turns.get(question, 0) >= turn]
    draws = [Draw(pack, question, turn) for question in fresh] + [Draw(pack, question, turn + 1) for question in rest]
    return tuple(draws[:count])
