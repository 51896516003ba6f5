"""Names in sentences: genitives, lists, "is" or "are"; and comparing sentences."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_LIST = 15
"""Maximum number of names in a sentence: more would be tedious, and long names wouldn't fit into a message."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

VERDICTS = {"true": True, "yes": True, "false": False, "no": False}
"""Answers that are truth values."""


def whose(name: str) -> str:
    """ "Thor's", "Thanos'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def thing_of(owner: str, thing: str) -> str:
    """ "Thor's father", but "the employer of Jarvis (butler)" if the 's would follow a bracket."""
    return f"the {thing} of {owner}" if owner.endswith(")") else f"{whose(owner)} {thing}"


def spoken(name: str) -> str:
    """The name as a member says it, without the author's distinguishing brackets."""
    return _BRACKET.sub("", name) or name


_BRACKET = re.compile(r"\s*\([^()]*\)$")


def in_words(names: Sequence[str], last: str = "and") -> str:
    """ "Ada, Bo and Cy"; a very long list is cut."""
    if len(names) > LONGEST_LIST:
        return f"{', '.join(names[:LONGEST_LIST])} and {len(names) - LONGEST_LIST} more"
    *first, final = names
    return f"{', '.join(first)} {last} {final}" if first else final


def number_in_words(number: int) -> str:
    """ "six", but digits from 13 on."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def is_plural(name: str) -> bool:
    """Whether a name takes "are": "the Avengers", not "Hydra" or "the Sunken Bus"."""
    return name.casefold().startswith("the ") and name.endswith("s") and not name.endswith(("ss", "us", "is"))


def bare(name: str) -> str:
    """The name without its article."""
    return name[4:] if name.casefold().startswith("the ") else name


def sentence(text: str) -> str:
    """The text with a capital letter and one full stop."""
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def with_article(noun: str) -> str:
    """ "a brother", "an uncle"."""
    return f"an {noun}" if noun[:1].casefold() in "aeiou" else f"a {noun}"


def normalised(text: str) -> str:
    """The text's words, without differences in case, punctuation and spacing."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORD.findall(folded))


_WORD = re.compile(r"[^\W_]+")


def number_in(text: str) -> float | None:
    """The number, if the answer consists of nothing else: "1,600", "-3.5"."""
    try:
        return float(text.replace(",", "").replace("\u2212", "-")) if text[-1:].isdigit() else None
    except ValueError:
        return None
