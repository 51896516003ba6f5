"""What a line asks, in the terms of one pack: its names, its words and what kind of thing it wants to know."""

import itertools
import math
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answers import english
from bot.answers.language import ACTING, ACTORS, EXCEPT, KIN, LIGHT, QUESTION_WORDS, STOP, WORKS
from bot.answers.matching import nearest_words
from bot.answers.names import Meant, NameTable
from bot.answers.text import CONCEPTS, asked_for, is_english, stem, written_out
from bot.knowledge.model import Character, Pack

CONCEPT = 0.65
"""How well a near-synonym stands for a word."""

HALF_MEANT = 0.7
"""How well a name stands for one of several it could mean, and a plain word for a name spelt like it."""

MENDED = 0.9
"""How well a corrected spelling stands for what was typed."""

LIGHT_WEIGHT = 0.6
"""What a light word counts, as a share of its weight."""

WORK_WEIGHT = 0.25
"""What "movie" or "comics" counts: nearly every question could say it."""

BACKGROUND = 0.5
"""The share of a word's weight that comes from English at large; the rest comes from the pack."""

MOST_UNITS = 20
"""Names and words of a line that are looked for; of a longer one, those that tell most."""

MOST_MENDED = 6
"""Words of a line that are corrected at most; a line with more slips is no English."""


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


class Reader:
    """Reads lines for one pack. `words` are all words of the pack, `held` tells in how many facts a term stands."""

    def __init__(self, pack: Pack, names: NameTable, words: Set[str], held: Callable[[str], int]) -> None:
        self._names = names
        self._words = words
        self._sorted_words = sorted(words)
        self._held = held
        self._facts = max(1, len(pack.facts))
        self._title_words = frozenset(written_out(pack.title))
        self._continuity_words = _continuity_words(pack)

    def read(self, line: str, *, mend: bool = True) -> Question:
        """What a line asks, in the terms of this pack."""
        raws = written_out(line)
        mended: dict[int, str] = {}
        if mend:
            raws, mended = self._mend(raws)
        units: list[Unit] = []
        found = {meant.start: meant for meant in self._names.find(raws)}
        position = 0
        has_stranger = False
        while position < len(raws):
            meant = found.get(position)
            if meant is not None:
                named = self._named(meant, raws)
                position = meant.stop
                if position < len(raws) and _is_kin(raws[position]):
                    relatives = [other for one in meant.entities for other in self._names.relative(one, raws[position])]
                    if relatives:
                        named = self._relative(named, raws[position], relatives)
                        position += 1
                    elif any(isinstance(who, Character) for who in self._names.everybody(meant.entities)):
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
        if len(units) > MOST_UNITS:
            telling = sorted(range(len(units)), key=lambda at: -units[at].weight)[:MOST_UNITS]
            units = [units[at] for at in sorted(telling)]
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
                        word in self._names.words,
                        self._held(stem(word)),
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

    def _named(self, meant: Meant, raws: Sequence[str]) -> Unit:
        raw = " ".join(raws[meant.start : meant.stop])
        worth = 1.0 if len(meant.entities) == 1 else 0.9
        forms = dict.fromkeys(meant.entities, worth)
        for entity in meant.entities:
            members = self._names.members.get(entity, ())
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
        if (described := self._names.hints.get(stemmed)) is not None:
            forms[described] = CONCEPT * worth
        surprise = min(english.weight(raw), english.weight(stemmed) + 1.0)
        weight = self._weigh([stemmed], surprise) * self._share(raw)
        known = raw in self._words or self._held(stemmed) > 0 or is_english(raw)
        return Unit(raw, tuple(forms.items()), weight, surprise, known=known, mended=mended)

    def _share(self, raw: str) -> float:
        if raw in WORKS:
            return WORK_WEIGHT
        return LIGHT_WEIGHT if raw in LIGHT or raw in STOP else 1.0

    def _weigh(self, terms: list[str], surprise: float) -> float:
        held = max(map(self._held, terms), default=0)
        total = self._facts
        rarity = math.log(1 + (total - held + 0.5) / (held + 0.5)) if held else math.log(1 + total / 0.5)
        scale = english.rarest() / math.log(1 + total / 0.5)
        return (1 - BACKGROUND) * min(rarity * scale, english.rarest()) + BACKGROUND * surprise


def _is_kin(raw: str) -> bool:
    return any(concept in KIN for concept in CONCEPTS.get(stem(raw), ()))


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
