"""What a pack says of whom: so that an option that another fact makes right is found before anybody is asked."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from bot.english.numbers import value_of
from bot.english.sentences import sentences
from bot.english.text import concepts, fold, stem
from bot.english.words import STOP
from bot.knowledge.model import Fact, Pack
from bot.questions.entities import Entities, Mention
from bot.questions.passages import passages

ALSO_SAID = 0.4
"""From this share of a question's words on, another claim may say the same (chosen strict: what it costs is a
candidate for a wrong option, and there are always others)."""

REMEMBERED = 1000
"""So many meanings are kept with what says them: a question asks of one meaning who else it is said of."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

Meaning = tuple[frozenset[str], ...]
"""What a text says, word by word: for each the tokens of which any one says it."""


class Claims:
    """Everything the pack says, as tokens: stems, groups of near-synonyms, `#7` for a number, `@key` for a name."""

    def __init__(self, pack: Pack, entities: Entities) -> None:
        self._entities = entities
        self._with: dict[str, set[int]] = defaultdict(set)
        self._claims: list[frozenset[str]] = []
        self._facts: list[str] = []
        self._found: dict[tuple[Meaning, float], set[int]] = {}
        for fact in pack.facts:
            self._learn_fact(fact)
        for who in pack.characters:
            for relation in who.relations:
                ends = (f"@character:{who.id}", f"@character:{relation.other}")
                self._add({*ends, *tokens_of(self.meaning(relation.kind))})

    def meaning(self, text: str, about: Collection[str] = (), *, without: Collection[str] = ()) -> Meaning:
        """What a text says; without the entities with these keys."""
        mentions = self._entities.mentions(text, about)
        return meaning_of(text, mentions, without=without)

    def says(self, meaning: Meaning, tokens: Iterable[str], *, share: float = ALSO_SAID) -> bool:
        """Whether some claim in which one of the tokens stands says at least this share of the meaning."""
        having = [self._with[token] for token in tokens if token in self._with]
        if not having or not any(meaning):
            return bool(having)
        saying = self._saying(meaning, share)
        return any(not each.isdisjoint(saying) for each in having)

    def _saying(self, meaning: Meaning, share: float) -> set[int]:
        """The claims that say at least this share of the meaning."""
        if (meaning, share) not in self._found:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            wanted = [each for each in meaning if each]
            needed = max(1, math.ceil(share * len(wanted) - 1e-9))
            counts: Counter[int] = Counter()
            for each in wanted:
                counts.update(set().union(*(self._with.get(token, ()) for token in each)))
            self._found[meaning, share] = {claim for claim, count in counts.items() if count >= needed}
        return self._found[meaning, share]

    def places_of(self, meaning: Meaning, *, share: float) -> set[str]:
        """The keys of the facts that say at least this share of the meaning."""
        return {self._facts[number] for number in self._saying(meaning, share)}

    def _learn_fact(self, fact: Fact) -> None:
        is_one = len(sentences(fact.text)) == 1
        for passage, _ in passages(fact.text):
            mentions = self._entities.mentions(passage, fact.characters)
            tokens = tokens_of(meaning_of(passage, mentions))
            named = self._entities.with_members(entity for mention in mentions for entity in mention.entities)
            tokens |= {f"@{key}" for key in named}
            if is_one:
                tokens |= {f"@character:{who}" for who in fact.characters}
            self._add(tokens, fact.key)

    def _add(self, tokens: Iterable[str], fact: str = "") -> None:
        claim = frozenset(tokens)
        for token in claim:
            self._with[token].add(len(self._claims))
        self._claims.append(claim)
        self._facts.append(fact)


def meaning_of(text: str, mentions: Sequence[Mention], *, without: Collection[str] = ()) -> Meaning:
    """What a text says. Plain small words count where there is nothing else."""
    words: list[frozenset[str]] = []
    small: list[frozenset[str]] = []
    for mention in mentions:
        keys = {entity.key for entity in mention.entities}
        if keys.isdisjoint(without):
            words.append(frozenset(f"@{key}" for key in keys))
    for found in _WORD.finditer(text):
        if any(mention.start <= found.start() < mention.end for mention in mentions):
            continue
        word = _folded(found.group())
        tokens = word_tokens(word)
        (small if word in STOP and not tokens & {f"#{value_of(word)}"} else words).append(tokens)
    return tuple(dict.fromkeys(words or small))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word).removesuffix("'s")


@lru_cache(maxsize=50_000)
def word_tokens(word: str) -> frozenset[str]:
    """The tokens that stand for one folded word."""
    number = value_of(word)
    if number is not None:
        return frozenset({f"#{number}"})
    root = stem(word.partition("'")[0])
    return frozenset({root, *concepts(root)})


def tokens_of(meaning: Meaning) -> set[str]:
    """All tokens of a meaning."""
    return {token for each in meaning for token in each}
