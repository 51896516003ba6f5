"""GIFT."""

import pytest

from bot.knowledge.importers.gift import parse
from bot.knowledge.importers.parsed import ParsedPicture
from tests.knowledge.importers.builders import only, wrong_in


def test_a_choice_has_one_right_answer_and_an_explanation() -> None:
    question = only(
        parse("// who\n::Bell::Who rings the bell?{\n  ~Ada#No.\n  =Jonas#He lives in the tower.\n\n  ~Pell\n}\n")
    )

    assert (question.question, question.answer, question.wrong) == ("Who rings the bell?", "Jonas", ("Ada", "Pell"))
    assert (question.explanation, question.place.line) == ("He lives in the tower.", 2)


@pytest.mark.parametrize(("sign", "answer"), [("T", "True"), ("FALSE", "False"), ("true#No.#Yes.", "True")])
def test_true_or_false(sign: str, answer: str) -> None:
    question = only(parse(f"Moths fly at night.{{{sign}}}"))

    assert (question.answer, question.format, len(question.wrong)) == (answer, "true_false", 1)


def test_short_answers_are_accepted_without_half_right_ones() -> None:
    question = only(parse("Who?{=Ada =%100%Ada Lind =%50%Lind =%0%Bo#No}"))

    assert (question.answer, question.accepted, question.wrong) == ("Ada", ("Ada Lind",), ())


@pytest.mark.parametrize(
    ("inside", "answer", "tolerance"),
    [
        ("#12", "12", ""),
        ("#12:0", "12", ""),
        ("#3.14:.005", "3.14", "0.005"),
        ("#1..5", "3", "2"),
        ("#=1822:2 =%50%1800:30", "1822", "2"),
        ("#-5:1e-2", "-5", "0.01"),
    ],
)
def test_numbers_have_a_tolerance(inside: str, answer: str, tolerance: str) -> None:
    question = only(parse(f"How many?{{{inside}}}"))

    assert (question.answer, question.tolerance, question.format) == (answer, tolerance, "number")


def test_several_right_numbers_are_typed() -> None:
    question = only(parse("Which root?{#=4:0 =-7:0}"))

    assert (question.answer, question.accepted, question.format) == ("4", ("-7",), "typed")


def test_answers_within_a_sentence_leave_a_gap() -> None:
    assert only(parse("Ada {~sold =rang} the bell.")).question == "Ada _____ the bell."
    assert only(parse("Two and two are {=four =4}.")).question == "Two and two are _____."


def test_escaped_signs_are_text() -> None:
    question = only(parse(r"Which is 5\: a \{b\}?{ ~\= 2 + 2 =\= 2 + 3#\\frac \~ is what we call it }"))

    assert (question.question, question.answer, question.wrong) == ("Which is 5: a {b}?", "= 2 + 3", ("= 2 + 2",))


def test_markup_is_undone_and_a_linked_picture_kept() -> None:
    picture = r'<img alt\="A moth" src\="https\://e.org/a.png">'

    question = only(parse(rf"[html]<p>Who is <b>this</b>\n\n&amp; when?</p>{picture}{{=x < y =<i>z</i>}}"))

    assert (question.question, question.answer, question.accepted) == ("Who is this & when?", "x < y", ("z",))
    assert question.picture == ParsedPicture("https://e.org/a.png", "A moth")


def test_the_category_is_the_last_step_of_its_path() -> None:
    quiz = parse("$CATEGORY: $course$/top/Moths/Night\n\nWho?{=Ada}\n\n$CATEGORY: top\nWhat?{=A bell}\n")

    assert [question.category for question in quiz.questions] == ["Night", ""]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How are you?{}", "free text"),
        ("Match.{=a -> b =c -> d}", "matching"),
        ("Which two?{~%50%a ~%50%b ~%-100%c}", "several answers"),
        ("Who?{~a ~b}", "no answer is right"),
        ("Who?{1:SHORTANSWER:=Ada}", "cloze"),
        ("Who?{=Ada", "braces don't match"),
        ("Who {=a} and {=b}?", "several {braces}"),
        ("Who?{Ada}", "don't begin with"),
        ("How many?{#many}", "right number"),
        (r'Who is this?<img src\="@@PLUGINFILE@@/a.png">{=Ada}', "picture that isn't in the file"),
        ("A text.\n\nWho?{=Ada}", "no answer in {braces}"),
    ],
)
def test_what_cannot_be_asked_is_listed(text: str, said: str) -> None:
    (bad,) = parse(f"Fine?{{=yes}}\n\n{text}\n").bad

    assert bad.place.line == 3
    assert said in bad.message


def test_an_open_brace_does_not_take_the_next_question_with_it() -> None:
    quiz = parse("Who?{=Ada\n\nWhat?{=A bell}\nWhere?{=Here}\n")

    assert [question.answer for question in quiz.questions] == ["A bell", "Here"]


def test_a_text_without_braces_is_not_gift() -> None:
    assert "isn't GIFT" in wrong_in(parse("Only a text.\n"))[0][1]
