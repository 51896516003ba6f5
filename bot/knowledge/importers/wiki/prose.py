"""Cuts prose into facts that stand on their own.

"She left in 1987." helps nobody. Where it is certain who is meant, the name takes the place of the pronoun; where it
isn't, the sentence stays with the one before it; and where that isn't possible, it is left out and listed.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.knowledge.importers.text import sentences
from bot.knowledge.importers.wiki.markup import GAP, MARKUP, Line, Link
from bot.knowledge.limits import LONGEST_TEXT
from bot.knowledge.model import Pronoun
from bot.knowledge.wording import whose

LONGEST_TOGETHER = 500
"""Characters of sentences that stay together because only the first of them says who it is about."""


@dataclass(frozen=True)
class Told:
    """Some sentences that stand on their own, and the links in their paragraph."""

    text: str
    links: tuple[Link, ...]
    paragraph: int


@dataclass(frozen=True)
class LeftOut:
    """A sentence that can't be a fact, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class About:
    """Who or what a page is about.

    `names` are all ways to name it, `others` says for a word whether it names another one who could be meant by a
    pronoun. `small` are words that the page also writes in small letters, so they are no names.
    """

    name: str = ""
    names: tuple[str, ...] = ()
    pronoun: Pronoun | None = None
    others: Callable[[str], bool] = field(default=lambda _: True)
    small: Collection[str] = frozenset()


def told_in(lines: Sequence[Line], about: About, *, is_plot: bool = False) -> Iterator[Told | LeftOut]:
    """The facts in the paragraphs of one section, in order."""
    reader = _Section(about, is_plot=is_plot)
    for number, line in enumerate(lines, start=1):
        yield from reader.paragraph(line, number)


class _Section:
    """Reads a section sentence by sentence, and remembers who was named last."""

    def __init__(self, about: About, *, is_plot: bool) -> None:
        self._about = about
        self._longest = LONGEST_TEXT if is_plot else LONGEST_TOGETHER
        self._is_plot = is_plot
        self._named = _pattern(about.names)
        self._is_clear = True
        self._is_defined = False

    def paragraph(self, line: Line, number: int) -> Iterator[Told | LeftOut]:
        together: list[str] = []
        for sentence in sentences(line.text):
            why = _unusable(sentence)
            if why:
                yield LeftOut(sentence.replace(GAP, "…"), why)
                self._is_clear = False
                if together:
                    yield Told(" ".join(together), line.links, number)
                together = []
                continue
            alone = self._alone(sentence)
            if alone is not None:
                if together:
                    yield Told(" ".join(together), line.links, number)
                together = [alone]
            elif together and len(" ".join(together)) + len(sentence) < self._longest:
                together.append(sentence)
            elif together:
                yield Told(" ".join(together), line.links, number)
                together = []
                yield LeftOut(sentence, "it isn't certain who or what is meant")
            else:
                yield LeftOut(sentence, "it isn't certain who or what is meant")
            self._note(alone if alone is not None else sentence)
        if together:
            yield Told(" ".join(together), line.links, number)

    def _alone(self, sentence: str) -> str | None:
        """The sentence as it stands on its own; None if it doesn't."""
        leans = _LEANS.match(sentence) and not (self._is_plot and _GOES_ON.match(sentence))
        if leans or _is_without_its_noun(sentence):
            return None
        pronoun = _PRONOUN.search(sentence)
        if pronoun is None or self._names_somebody(sentence[: pronoun.start()]):
            return sentence
        word = pronoun.group().lower()
        if word in _ONLY_FIRST and pronoun.start() > 0 and not _OPENING.fullmatch(sentence[: pronoun.start()]):
            return sentence  # "The moths leave their nest."
        if self._named and self._named.search(sentence):
            return sentence if pronoun.start() > 0 else None  # "When he arrives, Jonas rows."
        return self._with_the_name(sentence, pronoun)

    def _with_the_name(self, sentence: str, pronoun: re.Match[str]) -> str | None:
        about, word = self._about, pronoun.group().lower()
        if not about.name or not self._is_clear or about.pronoun is not _WHOSE_WORD.get(word):
            return None
        if about.pronoun in (Pronoun.IT, Pronoun.THEY) and not (self._is_defined and pronoun.start() == 0):
            return None
        if word in ("her", "his", "its", "their"):
            if pronoun.start() > 0 and word == "her":
                return None  # "The storm killed her" or "her father"
            name = whose(about.name)
        else:
            name = about.name
        name = f"{name[:1].upper()}{name[1:]}" if pronoun.start() == 0 else _within(name)
        return f"{sentence[: pronoun.start()]}{name}{sentence[pronoun.end() :]}"

    def _names_somebody(self, text: str) -> bool:
        return bool(self._named and self._named.search(text)) or any(map(self._is_name, _capitals(text)))

    def _is_name(self, found: re.Match[str]) -> bool:
        word = found.group()
        if found.start() == 0 or found.string[: found.start()].strip(" \"'“‘(") == "":
            return word.lower() not in self._about.small and word.lower() not in _BEGINNERS
        return word not in _NOT_NAMES

    def _note(self, sentence: str) -> None:
        """Remember who is named in this sentence."""
        rest = self._named.sub(" ", sentence) if self._named else sentence
        has_subject = rest != sentence
        has_others = any(self._is_name(found) and self._about.others(found.group()) for found in _capitals(rest))
        begins = bool(self._named and self._named.match(re.sub("^The ", "", sentence)))
        self._is_defined = bool(begins and self._named and _DEFINES.match(self._named.sub("", sentence, count=1)))
        if has_others or (_PEOPLE.search(rest) and not self._is_defined):
            self._is_clear = False
        elif has_subject:
            self._is_clear = True


def _unusable(sentence: str) -> str:
    """Why a sentence can't be a fact; empty if it can."""
    if GAP in sentence:
        return "a template in it can't be shown as text"
    if MARKUP.search(sentence) or "://" in sentence:
        return "it has wiki markup that can't be read"
    if sum(map(str.isalpha, sentence)) < 6 or len(sentence.split()) < 2:
        return "it isn't a sentence"
    if not re.search(r"[.!?…][\"'”’»)\]]*$", sentence) or re.match(r"[a-z]+[ ,]", sentence):
        return "it isn't a sentence"
    if _ANNOUNCES.match(sentence) or re.search(
        r"\b(?:below|above|the following|this (?:page|article|wiki|section)|see also)\b.{0,30}[.:]?$", sentence
    ):
        return "it is about the page"
    if len(sentence) > LONGEST_TEXT:
        return f"it has more than {LONGEST_TEXT} characters"
    return ""


_ANNOUNCES = re.compile(
    r"(?:(?:Above|Below|Here|The following) (?:is|are|was|were)|This (?:page|article|list|section))\b"
)
"""Beginnings of sentences about the page: "Below is a list of trivia about the moth."."""


def _is_without_its_noun(sentence: str) -> bool:
    """Whether "it" or "them" stands for something in another sentence: "Ada reads it to Jonas."."""
    found = _OBJECT.search(sentence)
    return bool(_SOME_OF.search(sentence)) or (found is not None and not _NOUN.search(sentence[: found.start()]))


_OBJECT = re.compile(r"(?<=\w )(?:it|them)\b(?!['’])")
_SOME_OF = re.compile(r"\b(?:all|both|each|many|most|none|one|some|two|three|several) of (?:them|these|those|it)\b")
_NOUN = re.compile(r"\b(?:an?|the|his|her|its|their|my|your|some|every|no|\d+|\w+['’]s)\s+[a-z]", re.IGNORECASE)


def _pattern(names: Collection[str]) -> re.Pattern[str] | None:
    """Any of the names; the longest is tried first."""
    known = sorted({re.sub("^[Tt]he ", "", name) for name in names if name}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None


def _within(name: str) -> str:
    """A name inside a sentence: "the Night Watch"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def _capitals(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"(?<![\w'’])[A-Z][\w'’-]*", text)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PRONOUN = re.compile(r"(?<![\w'’])(?:he|she|it|they|him|his|her|hers|its|their)(?![\w])", re.IGNORECASE)
_ONLY_FIRST = _words("it its they their")
"""Inside a sentence these mostly mean something in it."""

_OPENING = re.compile(r"(?:\w+ly|Then|Later|However|Also|Afterwards?|Soon|Meanwhile|Instead|There|Here|In \d{4}),? ")

_WHOSE_WORD = {
    **dict.fromkeys(("he", "him", "his"), Pronoun.HE),
    **dict.fromkeys(("she", "her", "hers"), Pronoun.SHE),
    **dict.fromkeys(("it", "its"), Pronoun.IT),
    **dict.fromkeys(("they", "their"), Pronoun.THEY),
}

_LEANS = re.compile(
    r"[\"“‘(]?(?:This|That|These|Those|Such|Both|But|And|Or|So|Nor|Yet|Otherwise|Likewise|Thus|Hence|Therefore|"
    r"The (?:two|three|four|former|latter|others?|same|pair|trio)|Another|Others|One of (?:them|these)|"
    r"(?:It|it) (?:is|was|has been|turns out|seems|appears) (?:\w+ )?(?:\w+ed |known |clear |said |shown )?(?:that|to)|"
    r"(?:When|After|Before|Despite|Because of|During|From|At|In|As) (?:this|that|these|those|them|it)|"
    r"Here|There,)\b"
)
"""Beginnings of sentences that lean on the one before."""

_GOES_ON = re.compile(
    r"That (?:\w+ )?(?:day|night|morning|afternoon|evening|week|month|year|spring|summer|autumn|fall|winter)\b"
)
"""Beginnings of sentences with which a plot goes on: its scenes are read in order."""

_DEFINES = re.compile(r"(?:The )?(?:,[^,]*,)?\s*(?:\([^()]*\)\s*)?(?:is|are|was|were)\s+(?:an?|the|one)\b")
"""What follows the name in "Ada Lind is a pilot.", a sentence that nobody else is named in but by relation."""

_PEOPLE = re.compile(
    r"\b(?:father|mother|brother|sister|son|daughter|husband|wife|uncle|aunt|nephew|niece|cousin|grand\w+|man|woman|"
    r"boy|girl|king|queen|prince|princess|friend|lover|stranger|captain|doctor|keeper|master|guard|soldier|thief|"
    r"teacher|leader|owner|killer|someone|somebody|child|person|twin)\b",
    re.IGNORECASE,
)
"""Other people that a pronoun may refer to, instead of the page's subject."""

_NOT_NAMES = _words(
    "I January February March April May June July August September October November December Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday English French German American British Christmas Easter"
)

_BEGINNERS = _words(
    "a according after all also although an and another as at because before both but by despite during each "
    "eventually every finally following for from he her here his how however i if in instead it its later many "
    "meanwhile most my no not now of on once one or our she since some soon that the their then there these they "
    "this those though through thus to today two under unlike until upon we what when where whether which while who "
    "why with years despite initially originally shortly afterwards afterward additionally unfortunately"
)
