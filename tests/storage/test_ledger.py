"""What every storage does with the ledger of daily posts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.storage.bags import Draw
from bot.storage.ledger import Asks, Claimed, Closed, Missed, Outlook, Posted
from bot.storage.sql.ledger import AT_ONCE
from bot.storage.storage import Storage
from tests.storage.builders import DAY, MINUTE, NOON, OTHER_SERVER, SERVER, a_plan, a_schedule

PLAN = a_plan()
NEXT_DAY = DAY + timedelta(days=1)


async def claim(storage: Storage, **values: object) -> Claimed:
    claimed = await storage.ledger.claim(a_plan(**values), holder="a", now=NOON, lease=MINUTE)
    assert claimed
    return claimed


async def post(storage: Storage, **values: object) -> None:
    claimed = await claim(storage, **values)
    message = 500 + claimed.plan.day.toordinal() + claimed.plan.server % 1000
    assert await storage.ledger.mark_posted(claimed.plan.server, claimed.plan.day, message=message, at=NOON)


class TestClaiming:
    async def test_a_day_is_claimed_once(self, storage: Storage) -> None:
        other = a_plan(draw=Draw("ultron", "another", 1))

        first = await storage.ledger.claim(PLAN, holder="a", now=NOON, lease=MINUTE)
        second = await storage.ledger.claim(other, holder="a", now=NOON + 9 * MINUTE, lease=MINUTE)

        assert first == Claimed(PLAN, NOON, "a", NOON + MINUTE)
        assert second is None
        assert await storage.ledger.entry(SERVER, DAY) == first

    async def test_other_days_and_servers_are_claims_of_their_own(self, storage: Storage) -> None:
        await claim(storage)
        await claim(storage, day=NEXT_DAY)
        await claim(storage, server=OTHER_SERVER)

        entries = await storage.ledger.entries(SERVER)
        assert [entry.plan.day for entry in entries if isinstance(entry, Claimed)] == [DAY, NEXT_DAY]

    async def test_a_plan_comes_back_as_it_was(self, storage: Storage) -> None:
        plan = a_plan(options=('with "quotes"', "ümläut 🙈", ""), closes_at=NOON + 600 * MINUTE)

        await storage.ledger.claim(plan, holder="a", now=NOON, lease=MINUTE)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Claimed)
        assert entry.plan == plan

    async def test_its_question_is_out_of_the_bag(self, storage: Storage) -> None:
        (draw,) = await storage.bags.peek(SERVER, "ultron", ["q1", "q2"])
        await claim(storage, draw=draw)

        assert await storage.bags.peek(SERVER, "ultron", ["q1", "q2"]) == (Draw("ultron", "q2", 1),)

    async def test_who_comes_too_late_leaves_the_bag_alone(self, storage: Storage) -> None:
        await claim(storage)
        late = a_plan(draw=Draw("ultron", "q1", 1))

        assert await storage.ledger.claim(late, holder="b", now=NOON, lease=MINUTE) is None

        assert await storage.bags.peek(SERVER, "ultron", ["q1"]) == (Draw("ultron", "q1", 1),)


class TestTaking:
    async def test_a_running_lease_is_its_holders(self, storage: Storage) -> None:
        await claim(storage)
        before = NOON + MINUTE - timedelta(microseconds=1)

        assert await storage.ledger.take(SERVER, DAY, holder="b", now=before, lease=MINUTE) is None
        assert await storage.ledger.take(SERVER, DAY, holder="a", now=before, lease=MINUTE) == Claimed(
            PLAN, NOON, "a", before + MINUTE
        )

    async def test_a_lease_that_ran_out_is_anybodys(self, storage: Storage) -> None:
        await claim(storage)
        after = NOON + MINUTE

        assert await storage.ledger.overdue(now=NOON) == {}
        assert await storage.ledger.overdue(now=after) == {SERVER: DAY}
        taken = await storage.ledger.take(SERVER, DAY, holder="b", now=after, lease=MINUTE)

        assert taken == Claimed(PLAN, NOON, "b", after + MINUTE)
        assert await storage.ledger.overdue(now=after) == {}
        assert await storage.ledger.take(SERVER, DAY, holder="a", now=after, lease=MINUTE) is None

    async def test_a_lease_is_given_up_by_its_holder(self, storage: Storage) -> None:
        await claim(storage)

        assert not await storage.ledger.release(SERVER, DAY, holder="b", now=NOON)
        assert await storage.ledger.release(SERVER, DAY, holder="a", now=NOON)

        assert await storage.ledger.take(SERVER, DAY, holder="b", now=NOON, lease=MINUTE)

    async def test_there_is_nothing_to_take_of_what_is_done(self, storage: Storage) -> None:
        later = NOON + 100 * MINUTE
        await post(storage)
        await storage.ledger.mark_closed(SERVER, DAY, at=NOON)
        await storage.ledger.miss(SERVER, NEXT_DAY, holder="a", now=NOON)

        for day in (DAY, NEXT_DAY, NEXT_DAY + timedelta(days=1)):
            assert await storage.ledger.take(SERVER, day, holder="a", now=later, lease=MINUTE) is None

    async def test_of_a_servers_abandoned_claims_the_earliest_day_is_told(self, storage: Storage) -> None:
        for server, day in ((1, NEXT_DAY), (1, DAY), (2, NEXT_DAY)):
            await claim(storage, server=server, day=day)

        assert await storage.ledger.overdue(now=NOON + MINUTE) == {1: DAY, 2: NEXT_DAY}


class TestPosting:
    async def test_a_claim_becomes_a_post(self, storage: Storage) -> None:
        await claim(storage)

        assert await storage.ledger.mark_posted(SERVER, DAY, message=500, at=NOON)

        post = Posted(PLAN, NOON, "a", NOON, NOON, 500)
        assert await storage.ledger.entry(SERVER, DAY) == post
        assert await storage.ledger.of_message(500) == post
        assert await storage.ledger.of_message(501) is None

    async def test_the_same_post_may_be_told_again_and_another_is_one_too_many(self, storage: Storage) -> None:
        await claim(storage)
        await storage.ledger.mark_posted(SERVER, DAY, message=500, at=NOON)

        assert await storage.ledger.mark_posted(SERVER, DAY, message=500, at=NOON + MINUTE)
        assert not await storage.ledger.mark_posted(SERVER, DAY, message=501, at=NOON + MINUTE)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Posted)
        assert (entry.message, entry.posted_at) == (500, NOON)

    async def test_there_is_no_post_without_a_claim(self, storage: Storage) -> None:
        assert not await storage.ledger.mark_posted(SERVER, DAY, message=500, at=NOON)
        assert await storage.ledger.entry(SERVER, DAY) is None

    async def test_a_post_gets_a_thread(self, storage: Storage) -> None:
        await claim(storage)
        assert not await storage.ledger.mark_thread(SERVER, DAY, thread=7)
        await storage.ledger.mark_posted(SERVER, DAY, message=500, at=NOON)

        assert await storage.ledger.mark_thread(SERVER, DAY, thread=7)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Posted)
        assert entry.thread == 7


class TestClosing:
    async def test_a_post_is_closed_once(self, storage: Storage) -> None:
        await post(storage)
        later = NOON + 5 * MINUTE

        assert await storage.ledger.mark_closed(SERVER, DAY, at=later)
        assert not await storage.ledger.mark_closed(SERVER, DAY, at=later + MINUTE)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Closed)
        assert (entry.closed_at, entry.plan.closes_at) == (later, later)

    async def test_an_earlier_end_of_answers_stands(self, storage: Storage) -> None:
        await post(storage, closes_at=NOON + MINUTE)

        await storage.ledger.mark_closed(SERVER, DAY, at=NOON + 2 * MINUTE)

        entry = await storage.ledger.entry(SERVER, DAY)
        assert isinstance(entry, Closed)
        assert entry.plan.closes_at == NOON + MINUTE

    async def test_only_a_post_can_be_closed(self, storage: Storage) -> None:
        assert not await storage.ledger.mark_closed(SERVER, DAY, at=NOON)
        await claim(storage)
        assert not await storage.ledger.mark_closed(SERVER, DAY, at=NOON)

    async def test_posts_are_to_close_when_their_time_has_passed(self, storage: Storage) -> None:
        await post(storage, server=1, closes_at=NOON + 3 * MINUTE)
        await post(storage, server=2, closes_at=NOON + 2 * MINUTE)
        await post(storage, server=3, closes_at=NOON + 4 * MINUTE)
        await post(storage, server=4)
        await claim(storage, server=5, closes_at=NOON + MINUTE)

        assert await storage.ledger.overdue(now=NOON) == {}
        assert set(await storage.ledger.overdue(now=NOON + 3 * MINUTE)) == {1, 2, 5}

    async def test_who_holds_a_post_closes_it_alone(self, storage: Storage) -> None:
        await post(storage, closes_at=NOON)

        taken = await storage.ledger.take(SERVER, DAY, holder="b", now=NOON, lease=MINUTE)

        assert isinstance(taken, Posted)
        assert await storage.ledger.overdue(now=NOON) == {}
        assert await storage.ledger.take(SERVER, DAY, holder="c", now=NOON, lease=MINUTE) is None
        assert await storage.ledger.overdue(now=NOON + MINUTE) == {SERVER: DAY}

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
        assert await storage.ledger.miss(SERVER, DAY, holder="a", now=NOON)
        assert not await storage.ledger.miss(SERVER, DAY, holder="a", now=NOON + MINUTE)

        assert await storage.ledger.entry(SERVER, DAY) == Missed(SERVER, DAY, NOON)

    async def test_a_missed_day_cannot_be_claimed(self, storage: Storage) -> None:
        await storage.ledger.miss(SERVER, DAY, holder="a", now=NOON)

        assert await storage.ledger.claim(PLAN, holder="a", now=NOON, lease=MINUTE) is None

    @pytest.mark.parametrize(("holder", "minutes", "missed"), [("a", 0, True), ("b", 0, False), ("b", 1, True)])
    async def test_a_claim_is_missed_by_its_holder_or_when_it_is_nobodys(
        self, storage: Storage, holder: str, minutes: int, missed: bool
    ) -> None:
        await claim(storage)

        assert await storage.ledger.miss(SERVER, DAY, holder=holder, now=NOON + minutes * MINUTE) == missed

        assert isinstance(await storage.ledger.entry(SERVER, DAY), Missed if missed else Claimed)

    async def test_a_post_cannot_be_missed(self, storage: Storage) -> None:
        await post(storage)

        assert not await storage.ledger.miss(SERVER, DAY, holder="a", now=NOON + 9 * MINUTE)


class TestLookingUp:
    async def test_entries_come_in_order_of_their_days(self, storage: Storage) -> None:
        days = [DAY + timedelta(days=count) for count in (2, 0, 1)]
        for day in days:
            await storage.ledger.miss(SERVER, day, holder="a", now=NOON)
        await storage.ledger.miss(OTHER_SERVER, DAY + timedelta(days=9), holder="a", now=NOON)

        found = await storage.ledger.entries(SERVER)
        since = await storage.ledger.entries(SERVER, since=NEXT_DAY)

        assert [entry.day for entry in found if isinstance(entry, Missed)] == sorted(days)
        assert since == found[1:]
        assert await storage.ledger.latest(SERVER) == found[-1]

    async def test_days_are_known_from_one_on_and_what_is_half_done_is_told_of_any(self, storage: Storage) -> None:
        await post(storage)
        await storage.ledger.miss(SERVER, NEXT_DAY, holder="a", now=NOON)
        claimed = await claim(storage, day=NEXT_DAY + timedelta(days=1))
        await post(storage, day=DAY - timedelta(days=1))
        await storage.ledger.mark_closed(SERVER, DAY - timedelta(days=1), at=NOON)
        await claim(storage, server=OTHER_SERVER)

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

    async def test_more_servers_than_are_read_at_a_time_are_all_told(self, storage: Storage) -> None:
        for server in range(1, AT_ONCE + 2):
            await claim(storage, server=server)

        assert await storage.ledger.overdue(now=NOON + MINUTE) == dict.fromkeys(range(1, AT_ONCE + 2), DAY)

    async def test_a_server_without_any_has_no_latest(self, storage: Storage) -> None:
        assert await storage.ledger.latest(SERVER) is None
        assert await storage.ledger.entry(SERVER, date(1999, 12, 31)) is None

    async def test_a_lease_moves_no_plan(self, storage: Storage) -> None:
        claimed = await claim(storage)

        taken = await storage.ledger.take(SERVER, DAY, holder="a", now=NOON + MINUTE, lease=MINUTE)

        assert taken == replace(claimed, lease_until=NOON + 2 * MINUTE)


async def test_a_claim_asks_what_its_post_is_found_to_ask(storage: Storage) -> None:
    await storage.ledger.claim(a_plan(), holder="a", now=NOON, lease=MINUTE)
    asks = Asks(Draw("ultron", "who-is-jarvis", 3), ("Jarvis", "Friday"))

    assert await storage.ledger.mark_posted(SERVER, DAY, message=5, at=NOON, asks=asks)
    assert not await storage.ledger.mark_posted(SERVER, DAY, message=6, at=NOON, asks=Asks(asks.draw, ()))

    entry = await storage.ledger.entry(SERVER, DAY)
    assert isinstance(entry, Posted)
    assert (entry.plan.draw, entry.plan.options) == (asks.draw, asks.options)
    first, second = await storage.bags.peek(SERVER, "ultron", ["who-is-jarvis", "who-is-friday"], count=2)
    assert (first.question, second.question) == ("who-is-friday", "who-is-jarvis")
