"""Numbers in words and in figures."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.english.spelling import nearest_words, slips_allowed
from bot.english.text import is_english

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
}
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_FIGURE = re.compile(r"(\d{1,12})(st|nd|rd|th)?")

LARGEST_IN_WORDS = 100
"""The largest number that a text may spell out."""


def in_words(number: int) -> str:
    """`twenty-one` for numbers from 0 to 100, figures above."""
    if not 0 <= number <= LARGEST_IN_WORDS:
        return str(number)
    if number == LARGEST_IN_WORDS:
        return "a hundred"
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return f"{_TENS[tens - 2]}-{_UNITS[units]}" if units else _TENS[tens - 2]


def ordinal(number: int) -> str:
    """`1st`, `12th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def in_figures(words: Sequence[str]) -> list[str]:
    """Folded words with each number replaced by its figures: `a hundred and five` -> `105`.

    Ordinals become cardinals, because `the 4th of July` and `July 4` are the same day.
    """
    result: list[str] = []
    position = 0
    while position < len(words):
        value, length = _read(words, position)
        if length:
            result.append(str(value))
            position += length
        else:
            result.append(words[position])
            position += 1
    return result


@lru_cache(maxsize=50_000)
def value_of(word: str) -> int | None:
    """The value of a single folded word, in figures or in words (including `twenty-one`)."""
    found = in_figures(re.split(r"[\s-]+", word.lower().replace(",", "")))
    return int(found[0]) if len(found) == 1 and found[0].isascii() and found[0].isdigit() else None


def meant_number(word: str) -> str:
    """The number that a folded word misspells (`forteen`) if there is just one; otherwise the word itself."""
    if is_english(word) or value_of(word) is not None:
        return word
    near = nearest_words(word, (*_SMALL, "hundred", *_SCALES))
    nearest = [
        name for name, slips in near if slips == near[0][1] and slips <= slips_allowed(min(len(name), len(word)))
    ]
    return nearest[0] if len(nearest) == 1 and near[0][1] == 1 else word


_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_LETTERS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def of_roman(word: str) -> str | None:
    """A Roman numeral in figures (`xxi` -> `21`); None for other words and single letters."""
    if len(word) < 2 or not _ROMAN.fullmatch(word):
        return None
    values = [_LETTERS[letter] for letter in word]
    return str(sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True)))


def _read(words: Sequence[str], start: int) -> tuple[int, int]:
    """The value and word count of the number that starts here; word count 0 if there is none."""
    if found := _FIGURE.fullmatch(words[start]):
        value, length = int(found[1]), 1
        if not found[2] and start + 1 < len(words) and words[start + 1] in ("hundred", *_SCALES):
            return value * (_SCALES.get(words[start + 1]) or 100), 2
        return value, length
    total, current, length, last = 0, 0, 0, ""
    position = start
    while position < len(words):
        word = words[position]
        if word in ("a", "an") and not length and words[position + 1 : position + 2] in (["hundred"], ["thousand"]):
            current = 1
        elif word == "and" and length and last in ("hundred", *_SCALES) and _is_small(words, position + 1):
            pass
        elif word in _SMALL or word in _ORDINALS:
            value = _SMALL[word] if word in _SMALL else _ORDINALS[word]
            if last in _SMALL:
                if _SMALL[last] >= 20 and last in _TENS and 0 < value < 10:
                    current += value
                elif 10 <= current <= 99 and value >= 10 and length <= 2:
                    current = current * 100 + value  # a year: nineteen eighty(-seven)
                else:
                    break
            else:
                current += value
        elif word == "hundred" and current:
            current *= 100
        elif word == "hundred" and not length:
            current = 100
        elif word in _SCALES and (current or not length):
            total, current = total + (current or 1) * _SCALES[word], 0
        else:
            break
        last = word
        position += 1
        length = position - start
        if word in _ORDINALS:
            break
    while length and words[start + length - 1] == "and":
        length -= 1
    if length == 1 and words[start] in ("a", "an"):
        return 0, 0
    return total + current, length


def _is_small(words: Sequence[str], position: int) -> bool:
    return position < len(words) and (words[position] in _SMALL or words[position] in _ORDINALS)
