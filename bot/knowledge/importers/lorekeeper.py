"""Our own exports (YAML or JSON), and single quiz files of a pack (`quiz/NAME.yaml`)."""

import re
from collections.abc import Iterator

from bot.errors import Problem
from bot.knowledge.importers.opentdb import json_of
from bot.knowledge.importers.parsed import (
    BadRecord,
    ImportedQuestion,
    ParsedPack,
    ParsedPicture,
    ParsedQuiz,
    Place,
    unusable,
)
from bot.knowledge.load import parse as parse_yaml
from bot.knowledge.schema import (
    Items,
    Keys,
    Node,
    QuizEntry,
    Text,
    items_at,
    read,
    text_at,
    texts_at,
    value_at,
)


def is_ours_in_json(text: str) -> bool:
    """Whether a JSON text looks like one of our exports."""
    return bool(re.search(r'"(?:quizzes|quiz)"\s*:\s*\[', text)) and '"correct_answer"' not in text


def is_ours_in_yaml(text: str) -> bool:
    """Whether a text looks like one of our exports or a quiz file."""
    return bool(re.search(r"^(?:quizzes|quiz):[ \t]*\n\s*- ", text, re.MULTILINE)) and "question:" in text


def parse(text: str) -> ParsedQuiz:
    """Parse the questions without changing them."""
    problems: list[Problem] = []
    if text.lstrip()[:1] == "{":
        found = json_of(text)
        if isinstance(found, ParsedQuiz):
            return found
        tree = _tree(found)
    else:
        tree = parse_yaml(text, "", problems)
    bad = [BadRecord(Place(problem.line), problem.message) for problem in problems]
    files = items_at(tree, "quizzes")
    homes = [(f"quizzes[{number}].", file) for number, file in files] if files else [("", tree)]
    records = [*bad]
    questions: list[ImportedQuestion] = []
    for prefix, home in homes:
        for record in _questions(home, prefix):
            if isinstance(record, BadRecord):
                records.append(record)
            else:
                questions.append(record)
    if not questions and not records:
        return unusable("has no questions; they stand in a list under quiz:, each with question: and answer:")
    return ParsedQuiz(tuple(questions), tuple(records), pack=_pack(value_at(tree, "pack")))


def _tree(value: object) -> Node:
    """JSON as the tree of an equivalent YAML file, without line numbers."""
    match value:
        case dict():
            return Keys(0, {str(key): _tree(each) for key, each in value.items()})
        case list():
            return Items(0, tuple(map(_tree, value)))
        case bool():
            return Text(0, "true" if value else "false")
        case _:
            return Text(0, value if isinstance(value, str) else None)


def _questions(file: Node, prefix: str) -> Iterator[ImportedQuestion | BadRecord]:
    for number, item in items_at(file, "quiz"):
        place = Place(item.line, "" if item.line else f"{prefix}quiz[{number}]")
        entry = read(QuizEntry, item, "")
        if isinstance(entry, tuple):
            for problem in entry:
                message = f"{problem.field}: {problem.message}" if problem.field else problem.message
                yield BadRecord(Place(problem.line, place.record), message)
            continue
        picture = entry.picture
        yield ImportedQuestion(
            place,
            entry.question,
            entry.answer,
            accepted=tuple(entry.accepted),
            wrong=tuple(entry.wrong),
            format=entry.format or "",
            tolerance=f"{entry.tolerance:.10f}".rstrip("0").rstrip(".") if entry.tolerance else "",
            hints=tuple(entry.hint),
            explanation=entry.explanation,
            picture=ParsedPicture(picture.link, picture.alt, picture.credit, picture.file) if picture else None,
            category=entry.category or _text(file, "category"),
            difficulty=entry.difficulty or "",
            author=entry.author,
            source=tuple(entry.source),
            continuity=entry.continuity or _text(file, "continuity"),
            spoiler=bool(entry.spoiler),
            id=entry.id or "",
            licence=_text(file, "licence"),
            credit=_text(file, "credit"),
        )


def _text(node: Node | None, key: str) -> str:
    found = text_at(node, key) if node is not None else None
    return found[1] if found else ""


def _pack(node: Node | None) -> ParsedPack:
    if node is None:
        return ParsedPack()
    words = value_at(node, "continuities")
    continuities = words.values if isinstance(words, Keys) else {}
    return ParsedPack(
        title=_text(node, "title"),
        aliases=tuple(text for _, _, text in texts_at(node, "aliases")),
        year=_text(node, "year"),
        language=_text(node, "language"),
        continuities=tuple((id, each.value or id) for id, each in continuities.items() if isinstance(each, Text)),
        licence=_text(node, "licence"),
        credits=tuple(text for _, _, text in texts_at(node, "credits")),
    )
