"""Splits a text into sentences."""

import re

_ABBREVIATIONS = {"dr", "mr", "mrs", "ms", "st", "vs", "jr", "sr", "prof", "no", "capt", "lt", "sgt", "col", "gen"}

_END = re.compile(r"[.!?…]+[\"'”’)]*\s+(?=[\"'“‘(]?[^\W_])")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, with their punctuation."""
    text = " ".join(text.split())
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        before = text[start : end.start()].rsplit(None, 1)
        last = before[-1].strip("\"'“”‘’(").lower() if before else ""
        if text[end.start()] == "." and (last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha())):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [each for each in found if each]
