"""Tables: CSV and TSV."""

import pytest

from bot.knowledge.importers.parsed import ParsedPicture
from bot.knowledge.importers.table import parse, parse_tsv
from tests.knowledge.importers.builders import only, wrong_in

HEADER = "question,answer,aliases,wrong1,wrong2,wrong3,difficulty,category,explanation,source,hint,image,author,licence"


def test_a_header_says_what_each_column_is() -> None:
    row = 'Who?,Ada,"Ada Lind; the keeper",Bo,Cy,"Di; Ed",Easy,Moths,She does.,ch. 2,A name,https://e.org/a.png,Me,CC0'

    question = only(parse(f"{HEADER}\n{row}\n"))

    assert (question.question, question.answer) == ("Who?", "Ada")
    assert (question.accepted, question.wrong) == (("Ada Lind", "the keeper"), ("Bo", "Cy", "Di; Ed"))
    assert (question.difficulty, question.category, question.explanation) == ("easy", "Moths", "She does.")
    assert (question.source, question.hints, question.author) == (("ch. 2",), ("A name",), "Me")
    assert (question.picture, question.licence) == (ParsedPicture("https://e.org/a.png"), "CC0")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_looking(delimiter: str) -> None:
    rows = [["Question", "Answer"], ["Who, then?", "Ada"], ["What; really?", "A bell"], ["Where | when?", "Here"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)

    quiz = parse(text)

    assert [question.answer for question in quiz.questions] == ["Ada", "A bell", "Here"]


def test_excel_may_name_the_delimiter_in_the_first_line() -> None:
    question = only(parse("sep=;\nquestion;answer\nWho, then?;Ada\n"))

    assert (question.place.line, question.question, question.answer) == (3, "Who, then?", "Ada")


def test_without_a_header_positions_count() -> None:
    quiz = parse("Who?,Ada,Bo,Cy\nWhat?,A bell\nMoths fly.,True\n")

    assert quiz.notes == ("no header was found, so the columns were read as question, answer, wrong answers",)
    assert [(each.answer, each.wrong) for each in quiz.questions] == [
        ("Ada", ("Bo", "Cy")),
        ("A bell", ()),
        ("True", ("False",)),
    ]


def test_a_first_column_that_only_counts_is_passed_over() -> None:
    assert [each.question for each in parse("1,Who?,Ada\n2,What?,A bell\n").questions] == ["Who?", "What?"]


def test_percent_encoding_is_undone_where_all_of_it_is_encoded() -> None:
    assert only(parse("What%20is%20100%25%3F,Caf%C3%A9\n")).question == "What is 100%?"
    assert only(parse("What is 100%25?,a%20b\n")).answer == "a%20b"


def test_entities_are_undone_where_quotes_are_written_so() -> None:
    assert only(parse("Who said &quot;Hi&quot; &amp; left?,A&amp;B\n")).answer == "A&B"
    assert only(parse("What is &amp; in HTML?,&amp;\n")).answer == "&amp;"


@pytest.mark.parametrize("answer", ["B", "2", "Bo", "bo", "Option 2", "b)"])
def test_the_right_one_of_options_is_named_by_text_number_or_letter(answer: str) -> None:
    question = only(parse(f"question,option1,option2,option3,correct answer\nWho?,Ada,Bo,Cy,{answer}\n"))

    assert (question.answer, question.wrong) == ("Bo", ("Ada", "Cy"))


def test_options_may_stand_under_letters() -> None:
    question = only(parse("Question,A,B,C,Answer\nWho?,Ada,Bo,Cy,C\n"))

    assert (question.answer, question.wrong) == ("Cy", ("Ada", "Bo"))


@pytest.mark.parametrize("cell", ['"[""Bo"", ""Cy; Di""]"', "\"['Bo', 'Cy; Di']\""])
def test_a_list_in_a_cell_is_read_as_one(cell: str) -> None:
    assert only(parse(f"question,answer,incorrect_answers\nWho?,Ada,{cell}\n")).wrong == ("Bo", "Cy; Di")


def test_quotation_marks_in_a_table_with_tabs_may_be_text() -> None:
    quiz = parse_tsv('"Moth" is what?\tAn insect\nWhat is a "moth\tAn insect, too\n')

    assert [each.question for each in quiz.questions] == ['"Moth" is what?', 'What is a "moth']


def test_a_text_may_go_over_several_lines() -> None:
    quiz = parse('question,answer\n"Who\nis it?",Ada\nWhat?,\n')

    assert quiz.questions[0].question == "Who is it?"
    assert wrong_in(quiz) == [(4, "there is no answer; write one, or delete the record")]


def test_a_comma_too_many_and_an_open_quote_are_named() -> None:
    quiz = parse('question,answer\nWho, then?,Ada\nWhat?,A bell\n"Where?,Here\n')

    assert [line for line, _ in wrong_in(quiz)] == [4, 2]
    assert [each.answer for each in quiz.questions] == ["A bell"]


def test_columns_that_nobody_knows_are_told() -> None:
    quiz = parse("question,answer,points,level\nWho?,Ada,5,Hard\nWhat?,Bo,5,Expert\n")

    assert [each.difficulty for each in quiz.questions] == ["hard", ""]
    assert quiz.notes == (
        "columns left out: points",
        "difficulty left out where it is none of easy, medium, hard: expert",
    )


@pytest.mark.parametrize("text", ["", "just one column\nand another row\n"])
def test_a_table_of_one_column_is_none(text: str) -> None:
    assert "only one column" in wrong_in(parse(text))[0][1]
