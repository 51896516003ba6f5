"""What speaks for each of some facts, given a question."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers import english
from bot.answers.candidates import stretches
from bot.answers.holding import Holding, Places
from bot.answers.holds import HOLDS
from bot.answers.index import PackIndex
from bot.answers.language import TELLING
from bot.answers.learned import TellingWords
from bot.answers.reading import CHAPTER, PASSAGE, Question
from bot.answers.sense import Sense
from bot.answers.text import KINDS
from bot.answers.texts import Floats, Ints, Lists
from bot.knowledge.model import FactKind

FEATURES = (
    # how much of the question stands in the text
    "text", "text_background", "text_count", "exact", "inflected", "whole", "with_asks", "bm25_share", "bm25", "rarest",
    "names", "loss", "loss_around", "missing", "focus", "focus_missing",
    # in the passages around it
    "before", "before_2", "after", "after_2", "before_all", "rarest_around", "names_before", "names_before_pronoun",
    "passage", "chapter", "chapter_best", "main", "clause", "clause_before", "clause_after",
    # how the words stand
    "pairs", "in_order", "closeness", "length", "precision", "new_words", "nothing_new",
    # what kind of thing is asked for; the first ones in the order of `HOLDS`
    "number", "year", "time", "place", "reason", "name", "person", "speech", "pronoun", "feeling",
    "telling", "telling_kind", "telling_most", "holds", "lacks", "new_name",
    # phrasings
    "dice", "dice_cubed", "dice_kind", "dice_top", "ask_cover", "ask_cover_top", "same_question", "has_asks",
    "asks_typical", "sense", "sense_log", "sense_lead", "sense_known", "sense_none",
    # names, roles, continuity
    "about", "subject", "continuity", "role", "role_fit", "excluded", "kin_missing",
    "home", "derived",
    # by how rare words are in this pack alone
    "pack_text", "pack_asks", "pack_either", "pack_rarest", "pack_dice", "pack_dice_top", "pack_cover",
)  # fmt: skip
"""What `gather` gives for each fact, in order."""

WINDOW = np.arange(-3, 3)
"""The passages around a fact of the story whose words are looked at one by one."""

OWN = 3
"""Where the fact itself is in that window."""

SATURATION = 1.2
LENGTH_SHARE = 0.75
"""The usual constants of BM25 (Robertson and Zaragoza 2009)."""

SAME_KIND = 0.05
"""What it counts between two phrasings that one asks for the same kind of thing."""

REACH = 3
"""Words apart up to which two words stand side by side."""

LIKELY = 8
"""Facts that the pack's phrasings suggest, which are looked at whatever their words."""

LEAST_CHANCE = 1e-6
"""Chances that are less than this are all the same."""

READ_WHOLE = 8_000
"""Words up to which all texts of a pack are read for each question: to choose those that are wanted takes longer."""

_AT = {name: number for number, name in enumerate(FEATURES)}
_FIRST_HELD = _AT[HOLDS[0]]
_HELD = slice(_FIRST_HELD, _FIRST_HELD + len(HOLDS))
_BITS = (1 << np.arange(len(HOLDS))).astype(np.uint16)
_WANTED = {"how many": "number", "year": "year", "when": "time", "where": "place", "why": "reason"}


@dataclass(frozen=True)
class Evidence:
    """What speaks for some facts, a row each. `features` are in the order of `FEATURES`; `in_fact` and `in_asks` tell
    for each fact and unit of the question how well the fact, or its phrasings, hold it, 0 to 1."""

    positions: Places
    features: Floats
    in_fact: Floats
    in_asks: Floats


@dataclass(frozen=True, eq=False)
class _Tables:
    """What is the same for all questions to a pack.

    Of each fact: `norms` for its length (BM25), the logarithm of that, `totals` what its words tell, which kind it is,
    and whom it is about first. Of each word: `telling_row` its number among the telling words, `telling_any` what it
    tells. Of each phrasing: `kinds` what it asks for; `phrasing_of` has the phrasing of each of their words. `*_rows`
    have the fact of each value, where these are so few that it is quicker to read them all.
    """

    index: PackIndex
    telling: TellingWords
    norms: Floats
    log_lengths: Floats
    totals: Floats
    is_role: Floats
    is_home: Floats
    is_derived: Floats
    firsts: tuple[str, ...]
    telling_row: npt.NDArray[np.int16]
    telling_any: Floats
    kinds: npt.NDArray[np.int8]
    phrasing_of: Ints
    text_rows: Places | None
    named_rows: Places | None
    about_rows: Places | None


def _tables(index: PackIndex, telling: TellingWords) -> _Tables:
    facts = index.pack.facts
    home = next(iter(index.pack.continuities), "")
    mean = float(index.lengths.mean()) if len(index.lengths) else 1.0
    telling_row = _telling_rows(index, telling)
    phrasings = index.phrasings
    return _Tables(
        index=index,
        telling=telling,
        norms=(SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * index.lengths / mean)).astype(np.float32),
        log_lengths=np.log(index.lengths),
        totals=_sums(index.texts, index.term_weights) * english.rarest() / index.rarest,
        is_role=np.array([fact.kind is FactKind.ROLE for fact in facts], dtype=np.float32),
        is_home=np.array([fact.continuity == home for fact in facts], dtype=np.float32),
        is_derived=np.array([fact.kind is FactKind.DERIVED for fact in facts], dtype=np.float32),
        firsts=tuple(f"@{fact.characters[0]}" if fact.characters else "" for fact in facts) if index.names.who else (),
        telling_row=telling_row,
        telling_any=telling.any[telling_row],
        kinds=np.array([KINDS.index(asked) for asked in phrasings.asked], dtype=np.int8),
        phrasing_of=np.repeat(np.arange(len(phrasings.words), dtype=np.int32), phrasings.words.sizes),
        text_rows=_rows(index.texts),
        named_rows=_rows(index.named),
        about_rows=_rows(index.about),
    )


def _rows(lists: Lists) -> Places | None:
    return np.repeat(np.arange(len(lists)), lists.sizes) if len(lists.values) <= READ_WHOLE else None


class Gatherer:
    """Gathers evidence from one index. Keeps a table the size of its vocabulary to look up words in."""

    def __init__(self, index: PackIndex, words: TellingWords, sense: Sense) -> None:
        self._index = index
        self.sense = sense
        self._tables = _tables(index, words)
        self._entries = np.zeros(len(index.lexicon.words) + 1, dtype=np.int32)

    def candidates(self, question: Question) -> Places:
        """Positions of the facts that are worth a closer look."""
        found = self._index.candidates(question)
        if not len(self.sense.facts) or not question.units:
            return found
        chances = self.sense.judge(question.asking).chances
        likely = np.argsort(-chances, kind="stable")[:LIKELY]
        likely = likely[chances[likely] > 0]
        return np.concatenate((found, likely[~np.isin(likely, found)]))

    def gather(
        self, question: Question, positions: Places, *, left_out: npt.NDArray[np.bool_] | None = None
    ) -> Evidence:
        """The evidence for the facts at these positions.

        `left_out` marks phrasings of the pack that are passed over, as if nobody had written them.
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
            gathering.judge_meaning(self.sense)
        return Evidence(positions, gathering.features, gathering.whole.T, gathering.in_asks.T)


@dataclass(frozen=True, eq=False)
class _Read:
    """The texts that were read for some facts: `size` of them, `words` by `rows` (the text that each is in).

    `own` is the text of each fact; `around`, where a fact is of the story, has those in its `WINDOW`, `size` standing
    for none.
    """

    rows: Places
    words: Ints
    size: int
    own: Places
    around: Places | None


def _read_around(texts: Lists, all_rows: Places | None, positions: Places, story: tuple[int, int]) -> _Read:
    """Read the texts of the facts at these positions and those around them."""
    first, last = story
    in_story = (positions >= first) & (positions < last)
    if not in_story.any():
        return _read_some(texts, all_rows, positions, None)
    around = positions[:, None] + WINDOW
    there = (around >= first) & (around < last) & in_story[:, None]
    there[:, OWN] = True
    return _read_some(texts, all_rows, around, there)


def _read_some(texts: Lists, all_rows: Places | None, wanted: Places, there: npt.NDArray[np.bool_] | None) -> _Read:
    if all_rows is not None:
        size = len(texts)
        if there is None:
            return _Read(all_rows, texts.values, size, wanted, None)
        around = np.where(there, wanted, size)
        return _Read(all_rows, texts.values, size, wanted[:, OWN], around)
    if there is None:
        rows, words = texts.gather(wanted)
        return _Read(rows, words, len(wanted), np.arange(len(wanted)), None)
    chosen = wanted[there]
    rows, words = texts.gather(chosen)
    around = np.full(wanted.shape, len(chosen))
    around[there] = np.arange(len(chosen))
    return _Read(rows, words, len(chosen), around[:, OWN], around)


class _Gathering:
    """The evidence for some facts in the making: how well their texts, their names and their phrasings hold the units
    of the question (a row a unit, a column a fact), and feature by feature what follows from that."""

    def __init__(
        self,
        tables: _Tables,
        question: Question,
        positions: Places,
        holding: Holding,
        left_out: npt.NDArray[np.bool_] | None,
    ) -> None:
        self._tables = tables
        self._index = index = tables.index
        self._question = question
        self._positions = positions
        self._size = len(positions)
        self._holding = holding
        self._weights = question.weights
        self._shares = question.weights / np.float32(question.weight)
        self._rarest = int(question.weights.argmax())
        self._like_names = np.array([unit.like_a_name for unit in question.units], dtype=np.bool_)
        self._name_shares = _shares(self._weights, self._like_names)
        by_feature = np.zeros((len(FEATURES), self._size), dtype=np.float32)
        self.features = by_feature.T
        self.columns = dict(zip(FEATURES, by_feature, strict=True))
        self._read = read = _read_around(index.texts, tables.text_rows, positions, index.story)
        held, self._hits = holding.held(read.rows, read.words, read.size + 1)  # the last one stands for no text
        self._around = None if read.around is None else held[:, read.around]
        in_text = held[:, read.own]
        self._count_words(in_text)
        self.text = np.maximum(in_text, self._held_in(index.named, tables.named_rows))
        self.about = self._held_in(index.about, tables.about_rows)
        self.whole = np.maximum(self.text, self.about)
        self.in_asks = np.zeros_like(in_text)
        if len(tables.kinds):
            self._read_phrasings(left_out)
        self.either = np.maximum(self.whole, self.in_asks)

    def _count_words(self, in_text: Floats) -> None:
        """How often the facts have the words, longer ones less so (BM25)."""
        hits, read, count = self._hits, self._read, self._holding.count
        found = np.bincount(hits.unit * read.size + hits.text, minlength=read.size * count)
        times = found.astype(np.float32).reshape(count, -1)[:, read.own]
        saturated = in_text * times * (SATURATION + 1) / (times + self._tables.norms[self._positions])
        bm25 = self._weights.dot(saturated)
        self.columns["bm25_share"][:] = bm25 / self._question.weight
        self.columns["bm25"][:] = bm25 / 30

    def _held_in(self, lists: Lists, all_rows: Places | None) -> Floats:
        """How well the values of the facts' lists stand for each unit."""
        if not len(lists.values):
            return np.zeros((self._holding.count, self._size), dtype=np.float32)
        if all_rows is not None:
            return self._holding.held(all_rows, lists.values, len(lists))[0][:, self._positions]
        rows, words = lists.gather(self._positions)
        return self._holding.held(rows, words, self._size)[0]

    def _read_phrasings(self, left_out: npt.NDArray[np.bool_] | None) -> None:
        """The nearest phrasings of each fact. All arrays have a row a fact and a column a phrasing of it."""
        phrasings, question, columns, size = self._index.phrasings, self._question, self.columns, self._size
        first = phrasings.starts[self._positions]
        counts = phrasings.starts[self._positions + 1] - first
        most = int(counts.max())
        if not most:
            return
        place = np.arange(most)
        there = place < counts[:, None]
        numbers = np.where(there, first[:, None] + place, 0)
        cells, entries = self._entries_in_phrasings(first, most)
        if left_out is not None:
            there &= ~left_out[numbers]
            counts = there.sum(1)
            kept = there.ravel()[cells]
            cells, entries = cells[kept], entries[kept]
        self.in_asks[:] = self._holding.best(cells // most, entries, size)
        held = self._holding.best(cells, entries, size * most)
        cover, pack_cover = np.array((self._shares, question.rarities)).dot(held).reshape(2, size, most)
        dice = np.minimum(1, 2 * question.weight * cover / (question.weight + phrasings.weights[numbers]))
        rarities = np.maximum(0.1, question.rarity + phrasings.rarities[numbers])
        pack_dice = np.minimum(1, 2 * question.rarity * pack_cover / rarities)
        same = there & (self._tables.kinds[numbers] == KINDS.index(question.asked))
        by_dice = _three_best(dice + SAME_KIND * same, there, counts)
        by_cover = _three_best(cover, there, counts)
        by_pack = _three_best(pack_dice, there, counts)
        best = dice[by_dice[0]]
        columns["has_asks"][:] = counts > 0
        columns["dice"][:] = best
        columns["dice_cubed"][:] = best**3
        columns["dice_top"][:] = (dice[by_dice[1]] + dice[by_dice[2]]) / 2
        columns["dice_kind"][:] = (dice * same).max(1)
        columns["same_question"][:] = same[by_dice[0]] * best
        columns["ask_cover"][:] = cover[by_cover[0]]
        columns["ask_cover_top"][:] = (cover[by_cover[1]] + cover[by_cover[2]]) / 2
        columns["pack_dice"][:] = pack_dice[by_pack[0]]
        columns["pack_dice_top"][:] = pack_dice[by_pack[1]]
        columns["pack_cover"][:] = pack_cover.max(1)
        typical = held.reshape(-1, size, most).sum(2) / np.maximum(1, counts)
        columns["asks_typical"][:] = self._shares.dot(np.sqrt(typical, dtype=np.float32))

    def _entries_in_phrasings(self, first: npt.NDArray[np.int64], most: int) -> tuple[Places, Ints]:
        """The words of the facts' phrasings that stand for a unit: their cells (`most` a fact), and their entries."""
        phrasings, words = self._index.phrasings, self._index.phrasings.words
        begins, ends = words.starts[first], words.starts[phrasings.starts[self._positions + 1]]
        runs = [words.values[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        places, entries = self._holding.entries(np.concatenate(runs))
        upto = (ends - begins).cumsum()
        fact = upto.searchsorted(places, "right")
        number = self._tables.phrasing_of[places + (ends - upto)[fact]]
        return fact * most + (number - first[fact]), entries

    def judge_kind(self) -> None:
        """Whether a fact holds the kind of thing that is asked for."""
        index, tables, columns, asked = self._index, self._tables, self.columns, self._question.asked
        self.features.T[_HELD] = (index.holds[self._positions] & _BITS[:, None]) > 0
        read = self._read
        if tables.text_rows is None:
            read = _read_some(index.texts, None, self._positions, None)
        is_new = ~self._holding.stands_for_any(read.words)
        rows, words = read.rows[is_new], read.words[is_new]
        row = tables.telling_row[words]
        of_kind = tables.telling.by_kind[KINDS.index(self._question.kind)][row]
        columns["telling"][:] = np.bincount(rows, tables.telling_any[words], read.size)[read.own] / 5
        columns["telling_kind"][:] = np.bincount(rows, of_kind, read.size)[read.own] / 3
        columns["telling_most"][:] = _largest(rows, of_kind, read.size)[read.own]
        new_name = np.bincount(rows, index.like_names[words], read.size)[read.own] > 0
        if len(index.named.values):
            rows, words = index.named.gather(self._positions)
            new_name |= np.bincount(rows, ~self._holding.stands_for_any(words), self._size) > 0
        columns["new_name"][:] = new_name
        if asked in _WANTED:
            could = columns[_WANTED[asked]] > 0
            if asked == "when":
                could = could | (columns["number"] > 0)
        elif asked in {"who", "name", "place"}:
            could = new_name | ((columns["person"] > 0) & (asked == "who"))
        else:
            could = np.ones(self._size, dtype=np.bool_)
        columns["holds"][:] = could
        columns["lacks"][:] = ~could & (asked in TELLING)

    def sum_up(self) -> None:
        """How much of the question a fact holds, and what it tells beyond it."""
        columns, weights, shares, question = self.columns, self._weights, self._shares, self._question
        text, whole, either, tables = self.text, self.whole, self.either, self._tables
        count = len(question.units)
        focus = np.array([unit.is_focus for unit in question.units], dtype=np.bool_)
        background = question.surprises / np.float32(max(1.0, float(question.surprises.sum())))
        even = np.full(count, 1 / count, dtype=np.float32)
        columns["text"][:], columns["text_background"][:], columns["text_count"][:], columns["pack_text"][:] = np.array(
            (shares, background, even, question.rarities)
        ).dot(text)
        columns["with_asks"][:], columns["pack_either"][:], columns["names"][:], columns["focus"][:] = np.array(
            (shares, question.rarities, self._name_shares, _shares(weights, focus))
        ).dot(either)
        if focus.any():
            columns["focus_missing"][:] = 1 - columns["focus"]
        columns["exact"][:] = shares.dot(text > 0.98)
        columns["inflected"][:] = shares.dot(text > 0.95)
        columns["whole"][:] = shares.dot(whole)
        columns["rarest"][:] = whole[self._rarest]
        columns["loss"][:] = ((1 - either) * weights[:, None]).max(0) / english.rarest()
        columns["missing"][:] = (either < 0.5).sum(0) / count
        columns["pack_asks"][:] = question.rarities.dot(self.in_asks)
        columns["pack_rarest"][:] = either[question.rarities.argmax()]
        hits, read = self._hits, self._read
        matched = np.bincount(hits.text, hits.worth * weights[hits.unit], read.size)[read.own]
        told = tables.totals[self._positions]
        columns["precision"][:] = np.minimum(1, matched / told)
        new = np.maximum(0, told - matched) / english.rarest()
        columns["new_words"][:] = np.minimum(new, 10) / 10
        columns["nothing_new"][:] = new < 0.5
        columns["length"][:] = tables.log_lengths[self._positions] / 4

    def order(self) -> None:
        """Words that stand side by side in the question and in the text."""
        hits, columns, read = self._hits, self.columns, self._read
        if len(hits.text) < 2:
            return
        text, unit, place = hits.text, hits.unit, hits.place
        step = unit[1:] - unit[:-1]
        weights = self._weights[unit] / np.float32(english.rarest())
        both = np.minimum(weights[1:], weights[:-1]) * (text[1:] == text[:-1])
        near = both * ((place[1:] - place[:-1] <= REACH) & (step != 0))
        columns["closeness"][:] = np.bincount(text[1:], near, read.size)[read.own]
        columns["pairs"][:] = np.bincount(text[1:], near * (step == 1), read.size)[read.own]
        columns["in_order"][:] = np.bincount(text[1:], both * (step > 0), read.size)[read.own]

    def look_around(self) -> None:
        """What the passages before and after add."""
        columns, text, weights, shares = self.columns, self.text, self._weights, self._shares
        if self._around is None:
            return
        around = self._around
        before, before_2 = around[:, :, OWN - 1], np.maximum(around[:, :, OWN - 2], around[:, :, OWN - 3])
        after, after_2 = around[:, :, OWN + 1], around[:, :, OWN + 2]
        columns["before_all"][:] = shares.dot(before)
        reached = text
        for name, there in (("before", before), ("before_2", before_2), ("after", after), ("after_2", after_2)):
            further = np.maximum(reached, there)
            columns[name][:] = shares.dot(further - reached)
            reached = further
        columns["loss_around"][:] = ((1 - reached) * weights[:, None]).max(0) / english.rarest()
        columns["rarest_around"][:] = reached[self._rarest]
        self._stretches()
        clause = np.array([unit.in_clause for unit in self._question.units], dtype=np.bool_)
        columns["main"][:] = _shares(weights, ~clause).dot(text)
        if clause.any():
            told = _shares(weights, clause)
            columns["clause"][:] = told.dot(text)
            columns["clause_before"][:] = told.dot(np.maximum(before, before_2))
            columns["clause_after"][:] = told.dot(after)
        if self._like_names.any():
            columns["names_before"][:] = self._name_shares.dot(np.maximum(np.maximum(before, before_2) - text, 0))
            columns["names_before_pronoun"][:] = columns["names_before"] * columns["pronoun"]

    def _stretches(self) -> None:
        """How much of the question stands in the same stretch of the story, and whether more does elsewhere."""
        passages, chapters = stretches(self._question.units, len(self._index.pack.facts))
        self.columns["passage"][:] = passages[self._positions >> PASSAGE] / self._question.weight
        self.columns["chapter"][:] = chapters[self._positions >> CHAPTER] / self._question.weight
        self.columns["chapter_best"][:] = self.columns["chapter"] - self.columns["chapter"].max()

    def judge_source(self) -> None:
        """Where a fact comes from."""
        if not self._question.continuities:
            self.columns["home"][:] = self._tables.is_home[self._positions]
        self.columns["derived"][:] = self._tables.is_derived[self._positions]

    def judge_people(self) -> None:
        """Whom a fact is about, who plays whom, and in which version of the story."""
        question, columns, tables, positions = self._question, self.columns, self._tables, self._positions
        named = [at for at, unit in enumerate(question.units) if unit.entities]
        firsts = [tables.firsts[at] for at in positions.tolist()] if named or question.excluded else []
        columns["about"][:] = (self.about[named] >= 0.9).mean(0) if named else 0.5
        if named:
            meant = {entity for at in named for entity in question.units[at].entities}
            columns["subject"][:] = [first in meant for first in firsts]
        if question.continuities:
            facts = self._index.pack.facts
            there = [facts[at].continuity in question.continuities for at in positions.tolist()]
            columns["continuity"][:] = np.where(there, 1, -1)
        columns["role"][:] = is_role = tables.is_role[positions]
        if question.is_about_a_role:
            people = self._index.names.who.keys()
            somebody = [at for at, unit in enumerate(question.units) if not people.isdisjoint(unit.entities)]
            share = (self.either[somebody] > 0).mean(0) if somebody else np.zeros(self._size)
            columns["role_fit"][:] = np.where(is_role > 0, np.where(share > 0, 0.3 + 0.7 * share, 0), -1)
        if question.excluded:
            columns["excluded"][:] = [first in question.excluded for first in firsts]
        kin = [at for at, unit in enumerate(question.units) if unit.is_kin]
        if kin:
            columns["kin_missing"][:] = (self.either[kin] < 0.5).any(0)

    def judge_meaning(self, sense: Sense) -> None:
        """What the phrasings of the pack taught."""
        columns = self.columns
        judged = sense.judge(self._question.asking)
        there = judged.chances[self._positions]
        columns["sense"][:] = there
        columns["sense_log"][:] = least_log(there)
        columns["sense_lead"][:] = there - judged.chances.max()
        columns["sense_known"][:] = judged.known
        columns["sense_none"][:] = judged.none


def least_log(chances: Floats) -> Floats:
    """The logarithms of chances, as shares of that of the least: -1 for it and all below, 0 for certainty."""
    logs: Floats = (np.log(np.maximum(chances, LEAST_CHANCE)) / -np.log(LEAST_CHANCE)).astype(np.float32)
    return logs


def _three_best(
    values: Floats, there: npt.NDArray[np.bool_], counts: npt.NDArray[np.int64]
) -> tuple[tuple[Places, Places], ...]:
    """Where the three largest values of each row stand; the last one again where there are fewer."""
    rows = np.arange(len(values))
    left = np.where(there, values, np.float32(-1))
    first = left.argmax(1)
    left[rows, first] = -2
    second = np.where(counts > 1, left.argmax(1), first)
    left[rows, second] = -2
    third = np.where(counts > 2, left.argmax(1), second)
    return (rows, first), (rows, second), (rows, third)


def _largest(rows: Places, values: Floats, size: int) -> Floats:
    """The largest of the values of each row, at least 0."""
    kept = (values > 0).nonzero()[0]
    order = kept[values[kept].argsort()]
    largest = np.zeros(size, dtype=np.float32)
    largest[rows[order]] = values[order]  # the last one stays
    return largest


def _shares(weights: Floats, chosen: npt.NDArray[np.bool_]) -> Floats:
    """The weights of the chosen units as shares of their sum, all others 0."""
    some = weights * chosen
    return some / np.float32(max(0.1, float(some.sum())))


def _sums(lists: Lists, weights: Floats) -> Floats:
    """The sum of the weights of each list's values, at least 0.1."""
    known = np.append(weights[lists.values], np.float32(0))
    sums = np.add.reduceat(known, lists.starts[:-1]) if len(lists) else known[:0]
    sums[np.diff(lists.starts) == 0] = 0
    least: Floats = np.maximum(sums, np.float32(0.1))
    return least


def _telling_rows(index: PackIndex, words: TellingWords) -> npt.NDArray[np.int16]:
    """For each word of the pack the number of its stem among the telling words; one too many for all others."""
    rows = np.full(max(1, index.lexicon.terms), len(words.rows), dtype=np.int16)
    for stem, row in words.rows.items():
        if (term := index.lexicon.term(stem)) is not None:
            rows[term] = row
    of_word: npt.NDArray[np.int16] = rows[index.lexicon.term_of]
    return of_word
