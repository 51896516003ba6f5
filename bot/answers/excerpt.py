"""Moves the sentence that answers a question to the front of a longer fact."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.results import Named
from bot.english.sentences import sentences
from bot.english.text import asked_for, stem, synonyms, written_out
from bot.english.words import PRONOUNS, STOP

LONG = 160
"""Facts up to this many characters are read at a glance, so nothing in them is marked."""

FITTING = 0.5
"""Bonus for a sentence that holds the kind of thing asked for, in question words held."""


@dataclass(frozen=True)
class Excerpt:
    """A fact split for display: `answering` comes first, `rest` follows in its order. `answering` is empty if no part
    answers better than the others.
    """

    answering: str
    rest: str


def excerpt(text: str, question: str, matched: Iterable[str], who: Iterable[Named] = ()) -> Excerpt:
    """A fact's text, led by the sentence with most of the question's words and the kind of thing asked.

    `matched` are the words of the question found in the fact, `who` are its subjects, which the fact may call by
    another name. A sentence that depends on the one before ("It ...") brings that along. Short facts and single
    sentences stay as they are.
    """
    if len(text) <= LONG or len(told := sentences(text)) < 2:
        return Excerpt("", text)
    wanted = [_ways_to_say(phrase, tuple(who)) for phrase in matched]
    asked = asked_for(written_out(question))
    scores = [_held(one, wanted) + FITTING * _fits(one, asked) for one in told]
    best = scores.index(max(scores))
    if scores[best] < 1 or scores.count(scores[best]) == len(told):
        return Excerpt("", text)
    first = best
    while first > 0 and _leans(told[first]):
        first -= 1
    if best + 1 - first == len(told):
        return Excerpt("", text)
    return Excerpt(" ".join(told[first : best + 1]), " ".join([*told[:first], *told[best + 1 :]]))


def _leans(sentence: str) -> bool:
    """Whether a sentence starts by referring to the one before it."""
    return bool((PRONOUNS | _POINTING).intersection(written_out(sentence)[:1]))


_POINTING = frozenset(["this", "that", "these", "those", "there", "then", "but", "and", "or", "so", "yet", "both"])


def _ways_to_say(phrase: str, who: Iterable[Named]) -> frozenset[str]:
    """Stems for a word or name of the question: the word itself, near-synonyms, other names."""
    said = [word for word in written_out(phrase) if word not in STOP] or written_out(phrase)
    ways = {stem(word) for word in said}
    for one in tuple(ways):
        ways.update(synonyms(one))
    for named in who:
        names = [named.name, *named.aliases, getattr(named, "real_name", "")]
        words = {word for name in names for word in written_out(name)}
        if words.issuperset(said):
            ways |= {stem(word) for word in words - STOP}
    return frozenset(ways)


def _held(sentence: str, wanted: Iterable[frozenset[str]]) -> int:
    """How many of the wanted words a sentence holds."""
    words = {stem(word) for word in written_out(sentence)}
    return sum(not ways.isdisjoint(words) for ways in wanted)


_HOLDS = {
    "who": re.compile(r"(?<!^)\b[A-Z][a-z]+|^[A-Z][a-z]+(?= [A-Z(])"),
    "name": re.compile(r"(?<!^)\b[A-Z][a-z]+|called|named|[\"“]"),
    "where": re.compile(r"\b(?:in|at|to|from|near|inside|into|on|under|behind)\b"),
    "when": re.compile(r"\d|\b(?:when|after|before|during|once|while|year|night|day)\b"),
    "why": re.compile(r"\b(?:because|since|so that|so as|in order|due to|therefore|wants?|to \w+)\b"),
    "how": re.compile(r"\b(?:by|with|using|through|when)\b"),
    "how many": re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both|several|dozens?|hundreds?|only)\b"
    ),
}
"""For each kind of thing asked for, the marks of a sentence that can answer it."""


def _fits(sentence: str, asked: str) -> bool:
    pattern = _HOLDS.get({"place": "where", "year": "when"}.get(asked, asked))
    return pattern is not None and pattern.search(sentence) is not None
