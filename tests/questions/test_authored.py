"""Questions that an author wrote, as they are asked."""

import pytest

from bot.knowledge.model import AuthoredQuestion, Pronoun, QuestionFormat
from bot.questions.authored import advice_on_quiz
from bot.questions.grading import Verdict, grade
from bot.questions.maker import questions_of
from bot.questions.model import FALSE, TRUE, QuizQuestion
from tests.questions.builders import a_character, a_fact, a_pack

THOR = a_character("thor", "Thor", aliases=("God of Thunder",))
LOKI = a_character("loki", "Loki")
ODIN = a_character("odin", "Odin")
HEIMDALL = a_character("heimdall", "Heimdall")
FRIGGA = a_character("frigga", "Frigga", pronoun=Pronoun.SHE)
PEOPLE = (THOR, LOKI, ODIN, HEIMDALL, FRIGGA)


def only(own: AuthoredQuestion) -> QuizQuestion:
    question, *_ = questions_of(a_pack(a_fact("rain", "It rains."), characters=PEOPLE, quiz=(own,)))
    return question


def test_three_wrong_options_make_a_choice() -> None:
    question = only(AuthoredQuestion("q", "What falls?", "Rain", wrong=("Snow", "Hail", "Ash"), author="Robin"))

    assert question.format is QuestionFormat.CHOICE
    assert sorted(question.options) == ["Ash", "Hail", "Rain", "Snow"]
    assert question.author == "Robin"


def test_of_many_wrong_options_three_are_shown() -> None:
    question = only(AuthoredQuestion("q", "What falls?", "Rain", wrong=("Snow", "Hail", "Ash", "Mist", "Dew")))

    assert len(question.options) == 4
    assert "Rain" in question.options


@pytest.mark.parametrize(("answer", "wrong", "right"), [("true", "false", TRUE), ("no", "yes", FALSE)])
def test_a_verdict_makes_true_or_false(answer: str, wrong: str, right: str) -> None:
    question = only(AuthoredQuestion("q", "It rains.", answer, wrong=(wrong,)))

    assert (question.format, question.options, question.answer) == (QuestionFormat.TRUE_FALSE, (TRUE, FALSE), right)


def test_true_and_false_have_the_same_level() -> None:
    form = QuestionFormat.TRUE_FALSE
    true, false = (only(AuthoredQuestion("q", "It rains.", each, format=form)) for each in ("true", "false"))

    assert true.difficulty is false.difficulty


def test_a_character_without_wrong_options_stands_among_others() -> None:
    question = only(AuthoredQuestion("q", "Who comes?", "Thor", character="thor"))

    assert question.format is QuestionFormat.CHOICE
    assert len(question.options) == 4
    assert set(question.options) <= {"Thor", "Loki", "Odin", "Heimdall", "Frigga"}
    assert grade("god of thunder", question) is Verdict.RIGHT


def test_a_name_that_stands_in_the_question_is_not_typed() -> None:
    question = only(AuthoredQuestion("q", "What is the God of Thunder called?", "Thor", character="thor"))

    assert "God of Thunder" not in question.accepted


def test_what_is_to_be_typed_has_no_options() -> None:
    question = only(AuthoredQuestion("q", "Who comes?", "Thor", character="thor", format=QuestionFormat.TYPED))

    assert (question.options, question.can_be_typed) == ((), True)


def test_an_answer_of_no_kind_is_typed() -> None:
    assert only(AuthoredQuestion("q", "What falls?", "Rain")).options == ()


def test_a_number_stands_among_numbers_that_are_too_far_off_to_be_right() -> None:
    question = only(AuthoredQuestion("q", "How many bells are there?", "40", tolerance=10))

    assert question.format is QuestionFormat.NUMBER
    assert question.options == tuple(sorted(question.options, key=int))
    assert all(abs(int(each) - 40) > 10 for each in question.options if each != "40")


@pytest.mark.parametrize(
    ("typed", "verdict"), [("45", Verdict.RIGHT), ("about 31", Verdict.RIGHT), ("51", Verdict.WRONG)]
)
def test_a_number_may_be_as_far_off_as_its_author_allows(typed: str, verdict: Verdict) -> None:
    assert grade(typed, only(AuthoredQuestion("q", "How many bells are there?", "40", tolerance=10))) is verdict


def test_the_licence_of_a_file_is_shown() -> None:
    own = AuthoredQuestion("q", "What falls?", "Rain", licence="CC BY-SA 4.0", credit="Open Trivia DB")

    assert only(own).credit == "Open Trivia DB · CC BY-SA 4.0"
    assert only(own).author == "Open Trivia DB"


@pytest.mark.parametrize(
    ("own", "advice"),
    [
        pytest.param(
            AuthoredQuestion("q", "What falls?", "A very heavy rain", wrong=("Snow", "Ash"), source=("P1",)),
            "is far longer than the wrong options",
            id="length",
        ),
        pytest.param(
            AuthoredQuestion("q", "How many?", "12", wrong=("Many", "13"), source=("P1",)),
            "some of the options are numbers and some are not",
            id="numbers",
        ),
        pytest.param(AuthoredQuestion("q", "What falls?", "Rain"), "names no source", id="source"),
        pytest.param(
            AuthoredQuestion("q", "What falls? " * 20, "Rain", source=("P1",)), "are read while the clock", id="long"
        ),
    ],
)
def test_what_is_a_matter_of_taste_is_advice(own: AuthoredQuestion, advice: str) -> None:
    (said,) = advice_on_quiz(a_pack(characters=PEOPLE, quiz=(own,)))

    assert advice in said[2]
