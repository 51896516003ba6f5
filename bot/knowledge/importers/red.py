"""Trivia lists of Red-DiscordBot: YAML with questions as keys and lists of answers as values."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from bot.errors import Problem
from bot.knowledge.importers.parsed import (
    BadRecord,
    ImportedQuestion,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    one_line,
    unusable,
)
from bot.knowledge.load import parse as parse_yaml
from bot.knowledge.schema import Items, Keys, Node, Text

ABOUT_THE_LIST = {"AUTHOR", "AUDIO", "CONFIG", "DESCRIPTION", "LICENCE", "LICENSE", "$schema"}
"""Keys that aren't questions."""


def parse(text: str) -> ParsedQuiz:
    """Parse the list. Every text is kept as typed, even if YAML would read it as a number, a time or a boolean."""
    problems: list[Problem] = []
    tree = parse_yaml(text, "", problems)
    bad = [BadRecord(Place(problem.line), problem.message) for problem in problems]
    if not isinstance(tree, Keys):
        message = "isn't a trivia list of Red: it must be questions that end in ':', each with its answers below"
        return ParsedQuiz(bad=tuple(bad)) if bad else unusable(message)
    about = {key: _words(tree.values[key]) for key in ABOUT_THE_LIST & tree.values.keys()}
    spoilt = _keys_with_problems(tree, problems)
    asked = {key: node for key, node in tree.values.items() if key not in ABOUT_THE_LIST and key not in spoilt}
    return gathered(
        [*bad, *(_question(key, node) for key, node in asked.items())],
        licence=about.get("LICENCE") or about.get("LICENSE") or "",
        credit=about.get("AUTHOR") or "",
        notes=("the list's CONFIG is left out; the bot has its own settings",) if "CONFIG" in about else (),
    )


def _words(node: Node) -> str:
    return ", ".join(_texts(node))


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Text(value=str(value)):
            yield value
        case Items(items=items):
            for item in items:
                yield from _texts(item)
        case Keys(values=values):  # `- 2001: A Space Odyssey` without quotes
            yield from (f"{key}: {_words(each)}".rstrip(": ") for key, each in values.items())
        case _:
            yield ""


def _keys_with_problems(tree: Keys, problems: Sequence[Problem]) -> set[str]:
    """The questions with problems in their lines. (Duplicate keys don't count: only the first one was read.)"""
    begins = sorted((node.line, key) for key, node in tree.values.items())
    lines = [problem.line for problem in problems if not problem.message.startswith("the key '")]
    return {begins[after - 1][1] for line in lines if (after := bisect(begins, line, key=itemgetter(0)))}


def _question(key: str, node: Node) -> ImportedQuestion | BadRecord:
    place = Place(node.line)
    answers = list(_texts(node)) if isinstance(node, Items) else []
    if not any(answers):
        return BadRecord(place, f"'{one_line(key)[:50]}' has no list of answers; write each below it, after '- '")
    if not all(answers):
        return BadRecord(place, 'one of the answers is empty; delete it (or write "null" in quotes)')
    return mended(_with_options(ImportedQuestion(place, key, answers[0], tuple(answers[1:]))))


_OPTION = re.compile(r"^[ \t]*([A-Ha-h])[ \t]*[).:][ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


def _with_options(question: ImportedQuestion) -> ImportedQuestion:
    """Extract options on separate lines of the question (`A) ...`), and replace an answer that is a letter."""
    options = {found[1].upper(): found[2] for found in _OPTION.finditer(question.question)}
    answers = (question.answer, *question.accepted)
    letters = [answer.strip().upper() for answer in answers if answer.strip().upper() in options]
    if len(options) < 2 or len(set(letters)) != 1:
        return question
    right = options.pop(letters[0])
    others = (answer for answer in answers if answer.strip().upper() != letters[0])
    return replace(
        question,
        question=_OPTION.sub("", question.question),
        answer=right,
        accepted=tuple(others),
        wrong=tuple(options.values()),
    )
