"""The rules of `bot/knowledge/units.py`."""

import pytest

from bot.knowledge.units import source_in_words, sources_in_words

UNITS = {"plot": "plot summary, paragraph", "P": "programme, page", "talk": "a talk with the director"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (["plot 12"], "plot summary, paragraph 12"),
        (["P12"], "programme, page 12"),
        (["P01"], "programme, page 1"),
        (["P100"], "programme, page 100"),
        (["plot-3b"], "plot summary, paragraph 3b"),
        (["P01", "P02", "P02"], "programme, page 1, 2"),
        (["P01", "plot 2", "P03"], "programme, page 1; plot summary, paragraph 2; programme, page 3"),
        (["talk"], "a talk with the director"),
        (["page 12"], "page 12"),
        (["12"], "12"),
        (["P"], "programme, page"),
        (["THOR-1"], "THOR-1"),
    ],
)
def test_a_source_is_told_in_the_packs_words(source: list[str], words: str) -> None:
    assert source_in_words(source, UNITS) == words


def test_without_units_sources_stay_as_they_are() -> None:
    assert source_in_words(["P01", "THOR-1"], {}) == "P01, THOR-1"


def test_each_source_is_told_on_its_own_where_they_are_a_list() -> None:
    assert sources_in_words(["P01", "P02", "talk"], UNITS) == ("programme, page 1, 2", "a talk with the director")
