"""Turns wikitext into plain text: sections with paragraphs and items, infoboxes, links.

The home of mwparserfromhell. While a page is read, characters of Unicode's private use area mark links, italics and
gaps; none but the gaps are left in the end.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

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

from bot.knowledge.importers.wiki.templates import (
    EPISODE_TABLES,
    EPISODES,
    LISTS,
    LITERAL,
    ONE_OF_THEM,
    TITLES,
    WORDED,
    is_box,
    is_quiet,
)

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
    """A page in plain text. `templates` are the names of all templates, in small letters; `not_shown` names the
    templates and tags that can't be shown as text, once for each time.
    """

    sections: tuple[Section, ...]
    infoboxes: tuple[Infobox, ...]
    categories: tuple[str, ...]
    templates: frozenset[str]
    not_shown: tuple[str, ...] = ()


def article_of(
    text: str,
    namespaces: Collection[str],
    *,
    title: str = "",
    templates: Mapping[str, str] = MappingProxyType({}),
) -> Article:
    """The article that this wikitext shows. `namespaces` are the wiki's own words for categories and files, `templates`
    what its simple templates show (see `simple_template`).
    """
    code = mwparserfromhell.parse(_NEVER_SHOWN.sub("", _MARKS.sub("", text)))
    reader = _Reader(frozenset(each.lower() for each in namespaces), _QUALIFIER.sub("", title), templates)
    named = ((each, sum(parameter.showkey for parameter in each.params)) for each in _tops(code))
    boxes = [each for each, count in named if is_box(_name_of(each), count)]
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
        not_shown=tuple(reader.not_shown),
    )


_NEVER_SHOWN = re.compile(
    r"^[ \t]*<!--(?:(?!-->).)*-->[ \t]*\n|<!--.*?(?:-->|\Z)"
    r"|<ref\b[^<>]*/>|<ref\b[^<>]*>(?:(?!<ref\b).)*?</ref\s*>",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
"""Comments, the whole line if there is nothing else in it, and references. They go before the text is parsed: one that
is written carelessly would hide the markup around it from the parser.
"""


def simple_template(text: str) -> str | None:
    """What a template of the wiki shows in a sentence; None if that isn't a short text with a few parameters."""
    text = re.sub(r"<noinclude>.*?(?:</noinclude>|\Z)", "", text, flags=re.DOTALL | re.IGNORECASE)
    only = re.findall(r"<onlyinclude>(.*?)</onlyinclude>", text, re.DOTALL | re.IGNORECASE)
    text = "".join(only) or re.sub(r"</?includeonly>", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\s*\n\s*(?=\||\}\})", "", _NEVER_SHOWN.sub("", text)).strip()
    is_plain = "{{" not in _CONDITION.sub("", _ARGUMENT.sub("", text)) and not text.startswith(("#", "{|"))
    return text if is_plain and "\n" not in text and len(text) <= LONGEST_TEMPLATE else None


LONGEST_TEMPLATE = 300
"""Characters of a simple template."""

LONGEST_VALUE = 100
"""Characters of a parameter of one. Longer ones belong to boxes and quotations."""

_ARGUMENT = re.compile(r"\{\{\{([^{}|]*)(?:\|([^{}]*))?\}\}\}")
"""`{{{1}}}`, or `{{{name|default}}}`."""

_CONDITION = re.compile(r"\{\{\s*#(?:if|ifeq|switch):", re.IGNORECASE)


def _tops(code: Wikicode) -> Iterator[Template]:
    """The templates of a page that are in no other one, also those in tags such as <div> and <tabber>."""
    for node in code.nodes:
        if isinstance(node, Template):
            yield node
        elif isinstance(node, Tag) and node.contents is not None:
            yield from _tops(node.contents)


def field_name(name: str) -> str:
    """One spelling for a field: "Real name", "real_name" and "realname" are the same."""
    return re.sub(r"[\W_]+", "", name).lower()


def _name_of(template: Template) -> str:
    return " ".join(str(template.name).replace("_", " ").split()).lower().removeprefix("template:")


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
        if each.lstrip().startswith(_ROWS):
            continue
        item = _ITEM.match(each)
        if (item or not each.strip()) and paragraph:
            yield from _one(" ".join(paragraph), is_item=False)
            paragraph = []
        if item:
            yield from _one(each[item.end() :], is_item=True)
        elif each.strip():
            paragraph.append(each)


_ITEM = re.compile(r"^\s*[*#:;]+\s*")
_ROWS = ("{|", "|", "!")
"""Beginnings of lines of a table that is so broken that the parser takes it for text."""


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
    text = re.sub(f"[{_ITALIC}-{_LINKED}]", "", text)  # no space in their place: the crew of a ship in italics
    text = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]", " ", text)
    text = re.sub(r"'{2,}", "", text)
    text = " ".join(_IN_BRACKETS.sub(_without_gaps, text).split())
    text = re.sub(f'^(?:{GAP} ?)+|(?<=[.!?"”]) ?{GAP}+(?= |$)', "", text)
    text = re.sub(r"\(\s*(?:[;,:]\s*)+", "(", text)
    text = re.sub(r"(?:\s*[;,:])*\s*\)", ")", text)
    text = re.sub(r"\s*\(\)", "", text)
    text = re.sub(r"(?<=[\w,;] )As of(?= [\dA-Z])", "as of", text)
    return re.sub(r"\s+([,;:.!?)])", r"\1", text).strip()


_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


def _without_gaps(found: re.Match[str]) -> str:
    """What is said in brackets, without the parts of it that can't be shown: "(GAP; born 1953)" -> "(born 1953)"."""
    if GAP not in found[1]:
        return found[0]
    parts = [part if GAP not in part else _less(part) for part in re.split(r"\s*;\s*", found[1])]
    said = "; ".join(filter(None, parts))
    return f"({said})" if said else ""


def _less(part: str) -> str:
    return ", ".join(each for each in re.split(r"\s*,\s*", part) if each and GAP not in each)


# Nodes


class _Reader:
    """Reads the nodes of one page."""

    def __init__(self, namespaces: frozenset[str], title: str, templates: Mapping[str, str]) -> None:
        self._namespaces = namespaces | _NAMESPACES
        self._title = title
        self._templates = templates
        self.categories: list[str] = []
        self.not_shown: list[str] = []

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
        if re.fullmatch(r"[a-z]{2,3}(-[a-z]+)*|simple", space) and space not in _INTERWIKI and node.text is None:
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
        if name == "table" and node.contents is not None:
            return "".join(self._cast_in(node.contents))
        if name in _NOTHING_SHOWN:
            self.not_shown += [] if name in _SAID_ALREADY else [f"<{name}>"]
            return ""
        if name == "math":
            return GAP
        inner = self.text(node.contents)
        if name in ("i", "em"):
            return f"{_ITALIC}{inner}{_UPRIGHT}"
        return f"\n{inner}\n" if name in ("li", "p", "div", "ul", "ol") else inner

    def _cast_in(self, table: Wikicode) -> Iterator[str]:
        """A table of actors and roles as a list: "Rhea Solano as Ada Lind". Other tables aren't shown."""
        rows = [[_parts(self.text(cell.contents)) for cell in row] for row in _rows(table)]
        heads = [line_of(" ".join(head)).text.lower() for head in rows[0]] if rows else []
        actor = next((number for number, head in enumerate(heads) if head in _ACTORS), None)
        role = next((number for number, head in enumerate(heads) if head in _ROLES), None)
        if actor is None or role is None:
            return
        how = "voices" if "voice" in heads[actor] else "as"
        for row in rows[1:]:
            if len(row) == len(heads) and (played := " and ".join(row[role])):
                yield from (f"\n* {each} {how} {played}\n" for each in row[actor] if not _NOBODY.match(each))

    def _template(self, node: Template) -> str:
        name = _name_of(node)
        if _CONDITION.match(str(node)):
            return self._chosen(node)
        plain = [parameter.value for parameter in node.params if not parameter.showkey]
        if name in EPISODE_TABLES:
            return self.text(_parameter(node, "episodes"))
        if name in EPISODES:
            return self._episode(node)
        if name in LISTS:
            return "".join(
                f"\n* {each.strip()}" if "*" not in each else f"\n{each}\n" for each in map(self.text, plain)
            )
        if name in TITLES:
            return self._title
        if (own := self._templates.get(name)) is not None:
            return self._expanded(own, node)
        if name in LITERAL:
            return LITERAL[name]
        if name in ONE_OF_THEM and plain:
            return self.text(plain[min(ONE_OF_THEM[name], len(plain) - 1)])
        if name in WORDED:
            return WORDED[name]([self.text(each).strip() for each in plain])
        if is_quiet(name, plain):
            return ""
        self.not_shown.append(name)
        return GAP

    def _episode(self, node: Template) -> str:
        """A row of a list of episodes as a part of the plot, under the episode's title."""
        title = line_of(self.text(_parameter(node, "title") or _parameter(node, "rtitle"))).text.strip(' "“”')
        told = self.text(_parameter(node, "shortsummary")).strip()
        return f"\n{_HEADING}8Plot\n{_HEADING}9{title or 'Episode'}\n{told}\n" if told else ""

    def _chosen(self, node: Template) -> str:
        """What a condition shows; a gap if it depends on something that can't be shown."""
        function, _, tested = str(node.name).partition(":")
        tested = self.text(mwparserfromhell.parse(tested)).strip()
        if GAP in tested:
            return GAP
        choices = [str(each).strip() for each in node.params]
        match function.strip().lower():
            case "#if":
                chosen = choices[:1] if tested else choices[1:2]
            case "#ifeq":
                chosen = choices[1:2] if choices[:1] == [tested] else choices[2:3]
            case _:
                chosen = [_switched(tested, choices)]
        return self.text(mwparserfromhell.parse("".join(chosen)))

    def _expanded(self, own: str, node: Template) -> str:
        """What a simple template of the wiki shows with these parameters. There is no markup of templates in them, so
        that none can grow without end.
        """
        values = {str(each.name).strip(): str(each.value).strip() for each in node.params}
        if any(set("{}") & set(value) or len(value) > LONGEST_VALUE for value in values.values()):
            return GAP
        filled = _ARGUMENT.sub(lambda found: values.get(found[1].strip(), found[2] or ""), own)
        return self.text(mwparserfromhell.parse(filled)).strip()


def _parameter(node: Template, field: str) -> Wikicode | None:
    """The value of a parameter by its name as `field_name` has it; None if there is none."""
    return next((each.value for each in node.params if field_name(str(each.name)) == field), None)


def _switched(tested: str, choices: Sequence[str]) -> str:
    """What `{{#switch: tested | fog | mist = grey | sun = bright | nothing}}` shows: "grey" for "fog" as for "mist"."""
    is_met, default = False, choices[-1] if choices and "=" not in choices[-1] else ""
    for choice in choices:
        case, is_result, result = map(str.strip, choice.partition("="))
        is_met = is_met or case == tested
        if is_met and is_result:
            return result
        if case == "#default":
            default = result
    return default


def _parts(shown: str) -> list[str]:
    """The lines of a cell; what stands in brackets belongs to the line before it."""
    return [" ".join(each.split()) for each in re.split(r"\s*\n\s*(?!\()", shown.strip()) if each]


def _rows(table: Wikicode) -> Iterator[list[Tag]]:
    """The cells of each row of a table that has any; those before its first row mark make a row, too."""
    tags = [node for node in table.nodes if isinstance(node, Tag)]
    marked = [tag.contents.nodes for tag in tags if str(tag.tag) == "tr" and tag.contents is not None]
    rows: list[Sequence[Node]] = [tags, *marked]
    for row in rows:
        if cells := [each for each in row if isinstance(each, Tag) and str(each.tag) in ("th", "td")]:
            yield cells


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_MAGIC_WORD = re.compile(r"__[A-Z]+__")
_QUALIFIER = re.compile(r"\s*\([^()]*\)$")
_NAMESPACES = frozenset(["category", "file", "image", "media"])
_INTERWIKI = {"w", "wp", "c", "s", "m", "wikipedia", "wikia", "wikt", "wiktionary", "commons", "mw", "fandom"}
"""Prefixes of other wikis that a text links to; other short prefixes are languages."""

_NOTHING_SHOWN = _names(
    "ref|references|gallery|table|timeline|imagemap|code|pre|syntaxhighlight|source|score|blockquote|poem|s|del|style|"
    "script|templatestyles|includeonly|tabber|tabview|infobox|hiero|graph|mapframe|video|youtube|audio"
)

_SAID_ALREADY = _names(
    "ref|references|gallery|table|style|script|templatestyles|includeonly|infobox|s|del|blockquote|tabber|tabview"
)
"""Those that are no text, or that the list of what is left out names on its own."""

_ACTORS = _names(
    "actor|actors|actor/actress|actress|cast|cast member|performer|played by|portrayed by|voice actor|voiced by"
)
_ROLES = _names("role|roles|character|characters|character name")
_NOBODY = re.compile(r"unknown|uncredited|various|n/a|tba|[?–—-]+$", re.IGNORECASE)
"""What stands in a table instead of an actor's name."""
