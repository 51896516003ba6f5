"""The base of a verb, from its other forms."""

import pytest

from bot.knowledge.verbs import base_of_past, base_of_third

THIRDS = "carries/carry watches/watch loves/love goes/go has/have fixes/fix kisses/kiss dies/die closes/close"
PASTS = """
wrote/write stopped/stop carried/carry killed/kill moved/move created/create raised/raise trained/train hired/hire
smuggled/smuggle captured/capture married/marry changed/change belonged/belong opened/open poisoned/poison used/use
discovered/discover inspired/inspire cursed/curse danced/dance agreed/agree
"""


@pytest.mark.parametrize("pair", THIRDS.split())
def test_a_third_person_has_a_base(pair: str) -> None:
    form, base = pair.split("/")

    assert base_of_third(form) == base


@pytest.mark.parametrize("pair", PASTS.split())
def test_a_past_has_a_base(pair: str) -> None:
    form, base = pair.split("/")

    assert base_of_past(form) == base


@pytest.mark.parametrize("word", ["friend", "father", "red", "bed", "seed", ""])
def test_other_words_are_no_pasts(word: str) -> None:
    assert base_of_past(word) == ""
