"""Quiz questions that an author writes: what is read, and what is said of a wrong one."""

from pathlib import Path

import pytest

from bot.knowledge.load import load_pack
from bot.knowledge.model import Difficulty
from tests.knowledge.builders import GOOD, a_pack, problems_of


def trivia(*lines: str) -> dict[str, str]:
    return {"trivia.yaml": "trivia:\n" + "".join(f"  - {line}\n" for line in lines)}


def a_question(id: str = "q", **changed: str) -> str:
    keys = {"question": "What rings?", "answer": "The bell", "wrong": "[A, B, C]", "fact": "bell", **changed}
    return "{" + ", ".join([f"id: {id}", *(f"{key}: {value}" for key, value in keys.items() if value)]) + "}"


def test_a_question_takes_source_and_continuity_from_its_fact(tmp_path: Path) -> None:
    pack = load_pack(a_pack(tmp_path, **trivia(a_question(accepted="[bell, harbour bell]", difficulty="hard"))))

    (question,) = pack.trivia
    assert (question.id, question.question, question.answer) == ("q", "What rings?", "The bell")
    assert (question.accepted, question.wrong) == (("bell", "harbour bell"), ("A", "B", "C"))
    assert (question.fact, question.source, question.continuity) == ("bell", ("P1",), "film")
    assert (question.difficulty, question.spoiler) == (Difficulty.HARD, False)
    assert (Path(question.file).name, question.line) == ("trivia.yaml", 2)


def test_questions_may_stand_in_pack_yaml_and_in_a_folder(tmp_path: Path) -> None:
    other = a_question("r", question="What else?", fact="", source="P2", continuity="novel")
    home = a_pack(
        tmp_path,
        **{
            "pack.yaml": GOOD["pack.yaml"] + f"trivia: [{a_question()}]\n",
            "trivia/more.yaml": f"trivia: [{other}]\n",
        },
    )

    assert [(each.id, each.continuity) for each in load_pack(home).trivia] == [("q", "film"), ("r", "novel")]


def test_a_file_names_the_continuity_of_questions_without_a_fact(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **{"trivia.yaml": f"continuity: novel\ntrivia: [{a_question(fact='', source='P2')}]\n"})

    assert [each.continuity for each in load_pack(home).trivia] == ["novel"]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        pytest.param(
            a_question(wrong="[A, B]"),
            "wrong: has 2 answers; name three wrong ones, or one where it is yes or no",
            id="two wrong options",
        ),
        pytest.param(
            a_question(fact="bel"),
            "fact: 'bel' is no fact of this pack; did you mean 'bell'?",
            id="unknown fact",
        ),
        pytest.param(
            a_question(wrong='[A, B, "The bell!"]'),
            "wrong[2]: 'The bell!' is a right answer, too; a wrong one must be wrong",
            id="the answer among the wrong ones",
        ),
        pytest.param(
            a_question(accepted="[b]"),
            "wrong[1]: 'B' is a right answer, too; a wrong one must be wrong",
            id="an accepted answer among the wrong ones",
        ),
        pytest.param(a_question(wrong="[A, B, a]"), "wrong[2]: 'a' stands here twice; name another", id="twice"),
        pytest.param(
            a_question(question="Does the bell ring?"),
            "question: gives the answer away ('The bell'); ask it in other words",
            id="gives it away",
        ),
        pytest.param(
            a_question(difficulty="12"),
            "difficulty: '12' is none of easy, medium, hard",
            id="no difficulty",
        ),
        pytest.param(
            a_question(fact="", source="P1"),
            "continuity: is missing; the pack has several, so say which: film, novel",
            id="continuity missing",
        ),
        pytest.param(
            a_question(continuity="stage"), "continuity: 'stage' is none of film, novel", id="unknown continuity"
        ),
    ],
)
def test_a_wrong_question_is_named_by_file_and_line(tmp_path: Path, question: str, problem: str) -> None:
    assert problems_of(a_pack(tmp_path, **trivia(question))) == [f"trivia.yaml:2: trivia[0].{problem}"]


def test_a_question_that_rests_on_nothing(tmp_path: Path) -> None:
    (said,) = problems_of(a_pack(tmp_path, **trivia(a_question(fact="", continuity="film"))))

    assert said.startswith("trivia.yaml:2: trivia[0]: rests on nothing; name the fact")


def test_the_same_question_twice(tmp_path: Path) -> None:
    said = problems_of(a_pack(tmp_path, **trivia(a_question(), a_question(question="what rings"))))

    assert [line.split(": ")[:2] for line in said] == [
        ["trivia.yaml:3", "trivia[1].id"],
        ["trivia.yaml:3", "trivia[1].question"],
    ]
    assert "asks the same; keep one" in said[1]


def test_a_pack_of_questions_alone_says_nothing(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **{"facts.yaml": None}, **trivia(a_question(fact="", source="P", continuity="film")))

    assert any("a pack needs at least one fact" in line for line in problems_of(home))
