"""What every storage does with the waiting list."""

from dataclasses import replace
from datetime import timedelta

from bot.ids import ChannelId
from bot.storage.misses import DigestClaim, MissEnd, NewMiss
from bot.storage.storage import Storage
from tests.storage.builders import CHANNEL, DAY, MINUTE, NOON, OTHER_SERVER, SERVER
from tests.storage.conftest import also_in_memory

ASKED = NewMiss(SERVER, CHANNEL, "Who cast the bell?", "who cast bell", MissEnd.NOTHING, NOON)
CLAIM = DigestClaim(SERVER, DAY, CHANNEL, NOON)


@also_in_memory
async def test_alike_questions_are_counted_as_one(storage: Storage) -> None:
    assert await storage.misses.note(ASKED, most=9)
    later = replace(ASKED, text="who cast the bells", channel_id=ChannelId(3), ended=MissEnd.CLOSEST, at=NOON + MINUTE)
    assert not await storage.misses.note(later, most=9)
    assert await storage.misses.note(replace(ASKED, server_id=OTHER_SERVER), most=9)

    (miss,) = await storage.misses.kept(SERVER)

    assert (miss.text, miss.times, miss.channel_id, miss.ended) == (ASKED.text, 2, 3, MissEnd.CLOSEST)
    assert (miss.first_at, miss.last_at) == (NOON, NOON + MINUTE)
    assert await storage.misses.alike(SERVER, ASKED.normal) == await storage.misses.miss(SERVER, miss.id) == miss
    assert await storage.misses.miss(OTHER_SERVER, miss.id) is None
    assert await storage.misses.servers() == {SERVER, OTHER_SERVER}
    assert len(await storage.misses.kept()) == 2


@also_in_memory
async def test_one_whose_answer_is_found_wrong_is_not_counted_twice(storage: Storage) -> None:
    await storage.misses.note(ASKED, most=9)
    await storage.misses.note(replace(ASKED, ended=MissEnd.WRONG, at=NOON + MINUTE), most=9)

    (miss,) = await storage.misses.kept(SERVER)

    assert (miss.times, miss.ended, miss.last_at) == (1, MissEnd.WRONG, NOON + MINUTE)


@also_in_memory
async def test_those_asked_most_come_first_and_of_these_the_latest(storage: Storage) -> None:
    for number, normal in enumerate(("a", "b", "c", "a")):
        await storage.misses.note(replace(ASKED, normal=normal, at=NOON + number * MINUTE), most=9)

    assert [each.normal for each in await storage.misses.kept(SERVER)] == ["a", "c", "b"]


@also_in_memory
async def test_only_the_latest_are_kept(storage: Storage) -> None:
    await storage.misses.note(replace(ASKED, server_id=OTHER_SERVER, at=NOON - MINUTE), most=2)
    for number, normal in enumerate(("a", "b", "a", "c")):
        await storage.misses.note(replace(ASKED, normal=normal, at=NOON + number * MINUTE), most=2)

    assert [each.normal for each in await storage.misses.kept(SERVER)] == ["a", "c"]
    assert len(await storage.misses.kept(OTHER_SERVER)) == 1


@also_in_memory
async def test_one_is_dropped_and_the_old_ones_and_all_are_cleared(storage: Storage) -> None:
    for number, normal in enumerate(("a", "b", "c", "d")):
        await storage.misses.note(replace(ASKED, normal=normal, at=NOON + number * MINUTE), most=9)
    await storage.misses.note(replace(ASKED, server_id=OTHER_SERVER), most=9)
    first = await storage.misses.alike(SERVER, "a")
    assert first is not None

    assert not await storage.misses.drop(OTHER_SERVER, first.id)
    assert await storage.misses.drop(SERVER, first.id)
    assert not await storage.misses.drop(SERVER, first.id)
    assert await storage.misses.clear(SERVER, before=NOON + 2 * MINUTE) == 1
    assert [each.normal for each in await storage.misses.kept(SERVER)] == ["d", "c"]
    assert await storage.misses.clear(SERVER) == 2
    assert len(await storage.misses.kept(OTHER_SERVER)) == 1


@also_in_memory
async def test_a_week_is_claimed_once_and_then_settled(storage: Storage) -> None:
    assert await storage.misses.digest(SERVER) is None
    assert await storage.misses.claim_digest(CLAIM)
    assert not await storage.misses.claim_digest(replace(CLAIM, claimed_at=NOON + MINUTE))
    assert await storage.misses.digest(SERVER) == CLAIM

    await storage.misses.settle_digest(SERVER, DAY, at=NOON + MINUTE)
    await storage.misses.settle_digest(SERVER, DAY - timedelta(days=7), at=NOON)

    assert await storage.misses.digest(SERVER) == replace(CLAIM, settled_at=NOON + MINUTE)
    following = replace(CLAIM, week=DAY + timedelta(days=7))
    assert await storage.misses.claim_digest(following)
    assert await storage.misses.digest(SERVER) == following
