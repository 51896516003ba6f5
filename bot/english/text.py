"""Splits typed English into words and decides which words are the same. Independent of any pack.

Everything here is a table or a pure function.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

import Stemmer

from bot.english import frequency
from bot.english.words import (
    AUXILIARIES,
    CHAT,
    CLAUSES,
    CONTRACTED,
    CONTRACTING,
    COURTESY_AFTER,
    COURTESY_BEFORE,
    FEELING_VERBS,
    HAPPENING,
    IRREGULAR,
    LIGHT,
    MEASURED,
    NAMING,
    NEAR_SYNONYMS,
    NUMBERS,
    OPENERS,
    ORDERS,
    PLACES,
    QUESTION_WORDS,
    SAYING_VERBS,
    STOP,
)

LONGEST = 600
"""Characters of a question that are read: longer than any real question, and it bounds the cost of a wall of text."""

_stemmer = Stemmer.Stemmer("english", 0)  # no cache of its own: `stem` has one


def fold(text: str) -> str:
    """Lower case, without accents, compatibility forms and invisible characters. Idempotent."""
    text = text.replace("`", "'")
    if text.isascii():
        return text.lower()
    text = text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    for _ in range(3):  # NFKD and casefold can each produce text that the other one changes again
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        folded = "".join(ch for ch in decomposed if not unicodedata.combining(ch) and unicodedata.category(ch) != "Cf")
        if folded == text:
            break
        text = folded
    return text.translate(_LETTERS)


_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters that Unicode does not decompose, and what people type instead of them."""


_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")
_MARKUP = re.compile(r"<[@#:a][^<>\s]*>|https?://\S+|\|\|")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem shared by all inflections and spellings of a folded word."""
    word = IRREGULAR.get(word, word)
    if word in NUMBERS:
        return NUMBERS[word]
    return str(_stemmer.stemWord(_american(word)))


def _american(word: str) -> str:
    """The American spelling of a word."""
    if len(word) < 4 or not _MAYBE_BRITISH.search(word):
        return word
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    return word


_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"^grey", "gray"),
        (r"(?<=[bdlnmpv])our(?=$|s$|ed$|ing$|er$|ite$|ful$|y$|less$)", "or"),
        (r"^(scept|theat|cent|met|lit|spect|lust|fib|calib|sab|somb)re(?=[sd]?$)", r"\1er"),
        (r"(?<=\w{4})is(?=(?:e|ed|es|ing|ation|er)$)", "iz"),
        (r"^(anal|paral|catal)ys(?=(?:e|ed|es|ing)$)", r"\1yz"),
        (r"(defen|offen|licen|preten)ce", r"\1se"),
        (r"(?<=\w{4})ll(?=(?:ed|ing|er|ers)$)", "l"),
        (r"logue(s?)$", r"log\1"),
        (r"^(program)me(?=s?$)", r"\1"),
    )
)
"""Patterns of British spellings and their American replacements."""

_MAYBE_BRITISH = re.compile(r"grey|our|re[sd]?$|is[eia]|ys[ei]|ce|ll[ei]|logue|mme")
"""Matches every word that one of them can match. Most words fail this single fast search."""


def written_out(text: str) -> list[str]:
    """The folded words of a line in order, with contractions and chat spelling expanded."""
    words: list[str] = []
    for typed in typed_words(text):
        words += spelt_out(typed)
    return words


def typed_words(text: str) -> list[str]:
    """The folded words of a line as typed, without links and markup; a very long line is cut."""
    folded = fold(text[: LONGEST * 3])
    if "<" in folded or "|" in folded or "://" in folded:
        folded = _MARKUP.sub(" ", folded)
    folded = folded[:LONGEST]
    if "." in folded[:-1]:
        folded = _ACRONYM.sub(lambda match: match.group().replace(".", "") + " ", folded)
    return _WORD.findall(folded)


@lru_cache(maxsize=65536)
def spelt_out(typed: str) -> tuple[str, ...]:
    """The expanded form of a typed word: "who's" is "who is", "u" is "you", "thor's" is "thor"."""
    head, _, tail = typed.partition("'")
    written = CHAT.get(head + tail)
    if written is not None:
        return tuple(written.split())
    if not tail:
        return (_unstretched(typed),)
    if tail == "t":
        verb = head if head in {"can", "won"} else head.removesuffix("n")
        return (verb, "not") if verb else ("not",)  # a bare "n't" occurs in texts about language
    if tail in CONTRACTED:
        return (head, CONTRACTED[tail]) if head in CONTRACTING else (head,)
    return (head, tail)


def _unstretched(word: str) -> str:
    """A word as it is spelt that was typed as it is shouted: "no" for "nooo", "cool" for "coool"."""
    if not _STRETCHED.search(word) or len(set(word)) == 1 or set(word) <= _ROMAN:  # "zzz", "VIII"
        return word
    twice, once = (_STRETCHED.sub(letters, word) for letters in (r"\1\1", r"\1"))
    return twice if is_english(twice) else once


_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ROMAN = frozenset("ivxlcdm")


def name_words(name: str) -> list[str]:
    """The folded words of a name or its beginning, without genitives and without expanding anything."""
    return [typed.removesuffix("'s") for typed in typed_words(name)]


def concepts(stemmed: str) -> tuple[str, ...]:
    """The near-synonym groups of a stem, each named `~` plus its first word."""
    return _concepts().get(stemmed, ())


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for line in NEAR_SYNONYMS:
        members = line.split()
        for member in members:
            gathered = groups.setdefault(stem(member), [])
            if f"~{members[0]}" not in gathered:
                gathered.append(f"~{members[0]}")
    return {member: tuple(names) for member, names in groups.items()}


NEAR = 0.5
"""Similarity of near-synonyms from our own table."""

LEARNED = 0.3
"""Factor for the similarity of learned near-synonyms."""


def synonyms(stemmed: str) -> Mapping[str, float]:
    """The stem's near-synonyms with their similarity."""
    return _synonyms().get(stemmed, _NONE)


_NONE: Mapping[str, float] = MappingProxyType({})


@cache
def _synonyms() -> dict[str, dict[str, float]]:
    groups: dict[str, dict[str, float]] = {}
    for first, second, worth in frequency.near():
        groups.setdefault(first, {})[second] = LEARNED * worth
        groups.setdefault(second, {})[first] = LEARNED * worth
    for line in NEAR_SYNONYMS:
        members = list(dict.fromkeys(stem(member) for member in line.split()))
        for member in members:
            near = groups.setdefault(member, {})
            near.update((other, NEAR) for other in members if other != member)
    return groups


def looks_like_a_question(text: str) -> bool:
    """Whether a line is a question: it has a question mark, or starts with a question word or a verb."""
    return "?" in text or asks_something(written_out(text))


def asks_something(raws: Sequence[str]) -> bool:
    """Whether words without punctuation are a question: they start with a question word or a verb."""
    lead = [raw for raw in raws[:6] if raw not in OPENERS]
    return bool(lead) and (lead[0] in _BEGINNING or raws[-1] in QUESTION_WORDS)


_BEGINNING = QUESTION_WORDS | AUXILIARIES | ORDERS
"""Words that begin what asks."""


def bare_question(text: str) -> list[str]:
    """The words of `written_out` without a quiz heading ("MOVIES: this archer ...") or courtesies ("hey, does anyone
    know who voices ultron? thx")."""
    raws = written_out(_HEADING.sub("", text))
    while shorter := _without_courtesy(raws):
        raws = shorter
    return raws


def normal_form(text: str) -> str:
    """Equal for questions that differ only in inflection, courtesies, and function words that change nothing: "who was
    created by Stark" isn't "who created Stark"."""
    raws = bare_question(text)
    told = [stem(raw) for raw in raws if raw not in STOP or raw in LIGHT or raw == "by"]
    return " ".join([asked_for(raws), *told] if told else raws).strip()


_HEADING = re.compile(r"^\s*[\W_]*[A-Z][A-Z0-9 &'/-]{2,30}:\s+(?=.*[a-z])")
"""A quiz heading: "MOVIES: ..."."""


def _without_courtesy(raws: list[str]) -> list[str]:
    """The words without one courtesy phrase; empty if there is none or nothing else."""
    before, after = _courtesies()
    for length in range(min(LONGEST_COURTESY, len(raws) - 1), 0, -1):
        if tuple(raws[:length]) in before:
            return raws[length:]
        if tuple(raws[-length:]) in after:
            return raws[:-length]
    return []


LONGEST_COURTESY = 7
"""Words of the longest courtesy phrase."""


@cache
def _courtesies() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    before, after = (
        frozenset(tuple(written_out(phrase)) for phrase in phrases.split(";"))
        for phrases in (COURTESY_BEFORE, COURTESY_AFTER)
    )
    return before, after


def asked_for(raws: Iterable[str]) -> str:
    """The kind of thing asked for; empty if nothing is.

    One of who, where, place (a named one), when, year, why, how, how many, name, what, yes/no.
    """
    listed = list(raws)
    for position, raw in enumerate(listed):
        if raw == "how" and position + 1 < len(listed):
            if listed[position + 1] == "come":
                return "why"
            return "how many" if listed[position + 1] in MEASURED else "how"
        if raw in {"who", "whom", "whose"}:
            return "who"
        if raw in {"where", "when", "why"}:
            return raw
        if raw in {"what", "which"}:
            kind = _kind_asked(listed[position + 1 : position + 3])
            if kind == "what" and NAMING & set(listed):
                return _kind_asked([raw for raw in listed if raw in PLACES][:1]) if PLACES & set(listed) else "name"
            return kind
    return "yes/no" if listed and listed[0] in AUXILIARIES else ""


def _kind_asked(following: list[str]) -> str:
    for raw in following:
        if raw in {"actor", "actress", "character", "hero", "person", "guy", "avenger", "villain", "one"}:
            return "who"
        if raw in PLACES:
            return "place"
        if raw in {"place", "location"}:
            return "where"
        if raw == "year":
            return "year"
        if raw in {"date", "day", "time", "month"}:
            return "when"
        if raw == "reason":
            return "why"
        if raw in {"number", "age", "speed", "weight"}:
            return "how many"
    return "what"


KINDS = (
    "", "who", "name", "what", "where", "place", "when", "year", "why", "how", "how many", "yes/no",
    "feel", "say", "do", "after",
)  # fmt: skip
"""The values of `kind_of`."""


def kind_of(raws: Sequence[str], asked: str) -> str:
    """The kind of thing asked for, finer than `asked_for`: also somebody's feelings, words or actions, and the event
    after another one."""
    if asked not in {"what", "how"}:
        return asked
    words = set(raws)
    if words & FEELING_VERBS:
        return "feel"
    if asked == "how":
        return asked
    if words & HAPPENING and clause_of(raws):
        return "after"
    if words & SAYING_VERBS:
        return "say"
    return "do" if words & HAPPENING else asked


def clause_of(raws: Sequence[str]) -> range:
    """The indexes of the words in a time or condition clause: everything from "when", "after" and the like on."""
    for at in range(2, len(raws) - 1):
        if raws[at] in CLAUSES:
            return range(at, len(raws))
    return range(0)


def is_english(word: str) -> bool:
    """Whether a folded word or another form of it is general English, and so not a typo of another one. Short strings
    are mostly typos, so rare words of up to three letters don't count.
    """
    if word in STOP or frequency.is_known(word, 1 if len(word) > 3 else frequency.NOT_RARE):
        return True
    if len(word) < 4 or not word.endswith(_INFLECTIONS):
        return False
    stemmed = stem(word)
    return stemmed in _concepts() or any(frequency.is_known(base) and stem(base) == stemmed for base in _bases(word))


_INFLECTIONS = ("s", "ed", "ing", "er", "est", "ly", "d")
"""Endings of inflected forms."""

SHORTEST_BASE = 4
"""Minimum number of letters before such an ending. The forms of shorter words are mostly known themselves, and "braed"
isn't one of "bra"."""


def _bases(word: str) -> Iterator[str]:
    """What a word may be a form of: "stop", "invite" or "cherry" of "stopped", "inviting" and "cherries"."""
    word = _american(word)
    yield word
    for ending in _INFLECTIONS:
        base = word.removesuffix(ending)
        if len(word) > len(base) >= SHORTEST_BASE:
            yield base
            yield f"{base}e"
            if base[-1] == base[-2]:
                yield base[:-1]
            if base.endswith("i" if ending in {"ed", "er", "est", "ly"} else "ie"):
                yield base.rstrip("ie") + "y"
