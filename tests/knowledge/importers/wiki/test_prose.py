"""The rules of `bot/knowledge/importers/wiki/prose.py`."""

import pytest

from bot.knowledge.importers.wiki.markup import GAP, Line
from bot.knowledge.importers.wiki.prose import About, LeftOut, Told, told_in
from bot.knowledge.model import Pronoun

ADA = About("Ada Lind", ("Ada Lind", "Ada"), Pronoun.SHE, lambda word: word not in {"Jonas", "Harbour"}, {"moths"})
"""Jonas is a man, so "she" can't mean him."""


def told(*paragraphs: str, about: About = ADA) -> list[str]:
    return [each.text for each in told_in([Line(text) for text in paragraphs], about) if isinstance(each, Told)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Ada rows. She sings.", ["Ada rows.", "Ada Lind sings."]),
        ("She sings. Her coat is red.", ["Ada Lind sings.", "Ada Lind's coat is red."]),
        ("When she was nine, she left.", ["When Ada Lind was nine, she left."]),
        ("In 1987 she left.", ["In 1987 Ada Lind left."]),
        ("Ada taught Jonas. She left.", ["Ada taught Jonas.", "Ada Lind left."]),
        ("Ada met Greta. She left.", ["Ada met Greta. She left."]),
        ("Ada met Greta. She left. Ada wept. She sang.", ["Ada met Greta. She left.", "Ada wept.", "Ada Lind sang."]),
        ("Ada has a sister. She sings.", ["Ada has a sister. She sings."]),
        ("Ada met Jonas. He sang.", ["Ada met Jonas. He sang."]),
        ("Ada finds a letter. She reads it aloud.", ["Ada finds a letter. She reads it aloud."]),
        ("Ada has two boats. Both of them leak.", ["Ada has two boats. Both of them leak."]),
        ("The fog came. This was new.", ["The fog came. This was new."]),
        ("The moths leave their lamp.", ["The moths leave their lamp."]),
        ("Greta took her coat and left.", ["Greta took her coat and left."]),
        ("The storm took her coat.", []),
        ("When he arrives, Ada rows.", ["When he arrives, Ada rows."]),
        ("It is said that Ada rows.", []),
    ],
)
def test_each_fact_stands_on_its_own(text: str, facts: list[str]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Moth Harbour is a town. It has a bell.", ["Moth Harbour is a town.", "Moth Harbour has a bell."]),
        ("Moth Harbour has a bell. It rings.", ["Moth Harbour has a bell. It rings."]),
        ("It has a bell.", []),
    ],
)
def test_it_means_the_thing_only_after_its_definition(text: str, facts: list[str]) -> None:
    assert told(text, about=About("Moth Harbour", ("Moth Harbour",), Pronoun.IT)) == facts


def test_on_a_page_about_no_one_no_pronoun_is_explained() -> None:
    assert told("Ada rows. She sings.", "He left.", about=About()) == ["Ada rows. She sings."]


def test_the_last_one_named_counts_across_paragraphs() -> None:
    assert told("Ada met Greta.", "She left.") == ["Ada met Greta."]


@pytest.mark.parametrize(
    "text",
    [
        f"It weighs {GAP} grams.",
        "Ada has {{a lamp}}.",
        "Ada rows to [[Moth Harbour.",
        "Ada | Jonas.",
        "Look at https://example.org for more.",
        "A left-handed pilot",
        "Wow.",
        "Ada's charts are listed below.",
        "Below is a list of moths that Ada knows.",
        "denotes a scene that was cut.",
    ],
)
def test_what_cannot_be_a_fact_is_left_out_and_says_why(text: str) -> None:
    (left_out,) = told_in([Line(text)], ADA)

    assert isinstance(left_out, LeftOut)
    assert left_out.why
    assert GAP not in left_out.text


def test_sentences_that_stay_together_have_a_limit() -> None:
    chain = " ".join(["Greta rows.", *("She sings a song about moths and lamps." for _ in range(40))])

    found = list(told_in([Line(chain)], ADA))

    assert all(len(each.text) <= 500 for each in found)
    assert any(isinstance(each, LeftOut) for each in found)
