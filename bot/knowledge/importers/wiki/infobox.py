"""Reads infoboxes: what kind of thing a page is about, and the data of its sheet."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.knowledge.bonds import read_kind
from bot.knowledge.importers.wiki.markup import MARKUP, Article, Infobox, Line, Link
from bot.knowledge.limits import LONGEST_NAME
from bot.knowledge.model import Pronoun, RoleKind


class Subject(Enum):
    """What a page is about."""

    CHARACTER = auto()
    PLACE = auto()
    THING = auto()
    GROUP = auto()
    WORK = auto()
    """A film, an episode, a book: it has a plot and a cast."""
    REAL_WORLD = auto()
    """A real person, or how the work was made."""
    OTHER = auto()


@dataclass(frozen=True)
class Item:
    """One of several values of a field: `Jonas Lind (brother)` with the page that it links to."""

    text: str
    notes: tuple[str, ...] = ()
    target: str = ""
    italic: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """An actor in the infobox of a character, and the work that stands beside the name."""

    actor: str
    role: RoleKind
    work: str = ""


@dataclass(frozen=True)
class Related:
    """A relation: the other one is this character's `kind`."""

    kind: str
    other: Item


@dataclass(frozen=True)
class Sheet:
    """The data of an infobox. `details` are single values, such as ("species", "human")."""

    real_name: str = ""
    aliases: tuple[str, ...] = ()
    pronoun: Pronoun | None = None
    cast: tuple[Played, ...] = ()
    relations: tuple[Related, ...] = ()
    groups: tuple[Item, ...] = ()
    members: tuple[Item, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    """Relations whose kind the infobox doesn't say."""


# What a page is about


def subject_of(article: Article, title: str) -> Subject:
    """What an article is about, by its infobox, or else its categories, its title (`The Lamp (film)`) or its sections:
    a page with a plot and a cast is about a work.
    """
    if re.match(r"Lists? of\b", title):
        return Subject.OTHER
    for box in article.infoboxes:
        if found := subject_of_box(box):
            return found
    for category in article.categories:
        words = set(re.findall(r"\w+", category.lower()))
        for subject, known in _CATEGORIES.items():
            if words & known:
                return subject
    if in_brackets := re.search(r"\(([^()]*)\)$", title):
        return _by_name(in_brackets[1].lower()) or Subject.OTHER
    sections = {section.title.lower() for section in article.sections}
    return Subject.WORK if {"plot", "cast"} <= sections else Subject.OTHER


def boxes_about(subject: Subject, boxes: Sequence[Infobox]) -> Sequence[Infobox]:
    """The infoboxes that show that a page is about this, and not others that stand on it as well."""
    return [box for box in boxes if subject_of_box(box) is subject]


def subject_of_box(box: Infobox) -> Subject | None:
    """What an infobox shows that its page is about; None if that can't be told."""
    return _by_name(box.name) or _by_fields(box.fields)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMES: Mapping[Subject, frozenset[str]] = {
    Subject.CHARACTER: _words("character characters hero villain fictional protagonist npc human creature individual"),
    Subject.PLACE: _words("location place planet city town settlement country region building island realm world"),
    Subject.GROUP: _words("organization organisation group team faction guild army house clan crew family company"),
    Subject.THING: _words("item object weapon artifact artefact vehicle ship spell device technology thing armor"),
    Subject.WORK: _words("film movie episode television tv series season book novel comic game play story album"),
    Subject.REAL_WORLD: _words("person actor actress cast director writer author producer crew musician artist"),
}
_CATEGORIES: Mapping[Subject, frozenset[str]] = {
    Subject.CHARACTER: _words("characters heroes villains protagonists antagonists"),
    Subject.REAL_WORLD: _words("actors actresses directors writers producers people cast crew production"),
    Subject.PLACE: _words("locations places planets cities towns settlements countries"),
    Subject.GROUP: _words("organizations organisations groups teams factions families"),
    Subject.WORK: _words("films movies episodes books novels comics games"),
    Subject.THING: _words("items objects weapons artifacts artefacts vehicles ships things"),
}
_TELLING: Mapping[Subject, frozenset[str]] = {
    Subject.CHARACTER: _words(
        "gender sex species portrayedby portrayer playedby voicedby voiceactor realname alias aliases affiliation "
        "affiliations affiliatedwith eyecolor eyecolour haircolor haircolour firstappearance"
    ),
    Subject.WORK: _words("director directedby writer writtenby airdate releasedate runtime starring isbn released"),
    Subject.GROUP: _words("members leader leaders founder headquarters"),
    Subject.PLACE: _words("population inhabitants capital region country"),
    Subject.THING: _words("owner owners wielder usedby"),
}
"""Fields that show what an infobox with an unknown name is about."""


def _by_name(name: str) -> Subject | None:
    words = set(re.findall(r"[a-z]+", name)) | {re.sub(r"(info)?box|template", "", name).strip()}
    return next((subject for subject, known in _NAMES.items() if words & known), None)


def _by_fields(fields: Mapping[str, object]) -> Subject | None:
    counts = {subject: len(known & fields.keys()) for subject, known in _TELLING.items()}
    best = max(counts, key=lambda subject: counts[subject])
    return best if counts[best] > 1 or counts[Subject.CHARACTER] else None


# The sheet


def sheet_of(boxes: Sequence[Infobox], name: str) -> Sheet:
    """The data of a page's infoboxes."""
    fields: dict[str, tuple[Line, ...]] = {}
    for box in boxes:
        for field, lines in box.fields.items():
            fields.setdefault(_NUMBERED.sub("", field), ())
            fields[_NUMBERED.sub("", field)] += lines
    real = [item.text for field in _REAL_NAME for item in _items(fields.get(field, ()))]
    aliases = [item.text for field in (*_ALIASES, "name") for item in _items(fields.get(field, ()))]
    relations = list(_relations(fields))
    return Sheet(
        real_name=next((each for each in real if _is_name(each) and each.casefold() != name.casefold()), ""),
        aliases=tuple(
            dict.fromkeys(
                each for each in map(_unquoted, aliases) if _is_name(each) and each.casefold() != name.casefold()
            )
        ),
        pronoun=_pronoun(fields),
        cast=tuple(_cast(fields)),
        relations=tuple(each for each in relations if isinstance(each, Related)),
        groups=tuple(item for field in _GROUPS for item in _items(fields.get(field, ()))),
        members=tuple(item for field in _MEMBERS for item in _items(fields.get(field, ()))),
        details=tuple(_details(fields)),
        left_out=tuple(each for each in relations if isinstance(each, str)),
    )


_NUMBERED = re.compile(r"(?<=[a-z])\d{1,2}$")
"""`alias1` and `alias2` are one field."""

_REAL_NAME = ("realname", "fullname", "birthname", "truename", "civilname", "alterego")
_ALIASES = ("alias", "aliases", "nickname", "nicknames", "othernames", "othername", "aka", "alsoknownas", "codename")
_GROUPS = (
    *("affiliation", "affiliations", "affiliatedwith", "team", "teams", "group", "groups", "memberof", "allegiance"),
    *("organization", "organisation", "organizations", "organisations", "faction", "factions", "alliances"),
)
_MEMBERS = ("members", "member", "notablemembers", "keymembers", "currentmembers")
_ON_SCREEN = (
    "portrayedby",
    "portrayer",
    "portrayers",
    "portrayed",
    "playedby",
    "actor",
    "actors",
    "actress",
    "portrayal",
)
_VOICED = ("voicedby", "voiceactor", "voiceactors", "voice", "voices", "voiceby", "englishvoice", "voiceenglish")
_KINDS: Mapping[str, str] = {
    **{
        kind: kind
        for kind in (
            *("father", "mother", "brother", "sister", "son", "daughter", "husband", "wife", "spouse", "sibling"),
            *("friend", "ally", "enemy", "rival", "mentor", "apprentice", "teacher", "student", "creator", "pet"),
            *("owner", "partner", "child", "parent", "cousin", "uncle", "aunt", "nephew", "niece", "killer"),
        )
    },
    **{f"{kind}s": kind for kind in ("brother", "sister", "son", "daughter", "spouse", "sibling", "friend", "rival")},
    **{f"{kind}s": kind for kind in ("parent", "mentor", "cousin", "pet", "apprentice", "partner", "student")},
    "children": "child",
    "parentage": "parent",
    "allies": "ally",
    "enemies": "enemy",
    "loveinterest": "love interest",
    "loveinterests": "love interest",
    "significantother": "partner",
    "killedby": "killer",
    "master": "teacher",
    "bestfriend": "best friend",
    "roommate": "roommate",
}
"""Fields that name one kind of relation. (`created by` is missing: in an infobox it usually means the author.)"""

_FAMILY = ("family", "relatives", "relations", "familymembers", "relationships", "relationship", "significantothers")
"""Fields in which the kind stands beside each name: `Jonas Lind (brother)`."""

_NEUTRAL = (
    "parentage",
    "parents",
    "parent",
    "siblings",
    "sibling",
    "spouse",
    "spouses",
    "children",
    "child",
    "cousin",
    "cousins",
)
"""Fields whose entries may say it more exactly: `Jonas Lind (brother)` under siblings."""

_DETAILS = {
    "species": "species",
    "race": "species",
    "occupation": "occupation",
    "profession": "occupation",
    "job": "occupation",
    "height": "height",
    "weight": "weight",
    "eyecolor": "eye colour",
    "eyecolour": "eye colour",
    "eyes": "eye colour",
    "haircolor": "hair colour",
    "haircolour": "hair colour",
    "hair": "hair colour",
    "birthplace": "birthplace",
    "placeofbirth": "birthplace",
    "birthdate": "date of birth",
    "dateofbirth": "date of birth",
    "born": "date of birth",
    "homeworld": "homeworld",
    "residence": "residence",
    "weapon": "weapon",
    "weapons": "weapons",
    "nationality": "nationality",
    "age": "age",
}
_UNKNOWN = re.compile(r"unknown|none|n/?a|various|\?+|-+|tba|see below|unnamed.*", re.IGNORECASE)


def _items(lines: Sequence[Line]) -> Iterator[Item]:
    """The values of a field: one a line, or parted by commas or semicolons if there is one line."""
    for line in lines:
        pieces = [line.text] if len(lines) > 1 and ", " not in _NOTES.sub("", line.text) else _parted(line.text)
        for piece in pieces:
            if piece.rstrip().endswith(":"):
                continue  # a heading among the values: "By her friends:"
            notes = tuple(found.strip() for found in _NOTES.findall(piece))
            text = _trimmed(_NOTES.sub("", piece))
            if text and not _UNKNOWN.fullmatch(text) and not MARKUP.search(text):
                italic = tuple(each for each in line.italic if each in piece)
                for name in _pair(text, line.links):
                    link = next((link for link in line.links if link.shown and link.shown in name), None)
                    yield Item(name, notes, link.target if link else "", italic)


def is_former(item: Item) -> bool:
    """Whether what an item says holds no longer: "Spy (formerly)"."""
    return any(re.search(r"\b(?:former|formerly|ex|defected|left|disbanded)\b", note.lower()) for note in item.notes)


def _pair(text: str, links: Sequence[Link]) -> list[str]:
    """ "Per & Greta" -> both names, if both are links. "Salt and Sons" is one."""
    names, shown = re.split(r"\s+(?:&|and)\s+", text), {link.shown for link in links}
    return names if shown.issuperset(names) else [text]


_NOTES = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")


def _parted(text: str) -> list[str]:
    """Cut at commas and semicolons outside of brackets, but not before "Jr."."""
    found, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        ends = character == ";" or (character == "," and not _JUNIOR.match(text, place + 1))
        if ends and depth <= 0:
            found.append(text[start:place])
            start = place + 1
    return [*found, text[start:]]


_JUNIOR = re.compile(r"\s*(?:Jr|Sr|PhD|M\.?D|I{2,3}|IV)\b|\d")


def _trimmed(text: str) -> str:
    text = " ".join(text.replace("†", " ").split()).strip(" ,;:–—-*•/")
    return re.sub(r"\s*'{2,}\s*", " ", text).strip()


def _unquoted(text: str) -> str:
    found = re.fullmatch(r"[\"“'‘](.+)[\"”'’]", text)
    return found[1].strip() if found else text


def _is_name(text: str) -> bool:
    """Whether a text can be a name: short, not a sentence, and without what only a description has."""
    is_short = len(text) <= LONGEST_NAME and len(text.split()) <= 7
    return is_short and any(map(str.isalpha, text)) and not re.search(r"[{}|<>=\[\]:]|\.\s|\ue000", text)


def _pronoun(fields: Mapping[str, Sequence[Line]]) -> Pronoun | None:
    for field in ("gender", "sex", "pronouns"):
        words = set(re.findall(r"[a-z]+", " ".join(line.text for line in fields.get(field, ())).lower()))
        is_male, is_female = (
            bool(words & {"male", "he", "man", "boy"}),
            bool(words & {"female", "she", "woman", "girl"}),
        )
        if is_male is not is_female:
            return Pronoun.HE if is_male else Pronoun.SHE
    return None


def _cast(fields: Mapping[str, Sequence[Line]]) -> Iterator[Played]:
    seen = set()
    for names, role in ((_ON_SCREEN, RoleKind.ON_SCREEN), (_VOICED, RoleKind.VOICE)):
        for item in (item for field in names for item in _items(fields.get(field, ()))):
            actor = re.split(r"\s+(?:in|as|for)\s+", item.text)[0]
            is_voice = any(re.search(r"\bvoic", note, re.IGNORECASE) for note in item.notes)
            played = Played(actor, RoleKind.VOICE if is_voice else role, _work(item, actor))
            is_stunt = any(re.search(r"\bstunt|\bdouble\b", note, re.IGNORECASE) for note in item.notes)
            if _is_name(actor) and actor[:1].isupper() and played not in seen and not is_stunt:
                seen.add(played)
                yield played


def _work(item: Item, actor: str) -> str:
    """The work beside an actor's name: in italics, or after "in"."""
    if italic := [each for each in item.italic if each not in actor]:
        return italic[0]
    if found := re.search(r"\sin\s+(.+)$", item.text):
        return found[1].strip()
    return next((note for note in item.notes if re.search(r"\b(?:film|movie|series|\d{4})\b", note)), "")


def _relations(fields: Mapping[str, Sequence[Line]]) -> Iterator[Related | str]:
    for field, kind in _KINDS.items():
        for item in _items(fields.get(field, ())):
            said = kind_in(item.notes) if field in _NEUTRAL else ""
            yield Related(said or kind, item)
    for field in _FAMILY:
        for item in _items(fields.get(field, ())):
            kind = kind_in(item.notes)
            before = re.match(r"([a-z -]+): (.+)", item.text, re.IGNORECASE)
            if not kind and before and (kind := kind_in((before[1],))):
                item = Item(before[2], item.notes, item.target)
            yield Related(kind, item) if kind else item.text


def kind_in(notes: Collection[str]) -> str:
    """The kind of relation in the brackets beside a name; empty if there is none that is known."""
    for note in notes:
        for part in re.split(r"[;,/]| and ", note.lower()):
            if (words := " ".join(part.split())) and read_kind(words).bond is not None:
                return words
    return ""


def _details(fields: Mapping[str, Sequence[Line]]) -> Iterator[tuple[str, str]]:
    seen = set()
    for field, words in _DETAILS.items():
        if field not in fields or words in seen:
            continue
        values = [item.text for item in _items(fields[field]) if len(item.text) <= LONGEST_NAME and not is_former(item)]
        if words == "date of birth":
            values = [line.text for line in fields[field][:1] if re.search(r"\d", line.text)]
        values = [value for value in values if not MARKUP.search(value)]
        if words.startswith(("occupation", "eye", "hair")):
            values = [value if value[1:] != value[1:].lower() else value.lower() for value in values]
        if 0 < len(values) <= 3:
            seen.add(words)
            yield words, " and ".join(values) if len(values) < 3 else f"{values[0]}, {values[1]} and {values[2]}"
