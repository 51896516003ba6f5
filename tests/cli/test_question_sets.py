"""Questions whose right answers are known, as files."""

from pathlib import Path

import pytest

from bot.cli.question_sets import read_file, read_set
from bot.errors import UserError

DOCS = '{"doc_id": "d1", "sentences": [{"id": "d1#0", "text": "The goat guards the gate."}]}\n'
QUESTIONS = (
    '{"id": "q1", "doc_id": "d1", "question": "who guards it", "attribute": "character", "relevant": ["d1#0"]}\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs.jsonl").write_text(DOCS, "utf-8")
    (tmp_path / "questions.jsonl").write_text(QUESTIONS, "utf-8")
    return tmp_path


def test_a_folder_is_one_pack_with_a_passage_a_sentence(folder: Path) -> None:
    pack, [question] = read_set(folder)

    assert [(fact.text, fact.source) for fact in pack.facts] == [("The goat guards the gate.", ("d1#0",))]
    assert (question.text, question.type, question.units) == ("who guards it", "character", frozenset(["d1#0"]))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("docs.jsonl", "{", "docs.jsonl:1 isn't valid JSON"),
        ("docs.jsonl", "[]", "docs.jsonl:1 isn't a JSON object"),
        ("docs.jsonl", '{"doc_id": "d1"}', "docs.jsonl:1 is no document"),
        ("questions.jsonl", f'{QUESTIONS}{{"id": "q2"}}', "questions.jsonl:2 is not a question"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(folder: Path, name: str, text: str, told: str) -> None:
    (folder / name).write_text(text, "utf-8")

    with pytest.raises(UserError, match=told):
        read_set(folder)


def test_a_folder_without_its_files_says_what_a_set_has(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="A set has docs"):
        read_set(tmp_path)


def test_an_empty_file_of_questions_says_what_a_line_looks_like(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n", "utf-8")

    with pytest.raises(UserError, match="A line looks like"):
        read_file(tmp_path / "none.jsonl")
