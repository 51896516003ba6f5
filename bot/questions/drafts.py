"""Question drafts generated from sentences, for an author to accept, edit or delete. Never asked unreviewed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.english.numbers import value_of
from bot.english.sentences import sentences
from bot.english.text import fold
from bot.knowledge.model import Fact, FactKind, Pack
from bot.questions.candidates import Candidate, Candidates, Mention, figure, words_of
from bot.questions.model import GAP, OptionKind
from bot.questions.options import chosen, fitting, numbers_near

LONGEST_SENTENCE = 200
"""Maximum length of a quoted sentence."""

FEWEST_WORDS = 5
"""Minimum number of words in a sentence that makes a question."""

_LEANING = frozenset(
    re.findall(
        r"\w+",
        """
        he she it they we you i his her its their our this that these those then there here but and or so yet also both
        another others afterwards meanwhile however instead which who whom whose such therefore thus one
        """,
    )
)
"""Words at the start of a sentence that refer to the previous one."""

_ASKED = {
    OptionKind.CHARACTER: "Which character is missing",
    OptionKind.ACTOR: "Who is missing",
    OptionKind.PLACE: "Which place is missing",
    OptionKind.THING: "What is missing",
    OptionKind.GROUP: "Which group is missing",
    OptionKind.NUMBER: "Which number is missing",
}


@dataclass(frozen=True)
class QuestionDraft:
    """A question with its options, and the fact it comes from."""

    question: str
    answer: str
    wrong: tuple[str, ...]
    fact: Fact


def drafts_of(pack: Pack) -> Iterator[QuestionDraft]:
    """One draft for each fact with a suitable sentence and no authored question."""
    known = Candidates(pack)
    asked = {own.fact for own in pack.quiz}
    for fact in pack.facts:
        if fact.kind in (FactKind.FACT, FactKind.SCENE) and fact.id not in asked:
            yield from list(_of(known, fact))[:1]


def _of(known: Candidates, fact: Fact) -> Iterator[QuestionDraft]:
    for sentence in sentences(fact.text):
        first = words_of(sentence)[:1]
        if len(words_of(sentence)) < FEWEST_WORDS or len(sentence) > LONGEST_SENTENCE or first[0] in _LEANING:
            continue
        mentions = [each for each in known.mentions(sentence) if len(each.keys) == 1]
        for mention in mentions:
            answer = known.all[next(iter(mention.keys))]
            pool = tuple(each for each in known.beside(answer) if each.key not in known.about(fact))
            yield from _blanked(fact, _gapped(sentence, answer, mentions), answer, pool)
        for found in re.finditer(r"(?<![\w.,])(?:\d+|[a-z]+)(?!\w|[.,]\d)", sentence):
            value = found.group() if found.group().isdigit() else value_of(fold(found.group()))
            if value not in (None, 0, 1) and not any(each.start <= found.start() < each.end for each in mentions):
                text = f"{sentence[: found.start()]}{GAP}{sentence[found.end() :]}"
                yield from _blanked(fact, text, figure(str(value)), tuple(map(figure, numbers_near(str(value)))))


def _blanked(fact: Fact, text: str, answer: Candidate, pool: tuple[Candidate, ...]) -> Iterator[QuestionDraft]:
    wrong = chosen(fitting(answer, pool, text=text, continuity=fact.continuity), key=fact.key)
    if wrong and answer.words.isdisjoint(words_of(text)):
        yield QuestionDraft(_worded(text, answer), answer.text, wrong, fact)


def _worded(text: str, answer: Candidate) -> str:
    """ "Who stole it?" for "_____ stole it."; a quotation with a gap where the name isn't in front."""
    if answer.kind is OptionKind.CHARACTER and text.count(GAP) == 1 and (does := _DOES.fullmatch(text)):
        return f"Who {does[1]}?"
    return f"{_ASKED[answer.kind]}? “{text.replace('“', '‘').replace('”', '’')}”"


_DOES = re.compile(rf"{GAP} (?!(?:and|or|of|as|in|who|from|with)\b)([a-z][^,:;]{{0,80}})\.")


def _gapped(text: str, answer: Candidate, mentions: list[Mention]) -> str:
    """The sentence with all names of the answer hidden."""
    for mention in reversed(mentions):
        if answer.key in mention.keys:
            text = f"{text[: mention.start]}{GAP}{text[mention.end :]}"
    return text
