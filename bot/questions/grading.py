"""Grades typed answers: tolerant of spelling, but never right by chance.

Case, accents, articles, punctuation, the order of a name's words, numbers in words or digits, and small typos are
ignored. A message is right if it consists of right answers and filler words only. Messages that list several answers,
or say what the answer isn't, are rejected.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.english.frequency import is_common
from bot.english.numbers import in_figures, meant_number, of_roman
from bot.english.regions import WIDEST, width_of, without_state
from bot.english.spelling import fewest_slips
from bot.english.text import fold, is_english, spelt_out, stem, typed_words
from bot.english.words import TITLES
from bot.questions.model import GAP, QuizQuestion
from bot.questions.talk import (
    AROUND,
    ASKING,
    BESIDE,
    BETWEEN,
    CALLED,
    GENERATIONS,
    INSTEAD,
    MONTHS,
    NEGATIONS,
    PARTICLES,
    SHORT,
    SHRUG,
    TAILS,
    TIMES,
    TITLES_SHORT,
    UNITS,
)

LONGEST_GUESS = 200
"""Maximum length of an answer; longer messages are conversation and could contain anything."""

LONGEST_TAIL = 4
"""Maximum number of words in an addition to an answer: `by Gabriel García Márquez`."""

MORE_WORDS = 4
"""Maximum number of words beyond the longest right answer for an overheard message to count as an answer: enough for "i
think it's maybe"."""

MORE_OF_ITS_OWN = 1
"""How many of these words may be other than filler, because a wrong answer may be longer than the right one."""


class Verdict(StrEnum):
    """The grade of a typed answer."""

    RIGHT = "right"
    WRONG = "wrong"
    SEVERAL = "several"
    """Several answers, one of them right."""
    NEGATED = "negated"
    """A statement of what the answer isn't."""
    EMPTY = "empty"
    """Nothing to grade: no letters or digits, or only small talk."""


def grade(text: str, question: QuizQuestion, *, also: Iterable[str] = ()) -> Verdict:
    """Grade a typed answer. `also` are additional answers accepted by the server."""
    if question.tolerance and (near := _as_near(text, question)) is not None:
        return Verdict.RIGHT if near else Verdict.WRONG
    return judge(text, [*question.accepted, *also], [*question.rivals, *question.options], asked=question.text)


def _as_near(text: str, question: QuizQuestion) -> bool | None:
    """Whether the answer's only number is within the tolerance; None if it doesn't have exactly one number."""
    found = re.findall(r"-?\d+(?:\.\d+)?", text.replace(",", ""))
    return (
        abs(float(found[0]) - float(question.answer.replace(",", ""))) <= question.tolerance
        if len(found) == 1
        else None
    )


def judge(text: str, right: Sequence[str], rivals: Sequence[str], *, asked: str = "") -> Verdict:
    """Grade a text against right and wrong names; words of `asked` may be repeated."""
    text = " ".join(text.split())
    if len(text) > LONGEST_GUESS:
        return Verdict.WRONG
    accepted, wrong = _names(tuple(right), tuple(rivals))
    judging = _Judge(accepted, wrong, _repeated(text, asked, wrong), asked)
    text = _DOTTED.sub(r"\1", _TAG.sub("", text))
    words = judging.words(text)
    if not words:
        return Verdict.EMPTY
    if judging.is_one(words):  # even if it looks like small talk: `Nope`
        return Verdict.RIGHT
    said = SHRUG.sub(" ", text)
    words = judging.words(said)
    if not any(map(judging.is_telling, words)):
        return Verdict.EMPTY
    if any(map(judging.is_right, dict.fromkeys(judging.words(each) for each in (said, *_shorter(said, judging))))):
        return Verdict.RIGHT
    pieces = [piece for each in _CONNECTED.split(said) if _without_talk(piece := judging.words(each))]
    if not judging.names_one(words) and not any(map(judging.is_right, pieces)):
        return Verdict.WRONG
    if not NEGATIONS.isdisjoint(words):
        return Verdict.NEGATED
    return Verdict.SEVERAL if len(pieces) > 1 or judging.names_another(words) else Verdict.WRONG


def is_meant_as_answer(text: str, question: QuizQuestion, verdict: Verdict, *, names: Collection[str] = ()) -> bool:
    """Whether an overheard message is meant as an answer; `verdict` is its grade.

    Right answers always are. Others must be short, and contain one of `names` (words of names in the packs), an option
    of the question, a number if the answer is one, or words that are rare in conversation, because people also chat
    about the same topics while they play.
    """
    if verdict in (Verdict.RIGHT, Verdict.EMPTY, Verdict.NEGATED):
        return verdict is Verdict.RIGHT
    words = _words(text[:LONGEST_GUESS])
    own = [word for word in _without_talk(words) if word not in BETWEEN]
    longest = max(len(_core(each)) for each in question.accepted)
    if not own or words[0] in ASKING or len(words) > longest + MORE_WORDS or len(own) > longest + MORE_OF_ITS_OWN:
        return False
    offered = words_of((*question.accepted, *question.rivals, *question.options))
    if all(word in offered or word in names for word in own) and not BESIDE.issuperset(own):
        return True
    if all(any(map(str.isdigit, "".join(_core(each)))) for each in question.accepted):
        return any(word.isdigit() for word in own)
    return len(own) <= longest and not any(word in BESIDE or word.isdigit() or is_common(word) for word in own)


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The words of names, in the form that `is_meant_as_answer` compares."""
    return frozenset(word for name in names for word in _core(name))


def normal(text: str) -> str:
    """The normalized text; texts with the same form are the same answer."""
    own = _without_talk(_words(text))
    return " ".join(_plain(own)).lower() if own else fold(text)


def same_answer(first: str, second: str) -> bool:
    """Whether two typed texts are the same answer, so that a decision about one applies to the other."""
    own, other = _without_talk(_words(first)), _without_talk(_words(second))
    if not own or not other:
        return fold(first) == fold(second)
    return " ".join(_plain(own)).lower() == " ".join(_plain(other)).lower()


_TAG = re.compile(
    r",?\s*\b(?:is|was|ai|are|were|would|does|did)n['’]?t (?:it|he|she|they|that)\b\s*[?!.]*\s*$"
    r"|(?<=\bno)\b\W+(?:it|he|she|they|that|you)\b[\w'’ ]{0,12}(?:n['’]?t|not)\b\W*$",
    re.IGNORECASE,
)
"""`..., isn't it?` isn't a negation, and neither is the `can't` in `no, they can't`, after the `no`."""

_CONNECTED = re.compile(
    r"\s*(?:[,;/|&+()\n]|\b(?:or|and|aka|either|versus|vs|alternatively)\b|\b[?!.]\s)\s*", re.IGNORECASE
)

_MEASURED = re.compile(
    r"\b(?:an?|some|the) (?:loaf|piece|kind|type|sort|bit|bunch|pair|city|town|country|planet|state|island)s? of\b"
    r"|\ball over\b",
    re.IGNORECASE,
)
"""`a loaf of bread`, `the city of Omaha`."""

_ASIDE = re.compile(r"\(([^(),;/|&]*)\)")
"""`Pride and Prejudice (Austen)`."""


def _shorter(text: str, judging: "_Judge") -> Iterable[str]:
    """Variants of the text without additions to the answer."""
    yield without_state(_MEASURED.sub(" ", text))
    aside = _ASIDE.search(text)
    if aside and 0 < len(said := judging.words(aside[1])) <= LONGEST_TAIL and judging.is_beside(said):
        yield _ASIDE.sub(" ", text, count=1)


_Y_O = re.compile(r"(?<=\d) ?y/?o\b", re.IGNORECASE)
_DOTTED = re.compile(
    rf"\b({'|'.join(sorted(TITLES | TITLES_SHORT.keys() | {'st', 'jr', 'sr'}))})\.(?=\s)", re.IGNORECASE
)
"""Full stops that don't end a sentence."""

_GLUED = re.compile(rf"(?<=\d)(?=(?:{'|'.join(SHORT)})\b)", re.IGNORECASE)
_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
_SCALED = re.compile(r"\b(\d{1,4})(?:\.(\d{1,6}))?(?: ?(thousand|million|billion|mil|bn)|([km]))\b", re.IGNORECASE)
_SCALES = {"thousand": 3, "k": 3, "million": 6, "mil": 6, "m": 6, "billion": 9, "bn": 9}
_STRETCHED = re.compile(r"([abe-hjknopq-uwyz])\1{2,}", re.IGNORECASE)
"""`trueee`; Roman numerals are excluded because they may repeat a letter three times."""

_ROMAN = re.compile(r"(?<=[^\W\d_] )(?:[IVX]{2,}\b|(?!(?:vi|xi)\b)[ivx]{2,}\b|(?<=[a-z] )I$)")
"""`Rocky IV`, `Star Trek II: The Wrath of Khan`, `World War I`; but Vi is a name in `it's vi`."""

_MONEY = re.compile(r"([$£€]) ?(\d[\d,.]*(?: ?(?:thousand|million|billion|mil|bn|[km])\b)?)", re.IGNORECASE)
_CURRENCIES = {"$": "dollars", "£": "pounds", "€": "euros"}

_INITIALS = re.compile(
    r"(?<![\w.'])(?:[^\W\d_]\.\s?)+(?=[^\W\d_])|(?<![\w.'])(?:[b-hj-z]\s){2,}(?=\w\w)", re.IGNORECASE
)
"""`J. R. R. Tolkien`, `J R R Tolkien`, `T. Stark`."""


@lru_cache(maxsize=20_000)
def _words(text: str, *, misspelt: bool = False) -> tuple[str, ...]:
    """The folded words, with numbers as digits (including `misspelt` ones) and initials as capitals."""
    text = _ROMAN.sub(lambda found: of_roman(found.group().lower()) or "1", text)
    text = _MONEY.sub(lambda found: f"{found[2]} {_CURRENCIES[found[1]]}", text)
    text = _SCALED.sub(_scaled, re.sub(r"(?<=\d)[,. ](?=\d{3}\b)", "", text))
    text = _GLUED.sub(" ", _Y_O.sub(" years old", text.replace("&", " and ").replace("%", " percent ")))
    text = _STRETCHED.sub(r"\1\1", re.sub(r"(?<=\d)ish\b", "", text))
    text = re.sub(r"\bper cent\b", "percent", text, flags=re.IGNORECASE)
    text = _TENS.sub(r"\1 \2", text)
    text = re.sub(r"\b(s?he|it|i|we)-(?=\w)", r"\1", text, flags=re.IGNORECASE)  # She-Hulk isn't "she, Hulk"
    text = re.sub(r"(?<=\d)\.(?=\d)", "point", text)
    text = re.sub(r"(?<![\w)])-(?=\d)", "minus ", text)
    text = re.sub(r"\by\b(?!\.)", "yes", text, flags=re.IGNORECASE)  # here it isn't "why", unlike in chat
    words: list[str] = []
    done = 0
    for found in _INITIALS.finditer(text):
        words += [word for typed in typed_words(text[done : found.start()]) for word in spelt_out(typed)]
        words += [letter.upper() for letter in re.findall(r"\w", fold(found.group()))]
        done = found.end()
    words += [word for typed in typed_words(text[done:]) for word in spelt_out(typed)]
    last = len(words) - 1
    words = [TITLES_SHORT.get(word, word) if place < last else word for place, word in enumerate(words)]
    words[1:] = [GENERATIONS.get(word, word) for word in words[1:]]
    figures = in_figures([meant_number(word) for word in words] if misspelt else words)
    return tuple(
        part
        for position, word in enumerate(figures)
        for part in (SHORT.get(word, (word,)) if position and figures[position - 1].isdigit() else (word,))
    )


def _scaled(found: re.Match[str]) -> str:
    """`1.5 million` in digits, if it is a whole number."""
    fraction = found[2] or ""
    zeros = _SCALES[(found[3] or found[4]).lower()] - len(fraction)
    return f"{found[1]}{fraction}{'0' * zeros}" if zeros >= 0 else found.group()


def _is_of_another(text: str, asked: str) -> bool:
    """Whether a text refers to somebody through another person (`Thor's brother`, `the brother of Thor`) when a person
    is asked for and the question has no such gap. Its words don't count as repetition then."""
    if not _ASKS_WHO.search(asked) or f"{GAP}'s" in asked.replace("’", "'"):
        return False
    return bool(_OWNED.search(text) or _RELATED.search(text))


_OWNED = re.compile(
    r"\b(?!(?:it|that|this|he|she|who|what|there|here|let|answer|name)['’])[^\W\d_]+['’]s +\w", re.IGNORECASE
)
_RELATED = re.compile(r"\w of (?!course)\w", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\bwho(?:m|se)?\b|\bwhich character\b", re.IGNORECASE)


def _core(name: str, others: Collection[str] = ()) -> tuple[str, ...]:
    """A name for comparison. Titles are kept if other names are the same without them (`Miss Maximoff`)."""
    words = _words(name)
    core = _plain(words)
    return _without_articles(words) if len(core) == 1 and core[0] in others else core


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """The words without articles and titles, unless nothing is left."""
    kept = _without_articles(words)
    bare = tuple(word for word in kept if word not in TITLES)
    return bare or kept or tuple(words)


def _without_articles(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in {"the", "a", "an"})


def _without_particles(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if word not in PARTICLES))


def _without_talk(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in AROUND]


def _tight(words: Sequence[str]) -> str:
    """The words without spaces; empty if they are all digits, because `2 1` isn't 21."""
    return "" if all(word.isdigit() for word in words) else "".join(words).lower()


@dataclass(frozen=True)
class _Names:
    """Names prepared for comparison, in all their spellings."""

    all: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    ordered: frozenset[tuple[str, ...]]
    tight: frozenset[str]
    stems: frozenset[tuple[str, ...]]
    bare: frozenset[tuple[str, ...]]
    spelt: Mapping[tuple[str, ...], tuple[str, ...]]
    """The letters of the names, by the marks (see `_marks`) in which no typo is allowed."""
    longest: int


def _named(names: Iterable[str], written: Iterable[str], unlike: Collection[tuple[str, ...]] = ()) -> _Names:
    """Names prepared for comparison; `written` are the names with articles and titles. Those whose stems are in
    `unlike` allow no typos, because a typo may be the other name."""
    every = tuple(dict.fromkeys(names))
    parts = tuple(tuple(each.split()) for each in every)
    raw = [tuple(typed_words(each)) for each in written]
    spelt: dict[tuple[str, ...], list[str]] = {}
    for words in (*parts, *(each for each in raw if len(_without_articles(each)) > 1)):
        if _stems(_plain(words)) not in unlike:
            spelt.setdefault(_marks(words), []).extend((_letters(words), _letters(sorted(words))))
    return _Names(
        every,
        parts,
        frozenset(tuple(sorted(each)) for each in parts),
        frozenset(map(_tight, (*parts, *raw))) - {""},
        frozenset(_stems(each) for each in parts),
        frozenset(_without_particles(each) for each in parts) - {()},
        {marks: tuple(dict.fromkeys(letters)) for marks, letters in spelt.items()},
        max((len(each) for each in parts), default=0),
    )


@lru_cache(maxsize=1000)
def _names(right: tuple[str, ...], rivals: tuple[str, ...]) -> tuple[_Names, _Names]:
    """The right names and the wrong names."""
    own = {_without_articles(_words(each)) for each in right}
    strangers = [each for each in rivals if _without_articles(_words(each)) not in own]
    others = frozenset(word for each in strangers for word in _core(each))
    accepted = _named((" ".join(core) for each in right if (core := _core(each, others))), right)
    known = frozenset(accepted.all)
    wrong = (name for each in strangers if (name := " ".join(_core(each, known))) and name not in known)
    return accepted, _named(wrong, strangers, accepted.stems)


class _Judge:
    """Grades words against right and wrong names."""

    def __init__(self, right: _Names, wrong: _Names, repeated: frozenset[str], asked: str) -> None:
        self._right, self._wrong = right, wrong
        self._judged: dict[tuple[str, ...], bool] = {}
        self._is_number = any(word.isdigit() for each in right.parts for word in each)
        own = {word for each in right.parts for word in each}
        self.denying = NEGATIONS - own  # `no` may be the right answer
        single = {each for each in wrong.all if " " not in each and (len(each) > 3 or each in _NO)}  # not `he`
        self._named = single | {each for each in right.all if " " not in each}
        self._named -= {"right", "correct"}  # `the right answer is false`
        self._repeated = frozenset(word for word in repeated if not (self._is_number and word[0].isdigit()))
        idle = AROUND | BETWEEN | CALLED | TITLES | self._repeated
        if self._is_number:
            idle |= UNITS if TIMES.isdisjoint(_words(asked)) else UNITS - TIMES  # seconds aren't minutes
        self._is_year = all(len(each) == 1 and _YEAR.fullmatch(each[0]) for each in right.parts)
        self._idle = idle - self._named.difference(right.all) - self.denying

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text, with numbers as digits even if one is misspelt."""
        words = _words(_DAY.sub(" ", text) if self._is_year else text, misspelt=self._is_number)
        return (*words[:-1], of_roman(words[-1]) or words[-1]) if self._is_number and words else words

    def is_telling(self, word: str) -> bool:
        """Whether a word carries information, unlike small talk."""
        return (
            word in self._right.all
            or word in self._named
            or not (word in AROUND or word in INSTEAD or word in BETWEEN or word in self.denying)
        )

    def is_right(self, words: Sequence[str]) -> bool:
        """Whether the words consist of right answers and filler only."""
        for said in (words, _without_talk(words)):
            if (whole := " ".join(_without_articles(said))) in self._wrong.all and whole not in self._right.all:
                return False
        ends = {0: False}  # how far the words are explained, and whether by an answer
        for start in range(len(words)):
            if start not in ends:
                continue
            if self._is_idle(words, start):
                ends[start + 1] = ends.get(start + 1, False) or ends[start]
            for end in range(start + 1, min(len(words), start + self._right.longest + 4) + 1):
                if not ends.get(end) and self.is_one(words[start:end]):
                    ends[end] = True
        if any(is_answer and self._is_tail(words, end) for end, is_answer in ends.items()):
            return True
        core = [word for word in words if word not in AROUND or word in self._named]
        return 0 < len(core) < len(words) and self.is_one(core)

    def _is_idle(self, words: Sequence[str], at: int) -> bool:
        """Whether a word is filler at this position, like the first word of `Mr. and Mrs. Black`."""
        word = words[at]
        if word in BETWEEN and at and words[at - 1] in TITLES:
            return False
        return word in self._idle or word in _ARTICLES or (word not in self._named and stem(word) in self._repeated)

    def names_one(self, words: Sequence[str]) -> bool:
        """Whether the words contain a right answer."""
        return any(f" {each} " in f" {' '.join(words)} " for each in self._right.all)

    def names_another(self, words: Sequence[str]) -> bool:
        """Whether the words contain a wrong answer that isn't part of a right one."""
        text, own = f" {' '.join(words)} ", [f" {each} " for each in self._right.all]
        others = (f" {each} " for each in self._wrong.all)
        return any(each in text and not any(each in name for name in own) for each in others)

    def is_beside(self, words: Sequence[str]) -> bool:
        """Whether the words contain no known right or wrong answer and no negation."""
        apart = self.denying | BETWEEN
        return apart.isdisjoint(words) and not self.names_one(words) and not self.names_another(words)

    def _is_tail(self, words: Sequence[str], start: int) -> bool:
        """Whether the words from `start` on are an addition to the answer before them."""
        tail = words[start:]
        if not tail:
            return True
        if not start or words[start - 1] in BETWEEN or not self.is_beside(tail):
            return False
        answer = max(map(width_of, self._right.parts), default=0)
        narrower = range(answer + 1, WIDEST + 1)
        regions = [word for word in tail if word not in _DIRECTIONS]
        if any(
            width_of(regions[:at]) in narrower and (at == len(regions) or width_of(regions[at:]) in narrower)
            for at in range(1, len(regions) + 1)
        ):
            return True
        return tail[0] in TAILS and 1 < len(tail) <= 1 + LONGEST_TAIL and not any(word.isdigit() for word in tail)

    def is_one(self, words: Sequence[str]) -> bool:
        """Whether the words are an accepted answer in any spelling, possibly with typos."""
        words = tuple(words)
        if words not in self._judged:
            self._judged[words] = self._is_judged_right(words)
        return self._judged[words]

    def _is_judged_right(self, words: tuple[str, ...]) -> bool:
        right, wrong = self._right, self._wrong
        whole = " ".join(_without_articles(words))
        if whole in right.all:
            return True
        if whole in wrong.all:
            return False
        plain = _plain(words)
        if tuple(sorted(plain)) in right.ordered or _tight(plain) in right.tight:
            return True
        if " ".join(plain) in wrong.all:
            return False
        bare = _without_particles(plain)
        if bare in right.bare:
            return bare not in wrong.bare
        if any(_is_initialled(plain, each) for each in right.parts):
            return not any(_is_initialled(plain, each) for each in wrong.parts)
        if len(plain) == 1 and plain[0].isdigit() and any(_is_measure(each, plain[0]) for each in right.parts):
            return not any(plain[0] in each for each in wrong.parts)
        stems = _stems(plain)
        if stems in right.stems:
            return stems not in wrong.stems
        return self._is_near(words) or (plain != words and self._is_near(plain))

    def _is_near(self, words: Sequence[str]) -> bool:
        """Whether the words are an accepted answer with typos, and no closer to a wrong one."""
        marks, typed = _marks(words), _letters(words)
        least = 1 if self._right.tight & {"true", "false"} else 0  # `tru` can't be anything else
        best = fewest_slips(typed, self._right.spelt.get(marks, ()), least=least)
        if best is None:
            return False
        other = fewest_slips(typed, self._wrong.spelt.get(marks, ()), most=best)
        if other is not None:
            return False
        known = {word for each in self._right.parts for word in each}
        kept = [word for word in words if word in known]
        slipped = [word for word in words if word not in known and word not in _ARTICLES]
        if not slipped or not all(map(is_english, slipped)):
            return bool(slipped)
        # `Chris Evens` and `live and let dye` aren't phrases of their own, `bead` and `black window` are
        is_long = len(words) - len(_ARTICLES.intersection(words)) - len(slipped) > 1
        return bool(kept) and (is_long or not any(map(is_common, slipped)) or not all(map(is_common, kept)))


_YEAR = re.compile(r"[12]\d{3}")
_DAY = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?:{'|'.join(sorted(MONTHS))})\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?,?",
    re.IGNORECASE,
)
"""What may precede a year: `14 October 1066`."""

_ARTICLES = frozenset(("the", "a", "an"))
_NO = frozenset(("no", "nah", "yes", "yep", "yup"))
_DIRECTIONS = frozenset(("in", "eastern", "western", "northern", "southern", "central", "the"))


def _is_mark(word: str) -> bool:
    return any(map(str.isdigit, word)) or (len(word) == 1 and word.isupper())


def _marks(words: Iterable[str]) -> tuple[str, ...]:
    """The words in which no typo is allowed: numbers and initials."""
    return tuple(sorted(word for word in words if _is_mark(word)))


def _letters(words: Iterable[str]) -> str:
    return "".join(word for word in words if not _is_mark(word))


def _is_initialled(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether one is the other with initials: `T. Stark`, `Samuel Leroy Jackson` for `Samuel L Jackson`."""
    pairs = list(zip(typed, name, strict=False))
    return (
        len(typed) == len(name) > 1
        and any(own == other and len(own) > 2 for own, other in pairs)
        and all(own == other or _is_initial_of(own, other) or _is_initial_of(other, own) for own, other in pairs)
    )


def _is_initial_of(letter: str, word: str) -> bool:
    return len(letter) == 1 and letter.isalpha() and word.lower().startswith(letter.lower())


def _is_measure(name: Sequence[str], number: str) -> bool:
    """Whether a name is this number with a unit: `12 miles`."""
    return len(name) == 2 and name[0] == number and name[1].isalpha()


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    """The stems, so that plurals and spelling variants match; but `titanic` isn't `titan`."""
    return tuple(sorted(word if word.endswith(_OTHER_WORD) else stem(word) for word in words))


_OTHER_WORD = ("ing", "ed", "ly", "ic", "ish", "ism", "ist")
"""Endings that turn a name into a different word."""


def _repeated(text: str, asked: str, wrong: _Names) -> frozenset[str]:
    """Words of the question that an answer may repeat, except those that name somebody else."""
    return frozenset() if _is_of_another(text, asked) else _asked_words(asked, wrong.all)


@lru_cache(maxsize=1000)
def _asked_words(asked: str, wrong: tuple[str, ...]) -> frozenset[str]:
    others = {word for each in wrong for word in each.split()}
    words = set(_words(asked)) - others
    return frozenset(words | {stem(word) for word in words})
