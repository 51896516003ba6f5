"""The rules of `bot/knowledge/importers/wiki/export.py`."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.knowledge.importers.wiki import export
from bot.knowledge.importers.wiki.export import Page, Site, looks_like_an_export, read_export
from tests.knowledge.importers.wiki.builders import an_export, written

MOTH = {"Moth": "A '''moth''' & a lamp.", "Old name": "#REDIRECT [[Moth]]", "Talk:Moth": "Nice."}


def the_pages(path: Path) -> list[Page]:
    return [each for each in read_export(path) if isinstance(each, Page)]


def test_an_export_has_a_site_and_pages(tmp_path: Path) -> None:
    site, *pages = read_export(written(tmp_path, an_export(MOTH)))

    assert isinstance(site, Site)
    assert (site.name, site.base) == ("Moth Harbour Wiki", "https://moth-harbour.fandom.com/wiki/Main_Page")
    assert site.namespaces[14] == "Category"
    assert [page.title for page in pages if isinstance(page, Page)] == ["Moth", "Old name", "Talk:Moth"]


def test_a_page_has_its_text_and_its_own_revision(tmp_path: Path) -> None:
    moth, old, talk = the_pages(written(tmp_path, an_export(MOTH)))

    assert moth.text == "A '''moth''' & a lamp."
    assert moth.revision.isdecimal()
    assert moth.revision != "7", "the number of the contributor"
    assert (old.redirect, talk.namespace) == ("Moth", 1)


def test_of_several_revisions_the_last_one_counts(tmp_path: Path) -> None:
    twice = an_export({"Moth": "New."}).replace(
        "<revision>", "<revision><id>1</id><text>Old.</text></revision><revision>"
    )

    (moth,) = the_pages(written(tmp_path, twice))

    assert moth.text == "New."


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.xml.gz", gzip.compress), ("a.xml.bz2", bz2.compress), ("a.xml.xz", lzma.compress)],
)
def test_packed_exports_are_read_as_they_are(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(pack(an_export(MOTH).encode()))

    assert looks_like_an_export(path)
    assert len(the_pages(path)) == 3


BOMB = """<?xml version="1.0"?>
<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<mediawiki><page><title>&b;</title></page></mediawiki>"""
WHOLE = an_export(MOTH)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("  \n ", "is empty"),
        ("<!DOCTYPE html>\n<html><body>Moth</body></html>", "is a web page and not an export"),
        ("Moths are nice.", ":1: isn't XML"),
        ("<rss><item/></rss>", ":1: isn't an export of MediaWiki: it begins with <rss>"),
        (BOMB, "has a document type"),
        (WHOLE[: len(WHOLE) // 2], "ends too early"),
        (WHOLE.replace("</title>", "</titel>", 1), "isn't valid XML (mismatched tag)"),
        ("7z\N{VULGAR FRACTION ONE QUARTER}", "isn't XML"),
        (f"<mediawiki>{'<a>' * 50}", "is nested deeper"),
    ],
    ids=["empty", "blank", "html", "text", "rss", "bomb", "cut", "broken", "garbage", "deep"],
)
def test_what_is_no_export_is_refused_with_the_next_step(tmp_path: Path, content: str, said: str) -> None:
    path = written(tmp_path, content)

    with pytest.raises(UserError) as refused:
        list(read_export(path))

    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"7z\xbc\xaf\x27\x1c", "Unpack it first (7z x a.xml)"),
        (b"PK\x03\x04", "Unpack it first"),
        (gzip.compress(WHOLE.encode())[:80], "Download it again"),
        (bz2.compress(WHOLE.encode())[:80], "Download it again"),
        (b"\x1f\x8bnonsense", "Download it again"),
    ],
    ids=["7z", "zip", "half a gz", "half a bz2", "no gz"],
)
def test_archives_that_cannot_be_read_say_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(content)

    with pytest.raises(UserError) as refused:
        list(read_export(path))

    assert said in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.xml"):
        with pytest.raises(UserError):
            list(read_export(path))


def test_a_page_and_a_tag_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LONGEST_PAGE", 1000)
    monkeypatch.setattr(export, "LARGEST_TAG", 200_000)

    with pytest.raises(UserError, match="a page has more than"):
        list(read_export(written(tmp_path, an_export({"Moth": "moth " * 1000}))))
    with pytest.raises(UserError, match="a tag or a comment has more than"):
        list(read_export(written(tmp_path, f"<mediawiki><!-- {'moth ' * 100_000} -->")))


def test_a_large_file_is_read_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "large.xml.gz"
    page = an_export({"Moth": "moth " * 20_000}).partition("</siteinfo>")[2].removesuffix("</mediawiki>\n")
    with gzip.open(path, "wt") as file:
        file.write(f"<mediawiki>{page * 100}")  # ten megabytes, and the end is missing

    pages = read_export(path)

    assert isinstance(next(pages), Page), "the first page comes before the file is read to its end"
