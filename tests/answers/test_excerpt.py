"""The sentence of a longer fact that answers comes first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.excerpt import LONG, Excerpt, excerpt
from tests.small_pack import ORLO

THEFT = (
    "Mara polishes the great lens of the lighthouse every evening before the lamp is lit. Captain Orlo steals it in "
    "the storm of 1899 because he needs money. It sinks with his ship near the Needle Rocks."
)
POLISHES, STEALS, SINKS = (
    "Mara polishes the great lens of the lighthouse every evening before the lamp is lit.",
    "Captain Orlo steals it in the storm of 1899 because he needs money.",
    "It sinks with his ship near the Needle Rocks.",
)


@pytest.mark.parametrize(
    ("question", "matched", "answering"),
    [
        ("who steals the lens in the storm", ("steals", "lens", "storm"), STEALS),
        ("why did orlo steal it", ("orlo", "steal"), STEALS),
        ("who nicked it", ("nicked",), STEALS),
        ("when does mara polish the lens", ("mara", "polish", "lens"), POLISHES),
        ("where did the ship sink", ("ship", "sink"), f"{STEALS} {SINKS}"),
    ],
    ids=["most words", "the kind asked for", "a near-synonym", "the first one", "one that leans on another"],
)
def test_what_answers_comes_first(question: str, matched: tuple[str, ...], answering: str) -> None:
    found = excerpt(THEFT, question, matched)

    assert found.answering == answering
    assert found.rest == " ".join(one for one in (POLISHES, STEALS, SINKS) if one not in answering)


def test_somebody_is_found_by_another_name() -> None:
    text = f"{'The sea is wide and grey and cold there. ' * 4}The light burns. Captain Orlo rows out at dawn."
    orlo = replace(ORLO, aliases=("Old Sourface",))

    assert excerpt(text, "is sourface early", ("sourface",)).answering == ""
    assert excerpt(text, "is sourface early", ("sourface",), (orlo,)).answering == "Captain Orlo rows out at dawn."


@pytest.mark.parametrize(
    "text",
    ["Mara rows. Orlo sinks.", "One long sentence " * 20 + "ends.", "It goes on. " * 30],
    ids=["short", "one sentence", "all alike"],
)
def test_other_facts_are_left_as_they_are(text: str) -> None:
    assert excerpt(text, "who sinks", ("sinks", "goes")) == Excerpt("", text)


@pytest.mark.slow
@given(st.text(), st.text(max_size=60), st.lists(st.text(max_size=9), max_size=4))
def test_nothing_is_lost(text: str, question: str, matched: list[str]) -> None:
    found = excerpt(text, question, matched)

    assert sorted(f"{found.answering} {found.rest}".split()) == sorted(text.split())
    assert not found.answering or len(text) > LONG
