"""Sorts the pages of an export: what becomes part of a pack, what is another name, and what is left out."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import UserError
from bot.knowledge.importers.wiki.export import HOW_TO_EXPORT, Page, Site, read_export
from bot.knowledge.importers.wiki.infobox import Subject, subject_of
from bot.knowledge.importers.wiki.markup import Article, article_of, simple_template

MOST_PAGES = 20_000
"""Articles in one pack. More of them would be several works, and need more memory than a small machine has."""


@dataclass(frozen=True)
class WikiPage:
    """An article. `name` is its title without the words in brackets that tell pages apart."""

    title: str
    name: str
    revision: str
    article: Article
    subject: Subject


@dataclass
class Pages:
    """The sorted export; `redirects` go from title to title, `left_out` counts pages by reason."""

    site: Site = field(default_factory=Site)
    articles: list[WikiPage] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def resolve(self, title: str) -> str:
        """The title of the page that a link leads to in the end."""
        for _ in range(5):
            if title not in self.redirects:
                break
            title = self.redirects[title]
        return title


def read_pages(source: Path) -> Pages:
    """All pages of an export. Raises UserError if the file can't be read or has no articles."""
    found = Pages()
    templates = _templates_in(source)
    for each in read_export(source):
        if isinstance(each, Site):
            found.site = each
        else:
            _sort(each, found, templates)
            if len(found.articles) > MOST_PAGES:
                raise UserError(
                    f"{source} has more than {MOST_PAGES} articles. Export only the category that you need: "
                    "Special:Export on the wiki takes one."
                )
    if not found.articles:
        others = f" ({_in_words(found.left_out)})" if found.left_out else ""
        raise UserError(f"{source} has no articles{others}, so there is nothing to make a pack of. {HOW_TO_EXPORT}")
    return found


def _templates_in(source: Path) -> Mapping[str, str]:
    """What the wiki's own simple templates show, by their names; an export has them if somebody asked for them."""
    found: dict[str, str] = {}
    for each in read_export(source):
        if isinstance(each, Page) and each.namespace == TEMPLATES and not _redirect(each.text):
            shown = simple_template(each.text)
            if shown is not None:
                found[each.title.partition(":")[2].strip().lower()] = shown
    return found


TEMPLATES = 10
"""The number of their namespace."""


def _in_words(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.most_common())


def _sort(page: Page, found: Pages, templates: Mapping[str, str]) -> None:
    if page.namespace != 0:
        found.left_out[_namespace(page.namespace, found.site)] += 1
        return
    if target := page.redirect or _redirect(page.text):
        if "#" not in target:
            found.redirects[page.title] = " ".join(target.replace("_", " ").split())
        else:
            found.left_out["redirects to a section"] += 1
        return
    if reason := _reason(page, found.site):
        found.left_out[reason] += 1
        return
    article = article_of(page.text, _hidden(found.site), title=page.title, templates=templates)
    if any(map(_DISAMBIGUATION.match, article.templates)):
        found.left_out["disambiguation pages"] += 1
        return
    subject = subject_of(article, page.title)
    found.articles.append(WikiPage(page.title, bare_title(page.title), page.revision, article, subject))


def bare_title(title: str) -> str:
    """The title without the words in brackets that tell pages apart."""
    return re.sub(r"\s*\([^()]*\)$", "", title) or title


def _redirect(text: str) -> str:
    found = re.match(r"\s*#\w+\s*:?\s*\[\[([^\]|]+)", text[:500]) if text.lstrip().startswith("#") else None
    return found[1].strip() if found else ""


def _reason(page: Page, site: Site) -> str:
    """Why a page is left out, in the plural; empty if it isn't."""
    if not page.text.strip():
        return "empty pages"
    if not any(map(str.isalnum, page.title)) or re.search(r"[\[\]{}|<>#\x00-\x1f\x7f-\x9f]", page.title):
        return "pages with a title that no wiki has"
    if page.title.lower().endswith("(disambiguation)") or "__DISAMBIG__" in page.text:
        return "disambiguation pages"
    if re.search(r"\bmay (?:also )?refer to:?\s*\n", page.text[:400]):
        return "disambiguation pages"
    if page.title in ("Main Page", _last_part(site.base)) or page.title == site.name:
        return "main pages"
    if "/" in page.title and page.title.rpartition("/")[2].lower() in _SUBPAGES:
        return "galleries, transcripts and other pages below an article"
    return ""


def _last_part(base: str) -> str:
    return base.rstrip("/").rpartition("/")[2].replace("_", " ")


_SUBPAGES = {"gallery", "quotes", "transcript", "images", "videos", "appearances", "references", "sandbox", "archive"}
_DISAMBIGUATION = re.compile(r"disambig|disamb\b|hndis|dab$|surname|given name")

_FAMILIAR = {2: "user pages", 4: "pages about the wiki", 6: "files", 8: "messages", 10: "templates", 12: "help pages"}
_FAMILIAR |= {14: "categories", 110: "forum pages", 500: "blog posts", 828: "modules", -1: "special pages"}


def _namespace(number: int, site: Site) -> str:
    if number % 2 == 1:
        return "talk pages"
    return _FAMILIAR.get(number) or f"pages of the namespace {site.namespaces.get(number) or number}"


def _hidden(site: Site) -> Collection[str]:
    """The wiki's own words for files and categories."""
    return {site.namespaces[number] for number in (6, 14) if site.namespaces.get(number)}
