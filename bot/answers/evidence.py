"""What speaks for each of some facts, given a question."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers import english
from bot.answers.holding import Hits, Holding
from bot.answers.holds import HOLDS
from bot.answers.index import PackIndex
from bot.answers.language import TELLING
from bot.answers.learned import TellingWords
from bot.answers.reading import CHAPTER, PASSAGE, Question
from bot.answers.sense import Sense
from bot.answers.text import KINDS
from bot.answers.texts import Floats, Lists
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

_AT = {name: number for number, name in enumerate(FEATURES)}
_FIRST_HELD = _AT[HOLDS[0]]
_HELD = slice(_FIRST_HELD, _FIRST_HELD + len(HOLDS))
_BITS = (1 << np.arange(len(HOLDS))).astype(np.uint16)
_WANTED = {"how many": "number", "year": "year", "when": "time", "where": "place", "why": "reason"}


@dataclass(frozen=True)
class Evidence:
    """What speaks for some facts, a row each. `features` are in the order of `FEATURES`; `in_fact` and `in_asks` tell
    for each fact and unit of the question how well the fact, or its phrasings, hold it, 0 to 1."""

    positions: npt.NDArray[np.intp]
    features: Floats
    in_fact: Floats
    in_asks: Floats


class Gatherer:
    """Gathers evidence from one index. Keeps two tables the size of its vocabulary to look up words in."""

    def __init__(self, index: PackIndex, words: TellingWords, sense: Sense) -> None:
        self._index = index
        self.sense = sense
        self._words = words
        self._telling_row = _telling_rows(index, words)
        size = len(index.lexicon.words) + 1
        self._tables = (np.zeros(size, dtype=np.int16), np.zeros(size, dtype=np.float32))
        mean = float(index.lengths.mean()) if len(index.lengths) else 1.0
        self._norms = (SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * index.lengths / mean)).astype(np.float32)
        self._totals = _sums(index.texts, index.term_weights) * english.rarest() / index.rarest
        facts = index.pack.facts
        self._is_role = np.array([fact.kind is FactKind.ROLE for fact in facts], dtype=np.float32)
        self._first = [f"@{fact.characters[0]}" if fact.characters else "" for fact in facts] if index.names.who else []
        home = next(iter(index.pack.continuities), "")
        self._is_home = np.array([fact.continuity == home for fact in facts], dtype=np.float32)
        self._is_derived = np.array([fact.kind is FactKind.DERIVED for fact in facts], dtype=np.float32)
        self._kinds = np.array([KINDS.index(asked) for asked in index.phrasings.asked], dtype=np.int8)

    def candidates(self, question: Question) -> npt.NDArray[np.intp]:
        """Positions of the facts that are worth a closer look."""
        found = self._index.candidates(question)
        if not len(self.sense.facts) or not question.units:
            return found
        chances = self.sense.judge(question.asking).chances
        likely = np.argsort(-chances, kind="stable")[:LIKELY]
        likely = likely[chances[likely] > 0]
        return np.concatenate((found, likely[~np.isin(likely, found)]))

    def gather(
        self, question: Question, positions: npt.NDArray[np.intp], *, left_out: npt.NDArray[np.bool_] | None = None
    ) -> Evidence:
        """The evidence for the facts at these positions.

        `left_out` marks phrasings of the pack that are passed over, as if nobody had written them.
        """
        holding = Holding(question.units, self._tables)
        try:
            gathering = self._look(question, positions, holding, left_out)
        finally:
            holding.release()
        if self._first:
            gathering.judge_people(self._is_role[positions], [self._first[at] for at in positions.tolist()])
        if len(self.sense.facts):
            gathering.judge_meaning(self.sense)
        gathering.columns["home"][:] = self._is_home[positions] * (not question.continuities)
        gathering.columns["derived"][:] = self._is_derived[positions]
        return Evidence(positions, gathering.features, gathering.whole, gathering.in_asks)

    def _look(
        self,
        question: Question,
        positions: npt.NDArray[np.intp],
        holding: Holding,
        left_out: npt.NDArray[np.bool_] | None,
    ) -> "_Gathering":
        """Everything for which words are looked up."""
        gathering = _Gathering(self._index, question, positions, holding)
        gathering.read_texts(self._norms)
        gathering.read_names()
        if len(self._kinds):
            gathering.read_phrasings(self._kinds, left_out)
        gathering.sum_up(self._totals)
        gathering.look_around()
        gathering.judge_kind(self._telling_row, self._words)
        return gathering


class _Gathering:
    """The evidence for some facts in the making. Its steps are taken in the order in which they stand here."""

    def __init__(self, index: PackIndex, question: Question, positions: npt.NDArray[np.intp], holding: Holding) -> None:
        self._index = index
        self._question = question
        self._positions = positions
        self._holding = holding
        self._size = len(positions)
        self._weights = question.weights
        self._shares = question.weights / np.float32(question.weight)
        self.features = np.zeros((self._size, len(FEATURES)), dtype=np.float32)
        self.columns = dict(zip(FEATURES, self.features.T, strict=True))
        self.in_asks = np.zeros((self._size, holding.count), dtype=np.float32)
        self._like_names = np.array([unit.like_a_name for unit in question.units], dtype=np.bool_)
        self._name_shares = _shares(self._weights, self._like_names)

    def read_texts(self, norms: Floats) -> None:
        """The words of the facts and of the passages around them."""
        index, positions, columns, count = self._index, self._positions, self.columns, self._holding.count
        first, last = index.story
        in_story = (positions >= first) & (positions < last)
        self._in_story = bool(in_story.any())
        if self._in_story:
            around = positions[:, None] + WINDOW
            there = (around >= first) & (around < last) & in_story[:, None]
            there[:, OWN] = True
            cells = there.ravel().nonzero()[0]
            rows, words = index.texts.gather(around[there])
            cells = cells[rows]
            width, own = len(WINDOW), OWN
        else:
            cells, words = index.texts.gather(positions)
            width, own = 1, 0
        held, hits = self._holding.held(cells, words, self._size * width)
        self._held = held.reshape(self._size, width, count)
        self.text = self._held[:, own].copy()
        inside = hits.text % width == own
        self._hits = Hits(hits.text[inside] // width, hits.unit[inside], hits.place[inside], hits.worth[inside])
        is_own = (cells % width == own).nonzero()[0]
        self._own_rows, self._own_words = cells[is_own] // width, words[is_own]
        found = np.bincount(self._hits.text * count + self._hits.unit, minlength=self._size * count)
        times = found.astype(np.float32).reshape(self._size, count)
        saturated = self.text * times * (SATURATION + 1) / (times + norms[positions][:, None])
        bm25 = saturated @ self._weights
        columns["bm25_share"][:] = bm25 / self._question.weight
        columns["bm25"][:] = bm25 / 30

    def read_names(self) -> None:
        """Those whom the facts name, and whom they are about."""
        self.about = np.zeros_like(self.text)
        for lists in (self._index.named, self._index.about):
            if len(lists.values):
                rows, words = lists.gather(self._positions)
                found, _ = self._holding.held(rows, words, self._size)
                if lists is self._index.named:
                    np.maximum(self.text, found, out=self.text)
                else:
                    self.about = found
        self.whole = np.maximum(self.text, self.about)

    def read_phrasings(self, kinds: npt.NDArray[np.int8], left_out: npt.NDArray[np.bool_] | None) -> None:
        """The nearest phrasings of each fact."""
        phrasings, question, columns = self._index.phrasings, self._question, self.columns
        first = phrasings.starts[self._positions]
        sizes = phrasings.starts[self._positions + 1] - first
        owners = np.repeat(np.arange(self._size), sizes)
        numbers = np.arange(len(owners)) + (first - np.cumsum(sizes) + sizes)[owners]
        if left_out is not None:
            kept = ~left_out[numbers]
            numbers, owners = numbers[kept], owners[kept]
        if not len(owners):
            return
        rows, words = phrasings.words.gather(numbers)
        held, _ = self._holding.held(rows, words, len(numbers))
        shared = held @ self._weights
        dice = np.minimum(1, 2 * shared / (question.weight + phrasings.weights[numbers]))
        same = kinds[numbers] == KINDS.index(question.asked)
        cover = shared / question.weight
        pack_cover = held @ question.rarities
        pack_dice = 2 * pack_cover * question.rarity / np.maximum(0.1, question.rarity + phrasings.rarities[numbers])
        begins = np.append(True, owners[1:] != owners[:-1]).nonzero()[0]
        facts = owners[begins]
        ends = np.append(begins[1:], len(owners))
        second, third = np.minimum(begins + 1, ends - 1), np.minimum(begins + 2, ends - 1)
        self.in_asks[facts] = np.maximum.reduceat(held, begins)
        columns["has_asks"][facts] = 1
        ranked = np.lexsort((-(dice + SAME_KIND * same), owners))
        best = ranked[begins]
        columns["dice"][facts] = dice[best]
        columns["dice_cubed"][facts] = dice[best] ** 3
        by_pack = np.lexsort((-pack_dice, owners))
        columns["pack_dice"][facts] = np.minimum(1, pack_dice[by_pack[begins]])
        columns["pack_dice_top"][facts] = np.minimum(1, pack_dice[by_pack[second]])
        columns["pack_cover"][facts] = np.maximum.reduceat(pack_cover, begins)
        columns["same_question"][facts] = same[best] * dice[best]
        columns["dice_kind"][facts] = np.maximum.reduceat(dice * same, begins)
        columns["dice_top"][facts] = (dice[ranked[second]] + dice[ranked[third]]) / 2
        columns["ask_cover"][facts] = np.maximum.reduceat(cover, begins)
        by_cover = np.lexsort((-cover, owners))
        columns["ask_cover_top"][facts] = (cover[by_cover[second]] + cover[by_cover[third]]) / 2
        typical = np.add.reduceat(held, begins) / (ends - begins)[:, None]
        columns["asks_typical"][facts] = np.sqrt(typical) @ self._shares

    def sum_up(self, totals: Floats) -> None:
        """How much of the question a fact holds, how its words stand there, and what it tells beyond them."""
        columns, weights, question = self.columns, self._weights, self._question
        surprises = question.surprises
        background = surprises / max(1.0, float(surprises.sum()))
        columns["text"][:] = self.text @ self._shares
        columns["text_background"][:] = self.text @ background
        columns["text_count"][:] = self.text.sum(1) / self._holding.count
        columns["exact"][:] = (self.text > 0.98) @ self._shares
        columns["inflected"][:] = (self.text > 0.95) @ self._shares
        columns["whole"][:] = self.whole @ self._shares
        self._rarest = int(weights.argmax())
        columns["rarest"][:] = self.whole[:, self._rarest]
        self.either = np.maximum(self.whole, self.in_asks)
        columns["with_asks"][:] = self.either @ self._shares
        columns["loss"][:] = ((1 - self.either) * weights).max(1) / english.rarest()
        columns["missing"][:] = (self.either < 0.5).sum(1) / self._holding.count
        focus = np.array([unit.is_focus for unit in question.units], dtype=np.bool_)
        if focus.any():
            columns["focus"][:] = self.either @ _shares(weights, focus)
            columns["focus_missing"][:] = 1 - columns["focus"]
        columns["names"][:] = self.either @ self._name_shares
        rarities = question.rarities
        columns["pack_text"][:] = self.text @ rarities
        columns["pack_asks"][:] = self.in_asks @ rarities
        columns["pack_either"][:] = self.either @ rarities
        columns["pack_rarest"][:] = self.either[:, int(rarities.argmax())]
        self._order()
        hits = self._hits
        matched = np.bincount(hits.text, hits.worth * weights[hits.unit], self._size)
        told = totals[self._positions]
        columns["precision"][:] = np.minimum(1, matched / told)
        new = np.maximum(0, told - matched) / english.rarest()
        columns["new_words"][:] = np.minimum(new, 10) / 10
        columns["nothing_new"][:] = new < 0.5
        columns["length"][:] = np.log(self._index.lengths[self._positions]) / 4

    def _order(self) -> None:
        """Words that stand side by side in the question and in the text."""
        hits, columns = self._hits, self.columns
        if len(hits.text) < 2:
            return
        text, unit, place = hits.text, hits.unit, hits.place
        step = unit[1:] - unit[:-1]
        weights = self._weights[unit] / np.float32(english.rarest())
        both = np.minimum(weights[1:], weights[:-1]) * (text[1:] == text[:-1])
        near = both * ((place[1:] - place[:-1] <= REACH) & (step != 0))
        columns["closeness"][:] = np.bincount(text[1:], near, self._size)
        columns["pairs"][:] = np.bincount(text[1:], near * (step == 1), self._size)
        columns["in_order"][:] = np.bincount(text[1:], both * (step > 0), self._size)

    def look_around(self) -> None:
        """What the passages before and after add."""
        columns, text, weights, shares = self.columns, self.text, self._weights, self._shares
        if not self._in_story:
            return
        held = self._held
        before, before_2 = held[:, OWN - 1], np.maximum(held[:, OWN - 2], held[:, OWN - 3])
        after, after_2 = held[:, OWN + 1], held[:, OWN + 2]
        columns["before_all"][:] = before @ shares
        reached = text
        for name, there in (("before", before), ("before_2", before_2), ("after", after), ("after_2", after_2)):
            further = np.maximum(reached, there)
            columns[name][:] = (further - reached) @ shares
            reached = further
        columns["loss_around"][:] = ((1 - reached) * weights).max(1) / english.rarest()
        columns["rarest_around"][:] = reached[:, self._rarest]
        self._stretches()
        clause = np.array([unit.in_clause for unit in self._question.units], dtype=np.bool_)
        columns["main"][:] = text @ _shares(weights, ~clause)
        if clause.any():
            told = _shares(weights, clause)
            columns["clause"][:] = text @ told
            columns["clause_before"][:] = np.maximum(before, before_2) @ told
            columns["clause_after"][:] = after @ told
        if self._like_names.any():
            columns["names_before"][:] = np.maximum(np.maximum(before, before_2) - text, 0) @ self._name_shares
            pronoun = self._index.holds[self._positions] & _BITS[HOLDS.index("pronoun")]
            columns["names_before_pronoun"][:] = columns["names_before"] * (pronoun > 0)

    def _stretches(self) -> None:
        """How much of the question stands in the same stretch of the story, and whether more does elsewhere."""
        size = len(self._index.pack.facts)
        for name, bits in (("passage", PASSAGE), ("chapter", CHAPTER)):
            told = np.zeros((size >> bits) + 1, dtype=np.float32)
            for unit in self._question.units:
                told[unit.passages if bits == PASSAGE else unit.chapters] += np.float32(unit.weight)
            self.columns[name][:] = told[self._positions >> bits] / self._question.weight
        self.columns["chapter_best"][:] = self.columns["chapter"] - self.columns["chapter"].max()

    def judge_kind(self, telling_row: npt.NDArray[np.int16], telling: TellingWords) -> None:
        """Whether a fact holds the kind of thing that is asked for."""
        index, columns, asked = self._index, self.columns, self._question.asked
        self.features[:, _HELD] = (index.holds[self._positions][:, None] & _BITS) > 0
        is_new = ~self._holding.stands_for_any(self._own_words)
        rows, words = self._own_rows[is_new], self._own_words[is_new]
        row = telling_row[words]
        tells = row < len(telling.rows)
        by_kind = telling.by_kind[KINDS.index(self._question.kind)][row[tells]]
        columns["telling"][:] = np.bincount(rows[tells], telling.any[row[tells]], self._size) / 5
        columns["telling_kind"][:] = np.bincount(rows[tells], by_kind, self._size) / 3
        np.maximum.at(columns["telling_most"], rows[tells], by_kind)
        new_name = np.bincount(rows, index.like_names[words], self._size) > 0
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

    def judge_people(self, is_role: Floats, firsts: list[str]) -> None:
        """Whom a fact is about (`firsts`), who plays whom, and in which version of the story."""
        question, columns = self._question, self.columns
        named = [at for at, unit in enumerate(question.units) if unit.entities]
        columns["about"][:] = (self.about[:, named] >= 0.9).mean(1) if named else 0.5
        if named:
            meant = {entity for at in named for entity in question.units[at].entities}
            columns["subject"][:] = [first in meant for first in firsts]
        if question.continuities:
            facts = self._index.pack.facts
            there = [facts[at].continuity in question.continuities for at in self._positions.tolist()]
            columns["continuity"][:] = np.where(there, 1, -1)
        columns["role"][:] = is_role
        if question.is_about_a_role:
            people = self._index.names.who.keys()
            somebody = [at for at, unit in enumerate(question.units) if not people.isdisjoint(unit.entities)]
            share = (self.either[:, somebody] > 0).mean(1) if somebody else np.zeros(self._size)
            columns["role_fit"][:] = np.where(is_role > 0, np.where(share > 0, 0.3 + 0.7 * share, 0), -1)
        if question.excluded:
            columns["excluded"][:] = [first in question.excluded for first in firsts]
        kin = [at for at, unit in enumerate(question.units) if unit.is_kin]
        if kin:
            columns["kin_missing"][:] = (self.either[:, kin] < 0.5).any(1)

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
