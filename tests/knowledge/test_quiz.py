"""Quiz questions that an author writes: what is read, and what is said of a wrong one."""

from pathlib import Path

import pytest

from bot.knowledge.load import load_pack
from bot.knowledge.model import Difficulty, Picture, QuestionFormat
from tests.knowledge.builders import GOOD, a_pack, problems_of

NUMBER = QuestionFormat.NUMBER


def quiz(*lines: str) -> dict[str, str]:
    return {"quiz.yaml": "quiz:\n" + "".join(f"  - {line}\n" for line in lines)}


def a_question(id: str = "q", **changed: str) -> str:
    keys = {"question": "What rings?", "answer": "The bell", "wrong": "[A, B, C]", "fact": "bell", **changed}
    return "{" + ", ".join([f"id: {id}", *(f"{key}: {value}" for key, value in keys.items() if value)]) + "}"


def test_a_question_takes_source_and_continuity_from_its_fact(tmp_path: Path) -> None:
    pack = load_pack(a_pack(tmp_path, **quiz(a_question(accepted="[bell, harbour bell]", difficulty="hard"))))

    (question,) = pack.quiz
    assert (question.id, question.question, question.answer) == ("q", "What rings?", "The bell")
    assert (question.accepted, question.wrong) == (("bell", "harbour bell"), ("A", "B", "C"))
    assert (question.fact, question.source, question.continuity) == ("bell", ("P1",), "film")
    assert (question.difficulty, question.spoiler) == (Difficulty.HARD, False)
    assert (Path(question.file).name, question.line) == ("quiz.yaml", 2)


def test_questions_may_stand_in_pack_yaml_and_in_a_folder(tmp_path: Path) -> None:
    other = a_question("r", question="What else?", fact="", source="P2", continuity="novel")
    home = a_pack(
        tmp_path,
        **{
            "pack.yaml": GOOD["pack.yaml"] + f"quiz: [{a_question()}]\n",
            "quiz/more.yaml": f"quiz: [{other}]\n",
        },
    )

    assert [(each.id, each.continuity) for each in load_pack(home).quiz] == [("q", "film"), ("r", "novel")]


def test_a_file_names_the_continuity_of_questions_without_a_fact(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **{"quiz.yaml": f"continuity: novel\nquiz: [{a_question(fact='', source='P2')}]\n"})

    assert [each.continuity for each in load_pack(home).quiz] == ["novel"]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        pytest.param(
            a_question(fact="bel"),
            "fact: 'bel' is no fact of this pack; did you mean 'bell'?",
            id="unknown fact",
        ),
        pytest.param(
            a_question(hint="Listen to the bell."),
            "hint: gives the answer away ('The bell'); hint at it in other words",
            id="a hint with the answer in it",
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
            a_question(format="true_false"),
            "answer: 'The bell' must be true or false with format: true_false",
            id="no verdict",
        ),
        pytest.param(
            a_question(format="number"),
            "answer: 'The bell' must be a number with format: number, in digits",
            id="no number",
        ),
        pytest.param(
            a_question(tolerance="3"),
            "tolerance: is for answers that are numbers and have no wrong options; delete it",
            id="tolerance of words",
        ),
        pytest.param(
            a_question(picture="{link: bell.png}"),
            "picture.link: 'bell.png' is not a link; write all of it, such as https://example.org/moth.png",
            id="no link",
        ),
        pytest.param(
            a_question(picture="{alt: A bell}"),
            "picture: needs one of both: a link (https://...), or a file of the pack (pictures/moth.png)",
            id="no picture",
        ),
        pytest.param(
            a_question(answer="Ada Lind", wrong="[Jo, Ada]"),
            "wrong[1]: 'Ada' is another name of 'Ada Lind'; a wrong one must be wrong",
            id="another name of the answer",
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
    assert problems_of(a_pack(tmp_path, **quiz(question))) == [f"quiz.yaml:2: quiz[0].{problem}"]


def test_the_same_question_twice(tmp_path: Path) -> None:
    said = problems_of(a_pack(tmp_path, **quiz(a_question(), a_question(question="what rings"))))

    assert [line.split(": ")[:2] for line in said] == [
        ["quiz.yaml:3", "quiz[1].id"],
        ["quiz.yaml:3", "quiz[1].question"],
    ]
    assert "asks the same; keep one" in said[1]


def test_a_pack_may_be_a_quiz_alone(tmp_path: Path) -> None:
    about = "format: 1\ntitle: Capitals\n"
    home = a_pack(
        tmp_path,
        **{"pack.yaml": about, "facts.yaml": None, "characters/ada.yaml": None},
        **quiz("{question: What is the capital of Norway?, answer: Oslo}"),
    )

    (question,) = load_pack(home).quiz
    assert (question.id, question.source, question.continuity) == ("what-is-the-capital-of-norway", (), "story")


def test_a_pack_of_nothing_is_refused(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **{"facts.yaml": None})

    assert any("a pack needs at least one fact" in line for line in problems_of(home))


def test_earlier_packs_call_the_quiz_trivia(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **{
            "pack.yaml": GOOD["pack.yaml"] + f"trivia: [{a_question()}]\n",
            "trivia.yaml": f"trivia: [{a_question('r', question='And what else?')}]\n",
            "trivia/more.yaml": f"quiz: [{a_question('s', question='What then?')}]\n",
        },
    )

    assert [each.id for each in load_pack(home).quiz] == ["q", "s", "r"]


def test_both_names_of_a_quiz_in_one_file(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **{"quiz.yaml": f"quiz: [{a_question()}]\ntrivia: []\n"})

    assert problems_of(home) == [
        "quiz.yaml:2: trivia: stands here beside quiz, and both mean the same; put all questions under quiz"
    ]


def test_a_question_under_a_fact_rests_on_it(tmp_path: Path) -> None:
    facts = GOOD["facts.yaml"] + "    spoiler: yes\n    quiz: [{question: What rings?, answer: A bell}]\n"

    (question,) = load_pack(a_pack(tmp_path, **{"facts.yaml": facts})).quiz

    assert (question.fact, question.source, question.continuity, question.spoiler) == ("bell", ("P1",), "film", True)


def test_a_question_says_for_itself_whether_it_is_a_spoiler(tmp_path: Path) -> None:
    facts = GOOD["facts.yaml"] + "    spoiler: yes\n    quiz: [{question: What rings?, answer: A bell, spoiler: no}]\n"

    assert [each.spoiler for each in load_pack(a_pack(tmp_path, **{"facts.yaml": facts})).quiz] == [False]


def test_questions_stand_under_scenes_and_their_facts(tmp_path: Path) -> None:
    plot = (
        "continuity: film\nparts:\n- title: One\n  scenes:\n"
        "  - {id: a, text: It rains., source: P1, quiz: [{question: What falls?, answer: Water}]}\n"
        "  - {id: b, source: P2, facts: [{id: c, text: It snows., quiz: [{question: And now?, answer: Snow}]}]}\n"
    )

    found = load_pack(a_pack(tmp_path, **{"plot.yaml": plot})).quiz

    assert [(each.fact, each.source, each.spoiler) for each in found] == [("a", ("P1",), True), ("c", ("P2",), True)]


def test_a_file_speaks_for_all_its_questions(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **{
            "quiz/capitals.yaml": "licence: CC BY-SA 4.0\ncredit: Open Trivia DB\n"
            "category: Geography\ncontinuity: film\n"
            "quiz:\n- {question: What is the capital of Norway?, answer: Oslo}\n"
            "- {question: What is a fjord?, answer: A bay, category: Nature}\n"
        },
    )

    first, second = load_pack(home).quiz
    assert (first.licence, first.credit, first.category) == ("CC BY-SA 4.0", "Open Trivia DB", "Geography")
    assert second.category == "Nature"


def test_a_question_has_all_that_its_author_gives(tmp_path: Path) -> None:
    line = (
        "{question: How many bells ring?, answer: '1,600', format: number, tolerance: 50, hint: [Many., Very many.], "
        "explanation: They were cast in 1903., author: Robin, continuity: film, "
        "picture: {link: https://example.org/bell.png, alt: A bell, credit: Robin}}"
    )

    (question,) = load_pack(a_pack(tmp_path, **quiz(line))).quiz

    assert (question.format, question.tolerance, question.hints) == (NUMBER, 50.0, ("Many.", "Very many."))
    assert (question.explanation, question.author) == ("They were cast in 1903.", "Robin")
    assert question.picture == Picture(link="https://example.org/bell.png", alt="A bell", credit="Robin")


@pytest.mark.parametrize("typed", ["12:30", "0123", "no", "1_000", "1e3", "2001-01-01", "0x10", "on", "007", "1.50"])
def test_an_answer_is_what_the_author_typed(tmp_path: Path, typed: str) -> None:
    (question,) = load_pack(a_pack(tmp_path, **quiz(a_question(answer=typed, wrong=f"[{typed}1]")))).quiz

    assert (question.answer, question.wrong) == (typed, (f"{typed}1",))


@pytest.mark.parametrize("answer", ["ada", "Ada Lind", "ada lind"])
def test_a_characters_id_or_name_means_the_character(tmp_path: Path, answer: str) -> None:
    (question,) = load_pack(a_pack(tmp_path, **quiz(a_question(answer=answer)))).quiz

    assert question.character == "ada"


def test_another_name_of_a_character_is_only_a_text(tmp_path: Path) -> None:
    (question,) = load_pack(a_pack(tmp_path, **quiz(a_question(answer="Ada")))).quiz

    assert (question.answer, question.character) == ("Ada", "ada")  # the id is found whatever its case is not


def test_questions_that_begin_alike_have_ids_of_their_own(tmp_path: Path) -> None:
    same = "question: Which of these is a very old fruit of the far south, wrong: [A, B], continuity: film"

    first, second = load_pack(a_pack(tmp_path, **quiz(f"{{{same}, answer: Fig}}", f"{{{same}, answer: Plum}}"))).quiz

    assert first.id != second.id
    assert first.id.startswith("which-of-these-is-a-very-old-fru")


def test_a_picture_of_the_pack_must_be_there(tmp_path: Path) -> None:
    lines = [
        a_question(f"q{name}", question=f"What is {name}?", picture=f"{{file: pictures/{name}.png}}") for name in "ab"
    ]
    home = a_pack(tmp_path, **{"pictures/a.png": b"x"}, **quiz(*lines))

    assert problems_of(home) == [
        "quiz.yaml:3: quiz[1].picture.file: there is no pictures/b.png in the pack; did you mean 'pictures/a.png'?"
    ]


def test_the_folder_of_pictures_has_nothing_else(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **{"pictures/notes.txt": "x"})

    assert problems_of(home) == [
        "pictures/notes.txt: pictures/ has pictures only: .png, .jpg, .gif or .webp; move this out of it"
    ]


def test_a_picture_of_a_sheet_must_be_there(tmp_path: Path) -> None:
    ada = "name: Ada Lind\npicture: {file: pictures/ada.png, alt: Ada at the window}\n"
    home = a_pack(tmp_path, **{"characters/ada.yaml": ada})

    assert "characters/ada.yaml:2: picture.file: there is no pictures/ada.png in the pack" in problems_of(home)


def test_a_sheet_has_a_picture(tmp_path: Path) -> None:
    ada = "name: Ada Lind\npicture: {link: 'https://example.org/ada.png', alt: Ada at the window}\n"
    pack = load_pack(a_pack(tmp_path, **{"characters/ada.yaml": ada}))

    assert pack.character("ada").picture == Picture(link="https://example.org/ada.png", alt="Ada at the window")
