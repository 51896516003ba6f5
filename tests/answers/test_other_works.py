"""Questions about other works than the pack's own."""

from dataclasses import replace
from importlib.resources import files

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.index import index_of
from bot.answers.other_works import titles
from bot.answers.results import NoMatch
from bot.knowledge.model import Pack, Thing, ThingKind
from tests.answers.builders import a_fact, salt_knowledge, salt_lighthouse

SALT = index_of(salt_lighthouse())


def other_work(line: str, pack: Pack | None = None) -> str:
    """The other work that a line is about, for the lighthouse unless another pack is given."""
    return (SALT if pack is None else index_of(pack)).read(line).other_work


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("who dies in game of thrones", "game of thrones"),
        ("who is the smuggler in Pirates of the Caribbean?", "pirates of the caribbean"),
        ("how does breaking bad end", "breaking bad"),
        ("what's shrek about", "shrek"),
        ("who is the captain in the film titanic", "titanic"),
        ("in the matrix who is the keeper", "matrix"),
        ("who stole the lens in the second season of stranger things", "stranger things"),
        ("harry potter: who is the captain", "harry potter"),
        ("who directed jurassic park", "jurassic park"),
        ("has mara seen star wars", "star wars"),
        ("can mara swim in wall-e", "wall e"),
        ("who limps in the umbrella academy", "the umbrella academy"),
    ],
)
def test_a_well_known_title_names_another_work(line: str, title: str) -> None:
    assert other_work(line) == title


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("who is the captain in the movie heat", "heat"),
        ("who drowns in the show called lost", "lost"),
        ("where does the movie inception take place", "inception"),
        ("how does frozen end", "frozen"),
        ("what is heat about", "heat"),
        ("who is the captain in aliens", "aliens"),
        ("what happens to sorrel at the end of civil war", "civil war"),
    ],
)
def test_an_ordinary_word_is_a_title_where_nothing_else_can_be_meant(line: str, title: str) -> None:
    assert other_work(line) == title


@pytest.mark.parametrize(
    "line",
    [
        "who is lost in the storm",
        "was mara frozen in heat",
        "did tobin get lost",
        "which friends does mara have",
        "was the lamp of titanic size",
        "is the movie lost",
        "does the lamp shine like in star wars",
        "who does the guy from sherlock play",
        "is mara from sherlock",
        "is the salt lighthouse better than breaking bad",
        "what is the salt lighthouse about",
        "who stole the lens in the lighthouse",
    ],
)
def test_other_lines_name_no_other_work(line: str) -> None:
    assert other_work(line) == ""


def test_a_work_that_the_pack_mentions_is_not_another_one() -> None:
    pack = salt_lighthouse()
    told = a_fact("song", "The Lamp hums a song from Pinocchio.", "lamp")
    asked = a_fact("march", "The Lamp hums a march.", "lamp", asks=("what does it hum from star wars",))

    assert other_work("what happens in pinocchio")
    assert other_work("what happens in pinocchio", replace(pack, facts=(*pack.facts, told))) == ""
    assert other_work("what is in star wars", replace(pack, facts=(*pack.facts, asked))) == ""


def test_a_pack_about_a_well_known_work_answers_about_it() -> None:
    pack = salt_lighthouse()

    assert other_work("who dies in star wars", replace(pack, title="Star Wars")) == ""
    assert other_work("who dies in star wars", replace(pack, aliases=("star wars",))) == ""
    assert other_work("who dies in star wars", replace(pack, continuities={"film": "in Star Wars"})) == ""
    assert (
        other_work(
            "who is venom in superman", replace(pack, things=(Thing(pack.id, "Superman", ThingKind.THING, (), ()),))
        )
        == ""
    )


def test_an_ordinary_word_in_a_fact_does_not_mention_the_work() -> None:
    pack = salt_lighthouse()
    pack = replace(pack, facts=(*pack.facts, a_fact("lost", "Tobin lost his friends in the alien fog.", "tobin")))

    assert other_work("what happens in alien", pack) == ""
    assert other_work("how does lost end", pack) == "lost"
    assert other_work("who is the captain in the series friends", pack) == "friends"


@pytest.mark.parametrize("overheard", [False, True])
def test_a_question_about_another_work_gets_nothing(*, overheard: bool) -> None:
    engine = AnswerEngine(salt_knowledge())

    assert not isinstance(engine.ask("how does sorrel die", overheard=overheard), NoMatch)
    assert isinstance(engine.ask("how does sorrel die in game of thrones", overheard=overheard), NoMatch)
    assert isinstance(engine.ask("who rescued tobin in the movie titanic", overheard=overheard), NoMatch)


def test_titles_are_listed_once() -> None:
    listed = files("bot.answers").joinpath("other_works.txt").read_text("utf-8")
    count = sum(line.rstrip().rstrip(";").count(";") + 1 for line in listed.splitlines() if line[:1] not in {"", "#"})

    assert count == len(titles()) > 500
