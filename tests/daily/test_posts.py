"""A daily question is posted and closed, also where things go wrong once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.daily.closing import SLACK
from bot.daily.desk import GIVE_UP
from bot.daily.outbox import Outbox
from bot.daily.posting import CATCH_UP, QUIET
from bot.daily.posts import DailyPosts
from bot.daily.results import DailyPaused, DailyPost, PingDropped, marker_of, read_marker
from bot.errors import Refused
from bot.ids import ChannelId, GameId, MemberId, MessageId, RoleId, ServerId
from bot.scheduling.pace import Pace
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.answers import Occasion
from bot.storage.ledger import Claimed, ClosedPost, MissedDay, Posted
from bot.storage.settings import DailySchedule
from tests.clock import FakeClock
from tests.daily.small_channel import NONCES_KEPT, RETRY_AFTER, Channels, Fault, SmallOutbox
from tests.quiz.small_quiz import SmallQuestions
from tests.small_pack import a_chance
from tests.storage.builders import a_pick, recorded
from tests.storage.memory import in_memory

SERVER, CHANNEL, MANAGER = ServerId(1), ChannelId(20), MemberId(30)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVENING = datetime(2026, 4, 30, 20, tzinfo=UTC)
NINE = datetime(2026, 5, 1, 9, tzinfo=UTC)
FIRST = date(2026, 5, 1)
SECOND_DAY = date(2026, 5, 2)


def a_schedule(**values: object) -> DailySchedule:
    """At nine each day in UTC, set up the evening before."""
    schedule = DailySchedule(
        server_id=SERVER,
        channel_id=CHANNEL,
        at=time(9),
        zone="UTC",
        since=EVENING,
        set_up_by=MANAGER,
        closes_at=time(21),
    )
    return replace(schedule, **values)  # type: ignore[arg-type]  # names of its fields


class World:
    """A server with a schedule, and a process that looks after it."""

    def __init__(self) -> None:
        self.clock = FakeClock(EVENING)
        self.channels = Channels(self.clock)
        self.storage = in_memory()
        self.questions = SmallQuestions()
        self.posts = self.process()

    def process(
        self, *, patience: timedelta = MINUTE, shard: Shard = WHOLE, outbox: Outbox | None = None
    ) -> DailyPosts:
        """Another process over the same storage and channels."""
        return DailyPosts(
            self.storage,
            outbox or SmallOutbox(self.channels),
            self.questions,
            self.clock,
            a_chance(),
            pace=Pace(self.clock, timedelta(0)),
            patience=patience,
            shard=shard,
        )

    async def set_up(self, **values: object) -> None:
        await self.storage.settings.save_schedule(a_schedule(**values))

    async def at(self, moment: datetime) -> datetime | None:
        """Look at this moment, and again where that is wanted at once; the next moment after that."""
        self.clock.set(moment)
        again = await self.posts.advance(SERVER)
        if again == moment + SLACK:
            return await self.at(again)
        return again

    async def until(self, end: datetime, *, most: int = 2000) -> int:
        """Look at every moment at which something is due, as the planner would; how many looks it took."""
        looks = 0
        while self.clock.now() < end:
            looks += 1
            assert looks < most, "a tight loop"
            moment = await self.posts.advance(SERVER)
            self.clock.set(min(end, max(moment or end, self.clock.now() + SECOND)))
        await self.posts.advance(SERVER)
        return looks

    async def entry(self, day: date = FIRST) -> object:
        return await self.storage.ledger.entry(SERVER, day)

    def posted(self, day: date = FIRST) -> int:
        return len(self.channels.in_channel(marker_of(SERVER, day)))


@pytest.fixture
async def world() -> World:
    world = World()
    await world.set_up()
    return world


class TestTheUsualDay:
    async def test_waits_for_its_time(self, world: World) -> None:
        assert await world.at(EVENING) == NINE
        assert world.channels.requests == []

    async def test_is_posted_on_time_and_closed_in_the_evening(self, world: World) -> None:
        assert await world.at(NINE) == NINE + 12 * HOUR + SLACK
        assert isinstance(await world.entry(), Posted)

        assert await world.at(NINE + 12 * HOUR + SLACK) == NINE + DAY
        assert isinstance(await world.entry(), ClosedPost)
        assert [name for name, _ in world.channels.requests] == ["post", "show_result"]

    async def test_each_day_has_another_question(self, world: World) -> None:
        await world.until(NINE + 9 * DAY + HOUR)

        asked = [message.post.question.key for message in world.channels.messages.values()]
        assert sorted(asked) == sorted(world.questions.keys)

    async def test_a_question_that_members_reported_is_not_asked(self, world: World) -> None:
        asked, *reported = world.questions.keys
        for key in reported:
            await world.storage.reports.report(SERVER, key, by=MANAGER, at=world.clock.now())

        found = await world.posts.draw(SERVER, FIRST, channel_id=CHANNEL, may_spoil=True)

        assert found is not None
        assert found[0].question_key == asked

    async def test_a_question_that_hardly_anybody_gets_is_kept_for_the_weekend(self, world: World) -> None:
        monday, sunday = date(2026, 5, 4), date(2026, 5, 10)
        hard, *others = world.questions.keys
        for number in range(20):
            for game, question, is_right in (("g", hard, number < 4), ("h", others[0], True)):
                occasion = Occasion.trivia(SERVER, GameId(game), number)
                await recorded(world.storage, a_pick(occasion, question_key=question, is_right=is_right))

        drawn = [await world.posts.draw(SERVER, day, channel_id=CHANNEL, may_spoil=True) for day in (monday, sunday)]

        assert [draw[0].question_key == hard for draw in drawn if draw] == [False, True]

    async def test_the_next_question_closes_the_one_before(self, world: World) -> None:
        await world.set_up(closes_at=None)
        await world.until(NINE + DAY + MINUTE)

        assert isinstance(await world.entry(), ClosedPost)
        assert isinstance(await world.entry(SECOND_DAY), Posted)

    async def test_a_change_of_times_leaves_no_two_questions_open(self, world: World) -> None:
        await world.set_up(closes_at=None, weekdays=frozenset({4}))
        await world.until(NINE + HOUR)
        await world.set_up(closes_at=None, since=NINE + HOUR)

        await world.until(NINE + DAY + MINUTE)

        assert isinstance(await world.entry(), ClosedPost)
        assert isinstance(await world.entry(SECOND_DAY), Posted)

    async def test_a_role_is_pinged_and_a_thread_opened_where_that_is_wanted(self, world: World) -> None:
        await world.set_up(role_id=RoleId(77), has_thread=True)
        await world.until(NINE + HOUR)

        entry = await world.entry()
        assert isinstance(entry, Posted)
        assert entry.thread_id == ChannelId(entry.message_id)
        assert world.channels.pinged == [77]
        assert world.channels.count("open_thread") == 1

    async def test_without_the_right_it_is_posted_without_the_ping_and_told_once(self, world: World) -> None:
        await world.set_up(role_id=RoleId(77))
        await world.until(NINE + HOUR)
        world.channels.unpingable = {RoleId(77)}

        await world.until(NINE + 3 * DAY + HOUR)

        schedule = await world.storage.settings.schedule(SERVER)
        assert schedule
        assert schedule.is_active
        assert schedule.role_id is None
        assert [notice for _, notice in world.channels.told] == [PingDropped(SERVER, schedule.channel_id, RoleId(77))]
        assert world.channels.pinged == [77]
        assert isinstance(await world.entry(SECOND_DAY), ClosedPost)

    async def test_while_nothing_tells_of_rights_a_question_goes_without_its_ping(self, world: World) -> None:
        await world.set_up(role_id=RoleId(77))
        world.channels.rights_unknown = True
        await world.until(NINE + HOUR)
        world.channels.rights_unknown = False
        assert world.channels.pinged == []
        assert world.channels.told == []

        await world.until(NINE + DAY + HOUR)

        assert world.channels.pinged == [77]

    async def test_what_was_due_before_it_was_set_up_is_not_posted(self, world: World) -> None:
        await world.set_up(since=NINE + SECOND)

        assert await world.at(NINE + MINUTE) == NINE + DAY
        assert await world.entry() is None

    async def test_a_skipped_day_has_no_question(self, world: World) -> None:
        await world.set_up(skipped=FIRST)
        await world.until(NINE + DAY + MINUTE)

        assert isinstance(await world.entry(), MissedDay)
        assert isinstance(await world.entry(SECOND_DAY), Posted)

    async def test_without_a_schedule_there_is_nothing_to_do(self, world: World) -> None:
        await world.storage.settings.remove_schedule(SERVER)

        assert await world.at(NINE) is None

    async def test_a_question_that_is_open_when_the_schedule_goes_is_closed_in_its_time(self, world: World) -> None:
        await world.at(NINE)
        await world.storage.settings.remove_schedule(SERVER)

        assert await world.at(NINE + HOUR) == NINE + 12 * HOUR + SLACK
        assert await world.at(NINE + 13 * HOUR) is None
        assert isinstance(await world.entry(), ClosedPost)

    async def test_the_agenda_has_the_active_and_those_with_something_left_to_do(self, world: World) -> None:
        await world.at(NINE)
        await world.storage.settings.save_schedule(a_schedule(server_id=2))
        await world.storage.settings.pause(SERVER)

        await world.storage.settings.save_schedule(a_schedule(server_id=3, is_active=False))

        assert await world.posts.agenda() == {SERVER, 2}

    async def test_of_several_shards_each_has_its_own_servers(self, world: World) -> None:
        other = SERVER + (1 << 22)
        await world.set_up()
        await world.at(NINE)
        for server_id in (SERVER, other):
            await world.storage.settings.save_schedule(a_schedule(server_id=server_id))

        agendas = [await world.process(shard=Shard(number, 2)).agenda() for number in (0, 1)]

        assert agendas == [{SERVER}, {other}]


class TestAfterAnOutage:
    async def test_a_day_is_posted_late_inside_the_window(self, world: World) -> None:
        await world.at(NINE + CATCH_UP)

        assert isinstance(await world.entry(), Posted)

    async def test_after_the_window_the_day_is_missed(self, world: World) -> None:
        await world.at(NINE + CATCH_UP + SECOND)

        assert isinstance(await world.entry(), MissedDay)
        assert world.channels.requests == []

    async def test_a_question_that_nobody_could_answer_any_more_is_not_posted(self, world: World) -> None:
        await world.set_up(closes_at=time(11))

        await world.at(NINE + 2 * HOUR - 9 * MINUTE)

        assert isinstance(await world.entry(), MissedDay)

    async def test_after_days_all_that_are_over_are_missed_and_today_is_posted(self, world: World) -> None:
        await world.at(NINE + 5 * DAY + HOUR)

        entries = await world.storage.ledger.entries(SERVER)
        assert [type(entry) for entry in entries] == 5 * [MissedDay] + [Posted]

    async def test_after_months_an_open_question_is_closed(self, world: World) -> None:
        await world.at(NINE)
        world.clock.set(NINE + 100 * DAY)
        world.posts = world.process()
        world.channels.down = Fault.LOST
        await world.at(NINE + 100 * DAY)
        world.channels.down = None

        await world.until(NINE + 100 * DAY + HOUR)

        assert isinstance(await world.entry(), ClosedPost)
        assert isinstance(await world.entry(FIRST + 100 * DAY), Posted)

    async def test_a_question_that_is_late_is_looked_for_before_it_is_posted(self, world: World) -> None:
        await world.at(NINE)
        backup_of_yesterday = in_memory()
        await backup_of_yesterday.settings.save_schedule(a_schedule())
        world.storage = backup_of_yesterday
        world.posts = world.process()

        await world.at(NINE + HOUR)

        assert isinstance(await world.entry(), Posted)
        assert world.posted() == 1

    async def test_a_clock_set_back_posts_no_day_again(self, world: World) -> None:
        await world.until(NINE + DAY + HOUR)

        await world.at(EVENING)
        await world.until(NINE + DAY + 2 * HOUR)

        assert (world.posted(), world.posted(SECOND_DAY)) == (1, 1)


class TestWhenDiscordIsDown:
    @pytest.mark.parametrize("fault", [Fault.LOST, Fault.BROKEN, Fault.TOO_MANY], ids=lambda fault: fault.value)
    async def test_it_is_tried_until_it_works(self, world: World, fault: Fault) -> None:
        await world.at(NINE - SECOND)
        world.channels.down = fault
        await world.until(NINE + 2 * HOUR)
        attempts = world.channels.requests.copy()
        world.channels.down = None
        await world.until(NINE + 3 * HOUR)

        assert isinstance(await world.entry(), Posted)
        assert world.posted() == 1
        assert 10 < len(attempts) < 40

    async def test_after_the_window_it_is_given_up_once_it_is_known_that_nothing_was_posted(self, world: World) -> None:
        world.channels.down = Fault.LOST
        await world.until(NINE + CATCH_UP + HOUR)
        assert isinstance(await world.entry(), Claimed)
        world.channels.down = None

        await world.until(NINE + CATCH_UP + 2 * HOUR)

        assert isinstance(await world.entry(), MissedDay)
        assert world.posted() == 0

    async def test_a_post_that_nobody_knew_of_is_found_after_the_window(self, world: World) -> None:
        world.channels.faults = {1: Fault.UNHEARD}
        await world.at(NINE)
        world.channels.down = Fault.LOST
        await world.until(NINE + CATCH_UP + HOUR)
        world.channels.down = None

        await world.until(NINE + CATCH_UP + 2 * HOUR)

        assert isinstance(await world.entry(), Posted)
        assert world.posted() == 1

    async def test_a_day_is_not_given_up_while_a_request_may_be_on_its_way(self, world: World) -> None:
        world.channels.faults = {2: Fault.LOST}
        last = NINE + CATCH_UP - SECOND
        await world.at(last)
        assert [name for name, _ in world.channels.requests] == ["find", "post"]

        await world.until(last + MINUTE)
        assert isinstance(await world.entry(), Claimed)

        await world.until(last + QUIET + MINUTE)
        assert isinstance(await world.entry(), MissedDay)

    async def test_too_many_requests_are_followed_by_the_rest_that_is_asked_for(self, world: World) -> None:
        world.channels.faults = {1: Fault.TOO_MANY}

        again = await world.at(NINE)

        assert again is not None
        assert again >= NINE + RETRY_AFTER

    async def test_a_result_that_cannot_be_shown_for_a_day_is_given_up(self, world: World) -> None:
        await world.at(NINE)
        world.channels.down = Fault.BROKEN
        await world.storage.settings.remove_schedule(SERVER)

        await world.until(NINE + 12 * HOUR + GIVE_UP + HOUR)

        assert isinstance(await world.entry(), ClosedPost)

    async def test_after_a_long_outage_a_result_that_fails_twice_is_still_shown(self, world: World) -> None:
        await world.at(NINE)
        await world.storage.settings.remove_schedule(SERVER)
        back = NINE + 3 * DAY
        world.clock.set(back)
        world.posts = world.process()
        said = len(world.channels.requests)
        world.channels.faults = {said + 1: Fault.BROKEN, said + 2: Fault.BROKEN}

        await world.until(back + HOUR)

        assert isinstance(await world.entry(), ClosedPost)
        assert all(message.result for message in world.channels.messages.values())

    async def test_the_next_day_comes_although_a_result_cannot_be_shown(self, world: World) -> None:
        await world.at(NINE)
        world.channels.faults = dict.fromkeys(range(2, 200), Fault.BROKEN)
        await world.until(NINE + DAY - MINUTE)
        assert isinstance(await world.entry(), Posted)
        world.channels.faults = {}

        await world.until(NINE + DAY + HOUR)

        assert isinstance(await world.entry(), ClosedPost)
        assert isinstance(await world.entry(SECOND_DAY), Posted)

    async def test_an_answer_that_never_comes_is_not_waited_for(self, world: World) -> None:
        world.posts = world.process(patience=timedelta(0))

        again = await world.at(NINE)

        assert again is not None
        assert NINE < again < NINE + MINUTE
        assert isinstance(await world.entry(), Claimed)


class TestWhenARightIsMissing:
    @pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.GONE], ids=lambda fault: fault.value)
    async def test_posting_is_paused_with_the_reason_and_told_once(self, world: World, fault: Fault) -> None:
        world.channels.faults = {1: fault}

        await world.until(NINE + 5 * DAY)

        schedule = await world.storage.settings.schedule(SERVER)
        assert schedule
        assert not schedule.is_active
        assert schedule.pause_reason
        assert [
            (member_id, notice.reason) for member_id, notice in world.channels.told if isinstance(notice, DailyPaused)
        ] == [(MANAGER, schedule.pause_reason)]
        assert isinstance(await world.entry(), MissedDay)
        assert len(world.channels.requests) == 2

    async def test_goes_on_with_the_next_day_when_it_is_resumed(self, world: World) -> None:
        world.channels.faults = {1: Fault.FORBIDDEN}
        await world.until(NINE + HOUR)
        world.channels.forbidden.clear()
        await world.storage.settings.resume(SERVER, since=world.clock.now())

        await world.until(NINE + DAY + HOUR)

        assert isinstance(await world.entry(SECOND_DAY), Posted)

    async def test_who_takes_no_messages_is_not_told_and_it_is_paused_nevertheless(self, world: World) -> None:
        world.channels.faults = {1: Fault.GONE, 2: Fault.FORBIDDEN}

        await world.until(NINE + HOUR)

        schedule = await world.storage.settings.schedule(SERVER)
        assert schedule
        assert not schedule.is_active
        assert world.channels.told == []

    async def test_what_fails_in_the_channel_of_before_does_not_pause_the_new_one(self, world: World) -> None:
        await world.at(NINE)
        await world.set_up(channel_id=CHANNEL + 1, since=NINE + HOUR)
        world.channels.forbidden.add(CHANNEL)

        await world.until(NINE + DAY + HOUR)

        assert isinstance(await world.entry(SECOND_DAY), Posted)
        assert world.channels.told == []

    async def test_a_result_that_may_not_be_shown_is_shown_when_the_right_is_back(self, world: World) -> None:
        await world.at(NINE)
        world.channels.forbidden.add(CHANNEL)
        await world.until(NINE + 14 * HOUR)
        assert isinstance(await world.entry(), Posted)
        assert len(world.channels.told) == 1
        world.channels.forbidden.clear()

        await world.until(NINE + 16 * HOUR)

        assert isinstance(await world.entry(), ClosedPost)
        assert world.channels.count("show_result") < 5

    async def test_a_question_that_was_deleted_is_closed(self, world: World) -> None:
        await world.at(NINE)
        world.channels.messages.clear()

        await world.until(NINE + 13 * HOUR)

        assert isinstance(await world.entry(), ClosedPost)
        assert world.channels.told == []

    async def test_no_second_post_while_the_channel_cannot_be_read(self, world: World) -> None:
        world.channels.faults = {1: Fault.UNHEARD}
        world.channels.unreadable.add(CHANNEL)
        await world.until(NINE + 3 * HOUR)
        assert world.posted() == 1
        assert len(world.channels.told) == 1
        world.channels.unreadable.clear()

        await world.until(NINE + 5 * HOUR)

        assert world.posted() == 1
        assert isinstance(await world.entry(), Posted)

    async def test_a_channel_that_can_never_be_read_leaves_nothing_half_done(self, world: World) -> None:
        world.channels.faults = {1: Fault.LOST}
        world.channels.unreadable.add(CHANNEL)

        await world.until(NINE + DAY)

        assert isinstance(await world.entry(), MissedDay)
        assert world.channels.count("find") < 15

    async def test_a_thread_that_may_not_be_opened_is_done_without(self, world: World) -> None:
        await world.set_up(has_thread=True)
        world.channels.faults = {2: Fault.FORBIDDEN}
        await world.at(NINE)
        world.channels.forbidden.clear()

        await world.until(NINE + 13 * HOUR)

        assert isinstance(await world.entry(), ClosedPost)
        assert world.channels.count("open_thread") == 1

    async def test_a_thread_is_tried_again_after_an_outage(self, world: World) -> None:
        await world.set_up(has_thread=True)
        world.channels.faults = {2: Fault.UNHEARD, 3: Fault.TOO_MANY}

        await world.until(NINE + HOUR)

        entry = await world.entry()
        assert isinstance(entry, Posted)
        assert entry.thread_id == ChannelId(entry.message_id)

    async def test_what_discord_refuses_is_not_sent_again_and_pauses(self, world: World) -> None:
        world.posts = DailyPosts(
            world.storage,
            Refusing(world.channels),
            world.questions,
            world.clock,
            a_chance(),
            pace=Pace(world.clock, timedelta(0)),
        )

        await world.until(NINE + HOUR)

        schedule = await world.storage.settings.schedule(SERVER)
        assert schedule
        assert schedule.pause_reason == "Discord does not take the question: Invalid Form Body"
        assert isinstance(await world.entry(), MissedDay)
        assert len(world.channels.told) == 1

    async def test_a_pack_without_questions_pauses(self, world: World) -> None:
        world.questions.known.clear()

        await world.until(NINE + HOUR)

        schedule = await world.storage.settings.schedule(SERVER)
        assert schedule
        assert schedule.pause_reason == "The pack has no questions to ask."
        assert isinstance(await world.entry(), MissedDay)

    @pytest.mark.parametrize("is_off", [True, False], ids=["off", "paused"])
    async def test_what_was_paused_or_turned_off_meanwhile_is_not_posted_any_more(
        self, world: World, *, is_off: bool
    ) -> None:
        world.channels.faults = {1: Fault.LOST}
        await world.at(NINE)
        await (world.storage.settings.remove_schedule(SERVER) if is_off else world.storage.settings.pause(SERVER))

        await world.until(NINE + HOUR)

        assert isinstance(await world.entry(), MissedDay)
        assert world.posted() == 0


class TestAProcessAfterAnother:
    async def test_what_the_first_left_half_done_is_posted_at_once_after_a_look(self, world: World) -> None:
        world.channels.faults = {1: Fault.LOST}
        await world.at(NINE)

        await world.process().advance(SERVER)

        assert [name for name, _ in world.channels.requests] == ["post", "find", "post"]
        assert isinstance(await world.entry(), Posted)

    async def test_while_a_request_of_the_first_may_be_on_its_way_no_day_is_given_up(self, world: World) -> None:
        world.channels.faults = {1: Fault.LOST}
        await world.at(NINE)
        await world.storage.settings.pause(SERVER)

        assert await world.process().advance(SERVER) == NINE + QUIET
        world.clock.set(NINE + QUIET)
        await world.process().advance(SERVER)

        assert isinstance(await world.entry(), MissedDay)

    async def test_a_process_that_was_frozen_takes_back_the_post_that_is_one_too_many(self, world: World) -> None:
        frozen, other = Frozen(world.channels), world.process()
        thawing = DailyPosts(
            world.storage, frozen, world.questions, world.clock, a_chance(), pace=Pace(world.clock, timedelta(0))
        )
        world.clock.set(NINE)
        frozen.meanwhile = lambda: later(world, other)

        await thawing.advance(SERVER)

        assert len(world.channels.removed) == 1
        assert world.posted() == 1
        entry = await world.entry()
        assert isinstance(entry, Posted)
        assert entry.message_id in world.channels.messages

    @pytest.mark.parametrize("faults", [{}, {4: Fault.BROKEN}, {4: Fault.UNHEARD}], ids=["at once", "again", "unheard"])
    async def test_a_double_that_came_while_the_machine_slept_is_taken_back(
        self, world: World, faults: dict[int, Fault]
    ) -> None:
        world.channels.faults = faults
        world.posts = DailyPosts(
            world.storage,
            Asleep(world.channels),
            world.questions,
            world.clock,
            a_chance(),
            pace=Pace(world.clock, timedelta(0)),
        )

        await world.until(NINE + HOUR)

        entry = await world.entry()
        assert isinstance(entry, Posted)
        assert list(world.channels.messages) == [entry.message_id]
        assert set(world.channels.removed) == {entry.message_id + 1}

    @pytest.mark.parametrize("is_killed", [False, True], ids=["it goes on", "it is killed"])
    async def test_a_double_is_taken_back_although_a_press_told_of_the_post_first(
        self, world: World, *, is_killed: bool
    ) -> None:
        world.channels.faults = {2: Fault.UNHEARD}
        world.posts = world.process(outbox=Asleep(world.channels))
        world.clock.set(NINE)
        await world.posts.advance(SERVER)
        first, _ = world.channels.messages
        await world.storage.ledger.mark_posted(SERVER, FIRST, message_id=first, at=world.clock.now())
        if is_killed:
            world.posts = world.process()
        world.channels.faults = {3: Fault.BROKEN, 5: Fault.BROKEN}

        await world.until(NINE + HOUR)

        assert list(world.channels.messages) == [first]
        assert [name for name, _ in world.channels.requests] == ["post", "post", "find", "find", "remove", "remove"]

    async def test_before_a_double_is_taken_back_the_result_waits(self, world: World) -> None:
        world.channels.faults = {2: Fault.UNHEARD}
        world.posts = world.process(outbox=Asleep(world.channels))
        world.clock.set(NINE)
        await world.posts.advance(SERVER)
        first, _ = world.channels.messages
        await world.storage.ledger.mark_posted(SERVER, FIRST, message_id=first, at=world.clock.now())
        await world.storage.settings.remove_schedule(SERVER)
        world.channels.down = Fault.BROKEN
        await world.until(NINE + DAY + HOUR)
        assert isinstance(await world.entry(), Posted)
        world.channels.down = None

        await world.until(NINE + DAY + 2 * HOUR)

        assert isinstance(await world.entry(), ClosedPost)
        assert list(world.channels.messages) == [first]


class Asleep(SmallOutbox):
    """An outbox that sends a post again after its machine has slept, when Discord drops no double any more."""

    async def post(self, post: DailyPost) -> MessageId:
        await super().post(post)
        self.channels.clock.set(self.channels.clock.now() + NONCES_KEPT + MINUTE)
        return await super().post(post)


class Refusing(SmallOutbox):
    """An outbox into a channel that takes no question."""

    async def post(self, post: DailyPost) -> MessageId:
        await super().find(post.channel_id, post.marker, after=NINE)
        raise Refused("Invalid Form Body")


class Frozen(SmallOutbox):
    """An outbox whose process freezes just before it posts."""

    meanwhile: Callable[[], Awaitable[None]]

    async def post(self, post: DailyPost) -> MessageId:
        await self.meanwhile()
        return await super().post(post)


async def later(world: World, other: DailyPosts) -> None:
    """The other process has taken over, and posts; then Discord forgets the nonce."""
    world.clock.set(NINE + 5 * SECOND)
    await other.advance(SERVER)
    world.clock.set(NINE + NONCES_KEPT + MINUTE)


class TestMarker:
    @pytest.mark.parametrize("server_id", [0, 1, 35, 36, 1_489_812_345_678_901_234, 2**63 - 1])
    def test_names_server_and_day_in_what_a_nonce_may_hold(self, server_id: ServerId) -> None:
        marker = marker_of(server_id, FIRST)

        assert len(marker) <= 24
        assert read_marker(marker) == (server_id, FIRST)

    @pytest.mark.parametrize(
        "text", ["", "d1", "d1-2026050", "d1-20260230", "dä-20260501", "x1-20260501", "D1-20260501"]
    )
    def test_other_text_is_none(self, text: str) -> None:
        assert read_marker(text) is None


async def test_what_becomes_of_a_question_is_reported_with_its_delay() -> None:
    world, told = World(), list[tuple[str, timedelta]]()
    world.posts = DailyPosts(
        world.storage,
        SmallOutbox(world.channels),
        world.questions,
        world.clock,
        a_chance(),
        pace=Pace(world.clock, timedelta(0)),
        on_event=lambda event, delay: told.append((event.value, delay)),
    )
    await world.set_up()

    await world.at(NINE + SECOND)
    await world.at(NINE + timedelta(days=1) + CATCH_UP + SECOND)

    late = CATCH_UP + SECOND
    assert told == [("due", SECOND), ("posted", SECOND), ("due", late), ("missed", late)]


async def test_a_skipped_date_is_not_reported_as_missed() -> None:
    world, told = World(), list[str]()
    world.posts = DailyPosts(
        world.storage,
        SmallOutbox(world.channels),
        world.questions,
        world.clock,
        a_chance(),
        pace=Pace(world.clock, timedelta(0)),
        on_event=lambda event, _delay: told.append(event.value),
    )
    await world.set_up(skipped=NINE.date())

    await world.at(NINE + SECOND)

    assert told == []
