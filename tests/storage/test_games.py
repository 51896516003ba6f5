"""What every storage does with running games."""

from dataclasses import replace

from bot.ids import ChannelId, GameId
from bot.storage.games import RunningGame
from bot.storage.storage import Storage
from tests.storage.builders import ANNA, BEN, CHANNEL, MINUTE, NOON, SERVER, a_guess
from tests.storage.conftest import also_in_memory

pytestmark = also_in_memory

GAME = RunningGame(SERVER, CHANNEL, GameId("g1"), ANNA, NOON, '{"question": 1}', NOON)
NEXT = '{"question": 2}'


async def test_a_channel_has_one_game(storage: Storage) -> None:
    second = replace(GAME, id=GameId("g2"), started_by=BEN)

    assert await storage.games.start(GAME) is None
    assert await storage.games.start(second) == GAME

    assert await storage.games.game(CHANNEL) == GAME
    assert await storage.games.game(ChannelId(1)) is None


async def test_a_game_is_kept_as_it_was_saved_last(storage: Storage) -> None:
    await storage.games.start(GAME)

    assert await storage.games.save(CHANNEL, GameId("g1"), was=GAME.state, state=NEXT, at=NOON + MINUTE)

    assert await storage.games.game(CHANNEL) == replace(GAME, state=NEXT, saved_at=NOON + MINUTE)


async def test_a_game_that_has_ended_cannot_be_saved(storage: Storage) -> None:
    await storage.games.start(GAME)

    assert await storage.games.end(CHANNEL, GameId("g1"))
    assert not await storage.games.end(CHANNEL, GameId("g1"))

    assert not await storage.games.save(CHANNEL, GameId("g1"), was=GAME.state, state=NEXT, at=NOON)
    assert await storage.games.game(CHANNEL) is None


async def test_the_next_game_is_left_alone_by_who_ends_the_last(storage: Storage) -> None:
    await storage.games.start(GAME)

    assert not await storage.games.end(CHANNEL, GameId("g0"))
    assert not await storage.games.save(CHANNEL, GameId("g0"), was=GAME.state, state=NEXT, at=NOON)

    assert await storage.games.running() == (GAME,)


async def test_who_does_not_know_what_is_kept_saves_nothing(storage: Storage) -> None:
    await storage.games.start(GAME)
    answers = [a_guess(is_right=True)]

    assert not await storage.games.save(CHANNEL, GameId("g1"), was="{}", state=NEXT, at=NOON, answers=answers)

    assert await storage.games.game(CHANNEL) == GAME
    assert await storage.answers.answers_to(answers[0].occasion) == ()


async def test_a_state_and_the_answers_that_count_by_it_are_saved_together(storage: Storage) -> None:
    await storage.games.start(GAME)
    wrong, right = a_guess(text="Ultron", normal="ultron"), a_guess(is_right=True)

    assert await storage.games.save(CHANNEL, GameId("g1"), was=GAME.state, state=NEXT, at=NOON, answers=[wrong, right])

    counting = await storage.answers.answers_to(right.occasion)
    assert [(answer.given, answer.is_right) for answer in counting] == [(right, True)]


async def test_all_that_run_are_found_the_oldest_first(storage: Storage) -> None:
    games = [
        replace(GAME, channel_id=ChannelId(number), id=GameId(f"g{number}"), started_at=NOON - number * MINUTE)
        for number in range(3)
    ]
    for game in games:
        await storage.games.start(game)

    assert await storage.games.running() == tuple(reversed(games))
