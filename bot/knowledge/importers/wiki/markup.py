"""Turns wikitext into plain text: sections with paragraphs and items, infoboxes, links.

The home of mwparserfromhell. While a page is read, characters of Unicode's private use area mark links, italics and
gaps; none but the gaps are left in the end.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import mwparserfromhell
from mwparserfromhell.nodes import (
    ExternalLink,
    Heading,
    HTMLEntity,
    Node,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.wikicode import Wikicode

GAP = "\ue000"
"""Stands for a template that can't be shown as text, so that its sentence can be left out."""

_ITALIC, _UPRIGHT, _HEADING, _LINK, _SHOWN, _LINKED = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006"
_MARKS = re.compile("[\ue000-\ue00f]")

MARKUP = re.compile(r"[{}|<>]|\[\[|\]\]|'{3}")
"""Signs of wikitext that couldn't be read."""


@dataclass(frozen=True)
class Link:
    """A link to another page, as it is shown."""

    target: str
    shown: str


@dataclass(frozen=True)
class Line:
    """A paragraph or a list item, in plain text. `italic` are its parts in italics."""

    text: str
    links: tuple[Link, ...] = ()
    italic: tuple[str, ...] = ()
    is_item: bool = False


@dataclass(frozen=True)
class Section:
    """A section; `above` are the titles of the sections that it is in, from the top."""

    title: str
    above: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Infobox:
    """A template with named fields: its name in small letters, and its fields' lines by name ("realname")."""

    name: str
    fields: Mapping[str, tuple[Line, ...]]


@dataclass(frozen=True)
class Article:
    """A page in plain text. `templates` are the names of all templates, in small letters."""

    sections: tuple[Section, ...]
    infoboxes: tuple[Infobox, ...]
    categories: tuple[str, ...]
    templates: frozenset[str]


def article_of(text: str, namespaces: Collection[str]) -> Article:
    """The article that this wikitext shows. `namespaces` are the wiki's own words for categories and files."""
    code = mwparserfromhell.parse(_MARKS.sub("", text))
    reader = _Reader(frozenset(each.lower() for each in namespaces))
    tops = list(code.filter_templates(recursive=False))
    boxes = [each for each in tops if sum(parameter.showkey for parameter in each.params) > 1]
    names = frozenset(_name_of(each) for each in code.ifilter_templates())
    shown = reader.text(code)
    return Article(
        sections=tuple(_sections(shown)),
        infoboxes=tuple(
            Infobox(
                _name_of(each),
                {
                    field_name(str(parameter.name)): _value(reader.text(parameter.value))
                    for parameter in each.params
                    if parameter.showkey
                },
            )
            for each in boxes
        ),
        categories=tuple(reader.categories),
        templates=names,
    )


def field_name(name: str) -> str:
    """One spelling for a field: "Real name", "real_name" and "realname" are the same."""
    return re.sub(r"[\W_]+", "", name).lower()


def _name_of(template: Template) -> str:
    name = re.sub(r"<!--.*?-->", "", str(template.name), flags=re.DOTALL)
    return " ".join(name.replace("_", " ").split()).lower().removeprefix("template:")


# Lines


def _sections(shown: str) -> Iterable[Section]:
    title, above, lines = "", list[tuple[int, str]](), list[str]()
    for raw in [*shown.split("\n"), f"{_HEADING}0"]:
        if not raw.startswith(_HEADING):
            lines.append(raw)
            continue
        yield Section(title, tuple(name for _, name in above[:-1]), tuple(_lines(lines)))
        level, title = int(raw[1]), line_of(raw[2:]).text
        above = [*(each for each in above if each[0] < level), (level, title)]
        lines = []


def _lines(raw: Sequence[str]) -> Iterable[Line]:
    """Paragraphs, which end at blank lines, and list items."""
    paragraph: list[str] = []
    for each in [*raw, ""]:
        item = _ITEM.match(each)
        if (item or not each.strip()) and paragraph:
            yield from _one(" ".join(paragraph), is_item=False)
            paragraph = []
        if item:
            yield from _one(each[item.end() :], is_item=True)
        elif each.strip():
            paragraph.append(each)


_ITEM = re.compile(r"^\s*[*#:;]+\s*")


def _one(marked: str, *, is_item: bool) -> Iterable[Line]:
    line = line_of(marked, is_item=is_item)
    if any(map(str.isalnum, line.text)):
        yield line


def _value(shown: str) -> tuple[Line, ...]:
    """The lines of an infobox's field."""
    lines = (line_of(_ITEM.sub("", raw).replace(GAP, "")) for raw in shown.split("\n"))
    return tuple(line for line in lines if any(map(str.isalnum, line.text)))


def line_of(marked: str, *, is_item: bool = False) -> Line:
    """A line of marked text in plain text."""
    links = tuple(Link(found[1], _tidy(found[2])) for found in _A_LINK.finditer(marked))
    text = _A_LINK.sub(r"\2", marked)
    italic = tuple(_tidy(found) for found in re.findall(f"{_ITALIC}([^{_UPRIGHT}]*){_UPRIGHT}", text))
    return Line(_tidy(text), links, tuple(filter(None, italic)), is_item)


_A_LINK = re.compile(f"{_LINK}([^{_SHOWN}]*){_SHOWN}([^{_LINKED}]*){_LINKED}")


def _tidy(text: str) -> str:
    """The text without marks (except for gaps), and without the holes that removed markup leaves."""
    text = re.sub(f"[{_ITALIC}-{_LINKED}\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]", " ", text)
    text = re.sub(r"'{2,}", "", text)
    text = " ".join(text.split())
    text = re.sub(f'^(?:{GAP} ?)+|(?<=[.!?"”]) ?{GAP}+(?= |$)', "", text)
    text = re.sub(r"\(\s*(?:[;,:]\s*)+", "(", text)
    text = re.sub(r"(?:\s*[;,:])*\s*\)", ")", text)
    text = re.sub(r"\s*\(\)", "", text)
    return re.sub(r"\s+([,;:.!?)])", r"\1", text).strip()


# Nodes


class _Reader:
    """Reads the nodes of one page."""

    def __init__(self, namespaces: frozenset[str]) -> None:
        self._namespaces = namespaces | _NAMESPACES
        self.categories: list[str] = []

    def text(self, code: Wikicode | None) -> str:
        """Wikitext as marked text."""
        return "" if code is None else _MAGIC_WORD.sub("", "".join(map(self._node, code.nodes)))

    def _node(self, node: Node) -> str:
        match node:
            case Text():
                return str(node.value)
            case HTMLEntity():
                return _MARKS.sub("", node.normalize())
            case Wikilink():
                return self._link(node)
            case ExternalLink():
                return self.text(node.title) if node.title is not None else ""
            case Heading():
                return f"\n{_HEADING}{node.level}{' '.join(self.text(node.title).split())}\n"
            case Tag():
                return self._tag(node)
            case Template():
                return self._template(node)
            case _:  # comments, and arguments of templates
                return ""

    def _link(self, node: Wikilink) -> str:
        title = " ".join(str(node.title).replace("_", " ").split())
        name, _, _ = title.partition("#")
        space = name.partition(":")[0].strip().lower() if ":" in name else ""
        if space in self._namespaces:
            if space == "category":
                self.categories.append(name.partition(":")[2].strip())
            return ""
        if re.fullmatch(r"[a-z]{2,3}(-[a-z]+)*", space) and space not in _INTERWIKI and node.text is None:
            return ""  # the same page in another language
        shown = self.text(node.text) if node.text is not None else ""
        if not shown.strip():
            shown = title.lstrip(":")
            if node.text is not None or space in _INTERWIKI:
                shown = _QUALIFIER.sub("", shown.rpartition(":")[2])
        if space or title.startswith(":"):
            return shown
        target = name.strip()
        return f"{_LINK}{target[:1].upper()}{target[1:]}{_SHOWN}{shown}{_LINKED}" if target else shown

    def _tag(self, node: Tag) -> str:
        name = str(node.tag).strip().lower()
        if node.wiki_markup in ("*", "#", ":", ";"):
            return str(node.wiki_markup)
        if name == "br":
            return "\n"
        if name in _NOTHING_SHOWN:
            return ""
        if name == "math":
            return GAP
        inner = self.text(node.contents)
        if name in ("i", "em"):
            return f"{_ITALIC}{inner}{_UPRIGHT}"
        return f"\n{inner}\n" if name in ("li", "p", "div", "ul", "ol") else inner

    def _template(self, node: Template) -> str:
        name = _name_of(node)
        plain = [parameter.value for parameter in node.params if not parameter.showkey]
        if name in _LISTS:
            return "".join(
                f"\n* {each.strip()}" if "*" not in each else f"\n{each}\n" for each in map(self.text, plain)
            )
        if name in _LITERAL:
            return _LITERAL[name]
        if name in _ONE_OF_THEM and plain:
            return self.text(plain[min(_ONE_OF_THEM[name], len(plain) - 1)])
        if name in _WORDED:
            return _WORDED[name]([self.text(each).strip() for each in plain])
        if name.startswith(_QUIET) or name in _QUIET_NAMES:
            return ""
        return GAP


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_MAGIC_WORD = re.compile(r"__[A-Z]+__")
_QUALIFIER = re.compile(r"\s*\([^()]*\)$")
_NAMESPACES = frozenset(["category", "file", "image", "media"])
_INTERWIKI = {"w", "wp", "c", "s", "m"}
"""Prefixes of other wikis that a text links to; other short prefixes are languages."""

_NOTHING_SHOWN = _names(
    "ref|references|gallery|table|timeline|imagemap|code|pre|syntaxhighlight|source|score|blockquote|poem|s|del|style|"
    "script|templatestyles|tabber|tabview|infobox|hiero|graph|mapframe|video|youtube|audio"
)

_LISTS = _names(
    "plainlist|plain list|ubl|unbulleted list|unbulletedlist|hlist|flatlist|bulleted list|cslist|ublist|"
    "comma separated entries|collapsible list|br separated entries"
)

_LITERAL = {
    "'": "'",
    "'s": "'s",
    '"': '"',
    "ndash": "–",
    "mdash": "—",
    "snd": " – ",
    "spaced ndash": " – ",
    "emdash": "—",
    "endash": "–",
    "nbsp": " ",
    "space": " ",
    "!": "|",
    "=": "=",
    "br": "\n",
    "dot": " · ",
    "·": " · ",
    "pound": "#",
    "no": "no",
    "yes": "yes",
}

_ONE_OF_THEM = {
    **dict.fromkeys(["nowrap", "small", "smaller", "big", "nobold", "noitalic", "nihongo", "marriage", "abbr"], 0),
    **dict.fromkeys(["tooltip", "nwr", "sic", "em", "strong", "italic title", "noitalics", "nobr", "ruby"], 0),
    **dict.fromkeys(["lang", "w", "wp", "wikipedia", "color", "colour", "font color", "transl", "c", "link"], 99),
    **dict.fromkeys(["ill", "interlanguage link"], 0),
}
"""Templates that show one of their parameters: the number of which, or the last one (99)."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _date(words: list[str]) -> str:
    """1987, 5, 1 -> "1 May 1987"; what isn't a number is left out."""
    numbers = [int(word) for word in words[:3] if word.isdecimal()]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        numbers = numbers[:1]
    year, month, day = (str(numbers[0]) if numbers else "", *_month_and_day(numbers))
    return " ".join(filter(None, (day, month, year)))


def _month_and_day(numbers: list[int]) -> tuple[str, str]:
    month = _MONTHS[numbers[1] - 1] if len(numbers) > 1 else ""
    return month, str(numbers[2]) if len(numbers) > 2 else ""


_WORDED: Mapping[str, Callable[[list[str]], str]] = {
    **dict.fromkeys(["start date", "birth date", "birth date and age", "death date", "film date", "end date"], _date),
    **dict.fromkeys(["start date and age", "dob", "birth-date", "bda"], _date),
    **dict.fromkeys(["convert", "cvt"], lambda words: " ".join(words[:2])),
    **dict.fromkeys(["circa", "c.", "ca."], lambda words: " ".join(["about", *words[:1]])),
}

_QUIET = ("cite", "citation", "ref", "efn", "sfn", "harv", "infobox", "defaultsort", "main", "see also", "further")
"""Beginnings of the names of templates that show nothing in a sentence, or stand apart from it."""

_QUIET_NAMES = _names(
    "cn|fact|who|when|clarify|r|rp|note|notelist|anchor|toc|clear|clr|-|dead link|use dmy dates|use mdy dates|about|"
    "short description|for|hatnote|good article|featured article|audio|listen|ipa|ipac-en|pronunciation|reflist|"
    "tone|stub|spoiler|page needed|clarification needed"
)
