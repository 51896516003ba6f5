"""What may be typed for a name, and what is too near to it to be a slip of it."""

from collections.abc import Iterator

from bot.english.spelling import alike
from bot.english.text import fold, is_english
from bot.questions.candidates import Candidate, Candidates, words_of
from bot.questions.model import OptionKind

LOOKS_LIKE = 0.5
"""How alike two names are before one may be taken for a slip of the other."""


def accepted_names(known: Candidates, answer: Candidate) -> tuple[str, ...]:
    """All names of somebody that are nobody else's, and a part of one by which nobody else goes ("Stark")."""
    if not answer.is_real:
        return answer.names
    others = {fold(name) for each in known.of_kind(answer.kind) if each.key != answer.key for name in each.names}
    names = [name for number, name in enumerate(answer.names) if not number or fold(name) not in others]
    parts = [
        word
        for name in answer.names[:2]
        for word in name.split()
        if answer.kind is OptionKind.CHARACTER and " " in name and known.meant(word) == answer
    ]
    return tuple(dict.fromkeys([*names, *parts]))


def rival_names(known: Candidates, answer: Candidate, also: tuple[Candidate, ...] = ()) -> Iterator[str]:
    """Names of others that look like a right one or share a word with it: who types `Frey` means Frey, and made no
    slip in `Freya`. And names that are words of English: `Rush or Hope` names two."""
    if not answer.is_real:
        return
    right = {answer.key, *(each.key for each in also)}
    own = [fold(name) for name in answer.names]
    for other in known.of_kind(answer.kind):
        if other.key in right:
            continue
        for name in other.names:
            is_near = not answer.words.isdisjoint(words_of(name)) or any(
                alike(fold(name), each) >= LOOKS_LIKE for each in own
            )
            if is_near or (name.isalpha() and is_english(fold(name))):
                yield name
