"""All questions of a pack: those by its author and those generated from its data."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.english.words import STOP, TITLES
from bot.ids import FactKey, QuestionKey
from bot.knowledge.model import Pack, QuestionFormat
from bot.knowledge.units import source_in_words
from bot.questions.authored import authored
from bot.questions.candidates import Candidate, Candidates, Side, words_of
from bot.questions.difficulty import WELL_KNOWN, expected
from bot.questions.guessers import ALLOWED, ENOUGH_TO_JUDGE, Guessers
from bot.questions.kinds.asked import asked
from bot.questions.kinds.cast import cast
from bot.questions.kinds.members import members
from bot.questions.kinds.names import names
from bot.questions.kinds.numbers import numbers
from bot.questions.kinds.odd_one_out import odd_one_out
from bot.questions.kinds.order import in_order_of_story, order, order_hints
from bot.questions.kinds.relations import relations
from bot.questions.kinds.things import things
from bot.questions.model import OptionKind, QuestionKind, QuizQuestion
from bot.questions.options import chosen, fitting, in_order, likeness, luck
from bot.questions.overlap import Overlap
from bot.questions.posed import Posed
from bot.questions.typing import accepted_names, rival_names

KINDS: tuple[Callable[[Candidates], Iterator[Posed]], ...] = (
    cast, relations, names, members, odd_one_out, things, order, numbers, asked,
)  # fmt: skip

MOST = 1000
"""Maximum number of generated questions for a pack: a hundred games, or a question a day for nearly three years."""

MOST_TRIED = 2 * MOST
"""Maximum number of generated questions for which options are sought."""

TURNS = 8
"""Number of attempts at choosing the options."""

SOLVED_BY = 2
"""A question that this many guessers solve isn't asked."""

SURE = 0.7
"""A guesser's gain above chance when it is certain of the right option."""

HINTS = 2
"""Maximum number of hints for a question."""


def questions_of(pack: Pack, known: Candidates | None = None) -> tuple[QuizQuestion, ...]:
    """All questions of the pack: authored ones, then generated ones. `known` are its candidates, if they are built.

    Deterministic. Keys are unique, and no two questions ask the same thing in the same words.
    """
    known = known or Candidates(pack)
    written = list(authored(known))
    fixed = [question for question, pool in written if not pool]
    tally = _Tally(Guessers(known))
    for question in fixed:
        tally.count(question)
    seen = {_said(question.text) for question, _ in written}
    result = [
        (pool and tally.with_options(question, pool, about=_about(known, question))) or question
        for question, pool in written
    ]
    keys = {question.key for question in result}
    overlap = Overlap(known)
    made: list[QuizQuestion] = []
    tried = 0
    for posed in sorted(_posed(known), key=lambda each: luck(_key(pack, each))):
        if (
            len(made) == MOST
            or tried == MOST_TRIED
            or _key(pack, posed) in keys
            or "(" in posed.answer.text
            or overlap.is_asked(posed)
        ):
            continue
        if _said(posed.text) in seen and posed.kind is not QuestionKind.FIRST and not _is_of_these(posed):
            continue
        tried += 1
        fair = tally.with_options(_question(known, posed), posed.pool, about=posed.answer, strict=True)
        if fair is not None:
            if posed.kind is QuestionKind.FIRST:
                fair = replace(fair, explanation=in_order_of_story(posed, fair.options))
            made.append(replace(fair, hints=tuple(_hints(known, posed, fair.options))[:HINTS]))
            keys.add(fair.key)
            seen.add(_said(fair.text))
    order = {kind: at for at, kind in enumerate(QuestionKind)}
    return (*result, *sorted(tally.fair(made), key=lambda each: (order[each.kind], each.key)))


def _posed(known: Candidates) -> Iterator[Posed]:
    for kind in KINDS:
        yield from kind(known)


def _key(pack: Pack, posed: Posed) -> QuestionKey:
    home = posed.fact.key if posed.fact else pack.id
    return QuestionKey(f"{home}:{posed.kind.name.lower()}:{posed.what}")


def _question(known: Candidates, posed: Posed) -> QuizQuestion:
    """The question without its options."""
    right = [name for each in (posed.answer, *posed.also) for name in accepted_names(known, each)]
    if posed.kind is QuestionKind.ODD_ONE_OUT:
        right = list(accepted_names(known, posed.answer))
    return QuizQuestion(
        key=_key(known.pack, posed),
        kind=posed.kind,
        option_kind=posed.answer.kind,
        category=posed.category,
        text=posed.text,
        options=(),
        answer=posed.answer.text,
        accepted=tuple(dict.fromkeys((posed.answer.text, *_not_repeated(right, posed.text)))),
        rivals=tuple(rival_names(known, posed.answer, posed.also)),
        fact=posed.fact.key if posed.fact else FactKey(""),
        source=posed.source,
        cited=source_in_words(posed.source, known.pack.units),
        continuity=posed.continuity,
        difficulty=expected(posed.kind, about=posed.answer),
        is_spoiler=bool(posed.fact and posed.fact.spoiler),
        explanation=posed.fact.text if posed.fact and posed.kind is not QuestionKind.FIRST else "",
    )


def _not_repeated(names: Iterable[str], text: str) -> Iterator[str]:
    """The names that don't just repeat the question: "Who is Bruce Banner better known as?" isn't answered by Bruce."""
    asked = set(words_of(text))
    return (name for name in names if not asked.issuperset(set(words_of(name)) - TITLES))


def _hints(known: Candidates, posed: Posed, options: Sequence[str]) -> Iterator[str]:
    """Hints about the answer from the pack's data, without those that would reveal everything or nothing."""
    answer = posed.answer
    if posed.kind is QuestionKind.FIRST:
        yield from order_hints(known, posed, options)
    if answer.kind is not OptionKind.CHARACTER:
        return
    if posed.kind not in (QuestionKind.MEMBER, QuestionKind.ODD_ONE_OUT):
        shown = {key for text in options for key in known.called(OptionKind.CHARACTER, text)} - {answer.key}
        wrong = [each for key in shown if (each := known.all[key]).text in options]
        asked = {*words_of(posed.text), *answer.words} - STOP
        for group in sorted(answer.groups):
            inside = sum(group in each.groups for each in wrong)
            if 0 < inside < len(wrong) and asked.isdisjoint(words_of(group)):
                yield f"Belongs to {group}."
                break
    if posed.kind is not QuestionKind.PLAYS and answer.side is not Side.LEADS and answer.mentions < WELL_KNOWN:
        roles = [role for role in known.pack.character(answer.id).roles if role.continuity == posed.continuity]
        yield from (f"{'Voiced' if role.kind.value == 'voice' else 'Played'} by {role.actor}." for role in roles[:1])


def _about(known: Candidates, question: QuizQuestion) -> Candidate:
    found = known.meant(question.answer)
    return found or Candidate(question.option_kind, question.answer, question.answer, (question.answer,), is_real=False)


def _said(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_of_these(posed: Posed) -> bool:
    """Whether the same wording may be used again with other options."""
    return posed.kind in (QuestionKind.MEMBER, QuestionKind.ODD_ONE_OUT, QuestionKind.THING)


class _Tally:
    """Chooses options so that each guesser does as well as chance, neither better nor worse."""

    def __init__(self, guessers: Guessers) -> None:
        self._guessers = guessers
        self._gained = [0.0] * len(guessers.names)
        self._counted = 0

    def count(self, question: QuizQuestion) -> None:
        """Count a question whose options are fixed."""
        if question.format is QuestionFormat.CHOICE and question.options:
            self._add(self._guessers.gains(question.text, question.options, question.answer))

    def with_options(
        self, question: QuizQuestion, pool: Sequence[Candidate], *, about: Candidate, strict: bool = False
    ) -> QuizQuestion | None:
        """The question with the options that help guessers least; None if there are too few options, or, with `strict`,
        if every choice gives the answer away."""
        found: dict[tuple[str, ...], tuple[float, ...]] = {}
        fit = fitting(about, pool, text=question.text, continuity=question.continuity)
        for turn in range(TURNS):
            if wrong := chosen(fit, key=f"{question.key}:{turn}"):
                options = in_order(question.key, (question.answer, *wrong), question.option_kind)
                found.setdefault(options, self._guessers.gains(question.text, options, question.answer))
        if not found:
            return None
        options = min(found, key=lambda each: self._cost(found[each]))
        gains = found[options]
        if strict and sum(gain > SURE for gain in gains) >= SOLVED_BY:
            return None
        self._add(gains)
        alike = [likeness(about, each) for each in pool if each.text in options]
        level = expected(
            question.kind,
            about=about if (about.is_real and about.kind is not OptionKind.ACTOR) or about.side is Side.LEADS else None,
            likeness=sum(alike) / len(alike),
        )
        return replace(
            question,
            options=options,
            format=QuestionFormat.CHOICE if question.format is QuestionFormat.TYPED else question.format,
            rivals=tuple(dict.fromkeys((*question.rivals, *(each for each in options if each != question.answer)))),
            difficulty=question.difficulty if question.author else level,
        )

    def fair(self, made: Sequence[QuizQuestion]) -> list[QuizQuestion]:
        """The questions without those that help a guesser, until it is close enough to chance."""
        kept = {each.key: each for each in made}
        gains = {key: self._guessers.gains(each.text, each.options, each.answer) for key, each in kept.items()}
        while kept and self._counted >= ENOUGH_TO_JUDGE:
            worst = max(range(len(self._gained)), key=lambda at: abs(self._gained[at]))
            sign = 1 if self._gained[worst] > 0 else -1
            if abs(self._gained[worst]) <= ALLOWED * self._counted * 0.8:
                break
            key = max(kept, key=lambda each: sign * gains[each][worst])
            if sign * gains[key][worst] <= 0:
                break
            self._add(gains[key], times=-1)
            del kept[key]
        return list(kept.values())

    def _add(self, gains: Sequence[float], *, times: int = 1) -> None:
        self._counted += times
        self._gained = [total + times * gain for total, gain in zip(self._gained, gains, strict=True)]

    def _cost(self, gains: Sequence[float]) -> float:
        too_many = sum(gain > SURE for gain in gains) >= SOLVED_BY
        return sum((total + gain) ** 2 for total, gain in zip(self._gained, gains, strict=True)) + 1000 * too_many
