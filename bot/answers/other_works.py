"""Recognises questions about other works than a pack's own: "who dies in game of thrones".

Titles are often made of everyday words, which facts of any pack have as well. So it takes a well-known title
(`other_works.txt`) in a place where people name a work, and a pack that never mentions it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from bot.answers.lexicon import Lexicon
from bot.answers.names import NameTable
from bot.answers.texts import Lists
from bot.english.frequency import is_common
from bot.english.text import written_out
from bot.english.words import ACTING, ACTORS, AUXILIARIES, QUESTION_WORDS, STOP, WORKS
from bot.knowledge.model import Pack

Title = tuple[str, ...]

_IN = frozenset(["in", "of", "from", "about", "on", "during", "throughout"])
"""Prepositions before a work that a question is about."""

_NOUNS = WORKS | {
    *("anime", "book", "books", "cartoon", "episode", "finale", "franchise", "game", "games", "musical", "novel"),
    *("play", "saga", "season", "sequel", "series", "show", "sitcom", "trilogy", "tv"),
}
"""Kinds of works, and their parts."""

_BETWEEN = _NOUNS | {
    *("the", "a", "an", "first", "second", "third", "1st", "2nd", "3rd", "original", "new", "old", "last", "whole"),
    *("called", "named"),
}
"""Words that may stand between the preposition and the title: "in the movie called"."""

_ENDING = frozenset(
    ["about", "begin", "begins", "end", "ended", "ending", "ends", "explained", "finish", "plot", "start", "starts"]
)
"""Words after a title that ask for its story: "how does shrek end"."""

_PARTS = frozenset((part, "of") for part in ("beginning", "end", "ending", "events", "finale", "plot"))
"""Words before a title that has such a part."""

_ASKING = frozenset(["does", "did", "how", "is", "what"])
"""Words that such a question has before the title."""

_MAKING = frozenset(
    ["composed", "created", "directed", "made", "produced", "read", "see", "seen", "watch", "watched", "wrote"]
)
"""Verbs before a title that only a work can be the object of."""


class OtherWorks:
    """The well-known works that one pack never mentions."""

    def __init__(
        self,
        pack: Pack,
        names: NameTable,
        lexicon: Lexicon,
        texts: Iterable[Lists],
        like_names: npt.NDArray[np.bool_],
    ) -> None:
        """`texts` are the words of its facts and phrasings, `like_names` marks those that it writes like names."""
        self._names = names
        written = [written_out(line) for line in (pack.title, *pack.aliases, *pack.continuities.values())]
        listed = list(texts)
        self._said = frozenset(title for title in titles() if _is_in(_bare(title), lexicon, listed))
        self._own = frozenset(
            title
            for title in titles()
            if any(like_names[lexicon.words[word]] for word in title if title in self._said and word in lexicon.words)
            or any(meant.stop - meant.start == len(title) for meant in names.find(title))
            or any(f" {' '.join(title)} " in f" {' '.join(line)} " for line in written)
        )

    def asked_about(self, words: Sequence[str]) -> str:
        """The title of another work that a line is about; empty if there is none.

        A line that also names the pack's own work is about that one.
        """
        for start, stop in _titles_in(words):
            title = tuple(words[start:stop])
            if title in self._own:
                continue
            named = [one for one in self._names.find(words) if one.stop <= start or one.start >= stop]
            if any(one.entities == ("@title",) for one in named):
                continue
            if _is_clear(words, start, stop):
                return " ".join(title)
            is_ordinary = titles()[title]
            if title not in self._said and (
                _stands_alone(words, start, stop) if is_ordinary else _is_likely(words, start, stop, bool(named))
            ):
                return " ".join(title)
        return ""


def _titles_in(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where titles start and stop in a line, the longest at each word."""
    longest = _longest()
    if longest.keys().isdisjoint(words):
        return
    for start, word in enumerate(words):
        for length in range(min(longest.get(word, 0), len(words) - start), 0, -1):
            if tuple(words[start : start + length]) in titles():
                yield start, start + length
                break


def _is_clear(words: Sequence[str], start: int, stop: int) -> bool:
    """Whether only the title of a work can be meant: "in the movie heat", "how does heat end"."""
    before = words[start - 1] if start else ""
    after = words[stop] if stop < len(words) else ""
    if after in _ENDING and before in _ASKING:
        return True
    return before in _NOUNS | {"called"} and _before(words, start) in _IN | {"does", "did"} and _may_follow(after)


def _stands_alone(words: Sequence[str], start: int, stop: int) -> bool:
    """Whether an ordinary phrase, but no everyday word ("heat"), stands where a title would: "who dies in aliens"."""
    after = words[stop] if stop < len(words) else ""
    is_everyday = len(_bare(tuple(words[start:stop]))) == 1 and is_common(words[stop - 1])
    lead = tuple(words[max(0, start - 2) : start])
    is_led = lead[-1:] == ("in",) or lead in _PARTS
    return is_led and not is_everyday and (not after or after in QUESTION_WORDS | AUXILIARIES)


def _is_likely(words: Sequence[str], start: int, stop: int, has_names: bool) -> bool:
    """Whether an unmistakable title stands where people name a work."""
    before = _before(words, start)
    after = words[stop] if stop < len(words) else ""
    if not _may_follow(after):
        return False
    if before == "from":
        return not has_names and (ACTORS | ACTING).isdisjoint(words)  # "the guy from sherlock who plays Ultron"
    if before in _IN:
        return "like" not in words[max(0, start - 3) : start]
    return before in _MAKING or not before or after in _ENDING or after in _NOUNS - {"show", "play"}


def _may_follow(word: str) -> bool:
    """Whether a word can follow a title: "size" in "of titanic size" can't."""
    return not word or word in STOP or word in _NOUNS or word in _ENDING or word.isdigit()


def _before(words: Sequence[str], start: int) -> str:
    """The word before a title and what belongs to it."""
    while start and words[start - 1] in _BETWEEN:
        start -= 1
    return words[start - 1] if start else ""


def _bare(title: Title) -> Title:
    return title[1:] if title[0] == "the" else title


def _is_in(title: Title, lexicon: Lexicon, texts: Sequence[Lists]) -> bool:
    """Whether these texts have the words of a title, in this order."""
    run = [lexicon.words.get(word, -1) for word in title]
    if min(run) < 0:
        return False
    for lists in texts:
        values = lists.values
        starts = np.flatnonzero(values[: max(0, len(values) - len(run) + 1)] == run[0])
        for step, number in enumerate(run[1:], 1):
            starts = starts[values[starts + step] == number]
        if len(starts):
            return True
    return False


@cache
def titles() -> Mapping[Title, bool]:
    """The titles as words, each with whether it is an ordinary word or phrase, too."""
    lines = files("bot.answers").joinpath("other_works.txt").read_text("utf-8").splitlines()
    listed = ";".join(line for line in lines if not line.startswith("#")).split(";")
    return {tuple(written_out(title)): "*" in title for title in listed if title.strip()}


@cache
def _longest() -> Mapping[str, int]:
    """First word -> the most words in a title that starts with it."""
    longest: dict[str, int] = {}
    for title in titles():
        longest[title[0]] = max(longest.get(title[0], 0), len(title))
    return longest
