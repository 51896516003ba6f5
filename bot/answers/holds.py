"""Detects what the texts of a pack hold (numbers, years, places, names, speech) by their characters and words."""

import re
from collections import Counter

import numpy as np
import numpy.typing as npt

from bot.answers.lexicon import Lexicon
from bot.answers.texts import Lists
from bot.english.text import spelt_out, written_out
from bot.english.words import FEELINGS, PEOPLE, PLACED, PRONOUNS, REASONS, SAYING, STOP, TIMES

HOLDS = ("number", "year", "time", "place", "reason", "name", "person", "speech", "pronoun", "feeling")
"""What a text can hold, as bits in this order, lowest first."""

Marks = npt.NDArray[np.uint16]

_BIT = {name: 1 << number for number, name in enumerate(HOLDS)}

_CAPITALS = re.compile(r"(?<![.!?:] )(?<!^)(?<![\"'“‘(])\b[A-Z][\w'-]*")
"""Capitalised words that don't start a sentence."""

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b\d{4}\b")


def capitals(text: str) -> list[str]:
    """The words of a text that are written like names."""
    return _CAPITALS.findall(text)


def written_marks(text: str, *, has_capitals: bool) -> int:
    """The marks of a text that its characters show."""
    marks = 0
    if _DIGIT.search(text):
        marks |= _BIT["number"]
        if _YEAR.search(text):
            marks |= _BIT["year"]
    if '"' in text or "“" in text:
        marks |= _BIT["speech"]
    if has_capitals:
        marks |= _BIT["name"]
    return marks


def word_marks(texts: Lists, lexicon: Lexicon, like_names: npt.NDArray[np.bool_]) -> Marks:
    """The marks of each text that its words show."""
    of_word = np.zeros(len(lexicon.words) + 1, dtype=np.uint16)
    is_digit = np.array([term[:1].isdigit() for term in lexicon.stems], dtype=np.bool_)
    is_number = is_digit[lexicon.term_of] & ~lexicon.marks(["one"])
    of_word[:-1][is_number] |= _BIT["number"]
    for name, words in (
        ("time", TIMES),
        ("place", PLACED),
        ("reason", REASONS),
        ("person", PEOPLE),
        ("speech", SAYING),
        ("pronoun", PRONOUNS),
        ("feeling", FEELINGS),
    ):
        of_word[:-1][lexicon.marks(words)] |= _BIT[name]
    of_word[:-1][like_names] |= _BIT["name"]
    marked = of_word[np.append(texts.values, len(lexicon.words))]  # one extra, in case the last text is empty
    found = np.bitwise_or.reduceat(marked, texts.starts[:-1]) if len(texts) else marked[:0]
    found[np.diff(texts.starts) == 0] = 0
    return found


def written_like_names(written: Counter[str], texts: Lists, lexicon: Lexicon) -> npt.NDArray[np.bool_]:
    """For each word, whether most of its occurrences are capitalised mid-sentence; `written` counts those."""
    counts = np.bincount(texts.values, minlength=len(lexicon.words))
    like = np.zeros(len(lexicon.words), dtype=np.bool_)
    large: Counter[int] = Counter()
    for word, count in written.items():
        is_plain = word.isascii() and word.isalpha()
        for part in spelt_out(word.lower()) if is_plain else written_out(word):
            number = lexicon.words.get(part)
            if number is not None and part not in STOP:
                large[number] += count
    for number, count in large.items():
        like[number] = 2 * count >= counts[number]
    return like
