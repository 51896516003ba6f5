"""Makes the content of a pack of a wiki's pages: sheets, facts, the plot, and a list of what was left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.knowledge.importers.wiki.cast import CastLine, cast_line
from bot.knowledge.importers.wiki.infobox import Item, Subject, boxes_about, is_former, sheet_of, subject_of_box
from bot.knowledge.importers.wiki.markup import MARKUP, Infobox, Line, Section
from bot.knowledge.importers.wiki.pages import Pages, WikiPage
from bot.knowledge.importers.wiki.people import FactEntry, Object, People, Person, about_page, id_of
from bot.knowledge.importers.wiki.prose import About, LeftOut, Told, told_in
from bot.knowledge.limits import LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE
from bot.knowledge.model import RoleKind
from bot.knowledge.wording import in_words, normalised, thing_of, whose

STORY, PRODUCTION = "story", "production"
"""The continuities of every pack from a wiki: the story, and how it was made."""

MOST_WORKS = 8
"""Works with a continuity of their own; the cast of others belongs to the story."""


@dataclass(frozen=True)
class Scene:
    """A paragraph of a plot."""

    id: str
    source: str
    facts: tuple[FactEntry, ...]


@dataclass(frozen=True)
class Part:
    """A part of a plot, and the continuity of its work."""

    title: str
    continuity: str
    scenes: tuple[Scene, ...]


@dataclass(frozen=True)
class Missing:
    """Something on a page that was left out, and why."""

    page: str
    text: str
    why: str


@dataclass
class Content:
    """What the files of the pack are written from."""

    title: str
    year: str
    continuities: dict[str, str]
    people: People
    facts: list[FactEntry] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    sections: Counter[str] = field(default_factory=Counter)
    """Sections that were left out as a whole, by their titles."""
    not_shown: Counter[str] = field(default_factory=Counter)
    """Templates and tags that can't be shown as text, by their names; infoboxes that were read aren't among them."""


def content_of(pages: Pages, *, title: str = "") -> Content:
    """The content of a pack made of these pages."""
    return _Builder(pages, title).content()


class _Builder:
    """Goes through the pages: first for people and their data, then for what the texts say."""

    def __init__(self, pages: Pages, title: str) -> None:
        self._pages = pages
        self._people = People(pages)
        self._works = [page for page in pages.articles if page.subject is Subject.WORK]
        self._ids: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._said: set[tuple[str, str]] = set()
        only = self._works[0] if len(self._works) == 1 else None
        self._content = Content(
            title=title or _title(pages, only),
            year=_year(only) if only else "",
            continuities=self._continuities(only.name if only else ""),
            people=self._people,
        )
        self._by_work = {
            normalised(words.removeprefix("in ")): id for id, words in self._content.continuities.items() if id != STORY
        }

    def content(self) -> Content:
        content = self._content
        for page in self._works:
            self._cast_lists(page)
        for person in list(self._people.persons.values()):
            self._sheet(person)
        self._people.refresh()
        for person in list(self._people.persons.values()):
            self._role_texts(person)
        for page in self._pages.articles:
            self._page(page)
        used = {fact.continuity for fact in content.facts} | {part.continuity for part in content.parts}
        used |= {
            continuity
            for person in self._people.persons.values()
            for continuity in (*(fact.continuity for fact in person.facts), *(entry[2] for entry in person.cast))
        }
        content.continuities = {id: words for id, words in content.continuities.items() if id in used | {STORY}}
        return content

    # Continuities

    def _continuities(self, only: str) -> dict[str, str]:
        """The story, each work of several, and how it was made."""
        counts = Counter(
            played.work for person in self._people.persons.values() for played in person.sheet.cast if played.work
        )
        names = [page.name for page in self._works] if len(self._works) > 1 else []
        names += [name for name, _ in counts.most_common() if normalised(name) != normalised(only)]
        found = {STORY: "in the story"}
        for name in dict.fromkeys(names):
            id, words = id_of(name), f"in {name}"
            taken = {normalised(each) for each in found.values()}
            if id and id not in found and normalised(words) not in taken and len(found) <= MOST_WORKS:
                found[id] = words[:LONGEST_LINE]
        return {**found, PRODUCTION: "behind the scenes"}

    def _continuity(self, work: str) -> str:
        return self._by_work.get(normalised(work), STORY) if work else STORY

    # Casts and sheets

    def _cast_lists(self, page: WikiPage) -> None:
        for section in page.article.sections:
            if not _is_cast(section):
                continue
            for line in section.lines:
                if entry := cast_line(line):
                    self._enter(entry, page, section)
                elif not _usable((line,)):
                    self._miss(page, line.text, "a line of a cast list that doesn't say who plays which character")

    def _enter(self, entry: CastLine, page: WikiPage, section: Section) -> None:
        source = _source(page, section)
        for number, named in enumerate(entry.characters):
            person = self._people.person(named.target, named.name)
            person = person or (self._people.person("", named.real_name) if named.real_name else None)
            if person is None:
                person = self._people.new_person(named.name)
                person.real_name = named.real_name
            else:
                for name in filter(None, (named.name, named.real_name)):
                    self._people.add_alias(person, name)
            _add_role(person, entry.actor, entry.role, self._continuity(page.name), source)
            if number == 0 and entry.description:
                said = entry.description[0].lower() + entry.description[1:]
                text = f"{person.name} is {said if said.endswith(('.', '!', '?')) else f'{said}.'}"
                links = next((line.links for line in section.lines if entry.description in line.text), ())
                where = self._continuity(page.name)
                self._facts(person, self._people.about(person), page, section, (Line(text, links),), where)

    def _sheet(self, person: Person) -> None:
        if (page := person.page) is None:
            return
        source = _fit(f"{page.title}, infobox")
        for played in person.sheet.cast:
            _add_role(person, played.actor, played.role, self._continuity(played.work), source)
        for related in person.sheet.relations:
            other = self._people.person(related.other.target, related.other.text)
            if other is not None and other is not person:
                known = {(kind, id) for kind, id, _ in person.relations}
                if (related.kind, other.id) not in known:
                    person.relations.append((related.kind, other.id, source))
            elif other is None and _is_proper(related.other):
                text = f"{related.other.text} is {thing_of(person.name, related.kind)}."
                self._add(person.facts, person.id, text, source, STORY, (person.id,))
        for text in person.sheet.left_out:
            self._miss(page, text, "the infobox doesn't say how they are related")
        for item in person.sheet.groups:
            self._join(person, item, page, source)
        for words, value in person.sheet.details:
            be = "are" if words.endswith("s") and words != "species" else "is"
            text = f"{whose(person.name)} {words} {be} {value.rstrip('.')}."
            self._add(person.facts, person.id, text, source, STORY, (person.id,))

    def _join(self, person: Person, item: Item, page: WikiPage, source: str) -> None:
        """Make the character a member of a group."""
        if is_former(item):
            self._miss(page, f"{item.text} ({', '.join(item.notes)})", "a former membership")
            return
        if self._people.person(item.target, item.text):
            self._miss(page, item.text, "a character stands where a group is expected")
            return
        group = self._people.object(item.target, item.text)
        if group is None and _is_proper(item):
            group = self._people.new_object(item.text, "group")
            group.source = source
        if group is not None and group.kind == "group" and person.id not in group.members:
            group.members.append(person.id)

    def _role_texts(self, person: Person) -> None:
        """Take note of the facts that the cast makes, so that no sentence says the same."""
        name = f"{person.name} ({person.real_name})" if person.real_name else person.name
        for actor, role, continuity, _ in person.cast:
            verb = "voices" if role is RoleKind.VOICE else "plays"
            self._said.add((normalised(f"{actor} {verb} {name}."), continuity))

    # Texts

    def _page(self, page: WikiPage) -> None:
        read = Counter(box.name for box in page.article.infoboxes if subject_of_box(box))
        self._content.not_shown.update(Counter(page.article.not_shown) - read)
        person = next((each for each in (self._people.person(page.title),) if each and each.page is page), None)
        made = self._people.object(page.title, page.name) if page.subject in _THINGS else None
        if made:
            self._object(made, page)
        if page.subject is Subject.WORK:
            self._credits(page)
        for section in page.article.sections:
            titles = [section.title, *section.above]
            if any(_SKIPPED.search(title) for title in titles):
                self._content.sections.update([section.title] if section.lines else [])
                continue
            if page.subject is Subject.WORK and any(_PLOT.search(title) for title in titles):
                self._plot(page, section)
                continue
            if page.subject is Subject.WORK and _is_cast(section):
                about, where = about_page(page), self._continuity(page.name)
                prose = [line for line in _usable(section.lines) if cast_line(line) is None]
                self._facts(None, about, page, section, prose, where)
                continue
            is_spoiler = any(_TELLS_THE_STORY.search(title) for title in titles)
            lines = _usable(section.lines)
            self._content.sections.update(["lists"] * (len(section.lines) - len(lines)))
            is_real = page.subject in (Subject.WORK, Subject.REAL_WORLD) or any(map(_REAL_WORLD.search, titles))
            where = PRODUCTION if is_real else STORY
            about = self._about(page, person, made)
            self._facts(person, about, page, section, lines, where, is_spoiler=is_spoiler)

    def _about(self, page: WikiPage, person: Person | None, made: Object | None) -> About:
        if person:
            return self._people.about(person)
        return self._people.about_object(made, page) if made else about_page(page)

    def _facts(
        self,
        person: Person | None,
        about: About,
        page: WikiPage,
        section: Section,
        lines: Sequence[Line],
        continuity: str,
        *,
        is_spoiler: bool = False,
    ) -> None:
        home = person.facts if person else self._content.facts
        owner = (person.id,) if person else ()
        for told in self._told(lines, about, page):
            who = (*owner, *self._people.mentioned(told.text, told.links))
            id = person.id if person else id_of(page.name)
            self._add(home, id, told.text, _source(page, section), continuity, who, is_spoiler=is_spoiler)

    def _told(self, lines: Sequence[Line], about: About, page: WikiPage, *, is_plot: bool = False) -> Iterator[Told]:
        for told in told_in(lines, about, is_plot=is_plot):
            if isinstance(told, LeftOut):
                self._miss(page, told.text, told.why)
            else:
                yield told

    def _plot(self, page: WikiPage, section: Section) -> None:
        """A scene for each paragraph, and a fact for each sentence that stands on its own."""
        continuity, scenes = self._continuity(page.name), list[Scene]()
        paragraphs: dict[int, list[Told]] = {}
        for told in self._told(section.lines, about_page(page), page, is_plot=True):
            paragraphs.setdefault(told.paragraph, []).append(told)
        for number, paragraph in paragraphs.items():
            source = _source(page, section, f"paragraph {number}")
            facts = list[FactEntry]()
            scene = self._id(f"{id_of(page.name)[:24]}-{id_of(section.title)[:8] or 'plot'}")
            for told in paragraph:
                who = self._people.mentioned(told.text, told.links)
                self._add(facts, scene, told.text, source, continuity, who)
            if facts:
                scenes.append(Scene(scene, source, tuple(facts)))
        if scenes:
            name = page.name if _PLOT.search(section.title) else section.title
            several = len(self._works) > 1 and name != page.name
            title = f"{page.name}: {name}" if several else name
            self._content.parts.append(Part(title[:LONGEST_TITLE], continuity, tuple(scenes)))

    def _object(self, made: Object, page: WikiPage) -> None:
        """Description and members of a place, thing or group."""
        source = _fit(f"{page.title}, infobox")
        lead = page.article.sections[0].lines[:1] if page.article.sections else ()
        for told in told_in(lead, self._people.about_object(made, page)):
            name = re.sub("^[Tt]he ", "", made.name)
            found = re.fullmatch(
                rf"(?:The )?{re.escape(name)}(?: \([^()]*\))? (?:is|are|was|were) ((?:an?|the|one of) [^.]+)\.",
                told.text,
            )
            if found and len(found[1]) <= LONGEST_LINE and not MARKUP.search(found[1]):
                made.description = found[1]
                made.source = _source(page, page.article.sections[0])
                self._said.add((normalised(told.text), STORY))
            break
        for item in _members(page.article.infoboxes):
            if is_former(item):
                self._miss(page, f"{item.text} ({', '.join(item.notes)})", "a former membership")
                continue
            person = self._people.person(item.target, item.text)
            if person and made.kind == "group" and person.id not in made.members:
                made.members.append(person.id)
        made.source = made.source or (source if made.members else "")

    def _credits(self, page: WikiPage) -> None:
        """What the infobox of a work says about its making."""
        for box in boxes_about(Subject.WORK, page.article.infoboxes):
            for field_, words in _CREDITS.items():
                lines = box.fields.get(field_, ())
                values = [line.text for line in lines if _is_a_credit(line.text)]
                if values and len(values) <= MOST_WORKS:
                    if words.endswith(" on") and not re.search(r"[A-Za-z]", values[0]):
                        words = words.removesuffix("on") + "in"
                    text = f"{page.name} {words} {in_words(values)}."
                    source = _fit(f"{page.title}, infobox")
                    self._add(self._content.facts, id_of(page.name), text, source, PRODUCTION, ())

    def _add(
        self,
        home: list[FactEntry],
        owner: str,
        text: str,
        source: str,
        continuity: str,
        who: tuple[str, ...],
        *,
        is_spoiler: bool = False,
    ) -> None:
        """Add a fact, unless another one says the same."""
        words = normalised(text)
        if not words or (words, continuity) in self._said or len(text) > LONGEST_TEXT:
            return
        self._said.add((words, continuity))
        home.append(FactEntry(self._id(owner), text, source, continuity, tuple(dict.fromkeys(who)), is_spoiler))

    def _id(self, owner: str) -> str:
        """`ada-lind-3`"""
        begin = (owner or "fact")[:34].strip("-")
        number = self._numbers.get(begin, 0) + 1
        while f"{begin}-{number}" in self._ids:
            number += 1
        self._numbers[begin] = number
        self._ids.add(f"{begin}-{number}")
        return f"{begin}-{number}"

    def _miss(self, page: WikiPage, text: str, why: str) -> None:
        self._content.missing.append(Missing(page.title, text, why))


def _add_role(person: Person, actor: str, role: RoleKind, continuity: str, source: str) -> None:
    """Add a role, unless it is known; without a work, also if it is known in any work."""
    same = {where for name, kind, where, _ in person.cast if (_letters(name), kind) == (_letters(actor), role)}
    if continuity not in same and not (same and continuity == STORY):
        person.cast.append((actor, role, continuity, source))


def _is_cast(section: Section) -> bool:
    """Whether a section is about the cast, as "Main" and "Recurring" under "Cast and characters" are."""
    return any(map(_CAST.search, (section.title, *section.above)))


def _letters(name: str) -> str:
    return normalised(name).replace(" ", "")


def _is_a_credit(text: str) -> bool:
    """Whether this is a value, and not a heading among them such as "Extended edition:"."""
    return len(text) <= LONGEST_NAME and not MARKUP.search(text) and not text.endswith(":")


def _members(boxes: Sequence[Infobox]) -> Iterator[Item]:
    yield from sheet_of(boxes, "").members


def _usable(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Paragraphs, and list items that are sentences."""
    return tuple(line for line in lines if not line.is_item or (len(line.text.split()) > 4 and _ENDS.search(line.text)))


_ENDS = re.compile(r"[.!][\"'”’)]*$")
"""The end of a sentence, also of one that quotes somebody: `She is called "the Pilot."`"""


def _is_proper(item: Item) -> bool:
    """Whether an item of an infobox is a name, and not a description."""
    words = re.sub("^The ", "", item.text)
    return words[:1].isupper() and len(words.split()) <= 6 and not re.search(r"[.:|]|\bof (?:his|her)\b", item.text)


def _source(page: WikiPage, section: Section, detail: str = "") -> str:
    return _fit(", ".join(filter(None, (page.title, section.title, detail))), keep=len(detail))


def _fit(text: str, *, keep: int = 0) -> str:
    """A source, shortened in its middle if it is too long."""
    if len(text) <= LONGEST_NAME:
        return text
    end = text[len(text) - keep - 2 :] if keep else ""
    return f"{text[: LONGEST_NAME - len(end) - 1]}…{end}"


def _title(pages: Pages, only: WikiPage | None) -> str:
    name = only.name if only else re.sub(r"\s+(?:Wiki|Fandom|Wikia)$", "", pages.site.name) or pages.articles[0].name
    return name[:LONGEST_TITLE]


def _year(page: WikiPage) -> str:
    for box in page.article.infoboxes:
        for field_ in ("released", "releasedate", "release", "airdate", "year", "published"):
            for line in box.fields.get(field_, ()):
                if found := re.search(r"\b(1[89]\d\d|20\d\d)\b", line.text):
                    return found[1]
    return ""


_THINGS = (Subject.PLACE, Subject.THING, Subject.GROUP)
_CREDITS = {
    "director": "was directed by",
    "directedby": "was directed by",
    "writer": "was written by",
    "writers": "was written by",
    "writtenby": "was written by",
    "screenplay": "was written by",
    "author": "was written by",
    "producer": "was produced by",
    "producers": "was produced by",
    "producedby": "was produced by",
    "music": "has music by",
    "composer": "has music by",
    "released": "was released on",
    "releasedate": "was released on",
    "runtime": "has a running time of",
    "runningtime": "has a running time of",
}


def _titled(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_PLOT = _titled(r"plot|synopsis|storyline|story|plot summary|summary")
_CAST = _titled(r"cast|casting list|starring|voice cast|characters")
_SKIPPED = _titled(
    r"references|notes|footnotes|citations|sources|external links|see also|gallery|images?|videos?|appearances|quotes?|"
    r"quotations|navigation|further reading|bibliography|filmography|discography|track listing|soundtrack list|"
    r"merchandise|image gallery|media|site navigation|in other languages|credits"
)
_TELLS_THE_STORY = _titled(r"biography|history|story|plot|synopsis|fate|death|events|background|early life|season \d+")
_REAL_WORLD = _titled(
    r"production|development|casting|filming|reception|release|behind the scenes|music|soundtrack|box office|"
    r"marketing|accolades|awards|themes?|legacy|sequels?|adaptations?|response|reviews|writing|conception|creation|"
    r"design|portrayal|home media|trivia|etymology"
)
"""Sections about the real world."""
