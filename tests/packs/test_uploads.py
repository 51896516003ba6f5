"""What strangers may upload, and what they may not."""

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from bot.errors import LorekeeperError, PackError, UserError
from bot.packs import uploads
from bot.packs.uploads import (
    LARGEST_PACK,
    LARGEST_PICTURE,
    LARGEST_UPLOAD,
    MOST_FACTS,
    MOST_QUESTIONS,
    check_beforehand,
    read_upload,
    zipped,
)
from tests.packs.small_packs import lamp_files

Write = Callable[[zipfile.ZipFile], object]


def a_zip(*writes: Write, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as made:
        for write in writes:
            write(made)
    return written.getvalue()


def a_file(name: str, content: str | bytes = "") -> Write:
    return lambda made: made.writestr(name, content)


def special(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (kind | 0o644) << 16
    return entry


def a_link(name: str, target: str) -> Write:
    return lambda made: made.writestr(special(name, stat.S_IFLNK), target)


def encrypted(raw: bytes) -> bytes:
    """The zip with the bit set that says so, in the file's own header and in the directory."""
    changed = bytearray(raw)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[raw.index(sign) + at] |= 1
    return bytes(changed)


def lying(raw: bytes) -> bytes:
    """The zip with a smaller size of its first file in the directory than it really has."""
    changed = bytearray(raw)
    at = raw.index(b"PK\x01\x02") + 24
    changed[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(changed)


PNG = b"\x89PNG\r\n\x1a\n"
PACK = a_file("pack.yaml", "format: 1\ntitle: T\n")


def bomb() -> bytes:
    return a_zip(PACK, a_file("facts.yaml", b"a" * (LARGEST_PACK * 3)))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a path that goes up": (lambda: a_zip(a_file("../facts.yaml")), "leads out"),
    "a path that goes up inside": (lambda: a_zip(a_file("facts/../../x.yaml")), "leads out"),
    "an absolute path": (lambda: a_zip(a_file("/etc/x.yaml")), "leads out"),
    "a drive": (lambda: a_zip(a_file("C:/x.yaml")), "leads out"),
    "a link": (lambda: a_zip(PACK, a_link("facts.yaml", "/etc/passwd")), "is a link"),
    "a device": (
        lambda: a_zip(lambda made: made.writestr(special("facts.yaml", stat.S_IFCHR), "")),
        "is a link",
    ),
    "a password": (lambda: encrypted(a_zip(PACK)), "encrypted"),
    "a bomb": (bomb, "4 MB unpacked"),
    "many bombs": (
        lambda: a_zip(*(a_file(f"facts/{n}.yaml", b"a" * (LARGEST_PACK // 3)) for n in range(5))),
        "4 MB unpacked",
    ),
    "too many files": (lambda: a_zip(*(a_file(f"facts/{n}.yaml") for n in range(501))), "501 files"),
    "a zip in it": (lambda: a_zip(a_file("more.zip", a_zip(PACK))), "isn't a file of a pack"),
    "a program": (lambda: a_zip(PACK, a_file("run.py", "print()")), "isn't a file of a pack"),
    "a picture beside the folder": (lambda: a_zip(PACK, a_file("facts/a.png", PNG)), "folder pictures/"),
    "something called a picture": (
        lambda: a_zip(PACK, a_file("pictures/a.png", b"<script>")),
        "isn't a picture of the kind",
    ),
    "a drawing with scripts": (lambda: a_zip(PACK, a_file("pictures/a.svg", b"<svg/>")), "isn't a file of a pack"),
    "a large picture": (
        lambda: a_zip(PACK, a_file("pictures/a.png", PNG + b"a" * LARGEST_PICTURE)),
        "larger than 1 MB",
    ),
    "many large pictures": (
        lambda: a_zip(PACK, *(a_file(f"pictures/{n}.png", PNG + b"a" * (LARGEST_PICTURE - 99)) for n in range(7))),
        "larger than 6 MB",
    ),
    "a bomb of a picture": (
        lambda: a_zip(PACK, a_file("pictures/a.png", PNG + b"a" * LARGEST_PACK * 3)),
        "larger than 6 MB",
    ),
    "too many pictures": (lambda: a_zip(PACK, *(a_file(f"pictures/{n}.png", PNG) for n in range(101))), "101 pictures"),
    "deep folders": (lambda: a_zip(a_file("a/b/c/d.yaml")), "too deep"),
    "the same file twice": (lambda: a_zip(a_file("facts.yaml"), a_file("FACTS.yaml")), "twice"),
    "bytes": (lambda: a_zip(PACK, a_file("facts.yaml", b"\xff\xfe\x00")), "UTF-8"),
    "nothing": (a_zip, "no files"),
    "half a zip": (lambda: a_zip(PACK)[:40], "damaged"),
    "a wrong size": (lambda: lying(a_zip(PACK)), "damaged"),
    "no zip": (lambda: b"PK\x03\x04", "damaged"),
    "a zip by name": (lambda: b"hello", "damaged"),
}


@pytest.mark.parametrize(("make", "told"), REFUSED.values(), ids=REFUSED)
def test_a_bad_zip_is_refused_in_plain_words(make: Callable[[], bytes], told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_upload("a.zip", make(), title="")


PICTURES = {
    "pictures/a.png": PNG,
    "pictures/b.JPG": b"\xff\xd8\xff\xe0",
    "pictures/c.jpeg": b"\xff\xd8\xff\xe1",
    "pictures/d.gif": b"GIF89a",
    "pictures/e.webp": b"RIFF\n\0\0\0WEBPVP8 ",
}


@pytest.mark.parametrize("folder", ["", "lamp/"])
def test_pictures_of_a_pack_are_kept_as_they_are(folder: str) -> None:
    everything: dict[str, str | bytes] = {**lamp_files(), **PICTURES}
    files = {f"{folder}{path}": content for path, content in everything.items()}

    upload = read_upload("a.zip", zipped(files), title="")

    assert (upload.pictures, upload.files) == (PICTURES, lamp_files())
    assert upload.read_as == "a pack with 5 pictures"


def test_only_a_zip_may_be_as_large_as_pictures_make_it() -> None:
    large = b"PK" + b"a" * LARGEST_UPLOAD

    with pytest.raises(UserError, match="damaged"):
        read_upload("a.zip", large, title="")
    with pytest.raises(UserError, match="larger than 8 MB"):
        read_upload("a.zip", large * 4, title="")


def test_a_bomb_is_small_until_it_is_read() -> None:
    assert len(bomb()) < LARGEST_UPLOAD


def test_a_zip_of_the_folder_is_the_same_as_one_of_its_files() -> None:
    files = lamp_files()
    folder = zipped({f"lamp/{path}": text for path, text in files.items()})

    assert read_upload("a.zip", folder, title="").files == read_upload("a.zip", zipped(files), title="").files == files


def test_what_systems_add_and_what_people_write_beside_a_pack_is_left_out() -> None:
    more = {"__MACOSX/._pack.yaml": "x", ".DS_Store": "x", "README.md": "Hello", "LICENSE": "MIT", "facts/.keep": ""}

    assert read_upload("a.zip", zipped(lamp_files() | more), title="").files == lamp_files()


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("facts.yaml", "facts:\n  - id: a\n", "facts.yaml"),
        ("More facts.yaml", "facts:\n  - id: a\n", "facts/more-facts.yaml"),
        ("plot.yml", "plot:\n", "plot.yaml"),
        ("pack.yaml", "format: 1\ntitle: T\n", "pack.yaml"),
        ("thor.yaml", "name: Thor\nfacts:\n", "characters/thor.yaml"),
        ("asked.yaml", "not_told:\n  - who is he\n", "phrasings/asked.yaml"),
    ],
)
def test_one_file_of_a_pack_goes_where_it_belongs(name: str, text: str, path: str) -> None:
    upload = read_upload(name, text.encode(), title="")

    assert upload.files == {path: text}
    assert not upload.is_whole


@pytest.mark.parametrize("name", ["quiz.txt", "../../quiz.txt", "quiz/..\\x.txt", "q" * 300 + ".txt", ".txt", "quiz"])
def test_a_name_leads_nowhere(name: str) -> None:
    aiken = b"What burns?\nA. oil\nB. peat\nANSWER: A\n"

    files = read_upload(name, aiken, title="T").files

    assert sorted(path.split("/")[0] for path in files) == ["pack.yaml", "quiz"]


def test_a_yaml_bomb_is_a_problem_and_not_a_meal() -> None:
    bomb = "quiz:\n  - &a [x, x, x]\n  - &b [*a, *a, *a]\n  - [*b, *b, *b]\n"

    with pytest.raises(PackError):
        read_upload("quiz.yaml", bomb.encode(), title="T")
    with pytest.raises(LorekeeperError):
        read_upload("deep.json", b"[" * 100_000, title="T")


def test_what_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(UserError, match="larger than 2 MB"):
        read_upload("a.txt", b"a" * (LARGEST_UPLOAD + 1), title="")


def test_nothing_of_a_zip_is_written_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "TemporaryDirectory", None)

    assert read_upload("a.zip", zipped(lamp_files()), title="").is_whole


@pytest.mark.parametrize(
    "facts",
    ["- {{id: f{0}, text: x, source: [S]}}\n", "- {{ text : x, id: f{0}}}\n", "- id: f{0}\n  text: x\n", "- text: x\n"],
    ids=["in one line", "text first", "in lines", "without an id"],
)
def test_far_too_many_facts_are_refused_before_they_are_read(facts: str) -> None:
    def files(count: int) -> dict[str, str]:
        return {"facts.yaml": "facts:\n" + "".join(facts.format(number) for number in range(count))}

    check_beforehand(files(MOST_FACTS))

    with pytest.raises(UserError, match="more than 5,000 facts"):
        check_beforehand(files(2 * MOST_FACTS + 1))


def test_far_too_many_questions_of_a_quiz_are_refused_before_a_pack_is_made_of_them() -> None:
    rows = "".join(f"What is {number}?,{number}\n" for number in range(MOST_QUESTIONS + 1))

    with pytest.raises(PackError, match="5,001 questions; I take 5,000 at most"):
        read_upload("quiz.csv", f"question,answer\n{rows}".encode(), title="T")


def test_the_export_of_a_wiki_is_told_where_it_belongs() -> None:
    with pytest.raises(UserError, match="lorekeeper import wiki"):
        read_upload("pages.xml", b'<mediawiki version="0.11"><siteinfo/></mediawiki>', title="T")
