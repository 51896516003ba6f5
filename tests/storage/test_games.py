"""What every storage does with running games."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.games import FreeGame, RunningGame
from bot.storage.storage import Storage
from tests.storage.builders import ANNA, BEN, CHANNEL, DAY, MINUTE, NOON, SERVER, a_guess, a_plan

LEASE = timedelta(seconds=15)
GAME = RunningGame(SERVER, CHANNEL, "g1", ANNA, NOON, '{"question": 1}', NOON, holder="a", lease_until=NOON + LEASE)
FREE = FreeGame(SERVER, CHANNEL, "g1")
SECOND = timedelta(seconds=1)


async def test_a_channel_has_one_game(storage: Storage) -> None:
    second = replace(GAME, id="g2", started_by=BEN, holder="b")

    assert await storage.games.start(GAME) is None
    assert await storage.games.start(second) == GAME

    assert await storage.games.game(CHANNEL) == GAME
    assert await storage.games.game(1) is None


async def test_a_game_is_kept_as_it_was_saved_last(storage: Storage) -> None:
    await storage.games.start(GAME)

    assert await storage.games.save(
        CHANNEL, "g1", holder="a", lease_until=NOON + 2 * MINUTE, state='{"question": 2}', at=NOON + MINUTE
    )

    assert await storage.games.game(CHANNEL) == replace(
        GAME, state='{"question": 2}', saved_at=NOON + MINUTE, lease_until=NOON + 2 * MINUTE
    )


async def test_a_game_that_has_ended_cannot_be_saved(storage: Storage) -> None:
    await storage.games.start(GAME)

    assert await storage.games.end(CHANNEL, "g1", holder="a")
    assert not await storage.games.end(CHANNEL, "g1", holder="a")

    assert not await storage.games.save(CHANNEL, "g1", holder="a", lease_until=NOON, state="{}", at=NOON)
    assert await storage.games.take(CHANNEL, "g1", holder="a", now=NOON, lease=LEASE) is None
    assert await storage.games.game(CHANNEL) is None


async def test_the_next_game_is_left_alone_by_who_ends_the_last(storage: Storage) -> None:
    await storage.games.start(GAME)

    assert not await storage.games.end(CHANNEL, "g0", holder="a")
    assert not await storage.games.save(CHANNEL, "g0", holder="a", lease_until=NOON, state="{}", at=NOON)
    assert await storage.games.take(CHANNEL, "g0", holder="a", now=NOON, lease=LEASE) is None

    assert await storage.games.running() == (GAME,)


async def test_a_state_and_the_answers_that_count_by_it_are_saved_together(storage: Storage) -> None:
    await storage.games.start(GAME)
    wrong, right = a_guess(text="Ultron", normal="ultron"), a_guess(is_right=True)
    bens = replace(right, member=BEN)

    for id, holder, answers in (("g1", "a", [wrong, right]), ("g0", "a", [bens]), ("g1", "b", [bens])):
        kept = await storage.games.save(
            CHANNEL, id, holder=holder, lease_until=NOON, state="{}", at=NOON, answers=answers
        )
        assert kept is ((id, holder) == ("g1", "a"))

    counting = await storage.answers.answers_to(right.asking)
    assert [(answer.given, answer.is_right) for answer in counting] == [(right, True)]
    assert len([event async for event in storage.answers.events(SERVER)]) == 2


async def test_all_that_run_are_found_the_oldest_first(storage: Storage) -> None:
    games = [replace(GAME, channel=number, id=f"g{number}", started_at=NOON - number * MINUTE) for number in range(3)]
    for game in games:
        await storage.games.start(game)

    assert await storage.games.running() == tuple(reversed(games))


class TestTheLease:
    @pytest.mark.parametrize(
        ("after", "is_free"), [(LEASE - SECOND, False), (LEASE, True)], ids=["runs", "has run out"]
    )
    async def test_another_takes_the_game_only_when_it_has_run_out(
        self, storage: Storage, after: timedelta, is_free: bool
    ) -> None:
        await storage.games.start(GAME)

        assert await storage.games.free(now=NOON + after) == ((FREE,) if is_free else ())
        taken = await storage.games.take(CHANNEL, "g1", holder="b", now=NOON + after, lease=LEASE)

        expected = replace(GAME, holder="b", lease_until=NOON + after + LEASE)
        assert taken == (expected if is_free else None)
        assert await storage.games.game(CHANNEL) == (expected if is_free else GAME)

    async def test_who_had_the_game_before_can_do_nothing_to_it(self, storage: Storage) -> None:
        await storage.games.start(GAME)
        taken = await storage.games.take(CHANNEL, "g1", holder="b", now=NOON + LEASE, lease=LEASE)

        assert not await storage.games.save(CHANNEL, "g1", holder="a", lease_until=NOON, state="{}", at=NOON)
        assert not await storage.games.end(CHANNEL, "g1", holder="a")
        assert await storage.games.renew("a", until=NOON + MINUTE) == {}
        assert await storage.games.release("a") == 0
        assert await storage.games.game(CHANNEL) == taken

    async def test_that_it_has_run_out_takes_the_game_from_nobody(self, storage: Storage) -> None:
        await storage.games.start(GAME)

        late = NOON + timedelta(days=7)
        assert await storage.games.save(CHANNEL, "g1", holder="a", lease_until=late + LEASE, state="{}", at=late)

        assert await storage.games.free(now=late) == ()

    async def test_its_holder_may_take_what_it_has(self, storage: Storage) -> None:
        await storage.games.start(GAME)

        taken = await storage.games.take(CHANNEL, "g1", holder="a", now=NOON + SECOND, lease=LEASE)

        assert taken == replace(GAME, lease_until=NOON + SECOND + LEASE)

    async def test_it_is_renewed_for_all_games_of_a_holder_at_once(self, storage: Storage) -> None:
        for channel, holder in ((1, "a"), (2, "b"), (3, "a")):
            await storage.games.start(replace(GAME, channel=channel, id=f"g{channel}", holder=holder))

        assert await storage.games.renew("a", until=NOON + MINUTE) == {1: "g1", 3: "g3"}

        free = [FreeGame(SERVER, channel, f"g{channel}") for channel in (1, 2, 3)]
        assert await storage.games.free(now=NOON + LEASE) == (free[1],)
        assert await storage.games.free(now=NOON + MINUTE) == tuple(free)

    async def test_what_was_released_is_anybodys_at_once(self, storage: Storage) -> None:
        for channel, holder in ((1, "a"), (2, "b")):
            await storage.games.start(replace(GAME, channel=channel, id=f"g{channel}", holder=holder))

        assert await storage.games.release("a") == 1

        assert await storage.games.free(now=NOON) == (FreeGame(SERVER, 1, "g1"),)
        assert await storage.games.game(1) == replace(GAME, channel=1, holder=None, lease_until=None)
        assert await storage.games.take(1, "g1", holder="b", now=NOON, lease=LEASE)

    async def test_where_no_holder_lives_everything_is_anybodys(self, storage: Storage) -> None:
        await storage.games.start(GAME)
        await storage.ledger.claim(a_plan(), holder="dead", now=NOON, lease=LEASE)

        await storage.end_leases(at=NOON + SECOND)

        assert await storage.games.take(CHANNEL, "g1", holder="new", now=NOON + SECOND, lease=LEASE)
        assert await storage.ledger.take(SERVER, DAY, holder="new", now=NOON + SECOND, lease=LEASE)

    async def test_a_game_that_nobody_ever_held_is_free(self, storage: Storage) -> None:
        await storage.games.start(replace(GAME, holder=None, lease_until=None))

        assert await storage.games.free(now=NOON) == (FREE,)
