"""Finds the facts of one pack that have something in common with a question.

One `PackIndex` a pack, so that adding a pack never changes how another is read.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from bot.answers.entries import Entry, Phrasing, entry_of, phrasing_of, ways_to_ask
from bot.answers.evidence import evidence
from bot.answers.names import NameTable
from bot.answers.reading import Question, Reader
from bot.answers.text import written_out
from bot.knowledge.model import Pack

CANDIDATES = 40
"""Facts whose evidence is looked at closely; beyond them the right one is hardly ever found."""


class PackIndex:
    """The facts of one pack, ready to be asked. `entries` are in the order of the pack's facts."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.names = NameTable(pack)
        self.is_phrased = 2 * sum(bool(fact.asks) for fact in pack.facts) >= len(pack.facts)
        """Whether the pack's author wrote phrasings; evidence counts differently where there are none."""
        drafts = [entry_of(fact, self.names) for fact in pack.facts]
        self._holders = _holders(drafts)
        self._mean_length = sum(draft.length for draft in drafts) / max(1, len(drafts))
        self._reader = Reader(pack, self.names, _words(pack) | self.names.words, lambda term: len(self._held(term)))
        self.entries = tuple(replace(draft, phrasings=tuple(self._phrasings(draft))) for draft in drafts)
        self._foreseen: dict[tuple[str, ...], list[int]] = {}
        for position, entry in enumerate(self.entries):
            for key in {key for phrasing in entry.phrasings for key in (phrasing.raws, phrasing.key)}:
                self._foreseen.setdefault(key, []).append(position)
        self._by_place = {entry.fact.place: entry for entry in self.entries if entry.fact.place is not None}

    def _phrasings(self, draft: Entry) -> Iterator[Phrasing]:
        for ask in ways_to_ask(draft.fact):
            yield phrasing_of(ask, self.read(ask, mend=False), self.names)

    def _held(self, term: str) -> npt.NDArray[np.int32]:
        return self._holders.get(term, _NOWHERE)

    def read(self, line: str, *, mend: bool = True) -> Question:
        """What a line asks, in the terms of this pack; its spelling corrected unless told otherwise."""
        return self._reader.read(line, mend=mend)

    def candidates(self, question: Question) -> list[int]:
        """Positions of the facts that have most in common with a question, at most `CANDIDATES`, best first."""
        if not self.entries:
            return []
        scores = np.zeros(len(self.entries), dtype=np.float32)
        for unit in question.units:
            best: dict[str, float] = dict(unit.forms)
            gained = np.zeros_like(scores) if len(best) > 1 else scores
            for form, worth in sorted(best.items(), key=lambda row: row[1]):
                held = self._held(form)
                if not len(held):
                    continue
                if gained is scores:
                    scores[held] += np.float32(unit.weight * worth)
                else:
                    gained[held] = np.float32(unit.weight * worth)
            if gained is not scores:
                scores += gained
        count = min(CANDIDATES, int((scores > 0).sum()))
        if not count:
            return []
        top = np.argpartition(-scores, count - 1)[:count]
        return sorted(
            (int(position) for position in top),
            key=lambda at: (-float(scores[at]), self.entries[at].fact.key),
        )

    def foreseen(self, question: Question) -> list[int]:
        """Positions of the facts whose author wrote this very question, or one that differs only in little words."""
        if not question.units:
            return []
        word_for_word = self._foreseen.get(question.raws, [])
        if word_for_word or question.is_bare_name:
            return word_for_word  # a bare name is in too many phrasings of other things
        return self._foreseen.get(question.key, [])

    def evidence(self, question: Question, at: int, *, left_out: frozenset[int] = frozenset()) -> tuple[float, ...]:
        """What speaks for the fact at a position. (See `evidence.evidence`.)"""
        entry = self.entries[at]
        before = self._by_place.get(entry.fact.place - 1) if entry.fact.place is not None else None
        return evidence(
            question,
            entry,
            before=before,
            mean_length=self._mean_length,
            people=self.names.who.keys(),
            left_out=left_out,
        )


_NOWHERE = np.empty(0, dtype=np.int32)


def _holders(drafts: list[Entry]) -> dict[str, npt.NDArray[np.int32]]:
    """Positions of the facts that hold each term, in their text, their phrasings or their characters."""
    holders: dict[str, list[int]] = {}
    for position, draft in enumerate(drafts):
        for term in draft.terms | draft.asks_terms | draft.about:
            holders.setdefault(term, []).append(position)
    return {term: np.array(held, dtype=np.int32) for term, held in holders.items()}


def _words(pack: Pack) -> set[str]:
    """All words of a pack that are long enough to be told from others."""
    texts = (text for fact in pack.facts for text in (fact.text, *fact.asks))
    return {word for text in texts for word in written_out(text) if len(word) > 2}
