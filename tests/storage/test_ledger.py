"""What every storage does with the ledger of daily posts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.ids import ChannelId, MessageId, QuestionKey, ServerId
from bot.storage.bags import Draw
from bot.storage.ledger import Asks, Claimed, ClosedPost, MissedDay, Outlook, Posted
from bot.storage.sql.ledger import AT_ONCE
from bot.storage.storage import Storage
from tests.storage.builders import DAY, MINUTE, NOON, OTHER_SERVER, Q1, Q2, SERVER, a_plan, a_schedule
from tests.storage.conftest import also_in_memory

pytestmark = also_in_memory

PLAN = a_plan()
NEXT_DAY = DAY + timedelta(days=1)


async def claim(storage: Storage, **values: object) -> Claimed:
    claimed = await storage.ledger.claim(a_plan(**values), now=NOON)
    assert claimed
    return claimed


async def post(storage: Storage, **values: object) -> None:
    claimed = await claim(storage, **values)
    message_id = MessageId(500 + claimed.plan.day.toordinal() + claimed.plan.server_id % 1000)
    assert await storage.ledger.mark_posted(claimed.plan.server_id, claimed.plan.day, message_id=message_id, at=NOON)


class TestClaiming:
    async def test_a_day_is_claimed_once(self, storage: Storage) -> None:
        other = a_plan(draw=Draw("ultron", QuestionKey("another"), 1))

        first = await storage.ledger.claim(PLAN, now=NOON)
        second = await storage.ledger.claim(other, now=NOON + 9 * MINUTE)

        assert first == Claimed(PLAN, NOON)
        assert second is None
        assert await storage.ledger.entry(SERVER, DAY) == first

    async def test_other_days_and_servers_are_claims_of_their_own(self, storage: Storage) -> None:
        await claim(storage)
        await claim(storage, day=NEXT_DAY)
        await claim(storage, server_id=OTHER_SERVER)

        entries = await storage.ledger.entries(SERVER)
        assert [entry.plan.day for entry in entries if isinstance(entry, Claimed)] == [DAY, NEXT_DAY]

    async def test_a_plan_comes_back_as_it_was(self, storage: Storage) -> None:
        plan = a_plan(options=('with "quotes"', "ümläut 🙈", ""), closes_at=NOON + 600 * MINUTE)

        await storage.ledger.claim(plan, now=NOON)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Claimed)
        assert entry.plan == plan

    async def test_its_question_is_out_of_the_bag(self, storage: Storage) -> None:
        (draw,) = await storage.bags.peek(SERVER, "ultron", [Q1, Q2])
        await claim(storage, draw=draw)

        assert await storage.bags.peek(SERVER, "ultron", [Q1, Q2]) == (Draw("ultron", Q2, 1),)

    async def test_who_comes_too_late_leaves_the_bag_alone(self, storage: Storage) -> None:
        await claim(storage)
        late = a_plan(draw=Draw("ultron", Q1, 1))

        assert await storage.ledger.claim(late, now=NOON) is None

        assert await storage.bags.peek(SERVER, "ultron", [Q1]) == (Draw("ultron", Q1, 1),)


class TestPosting:
    async def test_a_claim_becomes_a_post(self, storage: Storage) -> None:
        await claim(storage)

        assert await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(500), at=NOON)

        post = Posted(PLAN, NOON, NOON, MessageId(500))
        assert await storage.ledger.entry(SERVER, DAY) == post

    async def test_the_same_post_may_be_told_again_and_another_is_one_too_many(self, storage: Storage) -> None:
        await claim(storage)
        await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(500), at=NOON)

        assert await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(500), at=NOON + MINUTE)
        assert not await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(501), at=NOON + MINUTE)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Posted)
        assert (entry.message_id, entry.posted_at) == (500, NOON)

    async def test_there_is_no_post_without_a_claim(self, storage: Storage) -> None:
        assert not await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(500), at=NOON)
        assert await storage.ledger.entry(SERVER, DAY) is None

    async def test_a_post_gets_a_thread(self, storage: Storage) -> None:
        await claim(storage)
        assert not await storage.ledger.mark_thread(SERVER, DAY, thread_id=ChannelId(7))
        await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(500), at=NOON)

        assert await storage.ledger.mark_thread(SERVER, DAY, thread_id=ChannelId(7))

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Posted)
        assert entry.thread_id == 7

    async def test_a_post_gets_a_reply_open_or_closed(self, storage: Storage) -> None:
        await claim(storage)
        assert not await storage.ledger.mark_reply(SERVER, DAY, reply_id=MessageId(8))
        await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(500), at=NOON)

        assert await storage.ledger.mark_reply(SERVER, DAY, reply_id=MessageId(8))
        await storage.ledger.mark_closed(SERVER, DAY, at=NOON)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, ClosedPost)
        assert entry.reply_id == 8


class TestClosing:
    async def test_a_post_is_closed_once(self, storage: Storage) -> None:
        await post(storage)
        later = NOON + 5 * MINUTE

        assert await storage.ledger.mark_closed(SERVER, DAY, at=later)
        assert not await storage.ledger.mark_closed(SERVER, DAY, at=later + MINUTE)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, ClosedPost)
        assert (entry.closed_at, entry.plan.closes_at) == (later, later)

    async def test_an_earlier_end_of_answers_stands(self, storage: Storage) -> None:
        await post(storage, closes_at=NOON + MINUTE)

        await storage.ledger.mark_closed(SERVER, DAY, at=NOON + 2 * MINUTE)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, ClosedPost)
        assert entry.plan.closes_at == NOON + MINUTE

    async def test_only_a_post_can_be_closed(self, storage: Storage) -> None:
        assert not await storage.ledger.mark_closed(SERVER, DAY, at=NOON)
        await claim(storage)
        assert not await storage.ledger.mark_closed(SERVER, DAY, at=NOON)

    async def test_servers_with_something_half_done_are_told(self, storage: Storage) -> None:
        await post(storage, server_id=1)
        await claim(storage, server_id=2)
        await post(storage, server_id=3)
        await storage.ledger.mark_closed(ServerId(3), DAY, at=NOON)
        await storage.ledger.miss(ServerId(4), DAY, now=NOON)

        assert await storage.ledger.unfinished() == {1, 2}

    async def test_the_end_of_answers_can_be_set(self, storage: Storage) -> None:
        assert not await storage.ledger.close_from(SERVER, DAY, at=NOON)
        await post(storage)

        assert await storage.ledger.close_from(SERVER, DAY, at=NOON + MINUTE)

        [posted] = (await storage.ledger.outlook(SERVER, since=DAY)).unfinished
        assert posted.plan.closes_at == NOON + MINUTE
        await storage.ledger.mark_closed(SERVER, DAY, at=NOON + MINUTE)
        assert not await storage.ledger.close_from(SERVER, DAY, at=NOON)


class TestMissing:
    async def test_a_day_without_an_entry_is_missed_once(self, storage: Storage) -> None:
        assert await storage.ledger.miss(SERVER, DAY, now=NOON)
        assert not await storage.ledger.miss(SERVER, DAY, now=NOON + MINUTE)

        assert await storage.ledger.entry(SERVER, DAY) == MissedDay(SERVER, DAY, NOON)

    async def test_a_missed_day_cannot_be_claimed(self, storage: Storage) -> None:
        await storage.ledger.miss(SERVER, DAY, now=NOON)

        assert await storage.ledger.claim(PLAN, now=NOON) is None

    async def test_a_claim_can_be_missed(self, storage: Storage) -> None:
        await claim(storage)

        assert await storage.ledger.miss(SERVER, DAY, now=NOON)

        assert isinstance(await storage.ledger.entry(SERVER, DAY), MissedDay)

    async def test_a_post_cannot_be_missed(self, storage: Storage) -> None:
        await post(storage)

        assert not await storage.ledger.miss(SERVER, DAY, now=NOON + 9 * MINUTE)


class TestLookingUp:
    async def test_the_questions_since_a_day_come_in_order_without_missed_days(self, storage: Storage) -> None:
        await post(storage, day=NEXT_DAY)
        await claim(storage)
        await claim(storage, day=DAY - timedelta(days=1))
        await claim(storage, server_id=OTHER_SERVER)
        await storage.ledger.miss(SERVER, DAY + timedelta(days=2), now=NOON)

        found = await storage.ledger.asked(SERVER, since=DAY)

        assert found == ((DAY, PLAN.draw.question_key), (NEXT_DAY, PLAN.draw.question_key))

    async def test_entries_come_in_order_of_their_days(self, storage: Storage) -> None:
        days = [DAY + timedelta(days=count) for count in (2, 0, 1)]
        for day in days:
            await storage.ledger.miss(SERVER, day, now=NOON)
        await storage.ledger.miss(OTHER_SERVER, DAY + timedelta(days=9), now=NOON)

        found = await storage.ledger.entries(SERVER)

        assert [entry.day for entry in found if isinstance(entry, MissedDay)] == sorted(days)
        assert await storage.ledger.latest(SERVER) == found[-1]

    async def test_days_are_known_from_one_on_and_what_is_half_done_is_told_of_any(self, storage: Storage) -> None:
        await post(storage)
        await storage.ledger.miss(SERVER, NEXT_DAY, now=NOON)
        claimed = await claim(storage, day=NEXT_DAY + timedelta(days=1))
        await post(storage, day=DAY - timedelta(days=1))
        await storage.ledger.mark_closed(SERVER, DAY - timedelta(days=1), at=NOON)
        await claim(storage, server_id=OTHER_SERVER)

        outlook = await storage.ledger.outlook(SERVER, since=NEXT_DAY)

        posted = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(posted, Posted)
        assert outlook == Outlook(False, None, frozenset({NEXT_DAY, NEXT_DAY + timedelta(days=1)}), (posted, claimed))

    async def test_the_schedule_is_told_with_them_and_whether_the_server_was_left(self, storage: Storage) -> None:
        await storage.settings.save_schedule(a_schedule())
        before = await storage.ledger.outlook(SERVER, since=DAY)
        await storage.departures.note(SERVER, at=NOON)

        assert before == Outlook(False, a_schedule(), frozenset(), ())
        assert await storage.ledger.outlook(SERVER, since=DAY) == replace(before, was_left=True)

    @pytest.mark.slow
    async def test_more_servers_than_are_read_at_a_time_are_all_told(self, storage: Storage) -> None:
        for server_id in range(1, AT_ONCE + 2):
            await claim(storage, server_id=server_id)

        assert await storage.ledger.unfinished() == set(range(1, AT_ONCE + 2))

    async def test_a_server_without_any_has_no_latest(self, storage: Storage) -> None:
        assert await storage.ledger.latest(SERVER) is None
        assert await storage.ledger.entry(SERVER, date(1999, 12, 31)) is None


async def test_a_claim_asks_what_its_post_is_found_to_ask(storage: Storage) -> None:
    await storage.ledger.claim(a_plan(), now=NOON)
    jarvis, friday = QuestionKey("who-is-jarvis"), QuestionKey("who-is-friday")
    asks = Asks(Draw("ultron", jarvis, 3), ("Jarvis", "Friday"))

    assert await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(5), at=NOON, asks=asks)
    assert not await storage.ledger.mark_posted(SERVER, DAY, message_id=MessageId(6), at=NOON, asks=Asks(asks.draw, ()))

    entry = await storage.ledger.entry(SERVER, DAY)
    assert isinstance(entry, Posted)
    assert (entry.plan.draw, entry.plan.options) == (asks.draw, asks.options)
    first, second = await storage.bags.peek(SERVER, "ultron", [jarvis, friday], count=2)
    assert (first.question_key, second.question_key) == (friday, jarvis)
