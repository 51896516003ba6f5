"""Numbers the words of one pack and their terms; all forms of a word share a term."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.texts import NOWHERE, Ints, Lists, inverted
from bot.english.text import spelt_out, stem


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Numbers for words and terms. The entity of each known name is a word and a term of its own.

    `words` and `stems` number the words and the terms; `term_of` has the term of each word, `words_of` the words of
    each term.
    """

    words: Mapping[str, int]
    stems: Mapping[str, int]
    term_of: Ints
    words_of: Lists

    @property
    def terms(self) -> int:
        """The number of terms."""
        return len(self.stems)

    def term(self, name: str) -> int | None:
        """The number of a stem or an entity; None if the pack doesn't have it."""
        return self.stems.get(name)

    def marks(self, words: Iterable[str]) -> npt.NDArray[np.bool_]:
        """For each word whether it is one of these."""
        marked = np.zeros(len(self.words), dtype=np.bool_)
        numbers = [self.words[word] for word in words if word in self.words]
        marked[numbers or NOWHERE] = True
        return marked


class Numbering:
    """Builds a lexicon: gives a new number to each new word."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._term_of = array("i")
        self._typed: dict[str, tuple[int, ...]] = {}

    def word(self, word: str) -> int:
        """The number of a folded word."""
        return self._number(word, stem)

    def entity(self, key: str) -> int:
        """The number of the word for an entity, such as `@thor`."""
        return self._number(key, str)

    def _number(self, word: str, term: Callable[[str], str]) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._words)
            self._term_of.append(self._stems.setdefault(term(word), len(self._stems)))
        return number

    def read(self, words: Iterable[str]) -> list[int]:
        """The numbers of the words of a text as typed (see `typed_words`), in order."""
        numbers: list[int] = []
        known = self._typed
        for typed in words:
            found = known.get(typed)
            if found is None:
                found = known[typed] = tuple(map(self.word, spelt_out(typed)))
            numbers += found
        return numbers

    def lexicon(self) -> Lexicon:
        """The finished lexicon."""
        term_of = np.array(self._term_of, dtype=np.int32)
        words = np.arange(len(term_of), dtype=np.int32)
        return Lexicon(self._words, self._stems, term_of, inverted(term_of, words, len(self._stems), len(words)))
