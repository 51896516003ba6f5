"""The facts of one pack as arrays, and which of them have something in common with a question.

One `PackIndex` a pack, so that adding a pack never changes how another is read.
"""

import itertools
import re
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.answers.elsewhere import elsewhere
from bot.answers.language import FEELINGS, PEOPLE, PLACED, PRONOUNS, REASONS, SAYING, STOP, TIMES
from bot.answers.lexicon import Lexicon
from bot.answers.names import NameTable
from bot.answers.reading import CHAPTER, PASSAGE, Question, Reader
from bot.answers.sense import Sense
from bot.answers.text import stem, written_out
from bot.answers.texts import Floats, Ints, Lists, inverted
from bot.knowledge.model import Fact, FactKind, Pack

CANDIDATES = 64
"""Facts whose evidence is looked at closely; beyond them the right one is hardly ever found."""

AROUND = (0.4, 0.2, 0.2)
"""What it counts, in finding candidates, that a word stands in the passage just before, two before, and just after;
stories name people once."""

IN_PASSAGE = 0.2
IN_CHAPTER = 0.2
"""What it counts that a word stands in the same stretch of 8, and of 64, passages."""

LONG = 0.01
"""By how much a word more in a passage lessens what is found in it."""

MOST_HELD = 60_000
"""Facts that are looked at for candidates at most, those with the rarest words; the rest only add to their scores."""

STEP = 4096
"""Facts after which progress is told."""

Progress = Callable[[int, int], None]
"""Is told how many facts of how many are read."""

HOLDS = ("number", "year", "time", "place", "reason", "name", "person", "speech", "pronoun", "feeling")
"""What a text may hold, as bits in this order, from the lowest."""


@dataclass(frozen=True)
class Phrasings:
    """All phrasings of a pack, those of a fact side by side.

    `words` are those of each, names as entities besides; `of` the phrasings of each fact. `weights` is what each tells
    in all, in nats, `rarities` that among the facts of this pack, `asked` the kind of thing asked for.
    """

    words: Lists
    starts: npt.NDArray[np.int64]
    weights: Floats
    rarities: Floats
    asked: tuple[str, ...]


class PackIndex:
    """The facts of one pack, ready to be asked. `pack` has them in an order of their own, to which positions refer."""

    def __init__(self, pack: Pack, progress: Progress | None = None) -> None:
        self.pack = replace(pack, facts=_in_order(pack.facts))
        self.names = NameTable(pack)
        self.is_phrased = 2 * sum(bool(fact.asks) for fact in pack.facts) >= len(pack.facts)
        """Whether the pack's author wrote phrasings; evidence counts differently where there are none."""
        self.lexicon = Lexicon()
        self._read_facts(progress or _untold)
        self.reader = Reader(pack, self.names, self.lexicon, self._held.__getitem__, self.like_names)
        self._read_phrasings()
        self._tell_stories_apart()

    def _read_facts(self, tell: Progress) -> None:
        """The words of every fact, by number, and where each term stands."""
        lexicon = self.lexicon
        words, starts = array("i"), array("q", [0])
        capitals: Counter[str] = Counter()
        named: list[list[int]] = []
        about: list[list[int]] = []
        asks: list[list[int]] = []
        marks = np.zeros(len(self.pack.facts), dtype=np.uint16)
        has_names = bool(self.pack.characters or self.pack.actors or self.pack.things)
        for position, fact in enumerate(self.pack.facts):
            words.extend(lexicon.read(fact.text))
            starts.append(len(words))
            written = _CAPITALS.findall(fact.text)
            capitals.update(written)
            marks[position] = _written_marks(fact.text, bool(written))
            if has_names:
                named.append(self._entities(written_out(fact.text)))
                about.append([lexicon.entity(f"@{character}") for character in fact.characters])
            if fact.asks or fact.kind is FactKind.ROLE:
                asks += [[*lexicon.read(ask), *self._entities(written_out(ask))] for ask in ways_to_ask(fact)]
            if position % STEP == 0:
                tell(position, len(self.pack.facts))
        lexicon.freeze()
        self.texts = Lists(np.frombuffer(words, dtype=np.int32), np.frombuffer(starts, dtype=np.int64))
        self.lengths = np.maximum(1, np.diff(self.texts.starts)).astype(np.float32)
        self.named = Lists.of(named)
        self.about = Lists.of(about)
        self._asks = Lists.of(asks)
        self.like_names = self._written_like_names(capitals)
        self.holds = marks | self._word_marks()
        counts = [len(ways_to_ask(fact)) if fact.asks or fact.kind is FactKind.ROLE else 0 for fact in self.pack.facts]
        self.asks_starts = np.zeros(len(counts) + 1, dtype=np.int64)
        np.cumsum(counts, out=self.asks_starts[1:])
        self._held = self._holders()
        self.term_weights = self._term_weights()
        tell(len(self.pack.facts), len(self.pack.facts))

    def _entities(self, raws: Sequence[str]) -> list[int]:
        """The words that stand for those named in a text, and for the members of groups."""
        found: list[int] = []
        for meant in self.names.find(raws):
            for entity in meant.entities:
                found.append(self.lexicon.entity(entity))
                found += [self.lexicon.entity(member) for member in self.names.members.get(entity, ())]
        return found

    def _written_like_names(self, capitals: Counter[str]) -> npt.NDArray[np.bool_]:
        """For each word whether it is mostly written with a capital where no sentence begins."""
        counts = np.bincount(self.texts.values, minlength=len(self.lexicon.words))
        like = np.zeros(len(self.lexicon.words), dtype=np.bool_)
        large: Counter[int] = Counter()
        for written, count in capitals.items():
            for word in written_out(written):
                number = self.lexicon.words.get(word)
                if number is not None and word not in STOP:
                    large[number] += count
        for number, count in large.items():
            like[number] = 2 * count >= counts[number]
        return like

    def _word_marks(self) -> npt.NDArray[np.uint16]:
        """What each text holds, as told by its words."""
        lexicon = self.lexicon
        of_word = np.zeros(len(lexicon.words) + 1, dtype=np.uint16)
        numbers = [word for word in lexicon.words if word[0] != "@" and word != "one" and stem(word)[0].isdigit()]
        for name, words in (
            ("number", numbers),
            ("time", TIMES),
            ("place", PLACED),
            ("reason", REASONS),
            ("person", PEOPLE),
            ("speech", SAYING),
            ("pronoun", PRONOUNS),
            ("feeling", FEELINGS),
        ):
            of_word[:-1][lexicon.marks(words)] |= 1 << HOLDS.index(name)
        of_word[:-1][self.like_names] |= 1 << HOLDS.index("name")
        marked = of_word[np.append(self.texts.values, len(lexicon.words))]  # a last one for an empty last text
        found = np.bitwise_or.reduceat(marked, self.texts.starts[:-1]) if len(self.texts) else marked[:0]
        found[np.diff(self.texts.starts) == 0] = 0
        return found

    def _holders(self) -> Lists:
        """Positions of the facts that hold each term, in their text, their phrasings or their characters."""
        size = len(self.pack.facts)
        owners = [np.repeat(np.arange(size, dtype=np.int32), np.diff(self.texts.starts))]
        values = [self.texts.values]
        for lists in (self.named, self.about):
            if len(lists.values):
                owners.append(np.repeat(np.arange(size, dtype=np.int32), np.diff(lists.starts)))
                values.append(lists.values)
        if len(self._asks):
            of_ask = np.repeat(np.arange(size, dtype=np.int32), np.diff(self.asks_starts))
            owners.append(np.repeat(of_ask, np.diff(self._asks.starts)))
            values.append(self._asks.values)
        return inverted(self.lexicon.term_of[np.concatenate(values)], np.concatenate(owners), self.lexicon.terms, size)

    def _term_weights(self) -> Floats:
        """For each word what it tells in this pack, in nats; nothing for words that carry little."""
        held = np.diff(self._held.starts)
        size = max(1, len(self.pack.facts))
        self.rarest = float(np.log(1 + size / 0.5))
        """The most that a word of this pack can tell, in nats."""
        by_term = np.log(1 + (size - held + 0.5) / (held + 0.5)).astype(np.float32)
        weights = by_term[self.lexicon.term_of]
        weights[self.lexicon.marks(STOP)] = 0.0
        return weights

    def _read_phrasings(self) -> None:
        lines = [
            ask for fact in self.pack.facts if fact.asks or fact.kind is FactKind.ROLE for ask in ways_to_ask(fact)
        ]
        questions = [self.read(line, mend=False) for line in lines]
        self.phrasings = Phrasings(
            self._asks,
            self.asks_starts,
            np.array([question.weight for question in questions], dtype=np.float32),
            np.array([question.rarity for question in questions], dtype=np.float32),
            tuple(question.asked for question in questions),
        )
        owners = np.repeat(np.arange(len(self.pack.facts)), np.diff(self.asks_starts))
        self._foreseen: dict[tuple[str, ...], list[int]] = {}
        for question, owner in zip(questions, owners.tolist(), strict=True):
            for key in {question.raws, question.key}:
                held = self._foreseen.setdefault(key, [])
                if owner not in held:
                    held.append(owner)
        untold = [self.read(line, mend=False) for line in self.pack.not_told]
        self._not_told = {key for question in untold for key in (question.raws, question.key)}
        self.askings = tuple(
            (question.asking, owner) for question, owner in zip(questions, owners.tolist(), strict=True)
        )
        """How each phrasing asks, and the position of its fact."""
        if self.is_phrased:
            told = range(len(self.pack.facts))
            self.tellings = tuple((self.read(self.pack.facts[at].text, mend=False).asking, at) for at in told)
            self.elsewhere = tuple((self.read(line).asking, len(told)) for line in elsewhere(self.pack, len(lines)))
        else:
            self.tellings = self.elsewhere = ()

    def _tell_stories_apart(self) -> None:
        """Where the plot lies among the facts: its scenes stand side by side, in the order of the story."""
        scenes = [position for position, fact in enumerate(self.pack.facts) if fact.place is not None]
        self.story = (scenes[0], scenes[-1] + 1) if scenes else (0, 0)

    def read(self, line: str, *, mend: bool = True) -> Question:
        """What a line asks, in the terms of this pack; its spelling corrected unless told otherwise."""
        return self.reader.read(line, mend=mend)

    def sense(self, *, left_out: npt.NDArray[np.bool_] | None = None) -> Sense:
        """What the phrasings teach; `left_out` marks those that are passed over, as if nobody had written them."""
        kept = self.askings if left_out is None else itertools.compress(self.askings, ~left_out)
        samples = [*kept, *self.tellings, *self.elsewhere] if self.is_phrased else []
        return Sense(samples, len(self.pack.facts))

    def candidates(self, question: Question) -> npt.NDArray[np.intp]:
        """Positions of the facts that have most in common with a question, at most `CANDIDATES`, best first."""
        size = len(self.pack.facts)
        units = [unit for unit in question.units if len(unit.holders)]
        if not units:
            return np.empty(0, dtype=np.intp)
        units.sort(key=lambda unit: -unit.weight)
        looked_at: list[Ints] = []
        seen = 0
        for unit in units:
            if seen and seen + len(unit.holders) > MOST_HELD:
                break
            seen += len(unit.holders)
            looked_at.append(unit.holders)
        scores = np.zeros(size + 4, dtype=np.float32)  # two empty places before the first fact, two after the last
        for unit in units[: len(looked_at)]:
            scores[unit.holders + 2] += np.float32(unit.weight) * unit.gains
        first, last = self.story
        if 2 * seen > size:
            positions = np.arange(size, dtype=np.intp)
        else:
            positions = np.concatenate([held + step for held in looked_at for step in ((0, 1) if last else (0,))])
            positions = positions[positions < size]
        total = scores[positions + 2]
        if last:
            passages = np.zeros((size >> PASSAGE) + 1, dtype=np.float32)
            chapters = np.zeros((size >> CHAPTER) + 1, dtype=np.float32)
            for unit in units[: len(looked_at)]:
                passages[unit.passages] += np.float32(unit.weight)
                chapters[unit.chapters] += np.float32(unit.weight)
            around = (
                AROUND[0] * scores[positions + 1] + AROUND[1] * scores[positions] + AROUND[2] * scores[positions + 3]
            )
            around += IN_PASSAGE * passages[positions >> PASSAGE] + IN_CHAPTER * chapters[positions >> CHAPTER]
            total = total / (1 + LONG * self.lengths[positions])
            total += around * ((positions >= first) & (positions < last))
        if len(positions) > 4 * CANDIDATES:
            top = np.argpartition(-total, 4 * CANDIDATES - 1)[: 4 * CANDIDATES]
            positions, total = positions[top], total[top]
        order = np.lexsort((positions, -total))
        positions = positions[order]
        if 2 * seen <= size:
            _, firsts = np.unique(positions, return_index=True)
            positions = positions[np.sort(firsts)]
        return positions[:CANDIDATES]

    def is_not_told(self, question: Question) -> bool:
        """Whether the author wrote that the pack does not tell this."""
        return question.raws in self._not_told or question.key in self._not_told

    def foreseen(self, question: Question) -> list[int]:
        """Positions of the facts whose author wrote this very question, or one that differs only in little words."""
        if not question.units:
            return []
        word_for_word = self._foreseen.get(question.raws, [])
        if word_for_word or question.is_bare_name:
            return word_for_word  # a bare name is in too many phrasings of other things
        return self._foreseen.get(question.key, [])


def _in_order(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts by their keys, scenes in the order of the story; so the order of the files does not matter."""
    kinds = list(FactKind)
    told = {fact.key: number for number, fact in enumerate(facts) if fact.place is not None}
    return tuple(sorted(facts, key=lambda fact: (kinds.index(fact.kind), told.get(fact.key, 0), fact.key)))


def ways_to_ask(fact: Fact) -> tuple[str, ...]:
    """The phrasings of a fact: its author's, or for a role those that everybody uses."""
    return _role_asks(fact) if fact.kind is FactKind.ROLE else fact.asks


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


_CAPITALS = re.compile(r"(?<![.!?:] )(?<!^)(?<![\"'“‘(])\b[A-Z][\w'-]*")
"""Words with a capital that does not come from beginning a sentence."""

_YEAR = re.compile(r"\b\d{4}\b")


def _written_marks(text: str, capitals: bool) -> int:
    marks = 0
    if _DIGIT.search(text):
        marks |= 1 << HOLDS.index("number")
        if _YEAR.search(text):
            marks |= 1 << HOLDS.index("year")
    if '"' in text or "“" in text:
        marks |= 1 << HOLDS.index("speech")
    if capitals:
        marks |= 1 << HOLDS.index("name")
    return marks


_DIGIT = re.compile(r"\d")


def _untold(_done: int, _of: int) -> None:
    """Nobody wants to know."""
