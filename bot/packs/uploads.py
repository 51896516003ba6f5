"""Reads what a manager uploads: a zip of a pack, one of its YAML files, a quiz file or plain text.

The file comes from a stranger. A zip is never unpacked to disk; its files are read one by one, within limits.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from bot.errors import PackError, Problem, UserError
from bot.knowledge.importers.decoding import decoded
from bot.knowledge.importers.folder import quoted
from bot.knowledge.limits import slug_of

LARGEST_UPLOAD = 2 * 1024 * 1024
"""Maximum size of an uploaded file, if it isn't a zip."""

LARGEST_ZIP = 8 * 1024 * 1024
"""Maximum size of an uploaded zip, which may have pictures in it. Discord's own limit is 10 MB."""

MOST_PICTURES, LARGEST_PICTURE, LARGEST_PICTURES = 100, 1024 * 1024, 6 * 1024 * 1024
"""Maximum number of pictures of a pack, and the size of one and of all of them."""

LARGEST_PACK = 4 * 1024 * 1024
"""Maximum size of a pack's texts: four times the default pack, which is a large one."""

MOST_FACTS, MOST_CHARACTERS, MOST_QUESTIONS = 5_000, 1_000, 5_000
"""Limits of a pack: several times the default pack, and built in seconds."""

MOST_FILES = 500
"""Maximum number of files in a zip."""

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp)\Z", re.IGNORECASE)
_BEGINS = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""How files of these kinds begin. They are never opened here, only sent to Discord."""

_FOLDERS = ("characters", "facts", "phrasings", "pictures", "plot", "quiz")
_LEFT_OUT = re.compile(
    r"(?:.*/)?(?:\.(?!\.(?:/|$)).*|__MACOSX(?:/.*)?|Thumbs\.db|(?:README|LICEN[CS]E|NOTICE)[^/]*)", re.IGNORECASE
)
"""Files of a zip that don't matter: hidden ones, what systems add by themselves, and what people write about a pack."""


@dataclass(frozen=True)
class Upload:
    """What an upload contains, as files of a pack. `is_whole`: a complete pack, which replaces what was there."""

    files: Mapping[str, str]
    is_whole: bool
    read_as: str
    notes: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def read_upload(name: str, raw: bytes, *, title: str) -> Upload:
    """The files of an uploaded file called `name`. `title` is the pack's.

    Raises UserError if the file can't be taken, and PackError with the problems of a quiz file.
    """
    name = _shown(name)
    is_zip = raw.startswith(b"PK") or name.lower().endswith(".zip")
    if len(raw) > (most := LARGEST_ZIP if is_zip else LARGEST_UPLOAD):
        raise UserError(f"That file is larger than {most // 1024**2} MB, which is the most that I take.")
    if not raw:
        raise UserError("That file is empty.")
    if is_zip:
        return _unzipped(raw)
    try:
        text = decoded(raw).text
    except UserError as error:
        raise UserError(f"{name} {error}.") from error
    if "<mediawiki" in text[:1000]:
        raise UserError(
            f"{name} is the export of a wiki. On my operator's computer `lorekeeper import wiki` makes a pack of it: "
            "upload that folder as a zip."
        )
    if (path := _path_of(name, text)) is not None:
        return Upload({path: text}, is_whole=False, read_as=f"the file {path} of a pack")
    return _imported(name, raw, text, title)


def new_pack_file(title: str) -> str:
    """The pack.yaml of a pack that comes without one."""
    return f"format: 1\ntitle: {quoted(' '.join(title.split()))}\n"


def check_beforehand(files: Mapping[str, str]) -> None:
    """Raises UserError if texts hold far more than a pack may, so that nobody waits while they are read.

    It counts keys where they may stand in YAML. Few texts have such words in them, so twice as many are let through.
    """
    for key, most, what in (("text", MOST_FACTS, "facts"), ("question", MOST_QUESTIONS, "quiz questions")):
        found = sum(
            len(re.findall(rf"(?:^[ \t-]*|[{{,]\s*){key}[ \t]*:", text, re.MULTILINE)) for text in files.values()
        )
        if found > 2 * most:
            raise UserError(f"That pack has more than {most:,} {what}, the most that I take. Make two packs of it.")


# Single files


def _path_of(name: str, text: str) -> str | None:
    """The path in a pack of a YAML file that belongs into one; None for any other file."""
    stem, _, suffix = name.rpartition(".")
    if suffix.lower() not in {"yaml", "yml"}:
        return None
    keys = set(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
    slug = slug_of(stem) or "upload"
    if "format" in keys and "title" in keys:
        return "pack.yaml"
    for key in ("facts", "plot", "phrasings"):
        if key in keys and "name" not in keys:
            return f"{key}.yaml" if stem == key else f"{key}/{slug}.yaml"
    if "not_told" in keys:
        return f"phrasings/{slug}.yaml"
    return f"characters/{slug}.yaml" if "name" in keys else None


def _imported(name: str, raw: bytes, text: str, title: str) -> Upload:
    """The files that the importers make of a quiz file or a plain text."""
    from bot.knowledge.importers.formats import told_by_looking  # they are slow to import, and seldom needed
    from bot.knowledge.importers.quiz import import_quiz
    from bot.knowledge.importers.text import import_text

    stem, _, suffix = name.rpartition(".")
    safe = slug_of(stem or name) or "upload"
    suffix = suffix.lower() if suffix.isalnum() and stem else "txt"
    is_quiz = bool(told_by_looking(text, f".{suffix}"))
    with TemporaryDirectory(prefix="lorekeeper-") as home:
        source, out = Path(home) / f"{safe}.{suffix}", Path(home) / "pack"
        source.write_bytes(raw)
        notes: tuple[str, ...] = ()
        try:
            if is_quiz:
                found = import_quiz(source, format="", title=title, out=out, skip_bad=False, most=MOST_QUESTIONS)
                read_as, notes = found.format, found.notes
            else:
                import_text(source, title=title or safe, out=out)
                read_as = "plain text"
        except UserError as error:
            raise PackError(tuple(_problems(str(error), str(source), name))) from error
        except RecursionError as error:
            raise UserError(f"{name} is nested too deeply.") from error
        files = {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in sorted(out.rglob("*.yaml"))}
    return Upload(files, is_whole=False, read_as=read_as, notes=notes)


def _problems(told: str, source: str, name: str) -> Iterator[Problem]:
    """The problems that an importer tells of its file, a line each."""
    for line in told.split("\n"):
        found = re.match(rf"{re.escape(source)}(?::(\d+))?:? ?(.*)", line)
        if found:
            yield Problem(name, int(found[1] or 0), "", found[2])
        elif not line.startswith("Nothing was written"):
            yield Problem(name, 0, "", line.replace(source, name))


# Zips


def _unzipped(raw: bytes) -> Upload:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            found = dict(_read_all(opened))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, IndexError) as error:
        raise UserError("That zip is damaged, or made in a way that I can't read. Zip the folder again.") from error
    if not found:
        raise UserError("There are no files in that zip.")
    files = _without_top_folder(found)
    pictures = {path: content for path, content in files.items() if _PICTURE.search(path)}
    _check_pictures(pictures)
    texts = {path: _text(path, content) for path, content in files.items() if path not in pictures}
    count = f"{len(pictures)} picture{'' if len(pictures) == 1 else 's'}"
    read_as = f"a pack with {count}" if pictures else "a pack"
    return Upload(texts, is_whole=True, read_as=read_as, pictures=pictures)


def _read_all(opened: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files of a zip by their paths. Raises UserError for anything that has no place in a pack."""
    entries = [entry for entry in opened.infolist() if not _LEFT_OUT.fullmatch(entry.filename.rstrip("/"))]
    if len(entries) > MOST_FILES:
        raise UserError(f"That zip has {len(entries)} files; a pack may have {MOST_FILES}.")
    left, seen = {False: LARGEST_PACK, True: LARGEST_PICTURES}, set[str]()
    for entry in entries:
        _check(entry)
        if entry.is_dir():
            continue
        if entry.filename.lower() in seen:
            raise UserError(f"The zip has {_shown(entry.filename)} twice.")
        seen.add(entry.filename.lower())
        is_picture = _PICTURE.search(entry.filename) is not None
        with opened.open(entry) as file:  # its declared size may be a lie, so no more than what is left is read
            content = file.read(left[is_picture] + 1)
        left[is_picture] -= len(content)
        if left[False] < 0:
            raise UserError(f"That pack is larger than {LARGEST_PACK // 1024**2} MB unpacked, the most that I take.")
        if left[True] < 0:
            raise UserError(f"Its pictures are larger than {LARGEST_PICTURES // 1024**2} MB, the most that I take.")
        yield entry.filename, content


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{_shown(path)} isn't text in UTF-8. Save it with that encoding.") from error


def _check_pictures(pictures: Mapping[str, bytes]) -> None:
    """Raises UserError if there are too many, or one is too large, or isn't what it is called."""
    if len(pictures) > MOST_PICTURES:
        raise UserError(f"That pack has {len(pictures)} pictures; it may have {MOST_PICTURES}.")
    for path, content in pictures.items():
        name = _shown(path)
        if not re.fullmatch(r"pictures/[^/]+", path):
            raise UserError(f"{name} is a picture. Pictures of a pack lie in its folder pictures/.")
        if len(content) > LARGEST_PICTURE:
            raise UserError(f"{name} is larger than {LARGEST_PICTURE // 1024**2} MB. Make the picture smaller.")
        kind = path.rpartition(".")[2].lower().replace("jpeg", "jpg")
        if not _BEGINS[kind].match(content):
            raise UserError(f"{name} isn't a picture of the kind that it's called. Save it again as .png or .jpg.")


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    path = PurePosixPath(name)
    if entry.flag_bits & 0x1:
        raise UserError("That zip is encrypted. Upload it without a password.")
    if "\\" in name or name.startswith("/") or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        raise UserError(f"{_shown(name)} leads out of the zip, so I don't take it.")
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise UserError(f"{_shown(name)} is a link. Put the file itself into the zip.")
    if len(path.parts) > 3:
        raise UserError(f"{_shown(name)} lies too deep: a pack has files, and folders with files.")
    if entry.is_dir():
        return
    if path.suffix.lower() != ".yaml" and not _PICTURE.search(name):
        raise UserError(
            f"{_shown(name)} isn't a file of a pack. Those end in .yaml, pictures in .png, .jpg, .gif or .webp."
        )


def _without_top_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files by their paths in the pack, even if the zip holds the pack's folder instead of its content."""
    top = {path.split("/")[0] for path in files}
    if "pack.yaml" not in files and len(top) == 1 and all("/" in path for path in files) and not top & set(_FOLDERS):
        return {path.partition("/")[2]: text for path, text in files.items()}
    return files


def _shown(name: str) -> str:
    """A path from a zip, safe to show."""
    return "".join(each if each.isprintable() and each not in "`*_~|<>@" else "?" for each in name)[:100]


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of a pack's files and pictures."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files.items():
            made.writestr(path, content)
    return written.getvalue()
