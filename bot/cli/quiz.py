"""The output of `lorekeeper quiz list`, `check` and `draft`, as lines. `tables` shows the table."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.errors import UserError
from bot.ids import QuestionKey
from bot.knowledge.model import Pack
from bot.questions.candidates import Candidates
from bot.questions.drafts import QuestionDraft, drafts_of
from bot.questions.guessers import ENOUGH_TO_JUDGE, Guessers, GuesserScore
from bot.questions.maker import questions_of
from bot.questions.model import QuizQuestion
from bot.storage.answers import Share
from bot.storage.reports import Report

ANSWERS_THAT_TELL = 10
"""Answers needed before "nobody got it" or "everybody got it" says anything about a question."""

GENERATED = "generated"
"""Stands for the author of generated questions."""


def as_json(question: QuizQuestion) -> str:
    """A question as a line of `quiz list --jsonl`."""
    return json.dumps(
        {
            "key": question.key,
            "kind": question.kind.value,
            "category": question.category,
            "text": question.text,
            "options": list(question.options),
            "right": question.answer,
            "accepted": list(question.accepted),
            "difficulty": question.difficulty.value,
            "spoiler": question.is_spoiler,
            "fact": question.fact or None,
            "source": list(question.source),
            "author": question.author or GENERATED,
            "hint": "\n".join(question.hints),
            "explanation": question.explanation,
        },
        ensure_ascii=False,
    )


def scores_of(known: Candidates, questions: Sequence[QuizQuestion]) -> tuple[GuesserScore, ...]:
    """How well guessers do on the pack's questions with three options or more."""
    wide = [(each.text, each.options, each.answer) for each in questions if len(each.options) > 2]
    return Guessers(known).scores(wide)


def report(pack: Pack, questions: Sequence[QuizQuestion]) -> Iterator[str]:
    """The number of questions by kind, category and level, and the results of guessing."""
    by_hand = sum(bool(each.author) for each in questions)
    yield f"{pack.id}: {len(questions)} questions, {by_hand} of them written by hand."
    for name, counted in (
        ("kinds", Counter(each.kind.value for each in questions)),
        ("categories", Counter(each.category for each in questions)),
        ("levels", Counter(each.difficulty.value for each in questions)),
        ("formats", Counter(each.format.value for each in questions)),
    ):
        yield f"  {name}: {', '.join(f'{each} {count}' for each, count in counted.most_common())}"
    for score in scores_of(Candidates(pack), questions):
        verdict = "fair" if score.is_fair else "TOO GOOD" if score.right > score.chance else "too bad"
        yield f"  guessing by {score.guesser}: {score.right:.1%} right, {score.chance:.1%} by chance ({verdict})"


def checked(pack: Pack) -> tuple[tuple[QuizQuestion, ...], list[str]]:
    """All questions of a pack, and advice about guessers that do better than chance."""
    known = Candidates(pack)
    questions = questions_of(pack, known)
    return questions, list(_unfair(known, questions))


def _unfair(known: Candidates, questions: Sequence[QuizQuestion]) -> Iterator[str]:
    pack = known.pack
    if sum(len(each.options) > 2 for each in questions) >= ENOUGH_TO_JUDGE:
        for score in scores_of(known, questions):
            if not score.is_fair and score.right > score.chance:
                yield f"{pack.id}: guessing by {score.guesser} is right {score.right:.0%} of the time; vary the options"


def drafted(packs: Iterable[Pack]) -> Iterator[str]:
    """A quiz file of drafts, for its author to review."""
    yield "# Drafts: keep what is good, improve the rest, delete what is dull. None of them is asked until this"
    yield "# file is in the pack's folder quiz/."
    yield "quiz:"
    for pack in packs:
        for draft in drafts_of(pack):
            yield from _entry(draft)


def doubtful(
    questions: Sequence[QuizQuestion], reports: Iterable[Report], shares: Mapping[QuestionKey, Share]
) -> Iterator[tuple[QuizQuestion, str]]:
    """The questions that their author should look at, and why: reported ones, and those that nobody or everybody gets.

    `shares` are those of all questions that were answered, by their keys.
    """
    known = {question.key: question for question in questions}
    for report in reports:
        if report.question_key in known:
            yield known[report.question_key], f"reported, {report.state.value}"
    for key, share in shares.items():
        if share.answered >= ANSWERS_THAT_TELL and share.right in {0, share.answered}:
            yield known[key], f"{'everybody' if share.right else 'nobody'} gets it ({share.right} of {share.answered})"


def _entry(draft: QuestionDraft) -> Iterator[str]:
    yield f"  - question: {_quoted(draft.question)}"
    yield f"    answer: {_quoted(draft.answer)}"
    yield f"    wrong: [{', '.join(map(_quoted, draft.wrong))}]"
    yield f"    fact: {draft.fact.id}"
    yield f"    # {' '.join(draft.fact.text.split())[:150]}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_new(path: Path, lines: Iterable[str]) -> None:
    """Writes a new file. Raises UserError if it exists."""
    content = "".join(f"{line}\n" for line in lines)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as error:
        raise UserError(f"{path} already exists, and I don't overwrite files. Choose another name.") from error
    except OSError as error:
        raise UserError(f"{path} can't be written: {error.strerror or error}.") from error
