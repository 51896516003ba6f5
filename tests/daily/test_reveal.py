"""The answer follows as a reply at the close, if a manager chose that."""

from datetime import timedelta

import pytest

from bot.daily.closing import SLACK
from bot.daily.results import DailyPaused, DailyResult
from bot.errors import Refused
from bot.ids import MessageId
from bot.storage.ledger import ClosedPost, Posted
from tests.daily.small_channel import NONCES_KEPT, Fault, SmallOutbox
from tests.daily.test_posts import DAY, HOUR, MINUTE, NINE, SECOND_DAY, World

CLOSED = NINE + 12 * HOUR + SLACK


@pytest.fixture
async def world() -> World:
    world = World()
    await world.set_up(reveals_in_reply=True)
    return world


async def test_the_reply_comes_at_the_close_and_the_next_post_does_not_repeat_it(world: World) -> None:
    await world.until(CLOSED - 2 * SLACK)
    assert not world.channels.replies
    await world.until(NINE + DAY + MINUTE)

    entry = await world.entry()
    assert isinstance(entry, ClosedPost)
    assert [(reply.id, reply.sent_at) for reply in world.channels.replies.values()] == [(entry.reply_id, CLOSED)]
    assert [message.post.before for message in world.channels.messages.values()] == [None, None]


async def test_otherwise_the_next_post_opens_with_it(world: World) -> None:
    await world.set_up()
    await world.until(NINE + DAY + MINUTE)

    assert not world.channels.replies
    assert [bool(message.post.before) for message in world.channels.messages.values()] == [False, True]


async def test_a_question_that_the_next_one_closes_gets_its_reply_after_that(world: World) -> None:
    await world.set_up(closes_at=None, reveals_in_reply=True)
    await world.until(NINE + DAY + MINUTE)

    entry = await world.entry()
    assert isinstance(entry, ClosedPost)
    assert list(world.channels.replies) == [entry.reply_id]
    assert [message.post.before for message in world.channels.messages.values()] == [None, None]


async def test_choosing_the_next_post_again_repeats_no_reply(world: World) -> None:
    await world.until(CLOSED + MINUTE)
    await world.set_up(reveals_in_reply=False)
    await world.until(NINE + DAY + MINUTE)

    assert len(world.channels.replies) == 1
    assert [message.post.before for message in world.channels.messages.values()] == [None, None]


async def test_a_reply_that_discord_refuses_is_left_to_the_next_post(world: World) -> None:
    class Refusing(SmallOutbox):
        async def reply(self, result: DailyResult) -> MessageId:
            raise Refused(f"Unknown message {result.message_id}")

    world.posts = world.process(outbox=Refusing(world.channels))
    await world.until(NINE + DAY + MINUTE)

    assert isinstance(await world.entry(), ClosedPost)
    assert world.channels.messages[max(world.channels.messages)].post.before


async def test_a_question_whose_post_was_deleted_gets_no_reply(world: World) -> None:
    await world.until(CLOSED - HOUR)
    world.channels.messages.clear()
    await world.until(CLOSED + MINUTE)

    assert isinstance(await world.entry(), ClosedPost)
    assert not world.channels.replies


async def test_without_the_right_to_reply_the_daily_is_paused_and_the_reply_waits_for_the_right(world: World) -> None:
    await world.until(CLOSED - HOUR)
    world.channels.faults = {3: Fault.FORBIDDEN}
    await world.until(CLOSED + MINUTE)
    [(_, notice)] = world.channels.told
    assert isinstance(notice, DailyPaused)
    assert "Send Messages" in notice.reason
    world.channels.forbidden.clear()
    await world.until(CLOSED + 2 * HOUR)

    assert isinstance(await world.entry(), ClosedPost)
    assert len(world.channels.replies) == 1


async def test_another_process_looks_for_the_reply_before_it_sends_one(world: World) -> None:
    world.channels.faults = {3: Fault.UNHEARD}
    await world.at(NINE)
    await world.at(CLOSED)
    assert isinstance(await world.entry(), Posted)
    world.clock.set(CLOSED + NONCES_KEPT + MINUTE)
    world.posts = world.process()
    await world.until(CLOSED + HOUR)

    entry = await world.entry()
    assert isinstance(entry, ClosedPost)
    assert list(world.channels.replies) == [entry.reply_id]


async def test_of_two_replies_because_the_machine_slept_the_first_stays(world: World) -> None:
    class Asleep(SmallOutbox):
        async def reply(self, result: DailyResult) -> MessageId:
            await super().reply(result)
            self.channels.clock.set(self.channels.clock.now() + NONCES_KEPT + MINUTE)
            return await super().reply(result)

    world.posts = world.process(outbox=Asleep(world.channels))
    await world.until(CLOSED + HOUR)

    entry = await world.entry()
    assert isinstance(entry, ClosedPost)
    assert list(world.channels.replies) == [entry.reply_id]
    assert len(world.channels.removed) == 1


async def test_after_days_of_outage_the_reply_still_comes_once(world: World) -> None:
    await world.at(NINE)
    world.clock.set(NINE + 3 * DAY + HOUR)
    world.posts = world.process()
    await world.until(NINE + 3 * DAY + timedelta(hours=2))

    assert len(world.channels.replies) == 1
    assert isinstance(await world.entry(SECOND_DAY + 2 * DAY), Posted)
