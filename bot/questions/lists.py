"""What the questions of a quiz file are to each other: their answers may be confused, and may be options.

A trivia list has answers and no wrong ones. Those of its other questions are taken where they are of the same kind,
which the questions say: "Which country ...", "What is the name of the sword ...", "Who played ...".
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from bot.english.spelling import Speller
from bot.english.text import fold, stem
from bot.english.words import STOP
from bot.knowledge.model import AuthoredQuestion
from bot.knowledge.wording import number_in
from bot.questions.candidates import Candidate, words_of
from bot.questions.model import OptionKind
from bot.questions.options import luck

POOL = 24
"""Maximum number of answers to choose the options from: more take time, and aren't better."""

OFTEN = 30
"""Number of answers from which a word that they share says nothing: "king" in a list about history."""

NEARLY = 2
"""Maximum difference in the number of words of two answers of a kind."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEFORE = _set("in on at to from of for by with")
_ASKING = _set("what which who whom where how")
_MANY = _set("many much long old far tall big high fast")
_DOING = {
    verb: kind
    for kind, verbs in (
        ("plays", "play plays played portrayed portrays voiced voices voice acted acts starred"),
        ("writes", "wrote writes written author"),
        ("paints", "painted paints painter artist"),
        ("directs", "directed directs director"),
        ("sings", "sang sings sung singer"),
        ("composes", "composed composes composer"),
        ("invents", "invented invents discovered inventor"),
    )
    for verb in verbs.split()
}
"""What people are asked for whose names fit in one row, in any list."""
_SKIPPED = _set("""
    is are was were the a an this that name names title titles called given of for to kind kinds type types sort sorts
    famous fictional real main popular other single national south north east west southern northern
""")
"""Words between "what" and the noun: "what is the name of the famous sword"."""
_VAGUE = _set("""
    following these those them you we it did do does has have had can could will would should might must happens
    happened word words term phrase thing things object item one first last only most part side way reason two three
    in on at by with from as if when and or about your his her its their there not comes goes
""")
"""What follows "what" without saying of which kind the answer is."""
_OF_A_PEOPLE = re.compile(r"(?:[A-Z]\w*(?:an|ish|ese)|U[SK]A?|\w+est|\w{4,}ed)")
"""Adjectives before the noun: "which European city", "what is the largest planet", "which animated film"."""
_PEOPLE = _set("character person hero villain")
_OPEN = _set("who where")
"""What any name may answer, so that in a list of general knowledge the options would be told apart at a glance."""

ONE_WORLD = 0.4
"""Minimum share of a list's people who come up in several of its questions if it is about one story. In the lists of
Red-DiscordBot it is 0.6 for The Lord of the Rings and Harry Potter, and 0.3 for general knowledge."""


class Lists:
    """The quiz files of a pack, each with its categories apart."""

    def __init__(self, quiz: Iterable[AuthoredQuestion]) -> None:
        answers: defaultdict[tuple[str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
        texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_kind: defaultdict[tuple[str, str, str], dict[str, Candidate]] = defaultdict(dict)
        for own in quiz:
            names = tuple(dict.fromkeys((own.answer, *own.accepted)))
            answers[own.file, own.category].setdefault(own.answer, names)
            texts[own.file, own.category] += [own.question, own.answer]
            if kind := asked_for(own.question):
                other = Candidate(
                    OptionKind.FREE, " ".join(sorted(_stems(own.answer))), own.answer, names, is_real=False
                )
                self._by_kind[own.file, own.category, kind].setdefault(other.id, other)
        for (file, category), text in texts.items():
            if not _is_one_world(self._by_kind[file, category, "who"].values(), text):
                for kind in _OPEN:
                    self._by_kind.pop((file, category, kind), None)
        self._names = {
            key: _Names(name for names in found.values() for name in names) for key, found in answers.items()
        }

    def options_for(self, own: AuthoredQuestion) -> tuple[Candidate, ...]:
        """Answers of the same kind in the same list, at most `POOL`; empty if the question doesn't say what it asks
        for."""
        right = [_stems(each) for each in (own.answer, *own.accepted)]
        kind = asked_for(own.question)
        others = self._by_kind.get((own.file, own.category, kind), {}).values()
        fitting = (
            each
            for each in sorted(others, key=lambda each: luck(own.question, each.text))
            if not any(_is_same(right, name) for name in each.names) and _is_alike(own.answer, each.text)
        )
        return tuple(islice(fitting, POOL))

    def rivals_of(self, own: AuthoredQuestion) -> Iterator[str]:
        """The answers of the same list that could pass for a slip of a right one, or share a word with it."""
        right = [_stems(each) for each in (own.answer, *own.accepted)]
        for name in self._names[own.file, own.category].near((own.answer, *own.accepted)):
            if not _is_same(right, name):
                yield name


class _Names:
    """Names, found by their spelling and by their words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._folded = {fold(name): name for name in names}
        self._speller = Speller(self._folded)
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._folded.values():
            for word in {*words_of(name)} - STOP:
                self._with[word].append(name)

    def near(self, names: Iterable[str]) -> Iterator[str]:
        """The names that resemble one of these, or share a word with one."""
        for name in names:
            yield from (self._folded[near] for near, _ in self._speller.nearest(fold(name)))
            for word in words_of(name):
                sharing = self._with.get(word, ())
                yield from sharing if len(sharing) < OFTEN else ()


def asked_for(question: str) -> str:
    """What a question asks for, as a stem: "countri", "who", "where"; empty if it doesn't say so.

    Only the wording is read: two questions with the same stem have answers that can stand side by side.
    """
    words: list[str] = _WORD.findall(question)
    at = _place_of_asking([word.lower() for word in words])
    if at is None:
        return ""
    asking, after = words[at].lower(), words[at + 1 :]
    match asking:
        case "who" | "whom":
            doing = next((_DOING[word.lower()] for word in after if word.lower() in _DOING), "")
            return f"who {doing}".rstrip()
        case "how":
            return f"how {after[0].lower()}" if after and after[0].lower() in _MANY else ""
        case "what" | "which":
            return _noun(after)
        case _:
            return asking.lower()


def _place_of_asking(words: list[str]) -> int | None:
    """Where the question word stands: at the beginning, or as the last one."""
    begin = 1 if words[:1] and words[0] in _BEFORE else 0
    if words[begin : begin + 1] and words[begin] in _ASKING:
        return begin
    return next((at for at in reversed(range(len(words))) if words[at] in _ASKING), None)


def _noun(words: list[str]) -> str:
    for word in words:
        if word.lower() in _SKIPPED or _OF_A_PEOPLE.fullmatch(word):
            continue
        if word.lower() in _PEOPLE:
            return "who"
        return "" if word.lower() in _VAGUE or "'" in word or "’" in word else stem(word.lower())
    return ""


def _is_one_world(named: Iterable[Candidate], texts: Iterable[str]) -> bool:
    """Whether the questions of a list are about the same people."""
    text = f" {' '.join(words_of(' '.join(texts)))} "
    again = [text.count(f" {' '.join(words_of(each.text))} ") > 1 for each in named]
    return bool(again) and sum(again) >= ONE_WORLD * len(again)


@lru_cache(maxsize=10_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words_of(text)) - {"the", "a", "an"}


def _is_same(right: Iterable[frozenset[str]], name: str) -> bool:
    """Whether a name may mean a right one: "Oranges" for "Orange", "Omaha, Nebraska" for "Omaha"."""
    stems = _stems(name)
    return any(stems <= each or each <= stems for each in right)


def _is_alike(answer: str, other: str) -> bool:
    """Whether two answers look alike: both numbers or not, both capitalised or not, of a similar length."""
    return (
        (number_in(answer) is None) == (number_in(other) is None)
        and answer[:1].isupper() == other[:1].isupper()
        and abs(len(answer.split()) - len(other.split())) <= NEARLY
    )
