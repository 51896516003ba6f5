"""What well-known templates of wikis show: tables of Wikipedia's and Fandom's."""

from collections.abc import Callable, Mapping, Sequence


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


LISTS = _names(
    "plainlist|plain list|ubl|unbulleted list|unbulletedlist|hlist|flatlist|bulleted list|cslist|ublist|"
    "comma separated entries|collapsible list|br separated entries|cast listing|cast list|castlist|columns-list"
)
"""Templates of which each parameter is an item."""

EPISODE_TABLES = _names("episode table")
EPISODES = _names("episode list|episode list/sublist|japanese episode list")
"""Tables of episodes, and their rows with a title and a summary each."""

TITLES = _names("pagename|fullpagename|basepagename|subjectpagename|articlepagename")
"""Magic words that show the page's title."""

LITERAL = {
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
    "bce": "BCE",
    "bc": "BC",
}
"""Templates that always show the same."""

ONE_OF_THEM = {
    **dict.fromkeys(["nowrap", "small", "smaller", "big", "nobold", "noitalic", "nihongo", "marriage", "abbr"], 0),
    **dict.fromkeys(["tooltip", "nwr", "sic", "em", "strong", "italic title", "noitalics", "nobr", "ruby"], 0),
    **dict.fromkeys(["hover", "flag", "flagu", "flagcountry", "ill", "interlanguage link"], 0),
    **dict.fromkeys(["lang", "w", "wp", "wikipedia", "color", "colour", "font color", "transl", "c", "link"], 99),
}
"""Templates that show one of their parameters: the number of which, or the last one (99)."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _date(words: Sequence[str]) -> str:
    """1987, 5, 1 -> "1 May 1987"; what isn't a number is left out."""
    numbers = [int(word) for word in words[:3] if word.isdecimal()]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        numbers = numbers[:1]
    year, month, day = (str(numbers[0]) if numbers else "", *_month_and_day(numbers))
    return " ".join(filter(None, (day, month, year)))


def _month_and_day(numbers: Sequence[int]) -> tuple[str, str]:
    month = _MONTHS[numbers[1] - 1] if len(numbers) > 1 else ""
    return month, str(numbers[2]) if len(numbers) > 2 else ""


_RANGES = {"-": "–", "–": "–", "to": " to ", "and": " and ", "or": " or ", "by": " by ", "x": " by ", "×": " by "}
"""What stands between the two numbers of {{convert|60|to|80|kg}}; it may end in "(-)", which hides a unit."""


def _measure(words: Sequence[str]) -> str:
    """40, m, ft -> "40 m"; 60, to, 80, kg -> "60 to 80 kg"."""
    between = _RANGES.get(words[1].removesuffix("(-)")) if len(words) > 3 else None
    if between is None:
        return " ".join(words[:2])
    return f"{words[0]}{between}{words[2]} {words[3]}"


WORDED: Mapping[str, Callable[[Sequence[str]], str]] = {
    **dict.fromkeys(["start date", "birth date", "birth date and age", "death date", "film date", "end date"], _date),
    **dict.fromkeys(["start date and age", "dob", "birth-date", "bda", "death date and age"], _date),
    **dict.fromkeys(["convert", "cvt"], _measure),
    **dict.fromkeys(["circa", "c.", "ca."], lambda words: " ".join(["about", *words[:1]])),
    **dict.fromkeys(["as of", "asof"], lambda words: f"As of {_date(words)}"),
}
"""Templates that show their parameters in words of their own."""

_QUIET = (
    *("cite", "citation", "ref", "efn", "sfn", "harv", "infobox", "defaultsort", "main", "see also", "further"),
    *("displaytitle", "ipa", "#tag:ref"),
)
"""Beginnings of the names of templates that show nothing in a sentence, or stand apart from it."""

_QUIET_NAMES = _names(
    "cn|fact|who|when|clarify|r|rp|note|notelist|anchor|toc|clear|clr|-|dead link|use dmy dates|use mdy dates|about|"
    "short description|for|hatnote|good article|featured article|audio|listen|pronunciation|respell|reflist|"
    "tone|stub|page needed|clarification needed|flagicon"
)

_NO_BOXES = (
    "#",
    "cite",
    "vcite",
    "citation",
    "quote",
    "blockquote",
    "cquote",
    "dialogue",
    "ref",
    "efn",
    "sfn",
    "harv",
    "main",
)
"""Beginnings of the names of conditions, and of templates whose named parameters aren't about the page's subject."""


def is_box(name: str, named: int) -> bool:
    """Whether a template with this number of named parameters can be the infobox of a page."""
    return named > 1 and not name.startswith(_NO_BOXES)


def is_quiet(name: str, words: Sequence[object]) -> bool:
    """Whether a template with these parameters shows nothing in a sentence."""
    is_banner = name == "spoiler" and not words  # with words, it shows them once they are pressed
    return is_banner or name.startswith(_QUIET) or name in _QUIET_NAMES
