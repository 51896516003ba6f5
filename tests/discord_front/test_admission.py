"""A flood gets one line, then silence, on every way to ask for something that costs."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.discord_front.admission import (
    ANYTHING,
    COSTLY,
    IN_CHANNEL,
    KEPT,
    Limit,
    Limits,
    Passes,
)
from bot.ids import ChannelId, MemberId

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ANNA, BEN, LORE, LOBBY = MemberId(1), MemberId(2), ChannelId(8), ChannelId(9)
WAYS = {"the command help": ANYTHING} | {way: limit for way, (_, limit) in COSTLY.items()}


@pytest.mark.parametrize(("way", "limit"), WAYS.items(), ids=list(WAYS))
def test_a_flood_of_one_member_is_told_once_and_then_ignored(way: str, limit: Limit) -> None:
    limits = Limits()

    told = [limits.take(ANNA, LORE, way, NOW) for _ in range(limit.most + 5)]

    assert told == [Passes.YES] * limit.most + [Passes.TOLD] + [Passes.IGNORED] * 4
    assert limits.take(BEN, LOBBY, way, NOW) is Passes.YES
    assert limits.take(ANNA, LORE, way, NOW + limit.within) is Passes.YES


@pytest.mark.parametrize(("way", "limit"), IN_CHANNEL.items(), ids=list(IN_CHANNEL))
def test_a_channel_takes_so_many_questions_and_names_whoever_asks_them(way: str, limit: Limit) -> None:
    limits = Limits()

    told = [limits.take(MemberId(member), LORE, way, NOW) for member in range(limit.most + 3)]

    assert told[limit.most :] == [Passes.TOLD, Passes.IGNORED, Passes.IGNORED]
    assert limits.take(MemberId(1_000), LOBBY, way, NOW) is Passes.YES
    assert limits.take(MemberId(1_000), LORE, "the button Pick", NOW) is Passes.YES


@pytest.mark.parametrize("way", IN_CHANNEL)
def test_a_flood_of_one_member_leaves_the_channel_to_the_others(way: str) -> None:
    limits = Limits()

    told = [limits.take(ANNA, LORE, way, NOW) for _ in range(1_000)]

    assert told[-1] is Passes.IGNORED
    assert limits.take(BEN, LORE, way, NOW) is Passes.YES


def test_the_ways_to_start_a_game_share_a_limit() -> None:
    limits = Limits()
    start, again = "the command trivia start", "the button Again"

    told = [limits.take(ANNA, LORE, way, NOW) for _ in range(6) for way in (start, again)]

    assert told[-2:] == [Passes.TOLD, Passes.IGNORED]


def test_whoever_goes_on_after_a_flood_is_answered_as_soon_as_there_is_room() -> None:
    limits = Limits()
    for second in range(ANYTHING.most + 2):
        limits.take(ANNA, LORE, "the command help", NOW + timedelta(seconds=second / 10))

    assert limits.take(ANNA, LORE, "the command help", NOW + ANYTHING.within) is Passes.YES


def test_the_quiet_ones_are_forgotten() -> None:
    limits = Limits()
    for member in range(KEPT + 1):
        limits.take(MemberId(member), LORE, "the command help", NOW)

    limits.take(ANNA, LORE, "the command help", NOW + timedelta(hours=1))

    assert len(limits._windows) == 1
