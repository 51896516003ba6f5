"""How the engine reads English: words out of a line as people type it, and what makes two words the same.

Knows the language and no pack. Everything here is a table or a pure function.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import Stemmer

from bot.answers import english
from bot.answers.language import (
    AUXILIARIES,
    CHAT,
    CONTRACTED,
    CONTRACTING,
    IRREGULAR,
    MEASURED,
    NAMING,
    NEAR_SYNONYMS,
    NUMBERS,
    OPENERS,
    ORDERS,
    PLACES,
    QUESTION_WORDS,
    STOP,
)

LONGEST = 600
"""Letters of a question that are read; nobody asks at greater length, and a wall of text costs no more."""

_stemmer = Stemmer.Stemmer("english")


def fold(text: str) -> str:
    """Lower case, without accents, compatibility forms and invisible characters; folding twice changes nothing."""
    text = text.replace("’", "'").replace("‘", "'").replace("ʼ", "'").replace("`", "'")
    for _ in range(3):  # each step can make work for the one before: NFKD of a casefold, a casefold of an NFKD
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        folded = "".join(ch for ch in decomposed if not unicodedata.combining(ch) and unicodedata.category(ch) != "Cf")
        if folded == text:
            break
        text = folded
    return text.replace("ø", "o").replace("æ", "ae").replace("ł", "l").replace("đ", "d")


_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")
_MARKUP = re.compile(r"<[@#:a][^<>\s]*>|https?://\S+|\|\|")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What inflected and differently spelt forms of a folded word have in common."""
    word = IRREGULAR.get(word, word)
    if word in NUMBERS:
        return NUMBERS[word]
    return str(_stemmer.stemWord(_american(word)))


def _american(word: str) -> str:
    """One spelling for what British and American English spell differently."""
    if len(word) < 4:
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
"""British spellings and what stands for both."""


def written_out(text: str) -> list[str]:
    """The folded words of a line, contractions and chat spelling written out, in order."""
    folded = _MARKUP.sub(" ", fold(text[: LONGEST * 3]))[:LONGEST]
    folded = _ACRONYM.sub(lambda match: match.group().replace(".", "") + " ", folded)
    words: list[str] = []
    for match in _WORD.finditer(folded):
        word = match.group()
        head, _, tail = word.partition("'")
        if tail:
            if head + tail in CHAT:
                words.extend(CHAT[head + tail].split())
                continue
            words.append(head)
            if tail == "t":
                words[-1] = head.removesuffix("n") if head.endswith("n") and head not in {"can", "won"} else head
                words.append("not")
            elif tail in CONTRACTED and head in CONTRACTING:
                words.append(CONTRACTED[tail])
            elif tail not in CONTRACTED:
                words.append(tail)
        elif word in CHAT:
            words.extend(CHAT[word].split())
        else:
            words.append(word)
    return words


def name_words(name: str) -> list[str]:
    """The folded words of a name, or of the beginning of one, as they stand: nothing written out, no genitive."""
    folded = _ACRONYM.sub(lambda match: match.group().replace(".", "") + " ", fold(name[:LONGEST]))
    return [match.group().removesuffix("'s") for match in _WORD.finditer(folded)]


def _concepts() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for line in NEAR_SYNONYMS:
        members = line.split()
        for member in members:
            gathered = groups.setdefault(stem(member), [])
            if f"~{members[0]}" not in gathered:
                gathered.append(f"~{members[0]}")
    return {member: tuple(names) for member, names in groups.items()}


CONCEPTS: dict[str, tuple[str, ...]] = _concepts()
"""Stem -> the groups of near-synonyms that it stands in, each named `~` and its first word."""


def looks_like_a_question(text: str) -> bool:
    """Whether a line asks something at all: a question mark, a question word, or a verb first."""
    raws = written_out(text)
    if not raws:
        return False
    if "?" in text:
        return True
    lead = [raw for raw in raws[:6] if raw not in OPENERS]
    return bool(lead) and (lead[0] in QUESTION_WORDS | AUXILIARIES | ORDERS or raws[-1] in QUESTION_WORDS)


def asked_for(raws: Iterable[str]) -> str:
    """What kind of thing is asked for: empty where nothing is asked.

    One of who, where, place (a named one), when, year, why, how, how many, name, what, yes/no.
    """
    listed = list(raws)
    for position, raw in enumerate(listed):
        if raw == "how" and position + 1 < len(listed):
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


def is_english(word: str) -> bool:
    """Whether a folded word, or another form of it, is English at large; so that it is no slip of a pack's word."""
    return english.is_known(word) or word in STOP or stem(word) in CONCEPTS or stem(word) in english_stems()


@cache
def english_stems() -> frozenset[str]:
    """The stems of all words of English at large; takes a moment the first time."""
    return frozenset(stem(word) for word in english.known())
