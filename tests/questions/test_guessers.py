"""Who guesses by what shows is right as often as chance would have it."""

from pathlib import Path

import pytest

from bot.knowledge.load import load_pack
from bot.knowledge.model import Pronoun
from bot.questions.candidates import Candidates
from bot.questions.guessers import Guessers
from bot.questions.maker import questions_of
from bot.settings import DEFAULT_PACK
from tests.questions.builders import a_character, a_fact, a_pack

PACKS = Path(__file__).parents[1] / "benchmarks" / "packs"
KNOWN = Candidates(
    a_pack(
        a_fact("a", "Thor sings."),
        a_fact("b", "Thor sleeps."),
        characters=(
            a_character("thor", "Thor"),
            a_character("loki", "Loki"),
            a_character("sif", "Sif", pronoun=Pronoun.SHE),
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "options", "guesser"),
    [
        pytest.param("Who sings?", ("Thor", "Loki", "Sif", "Hela"), "most mentioned name", id="most mentioned"),
        pytest.param("What is it?", ("A very long one", "Rain", "Hail"), "longest option", id="longest"),
        pytest.param(
            "Who rules the harbour?", ("Harbour master", "Kingston"), "shares letters with the question", id="shares"
        ),
        pytest.param("Who sings to her lamb?", ("Sif", "Loki", "Thor"), "fits the pronoun", id="pronoun"),
    ],
)
def test_a_guesser_knows_what_shows(text: str, options: tuple[str, ...], guesser: str) -> None:
    guessers = Guessers(KNOWN)

    gained = dict(zip(guessers.names, guessers.gains(text, options, options[0]), strict=True))

    assert gained[guesser] == pytest.approx(1 - 1 / len(options))


def test_a_guesser_without_an_opinion_has_luck_alone() -> None:
    gained = dict(zip(Guessers(KNOWN).names, Guessers(KNOWN).gains("Who?", ("Ann", "Bob"), "Ann"), strict=True))

    assert gained["fits the pronoun"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder", [DEFAULT_PACK, PACKS / "novel", PACKS / "space", PACKS / "heist"], ids=lambda each: each.name
)
def test_over_a_pack_no_guesser_is_far_from_chance(folder: Path) -> None:
    pack = load_pack(folder)
    asked = [(each.text, each.options, each.answer) for each in questions_of(pack) if len(each.options) > 2]

    unfair = [score for score in Guessers(Candidates(pack)).scores(asked) if not score.is_fair]

    assert unfair == []
