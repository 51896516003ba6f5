"""What people ask about any work that its fact sheets seldom tell: who directed it, how tall somebody is.

A pack that does tell it wins by its own phrasings, which name whom they are about.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import cycle, islice

from bot.knowledge.model import Pack

SHARE = 6
"""Of how many phrasings of a pack there is one such question at most, so that they never outweigh it."""


@cache
def _templates() -> tuple[str, ...]:
    return tuple(files("bot.answers").joinpath("elsewhere.txt").read_text("utf-8").split("\n")[:-1])


def elsewhere(pack: Pack, phrasings: int) -> Iterator[str]:
    """Such questions with the pack's names in them, for a pack with so many phrasings."""
    templates = _templates()
    who = _turns(sorted(one.name for one in pack.characters), "the hero")
    other = _turns(sorted((one.name for one in pack.characters), reverse=True), "the villain")
    actor = _turns(sorted(one.name for one in pack.actors), "the actor")
    thing = _turns(sorted(one.name for one in pack.things), "the house")
    count = min(2 * len(templates), phrasings // SHARE)
    step = max(1, len(templates) // max(1, count))
    for template in islice(cycle(templates[::step]), count):
        yield template.format(who=next(who), other=next(other), actor=next(actor), thing=next(thing), title=pack.title)


def _turns(names: Sequence[str], instead: str) -> Iterator[str]:
    """The names in turn, again and again."""
    return cycle(names or [instead])
