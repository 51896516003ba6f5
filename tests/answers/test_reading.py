"""How a line is read in the terms of a pack."""

from dataclasses import replace

import pytest

from bot.answers.index import index_of
from bot.answers.reading import MOST_UNITS
from tests.answers.builders import a_scene, plain_story, salt_lighthouse


def test_of_a_very_long_line_only_the_most_telling_words_are_looked_for() -> None:
    index = index_of(salt_lighthouse())
    line = " ".join(fact.text for fact in index.pack.facts)

    units = index.read(line).units

    assert len(units) == MOST_UNITS


def test_the_words_that_are_kept_stay_in_their_order() -> None:
    index = index_of(salt_lighthouse())
    line = f"{'really good ' * 15} who stole the lens of the lighthouse"

    raws = [unit.raw for unit in index.read(line).units]

    assert raws[-3:] == ["stole", "lens", "lighthouse"]


def test_a_slip_is_corrected_to_a_word_of_the_pack() -> None:
    index = index_of(salt_lighthouse())

    assert index.read("who stole the lense of the ligthouse").raws[-1] == "lighthouse"
    assert index.read("the lens", mend=False).raws == ("the", "lens")


def test_a_slip_that_could_be_several_words_stands_for_each_of_them() -> None:
    scenes = [a_scene(1, "A stone fell.", pack="two"), a_scene(2, "A store burnt.", pack="two")]
    index = index_of(plain_story(facts=tuple(scenes), id="two"))

    [unit] = [unit for unit in index.read("who is the stoae").units if unit.mended]

    assert unit.holders.tolist() == [0] or unit.holders.tolist() == [0, 1]


@pytest.mark.parametrize(
    "line",
    [
        "can my kid play",
        "who was muted",
        "a campfire at 4am",
        "which email",
        "what ip",
        "overdue capsules",
        "my 2nd alt",
    ],
)
def test_words_that_only_the_pack_lacks_stay_as_they_are(line: str) -> None:
    assert list(index_of(salt_lighthouse()).read(line).raws) == line.split()


@pytest.mark.parametrize(
    ("typed", "read"),
    [("hwo did tobin fall", "how"), ("were did tobin fall", "where"), ("wo plays mara", "who"), ("yhe lens", "the")],
)
def test_slips_in_little_words_are_corrected(typed: str, read: str) -> None:
    assert index_of(salt_lighthouse()).read(typed).raws[0] == read


@pytest.mark.parametrize(
    ("line", "focus"),
    [
        ("which golden stone is on his head", ["golden", "stone"]),
        ("how many lamps did they light", ["many", "lamps"]),
        ("who stole the lens", []),
    ],
)
def test_the_words_that_say_what_is_wanted_are_told(line: str, focus: list[str]) -> None:
    question = index_of(salt_lighthouse()).read(line)

    assert [unit.raw for unit, is_meant in zip(question.units, question.in_focus, strict=True) if is_meant] == focus


def test_a_clause_that_tells_when_is_told_from_the_rest() -> None:
    question = index_of(salt_lighthouse()).read("what did mara do when the mast broke")

    assert [unit.raw for unit, is_in in zip(question.units, question.in_clause, strict=True) if is_in] == [
        "mast",
        "broke",
    ]
    assert question.kind == "after"


@pytest.mark.parametrize(
    ("line", "other", "is_same"),
    [
        ("who stole the lens", "who has stolen the lens", True),
        ("who created tobin", "who was created by tobin", False),
        ("who is tobin a brother", "to whom is tobin a brother", False),
        ("who won", "who won in the heron", False),
    ],
)
def test_a_question_is_the_same_only_if_it_asks_for_the_same(line: str, other: str, is_same: bool) -> None:
    pack = salt_lighthouse()
    index = index_of(replace(pack, title="The Salt Heron", aliases=()))

    assert (index.read(line).key == index.read(other).key) is is_same


@pytest.mark.parametrize(
    ("line", "compares"),
    [
        ("is Mara older than Tobin", True),
        ("is mara more stubborn than the captain sorrel", True),
        ("who rows to the reef other than Mara, Tobin?", False),
        ("is Tobin older than he looks, says Mara", False),
        ("is Mara taller than average", False),
    ],
)
def test_a_comparison_names_two(line: str, compares: bool) -> None:
    assert index_of(salt_lighthouse()).read(line).compares is compares


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("who won last weeks race", "last week"),
        ("How many came last year?", "last year"),
        ("who drowned in the last year of the war", ""),
        ("i saw it last night, who stole the lens", ""),
        ("who was the last keeper", ""),
        ("what's this week's watchword", "this week"),
        ("which song is it this month?", "this month"),
        ("when does the ferry go this week", ""),
    ],
)
def test_a_question_asks_about_a_time_counted_from_today(line: str, period: str) -> None:
    assert index_of(salt_lighthouse()).read(line).period == period


@pytest.mark.parametrize(
    ("line", "asks_price"),
    [
        ("how much is the rum", True),
        ("how much does mara pay", True),
        ("What's the price for guests?", True),
        ("what does a cask of rum cost", True),
        ("how much rum does he drink", False),
        ("who pays for the lens", False),
        ("what is it worth to him", False),
    ],
)
def test_a_question_asks_for_a_price(line: str, *, asks_price: bool) -> None:
    assert index_of(salt_lighthouse()).read(line).asks_price is asks_price
