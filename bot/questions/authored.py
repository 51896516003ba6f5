"""Turns authored questions into askable ones, and gives advice on their style."""

from collections import Counter
from collections.abc import Iterator

from bot.english.numbers import value_of
from bot.english.text import fold
from bot.ids import FactKey, QuestionKey
from bot.knowledge.model import AuthoredQuestion, Pack, QuestionFormat
from bot.knowledge.units import source_in_words
from bot.knowledge.wording import VERDICTS, number_in
from bot.questions.candidates import Candidate, Candidates, figure, words_of
from bot.questions.difficulty import expected
from bot.questions.lists import Lists
from bot.questions.model import (
    CAST,
    CHARACTERS,
    FALSE,
    IS_RIGHT,
    LONGEST_OPTION,
    STORY,
    TRUE,
    OptionKind,
    QuestionKind,
    QuizQuestion,
)
from bot.questions.options import WRONG, in_order, luck, numbers_near
from bot.questions.typing import accepted_names, rival_names

LONG_QUESTION = 160
"""Maximum length of a question that every player has time to read."""

FAR_LONGER = 2.0
"""Maximum length of a right option relative to all wrong ones, so that its length doesn't give it away."""

PACK_AUTHOR = "pack author"
"""Author of questions that name none."""


def authored(known: Candidates) -> Iterator[tuple[QuizQuestion, tuple[Candidate, ...]]]:
    """Each question, with the pool for its wrong options if the author leaves them to the bot."""
    lists = Lists(known.pack.quiz)
    for own in known.pack.quiz:
        yield _question(known, lists, own)


def _question(known: Candidates, lists: Lists, own: AuthoredQuestion) -> tuple[QuizQuestion, tuple[Candidate, ...]]:
    pack = known.pack
    key = QuestionKey(f"{pack.id}/{own.fact}:authored:{own.id}" if own.fact else f"{pack.id}:authored:{own.id}")
    format = _format(own)
    answer = meant(known, own)
    pool: tuple[Candidate, ...] = ()
    text = own.answer
    options: tuple[str, ...] = ()
    right = (own.answer, *own.accepted)
    rivals = own.wrong
    match format:
        case QuestionFormat.TRUE_FALSE:
            text = TRUE if VERDICTS[own.answer.lower()] else FALSE
            options = (TRUE, FALSE)
            right = IS_RIGHT[text]
            rivals = IS_RIGHT[FALSE if text == TRUE else TRUE]
        case QuestionFormat.NUMBER:
            right = (*right, *figure(own.answer).names)
        case QuestionFormat.CHOICE:
            wrong = sorted(own.wrong, key=lambda each: luck(key, each))[:WRONG] if len(own.wrong) > WRONG else own.wrong
            options = in_order(key, (own.answer, *wrong), OptionKind.FREE)
        case QuestionFormat.TYPED:
            pass
    if answer.is_real and own.character:
        asked = set(words_of(own.question))
        right = (*right, *(name for name in accepted_names(known, answer) if asked.isdisjoint(words_of(name))))
        rivals = (*rivals, *rival_names(known, answer))
    if format in (QuestionFormat.TYPED, QuestionFormat.CHOICE):
        rivals = (*rivals, *lists.rivals_of(own))
    if not options and own.format in (None, QuestionFormat.CHOICE, QuestionFormat.NUMBER):
        pool = _pool(known, lists, own, answer)
    question = QuizQuestion(
        key=key,
        kind=QuestionKind.AUTHORED,
        option_kind=OptionKind.VERDICT if format is QuestionFormat.TRUE_FALSE else answer.kind,
        category=own.category or _category(known, own),
        text=own.question,
        options=options,
        answer=text,
        accepted=tuple(dict.fromkeys((text, *right))),
        rivals=tuple(each for each in dict.fromkeys(rivals) if each not in right),
        fact=FactKey(f"{pack.id}/{own.fact}" if own.fact else ""),
        source=own.source,
        cited=source_in_words(own.source, pack.units),
        continuity=own.continuity,
        difficulty=own.difficulty
        or expected(QuestionKind.AUTHORED, format=format, about=answer if own.character else None),
        hints=own.hints,
        is_spoiler=own.spoiler,
        format=format,
        tolerance=own.tolerance,
        explanation=own.explanation,
        picture=own.picture,
        author=own.author or own.credit or PACK_AUTHOR,
        credit=" · ".join(filter(None, (own.credit, own.licence))),
    )
    return question, pool


def _format(own: AuthoredQuestion) -> QuestionFormat:
    if own.format is not None and (own.format is not QuestionFormat.CHOICE or own.wrong):
        return own.format
    wrong = {each.lower() for each in own.wrong}
    if own.answer.lower() in VERDICTS and len(wrong) == 1 and wrong <= VERDICTS.keys():
        return QuestionFormat.TRUE_FALSE
    if own.wrong:
        return QuestionFormat.CHOICE
    return QuestionFormat.NUMBER if own.tolerance or number_in(own.answer) is not None else QuestionFormat.TYPED


def meant(known: Candidates, own: AuthoredQuestion) -> Candidate:
    """The answer: a candidate known to the pack, a number, or a text."""
    if own.character:
        return known.character(own.character)
    found = known.meant(own.answer)
    if found and found.text == own.answer:
        return found
    if number_in(own.answer) is not None:
        return figure(own.answer)
    return Candidate(OptionKind.FREE, own.answer, own.answer, (own.answer,), is_real=False)


def _pool(known: Candidates, lists: Lists, own: AuthoredQuestion, answer: Candidate) -> tuple[Candidate, ...]:
    """The pool of wrong options for a question without any: of the answer's kind if the pack knows it, otherwise the
    answers to questions of its list that ask for the same."""
    if answer.kind is OptionKind.NUMBER:
        figures = (figure(each) for each in numbers_near(own.answer))
        return tuple(each for each in figures if abs(_value(each) - _value(answer)) > own.tolerance)
    if not answer.is_real:
        return lists.options_for(own)
    right = {fold(each) for each in (own.answer, *own.accepted)}
    return tuple(each for each in known.beside(answer) if each.key != answer.key and right.isdisjoint(each.called))


def _value(candidate: Candidate) -> float:
    return number_in(candidate.text) or 0.0


def _category(known: Candidates, own: AuthoredQuestion) -> str:
    fact = known.pack.facts_by_id.get(own.fact)
    if fact is not None and fact.scene_number is not None:
        return STORY
    found = known.meant(own.answer)
    return CAST if found and found.kind is OptionKind.ACTOR else CHARACTERS if fact else "Other"


# Advice


def advice_on_quiz(pack: Pack) -> Iterator[tuple[str, int, str]]:
    """File, line and text of each suggestion for better questions."""
    if not pack.quiz:
        return
    known = Candidates(pack)
    verdicts = Counter(own.answer.lower() for own in pack.quiz if _format(own) is QuestionFormat.TRUE_FALSE)
    for own in pack.quiz:
        for text in _advice(known, own):
            yield own.file, own.line, text
    said = {"true": verdicts["true"] + verdicts["yes"], "false": verdicts["false"] + verdicts["no"]}
    most = max(said, key=lambda each: said[each])
    if sum(said.values()) > LONGEST_RUN and said[most] > 2 * (sum(said.values()) - said[most]):
        first = next(own for own in pack.quiz if _format(own) is QuestionFormat.TRUE_FALSE)
        yield first.file, first.line, f"{said[most]} of {sum(said.values())} such questions are {most}; turn some round"


LONGEST_RUN = 5
"""Number of true-or-false questions from which an imbalance between the two answers is noticeable."""


def _advice(known: Candidates, own: AuthoredQuestion) -> Iterator[str]:
    if len(own.question) > LONG_QUESTION:
        yield f"the question has {len(own.question)} characters; up to {LONG_QUESTION} are read while the clock runs"
    if not own.source and not own.fact and not own.credit:
        yield "the question names no source; say where it is from (source, or fact)"
    if _format(own) is not QuestionFormat.CHOICE or not own.wrong:
        return
    if len(own.answer) > 12 and len(own.answer) > FAR_LONGER * max(map(len, own.wrong)):
        yield f"'{own.answer}' is far longer than the wrong options, so its length tells it"
    if any(len(each) > LONGEST_OPTION for each in (own.answer, *own.wrong)):
        yield f"an option has more than {LONGEST_OPTION} characters"
    kinds = {option: found.kind for option in (own.answer, *own.wrong) if (found := known.meant(option))}
    if len(kinds) == len(own.wrong) + 1 and len(set(kinds.values())) > 1:
        told = ", ".join(f"{option} ({kind.value})" for option, kind in kinds.items())
        yield f"the options are of several kinds: {told}"
    numbers = [value_of(fold(each)) is not None or number_in(each) is not None for each in (own.answer, *own.wrong)]
    if any(numbers) and not all(numbers):
        yield "some of the options are numbers and some are not"
