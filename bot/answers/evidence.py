"""What speaks for each of some facts, given a question."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers import english
from bot.answers.index import HOLDS, PackIndex
from bot.answers.language import TELLING
from bot.answers.learned import TellingWords
from bot.answers.reading import CHAPTER, PASSAGE, Question
from bot.answers.sense import Sense
from bot.answers.text import KINDS
from bot.answers.texts import Floats, Ints, Lists
from bot.knowledge.model import FactKind

FEATURES = (
    # how much of the question stands in the text
    "text", "text_background", "text_count", "exact", "inflected", "whole", "with_asks", "bm25_share", "bm25", "rarest", "names",
    "loss", "loss_around", "missing", "focus", "focus_missing",
    # in the passages around it
    "before", "before_2", "after", "after_2", "near", "far", "before_all", "rarest_around", "names_before",
    "names_before_pronoun", "passage", "chapter", "chapter_best", "main", "clause", "clause_before", "clause_after",
    # how the words stand
    "pairs", "in_order", "closeness", "length", "precision", "new_words", "nothing_new",
    # what kind of thing is asked for
    "telling", "telling_kind", "telling_most",
    "holds", "lacks", "new_name", "number", "year", "time", "place", "reason", "name", "person", "speech", "pronoun", "feeling",
    # phrasings
    "dice", "dice_cubed", "dice_kind", "dice_top", "ask_cover", "ask_cover_top", "same_question", "has_asks", "asks_typical",
    "sense", "sense_log", "sense_lead", "sense_known",
    # names, roles, continuity
    "about", "subject", "continuity", "role", "role_fit", "excluded", "kin_missing",
)  # fmt: skip
"""What `gather` gives for each fact, in order."""

WINDOW = (-3, -2, -1, 0, 1, 2)
"""The passages around a fact of the story whose words are looked at one by one."""

OWN = WINDOW.index(0)

NEAR = 10
"""Passages before and after that are near."""

FAR = 40
"""Passages before and after that are still of the same chapter."""

SATURATION = 1.2
LENGTH_SHARE = 0.75
"""The usual constants of BM25 (Robertson and Zaragoza 2009)."""

SAME_KIND = 0.05
"""What it counts between two phrasings that one asks for the same kind of thing."""

LIKELY = 8
"""Facts that the pack's phrasings suggest, which are looked at whatever their words."""

LEAST_CHANCE = 1e-6
"""Chances that are less than this are all the same."""

REACH = 3
"""Words apart up to which two words stand side by side."""

_WANTED = {
    "how many": "number", "year": "year", "when": "time", "where": "place", "why": "reason",
}  # fmt: skip

_BIT = {name: np.uint16(1 << number) for number, name in enumerate(HOLDS)}


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
        rows = np.full(index.lexicon.terms, len(words.rows), dtype=np.int16)
        for stem, row in words.rows.items():
            if (term := index.lexicon.term(stem)) is not None:
                rows[term] = row
        self._telling_row = rows[index.lexicon.term_of] if len(index.lexicon.words) else rows
        size = len(index.lexicon.words) + 1
        self._unit_of = np.zeros(size, dtype=np.int16)
        self._worth_of = np.zeros(size, dtype=np.float32)
        self._mean_length = float(index.lengths.mean()) if len(index.lengths) else 1.0
        self._is_role = np.array([fact.kind is FactKind.ROLE for fact in index.pack.facts], dtype=np.bool_)
        self._totals = self._sums(index.texts)
        self._kinds = np.array([KINDS.index(asked) for asked in index.phrasings.asked], dtype=np.int8)

    def _sums(self, lists: Lists) -> Floats:
        """What each text tells in all."""
        weights = np.append(self._index.term_weights[lists.values], np.float32(0))
        sums = np.add.reduceat(weights, lists.starts[:-1]) if len(lists) else weights[:0]
        sums[np.diff(lists.starts) == 0] = 0
        return np.maximum(sums, 0.1)

    def candidates(self, question: Question) -> npt.NDArray[np.intp]:
        """Positions of the facts that are worth a closer look."""
        found = self._index.candidates(question)
        if not len(self.sense.facts) or not question.units:
            return found
        chances, _ = self.sense.chances(question.asking)
        likely = np.argsort(-chances, kind="stable")[:LIKELY]
        likely = likely[chances[likely] > 0]
        return np.concatenate((found, likely[~np.isin(likely, found)]))

    def gather(
        self, question: Question, positions: npt.NDArray[np.intp], *, left_out: npt.NDArray[np.bool_] | None = None
    ) -> Evidence:
        """The evidence for the facts at these positions.

        `left_out` marks phrasings of the pack that are passed over, as if nobody had written them.
        """
        index = self._index
        units, count, size = question.units, len(question.units), len(positions)
        layers = self._layers(question)
        weights, surprises = question.weights, question.surprises
        total, background = question.weight, float(surprises.sum()) or 1.0
        features = np.zeros((size, len(FEATURES)), dtype=np.float32)
        columns = dict(zip(FEATURES, features.T, strict=True))

        # The words of the facts and of the passages around them
        first, last = index.story
        in_story = (positions >= first) & (positions < last)
        window = WINDOW if in_story.any() else (0,)
        own = window.index(0)
        around = positions[:, None] + np.array(window)
        valid = (around >= first) & (around < last) & in_story[:, None]
        valid[:, own] = True
        wanted = np.where(valid, around, 0)
        rows, words = index.texts.gather(wanted[valid])
        cells = np.nonzero(valid.ravel())[0][rows]
        held, hits = self._match(layers, cells, words, size * len(window), count)
        held = held.reshape(size, len(window), count)
        text = held[:, own].copy()
        for lists in (index.named, index.about):
            if len(lists):
                named_rows, named_words = lists.gather(positions)
                found, _ = self._match(layers, named_rows, named_words, size, count)
                if lists is index.named:
                    np.maximum(text, found, out=text)
                    whole = text
                    about = found
                else:
                    whole = np.maximum(text, found)
                    about = found
        if not len(index.named):
            whole, about = text, np.zeros_like(text)
        columns["text"][:] = text @ weights / total
        columns["text_background"][:] = text @ surprises / background
        columns["text_count"][:] = text.mean(1)
        columns["exact"][:] = (text > 0.98) @ weights / total
        columns["inflected"][:] = (text > 0.95) @ weights / total
        columns["whole"][:] = whole @ weights / total
        own_hits = hits.cell % len(window) == own
        tf = np.bincount(
            (hits.cell[own_hits] // len(window)) * count + hits.unit[own_hits], minlength=size * count
        ).reshape(size, count)
        tf = np.maximum(tf, text > 0)
        norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * index.lengths[positions] / self._mean_length)
        bm25 = ((text * tf * (SATURATION + 1) / (tf + norm[:, None])) @ weights).astype(np.float32)
        columns["bm25_share"][:] = bm25 / total
        columns["bm25"][:] = bm25 / 30
        rarest = int(np.argmax(weights))
        columns["rarest"][:] = whole[:, rarest]
        like_names = np.array([unit.like_a_name for unit in units], dtype=np.bool_)
        name_weight = float(weights[like_names].sum())

        # Phrasings
        in_asks = self._phrasings(columns, question, positions, layers, left_out)
        self._release(layers)
        either = np.maximum(whole, in_asks)
        columns["with_asks"][:] = either @ weights / total
        gaps = (1 - either) * weights
        columns["loss"][:] = gaps.max(1) / english.rarest()
        columns["missing"][:] = (either < 0.5).mean(1)
        focus = np.array([unit.is_focus for unit in units], dtype=np.bool_)
        if focus.any():
            columns["focus"][:] = either[:, focus] @ weights[focus] / weights[focus].sum().clip(0.1)
            columns["focus_missing"][:] = 1 - columns["focus"]
        if name_weight:
            columns["names"][:] = either[:, like_names] @ weights[like_names] / name_weight

        # Around
        if len(window) > 1:
            self._around(columns, question, positions, held, text, like_names, name_weight)
        self._order(columns, question, hits, own, len(window), size)
        self._novelty(columns, question, positions, hits, own_hits, len(window))
        self._kind(columns, question, positions, whole)
        self._meaning(columns, question, positions)
        self._people(columns, question, positions, about, either)
        columns["length"][:] = np.log(index.lengths[positions]) / 4
        return Evidence(positions, features, whole, in_asks)

    # Looking words up

    def _layers(self, question: Question) -> list[tuple[Ints, Ints, Floats]]:
        """The question's words with their unit (counted from 1) and worth, as tables in which no word stands twice."""
        words = np.concatenate([unit.words for unit in question.units])
        sizes = [len(unit.words) for unit in question.units]
        owners = np.repeat(np.arange(1, len(sizes) + 1, dtype=np.int16), sizes)
        worths = np.concatenate([unit.worths for unit in question.units])
        order = np.lexsort((-worths, words))
        words, owners, worths = words[order], owners[order], worths[order]
        layers = []
        while len(words):
            fresh = np.append(True, words[1:] != words[:-1])
            layers.append((words[fresh], owners[fresh], worths[fresh]))
            words, owners, worths = words[~fresh], owners[~fresh], worths[~fresh]
        return layers

    def _release(self, layers: list[tuple[Ints, Ints, Floats]]) -> None:
        for words, _, _ in layers[-1:]:
            self._unit_of[words] = 0

    def _match(
        self, layers: list[tuple[Ints, Ints, Floats]], cells: npt.NDArray[np.intp], words: Ints, size: int, count: int
    ) -> tuple[Floats, "_Hits"]:
        """How well each of `size` cells holds each unit, and where each word was hit, in the order of the text."""
        held = np.zeros(size * count, dtype=np.float32)
        hits = _NO_HITS
        for words_of, owners, worths in layers:
            self._unit_of[words_of] = owners
            self._worth_of[words_of] = worths
            units = self._unit_of[words]
            places = np.nonzero(units)[0]
            there = units[places] - 1
            worth = self._worth_of[words[places]]
            flat = cells[places] * count + there
            np.maximum.at(held, flat, worth)
            if hits is _NO_HITS:
                hits = _Hits(cells[places], there, places, worth)
            self._unit_of[words_of] = 0
        return held.reshape(size, count), hits

    # Parts of the evidence

    def _phrasings(
        self,
        columns: dict[str, Floats],
        question: Question,
        positions: npt.NDArray[np.intp],
        layers: list[tuple[Ints, Ints, Floats]],
        left_out: npt.NDArray[np.bool_] | None,
    ) -> Floats:
        """The nearest phrasings of each fact. Gives for each fact and unit how well its phrasings hold it."""
        phrasings = self._index.phrasings
        count = len(question.units)
        in_asks = np.zeros((len(positions), count), dtype=np.float32)
        first = phrasings.starts[positions]
        sizes = phrasings.starts[positions + 1] - first
        owners = np.repeat(np.arange(len(positions)), sizes)
        if not len(owners):
            return in_asks
        numbers = np.arange(len(owners)) + (first - np.cumsum(sizes) + sizes)[owners]
        if left_out is not None:
            kept = ~left_out[numbers]
            numbers, owners = numbers[kept], owners[kept]
            if not len(owners):
                return in_asks
        rows, words = phrasings.words.gather(numbers)
        held, _ = self._match(layers, rows, words, len(numbers), count)
        shared = held @ question.weights
        dice = 2 * shared / (question.weight + phrasings.weights[numbers])
        np.minimum(dice, 1, out=dice)
        same = self._kinds[numbers] == KINDS.index(question.asked)
        cover = shared / question.weight
        begins = np.nonzero(np.append(True, owners[1:] != owners[:-1]))[0]
        facts = owners[begins]
        in_asks[facts] = np.maximum.reduceat(held, begins)
        columns["has_asks"][facts] = 1
        ranked = np.lexsort((-(dice + SAME_KIND * same), owners))
        best = ranked[begins]
        columns["dice"][facts] = dice[best]
        columns["dice_cubed"][facts] = dice[best] ** 3
        columns["same_question"][facts] = same[best] * dice[best]
        columns["dice_kind"][facts] = np.maximum.reduceat(dice * same, begins)
        ends = np.append(begins[1:], len(owners))
        third = np.minimum(begins + 2, ends - 1)
        second = np.minimum(begins + 1, ends - 1)
        columns["dice_top"][facts] = (dice[ranked[second]] + dice[ranked[third]]) / 2
        columns["ask_cover"][facts] = np.maximum.reduceat(cover, begins)
        by_cover = np.lexsort((-cover, owners))
        columns["ask_cover_top"][facts] = (cover[by_cover[second]] + cover[by_cover[third]]) / 2
        typical = np.add.reduceat(held, begins) / (ends - begins)[:, None]
        columns["asks_typical"][facts] = np.sqrt(typical) @ question.weights / question.weight
        return in_asks

    def _around(
        self,
        columns: dict[str, Floats],
        question: Question,
        positions: npt.NDArray[np.intp],
        held: Floats,
        text: Floats,
        like_names: npt.NDArray[np.bool_],
        name_weight: float,
    ) -> None:
        """What the passages before and after add."""
        weights, total = question.weights, question.weight
        before = held[:, OWN - 1]
        before_2 = np.maximum(held[:, OWN - 2], held[:, OWN - 3])
        after, after_2 = held[:, OWN + 1], held[:, OWN + 2]
        columns["before_all"][:] = before @ weights / total
        reached = text
        for name, there in (("before", before), ("before_2", before_2), ("after", after), ("after_2", after_2)):
            further = np.maximum(reached, there)
            columns[name][:] = (further - reached) @ weights / total
            reached = further
        columns["loss_around"][:] = ((1 - reached) * weights).max(1) / english.rarest()
        columns["rarest_around"][:] = reached[:, int(np.argmax(weights))]
        for name, reach in (("near", NEAR), ("far", FAR)):
            further = reached.copy()
            for at, unit in enumerate(question.units):
                if len(unit.holders):
                    low = np.searchsorted(unit.holders, positions - reach)
                    high = np.searchsorted(unit.holders, positions + reach + 1)
                    further[:, at] = np.maximum(further[:, at], high > low)
            columns[name][:] = (further - reached) @ weights / total
            reached = further
        self._stretches(columns, question, positions)
        clause = np.array([unit.in_clause for unit in question.units], dtype=np.bool_)
        columns["main"][:] = text[:, ~clause] @ weights[~clause] / max(0.1, float(weights[~clause].sum()))
        if clause.any():
            told = weights[clause] / max(0.1, float(weights[clause].sum()))
            columns["clause"][:] = text[:, clause] @ told
            columns["clause_before"][:] = np.maximum(before, before_2)[:, clause] @ told
            columns["clause_after"][:] = after[:, clause] @ told
        if name_weight:
            names_before = np.maximum(np.maximum(before, before_2) - text, 0)[:, like_names]
            columns["names_before"][:] = names_before @ weights[like_names] / name_weight
            pronoun = (self._index.holds[positions] & _BIT["pronoun"]) > 0
            columns["names_before_pronoun"][:] = columns["names_before"] * pronoun

    def _stretches(self, columns: dict[str, Floats], question: Question, positions: npt.NDArray[np.intp]) -> None:
        """How much of the question stands somewhere in the same stretch of the story, and whether more does elsewhere."""
        size = len(self._index.pack.facts)
        for name, bits in (("passage", PASSAGE), ("chapter", CHAPTER)):
            told = np.zeros((size >> bits) + 1, dtype=np.float32)
            for unit in question.units:
                told[unit.passages if bits == PASSAGE else unit.chapters] += np.float32(unit.weight)
            columns[name][:] = told[positions >> bits] / question.weight
        columns["chapter_best"][:] = columns["chapter"] - columns["chapter"].max()

    def _order(
        self, columns: dict[str, Floats], question: Question, hits: "_Hits", own: int, width: int, size: int
    ) -> None:
        """Words that stand side by side in the question and in the text."""
        inside = hits.cell % width == own
        cell, unit, place = hits.cell[inside] // width, hits.unit[inside], hits.place[inside]
        if len(cell) < 2:
            return
        weights = question.weights
        same = cell[1:] == cell[:-1]
        step = unit[1:] - unit[:-1]
        gap = place[1:] - place[:-1]
        both = np.minimum(weights[unit[1:]], weights[unit[:-1]]) / english.rarest()
        near = same & (gap <= REACH) & (step != 0)
        columns["closeness"][:] = np.bincount(cell[1:], both * near, size)
        columns["pairs"][:] = np.bincount(cell[1:], both * (near & (step == 1)), size)
        columns["in_order"][:] = np.bincount(cell[1:], both * (same & (step > 0)), size)

    def _novelty(
        self,
        columns: dict[str, Floats],
        question: Question,
        positions: npt.NDArray[np.intp],
        hits: "_Hits",
        own_hits: npt.NDArray[np.bool_],
        width: int,
    ) -> None:
        """What the text tells beyond the question: an answer has to tell something."""
        matched = np.bincount(
            hits.cell[own_hits] // width, hits.worth[own_hits] * question.weights[hits.unit[own_hits]], len(positions)
        )
        scale = english.rarest() / np.log(1 + len(self._index.pack.facts) / 0.5)
        totals = self._totals[positions] * scale
        share = np.minimum(1, matched / totals)
        columns["precision"][:] = share
        new = np.maximum(0, totals - matched) / english.rarest()
        columns["new_words"][:] = np.minimum(new, 10) / 10
        columns["nothing_new"][:] = new < 0.5

    def _kind(
        self, columns: dict[str, Floats], question: Question, positions: npt.NDArray[np.intp], whole: Floats
    ) -> None:
        """Whether a fact holds the kind of thing that is asked for."""
        index = self._index
        holds = index.holds[positions]
        for name in ("number", "year", "time", "place", "reason", "name", "person", "speech", "pronoun", "feeling"):
            columns[name][:] = (holds & _BIT[name]) > 0
        rows, words = index.texts.gather(positions)
        asked_with = np.concatenate([unit.words for unit in question.units])
        is_new = ~np.isin(words, asked_with)
        self._telling(columns, question, rows[is_new], words[is_new], len(positions))
        fresh = index.like_names[words] & is_new
        new_name = np.bincount(rows[fresh], minlength=len(positions)) > 0
        if len(index.named):
            rows, words = index.named.gather(positions)
            fresh = ~np.isin(words, asked_with)
            new_name |= np.bincount(rows[fresh], minlength=len(positions)) > 0
        columns["new_name"][:] = new_name
        asked = question.asked
        if asked in _WANTED:
            could = columns[_WANTED[asked]] > 0
            if asked == "when":
                could |= columns["number"] > 0
        elif asked in {"who", "name", "place"}:
            could = new_name | ((columns["person"] > 0) & (asked == "who"))
        else:
            could = np.ones(len(positions), dtype=np.bool_)
        columns["holds"][:] = could
        columns["lacks"][:] = ~could & (asked in TELLING)

    def _telling(
        self, columns: dict[str, Floats], question: Question, rows: npt.NDArray[np.intp], words: Ints, size: int
    ) -> None:
        """Words that the question lacks and that often stand in what answers a question of its kind."""
        known = self._telling_row[words]
        told = known < len(self._words.rows)
        rows, known = rows[told], known[told]
        by_kind = self._words.by_kind[KINDS.index(question.kind)][known]
        columns["telling"][:] = np.bincount(rows, self._words.any[known], size) / 5
        columns["telling_kind"][:] = np.bincount(rows, by_kind, size) / 3
        np.maximum.at(columns["telling_most"], rows, by_kind)

    def _meaning(self, columns: dict[str, Floats], question: Question, positions: npt.NDArray[np.intp]) -> None:
        """What the phrasings of the pack taught."""
        if not len(self.sense.facts):
            return
        chances, known = self.sense.chances(question.asking)
        there = chances[positions]
        columns["sense"][:] = there
        columns["sense_log"][:] = np.log(np.maximum(there, LEAST_CHANCE)) / -np.log(LEAST_CHANCE)
        columns["sense_lead"][:] = there - chances.max()
        columns["sense_known"][:] = known

    def _people(
        self,
        columns: dict[str, Floats],
        question: Question,
        positions: npt.NDArray[np.intp],
        about: Floats,
        either: Floats,
    ) -> None:
        """Whom a fact is about, who plays whom, and in which version of the story."""
        facts = [self._index.pack.facts[at] for at in positions]
        named = [at for at, unit in enumerate(question.units) if unit.entities]
        columns["about"][:] = (about[:, named] >= 0.9).mean(1) if named else 0.5
        if named:
            firsts = {entity for at in named for entity in question.units[at].entities}
            columns["subject"][:] = [bool(fact.characters) and f"@{fact.characters[0]}" in firsts for fact in facts]
        if question.continuities:
            columns["continuity"][:] = [1 if fact.continuity in question.continuities else -1 for fact in facts]
        is_role = self._is_role[positions]
        columns["role"][:] = is_role
        if question.is_about_a_role:
            people = self._index.names.who.keys()
            somebody = [at for at, unit in enumerate(question.units) if not people.isdisjoint(unit.entities)]
            share = (either[:, somebody] > 0).mean(1) if somebody else np.zeros(len(positions))
            columns["role_fit"][:] = np.where(is_role, np.where(share > 0, 0.3 + 0.7 * share, 0), -1)
        if question.excluded:
            columns["excluded"][:] = [
                bool(fact.characters) and f"@{fact.characters[0]}" in question.excluded for fact in facts
            ]
        kin = [at for at, unit in enumerate(question.units) if unit.is_kin]
        if kin:
            columns["kin_missing"][:] = (either[:, kin] < 0.5).any(1)


@dataclass(frozen=True)
class _Hits:
    """Words of texts that stand for a unit: the cell of the text, the unit, the place in reading order, the worth."""

    cell: npt.NDArray[np.intp]
    unit: npt.NDArray[np.int16]
    place: npt.NDArray[np.intp]
    worth: Floats


_NO_HITS = _Hits(
    np.empty(0, dtype=np.intp), np.empty(0, dtype=np.int16), np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
)
