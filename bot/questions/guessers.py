"""Simulated players who know nothing and guess from cues: the most mentioned name, the longest option and so on.

With fair questions, they do no better than chance.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.english.text import stem
from bot.knowledge.model import Pronoun
from bot.questions.candidates import Candidate, Candidates, words_of
from bot.questions.options import GENDERED

ALLOWED = 0.05
"""Maximum deviation of a guesser from chance, over all questions of a pack."""

ENOUGH_TO_JUDGE = 30
"""Minimum number of questions for a guesser's share of right answers to be meaningful."""

SMALL = 3
"""Length of words that are too short to be noticed in a question."""


@dataclass(frozen=True)
class GuesserScore:
    """A guesser's share of right answers, compared with chance."""

    guesser: str
    right: float
    chance: float

    @property
    def is_fair(self) -> bool:
        return abs(self.right - self.chance) <= ALLOWED


class Guessers:
    """The guessers for a pack."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self._meant: dict[str, Candidate | None] = {}
        self._all: dict[str, Callable[[str, Sequence[str]], Collection[str]]] = {
            "most mentioned name": self._most_mentioned,
            "longest option": _longest,
            "shares letters with the question": _shares,
            "fits the pronoun": self._fits,
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._all)

    def gains(self, text: str, options: Sequence[str], answer: str) -> tuple[float, ...]:
        """Each guesser's chance of being right, relative to random guessing."""
        return tuple(
            self._right(guess(text, options), options, answer) - 1 / len(options) for guess in self._all.values()
        )

    def scores(self, asked: Collection[tuple[str, Sequence[str], str]]) -> tuple[GuesserScore, ...]:
        """Each guesser's score over questions, given as text, options and answer."""
        if not asked:
            return ()
        chance = sum(1 / len(options) for _, options, _ in asked) / len(asked)
        gains = [self.gains(*each) for each in asked]
        return tuple(
            GuesserScore(name, chance + sum(gain[at] for gain in gains) / len(asked), chance)
            for at, name in enumerate(self._all)
        )

    @staticmethod
    def _right(picked: Collection[str], options: Sequence[str], answer: str) -> float:
        """The chance of being right by picking one of these options; one of all options if there are none."""
        among = picked or options
        return (answer in among) / len(among)

    def _most_mentioned(self, _text: str, options: Sequence[str]) -> Collection[str]:
        sizes = {option: who.mentions if (who := self._who(option)) else 0 for option in options}
        return _top(sizes)

    def _fits(self, text: str, options: Sequence[str]) -> Collection[str]:
        asked = {GENDERED[word] for word in words_of(text) if word in GENDERED}
        if len(asked) != 1:
            return ()
        return [option for option in options if (who := self._who(option)) and who.pronoun in asked | {Pronoun.THEY}]

    def _who(self, option: str) -> Candidate | None:
        if option not in self._meant:
            self._meant[option] = self._candidates.meant(option)
        return self._meant[option]


def _longest(_text: str, options: Sequence[str]) -> Collection[str]:
    return _top({option: len(option) for option in options})


def _shares(text: str, options: Sequence[str]) -> Collection[str]:
    """Options that share a word with the question, in any form."""
    asked = {stem(word) for word in words_of(text) if len(word) > SMALL}
    return _top(
        {option: len(asked & {stem(word) for word in words_of(option) if len(word) > SMALL}) for option in options}
    )


def _top(sizes: dict[str, int]) -> Collection[str]:
    most = max(sizes.values())
    return [option for option, size in sizes.items() if size == most] if most else ()
