"""Detects generated questions that would repeat an authored one in poorer words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from bot.english.text import fold, stem
from bot.english.words import STOP
from bot.knowledge.model import AuthoredQuestion
from bot.questions.authored import meant
from bot.questions.candidates import Candidates, Key, words_of
from bot.questions.model import QuestionKind
from bot.questions.posed import Posed

MUCH = 0.6
"""Maximum share of words, including the answer's, in common with an authored question that has the same answer."""

MUCH_OF_ITS_WORDS = 0.5
"""The same limit for an author's phrasing of a fact, which uses other words."""

_OF_ITS_OWN = {QuestionKind.FIRST, QuestionKind.MEMBER, QuestionKind.ODD_ONE_OUT}
"""Kinds that ask for more than a fact's own words."""


@dataclass(frozen=True)
class _Told:
    """The content of a question and its answer."""

    answer: str
    names: frozenset[Key]
    besides: frozenset[Key]
    """Candidates named in its explanation."""
    words: frozenset[str]
    asked: frozenset[str]
    """The stems of its words, without names and the answer's words."""
    fact: str
    source: frozenset[str]


class Overlap:
    """A pack's authored questions, for comparison."""

    def __init__(self, known: Candidates) -> None:
        self._known = known
        self._by_fact: defaultdict[str, list[_Told]] = defaultdict(list)
        self._by_answer: defaultdict[str, list[_Told]] = defaultdict(list)
        self._by_name: defaultdict[Key, list[_Told]] = defaultdict(list)
        for told in map(self._of_author, known.pack.quiz):
            self._by_fact[told.fact].append(told)
            self._by_answer[told.answer].append(told)
            for name in told.names | told.besides:
                self._by_name[name].append(told)

    def is_asked(self, posed: Posed) -> bool:
        """Whether an authored question has the same fact, or asks the same from either direction."""
        if posed.kind is QuestionKind.FIRST:
            return False
        fact = posed.fact.id if posed.fact else ""
        new = self._telling(posed.text, posed.answer.text, fact=fact, source=posed.source)
        about_same = min((self._by_name[name] for name in new.names), key=len, default=[])
        same_fact = self._by_fact[fact] if fact else []
        near = chain(same_fact, self._by_answer[new.answer], about_same)
        return any(self._is_same(new, told, posed.kind) for told in near)

    @staticmethod
    def _is_same(new: _Told, told: _Told, kind: QuestionKind) -> bool:
        is_free = kind in (QuestionKind.ASKED, QuestionKind.NUMBER)
        is_of_data = kind in (QuestionKind.PLAYED_BY, QuestionKind.PLAYS, QuestionKind.NAME)
        is_about_same = bool(new.names) and new.names <= (told.names if is_of_data else told.names | told.besides)
        shared = len(new.words & told.words) / max(len(new.words), 1)
        if kind in _OF_ITS_OWN:
            return new.answer == told.answer and shared >= MUCH
        return (
            (bool(new.fact) and new.fact == told.fact)
            or (shared >= (MUCH_OF_ITS_WORDS if is_free else MUCH) and (new.answer == told.answer or is_about_same))
            or (is_about_same and len(new.names) > 1 and not new.source.isdisjoint(told.source))
            or (
                is_free
                and new.answer == told.answer
                and not new.source.isdisjoint(told.source)
                and not new.asked.isdisjoint(told.words)
            )
        )

    def _of_author(self, own: AuthoredQuestion) -> _Told:
        answer = meant(self._known, own)
        return self._telling(
            own.question,
            answer.text if answer.is_real else own.answer,
            fact=own.fact,
            source=own.source,
            besides=own.explanation,
        )

    def _telling(self, text: str, answer: str, *, fact: str, source: Iterable[str], besides: str = "") -> _Told:
        names = {word for each in self._known.mentions(text) for word in words_of(each.written)}
        return _Told(
            answer=fold(answer),
            names=self._named(text) | self._named(answer),
            besides=self._named(besides),
            words=frozenset(stem(word) for word in words_of(f"{text} {answer}") if word not in STOP),
            asked=frozenset(stem(word) for word in words_of(text) if word not in STOP and word not in names),
            fact=fact,
            source=frozenset(source),
        )

    def _named(self, text: str) -> frozenset[Key]:
        return frozenset(key for mention in self._known.mentions(text) for key in mention.keys)
