"""Which questions a server was asked, and the shuffle bag that picks the next ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.ids import QuestionKey, ServerId


@dataclass(frozen=True)
class Draw:
    """A question drawn from a pack's bag, and the turn through the bag (from 1)."""

    pack: str
    question_key: QuestionKey
    turn: int


class Bags(Protocol):
    """The questions that servers were asked. Each pack's bag yields every question once before it repeats one.

    The caller shuffles. Of the questions offered (all of the pack, or the easy half) those not yet asked in this turn
    come first; once all of them were asked, the next turn starts.
    """

    async def peek(
        self, server_id: ServerId, pack: str, shuffled: Sequence[QuestionKey], *, count: int = 1
    ) -> tuple[Draw, ...]:
        """The next `count` different questions, or as many as there are, without drawing them."""

    async def draw(
        self, server_id: ServerId, pack: str, shuffled: Sequence[QuestionKey], *, count: int = 1
    ) -> tuple[Draw, ...]:
        """Draws them."""


def next_draws(
    turns: Mapping[QuestionKey, int], pack: str, shuffled: Sequence[QuestionKey], count: int
) -> tuple[Draw, ...]:
    """Up to `count` different questions of these. `turns` are the last turns in which questions were asked.

    Questions not yet asked in the current turn come first, then the next turn starts. A question that is new in the
    pack joins the current turn, so it isn't asked repeatedly to catch up.
    """
    questions = list(dict.fromkeys(shuffled))
    turn = max((turns.get(question, 0) for question in questions), default=0)
    fresh = sorted(
        (question for question in questions if turns.get(question, 0) < turn), key=lambda each: turns.get(each, 0)
    )  # a narrower choice may be a turn ahead: questions never asked come before those it left over
    rest = [question for question in questions if turns.get(question, 0) >= turn]
    draws = [Draw(pack, question, turn) for question in fresh] + [Draw(pack, question, turn + 1) for question in rest]
    return tuple(draws[:count])
