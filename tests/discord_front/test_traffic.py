"""Who is told of the bot's requests, over real ones to the playground."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import discord
import pytest
from discord.http import Route

from bot.discord_front.traffic import in_turn
from bot.playground.faults import RateLimited
from tests.discord_front.daily.test_sending import MINUTE, NOON, Door, opened


class Heard:
    """How often it was told of what."""

    def __init__(self) -> None:
        self.given_way = self.slowed_down = 0

    def give_way(self) -> None:
        self.given_way += 1

    def slow_down(self) -> None:
        self.slowed_down += 1


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as one:
        yield one


@pytest.fixture
def heard(door: Door) -> Heard:
    heard = Heard()
    door.traffic.tell(heard)
    return heard


async def test_what_the_daily_question_had_a_turn_for_is_nobodys_elses(door: Door, heard: Heard) -> None:
    message_id = await door.outbox.post(door.post())
    await door.outbox.open_thread(door.post(), message_id)
    await door.outbox.show_result(door.result(message_id))

    assert heard.given_way == 0


async def test_looking_through_a_channel_comes_without_a_turn(door: Door, heard: Heard) -> None:
    await door.outbox.find(door.lore, "marker", after=NOON - MINUTE)

    assert heard.given_way == 1


async def test_a_turn_is_for_one_request(door: Door, heard: Heard) -> None:
    with in_turn():
        for _ in range(3):
            await door.client.fetch_user(int(door.sam.id))

    assert heard.given_way == 2


async def test_what_is_sent_again_had_no_turn(door: Door, heard: Heard) -> None:
    door.playground.faults.next(RateLimited(), method="POST")

    await door.outbox.post(door.post())

    assert (heard.given_way, heard.slowed_down) == (1, 0)


async def test_too_many_requests_of_all_kinds_are_told(door: Door, heard: Heard) -> None:
    door.playground.faults.next(RateLimited(is_global=True), method="POST")

    await door.outbox.post(door.post())

    assert heard.slowed_down == 1


async def test_an_answer_to_an_interaction_does_not_count(door: Door, heard: Heard) -> None:
    with suppress(discord.NotFound):
        await door.client.http.request(Route("POST", "/interactions/1/token/callback"), json={"type": 5})

    assert heard.given_way == 0


class Seen:
    """What it was told about responses."""

    def __init__(self) -> None:
        self.responses: list[tuple[int, bool]] = []
        self.replies: list[timedelta] = []

    def responded(self, status: int, *, is_counted: bool) -> None:
        self.responses.append((status, is_counted))

    def replied(self, took: timedelta) -> None:
        self.replies.append(took)


@pytest.fixture
def seen(door: Door) -> Seen:
    seen = Seen()
    door.traffic.watch(seen)
    return seen


async def test_every_response_is_reported_with_its_status(door: Door, seen: Seen) -> None:
    door.playground.faults.next(RateLimited(), method="POST")

    await door.outbox.post(door.post())

    assert seen.responses == [(429, True), (200, True)]


async def test_the_first_reply_to_an_interaction_is_timed_once(door: Door, seen: Seen) -> None:
    door.traffic.came(1)
    for interaction in (1, 1, 2):
        with suppress(discord.NotFound):
            route = Route("POST", f"/interactions/{interaction}/token/callback")
            await door.client.http.request(route, json={"type": 5})

    [took] = seen.replies
    assert timedelta(0) < took < timedelta(seconds=30)
