"""What counts as a right answer, in a table; and that nothing at all makes the judge stumble."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.english.numbers import in_figures, in_words, ordinal, value_of
from bot.questions.grading import Verdict, grade, is_meant_as_answer, judge, same_answer, words_of
from bot.questions.model import FALSE, IS_RIGHT, TRUE, QuizQuestion
from tests.questions.builders import a_question

RIGHT, WRONG = Verdict.RIGHT, Verdict.WRONG

HEROES = ("Thor", "Loki", "Thanos", "Hulk", "Wasp", "Odin", "Drax", "Nick Fury", "Maria Hill", "Vision", "Ultron")

TABLE = Path(__file__).parent / "graded_answers.yaml"


@dataclass(frozen=True)
class Row:
    """Something typed, what it answers, and how that has to be judged."""

    section: str
    subject: str
    asked: str
    accepted: tuple[str, ...]
    others: tuple[str, ...]
    typed: str
    verdict: Verdict


def cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("|"))


def rows() -> Iterator[Row]:
    for section, subjects in yaml.safe_load(TABLE.read_text("utf-8")).items():
        for subject, told in subjects.items():
            if "statement" in told:
                truth = str(told["statement"])
                accepted, others = IS_RIGHT[truth], IS_RIGHT[FALSE if truth == TRUE else TRUE]
            else:
                accepted, others = cells(told["accepted"]), cells(told["others"])
            for key in told.keys() - {"asked", "statement", "accepted", "others"}:
                for typed in cells(told[key]):
                    yield Row(section, subject, told["asked"], accepted, others, typed, Verdict[key.upper()])


ROWS = list(rows())
GROUPS = sorted({(row.section, row.verdict.name) for row in ROWS})


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 1000


@pytest.mark.parametrize(("section", "verdict"), GROUPS, ids=lambda name: name.lower())
def test_typed_answers_are_judged_fairly(section: str, verdict: str) -> None:
    misjudged = [
        f"{row.subject}: {row.typed!r} is {judged.name}, not {verdict}"
        for row in ROWS
        if (row.section, row.verdict.name) == (section, verdict)
        for judged in [judge(row.typed, row.accepted, row.others, asked=row.asked)]
        if not (judged is not RIGHT if row.verdict is WRONG else judged is row.verdict)  # why it is wrong is open
    ]

    assert misjudged == []


@pytest.mark.parametrize(
    "text",
    ["||Thor||", "**Thor**", "__thor__", "> thor", "`thor`", "thor\n", "<@12345678> thor", "thor <:hammer:12345678>"],
)
def test_markup_of_discord_is_nothing(text: str) -> None:
    assert judge(text, ["Thor"], HEROES[1:]) is RIGHT


@pytest.mark.parametrize("text", ["thor\nloki", "1. thor\n2. loki", "thor" + " i think" * 60 + " or loki", "x" * 2000])
def test_a_list_or_a_lecture_is_no_answer(text: str) -> None:
    assert judge(text, ["Thor"], HEROES[1:]) is not RIGHT


@pytest.mark.parametrize(
    "piece",
    [
        "i ",
        "the ",
        "thor or ",
        "1,",
        "1 ",
        "twenty ",
        "x",
        "a.",
        "b. ",
        "(",
        "not ",
        "é",
        "b c d ",
        "who wields the ",
        "1.5 million ",
        "-1",
        "21yo ",
        "m",
        "irom mam ",
    ],
)
def test_nothing_takes_long_to_judge(piece: str) -> None:
    names = tuple(f"Name{number} Surname{number}" for number in range(60))
    for known in ("thor", "wieldedings"):  # the names and the words of English are read once
        judge(known, ["Thor", "90", "Iron Man"], names, asked="Who wields the hammer?")

    for length in (199, 2000):
        took = []
        for _ in range(3):  # a garbage collection in between is none of its time
            began = time.process_time()
            judge((piece * length)[:length], ["Thor", "90", "Iron Man"], names, asked="Who wields the hammer?")
            took.append(time.process_time() - began)
        assert min(took) < 0.1  # a few ms; the rest is for a busy machine


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert judge(text, ["Thor", "90"], HEROES[1:]) in Verdict


@given(st.sampled_from(HEROES[1:]), st.sampled_from(["{}", "is it {}?", "i think it's {}", "{}!!", "the {}"]))
def test_a_wrong_name_is_never_right(name: str, wording: str) -> None:
    assert judge(wording.format(name), ["Thor"], HEROES[1:]) is not RIGHT


def test_what_a_server_accepted_counts() -> None:
    question = a_question()

    assert grade("hammer guy", question) is WRONG
    assert grade("Hammer-guy!", question, also=["hammer guy"]) is RIGHT


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("hammer guy", "the Hammer Guy!", True),
        ("hammer guy", "i think it's hammer guy", True),
        ("a hundred and five", "105", True),
        ("hammer guy", "hammer", False),
        ("?", "!", False),
    ],
)
def test_when_two_typed_answers_are_the_same(first: str, second: str, same: bool) -> None:
    assert same_answer(first, second) is same


class TestSaidToNobody:
    """Whether a plain message in a channel in which everybody chats is an answer."""

    THOR = a_question(options=("Thor", "Loki", "Thanos", "Hulk"), accepted=("Odinson",))
    BAKED = a_question(text="What is baked?", options=("scone", "bread", "pie", "cake"), answer="scone")
    STEPS = a_question(text="How many steps?", options=("105", "100", "98", "4"), answer="105")
    NAMES = words_of(("Black Widow", "Captain America", "Nick Fury", "Iron Man"))

    @pytest.mark.parametrize(
        "text",
        [
            "thor",
            "I think it's maybe Thor!",
            "thro",
            "loki?",
            "is it hulk",
            "thor or loki",
            "iron man",
            "captain america",
            "fury",
            "zebra",
            "thanoss",
        ],
    )
    def test_right_answers_names_and_rare_words_are(self, text: str) -> None:
        assert self.meant(text, self.THOR)

    @pytest.mark.parametrize(
        "text",
        [
            "lol",
            "haha nice one",
            "brb dinner",
            "gg",
            "no idea",
            "that was close",
            "who is fury",
            "what was the score",
            "not loki",
            "man",
            "loki is my favourite of all of them",
            "loki deserved better",
            "anyone want pizza",
            "i have no clue, this is way too hard for me",
            "2 more questions",
            "Thanos, Loki, Hulk, Fury",
            "",
        ],
    )
    def test_talk_is_not(self, text: str) -> None:
        assert not self.meant(text, self.THOR)

    @pytest.mark.parametrize(
        ("text", "is_meant"), [("bread", True), ("a pie?", True), ("zebra", True), ("time", False)]
    )
    def test_where_the_answer_is_a_plain_word_the_options_are(self, text: str, is_meant: bool) -> None:
        assert self.meant(text, self.BAKED) is is_meant

    @pytest.mark.parametrize(("text", "is_meant"), [("99", True), ("a hundred", True), ("many", False)])
    def test_where_a_number_is_asked_for_numbers_are(self, text: str, is_meant: bool) -> None:
        assert self.meant(text, self.STEPS) is is_meant

    @given(st.text(max_size=300))
    def test_any_text_is_decided(self, text: str) -> None:
        assert self.meant(text, self.THOR) in (True, False)

    def meant(self, text: str, question: QuizQuestion) -> bool:
        return is_meant_as_answer(text, question, grade(text, question), names=self.NAMES)


class TestNumbers:
    @given(st.integers(0, 100))
    def test_a_number_in_words_is_read_again(self, number: int) -> None:
        assert value_of(in_words(number)) == number

    @given(st.integers(1, 9999))
    def test_an_ordinal_is_read_as_its_number(self, number: int) -> None:
        assert value_of(ordinal(number)) == number

    @given(
        st.lists(st.sampled_from(["a", "and", "five", "hundred", "thousand", "7", "twenty", "first", "x"]), max_size=8)
    )
    def test_any_words_can_be_read(self, words: list[str]) -> None:
        assert len(in_figures(words)) <= len(words)
