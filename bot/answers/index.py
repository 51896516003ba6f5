"""The facts of one pack as arrays, ready for questions.

There is one `PackIndex` per pack, so adding a pack never changes how another one answers.
"""

import itertools
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.answers.candidates import candidates
from bot.answers.holds import Marks, capitals, word_marks, written_like_names, written_marks
from bot.answers.learned import PackKind
from bot.answers.lexicon import Lexicon, Numbering
from bot.answers.names import NameTable
from bot.answers.other_works import OtherWorks
from bot.answers.phrasings import Phrasings, read_phrasings, ways_to_ask
from bot.answers.reading import ParsedQuestion, Reader
from bot.answers.sense import MOST_COMPARED, QuestionFeatures, Sense
from bot.answers.texts import NOWHERE, Floats, Lists, inverted
from bot.english.text import spelt_out, typed_words
from bot.english.words import STOP
from bot.knowledge.model import Fact, FactKind, Pack

STEP = 4096
"""Progress is reported after this many facts."""

Progress = Callable[[int, int], None]
"""Called with the number of facts read so far, and the total."""


@dataclass(frozen=True, eq=False)
class PackIndex:
    """The facts of one pack, ready for questions. `pack` has them in an order of its own; positions refer to that
    order.

    Per fact: `texts` are its words, `named` the entities in it, `about` its characters, `lengths` its word count,
    `holds` its marks (see `HOLDS`). `holders` are the facts with each term in their text, phrasings or characters.
    `term_weights` is the weight of each word in this pack, in nats, `rarest` the maximum; `like_names` marks the words
    written like names. The plot is the range `story`, in the order of its scenes. `told` are facts as additional
    training samples; `untold` are the author's `not_told` questions, `untold_keys` their words and keys.
    """

    pack: Pack
    names: NameTable
    lexicon: Lexicon
    texts: Lists
    named: Lists
    about: Lists
    lengths: Floats
    holds: Marks
    holders: Lists
    term_weights: Floats
    rarest: float
    like_names: npt.NDArray[np.bool_]
    story: tuple[int, int]
    reader: Reader
    phrasings: Phrasings
    told: tuple[QuestionFeatures, ...]
    untold: tuple[QuestionFeatures, ...]
    untold_keys: frozenset[tuple[str, ...]]

    @property
    def is_phrased(self) -> bool:
        """Whether the pack's author wrote phrasings; features are weighted differently without them."""
        return _is_phrased(self.pack)

    @property
    def kind(self) -> PackKind:
        """The kind of pack."""
        if not self.is_phrased:
            return PackKind.PLAIN
        return PackKind.STORY if self.pack.characters or self.pack.scenes else PackKind.LIST

    def read(self, line: str, *, mend: bool = True) -> ParsedQuestion:
        """Interprets a line for this pack, correcting its spelling unless `mend` is False."""
        return self.reader.read(line, mend=mend)

    def sense(self, *, left_out: npt.NDArray[np.bool_] | None = None) -> Sense:
        """The model trained on the phrasings and `not_told` questions. `left_out` marks those of both, in this order,
        to ignore as if they had not been written.
        """
        nothing = len(self.pack.facts)
        askings = [*self.phrasings.askings, *((asking, nothing) for asking in self.untold)]
        kept = askings if left_out is None else itertools.compress(askings, ~left_out)
        samples = [*kept, *((asking, at) for at, asking in enumerate(self.told))] if _teaches(self.pack) else []
        return Sense(samples, len(self.pack.facts))

    def candidates(self, question: ParsedQuestion) -> npt.NDArray[np.intp]:
        """Positions of the facts that have most in common with a question, best first."""
        return candidates(question, self.lengths, self.story)

    def is_not_told(self, question: ParsedQuestion) -> bool:
        """Whether the author listed this question as `not_told`."""
        return question.raws in self.untold_keys or question.key in self.untold_keys

    def foreseen(self, question: ParsedQuestion) -> Sequence[int]:
        """Positions of the facts with this exact phrasing, or one that differs only in function words."""
        return self.phrasings.same(question)


def index_of(pack: Pack, progress: Progress | None = None) -> PackIndex:
    """Indexes a pack; `progress` is called with the number of facts read and the total."""
    pack = replace(pack, facts=_in_order(pack.facts))
    names = NameTable(pack)
    written = _written(pack, names, progress or _untold)
    lexicon = written.lexicon
    like_names = written_like_names(written.capitals, written.texts, lexicon)
    holders = _holders(written)
    weights, rarest = _term_weights(holders, lexicon, len(pack.facts))
    others = OtherWorks(pack, names, lexicon, (written.texts, written.asks), like_names)
    reader = Reader(pack, names, lexicon, holders, like_names, others)
    read = reader.reading_the_pack()
    phrasings = read_phrasings(written.ways, written.asks, read)
    untold = [read(line) for line in pack.not_told]
    scenes = [position for position, fact in enumerate(pack.facts) if fact.scene_number is not None]
    return PackIndex(
        pack=pack,
        names=names,
        lexicon=lexicon,
        texts=written.texts,
        named=written.named,
        about=written.about,
        lengths=np.maximum(1, written.texts.sizes).astype(np.float32),
        holds=written.marks | word_marks(written.texts, lexicon, like_names),
        holders=holders,
        term_weights=weights,
        rarest=rarest,
        like_names=like_names,
        story=(scenes[0], scenes[-1] + 1) if scenes else (0, 0),
        reader=reader,
        phrasings=phrasings,
        untold=tuple(question.asking for question in untold),
        untold_keys=frozenset(key for question in untold for key in (question.raws, question.key)),
        told=tuple(read(fact.text).asking for fact in pack.facts) if _teaches(pack) else (),
    )


@dataclass(frozen=True, eq=False)
class _Written:
    """The facts of a pack as numbers. `ways` are the phrasings of each fact, `asks` the words of all of them;
    `capitals` counts the words that are written like names.
    """

    lexicon: Lexicon
    texts: Lists
    named: Lists
    about: Lists
    asks: Lists
    ways: Sequence[Sequence[str]]
    marks: Marks
    capitals: Counter[str]


def _written(pack: Pack, names: NameTable, tell: Progress) -> _Written:
    numbering = Numbering()
    words, starts = array("i"), array("q", [0])
    written: Counter[str] = Counter()
    named: list[list[int]] = []
    about: list[list[int]] = []
    asks: list[list[int]] = []
    ways = ways_to_ask(pack.facts)
    marks = np.zeros(len(pack.facts), dtype=np.uint16)
    has_names = bool(pack.characters or pack.actors or pack.things)
    for position, fact in enumerate(pack.facts):
        typed = typed_words(fact.text)
        words.extend(numbering.read(typed))
        starts.append(len(words))
        like_names = capitals(fact.text)
        written.update(like_names)
        marks[position] = written_marks(fact.text, has_capitals=bool(like_names))
        if has_names:
            named.append(_entities(typed, names, numbering))
            about.append([numbering.entity(f"@{character}") for character in fact.characters])
        as_typed = map(typed_words, ways[position])
        asks += [[*numbering.read(typed), *_entities(typed, names, numbering)] for typed in as_typed]
        if position % STEP == 0:
            tell(position, len(pack.facts))
    tell(len(pack.facts), len(pack.facts))
    texts = Lists(np.frombuffer(words, dtype=np.int32), np.frombuffer(starts, dtype=np.int64))
    return _Written(numbering.lexicon(), texts, Lists.of(named), Lists.of(about), Lists.of(asks), ways, marks, written)


def _entities(typed: Iterable[str], names: NameTable, numbering: Numbering) -> list[int]:
    """The entity words for the names in a text, and for the members of groups that aren't very large."""
    found: list[int] = []
    for meant in names.find([word for each in typed for word in spelt_out(each)]):
        for entity in meant.entities:
            found.append(numbering.entity(entity))
            found += map(numbering.entity, names.members_meant(entity))
    return found


def _holders(written: _Written) -> Lists:
    """Positions of the facts with each term in their text, phrasings or characters."""
    size = len(written.texts)
    every = np.arange(size, dtype=np.int32)
    of_asks = np.repeat(every, [len(lines) for lines in written.ways])
    parts = [(written.texts, every), (written.named, every), (written.about, every), (written.asks, of_asks)]
    parts = [(lists, owners) for lists, owners in parts if len(lists)]
    values = np.concatenate([NOWHERE, *(lists.values for lists, _ in parts)])
    owners = np.concatenate([NOWHERE, *(np.repeat(owners, lists.sizes) for lists, owners in parts)])
    return inverted(written.lexicon.term_of[values], owners, written.lexicon.terms, size)


def _term_weights(holders: Lists, lexicon: Lexicon, facts: int) -> tuple[Floats, float]:
    """The weight of each word, 0 for light words; and the maximum weight."""
    size = max(1, facts)
    by_term = np.log(1 + (size - holders.sizes + 0.5) / (holders.sizes + 0.5)).astype(np.float32)
    weights = by_term[lexicon.term_of]
    weights[lexicon.marks(STOP)] = 0.0
    return weights, float(np.log(1 + size / 0.5))


def _is_phrased(pack: Pack) -> bool:
    return 2 * sum(bool(fact.asks) for fact in pack.facts) >= len(pack.facts)


def _teaches(pack: Pack) -> bool:
    """Whether a model is trained on the pack: it has phrasings, and isn't so large that none would be trained."""
    return _is_phrased(pack) and len(pack.facts) ** 2 <= MOST_COMPARED


def _in_order(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts sorted by key, scenes in the order of the story; so the order of the files doesn't matter."""
    kinds = list(FactKind)
    told = {fact.key: number for number, fact in enumerate(facts) if fact.scene_number is not None}
    return tuple(sorted(facts, key=lambda fact: (kinds.index(fact.kind), told.get(fact.key, 0), fact.key)))


def _untold(_done: int, _of: int) -> None:
    """Discards progress reports."""
