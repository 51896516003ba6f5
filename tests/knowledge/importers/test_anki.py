"""Anki's notes."""

import pytest

from bot.knowledge.importers.anki import parse
from bot.knowledge.importers.parsed import ParsedPicture
from tests.knowledge.importers.builders import only, wrong_in


def test_front_and_back_are_question_and_answer() -> None:
    question = only(parse("Who rings the <b>bell</b>?\tJonas&nbsp;Lind\tsome tags\n"))

    assert (question.question, question.answer, question.wrong) == ("Who rings the bell?", "Jonas Lind", ())


def test_the_head_of_an_export_says_what_the_columns_are() -> None:
    question = only(
        parse(
            "#separator:Semicolon\n#html:false\n#deck column:1\n#columns:Deck;Back;Front\nMy::Moths;A <b>;Which tag?\n"
        )
    )

    assert (question.question, question.answer, question.category) == ("Which tag?", "A <b>", "Moths")
    assert question.place.line == 5


def test_each_numbered_gap_is_a_question() -> None:
    quiz = parse("Fill in.\t{{c1::Ada|Ada Lind}} rings {{c2::the bell::a thing}} {{c1::Ada|Ada Lind}}.\t\n")

    first, second = quiz.questions
    assert (first.question, first.answer) == ("Fill in. _____ rings the bell _____.", "Ada")
    assert first.accepted == ("Ada Lind",)
    assert (second.answer, second.hints) == ("the bell", ("a thing",))


def test_sounds_go_and_linked_pictures_stay() -> None:
    question = only(parse('[sound:a.mp3]Who is it? <img src="https://e.org/a.png" />\tAda\n'))

    assert (question.question, question.picture) == ("Who is it?", ParsedPicture("https://e.org/a.png"))


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("only a front", "only one field"),
        ('<img src="a.jpg">\tAda', "picture that isn't in the file"),
        ("[sound:a.mp3]\tAda", "no question"),
        ("Who?\t", "no answer"),
        ("{{c1::Ada}} and {{c1::Bo}}\t", "several things at once"),
    ],
)
def test_a_bad_note_is_named(note: str, said: str) -> None:
    ((line, message),) = wrong_in(parse(f"Fine?\tYes\n{note}\n"))

    assert line == 2
    assert said in message
