"""A quiz file becomes a pack, or it is said why not."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.knowledge.importers.formats import FORMATS
from bot.knowledge.importers.quiz import LARGEST_QUIZ, import_quiz
from bot.knowledge.load import load_pack
from bot.knowledge.model import Picture, QuestionFormat
from tests.knowledge.importers.builders import SHARED, imported


def test_what_a_list_says_of_itself_and_of_its_questions_is_in_the_pack(tmp_path: Path) -> None:
    made, (flag, code) = imported(
        tmp_path,
        "moth_flags.yaml",
        "AUTHOR: Ada Lind\nLICENSE: CC0\n"
        "Whose flag? https://e.org/a.png:\n- Moth Harbour\n- MH\nWhich code?:\n- 0123\n",
    )

    assert (made.format, made.questions, made.bad) == ("a trivia list of Red", 2, ())
    assert (flag.question, flag.answer, flag.accepted) == ("Whose flag?", "Moth Harbour", ("MH",))
    assert (flag.picture, flag.credit, flag.licence) == (Picture(link="https://e.org/a.png"), "Ada Lind", "CC0")
    assert code.answer == "0123"
    assert load_pack(tmp_path / "moth").title == "Moth flags"


def test_one_question_may_be_asked_of_many_pictures(tmp_path: Path) -> None:
    lines = "".join(f"Whose flag? https://e.org/{name}.png:\n- {name}\n" for name in ("Ada", "Bo", "Cy"))

    assert len(imported(tmp_path, "flags.yaml", lines)[1]) == 3


def test_a_number_keeps_its_tolerance(tmp_path: Path) -> None:
    _, (question,) = imported(tmp_path, "q.gift", "How many?{#12:2}\n")

    assert (question.answer, question.format, question.tolerance) == ("12", QuestionFormat.NUMBER, 2.0)


def test_a_long_explanation_is_cut_after_a_sentence_and_told(tmp_path: Path) -> None:
    made, (question,) = imported(tmp_path, "q.gift", "Who?{=Ada####It is so. " + "And so on it goes. " * 30 + "}\n")

    assert question.explanation.endswith("goes.")
    assert made.notes == ("1 long explanation was cut",)


def test_questions_that_need_options_and_have_none_are_told(tmp_path: Path) -> None:
    made, _ = imported(tmp_path, "q.csv", "question,answer\nWhich of these is it?,Ada\nWho?,Bo\n")

    assert made.notes == ("1 ask for one of several and have no options (first at 2); add wrong: to them",)


BAD = (
    "question,answer,wrong1,wrong2,wrong3\nWho?,Ada,Bo,Cy,Di\nWhat?,\nWHO,Ada,,,\n"
    + "Where?,"
    + "x" * 81
    + ",,,\nIt?,A,A,,\n"
)


def test_every_problem_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        imported(tmp_path, "q.csv", BAD)

    file = tmp_path / "q.csv"
    assert str(caught.value).split("\n") == [
        f"{file}:3: there is no answer; write one, or delete the record",
        f"{file}:4: question: line 2 asks the same; keep one",
        f"{file}:5: answer: has 81 characters, and 80 is the most; shorten it or make it two",
        f"{file}:6: wrong[0]: 'A' is a right answer, too; a wrong one must be wrong",
        "Nothing was written. Correct the file, or add --skip-bad to leave out what is wrong.",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["q.csv"]


def test_the_good_ones_are_kept_if_that_is_asked_for(tmp_path: Path) -> None:
    made, questions = imported(tmp_path, "q.csv", BAD, skip_bad=True)

    assert [question.answer for question in questions] == ["Ada"]
    assert [problem.line for problem in made.bad] == [3, 4, 5, 6]


def test_questions_in_another_encoding_than_the_rest_are_told_and_the_others_kept(tmp_path: Path) -> None:
    mixed = "question,answer\nWho? Ü,Zoë\n".encode() + "What? ü,a bell\n".encode("cp1252") + b"Where?,Here\n"

    with pytest.raises(UserError, match=r"q\.csv:3: isn't UTF-8, as other lines are"):
        imported(tmp_path, "q.csv", mixed)
    made, questions = imported(tmp_path, "q.csv", mixed, skip_bad=True)

    assert [question.answer for question in questions] == ["Zoë", "Here"]
    assert [problem.line for problem in made.bad] == [3]


def test_options_may_be_signs(tmp_path: Path) -> None:
    _, (question,) = imported(tmp_path, "q.gift", "Which sign is no bracket?{=\\\\ ~\\{ ~\\}}\n")

    assert (question.answer, question.wrong) == ("\\", ("{", "}"))


def test_a_file_of_bad_ones_alone_makes_no_pack(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"q\.gift:1: is a matching question"):
        imported(tmp_path, "q.gift", "Match.{=a -> b =c -> d}\n", skip_bad=True)

    assert not (tmp_path / "moth").exists()


@pytest.mark.slow
def test_a_large_quiz_stands_in_several_files_in_its_order(tmp_path: Path) -> None:
    text = "".join(f"{number}. {'moth ' * 150}?,answer {number}\n" for number in range(1500))

    _, questions = imported(tmp_path, "q.csv", text)

    assert [question.answer for question in questions] == [f"answer {number}" for number in range(1500)]
    assert [path.name for path in sorted((tmp_path / "moth" / "quiz").iterdir())] == ["q-0001.yaml", "q-0002.yaml"]


def test_continuities_that_a_table_names_are_those_of_the_pack(tmp_path: Path) -> None:
    imported(tmp_path, "q.csv", "question,answer,continuity\nWho?,Ada,film\nWhat?,Bo,novel\n")

    pack = load_pack(tmp_path / "moth")
    assert dict(pack.continuities) == {"film": "film", "novel": "novel"}
    assert [question.continuity for question in pack.quiz] == ["film", "novel"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "q.txt is empty"),
        (b" \n", "q.txt is empty"),
        (b"A dark night.\n", "q.txt looks like none of the formats aiken, anki"),
        (b"\0\1\2", "q.txt isn't a text file"),
        (b'{"results": [', "q.txt:1: isn't valid JSON"),
        (b'{"results": []}', "q.txt has no questions in it"),
        (b"x" * (LARGEST_QUIZ + 1), "q.txt is larger than 16 MiB"),
    ],
    ids=["empty", "blank", "prose", "binary", "broken", "none", "huge"],
)
def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UserError) as caught:
        imported(tmp_path, "q.txt", content)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    for source, said in ((tmp_path, "is a folder"), (tmp_path / "nowhere", "cannot be read")):
        with pytest.raises(UserError, match=said):
            import_quiz(source, format="", title="", out=tmp_path / "moth", skip_bad=False)


def test_what_stands_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "moth").mkdir()
    (tmp_path / "moth" / "mine").write_text("mine", "utf-8")

    with pytest.raises(UserError, match="not empty"):
        imported(tmp_path, "q.csv", "Who?,Ada\nWhat?,Bo\n")


PIECES = [
    "{=",
    "~",
    "#",
    "}",
    "\n\n",
    '"',
    "\t",
    ",",
    "\\",
    ": ",
    "\n- ",
    "ANSWER: A\n",
    "A) x\n",
    "&a ",
    "*a",
    "!!x ",
    "é",
]
TEXTS = st.text(max_size=120) | st.lists(st.sampled_from([*PIECES, "Who?", "Ada", "\x85", "\u2028"])).map("".join)


@settings(max_examples=200)
@given(text=TEXTS, format=st.sampled_from(["", *FORMATS]), skip_bad=st.booleans())
@example(text='a,b\n"', format="csv", skip_bad=True)
def test_any_text_becomes_a_pack_that_loads_or_is_explained(
    tmp_path_factory: pytest.TempPathFactory, text: str, format: str, skip_bad: bool
) -> None:
    content = text.encode("utf-8", "surrogatepass")
    try:
        made, questions = imported(tmp_path_factory.mktemp("any"), "q.txt", content, format=format, skip_bad=skip_bad)
    except UserError:
        return

    assert made.questions == len(questions) > 0


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the samples are not there: {SHARED}")
@pytest.mark.parametrize(
    ("name", "format", "good", "bad"),
    [
        ("aiken/aiken_1.txt", "aiken", 4, 1),
        ("anki/grammar.txt", "anki", 85, 1),
        ("csv/opentdb-percent-encoded.csv", "csv", 60, 0),
        ("csv/with-header.csv", "csv", 2, 0),
        ("gift/matching.gift", "gift", 0, 2),
        ("gift/multichoice.gift", "gift", 2, 2),
        ("gift/numericals.gift", "gift", 2, 2),
        ("gift/shorts.gift", "gift", 3, 1),
        ("gift/true_false.gift", "gift", 2, 2),
        ("kahoot/kahoot.csv", "kahoot", 4, 1),
        ("opentdb/opentdb-150.json", "opentdb", 147, 3),
        ("red/general.yaml", "red", 707, 2),
        ("red/harrypotter.yaml", "red", 251, 0),
        ("red/lotr.yaml", "red", 213, 0),
    ],
)
def test_files_as_communities_have_them(tmp_path: Path, name: str, format: str, good: int, bad: int) -> None:
    if not good:
        with pytest.raises(UserError) as caught:
            import_quiz(SHARED / name, format="", title="", out=tmp_path / "moth", skip_bad=True)
        assert len(str(caught.value).split("\n")) == bad
        return

    made = import_quiz(SHARED / name, format="", title="", out=tmp_path / "moth", skip_bad=True)

    assert (made.format, made.questions, len(made.bad)) == (FORMATS[format].name, good, bad)
    assert len(load_pack(tmp_path / "moth").quiz) == good
    assert os.listdir(tmp_path) == ["moth"]  # noqa: PTH208
