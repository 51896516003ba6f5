"""Slips of the keyboard, and the answers of real quiz files to make them in."""

import csv
import html
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote_plus

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.english.text import fold

PUBLIC = [path for folder in Path(__file__).parents for path in sorted((folder / "shared" / "imports").glob("*/*"))]
"""Quiz files of other projects, where they lie beside this one; not a part of it."""

SHORTEST = 4
"""Letters of a word in which slips are made: in a shorter one a slip makes another word."""

NEIGHBOURS = {
    letter: "".join(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, letter in enumerate(row)
}
"""The keys on both sides of a key."""


@dataclass(frozen=True)
class Asked:
    """A question of a list: its right answers, and the answers of all others."""

    text: str
    accepted: tuple[str, ...]
    others: tuple[str, ...]


def slipped(answer: str, chance: random.Random) -> str | None:
    """The answer with one slip in one of its words; None where all are too short."""
    words = answer.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= SHORTEST and word.isalpha() and word.isascii()]
    if not long:
        return None
    at = chance.choice(long)
    words[at] = chance.choice(SLIPS)(words[at], chance)
    typed = " ".join(words)
    return typed if fold(typed) != fold(answer) else slipped(answer, chance)


def _left_out(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _beside(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(NEIGHBOURS[word[at].lower()]) + word[at + 1 :]


SLIPS: Sequence[Callable[[str, random.Random], str]] = (_left_out, _doubled, _swapped, _beside)


def nearest(asked: Asked, count: int) -> list[str]:
    """The answers of other questions that are spelt most like a right one."""
    own = {fold(each) for each in asked.accepted}
    others = list(dict.fromkeys(each for each in asked.others if fold(each) not in own))
    best = process.extract(asked.accepted[0], others, scorer=OSA.normalized_distance, processor=fold, limit=count)
    return [str(name) for name, _, _ in best]


@cache
def public_questions() -> list[Asked]:
    """The questions of the public files that can be typed, each among those of its file."""
    return [question for path in PUBLIC for question in _together(_read(path))]


def _together(read: Iterator[tuple[str, tuple[str, ...]]]) -> Iterator[Asked]:
    questions = [(text, accepted) for text, accepted in read if accepted]
    every = tuple(dict.fromkeys(answer for _, accepted in questions for answer in accepted))
    for text, accepted in questions:
        yield Asked(text, accepted, tuple(each for each in every if each not in accepted))


def _read(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    if path.parent.name == "red":
        for text, accepted in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader).items():  # noqa: S506
            if isinstance(accepted, list):
                yield str(text), tuple(map(str, accepted))
    elif path.parent.name == "opentdb":
        for each in json.loads(path.read_text("utf-8"))["results"]:
            if each["type"] == "multiple":
                yield html.unescape(each["question"]), (html.unescape(each["correct_answer"]),)
    elif path.name == "opentdb-percent-encoded.csv":
        for text, answer, *_ in csv.reader(path.read_text("utf-8-sig").splitlines()):
            if unquote_plus(answer) not in ("True", "False"):
                yield unquote_plus(text), (unquote_plus(answer),)
