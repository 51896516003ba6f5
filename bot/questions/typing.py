"""The typed answers accepted for a name, and the names too similar to be typos of it."""

from collections.abc import Iterator

from bot.english.spelling import alike
from bot.english.text import is_english
from bot.questions.candidates import Candidate, Candidates
from bot.questions.model import OptionKind

LOOKS_LIKE = 0.5
"""Minimum similarity at which one name may be mistaken for a typo of another."""


def accepted_names(known: Candidates, answer: Candidate) -> tuple[str, ...]:
    """All unique names of a candidate, and unique parts of its names ("Stark")."""
    if not answer.is_real:
        return answer.names
    names = [
        name
        for number, name in enumerate(answer.names)
        if not number or known.called(answer.kind, name) <= {answer.key}
    ]
    parts = [
        word
        for name in answer.names[:2]
        for word in name.split()
        if answer.kind is OptionKind.CHARACTER and " " in name and known.meant(word) == answer
    ]
    return tuple(dict.fromkeys([*names, *parts]))


def rival_names(known: Candidates, answer: Candidate, also: tuple[Candidate, ...] = ()) -> Iterator[str]:
    """Names of others that resemble a right one or share a word with it: `Frey` is a different answer, not a typo of
    `Freya`. Also names that are English words: `Rush or Hope` is two names."""
    if not answer.is_real:
        return
    right = {answer.key, *(each.key for each in also)}
    own = sorted(answer.called)
    for other in known.near(answer):
        if other.key in right:
            continue
        for name, folded, words in other.forms:
            is_near = not answer.words.isdisjoint(words) or any(alike(folded, each) >= LOOKS_LIKE for each in own)
            if is_near or (name.isalpha() and is_english(folded)):
                yield name
