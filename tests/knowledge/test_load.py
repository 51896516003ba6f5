"""How packs are found and read, whatever is in their folders."""

import os
import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import PackError, Problem
from bot.knowledge.load import DEEPEST, LARGEST_FILE, load_knowledge, load_pack, parse
from bot.knowledge.schema import Gap, Items, Keys, Node, Text
from tests.knowledge.builders import GOOD, a_pack, problems_of

MIB = 1024**2


def test_a_good_pack_is_loaded(tmp_path: Path) -> None:
    pack = load_pack(a_pack(tmp_path))

    assert (pack.id, pack.title) == ("moth", "Moth Harbour")
    assert [fact.key for fact in pack.facts] == ["moth/bell"]


def test_several_packs_keep_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("zebra", "ant")]
    for folder in folders:
        a_pack(tmp_path).rename(folder)

    knowledge = load_knowledge(folders)

    assert [pack.id for pack in knowledge.packs] == ["zebra", "ant"]
    assert [fact.key for fact in knowledge.facts] == ["zebra/bell", "ant/bell"]


def test_two_packs_with_one_id_are_a_problem(tmp_path: Path) -> None:
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
    first, second = [a_pack(home) for home in homes]

    with pytest.raises(PackError) as caught:
        load_knowledge([first, second])

    message = f"the id 'moth' is taken by {first.as_posix()}; rename one of the folders"
    assert caught.value.problems == (Problem(second.as_posix(), 0, "", message),)


def test_the_problems_of_all_packs_are_told_at_once(tmp_path: Path) -> None:
    folders = [tmp_path / "zebra", tmp_path / "ant"]
    for folder in folders:
        a_pack(tmp_path, **{"plot.yaml": "parts: no\n"}).rename(folder)

    with pytest.raises(PackError) as caught:
        load_knowledge(folders)

    assert [Path(problem.file).parts[-2:] for problem in caught.value.problems] == [
        ("ant", "plot.yaml"),
        ("zebra", "plot.yaml"),
    ]


def test_a_folder_is_named_as_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_pack(tmp_path, **{"facts.yaml": "facts: no\n"})
    monkeypatch.chdir(tmp_path)

    with pytest.raises(PackError) as caught:
        load_pack(Path("moth"))
    assert [problem.file for problem in caught.value.problems] == ["moth/facts.yaml"]

    monkeypatch.chdir(tmp_path / "moth")
    with pytest.raises(PackError) as caught:
        load_pack(Path())
    assert [problem.file for problem in caught.value.problems] == ["facts.yaml"]


# Folders


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        pytest.param(
            {"pack.yaml": None},
            [": there is no pack.yaml in it; a pack begins with one (format: 1 and title: ...)"],
            id="no pack.yaml",
        ),
        pytest.param(
            {"plots.yaml": ""},
            [
                "plots.yaml: a pack has no such file; it may have pack.yaml, plot.yaml, facts.yaml, phrasings.yaml, "
                "quiz.yaml, characters/, plot/, facts/, phrasings/, quiz/, pictures/; did you mean 'plot.yaml'?"
            ],
            id="unknown file",
        ),
        pytest.param(
            {"charakters/ada.yaml": ""},
            [
                "charakters: a pack has no such folder; it may have pack.yaml, plot.yaml, facts.yaml, phrasings.yaml, "
                "quiz.yaml, characters/, plot/, facts/, phrasings/, quiz/, pictures/; did you mean 'characters/'?"
            ],
            id="unknown folder",
        ),
        pytest.param(
            {"facts/more.yml": ""},
            ["facts/more.yml: facts/ has files that end in .yaml only; rename this one or move it out of the pack"],
            id="unknown ending",
        ),
        pytest.param(
            {"characters/old/ada.yaml": ""},
            ["characters/old: characters/ has files only; move what is in this folder up"],
            id="folder in a folder",
        ),
        pytest.param(
            {"characters/Ada Lind.yaml": "name: Ada\n"},
            [
                "characters/Ada Lind.yaml: a character's id is the file's name without .yaml, and 'Ada Lind' is no id: "
                "use 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit, such as 'ada-lind'"
            ],
            id="file name no id",
        ),
        pytest.param(
            {"pack.yaml/x": "", "pack.yaml": None},
            [
                "pack.yaml: a pack has no such folder; it may have pack.yaml, plot.yaml, facts.yaml, phrasings.yaml, "
                "quiz.yaml, characters/, plot/, facts/, phrasings/, quiz/, pictures/; did you mean 'pack.yaml'?"
            ],
            id="pack.yaml is a folder",
        ),
    ],
)
def test_what_does_not_belong_into_a_pack_is_named(
    tmp_path: Path, files: dict[str, str | None], problems: list[str]
) -> None:
    home = a_pack(tmp_path, **files)

    said = problems_of(home)

    assert [line.removeprefix(home.as_posix()) for line in said] == problems


def test_readmes_licences_and_hidden_files_are_welcome(tmp_path: Path) -> None:
    names = ["README", "README.md", "readme.txt", "LICENSE", "LICENCE.txt", ".hidden", "facts/README.md", "plot/.x"]

    assert problems_of(a_pack(tmp_path, **dict.fromkeys(names, "anything: [goes"))) == []


@pytest.mark.parametrize("name", ["nothing-here", "a-file"])
def test_what_is_no_folder_is_no_pack(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("x", encoding="utf-8")

    with pytest.raises(PackError) as caught:
        load_pack(tmp_path / name)

    assert [problem.file for problem in caught.value.problems] == [(tmp_path / name).as_posix()]


def test_a_folder_whose_name_is_no_id_gets_a_better_one_proposed(tmp_path: Path) -> None:
    home = a_pack(tmp_path).rename(tmp_path / "Moth Harbour!")

    (said,) = problems_of(home)

    assert said.endswith("such as 'moth-harbour'")


def test_a_link_that_leads_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    home = a_pack(tmp_path)
    (tmp_path / "secret.yaml").write_text("name: Secret\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (home / "characters" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    (home / "plot").symlink_to(tmp_path / "elsewhere")
    (home / "characters" / "loop.yaml").symlink_to(home / "characters" / "loop.yaml")

    said = problems_of(home)

    out = "is a link that leads out of the pack; put the file itself here"
    assert said == [
        "characters/loop.yaml: is no file that can be read; put an ordinary text file here",
        f"characters/secret.yaml: {out}",
        f"plot: {out}",
    ]


def test_a_link_within_the_pack_is_followed(tmp_path: Path) -> None:
    home = a_pack(tmp_path)
    (home / ".texts").mkdir()
    (home / ".texts" / "bo.txt").write_text("name: Bo\n", encoding="utf-8")
    (home / "characters" / "bo.yaml").symlink_to(home / ".texts" / "bo.txt")

    assert [character.name for character in load_pack(home).characters] == ["Ada Lind", "Bo"]


def test_a_pack_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(a_pack(tmp_path))

    assert load_pack(tmp_path / "shortcut").id == "shortcut"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    home = a_pack(tmp_path)
    os.mkfifo(home / "plot.yaml")

    assert problems_of(home) == ["plot.yaml: is no file that can be read; put an ordinary text file here"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    home = a_pack(tmp_path)
    (home / "facts.yaml").chmod(0)

    assert problems_of(home) == ["facts.yaml: cannot be read: Permission denied"]


def test_the_order_of_the_files_on_disk_does_not_matter(tmp_path: Path) -> None:
    files = {**GOOD, "pack.yaml": "format: 1\ntitle: Moth\n"}
    for number in range(9):
        scenes = f"[{{id: p{number}, text: Passage {number}., source: P}}]"
        files[f"plot/{number}.yaml"] = f"parts: [{{title: Part {number}, scenes: {scenes}}}]\n"
        files[f"facts/{number}.yaml"] = f"facts: [{{id: f{number}, text: Fact {number}., source: P}}]\n"
        files[f"characters/c{number}.yaml"] = f"name: C{number}\ncast: [{{actor: A{number}, source: P}}]\n"
    files["facts.yaml"] = "facts: [{id: z, text: First of the facts files., source: P}]\n"

    packs = []
    for seed in range(4):
        names = sorted(files)
        random.Random(seed).shuffle(names)  # noqa: S311 (an order to write files in)
        home = tmp_path / str(seed)
        home.mkdir()
        packs.append(load_pack(a_pack(home, **{name: files[name] for name in names})))

    assert all(pack == packs[0] for pack in packs)
    assert [fact.id for fact in packs[0].facts] == [
        "z",
        *(f"f{number}" for number in range(9)),
        *(f"p{number}" for number in range(9)),
        *(f"c{number}-by-a{number}" for number in range(9)),
    ]
    assert [scene.scene_number for scene in packs[0].scenes] == list(range(1, 10))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_cannot_be_shown_is_told_with_what_can(tmp_path: Path) -> None:
    home = a_pack(tmp_path)
    (home / "characters" / os.fsdecode(b"a\xff\nb.yaml")).write_text("name: X\n", encoding="utf-8")

    (said,) = problems_of(home)

    assert said.startswith("characters/a\ufffd\ufffdb.yaml: a character's id is the file's name")
    said.encode()


# Files


def test_a_file_at_the_size_limit_is_read_and_one_above_it_is_not(tmp_path: Path) -> None:
    start = GOOD["facts.yaml"].encode() + b"#"

    home = a_pack(tmp_path, **{"facts.yaml": start.ljust(LARGEST_FILE, b"x")})
    assert problems_of(home) == []

    (home / "facts.yaml").write_bytes(start.ljust(LARGEST_FILE + 1, b"x"))
    assert problems_of(home) == [
        f"facts.yaml: is larger than {LARGEST_FILE // MIB} MiB; "
        "cut it up (plot/, facts/ and phrasings/ hold many files)"
    ]


def test_bytes_that_are_no_utf_8_are_found_by_their_line(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **{"facts.yaml": "facts:\n  - id: a\n    text: Caf\xe9\n".encode("latin-1")})

    assert problems_of(home) == ["facts.yaml:3: is not UTF-8 (byte 0xE9); save the file with the encoding UTF-8"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    content = GOOD["facts.yaml"].replace("\n", "\r\n").encode("utf-8-sig")

    assert load_pack(a_pack(tmp_path, **{"facts.yaml": content})).facts[0].id == "bell"


# YAML


LOADERS = [
    pytest.param(yaml.SafeLoader, id="parser in Python"),
    pytest.param(
        getattr(yaml, "CSafeLoader", None),
        id="parser in C",
        marks=pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml"),
    ),
]


def plain(node: Node) -> object:
    match node:
        case Text(value=value):
            return value
        case Items(items=items):
            return [plain(item) for item in items]
        case Keys(values=values):
            return {key: plain(value) for key, value in values.items()}
        case Gap():
            return Ellipsis


@pytest.mark.parametrize("loader", LOADERS)
def test_every_value_is_the_text_that_was_typed(loader: type[yaml.SafeLoader]) -> None:
    text = "a: no\nb: 1_000\nc: 2015-01-01\nd: 0x1F\ne: 1e3\nf: ~\ng:\nh: ''\ni: 'null'\nj: True\n"
    text += "k: x # a comment\nl: 'a #b'\nm: c#d\nn: |\n  e #f\n"
    problems: list[Problem] = []

    tree = parse(text, "x.yaml", problems, loader)

    assert plain(tree) == {
        "a": "no", "b": "1_000", "c": "2015-01-01", "d": "0x1F", "e": "1e3",
        "f": None, "g": None, "h": "", "i": "null", "j": "True",
        "k": "x", "l": "a #b", "m": "c#d", "n": "e #f\n",
    }  # fmt: skip
    assert problems == []


@pytest.mark.parametrize("loader", LOADERS)
def test_every_value_knows_its_line(loader: type[yaml.SafeLoader]) -> None:
    tree = parse("a: 1\nb:\n  - c\n  - d: |\n      long\n      text\n    e: [f,\n      g]\n", "x.yaml", [], loader)

    d = Text(4, "long\ntext\n")
    e = Items(7, (Text(7, "f"), Text(8, "g")))
    assert tree == Keys(1, {"a": Text(1, "1"), "b": Items(2, (Text(3, "c"), Keys(4, {"d": d, "e": e})))})


NESTED = "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        pytest.param("a: &x b\n", 1, '&x is an anchor; delete it, or put the text in "quotes"', id="anchor"),
        pytest.param("\na: *x\n", 2, "*x repeats another place (an alias); write it out", id="alias"),
        pytest.param("a: !!str b\n", 1, "is a tag; delete it", id="tag"),
        pytest.param("a: !python/object b\n", 1, "is a tag; delete it", id="tag of a program"),
        pytest.param("a: !wow [b]\n", 1, "!wow is a tag; delete it", id="tag of a list"),
        pytest.param("a: b\n<<: {c: d}\n", 2, "<< merges keys of another place; write them out", id="merge key"),
        pytest.param("a: b\nc: d\na: e\n", 3, "the key 'a' stands here twice (first in line 1)", id="key twice"),
        pytest.param("a:\n  - {b: c, b: d}\n", 2, "the key 'b' stands here twice", id="key twice in a short one"),
        pytest.param("a: b\n---\nc: d\n", 2, "a second document begins here", id="two documents"),
        pytest.param("[a, b]: c\n", 1, "a key must be one plain word", id="list as a key"),
        pytest.param("? \n: c\n", 1, "a key is missing before the ':'", id="nothing as a key"),
        pytest.param(f"a: {NESTED}\n", 1, "nested deeper than", id="too deep"),
        pytest.param("a: \x07b\n", 1, "there is a control character here (U+0007); delete it", id="control character"),
        pytest.param("a: b\nc: \ufeffd\n", 2, "(U+FEFF)", id="byte order mark in the middle"),
        pytest.param(
            "a: b\nc: ask in #help now\n",
            2,
            '"#help" and what follows it is a comment for YAML; put the text in "quotes"',
            id="a channel's name",
        ),
        pytest.param("a: b\rc: in #help\r", 2, '"#help" and what follows it is a comment', id="old line ends"),
        pytest.param("a: b\nc: d: e\n", 2, 'a text with ": " in it goes in "quotes"', id="colon in a text"),
        pytest.param("a:\n\tb: c\n", 2, "a tab stands here; indent with spaces", id="tab"),
        pytest.param("a: @b\n", 1, "a text cannot begin with this", id="at sign"),
        pytest.param('a: b\nc: "d\ne: f\n', 2, "is opened here or above and never closed", id="quote left open"),
        pytest.param('a: "b\\qc"\n', 1, "a backslash is written twice", id="backslash"),
        pytest.param("a: [b, c\nd: e\n", 2, "is not closed, or a comma is missing", id="bracket left open"),
        pytest.param("a: b\nc\n", 3, "a ':' is missing after a key", id="no colon"),
        pytest.param("a: - b\n", 1, "begin the list on the next line", id="list beside its key"),
        pytest.param('a: "b" c\n', 1, "check its indentation and the quotes", id="after a quote"),
        pytest.param("a:\n    b: c\n  d: e\n", 3, "does not fit those above", id="indentation"),
        pytest.param("a: *\n", 1, "a text cannot begin with * or &", id="star alone"),
    ],
)  # fmt: skip
def test_yaml_that_cannot_be_used_is_explained_in_plain_words(
    text: str, line: int, part: str, loader: type[yaml.SafeLoader]
) -> None:
    problems: list[Problem] = []

    parse(text, "x.yaml", problems, loader)

    assert [problem.line for problem in problems] == [line]
    assert part in problems[0].message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_a_file_in_utf_16_is_one_problem(tmp_path: Path, encoding: str) -> None:
    home = a_pack(tmp_path)
    (home / "facts.yaml").write_bytes("facts:\n- id: bell\n  text: It rings.\n".encode(encoding))

    (problem,) = problems_of(home)

    assert "UTF-16" in problem or "not UTF-8" in problem


@pytest.mark.parametrize("character", ["\u202e", "\u202a", "\u2067"])
def test_a_character_that_turns_the_text_round_is_refused(tmp_path: Path, character: str) -> None:
    home = a_pack(tmp_path)
    (home / "characters" / "bo.yaml").write_text(f"name: Bo\naliases: [B{character}o Ek]\n", "utf-8")

    (problem,) = problems_of(home)

    assert problem.endswith(f"bo.yaml:2: aliases[0]: has a control character in it (U+{ord(character):04X}); delete it")


@pytest.mark.parametrize("opening", ["[", "{", "- "])
def test_reading_stops_where_a_file_is_nested_too_deep(opening: str) -> None:
    """Parsing 200,000 open brackets to the end would not finish in an hour."""
    problems: list[Problem] = []

    parse("facts: " + "\n" * (opening == "- ") + opening * 200_000, "x.yaml", problems)

    assert [problem.message for problem in problems] == [
        f"lists and keys are nested deeper than {DEEPEST} levels here; no pack needs that"
    ]


@pytest.mark.parametrize("loader", LOADERS)
def test_an_alias_bomb_is_refused_without_unpacking_it(loader: type[yaml.SafeLoader]) -> None:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    problems: list[Problem] = []

    parse("\n".join(lines), "x.yaml", problems, loader)

    assert len(problems) == 40 + 39 * 9
    assert {problem.line for problem in problems} == set(range(1, 41))


@pytest.mark.parametrize("loader", LOADERS)
def test_what_follows_a_bad_place_is_read_all_the_same(loader: type[yaml.SafeLoader]) -> None:
    problems: list[Problem] = []

    tree = parse("a: *x\nb: &y z\nc: good\n", "x.yaml", problems, loader)

    assert isinstance(tree, Keys)
    assert (plain(tree.values["a"]), plain(tree.values["c"])) == (Ellipsis, "good")
    assert len(problems) == 2


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    "text", ['a: "\\U99999999"', "%YAML 99999999999999999999.1\n--- a", "%TAG ! x\n%TAG ! x\n---\na"]
)
def test_texts_that_break_a_parser_break_nothing_else(loader: type[yaml.SafeLoader], text: str) -> None:
    parse(text, "x.yaml", [], loader)


def test_everything_is_told_at_once_by_file_and_line(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **{
            "pack.yaml": "format: 1\ntitel: Moth\ncontinuities: {film: in the film, novel: in the novel}\n",
            "characters/ada.yaml": "name: Ada\nfacts:\n  - id: x\n    text: ''\n    about: [adda]\n    source: P\n",
            "characters/broken.yaml": "name: [\n",
            "facts.yaml": (
                "continuity: movie\nfacts:\n  - id: bell\n    text: One.\n    source: P\n    about: [broken, ida]\n"
                "  - id: bell\n    text: one\n    source: P\n    continuity: film\n    extra: 1\n"
            ),
            "odd.txt": "",
        },
    )

    said = problems_of(home)

    assert [line.split(": ")[:2] for line in said] == [
        ["characters/ada.yaml:3", "facts[0].continuity"],
        ["characters/ada.yaml:4", "facts[0].text"],
        ["characters/ada.yaml:5", "facts[0].about[0]"],
        ["characters/broken.yaml:2", "is no YAML"],
        ["facts.yaml:1", "continuity"],
        ["facts.yaml:6", "facts[0].about[1]"],
        ["facts.yaml:7", "facts[1].id"],
        ["facts.yaml:11", "facts[1].extra"],
        [
            "odd.txt",
            "a pack has no such file; it may have pack.yaml, plot.yaml, facts.yaml, phrasings.yaml, quiz.yaml, "
            "characters/, plot/, facts/, phrasings/, quiz/, pictures/",
        ],
        ["pack.yaml:1", "title"],
        ["pack.yaml:2", "titel"],
    ]


FILES = st.sampled_from(["pack.yaml", "plot.yaml", "characters/bo.yaml", "facts.yaml", "phrasings.yaml"])
SHAPES = st.recursive(
    st.none() | st.text(max_size=5) | st.sampled_from(["a", "film", "ada", "no", "1", "x" * 2000]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "text",
                    "source",
                    "continuity",
                    "about",
                    "asks",
                    "name",
                    "parts",
                    "title",
                    "scenes",
                    "facts",
                    "cast",
                    "actor",
                    "things",
                    "phrasings",
                    "bell",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(
    content=st.binary(max_size=200),
    name=FILES,
)
def test_any_bytes_load_or_are_explained(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    problems_of(a_pack(tmp_path_factory.mktemp("any"), **{name: content}))


@settings(max_examples=200)
@given(text=st.text(alphabet="ab:- \n\t\"'[]{}&*!|>#%@`,?<~.0\\\x07\u2028", max_size=60))
@pytest.mark.parametrize("loader", LOADERS)
def test_any_text_is_parsed_or_explained(loader: type[yaml.SafeLoader], text: str) -> None:
    problems: list[Problem] = []

    tree = parse(text, "x.yaml", problems, loader)

    assert problems or not isinstance(tree, Gap)
    assert all(problem.line <= text.count("\n") + 1 for problem in problems)


@pytest.mark.slow
@settings(max_examples=150)
@given(shape=SHAPES, name=FILES)
def test_any_shape_loads_or_is_explained(tmp_path_factory: pytest.TempPathFactory, shape: object, name: str) -> None:
    problems_of(a_pack(tmp_path_factory.mktemp("any"), **{name: yaml.safe_dump(shape)}))
