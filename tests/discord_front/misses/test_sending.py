"""Digests on their way into a channel, over real requests to the playground."""

from datetime import timedelta

import pytest

from bot.community.digest import Digest
from bot.discord_front.misses.sending import DiscordDigests
from bot.errors import Forbidden
from bot.ids import MissId
from bot.playground import permissions
from bot.storage.misses import Miss, MissEnd
from tests.discord_front.daily.test_sending import DAY, MINUTE, NOON, PATIENCE, Door, door

__all__ = ["door"]

WEEK = timedelta(days=7)


def a_digest(door: Door, text: str = "Who cast the bell?") -> Digest:
    miss = Miss(MissId(1), door.server_id, door.lore, text, text, MissEnd.NOTHING, 2, NOON, NOON)
    return Digest(door.server_id, door.lore, DAY, (miss,), 3)


async def test_a_digest_is_posted_and_found_by_its_week(door: Door) -> None:
    digests = DiscordDigests(door.client, patience=PATIENCE)
    assert not await digests.has(door.lore, DAY, after=NOON - MINUTE)

    await digests.post(a_digest(door))

    (shown,) = door.seen()
    assert "3 questions" in shown.text
    assert "Who cast the bell? (asked twice)" in shown.text
    assert await digests.has(door.lore, DAY, after=NOON - MINUTE)
    assert not await digests.has(door.lore, DAY + WEEK, after=NOON - MINUTE)


async def test_discord_drops_a_second_one_of_the_same_week(door: Door) -> None:
    digests = DiscordDigests(door.client, patience=PATIENCE)

    await digests.post(a_digest(door))
    await digests.post(a_digest(door))

    assert len(door.seen()) == 1


async def test_the_text_of_a_member_is_never_markup(door: Door) -> None:
    await DiscordDigests(door.client, patience=PATIENCE).post(
        a_digest(door, "**who** @everyone [x](https://a.example)?")
    )

    (shown,) = door.seen()
    assert "\\*\\*who" in shown.text
    assert not shown.pinged


async def test_a_missing_right_is_named(door: Door) -> None:
    digests = DiscordDigests(door.client, patience=PATIENCE)
    await door.take(permissions.SEND_MESSAGES)

    with pytest.raises(Forbidden, match="Send Messages"):
        await digests.post(a_digest(door))
