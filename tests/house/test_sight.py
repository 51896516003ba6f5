"""What of a pack may be seen."""

from dataclasses import replace

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.results import Answer, NoMatch
from bot.house.sight import EVERYTHING, Sight, Spoilers
from bot.knowledge.model import Knowledge, Pack, Relation
from bot.lookups.results import Card, Page, UnknownName
from bot.packs.in_use import PacksInUse
from bot.packs.seen import as_seen
from tests.kept import in_process
from tests.packs.small_shelf import in_use
from tests.small_pack import (
    BELL,
    DOG,
    HARBOUR,
    LEG,
    MARA,
    RESCUE,
    STORM,
    WITH_THINGS,
    a_chance,
    a_fact,
)

FIRST = Sight(Spoilers.UP_TO, (("harbour", 1),))
SECOND = Sight(scenes=(("harbour", 2),))
"""Two of three scenes. Pip first appears in the third."""


def seen(sight: Sight, pack: Pack = HARBOUR) -> Pack:
    return sight.of(pack).pack


def texts(pack: Pack) -> str:
    """Everything that is written in a pack."""
    return repr(pack)


def test_a_pack_that_may_be_seen_whole_is_the_same_one() -> None:
    assert seen(EVERYTHING) is HARBOUR
    assert seen(Sight(scenes=(("harbour", 3),))) is HARBOUR
    assert seen(Sight(scenes=(("winter", 1),))) is HARBOUR


def test_nothing_of_a_later_scene_is_left() -> None:
    pack = seen(SECOND)

    assert pack.scenes == (STORM, RESCUE)
    for word in ("Pip", "bell", "The bell"):
        assert word not in texts(pack)


def test_somebody_who_appears_later_has_no_sheet_no_actor_and_no_question() -> None:
    pack = seen(SECOND)

    assert [one.name for one in pack.characters] == ["Jon", "Mara", "Captain Orlo"]
    assert {role.character for actor in pack.actors for role in actor.roles} == {"mara", "orlo"}
    assert all("Pip" not in (question.answer, *question.wrong) for question in pack.quiz)


def test_what_comes_from_a_passage_is_seen_with_its_last_scene() -> None:
    late = a_fact("late", "Mara is a diver.", source=("P2",))
    pack = replace(HARBOUR, facts=(*HARBOUR.facts, late))

    assert late in seen(SECOND, pack).facts
    assert late not in seen(FIRST, pack).facts
    assert [one.name for one in seen(FIRST, pack).characters] == ["Jon", "Captain Orlo"]


def test_a_spoiler_from_nowhere_in_the_story_is_beyond_every_limit() -> None:
    secret = a_fact("secret", "Mara sank the ship.", source=("X1",), spoiler=True)
    pack = replace(HARBOUR, facts=(*HARBOUR.facts, secret))

    assert secret not in seen(SECOND, pack).facts
    assert secret in seen(Sight(scenes=(("harbour", 3),)), pack).facts


def test_names_that_give_the_story_away_are_left_out() -> None:
    mara = replace(MARA, spoiler_names=("Mara Finn",))
    pack = replace(HARBOUR, characters=(mara, *(one for one in HARBOUR.characters if one != MARA)))

    assert "Mara Finn" not in texts(seen(SECOND, pack))
    assert "Mara Finn" not in texts(seen(Sight(Spoilers.NEVER), pack))


def test_without_spoilers_nothing_is_left_that_is_marked_as_one() -> None:
    secret = Relation("enemy", "jon", "film", ("H1",), spoiler=True)
    mara = replace(MARA, relations=(*MARA.relations, secret))
    pack = seen(
        Sight(Spoilers.NEVER), replace(HARBOUR, characters=(mara, *(one for one in HARBOUR.characters if one != MARA)))
    )

    assert pack.scenes == ()
    assert [bond.kind for bond in pack.character("mara").relations] == ["brother"]
    assert not any(question.spoiler for question in pack.quiz)
    assert DOG in pack.facts


def test_open_spoilers_have_no_marks() -> None:
    pack = seen(Sight(Spoilers.OPEN))

    assert [scene.spoiler for scene in pack.scenes] == [False, False, False]
    assert pack.hidden_units == frozenset()


def test_a_hidden_continuity_is_gone() -> None:
    pack = seen(Sight(hidden=frozenset({"book"})))

    assert LEG not in pack.facts
    assert list(pack.continuities) == ["film"]
    assert [actor.name for actor in pack.actors] == ["Anna Lind", "Ben Marsh"]
    assert all(question.continuity == "film" for question in pack.quiz)


def test_a_thing_that_is_only_named_later_is_gone() -> None:
    assert [thing.name for thing in seen(SECOND, WITH_THINGS).things] == ["Cape Sorrow", "the Finns"]


# What members see


@pytest.fixture
def second() -> PacksInUse:
    """The packs as those see them who have seen two scenes."""
    return as_seen(in_use(Knowledge((HARBOUR,))), SECOND, a_chance())


def test_an_answer_from_a_later_scene_isnt_given(second: PacksInUse) -> None:
    whole = AnswerEngine(Knowledge((HARBOUR,)), keep=in_process).ask("who finds the drowned bell?")
    assert isinstance(whole, Answer)
    assert whole.facts == (BELL,)

    reply = second.answers.ask("who finds the drowned bell?")

    assert isinstance(reply, NoMatch)
    assert reply.is_beyond
    assert "Pip" not in repr(reply)


def test_what_was_seen_is_answered(second: PacksInUse) -> None:
    reply = second.answers.ask("what is mara's dog called?")

    assert isinstance(reply, Answer)
    assert reply.facts == (DOG,)


def test_no_lookup_shows_what_lies_beyond(second: PacksInUse) -> None:
    service = second.answers

    assert isinstance(service.card("Pip"), UnknownName)
    assert isinstance(service.who_played("Pip"), UnknownName)
    assert "Pip" not in repr(service.complete_name("pip", actors=True))
    assert [choice.name for choice in service.complete_part("")] == ["1. The storm"]
    page, card = service.plot(), service.card("orlo")
    assert isinstance(page, Page)
    assert (page.count, page.scenes) == (1, (STORM, RESCUE))
    assert isinstance(card, Card)
    assert "Pip" not in repr(card)


def test_no_quiz_question_tells_what_lies_beyond(second: PacksInUse) -> None:
    assert second.questions
    assert "Pip" not in repr(second.questions)
    assert not any(question.fact == BELL.key for question in second.questions)
