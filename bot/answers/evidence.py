"""What speaks for a fact, given a question."""

import itertools
import math
from collections.abc import Set

from bot.answers import english
from bot.answers.entries import Entry, Phrasing
from bot.answers.language import KIN, TELLING
from bot.answers.reading import Question
from bot.knowledge.model import FactKind

FEATURES = (
    "text", "text_background", "whole", "with_asks", "bm25_share", "bm25", "around", "dice", "dice_cubed", "ask_cover",
    "same_question", "has_asks", "about", "subject", "holds", "lacks", "pairs", "loss", "length", "continuity", "role",
    "role_fit", "excluded", "kin_missing",
)  # fmt: skip
"""What `evidence` gives, in order."""


SAME_KIND = 0.05
"""What it counts between two phrasings that one asks for the same kind of thing."""


def evidence(
    question: Question,
    entry: Entry,
    *,
    before: Entry | None,
    mean_length: float,
    people: Set[str],
    left_out: frozenset[int] = frozenset(),
) -> tuple[float, ...]:
    """The features of a fact for a question, in the order of `FEATURES`.

    `before` is what the story tells just before it, `mean_length` the mean of the pack's facts in words, `people` are
    the entities of characters and actors. `left_out` are numbers of phrasings of the fact to pass over, as if its
    author had not written them.
    """
    units = question.units
    total = question.weight
    background = sum(unit.surprise for unit in units) or 1.0
    whole = text = text_background = around = about_hits = mixed = 0.0
    bm25 = 0.0
    loss = kin_missing = 0.0
    everything = entry.terms | entry.about
    asks_terms = entry.asks_terms
    phrasings = entry.phrasings
    if left_out:
        phrasings = tuple(phrasing for number, phrasing in enumerate(phrasings) if number not in left_out)
        asks_terms = frozenset().union(*(phrasing.terms for phrasing in phrasings)) if phrasings else frozenset()
    norm = 1.2 * (0.25 + 0.75 * entry.length / mean_length)
    for unit in units:
        in_text = unit.found_in(entry.terms)
        in_all = max(in_text, unit.found_in(everything))
        in_asks = unit.found_in(asks_terms) if asks_terms else 0.0
        text += unit.weight * in_text
        text_background += unit.surprise * in_text
        whole += unit.weight * in_all
        mixed += unit.weight * max(in_all, in_asks)
        if in_text:
            count = max(entry.counts.get(form, 0) for form, _ in unit.forms)
            bm25 += unit.weight * in_text * count * 2.2 / (count + norm)
        if before is not None and in_all < 1.0:
            around += unit.weight * max(0.0, unit.found_in(before.terms) - in_all)
        if unit.entities:
            about_hits += 1.0 if any(entity in entry.about for entity in unit.entities) else 0.0
        missing = 1.0 - max(in_all, in_asks)
        loss = max(loss, missing * unit.weight)
        if missing > 0.5 and any(form in KIN for form, _ in unit.forms):
            kin_missing = 1.0
    best_dice, best_same, best_cover = _nearest_phrasing(question, phrasings)
    named = question.entities
    content = [unit.forms[0][0] for unit in units if not unit.entities]
    pairs = sum(1 for pair in itertools.pairwise(content) if pair in entry.pairs)
    subject = 0.0
    if named and entry.fact.characters:
        first = f"@{entry.fact.characters[0]}"
        subject = 1.0 if any(first in unit.entities for unit in named) else 0.0
    rank_continuity = 0.0
    if question.continuities:
        rank_continuity = 1.0 if entry.fact.continuity in question.continuities else -1.0
    could_answer = _could_answer(question, entry)
    excluded = 1.0 if entry.fact.characters and f"@{entry.fact.characters[0]}" in question.excluded else 0.0
    return (
        text / total,
        text_background / background,
        whole / total,
        mixed / total,
        bm25 / total,
        bm25 / 30,
        around / total,
        best_dice,
        best_dice**3,
        best_cover,
        best_same * best_dice,
        1.0 if phrasings else 0.0,
        (about_hits / len(named)) if named else 0.5,
        subject,
        1.0 if could_answer else 0.0,
        1.0 if question.asked in TELLING and not could_answer else 0.0,
        min(1.0, pairs / 2),
        loss / english.rarest(),
        math.log(entry.length) / 4,
        rank_continuity,
        1.0 if entry.fact.kind is FactKind.ROLE else 0.0,
        _role_fit(question, entry, people),
        excluded,
        kin_missing,
    )


def _nearest_phrasing(question: Question, phrasings: tuple[Phrasing, ...]) -> tuple[float, float, float]:
    """How alike the nearest phrasing is (Dice, 0 to 1), whether it asks for the same kind of thing (1 or 0), and the
    largest share of the question that a phrasing holds."""
    best, same_kind, cover = 0.0, 0.0, 0.0
    for phrasing in phrasings:
        shared = sum(unit.weight * unit.found_in(phrasing.terms) for unit in question.units)
        dice = 2 * shared / (question.weight + phrasing.weight)
        same = 1.0 if phrasing.asked == question.asked else 0.0
        if dice + SAME_KIND * same > best + SAME_KIND * same_kind:
            best, same_kind = dice, same
        cover = max(cover, shared / question.weight)
    return best, same_kind, cover


def _role_fit(question: Question, entry: Entry, people: Set[str]) -> float:
    """For a question about a role: the share of those named in it whom a role's fact is about, from 0.3 (somebody) to
    1 (all), -1 for any other fact. 0 for any other question, and for the roles of others."""
    if not question.is_about_a_role:
        return 0.0
    if entry.fact.kind is not FactKind.ROLE:
        return -1.0
    everything = entry.terms | entry.about
    somebody = [unit for unit in question.units if any(form in people for form, _ in unit.forms)]
    held = sum(unit.found_in(everything) > 0 for unit in somebody)
    return 0.3 + 0.7 * held / len(somebody) if held else 0.0


def _could_answer(question: Question, entry: Entry) -> bool:
    """Whether a fact holds the kind of thing that is asked for: for a name, one that the question lacks."""
    if question.asked not in {"who", "name", "place"}:
        return question.asked in entry.holds
    asked_with = {form for unit in question.units for form, _ in unit.forms}
    new = entry.named - asked_with
    if question.asked == "who":
        return bool(new) or "who" in entry.holds or not asked_with.issuperset(entry.about)
    if question.asked == "place":
        return any(name.startswith("@thing:") or not name.startswith("@") for name in new)
    return bool(new)
