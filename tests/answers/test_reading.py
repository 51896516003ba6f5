"""How a line is read in the terms of a pack."""

from bot.answers.index import PackIndex
from bot.answers.reading import MOST_UNITS
from tests.answers.builders import salt_lighthouse


def test_of_a_very_long_line_only_the_most_telling_words_are_looked_for() -> None:
    index = PackIndex(salt_lighthouse())
    line = " ".join(fact.text for fact in index.pack.facts)

    units = index.read(line).units

    assert len(units) == MOST_UNITS


def test_the_words_that_are_kept_stay_in_their_order() -> None:
    index = PackIndex(salt_lighthouse())
    line = f"{'really good ' * 15} who stole the lens of the lighthouse"

    raws = [unit.raw for unit in index.read(line).units]

    assert raws[-3:] == ["stole", "lens", "lighthouse"]


def test_a_slip_is_corrected_to_a_word_of_the_pack() -> None:
    index = PackIndex(salt_lighthouse())

    assert index.read("who stole the lense of the ligthouse").raws[-1] == "lighthouse"
    assert index.read("the lens", mend=False).raws == ("the", "lens")
