"""The rule of a shuffle bag. Pure."""

from collections.abc import Mapping, Sequence

from bot.storage.interface import Draw


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
