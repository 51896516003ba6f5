"""What a pack's facts have in common with a question: candidates from postings, and the evidence for each.

One `PackIndex` a pack, so that adding a pack never changes how another is read.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.answers import english
from bot.answers.language import (
    ACTING,
    ACTORS,
    EXCEPT,
    KIN,
    LIGHT,
    PLACED,
    QUESTION_WORDS,
    REASONS,
    STOP,
    TELLING,
    TIMES,
    WORKS,
)
from bot.answers.matching import nearest_words
from bot.answers.names import Meant, NameTable
from bot.answers.text import CONCEPTS, asked_for, is_english, stem, written_out
from bot.knowledge.model import Character, Fact, FactKind, Pack

CANDIDATES = 40
"""Facts whose evidence is looked at closely; beyond them the right one is hardly ever found."""

CONCEPT = 0.65
"""How well a near-synonym stands for a word."""

HALF_MEANT = 0.7
"""How well a name stands for one of several it could mean, and a plain word for a name spelt like it."""

MENDED = 0.9
"""How well a corrected spelling stands for what was typed."""

LIGHT_WEIGHT = 0.6
"""What a light word counts, as a share of its weight."""

MOST_UNITS = 20
"""Names and words of a line that are looked for; of a longer one, those that tell most."""

MOST_MENDED = 6
"""Words of a line that are corrected at most; a line with more slips is no English."""

WORK_WEIGHT = 0.25
"""What "movie" or "comics" counts: nearly every question could say it."""

BACKGROUND = 0.5
"""The share of a word's weight that comes from English at large; the rest comes from the pack."""


@dataclass(frozen=True)
class Unit:
    """One thing that a line speaks of: a name or a word, with the terms by which it is found.

    `forms` pairs each term with how well it stands for the unit (0 to 1). `weight` is how much the unit tells,
    in nats. `surprise` is that weight in English at large. `entities` are set for names. `known` is False where
    neither the pack nor English has the word.
    """

    raw: str
    forms: tuple[tuple[str, float], ...]
    weight: float
    surprise: float
    entities: tuple[str, ...] = ()
    sure: bool = True
    known: bool = True
    mended: bool = False

    def found_in(self, terms: Set[str]) -> float:
        """How well a set of terms holds this unit, 0 to 1."""
        best = 0.0
        for form, worth in self.forms:
            if worth > best and form in terms:
                best = worth
        return best


@dataclass(frozen=True)
class Question:
    """A line as the index reads it.

    `raws` are its words, corrected. `asked` is the kind of thing asked for (see `text.asked_for`). `continuities` are
    those that it names, `excluded` the entities that are not meant ("besides Thor"). It `has_stranger` where it speaks
    of somebody's relative of whom the pack does not say who that is.
    """

    line: str
    units: tuple[Unit, ...]
    raws: tuple[str, ...]
    asked: str
    continuities: frozenset[str]
    excluded: frozenset[str] = frozenset()
    has_stranger: bool = False

    @cached_property
    def weight(self) -> float:
        return sum(unit.weight for unit in self.units) or 1.0

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Equal for questions that differ in nothing but inflection, names for the same, and little words."""
        return (self.asked, *(unit.forms[0][0] for unit in self.units))

    @cached_property
    def entities(self) -> tuple[Unit, ...]:
        """The names in it."""
        return tuple(unit for unit in self.units if unit.entities)

    @cached_property
    def is_bare_name(self) -> bool:
        """Whether it names somebody or something and says nothing else: "tell me about Thor"."""
        return bool(self.units) and all(unit.sure and unit.forms[0][0] in unit.entities for unit in self.units)

    @cached_property
    def is_about_a_role(self) -> bool:
        """Whether it asks who plays whom: an actor is named, or acting is spoken of and a person asked for."""
        if any(entity.startswith("@actor:") for unit in self.units for entity in unit.entities):
            return True
        if ACTORS & set(self.raws):
            return True
        pairs = set(itertools.pairwise(self.raws))
        if ("real", "life") in pairs or any((verb, "by") in pairs for verb in ACTING):
            return True
        return self.asked == "who" and bool(ACTING & set(self.raws))


@dataclass(frozen=True)
class Phrasing:
    """One way to ask for a fact, read like a question."""

    terms: frozenset[str]
    weight: float
    asked: str
    raws: tuple[str, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A fact as the index keeps it: the terms of its text, of whom it is about, and of its phrasings."""

    fact: Fact
    terms: frozenset[str]
    counts: dict[str, int]
    about: frozenset[str]
    phrasings: tuple[Phrasing, ...]
    asks_terms: frozenset[str]
    length: int
    pairs: frozenset[tuple[str, str]]
    holds: frozenset[str]
    named: frozenset[str]


class PackIndex:
    """The facts of one pack, ready to be asked."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.names = NameTable(pack)
        self._title_words = frozenset(written_out(pack.title))
        self._continuity_words = _continuity_words(pack)
        drafts = [self._draft(fact) for fact in pack.facts]
        holders: dict[str, list[int]] = {}
        for position, draft in enumerate(drafts):
            for term in draft.terms | draft.asks_terms | draft.about:
                holders.setdefault(term, []).append(position)
        self._holders = {term: np.array(held, dtype=np.int32) for term, held in holders.items()}
        self._words = self._vocabulary()
        self._sorted_words = sorted(self._words)
        self.is_phrased = 2 * sum(bool(fact.asks) for fact in pack.facts) >= len(pack.facts)
        """Whether the pack's author wrote phrasings; evidence counts differently where there are none."""
        self._mean_length = sum(draft.length for draft in drafts) / max(1, len(drafts))
        self.entries = tuple(replace(draft, phrasings=self._phrasings(draft.fact)) for draft in drafts)
        self._foreseen: dict[tuple[str, ...], list[int]] = {}
        for position, entry in enumerate(self.entries):
            for key in {key for phrasing in entry.phrasings for key in (phrasing.raws, phrasing.key)}:
                self._foreseen.setdefault(key, []).append(position)
        by_place = {entry.fact.place: entry for entry in self.entries if entry.fact.place is not None}
        self._before = tuple(
            by_place.get(entry.fact.place - 1) if entry.fact.place is not None else None for entry in self.entries
        )
        self._after = tuple(
            by_place.get(entry.fact.place + 1) if entry.fact.place is not None else None for entry in self.entries
        )

    # reading the pack

    def _vocabulary(self) -> set[str]:
        words = set(self.names.words)
        for fact in self.pack.facts:
            for text in (fact.text, *fact.asks):
                words.update(written_out(text))
        return {word for word in words if len(word) > 2}

    def _draft(self, fact: Fact) -> Entry:
        raws = written_out(fact.text)
        terms = self._terms(raws)
        asks = _role_asks(fact) if fact.kind is FactKind.ROLE else fact.asks
        asks_terms: set[str] = set()
        for ask in asks:
            asks_terms.update(self._terms(written_out(ask)))
        about = frozenset(f"@{character}" for character in fact.characters)
        content = [stem(raw) for raw in raws if raw not in STOP]
        return Entry(
            fact=fact,
            terms=frozenset(terms),
            counts=dict(Counter(terms)),
            about=about,
            phrasings=(),
            asks_terms=frozenset(asks_terms),
            length=max(1, len(raws)),
            pairs=frozenset(itertools.pairwise(content)),
            holds=_holds(fact, raws),
            named=self._named_in(fact.text, raws),
        )

    def _named_in(self, text: str, raws: Sequence[str]) -> frozenset[str]:
        """The entities that a text names, and the words that it writes like names and that are none of theirs."""
        found = self.names.find(raws)
        known = {raws[at] for meant in found for at in range(meant.start, meant.stop)}
        capitals = {word for match in _CAPITALS.findall(text) for word in written_out(match)}
        entities = {entity for meant in found for entity in meant.entities if entity != "@title"}
        return frozenset(entities | {stem(word) for word in capitals - known - STOP})

    def _terms(self, raws: Sequence[str]) -> list[str]:
        terms: list[str] = []
        for raw in raws:
            if raw in STOP and raw not in LIGHT:
                continue
            stemmed = stem(raw)
            terms.append(stemmed)
            terms.extend(CONCEPTS.get(stemmed, ()))
        for meant in self.names.find(raws):
            terms.extend(meant.entities)
            for entity in meant.entities:
                terms.extend(self.names.members.get(entity, ()))
        terms.extend(
            first + second for first, second in itertools.pairwise(raws) if first not in STOP and second not in STOP
        )
        return terms

    def _phrasings(self, fact: Fact) -> tuple[Phrasing, ...]:
        asks = _role_asks(fact) if fact.kind is FactKind.ROLE else fact.asks
        read = []
        for ask in asks:
            question = self.read(ask, mend=False)
            terms = frozenset(self._terms(written_out(ask)))
            read.append(Phrasing(terms, question.weight, question.asked, question.raws, question.key))
        return tuple(read)

    # reading a question

    def read(self, line: str, *, mend: bool = True) -> Question:
        """What a line asks, in the terms of this pack."""
        raws = written_out(line)
        mended: dict[int, str] = {}
        if mend:
            raws, mended = self._mend(raws)
        units: list[Unit] = []
        found = {meant.start: meant for meant in self.names.find(raws)}
        position = 0
        has_stranger = False
        while position < len(raws):
            meant = found.get(position)
            if meant is not None:
                named = self._named(meant, raws)
                position = meant.stop
                if position < len(raws) and _is_kin(raws[position]):
                    relatives = [other for one in meant.entities for other in self.names.relative(one, raws[position])]
                    if relatives:
                        named = self._relative(named, raws[position], relatives)
                        position += 1
                    elif any(isinstance(who, Character) for who in self.names.everybody(meant.entities)):
                        has_stranger = True
                if not self._means_the_work(meant, raws):
                    units.append(named)
                continue
            raw = raws[position]
            if raw not in STOP or raw in LIGHT:
                units.append(self._word(raw, mended=position in mended))
            position += 1
        continuities = frozenset(
            continuity for continuity, words in self._continuity_words.items() if words & set(raws)
        )
        excluded: set[str] = set()
        for meant in found.values():
            if EXCEPT & set(raws[max(0, meant.start - 2) : meant.start]):
                excluded.update(meant.entities)
        if not any(unit.weight > 0.5 for unit in units):
            units += [self._word(raw) for raw in raws if raw in STOP and raw not in LIGHT and raw not in QUESTION_WORDS]
        return Question(
            line, tuple(units), tuple(raws), asked_for(raws), continuities, frozenset(excluded), has_stranger
        )

    def _means_the_work(self, meant: Meant, raws: Sequence[str]) -> bool:
        """Whether a name only says which work is talked about: its title, or "in" and a word of its title."""
        if meant.entities == ("@title",):
            return True
        lead = [raw for raw in raws[max(0, meant.start - 2) : meant.start] if raw != "the"][-1:]
        return lead == ["in"] and self._title_words.issuperset(raws[meant.start : meant.stop])

    def _mend(self, raws: list[str]) -> tuple[list[str], dict[int, str]]:
        """Words that neither the pack nor English knows, corrected against the pack's own."""
        result: list[str] = []
        mended: dict[int, str] = {}
        for raw in raws:
            if raw in self._words or len(raw) < 4 or raw.isdigit() or is_english(raw):
                result.append(raw)
                continue
            if raw.endswith("s") and raw[:-1] in self._words:
                result.append(raw)
                continue
            halves = self._halves(raw)
            if halves:
                result.extend(halves)
                continue
            if len(mended) == MOST_MENDED:
                result.append(raw)
                continue
            near = nearest_words(raw, self._sorted_words)
            if not near and raw.endswith("s"):
                near = nearest_words(raw[:-1], self._sorted_words)
            if near:
                closest = near[0][1]
                best = max(
                    (word for word, slips in near if slips == closest),
                    key=lambda word: (
                        word[0] == raw[0],
                        word in self.names.words,
                        len(self._held(stem(word))),
                    ),
                )
                mended[len(result)] = raw
                result.append(best)
                continue
            result.append(raw)
        return result, mended

    def _halves(self, raw: str) -> tuple[str, str] | None:
        """Two words of the pack written as one."""
        for cut in range(3, len(raw) - 2):
            if raw[:cut] in self._words and (raw[cut:] in self._words or raw[cut:] + "s" in self._words):
                return raw[:cut], raw[cut:]
        return None

    def _held(self, term: str) -> npt.NDArray[np.int32]:
        return self._holders.get(term, _NOWHERE)

    def _named(self, meant: Meant, raws: Sequence[str]) -> Unit:
        raw = " ".join(raws[meant.start : meant.stop])
        worth = 1.0 if len(meant.entities) == 1 else 0.9
        forms = dict.fromkeys(meant.entities, worth)
        for entity in meant.entities:
            members = self.names.members.get(entity, ())
            for member in members:
                forms.setdefault(member, HALF_MEANT if len(members) < 4 else LIGHT_WEIGHT)
        stems = [stem(word) for word in raws[meant.start : meant.stop] if word not in STOP]
        surprise = max((english.weight(word) for word in raws[meant.start : meant.stop]), default=0.0)
        if len(stems) == 1:
            forms.setdefault(stems[0], HALF_MEANT)
        weight = self._weigh(list(meant.entities), surprise)
        return Unit(raw, tuple(forms.items()), weight, surprise, meant.entities, meant.sure)

    def _relative(self, named: Unit, word: str, relatives: list[str]) -> Unit:
        """Somebody's father or sister, as one name: the relative is meant, and whoever's relative it is a little."""
        kinship = f"{named.entities[0]}'s {CONCEPTS[stem(word)][0]}"
        forms = {kinship: 1.0} | dict.fromkeys(relatives, 1.0) | dict.fromkeys(named.entities, HALF_MEANT)
        return replace(
            named,
            raw=f"{named.raw} {word}",
            forms=tuple(forms.items()),
            entities=tuple(dict.fromkeys(relatives)),
            sure=True,
        )

    def _word(self, raw: str, *, mended: bool = False) -> Unit:
        stemmed = stem(raw)
        worth = MENDED if mended else 1.0
        forms = {stemmed: worth} | dict.fromkeys(CONCEPTS.get(stemmed, ()), CONCEPT * worth)
        surprise = min(english.weight(raw), english.weight(stemmed) + 1.0)
        weight = self._weigh([stemmed], surprise) * self._share(raw)
        known = raw in self._words or stemmed in self._holders or is_english(raw)
        return Unit(raw, tuple(forms.items()), weight, surprise, known=known, mended=mended)

    def _share(self, raw: str) -> float:
        if raw in WORKS:
            return WORK_WEIGHT
        return LIGHT_WEIGHT if raw in LIGHT or raw in STOP else 1.0

    def _weigh(self, terms: list[str], surprise: float) -> float:
        held = max((len(self._held(term)) for term in terms), default=0)
        total = max(1, len(self.pack.facts))
        rarity = math.log(1 + (total - held + 0.5) / (held + 0.5)) if held else math.log(1 + total / 0.5)
        scale = english.rarest() / math.log(1 + total / 0.5)
        return (1 - BACKGROUND) * min(rarity * scale, english.rarest()) + BACKGROUND * surprise

    # candidates and evidence

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

    def _could_answer(self, question: Question, entry: Entry) -> bool:
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

    def foreseen(self, question: Question) -> list[int]:
        """Positions of the facts whose author wrote this very question, or one that differs only in little words."""
        if not question.units:
            return []
        word_for_word = self._foreseen.get(question.raws, [])
        if word_for_word or question.is_bare_name:
            return word_for_word  # a bare name is in too many phrasings of other things
        return self._foreseen.get(question.key, [])

    def evidence(self, question: Question, at: int, *, left_out: frozenset[int] = frozenset()) -> tuple[float, ...]:
        """The features of a fact for a question, in the order of `FEATURES`.

        `left_out` are numbers of phrasings of the fact to pass over, as if its author had not written them.
        """
        entry = self.entries[at]
        before = self._before[at]
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
        norm = 1.2 * (0.25 + 0.75 * entry.length / self._mean_length)
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
        best_dice = best_cover = best_same = 0.0
        for phrasing in phrasings:
            shared = sum(unit.weight * unit.found_in(phrasing.terms) for unit in units)
            dice = 2 * shared / (total + phrasing.weight)
            same = 1.0 if phrasing.asked == question.asked else 0.0
            if dice + 0.05 * same > best_dice + 0.05 * best_same:
                best_dice, best_same = dice, same
            best_cover = max(best_cover, shared / total)
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
        role_fit = 0.0
        if question.is_about_a_role:
            role_fit = -1.0
            if entry.fact.kind is FactKind.ROLE:
                people = [unit for unit in units if any(self.names.everybody((form,)) for form, _ in unit.forms)]
                held = sum(unit.found_in(everything) > 0 for unit in people)
                role_fit = 0.3 + 0.7 * held / len(people) if held else 0.0
        could_answer = self._could_answer(question, entry)
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
            role_fit,
            excluded,
            kin_missing,
        )


FEATURES = (
    "text", "text_background", "whole", "with_asks", "bm25_share", "bm25", "around", "dice", "dice_cubed", "ask_cover",
    "same_question", "has_asks", "about", "subject", "holds", "lacks", "pairs", "loss", "length", "continuity", "role",
    "role_fit", "excluded", "kin_missing",
)  # fmt: skip
"""What `PackIndex.evidence` gives, in order."""


def _is_kin(raw: str) -> bool:
    return any(concept in KIN for concept in CONCEPTS.get(stem(raw), ()))


_CAPITALS = re.compile(r"(?<![.!?:] )(?<!^)(?<![\"'“‘(])\b[A-Z][\w'.-]*")
"""Words with a capital that does not come from beginning a sentence."""

_NOWHERE = np.empty(0, dtype=np.int32)


def _role_asks(fact: Fact) -> tuple[str, ...]:
    """How members ask for a role, whatever the pack: made from "ACTOR plays CHARACTER"."""
    actor, verb, character = re.split(r" (plays|voices) ", fact.text.rstrip("."), maxsplit=1)
    asks = [
        f"who plays {character}", f"who is the actor playing {character}", f"{character} actor",
        f"who does {actor} play", f"which character is {actor}", f"{actor} role", f"who is {actor}",
        f"does {actor} play {character}", f"who was {actor}", f"what character does {actor} play",
        f"what part does {actor} have", f"what is the name of the person who plays {character}",
    ]  # fmt: skip
    if verb == "voices":
        asks += [f"who voices {character}", f"who is the voice of {character}", f"who does {actor} voice"]
    return tuple(asks)


def _holds(fact: Fact, raws: Sequence[str]) -> frozenset[str]:
    """Which kinds of answer a fact's text could give, roughly: by capitals, figures and telling words."""
    held = {"what", "how", "yes/no", ""}
    words = set(raws)
    if any(character.isdigit() for character in fact.text) or any(
        stem(word).isdigit() for word in raws if word != "one"
    ):
        held |= {"how many", "when"}
    if re.search(r"\b\d{4}\b", fact.text):
        held.add("year")
    if words & TIMES:
        held.add("when")
    if words & REASONS or " to " in fact.text or " for " in fact.text:
        held.add("why")
    if words & PLACED:
        held.add("where")
    if (
        re.search(r"(?<!^)(?<![.!?] )(?<![\"'“])\b[A-Z][a-z]+", fact.text)
        or fact.characters
        or words & {"he", "she", "they", "who", "man", "woman", "king"}
    ):
        held.add("who")
    return frozenset(held)


def _continuity_words(pack: Pack) -> dict[str, frozenset[str]]:
    """The words that name a continuity in a question, where the pack has several: "in the comics"."""
    if len(pack.continuities) < 2:
        return {}
    plain = STOP | {"version", "source"}
    return {
        continuity: frozenset(
            variant
            for word in [*written_out(label), continuity]
            if word not in plain and word not in {"film", "movie", "made", "said"}
            for variant in (word, word.removesuffix("s"), word + "s")
            if len(variant) > 3
        )
        for continuity, label in pack.continuities.items()
    }
