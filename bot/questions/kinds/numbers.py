"""How many: an author's own question, where its fact has one number."""

import re
from collections.abc import Iterator

from bot.english.numbers import value_of
from bot.knowledge.model import Fact, FactKind
from bot.questions.candidates import Candidates, figure
from bot.questions.kinds.asked import familiar
from bot.questions.model import CHARACTERS, STORY, QuestionKind
from bot.questions.options import numbers_near
from bot.questions.posed import Posed, where
from bot.questions.wording import is_well_formed, written

FAMILIAR = 0.5
"""The share of a question's words that its fact must have."""

_OPENING = re.compile(r"(?:how many|how old|in what year|in which year|what year|which year)\b")
_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+|[a-z]+)(?!\w|[.,]\d)")


def numbers(known: Candidates) -> Iterator[Posed]:
    """At most one question for each fact that has one number."""
    for fact in known.pack.facts:
        if fact.asks and fact.kind in (FactKind.FACT, FactKind.SCENE) and (number := _number_in(fact.text.lower())):
            fitting = [text for ask in fact.asks if _fits(text := ask.strip().rstrip("?").strip(), fact)]
            for text in sorted(fitting, key=lambda each: -familiar(each, fact)):
                if wording := written(known, text):
                    yield _posed(fact, f"{wording}{where(known.pack, fact.continuity, said=wording)}?", number)
                    break


def _fits(text: str, fact: Fact) -> bool:
    is_age = text.lower().startswith("how old") and re.search(r"\b[12]\d{3}\b", fact.text)  # a year is no age
    return (
        bool(_OPENING.match(text.lower())) and is_well_formed(text) and familiar(text, fact) >= FAMILIAR and not is_age
    )


def _number_in(text: str) -> str:
    """The number of a text in figures; empty where it has none or several, or it is no more than one."""
    found = []
    for each in _NUMBER.findall(text):
        if each[0].isdigit():
            found.append(each)
        elif (value := value_of(each)) is not None:
            found.append(str(value))
    return found[0] if len(found) == 1 and found[0] not in ("0", "1") else ""


def _posed(fact: Fact, text: str, number: str) -> Posed:
    return Posed(
        kind=QuestionKind.NUMBER,
        what="number",
        text=text,
        category=STORY if fact.kind is FactKind.SCENE else CHARACTERS,
        answer=figure(number),
        offered=lambda: map(figure, numbers_near(number)),
        fact=fact,
        source=fact.source,
        continuity=fact.continuity,
    )
