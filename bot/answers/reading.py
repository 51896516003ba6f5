"""Interprets a line in the terms of one pack: its names, its words, and the kind of thing it asks for."""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial

import numpy as np
import numpy.typing as npt

from bot.answers.lexicon import Lexicon
from bot.answers.names import Meant, NameTable
from bot.answers.other_works import OtherWorks
from bot.answers.sense import QuestionFeatures
from bot.answers.texts import NOWHERE, Floats, Ints, Lists
from bot.english import frequency
from bot.english.spelling import Speller
from bot.english.text import (
    asked_for,
    bare_question,
    clause_of,
    concepts,
    is_english,
    kind_of,
    stem,
    synonyms,
    written_out,
)
from bot.english.words import (
    ACTING,
    ACTORS,
    AUXILIARIES,
    EXCEPT,
    KIN,
    LIGHT,
    PERIODS,
    PRICES,
    QUESTION_WORDS,
    REMARKS,
    STOP,
    WORKS,
)
from bot.knowledge.model import Character, Pack

SAME_STEM = 0.97
"""Match quality of another form of the same word."""

HALF_MEANT = 0.7
"""Match quality of one of several meanings of a name, and of a plain word spelt like a name."""

DESCRIBING = 0.65
"""Match quality of a word in a character's description."""

MENDED = 0.9
"""Match quality of a corrected spelling."""

ALSO_MEANT = 0.75
"""Match quality of the next likeliest correction."""

LIKELY_MEANT = 3
"""Maximum number of corrections kept for a word."""

NEIGHBOUR = 0.5
"""Match quality of a pack word that is one slip away from an English word that the pack lacks."""

LIGHT_WEIGHT = 0.6
"""Factor on the weight of a light word."""

WORK_WEIGHT = 0.25
"""Factor on the weight of "movie" or "comics": nearly every question could say it."""

BACKGROUND = 0.5
"""Share of a word's weight that comes from its rarity in English; the rest is its rarity in the pack."""

MOST_UNITS = 20
"""Maximum number of units searched for; longer lines keep the heaviest."""

MOST_MENDED = 6
"""Maximum number of words corrected; a line with more slips isn't English."""

KEPT = 20_000
"""Words whose interpretation is cached; more than members use, and a bound on what a flood of nonsense can cost."""

LONGEST_KEPT = 4_000
"""Words in more facts than this aren't cached: it would cost more than it saves."""

PASSAGE = 3
CHAPTER = 6
"""Sizes of a stretch and a chapter of the story, in facts, as powers of two."""

FOCUS = 3
"""How many words after "which" or "what" may say what kind of thing is wanted."""


@dataclass(frozen=True, eq=False)
class Unit:
    """A name or a word in a line, with everything that matches it.

    `words` are numbers in the lexicon, `worths` their match quality (0 to 1). `holders` are the positions of the facts
    with a matching word, in order, `gains` the best match in each; `stretches` are the numbers of their stretches (8
    facts) and chapters (64 facts), chapters after all stretches. `weight` is the unit's weight in nats, `surprise` the
    same in English at large, `rarity` the same among the facts of this pack. `key` is shared by units with the same
    meaning. `entities` are set for names. `known` is False if neither the pack nor English has the word.
    """

    raw: str
    key: str
    words: Ints
    worths: Floats
    holders: Ints
    gains: Floats
    stretches: Ints
    weight: float
    surprise: float
    entities: tuple[str, ...] = ()
    sure: bool = True
    known: bool = True
    mended: bool = False
    like_a_name: bool = False
    is_kin: bool = False
    rarity: float = 0.0


@dataclass(frozen=True)
class ParsedQuestion:
    """A line as interpreted for one pack.

    `raws` are its words, corrected. `asked` is the kind of thing asked for (see `text.asked_for`), `kind` a finer
    distinction (see `text.kind_of`), `asking` the input of the phrasings' model. `continuities` are those it names,
    `excluded` the entities ruled out ("besides Thor"). It `has_stranger` if it mentions a character's relative and the
    pack doesn't name that relative. `in_focus` marks the units that say what is wanted, `in_clause` those that say when
    or in what case: "when the bell rang". `in_work` is a name that only says which work is meant, but could be
    another's: "in the Avengers". `other_work` is the title of another work that it is about.
    """

    line: str
    units: tuple[Unit, ...]
    raws: tuple[str, ...]
    asked: str
    kind: str
    asking: QuestionFeatures
    in_focus: tuple[bool, ...]
    in_clause: tuple[bool, ...]
    continuities: frozenset[str]
    excluded: frozenset[str] = frozenset()
    has_stranger: bool = False
    in_work: str = ""
    other_work: str = ""

    @cached_property
    def weights(self) -> Floats:
        """The weight of each unit, in nats."""
        return np.array([unit.weight for unit in self.units], dtype=np.float32)

    @cached_property
    def surprises(self) -> Floats:
        """The weight of each unit in English at large, in nats."""
        return np.array([unit.surprise for unit in self.units], dtype=np.float32)

    @cached_property
    def rarities(self) -> Floats:
        """The weight of each unit among the facts of this pack, as a share of the total."""
        rarities = np.array([unit.rarity for unit in self.units], dtype=np.float32)
        shares: Floats = rarities / max(np.float32(0.1), rarities.sum())
        return shares

    @cached_property
    def rarity(self) -> float:
        """The total weight of the units among the facts of this pack, in nats."""
        return sum(unit.rarity for unit in self.units)

    @cached_property
    def weight(self) -> float:
        return sum(unit.weight for unit in self.units) or 1.0

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Equal for questions that differ only in inflection, synonymous names and function words. "By" and the word
        after a preposition ("to whom") count as content: "who was created by Stark" isn't "who created Stark".
        """
        whom = [f"{first} whom" for first, second in itertools.pairwise(self.raws) if second == "whom"]
        turned = ["by"] if "by" in self.raws else []
        return (
            self.asked,
            *(unit.key for unit in self.units),
            *whom,
            *turned,
            *([self.in_work] if self.in_work else []),
        )

    @cached_property
    def spoken(self) -> str:
        """The line as the encoder reads it."""
        return " ".join(self.raws)

    @cached_property
    def entities(self) -> tuple[Unit, ...]:
        """The names in it."""
        return tuple(unit for unit in self.units if unit.entities)

    @cached_property
    def is_bare_name(self) -> bool:
        """Whether it is only a name: "tell me about Thor"."""
        return bool(self.units) and all(unit.sure and unit.key in unit.entities for unit in self.units)

    @cached_property
    def is_about_a_role(self) -> bool:
        """Whether it asks for a role: it names an actor, or mentions acting and asks for a person."""
        if any(entity.startswith("@actor:") for unit in self.units for entity in unit.entities):
            return True
        if ACTORS & set(self.raws):
            return True
        pairs = set(itertools.pairwise(self.raws))
        if ("real", "life") in pairs or any((verb, "by") in pairs for verb in ACTING):
            return True
        return self.asked == "who" and bool(ACTING & set(self.raws))

    @cached_property
    def period(self) -> str:
        """A time counted from today that it asks about, which facts hardly ever are: "who won last week", "what is this
        month's film", but not "when is it this week" or "the last week"; else empty.
        """
        if not self.raws or self.raws[0] not in QUESTION_WORDS:
            return ""  # "I watched it last night, how old is Hester?"
        for before, word, time in zip(self.raws, self.raws[1:], self.raws[2:], strict=False):
            period = time.removesuffix("s")
            if word == "last" and before != "the" and period in PERIODS:
                return f"last {period}"
            if word == "this" and period in {"week", "month"} and self.asked in {"who", "what", "name"}:
                return f"this {period}"
        return ""

    @cached_property
    def asks_price(self) -> bool:
        """Whether it asks what something costs: "how much is the ferry", "what's the fee for guests"."""
        asked = set(self.raws)
        if self.raws[:2] == ("how", "much"):
            return self.raws[2:3] in {("is",), ("are",), ("was",), ("were",)} or bool(
                (PRICES | {"pay", "sell"}) & asked
            )
        return self.raws[:1] == ("what",) and bool((PRICES - {"charge", "charged", "money", "worth"}) & asked)

    @cached_property
    def compares(self) -> bool:
        """Whether it compares two that it names: "is Thor stronger than the Hulk", but not "other than the Hulk"."""
        named = [unit.raw.split()[0] for unit in self.units if unit.entities]
        if len(named) < 2 or "than" not in self.raws[1:]:
            return False
        at = self.raws.index("than", 1)
        rest = [raw for raw in self.raws[at + 1 :] if raw != "the"]
        return self.raws[at - 1] not in {"other", "rather"} and rest[:1] != [] and rest[0] in named


class Reader:
    """Interprets lines for one pack.

    `holders` are the positions of the facts with each term; `like_names` marks the words that the pack writes like
    names. It is long because everything that it reads is read in the terms of one pack, and kept for the next line.
    """

    def __init__(
        self,
        pack: Pack,
        names: NameTable,
        lexicon: Lexicon,
        holders: Lists,
        like_names: npt.NDArray[np.bool_],
        other_works: OtherWorks,
    ) -> None:
        self._names = names
        self._other_works = other_works
        self._lexicon = lexicon
        self._held = holders
        self._like_names = like_names
        self._facts = max(1, len(pack.facts))
        self._speller = Speller(
            word for word in {*lexicon.words, *names.words} if len(word) > 2 and not word.startswith("@")
        )
        self._title_words = frozenset(written_out(pack.title))
        self._continuity_words = _continuity_words(pack)
        self._read: dict[str | tuple[str, tuple[str, ...]], Unit] = {}
        self._longest_kept = LONGEST_KEPT

    def __getstate__(self) -> dict[str, object]:
        """Pickles everything but the cache of words, which is large and quickly refilled."""
        return {**self.__dict__, "_read": {}}

    def reading_the_pack(self) -> Callable[[str], ParsedQuestion]:
        """Reads many lines of the pack itself, which need no correction, and caches whatever their words match. The
        words of its standard phrasings may be in thousands of facts each.
        """
        reader = copy(self)
        reader._read = {}
        reader._longest_kept = self._facts
        return partial(reader.read, mend=False)

    def read(self, line: str, *, mend: bool = True) -> ParsedQuestion:
        """Interprets a line in the terms of this pack."""
        typed = raws = bare_question(line)
        mended: dict[int, tuple[str, ...]] = {}
        if mend:
            raws, mended = self._mend(raws)
        asked = asked_for(raws)
        units: list[Unit] = []
        at: list[int] = []  # where each unit starts; a name is in focus if any of its words is
        found = {meant.start: meant for meant in self._names.find(raws)}
        words: list[str] = []
        position = 0
        has_stranger = False
        in_work = ""
        while position < len(raws):
            meant = found.get(position)
            if meant is not None:
                named = self._named(meant, raws)
                words.append("+".join(sorted(meant.entities)))
                position = meant.stop
                if position < len(raws) and _is_kin(raws[position]):
                    relatives = [other for one in meant.entities for other in self._names.relative(one, raws[position])]
                    if relatives:
                        named = self._relative(named, raws[position], relatives)
                        words.append(stem(raws[position]))
                        position += 1
                    elif any(isinstance(who, Character) for who in self._names.everybody(meant.entities)):
                        has_stranger = True
                if not self._means_the_work(meant, raws):
                    units.append(named)
                    at.append(meant.start)
                elif meant.entities != ("@title",):
                    in_work = named.key
                continue
            raw = raws[position]
            words.append(stem(raw))
            if raw not in STOP or raw in LIGHT:
                units.append(self._mended_word(raw, mended[position]) if position in mended else self._word(raw))
                at.append(position)
            position += 1
        if not any(unit.weight > 0.5 for unit in units):
            little = [raw for raw in raws if raw in STOP and raw not in LIGHT and raw not in QUESTION_WORDS]
            units += map(self._word, little)
            at += [-1] * len(little)
        if len(units) > MOST_UNITS:
            telling = sorted(sorted(range(len(units)), key=lambda number: -units[number].weight)[:MOST_UNITS])
            units, at = [units[number] for number in telling], [at[number] for number in telling]
        focus, clause = _focus(raws), clause_of(raws)
        stops = {meant.start: meant.stop for meant in found.values()}
        kind = kind_of(raws, asked)
        return ParsedQuestion(
            line=line,
            units=tuple(units),
            raws=tuple(raws),
            asked=asked,
            kind=kind,
            asking=QuestionFeatures(tuple(words), tuple([unit.key for unit in units]), kind),
            in_focus=tuple([not focus.isdisjoint(range(place, stops.get(place, place + 1))) for place in at]),
            in_clause=tuple([place in clause for place in at]),
            continuities=self._continuities(raws),
            excluded=_excluded(found.values(), raws),
            has_stranger=has_stranger,
            in_work=in_work,
            other_work=self._other_works.asked_about(typed),
        )

    def _continuities(self, raws: Sequence[str]) -> frozenset[str]:
        """The continuities that a line names."""
        if self._continuity_words.keys().isdisjoint(raws):
            return frozenset()
        return frozenset().union(*(self._continuity_words.get(raw, ()) for raw in raws))

    def _means_the_work(self, meant: Meant, raws: Sequence[str]) -> bool:
        """Whether a name only says which work is meant: its title, or "in" and a word of its title."""
        if meant.entities == ("@title",):
            return True
        lead = [raw for raw in raws[max(0, meant.start - 2) : meant.start] if raw != "the"][-1:]
        return lead == ["in"] and self._title_words.issuperset(raws[meant.start : meant.stop])

    def _mend(self, raws: list[str]) -> tuple[list[str], dict[int, tuple[str, ...]]]:
        """Corrects words that neither the pack nor English knows, unless they have a digit ("4am", "3d"); returns the
        words, and the other likely corrections by position.
        """
        result: list[str] = []
        mended: dict[int, tuple[str, ...]] = {}
        if len(raws) > 1 and raws[0] == "were" and raws[1] in AUXILIARIES:
            raws = ["where", *raws[1:]]  # "were did he go"
        for raw in raws:
            if self._is_known(raw) or _has_digit(raw) or is_english(raw) or raw in REMARKS:
                result.append(raw)
                continue
            if halves := self._halves(raw):
                result.extend(halves)
                continue
            near = self._nearest(raw, first=not result) if len(mended) < MOST_MENDED else []
            if near:
                mended[len(result)] = tuple(near[1:])
            result.append(near[0] if near else raw)
        return result, mended

    def _is_known(self, raw: str) -> bool:
        """Whether the pack has this word, with or without a final s."""
        words, names = self._lexicon.words, self._names.words
        return raw in words or raw in names or (raw.endswith("s") and (raw[:-1] in words or raw[:-1] in names))

    def _nearest(self, typed: str, *, first: bool) -> list[str]:
        """Likely corrections, best first: pack words before other English ones, then those with the same initial (slips
        seldom hit the first letter), names, and frequent words. The `first` word of a line may well be a question word.
        Two slips away from an English word that isn't in the pack is mostly another word: "cosplay", "fortnite".
        """
        if len(typed) < 4:
            near = everyday_speller().nearest(typed, most=1, least=2)
            begins = QUESTION_WORDS | AUXILIARIES if first else frozenset[str]()
            words = [word for word, _ in near if word in begins or _is_likely_slip(typed, word)]
            words.sort(key=lambda word: (word not in begins, word[0] != typed[0], frequency.weight(word), word))
            return words[:1]
        near = self._speller.nearest(typed)
        if not near and typed.endswith("s"):
            near = self._speller.nearest(typed[:-1])
        at_large = english_speller().nearest(typed, most=1, limit=3)
        if at_large and (not near or at_large[0][1] < near[0][1]):
            near = at_large
        closest = [word for word, slips in near if slips == near[0][1]]
        closest.sort(
            key=lambda word: (
                word[0] != typed[0],
                word not in self._names.words,
                -len(self._holders(stem(word))),
                frequency.weight(word),
                word,
            )
        )
        return closest[:LIKELY_MEANT]

    def _halves(self, raw: str) -> tuple[str, str] | None:
        """Two words of the pack written as one."""
        speller = self._speller
        for cut in range(3, len(raw) - 2):
            if raw[:cut] in speller and (raw[cut:] in speller or raw[cut:] + "s" in speller):
                return raw[:cut], raw[cut:]
        return None

    def _holders(self, name: str) -> Ints:
        term = self._lexicon.term(name)
        return NOWHERE if term is None else self._held[term]

    def _named(self, meant: Meant, raws: Sequence[str]) -> Unit:
        raw = " ".join(raws[meant.start : meant.stop])
        return self._kept((raw, meant.entities), lambda: self._read_named(meant, raws))

    def _read_named(self, meant: Meant, raws: Sequence[str]) -> Unit:
        raw = " ".join(raws[meant.start : meant.stop])
        worth = 1.0 if len(meant.entities) == 1 else 0.9
        forms = dict.fromkeys(meant.entities, worth)
        for entity in meant.entities:
            members = self._names.members_meant(entity)
            for member in members:
                forms.setdefault(member, HALF_MEANT if len(members) < 4 else LIGHT_WEIGHT)
        stems = [stem(word) for word in raws[meant.start : meant.stop] if word not in STOP]
        surprise = max((frequency.weight(word) for word in raws[meant.start : meant.stop]), default=0.0)
        if len(stems) == 1:
            forms.setdefault(stems[0], HALF_MEANT)
        weight = self._weigh(list(meant.entities), surprise)
        return self._unit(raw, forms, weight, surprise, entities=meant.entities, sure=meant.sure, like_a_name=True)

    def _relative(self, named: Unit, word: str, relatives: list[str]) -> Unit:
        """A character's father or sister as one name: mainly the relative, and to a small degree the character."""
        forms = dict.fromkeys(named.entities, HALF_MEANT) | dict.fromkeys(relatives, 1.0)
        kinship = f"{named.entities[0]}'s {concepts(stem(word))[0]}"
        return replace(
            self._unit(f"{named.raw} {word}", forms, named.weight, named.surprise, like_a_name=True),
            key=kinship,
            entities=tuple(dict.fromkeys(relatives)),
        )

    def _mended_word(self, raw: str, others: Sequence[str]) -> Unit:
        """A corrected word, with the other likely corrections."""
        unit = self._word(raw)
        forms = {stem(other): ALSO_MEANT for other in others}
        forms |= {form: MENDED * worth for form, worth in self._forms(raw).items()}
        mended = self._unit(raw, forms, unit.weight, unit.surprise, known=unit.known, like_a_name=unit.like_a_name)
        return replace(mended, key=unit.key, is_kin=unit.is_kin, mended=True)

    def _word(self, raw: str) -> Unit:
        return self._kept(raw, lambda: self._read_word(raw))

    def _kept(self, key: str | tuple[str, tuple[str, ...]], read: Callable[[], Unit]) -> Unit:
        unit = self._read.get(key)
        if unit is None:
            unit = read()
            if len(unit.holders) <= self._longest_kept:
                if len(self._read) >= KEPT:
                    self._read.clear()
                self._read[key] = unit
        return unit

    def _read_word(self, raw: str) -> Unit:
        stemmed = stem(raw)
        forms = self._forms(raw)
        held = len(self._holders(stemmed))
        known = held > 0 or raw in self._speller or is_english(raw)
        if not held and len(raw) > 3 and known:
            for word, _ in self._speller.nearest(raw, most=1):
                forms.setdefault(stem(word), NEIGHBOUR)
        surprise = min(frequency.weight(raw), frequency.weight(stemmed) + 1.0)
        weight = self._weigh([stemmed], surprise) * self._share(raw)
        number = self._lexicon.words.get(raw)
        return self._unit(
            raw,
            forms,
            weight,
            surprise,
            known=known,
            like_a_name=number is not None and bool(self._like_names[number]),
            is_kin=_is_kin(raw),
        )

    def _forms(self, raw: str) -> dict[str, float]:
        """Matches for a word: its stem, near-synonyms, and characters it describes."""
        stemmed = stem(raw)
        forms = {stemmed: SAME_STEM, **synonyms(stemmed)}
        if (described := self._names.hints.get(stemmed)) is not None:
            forms[described] = DESCRIBING
        return forms

    def _unit(
        self,
        raw: str,
        forms: Mapping[str, float],
        weight: float,
        surprise: float,
        *,
        entities: tuple[str, ...] = (),
        sure: bool = True,
        known: bool = True,
        like_a_name: bool = False,
        is_kin: bool = False,
    ) -> Unit:
        words: list[Ints] = []
        worths: list[Floats] = []
        holders: list[Ints] = []
        gains: list[Floats] = []
        for form, worth in sorted(forms.items(), key=lambda row: row[1]):
            term = self._lexicon.term(form)
            if term is None:
                continue
            meant = self._lexicon.words_of[term]
            words.append(meant)
            worths.append(np.full(len(meant), worth, dtype=np.float32))
            held = self._held[term]
            holders.append(held)
            gains.append(np.full(len(held), worth, dtype=np.float32))
        all_words = np.concatenate(words) if words else NOWHERE
        all_worths = np.concatenate(worths) if worths else _NO_WORTH
        exact = None if entities else self._lexicon.words.get(raw)
        if exact is not None:
            all_worths[all_words == exact] = 1.0
        positions, best = _best_of(holders, gains)
        return Unit(
            raw, next(iter(forms)), all_words, all_worths, positions, best, self._stretches(positions),
            weight, surprise, entities, sure, known,
            like_a_name=like_a_name, is_kin=is_kin, rarity=self._rarity(len(positions)) * self._share(raw),
        )  # fmt: skip

    def _stretches(self, positions: Ints) -> Ints:
        """The stretches and chapters that facts lie in, without duplicates."""
        chapters = _each_once(positions >> CHAPTER) + (self._facts >> PASSAGE) + 1
        return np.concatenate((_each_once(positions >> PASSAGE), chapters), dtype=np.int32)

    def _rarity(self, held: int) -> float:
        """The weight of a term that occurs in this many facts, in nats (BM25's idf)."""
        return math.log(1 + (self._facts - held + 0.5) / (held + 0.5))

    def _share(self, raw: str) -> float:
        if raw in WORKS:
            return WORK_WEIGHT
        return LIGHT_WEIGHT if raw in LIGHT or raw in STOP else 1.0

    def _weigh(self, names: list[str], surprise: float) -> float:
        held = max((len(self._holders(name)) for name in names), default=0)
        total = self._facts
        rarity = math.log(1 + (total - held + 0.5) / (held + 0.5)) if held else math.log(1 + total / 0.5)
        scale = frequency.rarest() / math.log(1 + total / 0.5)
        return (1 - BACKGROUND) * min(rarity * scale, frequency.rarest()) + BACKGROUND * surprise


_NO_WORTH: Floats = np.empty(0, dtype=np.float32)


def _each_once(numbers: Ints) -> Ints:
    """Removes duplicates from sorted numbers."""
    if len(numbers) < 2:
        return numbers
    once: Ints = numbers[np.append(True, numbers[1:] != numbers[:-1])]
    return once


def _has_digit(raw: str) -> bool:
    return any(character.isdigit() for character in raw)


def _is_likely_slip(typed: str, word: str) -> bool:
    """Whether a short string is a word without a letter ("wnt"), with two letters swapped ("ot"), or with a key beside
    the right one ("yhe"). With any other letter it mostly isn't a slip: "ip", "alt", "xp".
    """
    if len(typed) != len(word) or sorted(typed) == sorted(word):
        return len(typed) <= len(word)
    return any(f"{one}{other}" in _BESIDE for one, other in zip(typed, word, strict=True))


_KEYS = "qwertyuiop asdfghjkl zxcvbnm"
_BESIDE = f"{_KEYS} {_KEYS[::-1]}"


@cache
def english_speller() -> Speller:
    """A spelling corrector for English at large."""
    return Speller(word for word in frequency.known(frequency.NOT_RARE) if len(word) > 3)


@cache
def everyday_speller() -> Speller:
    """A spelling corrector for the most basic words."""
    return Speller(word for word in frequency.known(frequency.EVERYDAY) if 1 < len(word) < 6)


def _best_of(holders: list[Ints], gains: list[Floats]) -> tuple[Ints, Floats]:
    """Merges lists of positions, keeping the best gain of each; lists must come with rising gains."""
    filled = [at for at, held in enumerate(holders) if len(held)]
    if not filled:
        return NOWHERE, _NO_WORTH
    if len(filled) == 1:
        return holders[filled[0]], gains[filled[0]]
    positions = np.concatenate([holders[at] for at in filled])
    gained = np.concatenate([gains[at] for at in filled])
    order = np.argsort(positions, kind="stable")
    positions = positions[order]
    last = np.append(positions[1:] != positions[:-1], True)
    return positions[last], gained[order][last]


def _focus(raws: Sequence[str]) -> frozenset[int]:
    """Positions of the words that say what kind of thing is wanted: "infinity stone" in "which infinity stone is"."""
    found: set[int] = set()
    for at, raw in enumerate(raws):
        if raw in {"which", "what"}:
            for place in range(at + 1, min(len(raws), at + 1 + FOCUS)):
                if raws[place] in AUXILIARIES:
                    break
                found.add(place)
        elif raw == "how" and at + 1 < len(raws) and raws[at + 1] not in AUXILIARIES:
            found.add(at + 1)
            if raws[at + 1] in {"many", "much"} and at + 2 < len(raws):
                found.add(at + 2)
    return frozenset(found)


def _excluded(found: Iterable[Meant], raws: Sequence[str]) -> frozenset[str]:
    """The names that are ruled out: "besides Thor"."""
    if EXCEPT.isdisjoint(raws):
        return frozenset()
    return frozenset(
        entity
        for meant in found
        if not EXCEPT.isdisjoint(raws[max(0, meant.start - 2) : meant.start])
        for entity in meant.entities
    )


@lru_cache(maxsize=KEPT)
def _is_kin(raw: str) -> bool:
    return any(concept in KIN for concept in concepts(stem(raw)))


def _continuity_words(pack: Pack) -> dict[str, set[str]]:
    """The words in a question that name a continuity ("in the comics"), if the pack has several."""
    if len(pack.continuities) < 2:
        return {}
    plain = STOP | {"version", "source"}
    named: dict[str, set[str]] = {}
    for continuity, label in pack.continuities.items():
        for word in [*written_out(label), continuity]:
            if word not in plain and word not in {"film", "movie", "made", "said"}:
                for variant in (word, word.removesuffix("s"), word + "s"):
                    if len(variant) > 3:
                        named.setdefault(variant, set()).add(continuity)
    return named
