"""Reads packs from disk. The only module that knows YAML.

Packs may come from untrusted authors, so YAML is read event by event: no anchors, aliases or tags, every scalar stays a
string (`no` is a word, not False), and every key knows its line.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from bot.errors import PackError, Problem
from bot.knowledge.assemble import Places, assemble, places_of
from bot.knowledge.fingerprint import pack_id
from bot.knowledge.model import Knowledge, Pack
from bot.knowledge.schema import Gap, Items, Keys, Node, Text, did_you_mean, slug_problem
from bot.knowledge.spots import FileKind, SourceFile

LARGEST_FILE = 4 * 1024 * 1024
"""Maximum size of a file: many times a long novel's summary, and read in seconds."""

DEEPEST = 12
"""Maximum nesting depth: twice what a pack needs (a plot has six levels)."""

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser, if PyYAML was built with it: about ten times as fast, with the same events."""


def load_knowledge(folders: Sequence[Path]) -> Knowledge:
    """All packs, in the given order. Raises PackError with the problems of all of them."""
    return Knowledge(tuple(pack for pack, _ in _packs_in(folders)))


def load_with_places(folders: Sequence[Path]) -> tuple[tuple[Pack, Places], ...]:
    """All packs with the locations of their contents, for messages to their authors."""
    return tuple((pack, places_of(files)) for pack, files in _packs_in(folders))


def load_pack(folder: Path) -> Pack:
    """The pack in this folder. Raises PackError with all problems, by file and line."""
    return _read(folder)[0]


def load_texts(id: str, texts: Mapping[str, bytes], pictures: Collection[str] = ()) -> tuple[Pack, Places]:
    """The pack made of these files, by their paths in the pack (`facts/thor.yaml`). Nothing is read from disk.

    `pictures` are the paths of its pictures. Raises PackError with all problems, by file and line.
    """
    problems: list[Problem] = []
    files: list[SourceFile] = []
    for path in sorted(texts, key=lambda path: ("/" in path, path)):
        folder, _, name = path.rpartition("/")
        shown = _shown(Path(path))
        kind = (_FOLDERS if folder else _FILES | _OLD_NAMES).get(folder or name)
        stem = name.removesuffix(".yaml")
        if kind is None:
            problems.append(Problem(shown, 0, "", _unknown_name(folder or name, is_folder=bool(folder))))
        elif stem == name:
            message = f"{folder}/ has files that end in .yaml only; rename this one or leave it out"
            problems.append(Problem(shown, 0, "", message))
        elif kind is FileKind.CHARACTER and (problem := slug_problem(stem)):
            message = f"a character's id is the file's name without .yaml, and {problem}"
            problems.append(Problem(shown, 0, "", message))
        else:
            files.append(SourceFile(shown, stem, kind, _tree(texts[path], shown, problems)))
    if "pack.yaml" not in texts:
        problems.append(Problem("pack.yaml", 0, "", "is missing; a pack begins with one (format: 1 and title: ...)"))
    pack = assemble(id, "the pack", files, problems, pictures=pictures)
    if pack is None or problems:
        raise PackError(tuple(sorted(set(problems))))
    return pack, places_of(files)


def _packs_in(folders: Sequence[Path]) -> Iterator[tuple[Pack, Sequence[SourceFile]]]:
    """Each pack with its files. Raises PackError after the last one."""
    problems: list[Problem] = []
    homes: dict[str, Path] = {}
    for folder in folders:
        name = pack_id(folder)
        if name in homes:
            message = f"the id '{name}' is taken by {_shown(homes[name])}; rename one of the folders"
            problems.append(Problem(_shown(folder), 0, "", message))
            continue
        homes[name] = folder
        try:
            yield _read(folder)
        except PackError as error:
            problems.extend(error.problems)
    if problems:
        raise PackError(tuple(sorted(problems)))


def _read(folder: Path) -> tuple[Pack, Sequence[SourceFile]]:
    problems: list[Problem] = []
    files: list[SourceFile] = []
    try:
        for path, kind in _files_of(folder, problems):
            files.append(SourceFile(_shown(path), path.stem, kind, _tree_of(path, problems)))
    except NotADirectoryError:
        message = "is no folder; a pack is a folder with a pack.yaml in it"
        raise PackError((Problem(_shown(folder), 0, "", message),)) from None
    except OSError as error:
        problems.append(Problem(_shown(folder), 0, "", _cannot_read(error)))
        raise PackError(tuple(sorted(problems))) from error
    pictures = _pictures_in(folder, problems)
    pack = assemble(pack_id(folder), _shown(folder), files, problems, pictures=pictures)
    if pack is None:
        raise PackError(tuple(sorted(set(problems))))
    return pack, files


def _shown(path: Path) -> str:
    """The path as its author would type it; unprintable characters are replaced."""
    name = path.as_posix()
    return name if name.isprintable() else "".join(each if each.isprintable() else "\ufffd" for each in name)


# Folders


_FILES = {
    "pack.yaml": FileKind.PACK,
    "plot.yaml": FileKind.PLOT,
    "facts.yaml": FileKind.FACTS,
    "phrasings.yaml": FileKind.PHRASINGS,
    "quiz.yaml": FileKind.QUIZ,
}
_FOLDERS = {
    "characters": FileKind.CHARACTER,
    "plot": FileKind.PLOT,
    "facts": FileKind.FACTS,
    "phrasings": FileKind.PHRASINGS,
    "quiz": FileKind.QUIZ,
}
_OLD_NAMES = {"trivia.yaml": FileKind.QUIZ, "trivia": FileKind.QUIZ}
"""File and folder names of earlier versions, which are still supported."""
_PICTURES = "pictures"
"""The folder of quiz pictures."""
_PICTURE = re.compile(r".+\.(?:png|jpe?g|gif|webp)", re.IGNORECASE)
LARGEST_PICTURE = 8 * 1024 * 1024
"""Maximum size of a picture: below Discord's upload limit on any server (10 MB)."""
_WELCOME = re.compile(r"\..*|(README|LICEN[CS]E)([^a-z].*)?", re.IGNORECASE | re.DOTALL)
"""Other files that a pack may contain; the bot ignores them."""


def _files_of(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, FileKind]]:
    """The files to read, in a fixed order. Raises OSError if the folder can't be listed."""
    home = os.path.realpath(folder)
    names = _names_in(folder)
    if problem := slug_problem(pack_id(folder)):
        problems.append(Problem(_shown(folder), 0, "", f"a pack is called what its folder is called, and {problem}"))
    if "pack.yaml" not in names:
        message = "there is no pack.yaml in it; a pack begins with one (format: 1 and title: ...)"
        problems.append(Problem(_shown(folder), 0, "", message))
    for name in sorted(names, key=lambda name: (name not in _FILES, name)):  # plot.yaml, then plot/
        path = folder / name
        if _WELCOME.fullmatch(name):
            continue
        if not _stays_within(home, path):
            problems.append(_out_of_the_pack(path))
        elif (kind := (_FILES | _OLD_NAMES).get(name)) and not path.is_dir():
            yield path, kind
        elif (kind := (_FOLDERS | _OLD_NAMES).get(name)) and path.is_dir():
            yield from _files_in(path, home, kind, problems)
        elif name == _PICTURES and path.is_dir():
            continue
        else:
            problems.append(Problem(_shown(path), 0, "", _unknown_name(name, is_folder=path.is_dir())))


def _files_in(folder: Path, home: str, kind: FileKind, problems: list[Problem]) -> Iterator[tuple[Path, FileKind]]:
    try:
        names = _names_in(folder)
    except OSError as error:
        problems.append(Problem(_shown(folder), 0, "", _cannot_read(error)))
        return
    for name in names:
        path = folder / name
        if _WELCOME.fullmatch(name):
            continue
        if not _stays_within(home, path):
            problems.append(_out_of_the_pack(path))
        elif path.is_dir():
            message = f"{folder.name}/ has files only; move what is in this folder up"
            problems.append(Problem(_shown(path), 0, "", message))
        elif path.suffix != ".yaml":
            message = f"{folder.name}/ has files that end in .yaml only; rename this one or move it out of the pack"
            problems.append(Problem(_shown(path), 0, "", message))
        else:
            if kind is FileKind.CHARACTER and (problem := slug_problem(path.stem)):
                message = f"a character's id is the file's name without .yaml, and {problem}"
                problems.append(Problem(_shown(path), 0, "", message))
            yield path, kind


def _pictures_in(folder: Path, problems: list[Problem]) -> frozenset[str]:
    """The pictures of a pack, as its questions refer to them (`pictures/moth.png`)."""
    home, found = folder / _PICTURES, set()
    for name in _names_in(home) if home.is_dir() else []:
        path = home / name
        if _WELCOME.fullmatch(name):
            continue
        if not _stays_within(os.path.realpath(folder), path):
            problems.append(_out_of_the_pack(path))
        elif not path.is_file() or not _PICTURE.fullmatch(name):
            message = f"{_PICTURES}/ has pictures only: .png, .jpg, .gif or .webp; move this out of it"
            problems.append(Problem(_shown(path), 0, "", message))
        elif path.stat().st_size > LARGEST_PICTURE:
            message = f"is larger than {LARGEST_PICTURE // 1024**2} MiB; make the picture smaller"
            problems.append(Problem(_shown(path), 0, "", message))
        else:
            found.add(f"{_PICTURES}/{name}")
    return frozenset(found)


def _names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _stays_within(home: str, path: Path) -> bool:
    return os.path.realpath(path).startswith(home + os.sep)


def _out_of_the_pack(path: Path) -> Problem:
    return Problem(_shown(path), 0, "", "is a link that leads out of the pack; put the file itself here")


def _unknown_name(name: str, *, is_folder: bool) -> str:
    allowed = [*_FILES, *(f"{folder}/" for folder in (*_FOLDERS, _PICTURES))]
    written = f"{name}/" if is_folder else name
    hint = did_you_mean(written, allowed)
    return f"a pack has no such {'folder' if is_folder else 'file'}; it may have {', '.join(allowed)}{hint}"


# Files


def _tree_of(path: Path, problems: list[Problem]) -> Node:
    """The tree of a file; a `Gap` if it can't be read, with the reason added to the problems."""
    file = _shown(path)
    try:
        if not path.is_file():
            problems.append(Problem(file, 0, "", "is no file that can be read; put an ordinary text file here"))
            return Gap(0)
        with path.open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        problems.append(Problem(file, 0, "", _cannot_read(error)))
        return Gap(0)
    return _tree(raw, file, problems)


def _tree(raw: bytes, file: str, problems: list[Problem]) -> Node:
    """The tree of a file's content; a `Gap` if it can't be used."""
    if len(raw) > LARGEST_FILE:
        message = (
            f"is larger than {LARGEST_FILE // 1024**2} MiB; cut it up (plot/, facts/ and phrasings/ hold many files)"
        )
        problems.append(Problem(file, 0, "", message))
        return Gap(0)
    if raw[:100].count(0) > len(raw[:100]) // 4:  # every other byte of ASCII letters
        problems.append(Problem(file, 0, "", "looks like UTF-16, not UTF-8; save the file with the encoding UTF-8"))
        return Gap(0)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"is not UTF-8 (byte 0x{raw[error.start]:02X}); save the file with the encoding UTF-8"
        problems.append(Problem(file, line, "", message))
        return Gap(0)
    return parse(text, file, problems)


def _cannot_read(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"


_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML doesn't allow in a file (including, in C, a byte order mark after the start)."""


_LINE_BREAKS_OF_YAML_ALONE = re.compile("[\x85\u2028\u2029]")
"""Line breaks for YAML 1.1 but not for editors, which would make line numbers differ."""


def parse(text: str, file: str, problems: list[Problem], loader: type[yaml.SafeLoader] = LOADER) -> Node:
    """The tree of a YAML text; a `Gap`, with a problem, in each place that can't be used."""
    if _UNPRINTABLE.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if found := _UNPRINTABLE.search(line):
                message = f"there is a control character here (U+{ord(found.group()):04X}); delete it"
                problems.append(Problem(file, number, "", message))
        text = _UNPRINTABLE.sub(" ", text)
    text = _LINE_BREAKS_OF_YAML_ALONE.sub(" ", text)
    try:
        reader = loader(text)
        try:
            return _Builder(file, problems, iter(reader.get_event, None), text).document()
        finally:
            reader.dispose()
    except _TooDeepError:
        pass  # reported where it happened
    except yaml.MarkedYAMLError as error:
        unclosed = error.context_mark if error.context and "quoted scalar" in error.context else None
        mark = unclosed or error.problem_mark or error.context_mark
        place = min(mark.line, text.count("\n")) + 1 if mark else 0
        problems.append(Problem(file, place, "", _in_plain_words(error, text.split("\n")[max(place - 1, 0)])))
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # "\U99999999" ends in chr()'s own errors
        problems.append(Problem(file, 0, "", f"is no YAML: {error}"))
    return Gap(0)


TOO_DEEP = f"lists and keys are nested deeper than {DEEPEST} levels here; no pack needs that"


class _TooDeepError(Exception):
    """Stops parsing: PyYAML takes 17 s for 100,000 open brackets, and never finishes with 200,000."""


class _Builder:
    """Builds a tree from the YAML events of a text."""

    def __init__(self, file: str, problems: list[Problem], events: Iterator[yaml.Event], text: str) -> None:
        self._file = file
        self._problems = problems
        self._events = events
        self._text = text
        self._may_be_cut = "#" in text
        self._known: dict[str, str] = {}
        """The keys read so far: a large file has a few of them, thousands of times."""

    def document(self) -> Node:
        """The file's only document."""
        tree: Node = Text(1, None)
        seen = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    self._report(event, "a second document begins here (---); move it into a file of its own")
                    break
                seen = True
            elif isinstance(event, yaml.NodeEvent):
                tree = self._node(event, 1, depth=1)
        return tree

    def _node(self, event: yaml.Event, line: int, *, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):  # most events are; a large file has hundreds of thousands
            if event.anchor is not None or event.tag is not None:
                self._report_marks(event)
            if self._may_be_cut:
                self._report_cut(event)
            value = event.value
            return Text(line, None if value in _NOTHING and event.implicit[0] else value)
        if isinstance(event, yaml.AliasEvent):
            self._report(event, f"*{event.anchor} repeats another place (an alias); write it out")
            return Gap(line)
        if not isinstance(event, yaml.CollectionStartEvent):
            raise TypeError(event)
        self._report_marks(event)
        if depth > DEEPEST:
            self._report(event, TOO_DEEP)
            raise _TooDeepError
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(line, depth=depth)
        return self._keys(line, depth=depth)

    def _report_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._report(event, f'&{event.anchor} is an anchor; delete it, or put the text in "quotes"')
        if event.tag is not None:
            self._report(event, f'{event.tag} is a tag; delete it, or put the text in "quotes"')

    def _report_cut(self, event: yaml.ScalarEvent) -> None:
        """Reports a text that is cut short by a "#", as in `text: Ask in #help`. In an author's comment, a space
        follows the "#".
        """
        end = event.end_mark
        if not event.style and end and (cut := _CUT_OFF.match(self._text, end.index)):
            self._report(event, f'"{cut.group(1)}" and what follows it is a comment for YAML; put the text in "quotes"')

    def _list(self, line: int, *, depth: int) -> Items:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, _line(event), depth=depth + 1))
        return Items(line, tuple(items))

    def _keys(self, line: int, *, depth: int) -> Keys:
        values: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            at = _line(event)
            key = self._key(event, at, depth=depth)
            value = self._node(next(self._events), at, depth=depth + 1)
            if key is None:
                continue
            if key in values:
                first = values[key].line
                self._report(event, f"the key '{key}' stands here twice (first in line {first}); delete one")
            else:
                values[key] = value
        return Keys(line, values)

    def _key(self, event: yaml.Event, line: int, *, depth: int) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is event.tag is None and event.value in self._known:
            return self._known[event.value]
        node = self._node(event, line, depth=depth + 1)
        match node:
            case Text(value="<<"):
                self._report(event, "<< merges keys of another place; write them out")
            case Text(value=str(key)) if key.strip():
                if key not in _NOTHING:
                    self._known[key] = key
                return key
            case Text():
                self._report(event, "a key is missing before the ':'")
            case Items() | Keys():
                self._report(event, 'a key must be one plain word; a text that begins with [ or { goes in "quotes"')
            case Gap():
                pass
        return None

    def _report(self, event: yaml.Event, message: str) -> None:
        self._problems.append(Problem(self._file, _line(event), "", message))


_CUT_OFF = re.compile(r"[ \t]*(#[\w-]+)")

_NOTHING = {"", "~", "null"}
"""YAML's unquoted forms of null."""


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


_PLAIN_WORDS: tuple[tuple[str, str], ...] = (
    (
        r"mapping values are not allowed",
        'a text with ": " in it goes in "quotes"; or the line is indented too far',
    ),
    (r"that cannot start", 'a text cannot begin with this character (@, ` or %); put it in "quotes"'),
    (r"end of stream|unexpected document", "a quote (\" or ') is opened here or above and never closed"),
    (r"escape|decimal", 'in "double quotes" a backslash is written twice: \\\\'),
    (
        r"expected ',' or",
        'a [ or { is not closed, or a comma is missing; a text with a comma goes in "quotes"',
    ),
    (r"could not find expected ':'", "a ':' is missing after a key, or a line is indented too little"),
    (
        r"sequence entries are not allowed",
        "a list item (- ) cannot stand here; begin the list on the next line",
    ),
    (r"alias|anchor", 'a text cannot begin with * or &; put it in "quotes"'),
    (r"tag|handle", 'a text cannot begin with !; put it in "quotes"'),
    (r"directive", 'a line cannot begin with %; put the text in "quotes"'),
    (r"expected", "this line does not fit those above; check its indentation and the quotes around texts"),
)
"""Messages of YAML's parsers (C and Python) and the matching advice for authors."""


def _in_plain_words(error: yaml.MarkedYAMLError, line: str) -> str:
    """What is wrong in this line, with YAML's own message."""
    said = " ".join(part for part in (error.context, error.problem) if part)
    if "maximum nesting depth" in said:  # from PyYAML 6.0.4 on, it gives up by itself
        return TOO_DEEP
    for sign, words in _PLAIN_WORDS:
        if re.search(sign, error.problem or "") or re.search(sign, said):
            if "\t" in line[: len(line) - len(line.lstrip())]:
                words = "a tab stands here; indent with spaces"
            return f"is no YAML: {words} ({said})"
    return f"is no YAML: {said}"
