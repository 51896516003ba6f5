"""Any plain text becomes a pack, one fact a sentence, and authors' lines are respected."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.knowledge.importers.text import ROOMY_FILE, import_text, sentences, units
from bot.knowledge.limits import LONGEST_TEXT
from bot.knowledge.load import load_pack
from bot.knowledge.model import Fact, FactKind, Pack

SHARED = Path(__file__).parents[4] / "shared"


def imported(folder: Path, text: str | bytes, title: str = "Moth Harbour") -> Pack:
    """The pack that a text becomes."""
    source = folder / "plot.txt"
    source.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_pack(import_text(source, title=title, out=folder / "moth"))


def told(pack: Pack) -> list[tuple[str, str]]:
    """Ids and texts."""
    return [(fact.id, fact.text) for fact in pack.facts]


# Sentences. Each case is written with a bar where one ends.


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ada rows out.|The fog comes in.|She waits.", id="full stops"),
        pytest.param("Who rang?|Nobody!|Really?!|Yes...|So it was.", id="other marks"),
        pytest.param("Dr. Selvig met Mr. Stark, Mrs. Lind and Prof. Ek.|St. Olaf rang.", id="titles"),
        pytest.param("Paul Bettany voices J.A.R.V.I.S. in the film.|He likes it.", id="acronym within"),
        pytest.param("Stark built J.A.R.V.I.S.|He was proud of it.", id="acronym at the end"),
        pytest.param("Fury is Samuel L. Jackson.|J. R. R. Tolkien is not.", id="initials"),
        pytest.param("R. Kelly sang it.|E. B. White wrote.", id="initial first"),
        pytest.param("She went to the U.S. Army base.|He left the U.S.|The fog stayed.", id="U.S."),
        pytest.param("Some, e.g. Thor, i.e. the god, cf. Loki vs. Odin, can fly.", id="Latin"),
        pytest.param("It was No. 5 of vol. 3, p. 12.|He said no.|Then he left.", id="numbers"),
        pytest.param("It costs 3.5 crowns at 5 p.m. every day.|Version 2.0 is out.", id="decimals"),
        pytest.param("Robert Downey Jr. plays him.|It is by Sammy Davis Jr.|He sings.", id="junior"),
        pytest.param("Oars, ropes, etc. lay there.|Boats, nets, etc.|The end.", id="et cetera"),
        pytest.param('He said, "Go."|Then he left.|"Stay!"|"Why?"', id="quotes that close after the mark"),
        pytest.param("He said, “Go.”|Then he left.|(She stayed.)|‘Well.’", id="round quotes and brackets"),
        pytest.param('"Stop!" he cried.|"Why?" Ada asked.|"Go!" the old king said.', id="who says it"),
        pytest.param("He waited... and waited … for her.|Then... nothing.", id="ellipses within"),
        pytest.param("He waited . . . and rang.|Well . . .|Then he left.", id="spaced ellipses"),
        pytest.param("The bell rang in 1999.|12 men came.|Nobody left.", id="figures"),
        pytest.param("1. Ring the bell.", id="numbered"),
        pytest.param("It was found.[1]|It was lost.[2][3]|It is gone.", id="footnotes"),
        pytest.param("Was it iPhone.com or moth.org?|Both.", id="dots in words"),
        pytest.param("HE IS A VILLAIN.|HE HAS SUPER SPEED.|HE IS IN LOVE WITH DR. WASP.", id="capitals"),
        pytest.param("he rows out.|the fog comes in.|dr. ek waits.", id="no capitals at all"),
        pytest.param("鐘が鳴った。|霧が来た！|誰？", id="Japanese"),
        pytest.param("Зазвонил колокол.|Пришёл туман.", id="Russian"),
        pytest.param("Der Nebel kam.|Ärger gab es keinen.", id="German"),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    expected = text.split("|")
    glue = "" if "。" in text else " "

    assert sentences(glue.join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The fog comes\nin now.\nAda waits.", ["The fog comes in now.", "Ada waits."], id="wrapped"),
        pytest.param("The fog\n\ncomes in.", ["The fog", "comes in."], id="blank line"),
        pytest.param("The fog\r\ncomes in.\r\n\r\nAda waits.", ["The fog comes in.", "Ada waits."], id="Windows"),
        pytest.param("The fog\rcomes in.", ["The fog comes in."], id="old Macintosh"),
        pytest.param("# The Fog\nIt comes in.", ["The Fog", "It comes in."], id="marked heading"),
        pytest.param("- one oar\n- two ropes", ["one oar", "two ropes"], id="bullets"),
        pytest.param(
            "Chapter One\nThe fog came in from the sea on a Tuesday, before anybody in town was\nawake to see it.",
            ["Chapter One", "The fog came in from the sea on a Tuesday, before anybody in town was awake to see it."],
            id="heading above a paragraph",
        ),
        pytest.param(
            "Rhea Solano as Ada\nPell Anders as Jonas\nMo Ek as the crowd",
            ["Rhea Solano as Ada", "Pell Anders as Jonas", "Mo Ek as the crowd"],
            id="list of names",
        ),
        pytest.param(
            "The pilot of the harbour is called Ada and her brother, who is\nJonas, rows.",
            ["The pilot of the harbour is called Ada and her brother, who is Jonas, rows."],
            id="wrapped before a name",
        ),
        pytest.param("Ada waits.\n\n***\n\nJonas rows.", ["Ada waits.", "Jonas rows."], id="ornament"),
        pytest.param("Ada waits. *** ... --- !", ["Ada waits. *** ... --- !"], id="ornament within"),
        pytest.param("Ada\x00 waits\x07.\x0cJonas rows.", ["Ada waits .", "Jonas rows."], id="control characters"),
        pytest.param("  Ada \t waits.\u00a0 Jonas\u2028rows. ", ["Ada waits.", "Jonas rows."], id="spaces"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\n ... \n", [], id="nothing to read"),
    ],
)  # fmt: skip
def test_lines_are_joined_and_parted_as_a_reader_would(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_text_with_a_sentence_on_each_line_keeps_its_lines() -> None:
    lines = [f"Ada rings bell number {number}." for number in range(20)]
    lines[3] = 'Jonas said, "Stop! The fog is here. Come!"'
    lines[7] = "Ada came. She rowed."
    lines[11] = "not even a sentence"
    lines[13] = '"'

    assert units("\n".join(lines)) == lines
    assert units("\n\n".join(lines)) == lines


def test_wrapped_prose_is_not_taken_for_lines() -> None:
    text = (
        "The fog came in from the sea on a Tuesday. Nobody in the town was awake\n"
        "to see it. Ada was the first who heard the bell ring, and she did not\n"
        "wait. She took the brass lantern from its hook. The boat was gone.\n"
        "Jonas had taken it. There was nothing that she could do about that.\n"
    )

    assert units(text) == sentences(text)
    assert len(units(text)) == 7


@pytest.mark.parametrize("name", ["fairytale-val", "selqa-dev"])
def test_lines_of_public_texts_are_kept(name: str) -> None:
    path = SHARED / "benchmarks" / name / "docs.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    lines = [
        " ".join(sentence["text"].split())
        for document in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        for sentence in document["sentences"]
    ]

    kept = units("\n".join(lines))

    assert len(kept) == len([line for line in lines if line])


def test_the_source_of_the_default_pack_falls_into_its_units() -> None:
    path = SHARED / "source" / "age-of-ultron.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here")

    found = sentences(path.read_text(encoding="utf-8"))

    assert found[:35][-1].startswith("In a mid-credits scene, Thanos")
    assert "Paul Bettany played Tony Stark's computer butler J.A.R.V.I.S. in Avengers." in found
    assert len(found) == 115


@pytest.mark.parametrize("piece", [".", ". ", '." ', '"', "[1", "(", "x", "\n", " \n", "# ", ".[1]", "a. "])
def test_no_text_takes_long(piece: str) -> None:
    units(piece * 50_000)


# Packs


def test_each_sentence_is_a_scene_with_its_number(tmp_path: Path) -> None:
    pack = imported(tmp_path, "The fog comes in. Ada rows out.")

    assert (pack.id, pack.title, pack.continuities) == ("moth", "Moth Harbour", {"story": "the story"})
    first, second = pack.facts
    assert first == Fact(
        pack="moth", id="s1", kind=FactKind.SCENE, text="The fog comes in.", source=("S1",), continuity="story",
        scene_number=1, part="Moth Harbour", spoiler=True,
    )  # fmt: skip
    assert (second.id, second.source, second.scene_number) == ("s2", ("S2",), 2)


def test_a_repeated_sentence_is_told_once_and_counted_each_time(tmp_path: Path) -> None:
    pack = imported(tmp_path, "The bell rings. It is night. The BELL rings! All sleep.")

    assert told(pack) == [("s1", "The bell rings."), ("s2", "It is night."), ("s4", "All sleep.")]


def test_a_line_without_letters_is_counted_and_not_told(tmp_path: Path) -> None:
    pack = imported(tmp_path, "The bell rings.\n...\nIt is night.\nAll sleep.\nAda wakes.\n")

    assert [id for id, _ in told(pack)] == ["s1", "s3", "s4", "s5"]


def test_a_sentence_too_long_for_a_fact_is_cut_at_a_clause(tmp_path: Path) -> None:
    clauses = "".join(f"and bell number {number} rang in the fog, " for number in range(100, 200))
    pack = imported(tmp_path, f"First. Then {clauses}and that was all. Last.")

    assert [(fact.id, *fact.source) for fact in pack.facts] == [
        ("s1", "S1"),
        ("s2", "S2"),
        ("s2-2", "S2"),
        ("s2-3", "S2"),
        ("s3", "S3"),
    ]
    assert all(len(fact.text) <= LONGEST_TEXT for fact in pack.facts)
    assert all(fact.text.endswith("in the fog,") for fact in pack.facts[1:3])


@pytest.mark.parametrize("joint", [" ", ""], ids=["at a word", "anywhere, where there is no space"])
def test_nothing_of_a_long_sentence_is_lost(tmp_path: Path, joint: str) -> None:
    text = joint.join(map(str, range(1000, 2000)))

    pack = imported(tmp_path, text)

    assert joint.join(fact.text for fact in pack.facts) == text


@pytest.mark.parametrize(
    "sentence",
    [
        'He said: "it\'s \\n no tag, # no note".', "'quoted' it is", "- dash", "key: value", "*star*", "&and",
        "!bang", "@at", "`tick`", "%percent", "null", "~1", "yes", "{a: b}", "[a]", "<<: x",
        "? what", "| pipe", "> more", "a\\b",
    ],
)  # fmt: skip
def test_signs_that_mean_something_to_yaml_mean_nothing_here(tmp_path: Path, sentence: str) -> None:
    pack = imported(tmp_path, f"First line here\n\n{sentence}\n")

    assert pack.facts[1].text == sentence.removeprefix("- ")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert told(imported(tmp_path, "The bell rings.".encode("utf-8-sig"))) == [("s1", "The bell rings.")]


def test_the_title_is_kept_whatever_is_in_it(tmp_path: Path) -> None:
    title = 'Ada\'s "Fog": {a} \\ # Tale'

    assert imported(tmp_path, "The bell rings.", title).title == title


@pytest.mark.slow
def test_a_long_text_makes_several_files_in_order(tmp_path: Path) -> None:
    lines = [f"Number {number} of the bells {'rings and ' * 100}falls silent." for number in range(2500)]

    pack = imported(tmp_path, "\n".join(lines))

    files = sorted((tmp_path / "moth" / "plot").iterdir())
    assert [file.name for file in files] == ["0001.yaml", "0002.yaml", "0003.yaml"]
    assert all(file.stat().st_size < 1.1 * ROOMY_FILE for file in files)
    assert [fact.text for fact in pack.facts] == lines


def test_the_files_can_be_read_and_edited(tmp_path: Path) -> None:
    imported(tmp_path, 'The bell rings. "Who is it?" Ada asked.')

    assert (tmp_path / "moth" / "plot.yaml").read_text(encoding="utf-8") == (
        "parts:\n"
        '  - title: "Moth Harbour"\n'
        "    scenes:\n"
        "      - id: s1\n"
        '        text: "The bell rings."\n'
        "        source: [S1]\n"
        "      - id: s2\n"
        "        text: '\"Who is it?\" Ada asked.'\n"
        "        source: [S2]\n"
    )


# What cannot be imported


def everything_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        yield path.as_posix(), path.read_bytes() if path.is_file() else b""


@pytest.mark.parametrize(
    ("text", "title", "out", "said"),
    [
        pytest.param(b"", "T", "moth", "There is no sentence in", id="empty text"),
        pytest.param(b" \n ... !\n", "T", "moth", "There is no sentence in", id="no letters"),
        pytest.param(b"One.\nCaf\xe9.", "T", "moth", "is not UTF-8 (line 2). Save it with", id="Latin 1"),
        pytest.param("Fog.".encode("utf-16"), "T", "moth", "is not UTF-8 (line 1)", id="UTF-16"),
        pytest.param("Fog.".encode("utf-16-le"), "T", "moth", "is no plain text in UTF-8", id="UTF-16 without a mark"),
        pytest.param(b"Fog.", " ", "moth", "The title is empty", id="empty title"),
        pytest.param(b"Fog.", "x" * 101, "moth", "The title has 101 characters", id="long title"),
        pytest.param(b"Fog.", "T", "The Moth", "for example {tmp}/the-moth", id="folder no id"),
        pytest.param(b"Fog.", "T", "full", "is not empty. Name a new folder", id="folder not empty"),
        pytest.param(b"Fog.", "T", "file", "exists and is no folder", id="a file"),
        pytest.param(b"Fog.", "T", "link", "exists and is no folder", id="a link"),
        pytest.param(b"Fog.", "T", "file/moth", "could not be written", id="below a file"),
        pytest.param(None, "T", "moth", "cannot be read (No such file or directory).", id="no text"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_says_why_and_leaves_nothing_behind(
    tmp_path: Path, text: bytes | None, title: str, out: str, said: str
) -> None:
    if text is not None:
        (tmp_path / "plot.txt").write_bytes(text)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = list(everything_below(tmp_path))

    with pytest.raises(UserError) as caught:
        import_text(tmp_path / "plot.txt", title=title, out=tmp_path / out)

    assert said.replace("{tmp}", tmp_path.as_posix()) in str(caught.value)
    assert list(everything_below(tmp_path)) == before


def test_a_folder_that_is_there_and_empty_is_used(tmp_path: Path) -> None:
    (tmp_path / "moth").mkdir()

    assert len(imported(tmp_path, "The bell rings.").facts) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["moth", "plot.txt"]


def test_folders_above_the_new_one_are_made(tmp_path: Path) -> None:
    (tmp_path / "plot.txt").write_text("The bell rings.", encoding="utf-8")

    out = import_text(tmp_path / "plot.txt", title="T", out=tmp_path / "a" / "b" / "moth")

    assert out == tmp_path / "a" / "b" / "moth"
    assert load_pack(out).title == "T"


def test_the_new_folder_may_be_read_as_any_other(tmp_path: Path) -> None:
    imported(tmp_path, "The bell rings.")
    (tmp_path / "usual").mkdir()

    assert os.stat(tmp_path / "moth").st_mode == os.stat(tmp_path / "usual").st_mode  # noqa: PTH116


WORDS = ["Ada", "Dr.", "rows.", '"Go!"', "...", "\n", "\n\n", "s1", "'", '"', "\\", "²", "ß.", "\u2028", "x" * 1600]
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(WORDS)).map(" ".join)


@pytest.mark.slow
@settings(max_examples=250)
@given(text=TEXTS, title=st.text(max_size=30) | st.just("T"))
@example(text="\ufffe\uffff\x85a", title="T")
@example(text="²\n\n2\n\n٢\n\n\U0010ffff a", title="T")
def test_any_text_becomes_a_pack_that_loads_or_is_explained(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str
) -> None:
    try:
        pack = imported(tmp_path_factory.mktemp("any"), text, title)
    except UserError:
        return

    assert [fact.scene_number for fact in pack.facts] == list(range(1, len(pack.facts) + 1))
    numbers = [int(fact.source[0].removeprefix("S")) for fact in pack.facts]
    assert numbers == sorted(numbers)
