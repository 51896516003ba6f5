"""What a member sees of what is kept about them, and that it is gone when they say so."""

import gzip
import json

import pytest

from bot.community import export
from bot.community.member_data import MemberDataService
from bot.ids import GameId, ServerId
from bot.storage.answers import Occasion
from bot.storage.guesses import ENDLESS, NewPuzzle
from tests.quiz.test_service import ANNA, BEN, SERVER, World
from tests.storage.builders import NOON, a_pick

OTHER_SERVER = ServerId(9)


@pytest.fixture
def world() -> World:
    return World()


def a_service(world: World) -> MemberDataService:
    return MemberDataService(world.storage, world.service, world.clock)


async def test_everything_is_in_the_file_wherever_it_is_from(world: World) -> None:
    for server_id in (SERVER, OTHER_SERVER):
        await world.storage.answers.record(
            a_pick(Occasion.trivia(server_id, GameId("g1"), 1), member_id=ANNA, text="Ümlaut")
        )

    data = await a_service(world).show(ANNA, SERVER)

    said = json.loads(data.file)
    assert (data.answers, data.servers, data.here, data.is_empty) == (2, 2, 1, False)
    assert data.file_name == "lorekeeper-my-data-2026-05-01.json"
    assert said["member"] == str(ANNA)
    assert [(answer["server"], answer["text"]) for answer in said["answers"]] == [("1", "Ümlaut"), ("9", "Ümlaut")]
    assert (await a_service(world).show(BEN, SERVER)).is_empty


async def test_guesses_are_in_the_file_and_go_with_the_rest(world: World) -> None:
    here = await world.storage.guesses.open(NewPuzzle(SERVER, SERVER, "ultron", "2026-05-01", "thor", NOON))
    alone = await world.storage.guesses.open(NewPuzzle(ANNA, None, "ultron", ENDLESS, "loki", NOON))
    for puzzle in (here, alone):
        await world.storage.guesses.record(puzzle.id, ANNA, "thor", at=NOON, most=6)

    data = await a_service(world).show(ANNA, SERVER)

    assert (data.guesses, data.answers, data.here, data.servers, data.is_empty) == (2, 0, 1, 1, False)
    assert [
        (board["server"], board["round"], [one["is_right"] for one in board["tries"]])
        for board in json.loads(data.file)["guesses"]
    ] == [("1", "2026-05-01", [True]), (None, "endless", [False])]
    assert await a_service(world).forget(ANNA, None) == 2
    assert (await a_service(world).show(ANNA, SERVER)).is_empty


async def test_a_very_long_file_is_packed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LARGEST", 100)
    await world.storage.answers.record(a_pick(Occasion.trivia(SERVER, GameId("g1"), 1), member_id=ANNA))

    data = await a_service(world).show(ANNA, None)

    assert data.file_name.endswith(".json.gz")
    assert len(json.loads(gzip.decompress(data.file))["answers"]) == 1


async def test_who_forgets_in_the_middle_of_a_game_is_not_written_down_again(world: World) -> None:
    async with world.living():
        await world.start(rounds=2)
        await world.pick(ANNA, right=True)
        await world.pick(BEN, right=True)
        await world.close()
        await world.next()
        await world.pick(ANNA, right=True)

        assert await a_service(world).forget(ANNA, SERVER) == 1
        [kept] = await world.storage.games.running()
        assert f'"player":{ANNA},' not in kept.state
        await world.close()
        await world.next()

    assert list(await world.points()) == [BEN]
    assert [score.player_id for score in world.endings[0].standing] == [BEN]
    assert world.verdicts[1].answered == 0


async def test_after_that_they_may_play_on_from_nothing(world: World) -> None:
    async with world.living():
        await world.start(rounds=2)
        await world.pick(ANNA, right=True)
        await a_service(world).forget(ANNA, None)
        await world.pick(ANNA, right=False)
        await world.close()

    assert await world.points() == {ANNA: 0}


async def test_games_of_other_servers_are_left_alone(world: World) -> None:
    async with world.living():
        await world.start(rounds=2)
        await world.pick(ANNA, right=True)
        await a_service(world).forget(ANNA, OTHER_SERVER)
        await world.close()

    assert (await world.points())[ANNA] > 0


async def test_a_restart_brings_nothing_back(world: World) -> None:
    async with world.living():
        await world.start(rounds=2)
        await world.pick(ANNA, right=True)
        await a_service(world).forget(ANNA, SERVER)
    async with world.living() as service:
        await service.resumed()
        await world.clock.asleep()
        await world.close()

    assert await world.points() == {}
