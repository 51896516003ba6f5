"""The phrasings that authors wrote for a pack's facts."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.reading import ParsedQuestion
from bot.answers.sense import QuestionFeatures
from bot.answers.texts import Floats, Lists
from bot.knowledge.model import Fact, FactKind


@dataclass(frozen=True, eq=False)
class Phrasings:
    """All phrasings of a pack, grouped by fact.

    `words` are those of each phrasing, with names as additional entities; phrasings of the fact at position `i` run
    from `starts[i]` to the next start. `weights` is each one's total weight in nats, `rarities` its weight among the
    facts of this pack, `asked` the kind of thing asked for, `askings` the model's input and the position of its fact.
    `foreseen` has the facts that a line asks for, by its words and by its key.
    """

    words: Lists
    starts: npt.NDArray[np.int64]
    weights: Floats
    rarities: Floats
    asked: tuple[str, ...]
    askings: tuple[tuple[QuestionFeatures, int], ...]
    foreseen: Mapping[tuple[str, ...], Sequence[int]]

    def same(self, question: ParsedQuestion) -> Sequence[int]:
        """Positions of the facts with this exact phrasing, or one that differs only in function words."""
        if not question.units:
            return ()
        word_for_word = self.foreseen.get(question.raws, ())
        if word_for_word or question.is_bare_name:
            return word_for_word  # a bare name is in too many phrasings about other things
        return self.foreseen.get(question.key, ())


def read_phrasings(ways: Sequence[Sequence[str]], words: Lists, read: Callable[[str], ParsedQuestion]) -> Phrasings:
    """The phrasings of some facts, by `ways_to_ask`; `words` are theirs as numbers, flattened."""
    owners = [at for at, lines in enumerate(ways) for _ in lines]
    questions = [read(line) for lines in ways for line in lines]
    foreseen: dict[tuple[str, ...], list[int]] = {}
    for question, owner in zip(questions, owners, strict=True):
        for key in {question.raws, question.key}:
            held = foreseen.setdefault(key, [])
            if owner not in held:
                held.append(owner)
    return Phrasings(
        words,
        np.searchsorted(owners, np.arange(len(ways) + 1)),
        np.array([question.weight for question in questions], dtype=np.float32),
        np.array([question.rarity for question in questions], dtype=np.float32),
        tuple(question.asked for question in questions),
        tuple((question.asking, owner) for question, owner in zip(questions, owners, strict=True)),
        foreseen,
    )


MOST_ROLE_ASKS = 6_000
"""Standard phrasings for roles that a pack has together: those of five hundred roles. The others are found by the names
in them, which is all that a question for a role needs."""


def ways_to_ask(facts: Sequence[Fact]) -> list[tuple[str, ...]]:
    """The phrasings of each fact: its author's, or the standard ones for a role.

    Of very many roles, those of the characters that the facts are about most have some.
    """
    ways = [fact.asks for fact in facts]
    roles = [at for at, fact in enumerate(facts) if fact.kind is FactKind.ROLE]
    about = Counter(who for fact in facts for who in fact.characters) if roles else Counter[str]()
    left = MOST_ROLE_ASKS
    for at in sorted(roles, key=lambda at: -about[facts[at].characters[0]]):
        if left <= 0:
            break
        ways[at] = tuple(_role_asks(facts[at]))
        left -= len(ways[at])
    return ways


def _role_asks(fact: Fact) -> Iterator[str]:
    """Standard phrasings for a role in any pack, made from "ACTOR plays CHARACTER"."""
    actor, verb, character = re.split(r" (plays|voices) ", fact.text.rstrip("."), maxsplit=1)
    yield from (
        f"who plays {character}", f"who is the actor playing {character}", f"{character} actor",
        f"who does {actor} play", f"which character is {actor}", f"{actor} role", f"who is {actor}",
        f"does {actor} play {character}", f"who was {actor}", f"what character does {actor} play",
        f"what part does {actor} have", f"what is the name of the person who plays {character}",
    )  # fmt: skip
    if verb == "voices":
        yield from (f"who voices {character}", f"who is the voice of {character}", f"who does {actor} voice")
