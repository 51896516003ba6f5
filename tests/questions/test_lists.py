"""What the questions of a list are to each other."""

import pytest

from bot.knowledge.model import AuthoredQuestion
from bot.questions.grading import Verdict, grade
from bot.questions.lists import Lists, asked_for
from bot.questions.maker import questions_of
from tests.questions.builders import a_pack


def a_list(*asked: tuple[str, str]) -> tuple[AuthoredQuestion, ...]:
    return tuple(
        AuthoredQuestion(f"q{number}", question, answer, file="quiz/list.yaml")
        for number, (question, answer) in enumerate(asked)
    )


COLOURS = a_list(
    ("What colour is the sky?", "Blue"),
    ("What color is grass?", "Green"),
    ("What is the colour of snow?", "White"),
    ("In the story, what colour is the cab?", "Yellow"),
    ("Which city is the capital of Norway?", "Oslo"),
)
GODS = a_list(
    ("Who wields the hammer?", "Thor"),
    ("Who is the son of Laufey and the brother of Thor?", "Loki"),
    ("Who is the father of Thor?", "Odin"),
    ("Who guards the bridge of Odin?", "Heimdall"),
    ("Who rides through the air with cats?", "Freya"),
    ("Who is the brother of the one with the cats, Freya?", "Frey"),
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What colour is the sky?", "color"),
        ("To what color is the eye most sensitive?", "color"),
        ("What is the name of the famous sword?", "sword"),
        ("In which European city is the Louvre?", "citi"),
        ("Lake Mamry is in which country?", "countri"),
        ("Which animated film features a house?", "film"),
        ("Who wrote Les Misérables?", "who writes"),
        ("Who is the Heir of Slytherin?", "who"),
        ("Which character says that?", "who"),
        ("In Doctor Who, how many hearts does the doctor have?", "how many"),
        ("What did he see?", ""),
        ("Which of the following is a nickname?", ""),
        ("What is 1500 in Roman numerals?", ""),
        ("Legolas...", ""),
    ],
)
def test_a_question_says_what_it_asks_for(question: str, kind: str) -> None:
    assert asked_for(question) == kind


def test_answers_of_the_same_kind_are_options() -> None:
    sky, *_, city = questions_of(a_pack(quiz=COLOURS))

    assert sorted(sky.options) == ["Blue", "Green", "White", "Yellow"]
    assert city.options == ()


def test_two_forms_of_a_word_are_one_option() -> None:
    fruit = a_list(
        ("Which fruit is red?", "Apple"),
        ("Which fruit has a stone?", "Peach"),
        ("Which fruit makes marmalade?", "Orange"),
        ("Which fruit grows in Seville?", "Oranges"),
        ("Which fruit has two halves?", "Pear"),
    )

    assert {each.text for each in Lists(fruit).options_for(fruit[0])} == {"Peach", "Orange", "Pear"}
    assert {each.text for each in Lists(fruit).options_for(fruit[2])} == {"Apple", "Peach", "Pear"}


def test_people_are_options_where_the_list_tells_of_one_story() -> None:
    assert len(Lists(GODS).options_for(GODS[0])) == 5


def test_people_of_general_knowledge_are_not_told_apart_by_options() -> None:
    people = a_list(
        ("Who won the election?", "Anna Berg"),
        ("Who is the god of thunder?", "Thor"),
        ("Who lives in a pineapple?", "Sponge Bob"),
        ("Who was the first king?", "Henry"),
    )

    assert Lists(people).options_for(people[0]) == ()


def test_another_answer_of_the_list_is_no_slip() -> None:
    by_answer = {question.answer: question for question in questions_of(a_pack(quiz=GODS))}

    assert grade("Frey", by_answer["Freya"]) is Verdict.WRONG
    assert grade("Freja", by_answer["Freya"]) is Verdict.RIGHT
    assert grade("Freya", by_answer["Frey"]) is Verdict.WRONG


def test_a_more_exact_answer_of_the_list_stays_right() -> None:
    cities = a_list(("Where is the zoo?", "Omaha"), ("Where is the river?", "Omaha, Nebraska"))
    question, _ = questions_of(a_pack(quiz=cities))

    assert grade("Omaha, Nebraska", question) is Verdict.RIGHT


def test_each_file_and_each_category_is_a_list_of_its_own() -> None:
    elsewhere = AuthoredQuestion("x", "What colour is the sea?", "Grey", file="quiz/other.yaml")

    assert Lists((*COLOURS, elsewhere)).options_for(elsewhere) == ()
