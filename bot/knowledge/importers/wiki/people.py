"""Who and what a wiki is about: characters and things with their names, and which of them a sentence mentions."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from bot.knowledge.importers.wiki.infobox import Sheet, Subject, sheet_of
from bot.knowledge.importers.wiki.markup import Link
from bot.knowledge.importers.wiki.pages import Pages, WikiPage
from bot.knowledge.importers.wiki.prose import About
from bot.knowledge.limits import LONGEST_NAME, slug_of
from bot.knowledge.model import Pronoun, RoleKind
from bot.knowledge.wording import normalised


@dataclass
class FactEntry:
    """A fact, ready to be written."""

    id: str
    text: str
    source: str
    continuity: str
    about: tuple[str, ...] = ()
    is_spoiler: bool = False


@dataclass
class Person:
    """A character's sheet while it is being filled. `cast` and `relations` are written as they stand."""

    id: str
    name: str
    page: WikiPage | None = None
    sheet: Sheet = field(default_factory=Sheet)
    real_name: str = ""
    aliases: list[str] = field(default_factory=list)
    pronoun: Pronoun | None = None
    cast: list[tuple[str, RoleKind, str, str]] = field(default_factory=list)
    """Actor, role, continuity, source."""
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, the other one's id, source."""
    facts: list[FactEntry] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.name, self.real_name, *self.aliases)))


@dataclass
class Object:
    """A place, thing or group in pack.yaml."""

    name: str
    kind: str
    aliases: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    description: str = ""
    source: str = ""


class People:
    """All characters and things of a wiki."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.persons: dict[str, Person] = {}
        self.objects: dict[str, Object] = {}
        self._by_title: dict[str, Person] = {}
        self._by_name: dict[str, Person] = {}
        self._object_by_title: dict[str, Object] = {}
        other_titles: dict[str, list[str]] = {}
        for title in pages.redirects:
            other_titles.setdefault(pages.resolve(title), []).append(title)
        for page in pages.articles:
            others = [bare for bare in other_titles.get(page.title, ()) if _is_another_name(bare, page)]
            if page.subject is Subject.CHARACTER:
                self._by_title[page.title] = self._person_of(page, others)
            elif page.subject in _KINDS:
                self._object_by_title[page.title] = self._object_of(page, others)
        self._others = _OtherWords(self.persons.values(), self.objects.values(), pages.articles)
        self._mentions = _Mentions(self.persons.values())

    def _person_of(self, page: WikiPage, others: Collection[str]) -> Person:
        sheet = sheet_of(page.article.infoboxes, page.name)
        person = self.new_person(page.name if normalised(page.name) not in self._by_name else page.title)
        person.page, person.sheet = page, sheet
        person.pronoun = sheet.pronoun or _pronoun_in(page)
        if not _is_within(sheet.real_name, person.name):
            person.real_name = sheet.real_name
        for name in (*sheet.aliases, *others):
            self.add_alias(person, name)
        return person

    def new_person(self, name: str) -> Person:
        """A new sheet; its name must be new."""
        person = Person(_numbered(id_of(name) or "character", self.persons), name[:LONGEST_NAME])
        self.persons[person.id] = person
        self._by_name[normalised(name)] = person
        return person

    @staticmethod
    def add_alias(person: Person, name: str) -> None:
        """Add another name, if it says something new."""
        known = {normalised(each) for each in person.names}
        if normalised(name) and normalised(name) not in known and len(name) <= LONGEST_NAME:
            person.aliases.append(name)

    def _object_of(self, page: WikiPage, others: Iterable[str]) -> Object:
        made = self.new_object(_with_article(page), _KINDS[page.subject])
        for name in (*sheet_of(page.article.infoboxes, page.name).aliases, *others):
            if _bare(name) not in {_bare(each) for each in (made.name, *made.aliases)}:
                made.aliases.append(name)
        return made

    def new_object(self, name: str, kind: str) -> Object:
        """The place, thing or group with this name, which may be known already."""
        return self.objects.setdefault(_bare(name), Object(name[:LONGEST_NAME], kind))

    # Looking up

    def person(self, target: str, name: str = "") -> Person | None:
        """The character that a link points to, or else the only one with this name."""
        found = self._by_title.get(self._pages.resolve(target)) if target else None
        return found or (self._by_name.get(normalised(name)) if name else None) or self._mentions.whole(name)

    def object(self, target: str, name: str) -> Object | None:
        """The place, thing or group that a link leads to, or that has this name."""
        found = self._object_by_title.get(self._pages.resolve(target)) if target else None
        return found or self.objects.get(_bare(name))

    def refresh(self) -> None:
        """Take note of new characters and names."""
        self._others = _OtherWords(self.persons.values(), self.objects.values(), self._pages.articles)
        self._mentions = _Mentions(self.persons.values())

    def mentioned(self, text: str, links: Iterable[Link]) -> tuple[str, ...]:
        """The ids of the characters in a text, by its links and by their names."""
        linked = (self.person(link.target) for link in links if link.shown and link.shown in text)
        found = [person.id for person in linked if person]
        return tuple(dict.fromkeys([*found, *self._mentions.found(text)]))

    def about(self, person: Person) -> About:
        """A character as the subject of a page."""
        names = [name for name in person.names if name[:1].isupper()]
        names += [part for part in _parts(person.name) if self._mentions.is_only(part, person)]
        pronoun = person.pronoun
        page = person.page
        return About(
            name=person.name,
            names=tuple(names),
            pronoun=pronoun,
            others=lambda word: self._others.could_be(word, person),
            small=_small_words(page) if page else frozenset(),
        )

    def about_object(self, made: Object, page: WikiPage) -> About:
        """A place, thing or group as the subject of a page."""
        pronoun = Pronoun.THEY if made.name.startswith("The ") and made.name.endswith("s") else Pronoun.IT
        return About(made.name, (made.name, *made.aliases), pronoun, lambda _: True, _small_words(page))


def about_page(page: WikiPage) -> About:
    """A work, or a page about anything else."""
    is_work = page.subject is Subject.WORK
    return About(page.name if is_work else "", (page.name,), Pronoun.IT if is_work else None, small=_small_words(page))


def id_of(name: str) -> str:
    """A name as an id, without losing the letters that Unicode doesn't take apart ("Ødegård" -> "odegard")."""
    return slug_of(name.translate(_LETTERS))


_LETTERS = str.maketrans(
    {"Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe", "Ø": "O", "ø": "o", "ß": "ss", "Ł": "L", "ł": "l"}
    | {"Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "ı": "i"}
)

_KINDS = {Subject.PLACE: "place", Subject.THING: "thing", Subject.GROUP: "group"}


def _bare(name: str) -> str:
    """A name as names of things are compared: "the Grey Heron" is "Grey Heron"."""
    return normalised(re.sub("^[Tt]he ", "", name))


def _with_article(page: WikiPage) -> str:
    """The name of a thing as it stands in a sentence: "the Night Watch", if its page begins like that."""
    lines = page.article.sections[0].lines if page.article.sections else ()
    name = re.sub("^[Tt]he ", "", page.name)
    return f"the {name}" if lines and lines[0].text.startswith(f"The {name}") else page.name


def _is_another_name(title: str, page: WikiPage) -> bool:
    """Whether a redirect is another name of its page, and not a matter that the page tells along with others."""
    is_plain = not re.search(r"['’]s\b|\(|/|:|^List of|\d{4}", title) and len(title) <= LONGEST_NAME
    return is_plain and normalised(title) != normalised(page.name) and title[:1].isupper()


def _is_within(real_name: str, name: str) -> bool:
    return normalised(real_name) == normalised(name)


def _numbered(id: str, taken: Collection[str]) -> str:
    made, number = id, 1
    while made in taken:
        number += 1
        made = f"{id[:36]}-{number}"
    return made


def _pronoun_in(page: WikiPage) -> Pronoun | None:
    """The pronoun of a page that has hardly any other."""
    text = " ".join(line.text for section in page.article.sections for line in section.lines).lower()
    counts = Counter(re.findall(r"\b(?:he|him|his|she|her|hers)\b", text))
    male, female = (sum(counts[word] for word in words) for words in (("he", "him", "his"), ("she", "her", "hers")))
    if max(male, female) < LEAST_PRONOUNS or max(male, female) < CLEARLY * min(male, female):
        return None
    return Pronoun.HE if male > female else Pronoun.SHE


LEAST_PRONOUNS = 3
"""Pronouns on a page that are needed to know its subject's."""

CLEARLY = 5
"""How many times as often as the other one it has to occur."""


def _parts(name: str) -> Iterator[str]:
    """The first and the last name, without titles."""
    words = [word for word in name.split() if word.strip(".").lower() not in _TITLES]
    if len(words) > 1:
        yield from (word for word in (words[0], words[-1]) if len(word) > 2 and word[0].isupper())


_TITLES = {"the", "dr", "doctor", "mr", "mrs", "ms", "miss", "captain", "professor", "sir", "lady", "lord", "king"}
_TITLES |= {"queen", "prince", "princess", "agent", "old", "young", "uncle", "aunt", "saint", "st", "of", "general"}


def _small_words(page: WikiPage) -> frozenset[str]:
    return frozenset(
        word
        for section in page.article.sections
        for line in section.lines
        for word in re.findall(r"(?<![\w'’])[a-z][\w'’-]*", line.text)
    )


class _OtherWords:
    """What the words of names can mean."""

    def __init__(self, persons: Iterable[Person], objects: Iterable[Object], pages: Iterable[WikiPage]) -> None:
        self._pronouns: dict[str, dict[str, Pronoun | None]] = {}
        for person in persons:
            for name in person.names:
                for word in name.split():
                    self._pronouns.setdefault(word, {})[person.id] = person.pronoun
        names = [name for made in objects for name in (made.name, *made.aliases)]
        names += [page.name for page in pages if page.subject is Subject.WORK]
        self._lifeless = {word for name in names for word in name.split()}

    def could_be(self, word: str, subject: Person) -> bool:
        """Whether a word could name another one with the same pronoun as the subject."""
        word = re.sub(r"['’]s?$", "", word)
        others = {pronoun for id, pronoun in self._pronouns.get(word, {}).items() if id != subject.id}
        if not others:
            return word not in self._lifeless and word not in self._pronouns
        return not others.isdisjoint({subject.pronoun, None})


class _Mentions:
    """Finds names in texts, by their first words, so that the number of characters makes no difference."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._holders: dict[str, set[str]] = {}
        self._persons: dict[str, Person] = {}
        for person in persons:
            self._persons[person.id] = person
            names = [name for name in person.names if name[:1].isupper()]
            for name in dict.fromkeys([*names, *_parts(person.name)]):
                self._holders.setdefault(normalised(name), set()).add(person.id)
        for name, holders in self._holders.items():
            words = tuple(name.removeprefix("the ").split())
            if len(holders) == 1 and words:
                self._by_first.setdefault(words[0], []).append((words, next(iter(holders))))

    def is_only(self, name: str, person: Person) -> bool:
        """Whether nobody else has this name."""
        return self._holders.get(normalised(name)) == {person.id}

    def whole(self, name: str) -> Person | None:
        """The only character with this name."""
        holders = self._holders.get(normalised(name), set())
        return self._persons[next(iter(holders))] if len(holders) == 1 else None

    def found(self, text: str) -> Iterator[str]:
        """The ids of those whose names are in the text, written with a capital."""
        written = re.findall(r"\w+", re.sub(r"['’]s\b", "", text))
        words = [normalised(word) for word in written]
        for place, word in enumerate(words):
            if written[place][:1].isupper() or written[place][:1].isdigit():
                for name, id in self._by_first.get(word, ()):
                    if tuple(words[place : place + len(name)]) == name:
                        yield id
