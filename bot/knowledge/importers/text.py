"""Converts plain text into a pack: each sentence becomes a fact, `s1`, `s2` etc. with the sources `S1`, `S2` etc."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

from bot.errors import UserError
from bot.knowledge.importers.folder import check_new, draft_of, put_in_place, quoted
from bot.knowledge.limits import LONGEST_TEXT
from bot.knowledge.load import LARGEST_FILE
from bot.knowledge.schema import title_problem
from bot.knowledge.wording import normalised

ROOMY_FILE = LARGEST_FILE // 4
"""Size at which a new plot file is started, so that authors have room for additions."""

LINES_THAT_ARE_SENTENCES = 0.75
"""If at least this share of lines are sentences, the text has one sentence per line. Of 935 such texts (FairytaleQA,
SelQA), ten are below it, most of them lists of names; wrapped prose and paragraphs are below 0.4."""


def import_text(source: Path, *, title: str, out: Path) -> Path:
    """Write the pack to the folder `out`, whose name becomes its id, and return the folder.

    Repeated sentences are written once but counted each time; so are lines without letters in a text with one sentence
    per line. A sentence too long for a fact becomes several facts (`s7`, `s7-2`, ...) with one source. Raises
    UserError, without writing anything, if the text or the folder can't be used.
    """
    if problem := title_problem(title):
        raise UserError(f"The title {problem}.")
    check_new(out)
    scenes = list(_scenes(units(_read(source))))
    if not scenes:
        raise UserError(f"There is no sentence in {source}, so there is nothing to make a pack of.")
    with draft_of(out, dict(_files(" ".join(title.split()), scenes))) as draft:
        put_in_place(draft, out)
    return out


def units(text: str) -> list[str]:
    """The sentences of a text in order; its lines, if nearly every line is a complete sentence."""
    lines = [line for line in map(_bare, _clean(text).split("\n")) if line]
    return lines if _has_a_sentence_on_each_line(lines) else sentences(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each as a single line.

    A blank line ends a sentence. A single line break joins two lines, unless the first one ends early or the second one
    starts a heading or a list item. Fragments without letters or digits stay with the previous sentence.
    """
    text = _clean(text)
    casual = _is_casual(text)
    found: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        for paragraph in _paragraphs(block.split("\n")):
            own: list[list[str]] = []
            for sentence in _split(paragraph, casual=casual):
                if own and not _speaks(sentence):
                    own[-1].append(sentence)
                else:
                    own.append([sentence])
            found += filter(_speaks, map(" ".join, own))
    return found


# Reading


def _read(source: Path) -> str:
    try:
        raw = source.read_bytes()
    except OSError as error:
        raise UserError(f"{source} cannot be read ({error.strerror or error}).") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UserError(f"{source} is not UTF-8 (line {line}). Save it with the encoding UTF-8.") from error
    if text.count("\0") * 4 > len(text):
        raise UserError(f"{source} is no plain text in UTF-8. Save it as text, with the encoding UTF-8.")
    return text


def _clean(text: str) -> str:
    """The text with plain line breaks and without unprintable characters."""
    text = re.sub("\r\n?|[\v\f\x85\u2028]", "\n", text).replace("\u2029", "\n\n").replace("\ufeff", "")
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]", " ", text)


def _bare(line: str) -> str:
    """The line without heading or list markers, and with single spaces."""
    return " ".join(_MARK.sub("", line).split())


_MARK = re.compile(r"^\s*(#{1,6}|[-*•])\s+(?=\S)")


def _speaks(text: str) -> bool:
    return any(character.isalnum() for character in text)


# Lines and paragraphs


def _has_a_sentence_on_each_line(lines: Sequence[str]) -> bool:
    width = max(map(len, lines), default=0)
    casual = _is_casual("".join(lines))
    whole = 0
    for line, following in zip_longest(lines, lines[1:]):
        ends = _ENDS.search(line) or following is None or _is_broken_on_purpose(line, following, width)
        # Quoted speech may have several sentences, but the line is still one.
        whole += bool(ends) and len(_split(_QUOTED.sub('""', line), casual=casual)) == 1
    return whole >= LINES_THAT_ARE_SENTENCES * len(lines)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Join the lines of a block, except at deliberate line breaks."""
    lines = [line for line in lines if line.strip()]
    if not lines:
        return
    width = max(map(len, lines))
    together = [_bare(lines[0])]
    for line, following in pairwise(lines):
        if _is_broken_on_purpose(line, following, width):
            yield " ".join(together)
            together = []
        together.append(_bare(following))
    yield " ".join(together)


_NARROW = 50
"""Prose isn't wrapped this narrow: a block of shorter lines is a list."""

_SLACK = 12
"""A line break is deliberate if the next word and this many more characters would still have fit into the block's
longest line: ragged wrapping leaves less room."""


def _is_broken_on_purpose(line: str, following: str, width: int) -> bool:
    if _MARK.match(following) or line.lstrip().startswith("#"):
        return True
    word = following.split()[0]
    ends_early = len(line.rstrip()) + 1 + len(word) + _SLACK <= width
    goes_on = line.rstrip()[-1] in ",;-–—(&" or not _begins(following, casual=False)
    return (ends_early or width < _NARROW) and not goes_on


def _is_casual(text: str) -> bool:
    """Whether a text is written without capital letters."""
    return not any(character.isupper() for character in text)


# Sentences


_ENDS = re.compile(r"""[.!?…。！？:]["'”’»)\]]*$""")
"""The end of a line that is a complete sentence."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_QUOTED = re.compile(r'"[^"]*"?|“[^”]*”?')

_STOP = re.compile(
    r"""
    (?<![.!?…]) (?<!\.\s)
    (?P<mark> \.(?:\s\.)++ | [.!?…]++ ) (?P<closing> (?: \[\d{1,4}\] | ["'”’»)\]] )*+ ) (?=\s)
    | [。！？]++ [」』”’）]*+
    """,
    re.VERBOSE,
)
"""Possible sentence ends: punctuation, then closing quotes, brackets and footnotes. The quantifiers are possessive and
matches start at the first mark, so that a text of dots takes linear time."""

_NEAR = 100
"""Number of characters examined before and after a mark."""

_BEFORE_A_NAME = _words(
    "mr mrs ms mx dr prof st gen col lt sgt capt cpt rev hon gov sen rep fr mt ft maj cmdr adm "
    "messrs mme mlle pres supt vs cf ca viz e.g i.e eg ie"
)
"""Abbreviations that never end a sentence."""

_BEFORE_A_NUMBER = _words("no nos vol vols p pp ch fig figs art sec ep eps pt nr op")
"""Abbreviations if a number follows, otherwise words."""

_ANYWHERE = _words(
    "jr sr inc ltd co corp bros ph.d m.d a.m p.m b.c a.d approx est dept univ assn jan feb mar apr "
    "jun jul aug sep sept oct nov dec"
)
"""Abbreviations that may end a sentence, if the next word often starts one."""

_BEGINNERS = _words(
    "a according after all also although an and another as at because before both but by despite "
    "during each eventually every finally following for from he her here his how however i if in "
    "instead it its later many meanwhile most my no nor not now of on once one or our she since so "
    "some soon that the their then there these they this those though through thus to today two "
    "under unlike until upon we what when where whether which while who why with yes yet you your"
)
"""Words that start sentences far more often than they follow an abbreviation with a capital letter."""

_SPEECH = re.compile(
    r"(?:[^\s,.!?]+\s+){1,3}?(?:said|says|cried|cries|asked|asks|replied|answered|shouted|whispered|exclaimed|"
    r"called|added|thought|screamed|muttered|yelled)\b"
)
"""Words after a quotation that continue its sentence: `"Stop!" Tom cried.`"""


_NUMBER_OF_A_LIST = re.compile(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,5}")
"""`1.`, `b.` or `iv.` at the start of a paragraph isn't a sentence."""


def _split(paragraph: str, *, casual: bool) -> list[str]:
    """Split a paragraph into sentences; in `casual` writing they may start in lower case."""
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(paragraph):
        if _is_end(paragraph, start, stop, casual=casual):
            found.append(paragraph[start : stop.end()].strip())
            start = stop.end()
    found.append(paragraph[start:].strip())
    return [sentence for sentence in found if sentence]


def _is_end(paragraph: str, start: int, stop: re.Match[str], *, casual: bool) -> bool:
    mark, closing = stop["mark"], stop["closing"]
    following = paragraph[stop.end() : stop.end() + _NEAR].lstrip()
    if mark is None or not following:
        return True
    if not _begins(following, casual=casual):
        return False
    if any(quote in closing for quote in "\"'”’»") and _SPEECH.match(following):
        return False
    if mark != "." or closing:
        return True
    before = paragraph[max(start, stop.start() - _NEAR) : stop.start()]
    if start == 0 and _NUMBER_OF_A_LIST.fullmatch(before):
        return False
    return not _is_abbreviation(before.split()[-1:], following)


def _begins(text: str, *, casual: bool) -> bool:
    """Whether a sentence may start like this: with anything but a lower-case letter, unless `casual`."""
    first = next((character for character in text if character.isalnum()), "")
    return casual or not first.islower()


def _is_abbreviation(last: Sequence[str], following: str) -> bool:
    word = last[0].lstrip("\"'“‘«([") if last else ""
    low = word.lower()
    if low in _BEFORE_A_NAME:
        return True
    if low in _BEFORE_A_NUMBER:
        return following[0].isdigit()
    if low in _ANYWHERE or re.fullmatch(r"[^\W\d_](?:\.[^\W\d_])*", word):
        beginning = re.match(r"[\"'“‘«(\[]*([^\W\d_]+)(?!\.)(?=\W|$)", following)
        return beginning is None or beginning[1].lower() not in _BEGINNERS
    return False


# Facts


@dataclass(frozen=True, slots=True)
class _Scene:
    id: str
    text: str
    source: str


def _scenes(texts: Sequence[str]) -> Iterator[_Scene]:
    told: set[str] = set()
    for number, text in enumerate(texts, start=1):
        part = 0
        for piece in _pieces(text):
            words = normalised(piece)
            if not _speaks(piece) or words in told:
                continue
            if words:
                told.add(words)
            part += 1
            yield _Scene(f"s{number}" if part == 1 else f"s{number}-{part}", piece, f"S{number}")


def _pieces(text: str) -> Iterator[str]:
    """Split a text that is too long for a fact, at clauses or else at words."""
    start = 0
    while len(text) - start > LONGEST_TEXT:
        room = text[start : start + LONGEST_TEXT + 1]
        clauses = [cut.end() for cut in re.finditer(r"[,;:.!?…–—)]\s", room) if cut.end() > LONGEST_TEXT // 2]
        length = clauses[-1] if clauses else room.rfind(" ")
        if length <= 0:
            length = LONGEST_TEXT
        yield room[:length].strip()
        start += length
    yield text[start:].strip()


# Writing


def _files(title: str, scenes: Sequence[_Scene]) -> Iterator[tuple[str, str]]:
    yield "pack.yaml", _PACK.format(title=quoted(title))
    plots = list(_plots(title, scenes))
    for number, plot in enumerate(plots, start=1):
        yield "plot.yaml" if len(plots) == 1 else f"plot/{number:04}.yaml", plot


_PACK = """\
format: 1
title: {title}
language: en
spoilers: yes    # no: show the sentences without spoiler marks
"""


def _plots(title: str, scenes: Sequence[_Scene]) -> Iterator[str]:
    head = f"parts:\n  - title: {quoted(title)}\n    scenes:\n"
    entries, size = [head], 0
    for scene in scenes:
        entry = f"      - id: {scene.id}\n        text: {quoted(scene.text)}\n        source: [{scene.source}]\n"
        size += len(entry.encode())
        if size > ROOMY_FILE:
            yield "".join(entries)
            entries, size = [head], len(entry.encode())
        entries.append(entry)
    yield "".join(entries)
