"""Computes the features of candidate facts for a question."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answers.around import Read, Texts, rows_of
from bot.answers.candidates import stretches
from bot.answers.features import AT, Columns
from bot.answers.holding import Holding, Places
from bot.answers.holds import HOLDS
from bot.answers.index import PackIndex
from bot.answers.learned import TellingWords
from bot.answers.likeness import judge_lines, judge_words, nearest_facts
from bot.answers.meanings import Nearness
from bot.answers.nearest import Comparing
from bot.answers.pieces import told_words
from bot.answers.reading import CHAPTER, PASSAGE, ParsedQuestion
from bot.answers.sense import PhrasingModel
from bot.answers.texts import Floats, Lists, sums
from bot.english import frequency
from bot.english.text import KINDS
from bot.english.words import TELLING
from bot.knowledge.model import FactKind

SATURATION = 1.2
LENGTH_SHARE = 0.75
"""The usual constants of BM25 (Robertson and Zaragoza 2009)."""

REACH = 3
"""Maximum distance in words at which two words count as neighbours."""

LIKELY = 8
"""Number of candidates taken from the phrasings' model, whatever their words."""

LEAST_CHANCE = 1e-6
"""Floor for probabilities; smaller ones count as equal."""

_FIRST_HELD = AT[HOLDS[0]]
_HELD = slice(_FIRST_HELD, _FIRST_HELD + len(HOLDS))
_BITS = (1 << np.arange(len(HOLDS))).astype(np.uint16)
_WANTED = {"how many": "number", "year": "year", "when": "time", "where": "place", "why": "reason"}


@dataclass(frozen=True)
class Evidence:
    """Evidence for some facts, one row each. `features` has the columns of `FEATURES`; `in_fact` and `in_asks` say how
    well the fact, or its phrasings, hold each unit of the question, 0 to 1.
    """

    positions: Places
    features: Floats
    in_fact: Floats
    in_asks: Floats


@dataclass(frozen=True, eq=False)
class _Tables:
    """Arrays that don't depend on the question.

    Per fact: `norms` for its length (BM25), the logarithm of that, `totals` for the weight of its words, its kind, and
    its first subject. Per word: `telling_row` is its number among the telling words, `telling_any` its log-odds.
    `*_rows` have the fact of each value, for lists short enough that reading them all is quicker.
    """

    index: PackIndex
    telling: TellingWords
    texts: Texts
    phrasings: Comparing
    norms: Floats
    log_lengths: Floats
    totals: Floats
    is_role: Floats
    is_home: Floats
    is_derived: Floats
    firsts: tuple[str, ...]
    telling_row: npt.NDArray[np.int16]
    telling_any: Floats
    named_rows: Places | None
    about_rows: Places | None


def _tables(index: PackIndex, telling: TellingWords) -> _Tables:
    facts = index.pack.facts
    home = next(iter(index.pack.continuities), "")
    mean = float(index.lengths.mean()) if len(index.lengths) else 1.0
    telling_row = _telling_rows(index, telling)
    return _Tables(
        index=index,
        telling=telling,
        texts=Texts(index.texts, index.story),
        phrasings=Comparing(index.phrasings),
        norms=(SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * index.lengths / mean)).astype(np.float32),
        log_lengths=(np.log(index.lengths) / 4).astype(np.float32),
        totals=_sums(index.texts, index.term_weights) * frequency.rarest() / index.rarest,
        is_role=np.array([fact.kind is FactKind.ROLE for fact in facts], dtype=np.float32),
        is_home=np.array([fact.continuity == home for fact in facts], dtype=np.float32),
        is_derived=np.array([fact.kind is FactKind.DERIVED for fact in facts], dtype=np.float32),
        firsts=tuple(f"@{fact.characters[0]}" if fact.characters else "" for fact in facts) if index.names.who else (),
        telling_row=telling_row,
        telling_any=telling.any[telling_row],
        named_rows=rows_of(index.named),
        about_rows=rows_of(index.about),
    )


class Gatherer:
    """Gathers evidence from one index. Keeps a lookup table the size of its vocabulary."""

    def __init__(self, index: PackIndex, words: TellingWords, sense: PhrasingModel) -> None:
        self._index = index
        self.sense = sense
        self._tables = _tables(index, words)
        self._entries = np.zeros(len(index.lexicon.words) + 1, dtype=np.int32)

    def twin(self) -> "Gatherer":
        """A copy that can be used by another thread."""
        other = copy(self)
        other._entries = np.zeros_like(self._entries)
        return other

    def by(self, sense: PhrasingModel) -> "Gatherer":
        """The same with another model of the phrasings, for the same thread."""
        other = copy(self)
        other.sense = sense
        return other

    def candidates(self, question: ParsedQuestion, near: Nearness | None = None) -> Places:
        """Positions of the facts that are worth a closer look."""
        found = self._index.candidates(question)
        if not question.units:
            return found
        further = self.sense.judge(question.asking).likeliest(LIKELY) if len(self.sense.facts) else []
        if near is not None:
            further += nearest_facts(near, self._index.phrasings.starts)
        known = set(found.tolist())
        return np.append(found, [each for each in dict.fromkeys(further) if each not in known]).astype(np.intp)

    def gather(
        self,
        question: ParsedQuestion,
        positions: Places,
        *,
        near: Nearness | None = None,
        left_out: npt.NDArray[np.bool_] | None = None,
    ) -> Evidence:
        """The evidence for the facts at these positions, including meaning if `near` is given.

        `left_out` marks phrasings of the pack, and after them `not_told` questions, to ignore as if they had not been
        written.
        """
        holding = Holding(question.units, self._entries)
        try:
            gathering = _Gathering(self._tables, question, positions, holding, left_out)
            gathering.judge_kind()
        finally:
            holding.release()
        gathering.sum_up()
        gathering.order()
        gathering.look_around()
        gathering.judge_source()
        if self._tables.firsts:
            gathering.judge_people()
        if len(self.sense.facts):
            gathering.judge_sense(self.sense)
        if near is not None:
            gathering.judge_meaning(near)
        return Evidence(positions, gathering.columns.values.T, gathering.whole.T, gathering.in_asks.T)


class _Gathering:
    """Evidence under construction: how well the texts, names and phrasings of the facts hold the units of the question
    (a row per unit, a column per fact), and the features computed from that.
    """

    def __init__(
        self,
        tables: _Tables,
        question: ParsedQuestion,
        positions: Places,
        holding: Holding,
        left_out: npt.NDArray[np.bool_] | None,
    ) -> None:
        self._tables = tables
        self._index = tables.index
        self._question = question
        self._positions = positions
        self._size = len(positions)
        self._holding = holding
        self._left_out = left_out
        self._weights = question.weights
        self._shares = question.weights / np.float32(question.weight)
        self._rarest = int(question.weights.argmax())
        self.columns = Columns(self._size)
        self._read = read = tables.texts.read(positions)
        held, self._hits = holding.held(read.rows, read.words, read.size + 1)  # the last row is padding
        self._around = None if read.around is None else held.take(read.around, axis=1)
        in_text = held.take(read.own, axis=1)
        self._count_words(in_text)
        self.text = np.maximum(in_text, self._held_in(self._index.named, tables.named_rows))
        self.about = self._held_in(self._index.about, tables.about_rows)
        self.whole = np.maximum(self.text, self.about)
        self.in_asks = tables.phrasings.compare(question, positions, holding, self.columns, left_out)
        self.either = np.maximum(self.whole, self.in_asks)

    def _count_words(self, in_text: Floats) -> None:
        """Term frequencies of the units in the facts, discounted by length (BM25)."""
        hits, read, count = self._hits, self._read, self._holding.count
        found = np.bincount(hits.unit * read.size + hits.text, minlength=read.size * count).reshape(count, -1)
        times = found.take(read.own, axis=1).astype(np.float32)
        saturated = in_text * times
        times += self._tables.norms.take(self._positions)
        saturated /= times
        bm25 = self._weights.dot(saturated) * np.float32(SATURATION + 1)
        self.columns["bm25_share"] = bm25 / np.float32(self._question.weight)
        self.columns["bm25"] = bm25 / np.float32(30)

    def _held_in(self, lists: Lists, all_rows: Places | None) -> Floats:
        """How well the values of the facts' lists match each unit."""
        if not len(lists.values):
            return np.zeros((self._holding.count, self._size), dtype=np.float32)
        if all_rows is not None:
            return self._holding.held(all_rows, lists.values, len(lists))[0].take(self._positions, axis=1)
        rows, words = lists.gather(self._positions)
        return self._holding.held(rows, words, self._size)[0]

    def judge_kind(self) -> None:
        """Whether a fact holds the kind of thing that is asked for."""
        index, tables, columns, asked = self._index, self._tables, self.columns, self._question.asked
        columns.values[_HELD] = (index.holds.take(self._positions) & _BITS[:, None]) > 0
        read = tables.texts.own(self._read, self._positions)
        is_new = ~self._holding.stands_for_any(read.words)
        of_kind = tables.telling.by_kind[KINDS.index(self._question.kind)].take(tables.telling_row.take(read.words))
        of_kind *= is_new
        columns["telling"] = _told(read, tables.telling_any.take(read.words) * is_new) / 5
        columns["telling_kind"] = _told(read, of_kind) / 3
        columns["telling_most"] = _largest(read.rows, of_kind, read.size).take(read.own)
        has_name = _told(read, index.like_names.take(read.words) & is_new) > 0
        has_name |= self._has_other_name()
        columns["new_name"] = has_name
        could: npt.NDArray[np.bool_] | bool = True
        if asked in _WANTED:
            could = columns[_WANTED[asked]] > 0
            if asked == "when":
                could = could | (columns["number"] > 0)
        elif asked in {"who", "name", "place"}:
            could = has_name | (columns["person"] > 0) if asked == "who" else has_name
        columns["holds"] = could
        if asked in TELLING:
            columns["lacks"] = np.logical_not(could)

    def _has_other_name(self) -> npt.NDArray[np.bool_] | bool:
        """Whether a fact names a character that the question doesn't."""
        named, rows = self._index.named, self._tables.named_rows
        if not len(named.values):
            return False
        if rows is None:
            rows, words = named.gather(self._positions)
            return sums(rows, ~self._holding.stands_for_any(words), self._size) > 0
        return sums(rows, ~self._holding.stands_for_any(named.values), len(named)).take(self._positions) > 0

    def sum_up(self) -> None:
        """How much of the question a fact covers, and how much else it says."""
        columns, weights, shares, question = self.columns, self._weights, self._shares, self._question
        text, whole, either, tables, rarest = self.text, self.whole, self.either, self._tables, frequency.rarest()
        count = len(question.units)
        background = question.surprises / np.float32(max(1.0, float(question.surprises.sum())))
        even = np.full(count, 1 / count, dtype=np.float32)
        names, focus = _shares(weights, [[unit.like_a_name for unit in question.units], question.in_focus])
        columns["text"], columns["text_background"], columns["text_count"], columns["pack_text"] = np.array(
            (shares, background, even, question.rarities)
        ).dot(text)
        columns["with_asks"], columns["pack_either"], columns["names"], in_focus = np.array(
            (shares, question.rarities, names, focus)
        ).dot(either)
        if any(question.in_focus):
            columns["focus"] = in_focus
            columns["focus_missing"] = 1 - in_focus
        columns["exact"] = shares.dot(text > 0.98)
        columns["inflected"] = shares.dot(text > 0.95)
        columns["whole"] = shares.dot(whole)
        columns["rarest"] = whole[self._rarest]
        columns["loss"] = ((1 - either) * weights[:, None]).max(0) / rarest
        columns["missing"] = (either < 0.5).sum(0) / count
        columns["pack_asks"] = question.rarities.dot(self.in_asks)
        columns["pack_rarest"] = either[question.rarities.argmax()]
        matched = _told_by(self._read, self._hits.text, self._hits.worth * weights.take(self._hits.unit))
        told = tables.totals.take(self._positions)
        columns["precision"] = np.minimum(1, matched / told)
        new = np.maximum(0, told - matched) / rarest
        columns["new_words"] = np.minimum(new, 10) / 10
        columns["nothing_new"] = new < 0.5
        columns["length"] = tables.log_lengths.take(self._positions)

    def order(self) -> None:
        """Words that are neighbours in both the question and the text."""
        hits, columns, read = self._hits, self.columns, self._read
        if len(hits.text) < 2:
            return
        text = hits.text[1:]
        step = np.diff(hits.unit)
        weights = self._weights.take(hits.unit) / np.float32(frequency.rarest())
        both = np.minimum(weights[1:], weights[:-1]) * (text == hits.text[:-1])
        near = both * ((np.diff(hits.place) <= REACH) & (step != 0))
        columns["closeness"] = _told_by(read, text, near)
        columns["pairs"] = _told_by(read, text, near * (step == 1))
        columns["in_order"] = _told_by(read, text, both * (step > 0))

    def look_around(self) -> None:
        """Adds what the passages before and after hold."""
        columns, text, weights, shares, question = self.columns, self.text, self._weights, self._shares, self._question
        if self._around is None:
            return
        before_3, before_2, before, _, after, after_2 = self._around.transpose(1, 0, 2)
        before_2 = np.maximum(before_2, before_3)
        columns["before_all"] = shares.dot(before)
        reached = text
        for name, there in (("before", before), ("before_2", before_2), ("after", after), ("after_2", after_2)):
            further = np.maximum(reached, there)
            columns[name] = shares.dot(further - reached)
            reached = further
        columns["loss_around"] = ((1 - reached) * weights[:, None]).max(0) / frequency.rarest()
        columns["rarest_around"] = reached[self._rarest]
        self._stretches()
        names, clause, main = _shares(
            weights,
            [
                [unit.like_a_name for unit in question.units],
                question.in_clause,
                [not is_in for is_in in question.in_clause],
            ],
        )
        columns["main"] = main.dot(text)
        if any(question.in_clause):
            columns["clause"] = clause.dot(text)
            columns["clause_before"] = clause.dot(np.maximum(before, before_2))
            columns["clause_after"] = clause.dot(after)
        if any(unit.like_a_name for unit in question.units):
            columns["names_before"] = names.dot(np.maximum(np.maximum(before, before_2) - text, 0))
            columns["names_before_pronoun"] = columns["names_before"] * columns["pronoun"]

    def _stretches(self) -> None:
        """How much of the question appears in the same stretch of the story, and whether another stretch has more."""
        passages, chapters = stretches(self._question.units, len(self._index.pack.facts))
        in_chapter = chapters.take(self._positions >> CHAPTER) / self._question.weight
        self.columns["passage"] = passages.take(self._positions >> PASSAGE) / self._question.weight
        self.columns["chapter"] = in_chapter
        self.columns["chapter_best"] = in_chapter - in_chapter.max()

    def judge_source(self) -> None:
        """Where a fact comes from."""
        if not self._question.continuities:
            self.columns["home"] = self._tables.is_home.take(self._positions)
        self.columns["derived"] = self._tables.is_derived.take(self._positions)

    def judge_people(self) -> None:
        """The people in a fact, the roles in it, and the version of the story."""
        question, columns, tables, positions = self._question, self.columns, self._tables, self._positions
        named = [at for at, unit in enumerate(question.units) if unit.entities]
        firsts = [tables.firsts[at] for at in positions.tolist()] if named or question.excluded else []
        columns["about"] = (self.about[named] >= 0.9).mean(0) if named else 0.5
        if named:
            meant = {entity for at in named for entity in question.units[at].entities}
            columns["subject"] = [first in meant for first in firsts]
        if question.continuities:
            facts = self._index.pack.facts
            there = [facts[at].continuity in question.continuities for at in positions.tolist()]
            columns["continuity"] = np.where(there, 1, -1)
        columns["role"] = is_role = tables.is_role[positions]
        if question.is_about_a_role:
            people = self._index.names.who.keys()
            somebody = [at for at, unit in enumerate(question.units) if not people.isdisjoint(unit.entities)]
            share = (self.either[somebody] > 0).mean(0) if somebody else np.zeros(self._size)
            columns["role_fit"] = np.where(is_role > 0, np.where(share > 0, 0.3 + 0.7 * share, 0), -1)
        if question.excluded:
            columns["excluded"] = [first in question.excluded for first in firsts]
        kin = [at for at, unit in enumerate(question.units) if unit.is_kin]
        if kin:
            columns["kin_missing"] = (self.either[kin] < 0.5).any(0)

    def judge_sense(self, sense: PhrasingModel) -> None:
        """Scores by the model of the pack's phrasings."""
        columns = self.columns
        judged = sense.judge(self._question.asking)
        there = judged.chances[self._positions]
        columns["sense"] = there
        columns["sense_log"] = least_log(there)
        columns["sense_lead"] = there - judged.chances.max()
        columns["sense_known"] = judged.known
        columns["sense_none"] = judged.none

    def judge_meaning(self, near: Nearness) -> None:
        """How near in meaning the facts' phrasings and sentences are, as a whole and word by word."""
        nearest = judge_lines(self.columns, near, self._index, self._positions, self._left_out)
        if most := len(near.words.rows):
            in_asks, in_text = self._held_by_word(self.in_asks, most), self._held_by_word(self.whole, most)
            judge_words(self.columns, near, self._positions, nearest, in_asks, in_text)

    def _held_by_word(self, held: Floats, most: int) -> Floats:
        """How well each word of the question is held, as its unit is: a nickname may look like nothing in the text."""
        unit_of = {word: at for at, unit in enumerate(self._question.units) for word in unit.raw.split()}
        by_word = np.zeros((most, held.shape[1]), dtype=np.float32)
        for row, word in zip(by_word, told_words(self._question.spoken), strict=False):  # long lines are cut
            if word in unit_of:
                row[:] = held[unit_of[word]]
        return by_word


def least_log(chances: Floats) -> Floats:
    """Log probabilities scaled to the floor's: -1 for the floor and below, 0 for certainty."""
    logs: Floats = (np.log(np.maximum(chances, LEAST_CHANCE)) / -np.log(LEAST_CHANCE)).astype(np.float32)
    return logs


def _largest(rows: Places, values: Floats, size: int) -> Floats:
    """The largest value of each row, at least 0."""
    kept = (values > 0).nonzero()[0]
    order = kept[values[kept].argsort()]
    largest = np.zeros(size, dtype=np.float32)
    largest[rows[order]] = values[order]  # the last assignment wins
    return largest


def _told(read: Read, values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """For each fact the sum of the values of its words."""
    return _told_by(read, read.rows, values)


def _told_by(read: Read, rows: Places, values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """The same for the values of some of the texts read."""
    return sums(rows, values, read.size).take(read.own)


def _shares(weights: Floats, chosen: Sequence[Sequence[bool]]) -> Floats:
    """The weights of the chosen units as shares of their sum, all others 0; one row per choice."""
    some = weights * np.array(chosen, dtype=np.float32)
    some /= np.maximum(0.1, some.sum(1))[:, None]
    return some


def _sums(lists: Lists, weights: Floats) -> Floats:
    """The sum of the weights of each list's values, at least 0.1."""
    known = np.append(weights[lists.values], np.float32(0))
    sums = np.add.reduceat(known, lists.starts[:-1]) if len(lists) else known[:0]
    sums[np.diff(lists.starts) == 0] = 0
    least: Floats = np.maximum(sums, np.float32(0.1))
    return least


def _telling_rows(index: PackIndex, words: TellingWords) -> npt.NDArray[np.int16]:
    """For each word of the pack the number of its stem among the telling words; one past the end for all others."""
    rows = np.full(max(1, index.lexicon.terms), len(words.rows), dtype=np.int16)
    for stem, row in words.rows.items():
        if (term := index.lexicon.term(stem)) is not None:
            rows[term] = row
    of_word: npt.NDArray[np.int16] = rows[index.lexicon.term_of]
    return of_word
