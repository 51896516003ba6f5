"""Imports a wiki: reads its export, and writes a pack with its licence, its sources and what was left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlsplit

from bot.errors import UserError
from bot.knowledge.importers.folder import check_new, draft_of, put_in_place, quoted
from bot.knowledge.importers.wiki.build import Content, Missing, Part, content_of
from bot.knowledge.importers.wiki.export import Site
from bot.knowledge.importers.wiki.pages import Pages, read_pages
from bot.knowledge.importers.wiki.people import FactEntry, Object, Person
from bot.knowledge.load import LARGEST_FILE, load_pack
from bot.knowledge.model import Pack, RoleKind
from bot.knowledge.schema import title_problem

ROOMY_FILE = LARGEST_FILE // 4
"""Size at which a new file is started, so that authors have room for additions."""

LONGEST_EXCERPT = 160
"""Characters of a sentence in the list of what was left out."""

LICENCES = {
    "wikipedia.org": "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)",
    "fandom.com": "CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/)",
    "wikia.org": "CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/)",
}
"""The licence of the text of well-known hosts. An export doesn't name it."""


@dataclass(frozen=True)
class ImportedWiki:
    """The result of an import: the pack, what was left out by reason, and notes for the author."""

    pack: Pack
    pages: int
    left_out: Counter[str]
    notes: tuple[str, ...]


def import_wiki(source: Path, *, title: str, out: Path) -> ImportedWiki:
    """Write the pack to the folder `out`, whose name becomes its id.

    Raises UserError, without writing anything, if the file or the folder can't be used.
    """
    if title and (problem := title_problem(title)):
        raise UserError(f"The title {problem}.")
    check_new(out)
    pages = read_pages(source)
    content = content_of(pages, title=" ".join(title.split()))
    if not any((content.facts, content.parts, *(each.facts or each.cast for each in content.people.persons.values()))):
        raise UserError(
            f"{source} has {len(pages.articles)} articles, but no sentence that can be a fact. "
            "Export pages with prose or with infoboxes."
        )
    notes = []
    if not _licence(pages.site):
        notes.append(f"the export doesn't name the licence of {pages.site.name or 'the wiki'}; write it in pack.yaml")
    if not title and not title_problem(content.title):
        notes.append(f'the title is "{content.title}"; change it in pack.yaml, or give --title')
    with draft_of(out, dict(_files(content, pages))) as draft:
        pack = load_pack(draft)
        put_in_place(draft, out)
    left_out = pages.left_out + Counter(missing.why for missing in content.missing)
    return ImportedWiki(pack, len(pages.articles), left_out, tuple(notes))


def _licence(site: Site) -> str:
    host = urlsplit(site.base).hostname or ""
    return next((licence for name, licence in LICENCES.items() if host == name or host.endswith(f".{name}")), "")


def _files(content: Content, pages: Pages) -> Iterator[tuple[str, str | bytes]]:
    yield "pack.yaml", "".join(_pack(content, pages.site))
    for id, person in content.people.persons.items():
        yield f"characters/{id}.yaml", "".join(_sheet(person, content))
    yield from _numbered("facts", [("facts:\n", entry) for entry in _facts(content.facts, "about", indent=2)])
    plots = [
        (head, scene)
        for continuity, parts in groupby(content.parts, key=lambda part: part.continuity)
        for head, scene in _plot(continuity, list(parts))
    ]
    yield from _numbered("plot", plots)
    yield "README.md", "".join(_readme(content, pages))


def _numbered(name: str, entries: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Files of a bounded size; a new one begins where the head changes."""
    texts, size, last = list[str](), 0, ""
    for head, entry in entries:
        begins = head.partition("\n")[0] != last.partition("\n")[0]
        size += len(entry.encode())
        if not texts or size > ROOMY_FILE or begins:
            texts.append(head)
            size = len(head) + len(entry.encode())
        elif head != last:
            texts[-1] += head.partition("parts:\n")[2]
        texts[-1] += entry
        last = head
    for number, text in enumerate(texts, start=1):
        yield f"{name}.yaml" if len(texts) == 1 else f"{name}/{number:04}.yaml", text


# YAML


def _pack(content: Content, site: Site) -> Iterator[str]:
    yield f"format: 1\ntitle: {quoted(content.title)}\n"
    if content.year:
        yield f"year: {content.year}\n"
    yield "continuities:\n"
    yield from (f"  {id}: {quoted(words)}\n" for id, words in content.continuities.items())
    name = site.name or "a wiki"
    if licence := _licence(site):
        yield f"licence: {quoted(licence)}\n"
    yield "credits:\n"
    home = f" ({site.base})" if site.base else ""
    yield f"  - {quoted(f'From {name}{home}, by its contributors, with changes. README.md lists the pages.')}\n"
    yield "spoilers: yes    # no: show the plot without spoiler marks\n"
    if content.people.objects:
        yield "things:\n"
        yield from (_thing(made) for made in content.people.objects.values())


def _thing(made: Object) -> str:
    lines = [f"name: {quoted(made.name)}", f"kind: {made.kind}"]
    lines += [f"aliases: {_list(made.aliases)}"] if made.aliases else []
    lines += [f"members: [{', '.join(made.members)}]"] if made.members else []
    lines += [f"description: {quoted(made.description)}"] if made.description else []
    lines += [f"source: {quoted(made.source)}"] if made.source else []
    return "  - " + "\n    ".join(lines) + "\n"


def _sheet(person: Person, content: Content) -> Iterator[str]:
    yield f"name: {quoted(person.name)}\n"
    if person.real_name:
        yield f"real_name: {quoted(person.real_name)}\n"
    if person.pronoun:
        yield f"pronoun: {person.pronoun.value}\n"
    if person.aliases:
        yield f"aliases: {_list(person.aliases)}\n"
    if person.page and (person.real_name or person.aliases):
        yield f"name_source: {quoted(f'{person.page.title[:60]}, infobox')}\n"
    if person.cast:
        yield "cast:\n"
    for actor, role, continuity, source in person.cast:
        kind = ", role: voice" if role is RoleKind.VOICE else ""
        yield f"  - {{actor: {quoted(actor)}{kind}, continuity: {continuity}, source: {quoted(source)}}}\n"
    if person.relations:
        yield "relations:\n"
    story = next(iter(content.continuities))
    for kind, other, source in person.relations:
        yield f"  - {{kind: {quoted(kind)}, to: {other}, continuity: {story}, source: {quoted(source)}}}\n"
    if person.facts:
        yield "facts:\n"
    yield from _facts(person.facts, "about", indent=2, owner=person.id)


def _facts(facts: Sequence[FactEntry], key: str, *, indent: int, owner: str = "") -> Iterator[str]:
    """Entries of facts. In a scene (`key` is characters), source and continuity are the scene's."""
    for fact in facts:
        lines = [f"id: {fact.id}", f"text: {quoted(fact.text)}"]
        if key == "about":
            lines += [f"source: {quoted(fact.source)}", f"continuity: {fact.continuity}"]
        who = [id for id in fact.about if id != owner]
        lines += [f"{key}: [{', '.join(who)}]"] if who else []
        lines += ["spoiler: yes"] if fact.is_spoiler else []
        yield f"{' ' * indent}- " + f"\n{' ' * (indent + 2)}".join(lines) + "\n"


def _plot(continuity: str, parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Each scene, with the lines that its file begins with."""
    for part in parts:
        head = f"continuity: {continuity}\nparts:\n  - title: {quoted(part.title)}\n    scenes:\n"
        for scene in part.scenes:
            facts = "".join(_facts(scene.facts, "characters", indent=10))
            everybody = list(dict.fromkeys(id for fact in scene.facts for id in fact.about))
            who = f"        characters: [{', '.join(everybody)}]\n" if everybody else ""
            yield head, f"      - id: {scene.id}\n        source: {quoted(scene.source)}\n{who}        facts:\n{facts}"


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


# The list of sources and of what was left out


def _readme(content: Content, pages: Pages) -> Iterator[str]:
    site = pages.site
    yield f"# {content.title}\n\nMade from an export of {site.name or 'a wiki'} by `lorekeeper import wiki`. "
    yield "Its text is that of the wiki's contributors, cut into facts; pronouns at their beginning became names.\n"
    licence = _licence(site) or "not named in the export; look at the wiki, and write it in pack.yaml"
    yield f"\nLicence: {licence}. Keep this list if you share the pack, and share changes under the same licence.\n"
    yield "\n## Pages\n\n| page | revision |\n|---|---|\n"
    for page in pages.articles:
        title = page.title.replace("|", "\\|")
        yield f"| {_link(title, page.title, page.revision, site)} | {page.revision or 'unknown'} |\n"
    yield "\n## Left out\n\n"
    for what, count in pages.left_out.most_common():
        yield f"- {what}: {count}\n"
    for what, count in sorted(content.sections.items(), key=lambda each: (-each[1], each[0])):
        called = "list items that aren't sentences" if what == "lists" else f"sections called “{what}”"
        yield f"- {called}: {count}\n"
    for what, count in sorted(content.not_shown.items(), key=lambda each: (-each[1], each[0])):
        called = f"the tag `{what}`" if what.startswith("<") else f"the template “{' '.join(what.split())[:60]}”"
        yield f"- {called}, which can't be shown as text: {count}\n"
    yield "- tables (but for a cast), galleries, pictures, references, navigation boxes and quotations on all pages\n"
    yield from _by_page(content.missing)


def _by_page(missing: Sequence[Missing]) -> Iterator[str]:
    for title, own in groupby(sorted(missing, key=lambda each: each.page), key=lambda each: each.page):
        yield f"\n### {title}\n\n"
        for each in own:
            text = " ".join(each.text.split())
            shown = text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"
            yield f"- {each.why}: {shown}\n"


def _link(shown: str, title: str, revision: str, site: Site) -> str:
    """A link to the revision that the text is from, as far as the export says where it is."""
    if not site.base.startswith(("https://", "http://")):
        return shown
    home = site.base.rpartition("/")[0]
    address = f"{home}/{quote(title.replace(' ', '_'), safe=':/')}"
    return f"[{shown}]({address}{f'?oldid={revision}' if revision else ''})"
