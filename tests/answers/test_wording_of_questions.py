"""How a question is put changes nothing: capitals, signs, courtesy, quotation marks, a quiz master's heading."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.results import Answer, Closest, Reply
from bot.english.text import bare_question
from tests.default_pack import default_engine, default_knowledge

pytestmark = pytest.mark.slow

Gist = tuple[str, tuple[str, ...]]
"""The kind of a reply, and the ids of its facts."""

ROOT = Path(__file__).parents[2]

ASKED = 150
"""Phrasings that are tried in each way; those of all facts in turn, chosen by their letters."""

WAYS: dict[str, Callable[[str], str]] = {
    "question mark": lambda line: f"{line}?",
    "exclamation": lambda line: f"{line}!!",
    "full stop": lambda line: f"{line}.",
    "capitals": str.upper,
    "first capital": str.capitalize,
    "please": lambda line: f"{line} pls",
    "hey": lambda line: f"hey, {line}?",
    "does anyone know": lambda line: f"does anyone know {line}",
    "thanks": lambda line: f"{line}? thanks",
    "quotation marks": lambda line: f'"{line}"',
    "a quiz master": lambda line: f"MOVIES: {line}",
    "true or false": lambda line: f"true or false: {line}",
}


@pytest.fixture(scope="module")
def gists() -> dict[str, Gist]:
    """What is replied to some lines as they are."""
    asks = [ask for fact in default_knowledge().facts for ask in fact.asks]
    others = ["who directed it", "what happened before the raid", "is loki the king of england", "why is the sky blue"]
    lines = [*sorted(asks, key=lambda ask: zlib.crc32(ask.encode()))[:ASKED], *others]
    return {line: gist(default_engine().ask(line)) for line in lines}


def gist(reply: Reply) -> Gist:
    facts = reply.facts if isinstance(reply, Answer | Closest) else ()
    return type(reply).__name__, tuple(fact.id for fact in facts)


@pytest.mark.parametrize("way", WAYS)
def test_the_reply_stays_the_same(way: str, gists: dict[str, Gist]) -> None:
    put = WAYS[way]

    changed = [line for line, before in gists.items() if gist(default_engine().ask(put(line))) != before]

    assert changed == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("hey bot, does anyone know who voices ultron? thx", "who voices ultron"),
        ("MOVIES: this archer has a wife", "this archer has a wife"),
        ("True or false: Vision is a robot", "vision is a robot"),
        ("who is iron man", "who is iron man"),
        ("please", "please"),
        ("lol", "lol"),
    ],
)
def test_courtesy_is_no_part_of_a_question(line: str, words: str) -> None:
    assert " ".join(bare_question(line)) == words
