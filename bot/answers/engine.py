"""Answers a question with a fact, with the closest facts, or with silence."""

import itertools
import logging
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from bot.answers.calibration import Calibration, Thresholds, calibrated, models_without
from bot.answers.evidence import Evidence
from bot.answers.follow_up import NOTHING_SAID, InFull, Said, in_full, with_question
from bot.answers.index import PackIndex, Progress, index_of
from bot.answers.judge import Judge, Judged
from bot.answers.learned import Learned, learned
from bot.answers.meanings import Meanings, Vectoriser, meanings_of
from bot.answers.reading import ParsedQuestion
from bot.answers.results import Answer, Closest, Named, NoMatch, Ranked, Reply, Who, Working
from bot.answers.roles import (
    BESIDE_A_ROLE,
    asks_only_for_a_role,
    described,
    description_in,
    names_only_the_cast,
    roles_asked,
    says_only_what_a_role_needs,
    tells_of_acting,
)
from bot.answers.sense import PhrasingModel
from bot.answers.texts import Floats
from bot.english.text import looks_like_a_question, written_out
from bot.english.words import CONFIRM, MONEY
from bot.knowledge.model import Character, Fact, FactKind, Knowledge, Pack

log = logging.getLogger(__name__)

MOST_LINES = 30_000
"""Maximum number of phrasings and sentences to encode per pack: about five minutes, once. Beyond that a start would
take hours, and each question would wait for the comparison.
"""

FORESEEN = 0.95
"""The confidence in a fact whose author wrote this exact question."""


LEAST_CLOSE = 0.02
"""Minimum confidence for a closest fact: of 657 facts below it, shown for questions about four packs, 3 were right."""

SHOWN = 10
"""Maximum length of a ranking."""

SUGGESTED = 3
"""Maximum number of facts to suggest."""


REMEMBERED = 200
"""Questions whose judgement each pack remembers: one is judged again when a member asks why, says that an answer is
wrong, or asks what others have just asked."""


@dataclass(frozen=True)
class _Judged:
    """One pack's judgement of a question: the probability that its first fact is `right`, the probability that the line
    is `about` something in the pack, and the threshold for each. `who` are its people, with groups as their members;
    `named` are all that it names, including things and groups.
    """

    question: ParsedQuestion
    ranked: tuple[Ranked, ...]
    right: float
    about: float
    thresholds: Thresholds
    who: tuple[Who, ...]
    named: tuple[Named, ...]

    @property
    def is_sure(self) -> bool:
        return bool(self.ranked) and self.right >= self.thresholds.sure

    @property
    def is_close(self) -> bool:
        return bool(self.ranked) and self.about >= self.thresholds.close and self.right >= LEAST_CLOSE


_Built = TypeVar("_Built")


class Keep(Protocol):
    """Caches what is built from a pack. A part is either built now or read back from an earlier start."""

    def __call__(self, pack: Pack, build: Callable[[], _Built], part: str = "", /) -> _Built: ...


class AnswerEngine:
    """Answers questions from packs. Each pack is judged on its own, and the most confident one answers."""

    def __init__(self, knowledge: Knowledge, *, progress: Progress | None = None, keep: Keep | None = None) -> None:
        """Reads all facts. `progress` is called with the number read and the total. `keep` may return parts built at an
        earlier start.
        """
        self._keep: Keep = keep or _build
        built = (self._keep(pack, partial(_pack_of, pack, progress, self._keep)) for pack in knowledge.packs)
        self._slots = tuple(map(_Slot, built))
        self._knowledge = knowledge

    @classmethod
    def joined(cls, engines: Iterable["AnswerEngine"], knowledge: Knowledge) -> "AnswerEngine":
        """An engine over the packs of several, which are `knowledge`. Nothing is built again, and it uses the meanings
        that one of them reads later.
        """
        whole = cls(Knowledge(()))
        whole._knowledge = knowledge
        whole._slots = tuple(slot for engine in engines for slot in engine._slots)
        return whole

    @property
    def _packs(self) -> tuple["_Pack", ...]:
        return tuple(slot.pack for slot in self._slots)

    def read_meanings(self, encode: Vectoriser, *, progress: Progress | None = None, most: int = MOST_LINES) -> None:
        """Start answering by meaning as well. Packs with more than `most` lines keep answering by words alone.

        This may take minutes. `progress` is called with the number of lines encoded so far and the total.
        Meanwhile other threads can ask, and get answers by words.
        """
        for slot, pack in zip(self._slots, self._knowledge.packs, strict=True):
            by_words = slot.pack
            if by_words.lines > most:
                log.warning("%s is too large to read for its meaning (%d lines): words decide", pack.id, by_words.lines)
                continue
            meanings, calibration = self._keep(
                pack, partial(by_words.meanings, encode, progress, self._keep), "meanings"
            )
            slot.put(by_words.with_meaning(meanings, calibration))

    @property
    def calibrations(self) -> tuple[Calibration, ...]:
        """How well each pack answers, in the order given."""
        return tuple(pack.calibration for pack in self._packs)

    @property
    def stage(self) -> tuple[object, ...]:
        """Changes when it begins to answer in another way, as it has read the meanings of a pack."""
        return self._packs

    def ask(self, question: str, *, overheard: bool = False, before: Said = NOTHING_SAID) -> Reply:
        """The reply to a question put to the bot, or to an overheard line, which only gets confident answers.

        `before` is the conversation so far. It matters only if the question doesn't stand on its own.
        Never raises, whatever the text.
        """
        reply = self._after(question, before, overheard=overheard)
        if overheard or not isinstance(reply, NoMatch):
            return reply
        asked = next((line for pack in self._packs if (line := pack.with_question(question, before))), "")
        found = self._reply(asked, overheard=False) if asked else reply
        if isinstance(found, NoMatch):
            return reply
        return Closest(found.facts[:SUGGESTED], replace(found.working, question=question, asked=asked))

    def _after(self, question: str, before: Said, *, overheard: bool) -> Reply:
        """The reply to a question, completed by the conversation if it needs that."""
        reply = self._reply(question, overheard=overheard)
        if not before.question and not before.about:
            return reply
        is_answered = isinstance(reply, Answer)
        found = (pack.in_full(question, before, is_answered=is_answered) for pack in self._packs)
        full = next((one for one in found if one is not None), None)
        if full is None:
            return reply
        followed_up = self._reply(full.line, overheard=overheard)
        if not full.is_needed and not isinstance(followed_up, Answer):
            return reply
        return replace(followed_up, working=replace(followed_up.working, question=question, asked=full.line))

    def _reply(self, question: str, *, overheard: bool) -> Reply:
        """The reply to a question, ignoring the conversation."""
        if overheard and not looks_like_a_question(question):
            return NoMatch(Working(question, "", (), 0.0, 1.0))
        judged = [slot.judge(question) for slot in self._slots]
        best = max(judged, key=lambda one: (one.is_sure, one.is_close, one.right), default=None)
        ranking = sorted((row for one in judged for row in one.ranked), key=lambda row: (-row.score, row.fact.key))
        working = Working(
            question=question,
            understood=" ".join(best.question.raws) if best else "",
            ranking=tuple(ranking[:SHOWN]),
            confidence=best.right if best else 0.0,
            threshold=best.thresholds.sure if best else 1.0,
            who=best.named if best else (),
            is_on_topic=any(one.about >= one.thresholds.close for one in judged),
        )
        if best and best.is_sure and (best.is_close or not overheard):
            return self._answer(best, working)
        if best and best.is_close and not overheard:
            return Closest(tuple(row.fact for row in best.ranked[:SUGGESTED]), working)
        return NoMatch(working)

    def _answer(self, judged: _Judged, working: Working) -> Answer:
        first = judged.ranked[0].fact
        if first.kind is not FactKind.ROLE:
            return Answer((first,), "", working)
        roles, agrees = roles_asked(judged.question, judged.who)
        facts = tuple(dict.fromkeys(role.fact for role in roles))
        if not facts:
            return Answer((first,), "", working)
        lead = {True: "Yes.", False: "No.", None: ""}[agrees if _wants_confirmation(judged.question) else None]
        if first in facts and agrees is not False:
            facts = (first, *(fact for fact in facts if fact != first))
        return Answer(facts, lead, working)


def _build(_pack: Pack, build: Callable[[], _Built], _part: str = "") -> _Built:
    """Caches nothing."""
    return build()


class _Pack:
    """One pack with everything needed to judge a line by it."""

    def __init__(self, index: PackIndex, words: Learned, keep: Keep) -> None:
        self._index = index
        self._judge_of_words = Judge(index, words)
        self._judge_of_meaning: Judge | None = None
        self._by_words = self.calibration = calibrated(self._judge_of_words, self._models_without(keep))
        facts = enumerate(index.pack.facts)
        self._role_positions = {fact.key: position for position, fact in facts if fact.kind is FactKind.ROLE}

    @property
    def lines(self) -> int:
        """The number of phrasings, facts and `not_told` questions in the pack."""
        return len(self._index.phrasings.asked) + len(self._index.pack.facts) + len(self._index.untold)

    def meanings(self, encode: Vectoriser, progress: Progress | None, keep: Keep) -> tuple[Meanings, Calibration]:
        """The meanings of the pack's lines, and how well it answers with them."""
        meanings = meanings_of(self._index, encode, progress)
        judge = self._judge_of_words.with_meaning(meanings, encode)
        return meanings, calibrated(judge, self._models_without(keep))

    def _models_without(self, keep: Keep) -> tuple[PhrasingModel, ...]:
        """What both calibrations need; in the cache, because training takes seconds and it is large."""
        return keep(self._index.pack, partial(models_without, self._index), "models")

    def with_meaning(self, meanings: Meanings, calibration: Calibration) -> "_Pack":
        """The same pack, answering by meaning as well."""
        other = copy(self)
        other._judge_of_meaning = self._judge_of_words.with_meaning(meanings, Vectoriser())
        other.calibration = calibration
        return other

    def in_full(self, line: str, before: Said, *, is_answered: bool) -> InFull | None:
        """The completed question if the line follows up on the conversation; None if it stands on its own, or the
        conversation is about another pack.
        """
        return in_full(line, before, self._index, is_answered=is_answered)

    def with_question(self, line: str, before: Said) -> str:
        """A question that says little by itself, with the one before; empty for any other line."""
        return with_question(line, before, self._index)

    def judge(self, line: str) -> _Judged:
        """This pack's judgement of a line."""
        with np.errstate(invalid="ignore"):  # some BLAS builds warn about values next to those multiplied
            return self._judge(line)

    def _judge(self, line: str) -> _Judged:
        index = self._index
        question = index.read(line)
        entities = [entity for unit in question.units for entity in unit.entities]
        who, named = index.names.everybody(entities), index.names.named(entities)
        if question.other_work:
            return _Judged(question, (), 0.0, 0.0, self.calibration.thresholds, who, named)
        given = self._given(question, who)
        found, thresholds = self._found(question, given)
        if found is None:
            return _Judged(question, (), 0.0, 0.0, thresholds, who, named)
        right, about_it = found.right, found.about
        fact = index.pack.facts[found.best]
        cast: tuple[Ranked, ...] = ()
        if found.best in given:
            right, about_it = max(right, FORESEEN), 1.0
        elif index.is_not_told(question):
            right = 0.0
        elif question.is_about_a_role and self._nobody_plays(question, fact, who):
            holds_more = self._holds_what_else(question, found)
            cast = () if who and holds_more else self._cast_meant(question, who, thresholds)
            if cast:
                right = cast[0].score
            elif holds_more and (who or question.asked != "who"):
                right = min(right, thresholds.sure / 2)
            else:
                right = 0.0
        elif (
            (question.has_stranger and fact.kind is FactKind.DERIVED and _is_about_another(fact, who))
            or (question.is_about_a_role and fact.kind is not FactKind.ROLE and _is_about_another(fact, who))
            or (question.compares and "than" not in written_out(fact.text))  # "Thor and the Hulk are friends"
            or (question.period and not _tells_of(fact, question.period))  # "who won last week"
            or (question.asks_price and not _tells_a_price(fact))  # "how much is a pie at the inn"
        ):
            right = min(right, thresholds.sure / 2)
        roles = {row.fact.key for row in cast}
        ranked = self._ranked(question, found.evidence, found.scores, found.order, right)
        rows = (*cast, *(row for row in ranked if row.fact.key not in roles))
        return _Judged(question, rows[:SHOWN], right, about_it, thresholds, who, named)

    def _given(self, question: ParsedQuestion, who: Sequence[Who]) -> Sequence[int]:
        """The positions of the facts that answer for certain: the author wrote this exact question, or it asks for
        nothing but a role.
        """
        index = self._index
        if foreseen := index.foreseen(question):
            return foreseen
        if not (asks_only_for_a_role(question) and names_only_the_cast(question, index.names)):
            return ()
        roles, _ = roles_asked(question, who)
        return [self._role_positions[role.fact.key] for role in roles]

    def _found(self, question: ParsedQuestion, given: Sequence[int]) -> tuple[Judged | None, Thresholds]:
        """This pack's judgement of a question, with its thresholds. The meaning is only computed if the words leave
        something open.
        """
        by_meaning = self._judge_of_meaning
        is_plain = bool(given) or self._index.is_not_told(question)
        if by_meaning is None or is_plain:
            return self._judge_of_words.judge(question, None, given), self._by_words.thresholds
        return by_meaning.judge(question, by_meaning.nearness(question), given), self.calibration.thresholds

    def _nobody_plays(self, question: ParsedQuestion, fact: Fact, asked: Sequence[Who]) -> bool:
        """Whether a question for a role asks for an actor that the pack can't name: no character named, none with an
        actor, or the fact says nothing about acting.
        """
        if question.has_stranger or (asked and not names_only_the_cast(question, self._index.names)):
            return True
        if not question.entities and says_only_what_a_role_needs(question):
            return True  # "who played him?"
        return not tells_of_acting(fact, self._index.names)

    @staticmethod
    def _holds_what_else(question: ParsedQuestion, found: Judged) -> bool:
        """Whether the best fact holds a word that a question for a role wouldn't need: "modelled" in "which rich guy
        irl was Tony modelled on".
        """
        best = found.order[0]
        held = np.maximum(found.evidence.in_fact[best], found.evidence.in_asks[best])
        return any(
            there > 0 and not unit.entities and unit.raw not in BESIDE_A_ROLE
            for unit, there in zip(question.units, held.tolist(), strict=True)
        )

    def _cast_meant(self, question: ParsedQuestion, asked: Sequence[Who], thresholds: Thresholds) -> tuple[Ranked, ...]:
        """The roles of the characters that a question for a role names among other words, or only describes: "who plays
        the fast kid". They are shown as the closest facts, and never claimed as the answer.
        """
        if question.has_stranger or (asked and not names_only_the_cast(question, self._index.names)):
            return ()
        likeliest: Sequence[Who] = asked[::-1]  # "who plays Tony's mate Rhodey"
        if not asked:
            line = description_in(question)
            found, _ = self._found(self._index.read(line), ()) if line else (None, None)
            if found is None or found.about < thresholds.close:
                return ()
            likeliest = described(found, self._index)
        facts = dict.fromkeys(role.fact for who in likeliest for role in who.roles)
        return tuple(Ranked(fact, thresholds.sure / 2, ()) for fact in facts)

    def _ranked(
        self, question: ParsedQuestion, evidence: Evidence, scores: Floats, order: npt.NDArray[np.intp], sure: float
    ) -> tuple[Ranked, ...]:
        """The best facts, each with the words that it matched; scores fall off from the confidence in the first."""
        facts, best = self._index.pack.facts, order[:SHOWN]
        lead = np.exp(np.maximum(scores[best] - scores[order[0]], -30.0))
        held = np.maximum(evidence.in_fact[best], evidence.in_asks[best]) > 0
        raws = [unit.raw for unit in question.units]
        return tuple(
            Ranked(facts[position], sure * share, tuple(itertools.compress(raws, there)))
            for position, share, there in zip(
                evidence.positions[best].tolist(), lead.tolist(), held.tolist(), strict=True
            )
        )


class _Slot:
    """Holds a pack, which is replaced once its meanings are read, and its latest judgements. Engines share it."""

    def __init__(self, pack: _Pack) -> None:
        self.pack = pack
        self.judge = lru_cache(maxsize=REMEMBERED)(pack.judge)

    def put(self, pack: _Pack) -> None:
        """Use this pack from now on."""
        self.pack = pack
        self.judge = lru_cache(maxsize=REMEMBERED)(pack.judge)


def _pack_of(pack: Pack, progress: Progress | None, keep: Keep) -> _Pack:
    return _Pack(index_of(pack, progress), learned(), keep)


def _is_about_another(fact: Fact, asked: Sequence[Who]) -> bool:
    """Whether a fact is mainly about none of the characters in a question: "Vision's dad is Ultron" doesn't say who
    Ultron's dad is, and "Bettany played Iron Man's butler" not who voices Iron Man.
    """
    if not asked or not fact.characters:
        return False
    return all(isinstance(who, Character) and who.id != fact.characters[0] for who in asked)


def _tells_of(fact: Fact, period: str) -> bool:
    """Whether a fact or one of its phrasings says "last week", too."""
    return any(period in " ".join(written_out(text)) for text in (fact.text, *fact.asks))


def _tells_a_price(fact: Fact) -> bool:
    return bool(_CURRENCY & set(fact.text)) or not MONEY.isdisjoint(written_out(fact.text))


_CURRENCY = frozenset("£$€¥₹%")


def _wants_confirmation(question: ParsedQuestion) -> bool:
    return question.asked == "yes/no" or question.raws[-1] in CONFIRM
