"""Recognises requests that need no search: a card, the story, the cast, any fact; and small talk.

The wordings are in `requests.txt`. A line that says more than one of them is not a request, and goes to the search.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.answers.called import Called
from bot.answers.results import Named
from bot.english.text import looks_like_a_question, written_out
from bot.english.words import CLAUSES

LONGEST = 30
"""Maximum words of a request, including politeness and fillers; a longer line says something else."""


class StoryPart(StrEnum):
    """The part of the story that a request asks for."""

    WHOLE = "about"
    BEGINNING = "begin"
    END = "end"


class TalkKind(StrEnum):
    """Kinds of small talk: lines that ask for nothing in the packs."""

    GREETING = "greeting"
    THANKS = "thanks"
    PRAISE = "praise"
    GOODBYE = "goodbye"
    HELP = "help"
    IDENTITY = "identity"
    """Asks who or what the bot is."""
    OPINION = "opinion"
    """Asks what the bot likes or thinks, or whether the work is any good."""
    FACTS = "facts"
    """Asks where the facts come from, or whether they are true."""
    SPOILERS = "spoilers"
    JOKE = "joke"
    COMPLAINT = "complaint"
    REMARK = "remark"
    """Anything else that needs no answer: "lol ok", "that was great"."""


@dataclass(frozen=True)
class CardAsked:
    """Asks for a card; several names where `typed` fits several equally well."""

    typed: str
    named: tuple[Named, ...]


@dataclass(frozen=True)
class AppearanceAsked:
    """Asks whether somebody is in the story: "is Falcon in it"."""

    named: tuple[Named, ...]


@dataclass(frozen=True)
class StoryAsked:
    """Asks for a part of the story; `pack` is empty if no title is named."""

    part: StoryPart
    pack: str = ""


@dataclass(frozen=True)
class AfterAsked:
    """Asks what happens after a `scene`, described in the line's own words; empty means after the last scene shown."""

    scene: str = ""


@dataclass(frozen=True)
class CastAsked:
    """Asks for the cast; `pack` is empty if no title is named."""

    pack: str = ""


@dataclass(frozen=True)
class FactAsked:
    """Asks for a fact about the `named`, about any of `pack`, or any at all. `is_more`: about the previous subject."""

    named: tuple[Named, ...] = ()
    typed: str = ""
    pack: str = ""
    is_more: bool = False


@dataclass(frozen=True)
class TalkHeard:
    """Small talk that deserves a reply; `named` are the people and things it mentions."""

    talk: TalkKind
    named: tuple[Named, ...] = ()


Request = CardAsked | AppearanceAsked | StoryAsked | AfterAsked | CastAsked | FactAsked | TalkHeard


def read_request(line: str, called: Called) -> Request | None:
    """The request in a line, ignoring politeness, fillers and punctuation; None if the line says more.

    If a pack's author wrote this exact line as a phrasing, the line means that fact and is not a request.
    But a bare name, or "who is" and a name, always asks for the card.
    """
    if (whole := _read(written_out(line), called)) is not None:
        return whole
    before, _, last = _CLAUSE_ENDS.sub("\n", line.strip()).rpartition("\n")
    begins = written_out(before)
    if not begins or begins[0] in CLAUSES or looks_like_a_question(before) or called.find(begins, mend=False):
        return None
    request = _read(written_out(last), called)
    return None if isinstance(request, TalkHeard) else request


_CLAUSE_ENDS = re.compile(r"[,.;:!?]+\s+")
"""Separates a remark from the request after it: "never seen this movie, what is it about"."""


def _read(words: list[str], called: Called) -> Request | None:
    """The request that these words make."""
    if not words:
        return TalkHeard(TalkKind.GREETING)
    if len(words) > LONGEST:
        return None
    if named := called.find(words, mend=False):
        return CardAsked(" ".join(words), tuple(named))  # also "Strange", which is small talk elsewhere
    ways = list(_spoken(words, called))
    for mend in (False, True):  # "the avengers please" is not a misspelt "the Avengers' plane"
        for spoken, pack in reversed(ways) if mend else ways:
            for kind, found in _wordings().matches(spoken):
                request = _request(kind, found, called, pack, mend=mend)
                if request is not None:
                    is_foreseen = kind != "who" and any(called.foresaw(way) for way, _ in ways)
                    return None if is_foreseen else request
    return None if ways[-1][0] else TalkHeard(_all_filler(words))


def is_plain_card(line: str, called: Called) -> bool:
    """Whether an overheard line is exactly "who is X" with the name of a character, without misspellings."""
    words = written_out(line)
    return words[:2] == ["who", "is"] and looks_like_a_question(line) and called.is_name(words[2:])


def _spoken(words: list[str], called: Called) -> Iterator[tuple[Sequence[str], str]]:
    """Yields the line as typed, then with more and more fillers removed, and the pack whose title they name. The last
    version has no fillers left.
    """
    wordings = _wordings()
    without_lead = wordings.without_lead(words)
    for begun in (words, without_lead) if len(without_lead) < len(words) else (words,):
        rest, pack = begun, ""
        yield rest, pack
        while rest:
            shorter, title = wordings.without_tail(rest), ""
            if len(shorter) == len(rest):
                shorter, title = _without_work(rest, called)
            if len(shorter) == len(rest):
                break
            rest, pack = shorter, title or pack
            yield rest, pack


def _without_work(words: Sequence[str], called: Called) -> tuple[Sequence[str], str]:
    """Removes "in the movie" from the end; returns the rest, and the pack whose title it names."""
    for at in range(1, len(words) - 1):
        if words[at] in {"in", "from", "of"} and (pack := _work(words[at + 1 :], called)) is not None:
            return words[:at], pack
    return words, ""


def _request(kind: str, found: dict[str, str], called: Called, pack: str, *, mend: bool) -> Request | None:
    """The request that a wording makes, if its gaps hold something that fits."""
    for gap in ("work", "title"):
        if gap in found:
            meant = _work(found[gap].split(), called)
            if meant is None or (gap == "title" and found[gap] in _IT):
                return None
            pack = meant or pack
    name = found.get("name", "").split()
    if name:
        named = tuple(called.find(name, pack=pack, mend=mend, is_asked=kind != "who" or found["line"] != found["name"]))
        if not named:
            to_the_end = found["name"] + found["line"].partition(found["name"])[2]
            named = tuple(called.find(to_the_end.split(), pack=pack, mend=mend))  # "the fast guy"
        if not named:
            work = _work(name, called) if kind == "fact" else None
            return FactAsked(pack=work) if work is not None else None
        if kind in _TALK:
            return TalkHeard(TalkKind(kind), named)
        if kind == "appears":
            return AppearanceAsked(named)
        typed = " ".join(name)
        return FactAsked(named, typed) if kind == "fact" else CardAsked(typed, named)
    match kind:
        case "about" | "begin" | "end":
            return StoryAsked(StoryPart(kind), pack)
        case "after":
            return AfterAsked("" if found["scene"] in _THAT else found["scene"])
        case "next":
            return AfterAsked()
        case "cast" | "people":
            return CastAsked(pack)
        case "anything":
            return FactAsked(pack=pack)
        case "more":
            return FactAsked(is_more=True)
        case _:
            return TalkHeard(TalkKind(kind))


_TALK = frozenset(TalkKind)


def _all_filler(words: Sequence[str]) -> TalkKind:
    """The kind of small talk in a line of nothing but openers and politeness: "ok thanks", "hey bot"."""
    if {"thanks", "thank", "thx", "ty"}.intersection(words):
        return TalkKind.THANKS
    return TalkKind.GREETING if {"hey", "hi", "hello", "hiya", "yo"}.intersection(words) else TalkKind.REMARK


_IT = frozenset(["it", "this", "that", "everything", "it all", "this all", "all this", "all of it"])
"""Words for the work that often mean something else."""

_THAT = frozenset(["that", "this", "it", "those", "these"])

_NOUNS = frozenset(
    [
        "movie", "film", "flick", "show", "series", "episode", "season", "story", "plot", "tale", "saga", "book",
        "novel", "comic", "game", "anime", "play", "musical", "legend", "myth", "pack", "text", "faq", "document",
    ]
)  # fmt: skip


def _work(words: Sequence[str], called: Called) -> str | None:
    """The pack that these words refer to, empty if it may be any ("it", "the movie"); None if they aren't a work."""
    pack = called.pack(words)
    if pack or " ".join(words) in _IT:
        return pack
    begins = next((at for at, word in enumerate(words) if word not in _BEFORE_A_WORK), len(words))
    plain = words[begins:]
    if len(plain) < 2:
        return "" if plain and plain[0] in _NOUNS else None
    after_noun = plain[2:] if plain[1] == "called" else plain[1:]
    pack = (plain[0] in _NOUNS and called.pack(after_noun)) or (plain[-1] in _NOUNS and called.pack(plain[:-1])) or ""
    return pack or None


_BEFORE_A_WORK = frozenset(["the", "this", "that", "your", "whole", "entire", "full", "a", "all", "of"])


# The wordings


class _Wordings:
    """The wordings of requests.txt, compiled for matching."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        self._anywhere: list[tuple[str, str]] = []
        lead: list[str] = []
        tail: list[str] = []
        for line in lines:
            kind, _, wording = line.partition(" ")
            tokens = _TOKEN.findall(wording.strip())
            pattern = "".join(map(_regex, tokens))
            if kind in {"lead", "tail"}:
                (lead if kind == "lead" else tail).append(pattern)
                continue
            row = (kind, pattern)
            firsts = _first_words(tokens)
            if firsts is None:
                self._anywhere.append(row)
            else:
                for first in firsts:
                    self._by_first.setdefault(first, []).append(row)
        self._lead = re.compile(f"(?:{'|'.join(lead)})+")
        self._tail = re.compile(rf"((?:\S+ )*)(?:{'|'.join(tail)})")

    def matches(self, words: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
        """Yields each matching kind of request with the contents of its gaps; small talk and story come first."""
        line = "".join(f"{word} " for word in words)
        for kind, pattern in [*self._by_first.get(words[0], ()), *self._anywhere] if words else ():
            if found := _compiled(pattern).fullmatch(line):
                gaps = {gap.rstrip("_"): said.strip() for gap, said in found.groupdict().items() if said}
                yield kind, {**gaps, "line": line.strip()}

    def without_lead(self, words: Sequence[str]) -> Sequence[str]:
        """Removes the opener: "hey bot", "can you tell me"."""
        found = self._lead.match("".join(f"{word} " for word in words))
        return words[len(found[0].split()) :] if found else words

    def without_tail(self, words: Sequence[str]) -> Sequence[str]:
        """Removes the last filler phrase."""
        found = self._tail.fullmatch("".join(f"{word} " for word in words))
        return words if found is None else found[1].split()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A wording's pattern, compiled on first use. A repeated gap gets `_` after its name."""
    for gap in _GAPS:
        first, *others = pattern.split(f"(?P<{gap}>")
        pattern = "".join([first, *(f"(?P<{gap}{'_' * at}>{other}" for at, other in enumerate(others))])
    return re.compile(pattern)


_TOKEN = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
_GAPS = {"name": 8, "work": 8, "title": 8, "scene": 20, "any": 8}
"""Names of the gaps, and the most words each one can hold."""


def _regex(token: str) -> str:
    """The pattern for a token. It matches words that are each followed by a space."""
    if token[0] in "([":
        ways = "|".join("".join(map(_regex, way.split())) for way in token[1:-1].split("|"))
        return f"(?:{ways})" + "?" * (token[0] == "[")
    if token[0] == "{":
        gap = token[1:-1]
        return rf"(?P<{gap}>(?:\S+ ){{1,{_GAPS[gap]}}}?)"
    return f"{re.escape(token)} "


def _first_words(tokens: Sequence[str]) -> set[str] | None:
    """The words that a wording can start with; None if any word can."""
    firsts: set[str] = set()
    for token in tokens:
        if token[0] not in "([":
            return None if token[0] == "{" else firsts | {token}
        firsts |= {way.split()[0] for way in token[1:-1].split("|")}
        if any(first[0] == "{" for first in firsts):
            return None
        if token[0] == "(":
            return firsts
    return firsts


@cache
def _wordings() -> _Wordings:
    lines = files("bot.answers").joinpath("requests.txt").read_text("utf-8").splitlines()
    return _Wordings([line for line in lines if line and not line.startswith("#")])
