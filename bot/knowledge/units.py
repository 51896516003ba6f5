"""Sources in words that a member understands: "plot 12" is "plot summary, paragraph 12" if the pack says so."""

import re
from collections.abc import Iterable, Mapping


def source_in_words(source: Iterable[str], units: Mapping[str, str]) -> str:
    """The sources on one line."""
    return ("; " if units else ", ").join(sources_in_words(source, units))


def sources_in_words(source: Iterable[str], units: Mapping[str, str]) -> tuple[str, ...]:
    """Each source in words. Numbers of one unit that follow each other share its words: "page 3, 4"."""
    told: list[str] = []
    last = ""
    for each in dict.fromkeys(source):
        found = _NUMBERED.fullmatch(each)
        words = units.get(found["unit"], "") if found else ""
        if words and words == last and found:
            told[-1] += f", {found['number']}"
        elif words and found:
            told.append(f"{words} {found['number']}")
        else:
            told.append(units.get(each, each))
        last = words
    return tuple(told)


_NUMBERED = re.compile(r"(?P<unit>.*?[^\s\d-])[ -]?0*(?P<number>\d+[a-z]?)")
"""`plot 12`, `P12`, `P012` and `THOR-3`."""
