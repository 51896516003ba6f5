"""The quiz of a pack in one file, and back again."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import PackError, UserError
from bot.knowledge.export import export_quiz
from bot.knowledge.importers.parsed import ImportedQuestion, ParsedPack, ParsedPicture, Place
from bot.knowledge.importers.quiz import import_quiz
from bot.knowledge.importers.writing import pack_yaml, quiz_texts
from bot.knowledge.load import load_pack
from bot.knowledge.model import Pack
from tests.knowledge.builders import a_pack

WHOLE = """\
licence: CC0
credit: Moth Club
category: Moths
quiz:
  - id: keeper
    question: Who keeps the "light"?
    answer: ada
    wrong: [Bo, Cy; Di, 'no']
    hint: [A name., Short.]
    explanation: She does.
    picture: {file: pictures/moth.png, alt: A moth, credit: Ada}
    difficulty: hard
    author: Bo
    source: [P1, P2]
    spoiler: yes
    continuity: novel
  - question: When does the bell ring?
    answer: 12:30
    accepted: [0123, half past twelve]
    format: typed
    continuity: film
  - question: How many steps?
    answer: 1_000
    continuity: film
  - question: How high?
    answer: 7.50
    tolerance: 0.25
    continuity: film
"""


def whole_pack(folder: Path) -> Path:
    """A pack with a character, a fact, and a quiz that uses every key."""
    files: dict[str, str | bytes | None] = {"quiz/own.yaml": WHOLE, "pictures/moth.png": b"png"}
    return a_pack(folder, **files)


def there_and_back(pack: Path, folder: Path, format: str) -> Pack:
    """The pack that an export of the pack becomes."""
    export_quiz(pack, folder / f"own.{format}", format=format)
    import_quiz(folder / f"own.{format}", format="", title="", out=folder / "again" / pack.name, skip_bad=False)
    return load_pack(folder / "again" / pack.name)


def said_by(pack: Pack) -> Pack:
    """The pack without the lines in which its questions stand."""
    return replace(pack, quiz=tuple(replace(question, file="", line=0) for question in pack.quiz))


@pytest.mark.parametrize("format", ["yaml", "json", "csv"])
def test_an_export_holds_all_that_a_question_says(tmp_path: Path, format: str) -> None:
    before = load_pack(whole_pack(tmp_path)).quiz

    after = there_and_back(tmp_path / "moth", tmp_path, format)

    assert [replace(question, file="", line=0, character="") for question in before] == [
        replace(question, file="", line=0, accepted=() if question.id == "keeper" else question.accepted)
        for question in after.quiz
    ]
    assert after.quiz[0].accepted == ("Ada",)  # the character's other names, which the file would not know
    assert (tmp_path / "again" / "moth" / "pictures" / "moth.png").read_bytes() == b"png"


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_an_export_says_what_the_pack_says_of_itself(tmp_path: Path, format: str) -> None:
    about = "format: 1\ntitle: 'M: \"x\"'\naliases: [MH]\nyear: 1999\nlanguage: de\nlicence: CC0\ncredits: [Ada, Bo]\n"
    pack = a_pack(
        tmp_path,
        **{
            "pack.yaml": about + "continuities: {film: im Film, novel: im Buch}\n",
            "facts.yaml": None,
            "characters/ada.yaml": None,
            "quiz.yaml": "continuity: film\nquiz: [{question: Wer?, answer: Ada}]\n",
        },
    )

    assert said_by(there_and_back(pack, tmp_path, format)) == said_by(load_pack(pack))


def test_questions_under_facts_take_what_they_inherit_along(tmp_path: Path) -> None:
    pack = a_pack(
        tmp_path,
        **{
            "facts.yaml": "facts:\n  - {id: bell, text: The bell rings., source: [P1], continuity: film,\n"
            "     spoiler: yes, quiz: [{question: What does it do?, answer: Ring}]}\n"
        },
    )

    (question,) = there_and_back(pack, tmp_path, "yaml").quiz

    assert (question.source, question.continuity, question.spoiler, question.fact) == (("P1",), "film", True, "")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("mine", "utf-8")

    with pytest.raises(UserError, match="exists"):
        export_quiz(whole_pack(tmp_path), tmp_path / "own.yaml", format="yaml")

    assert (tmp_path / "own.yaml").read_text("utf-8") == "mine"


def test_a_pack_without_a_quiz_has_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing to export"):
        export_quiz(a_pack(tmp_path), tmp_path / "own.yaml", format="yaml")

    assert not (tmp_path / "own.yaml").exists()


TRAPS = [
    "12:30",
    "0123",
    "no",
    "1_000",
    "1e3",
    "2001-01-01",
    "~",
    "null",
    "- x",
    "# y",
    "'",
    '"',
    "\\n",
    "{a: b}",
    "&a",
    "x: y",
]
WORDS = st.sampled_from(TRAPS) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
QUESTIONS = st.builds(
    ImportedQuestion,
    place=st.just(Place()),
    question=WORDS.map("Is {}?".format),
    answer=WORDS,
    accepted=st.lists(WORDS, max_size=2).map(tuple),
    wrong=st.lists(WORDS, max_size=3).map(tuple),
    hints=st.lists(WORDS, max_size=2).map(tuple),
    explanation=st.just("") | WORDS,
    picture=st.none() | WORDS.map(lambda alt: ParsedPicture("https://e.org/a.png", alt)),
    category=st.just("") | WORDS,
    author=st.just("") | WORDS,
    source=st.lists(WORDS, max_size=2).map(tuple),
    spoiler=st.booleans(),
    licence=st.sampled_from(["", "CC0"]),
    credit=st.just("") | WORDS,
)


@pytest.mark.slow
@settings(max_examples=150)
@example(
    questions=[
        ImportedQuestion(Place(), question="Which flag is this?", answer="Chad", picture=ParsedPicture(link, ""))
        for link in ("https://e.org/a.png", "https://e.org/b.png")
    ],
    title="Flags",
    format="yaml",
)
@given(questions=st.lists(QUESTIONS, min_size=1, max_size=4), title=WORDS, format=st.sampled_from(["yaml", "json"]))
def test_the_import_of_an_export_is_the_same_pack(
    tmp_path_factory: pytest.TempPathFactory, questions: list[ImportedQuestion], title: str, format: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    home = folder / "moth"
    (home / "quiz").mkdir(parents=True)
    (home / "pack.yaml").write_text(pack_yaml(ParsedPack(title=title)), "utf-8")
    for number, text in enumerate(quiz_texts(questions)):
        (home / "quiz" / f"{number}.yaml").write_text(text.text, "utf-8")
    try:
        before = load_pack(home)
    except PackError:
        return  # such a pack there cannot be

    assert said_by(there_and_back(home, folder, format)) == said_by(before)
