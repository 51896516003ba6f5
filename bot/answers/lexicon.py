"""The words of one pack by number: what was typed, and the term that all forms of a word share."""

from array import array
from collections.abc import Iterable

import numpy as np

from bot.answers.text import spelt_out, stem, typed_words
from bot.answers.texts import NOWHERE, Ints, inverted


class Lexicon:
    """Numbers for words and terms. A name that the pack knows has an entity, which is a word and a term of its own."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self._terms: dict[str, int] = {}
        self._term_of = array("i")
        self._typed: dict[str, tuple[int, ...]] = {}

    def number(self, word: str) -> int:
        """The number of a folded word; a new one for a new word."""
        number = self.words.get(word)
        if number is None:
            number = self.words[word] = len(self.words)
            self._term_of.append(self._terms.setdefault(stem(word), len(self._terms)))
        return number

    def entity(self, key: str) -> int:
        """The number of the word that stands for an entity, such as `@thor`."""
        number = self.words.get(key)
        if number is None:
            number = self.words[key] = len(self.words)
            self._term_of.append(self._terms.setdefault(key, len(self._terms)))
        return number

    def read(self, text: str) -> list[int]:
        """The numbers of the words of a text, in order."""
        numbers: list[int] = []
        known = self._typed
        for typed in typed_words(text):
            found = known.get(typed)
            if found is None:
                found = known[typed] = tuple(self.number(word) for word in spelt_out(typed))
            numbers += found
        return numbers

    def freeze(self) -> None:
        """No word is added from now on; the other way round, from a term to its words, can be asked."""
        self.term_of: Ints = np.array(self._term_of, dtype=np.int32)
        self._words_of = inverted(
            self.term_of, np.arange(len(self.term_of), dtype=np.int32), len(self._terms), len(self.term_of)
        )
        self._typed.clear()

    @property
    def terms(self) -> int:
        """How many terms there are."""
        return len(self._terms)

    def term(self, name: str) -> int | None:
        """The number of a stem or an entity; None where the pack lacks it."""
        return self._terms.get(name)

    def words_of(self, term: int) -> Ints:
        """The words that share a term."""
        return self._words_of[term]

    def marks(self, words: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """For each word whether it is one of these."""
        marked = np.zeros(len(self.words), dtype=np.bool_)
        numbers = [self.words[word] for word in words if word in self.words]
        marked[numbers or NOWHERE] = True
        return marked
