"""What members and managers can do with the daily question."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

import pytest

from bot.daily.results import DailyOver, DailyToday, DailyVerdict, NoDaily
from bot.daily.service import WORTH, DailyService
from bot.errors import UserError
from bot.ids import ChannelId, MemberId, MessageId, ServerId
from bot.storage.answers import Occasion, Streak
from bot.storage.ledger import ClosedPost, MissedDay, Posted
from tests.daily.small_channel import Fault
from tests.daily.test_posts import (
    CHANNEL,
    DAY,
    EVENING,
    FIRST,
    HOUR,
    MANAGER,
    MINUTE,
    NINE,
    SECOND,
    SECOND_DAY,
    SERVER,
    World,
)

ANNA, BEN, CLEO = MemberId(101), MemberId(102), MemberId(103)


@dataclass
class Table:
    """A server with its daily question, and everybody at it."""

    world: World = field(default_factory=World)
    changes: list[ServerId] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.world
        self.service = DailyService(
            world.storage, world.posts, world.questions, world.clock, on_change=self.changes.append
        )

    @property
    def message(self) -> MessageId:
        return max(self.world.channels.messages)

    async def pick(self, member_id: MemberId, *, rightly: bool = True, day: date = FIRST) -> DailyVerdict | DailyOver:
        """Press the button of a right or a wrong option under the latest question."""
        post = self.world.channels.messages[self.message].post
        right = post.options.index(post.question.answer)
        option = right if rightly else (right + 1) % len(post.options)
        return await self.service.answer(SERVER, day, message_id=self.message, member_id=member_id, option=option)


@pytest.fixture
async def table() -> Table:
    table = Table()
    await table.world.set_up()
    return table


@pytest.fixture
async def asked(table: Table) -> Table:
    """The first question has just been posted."""
    await table.world.at(NINE)
    return table


class TestAnswering:
    async def test_the_verdict_comes_at_once(self, asked: Table) -> None:
        right, wrong = await asked.pick(ANNA), await asked.pick(BEN, rightly=False)

        assert isinstance(right, DailyVerdict)
        assert isinstance(wrong, DailyVerdict)
        assert (right.answer.is_right, right.answer.points, right.is_new) == (True, WORTH, True)
        assert (wrong.answer.is_right, wrong.answer.points, wrong.is_new) == (False, 0, True)
        assert right.fact
        assert right.streak == Streak(1, 1)

    async def test_only_the_first_pick_counts_however_often_it_is_pressed(self, asked: Table) -> None:
        await asked.pick(ANNA, rightly=False)

        again = [await asked.pick(ANNA) for _ in range(5)]

        assert {
            (verdict.is_new, verdict.answer.is_right) for verdict in again if isinstance(verdict, DailyVerdict)
        } == {(False, False)}
        assert len(await asked.world.storage.answers.answers_to(Occasion.daily(SERVER, FIRST))) == 1

    async def test_none_counts_from_the_close_on(self, asked: Table) -> None:
        asked.world.clock.set(NINE + 12 * HOUR)

        assert await asked.pick(ANNA) == DailyOver(NINE + DAY)

    async def test_one_just_before_the_close_is_in_the_result(self, asked: Table) -> None:
        asked.world.clock.set(NINE + 12 * HOUR - SECOND)
        await asked.pick(ANNA)

        await asked.world.until(NINE + 13 * HOUR)

        result = asked.world.channels.messages[asked.message].result
        assert result
        assert result.answered == 1

    async def test_a_day_that_was_missed_takes_none(self, asked: Table) -> None:
        day = FIRST + DAY * 3

        assert isinstance(await asked.pick(ANNA, day=day), DailyOver)

    async def test_an_option_that_is_not_there_is_told(self, asked: Table) -> None:
        with pytest.raises(UserError, match="another question"):
            await asked.service.answer(SERVER, FIRST, message_id=asked.message, member_id=ANNA, option=9)

    async def test_a_question_that_left_the_pack_meanwhile_still_counts(self, asked: Table) -> None:
        asked.world.questions.known.clear()

        verdict = await asked.pick(ANNA)

        assert isinstance(verdict, DailyVerdict)
        assert verdict.answer.is_right

    async def test_a_button_that_was_pressed_proves_the_post(self, table: Table) -> None:
        table.world.channels.faults = {1: Fault.UNHEARD}
        await table.world.at(NINE)

        await table.pick(ANNA)

        entry = await table.world.entry()
        assert isinstance(entry, Posted)
        assert entry.message_id == table.message


class TestTheResult:
    async def test_shows_the_spread_the_first_the_count_and_the_streaks(self, asked: Table) -> None:
        await asked.pick(BEN, rightly=False)
        await asked.pick(CLEO)
        await asked.pick(ANNA)

        await asked.world.until(NINE + 13 * HOUR)

        message = asked.world.channels.messages[asked.message]
        result = message.result
        assert result
        assert result.question == message.post.question
        assert result.fact
        assert (result.answered, result.right, result.first) == (3, 2, CLEO)
        assert result.options == message.post.options
        assert sorted(result.spread) == [0, 1, 2]
        assert result.spread[result.options.index(message.post.question.answer)] == 2
        assert result.streaks == dict.fromkeys((ANNA, BEN, CLEO), Streak(1, 1))
        assert result.server_streak == Streak(1, 1)

    async def test_without_a_right_answer_the_servers_streak_is_over(self, asked: Table) -> None:
        await asked.pick(ANNA)
        await asked.world.until(NINE + DAY)
        await asked.pick(ANNA, rightly=False, day=SECOND_DAY)

        await asked.world.until(NINE + DAY + 13 * HOUR)

        result = asked.world.channels.messages[asked.message].result
        assert result
        assert result.server_streak == Streak(0, 1)
        assert result.streaks == {ANNA: Streak(2, 2)}

    async def test_nobody_answered(self, asked: Table) -> None:
        await asked.world.until(NINE + 13 * HOUR)

        result = asked.world.channels.messages[asked.message].result
        assert result
        assert (result.answered, result.first, sum(result.spread)) == (0, None, 0)

    async def test_a_question_that_left_the_pack_meanwhile_shows_its_answer(self, asked: Table) -> None:
        posted = asked.world.channels.messages[asked.message].post.question
        asked.world.questions.known.clear()

        await asked.world.until(NINE + 13 * HOUR)

        result = asked.world.channels.messages[asked.message].result
        assert result
        assert result.question == posted

    async def test_a_missed_day_breaks_no_streak(self, asked: Table) -> None:
        await asked.pick(ANNA)
        await asked.world.until(NINE + 13 * HOUR)
        await asked.world.at(NINE + 2 * DAY)
        assert isinstance(await asked.world.entry(SECOND_DAY), MissedDay)

        verdict = await asked.pick(ANNA, day=FIRST + 2 * DAY)

        assert isinstance(verdict, DailyVerdict)
        assert verdict.streak == Streak(2, 2)


class TestTheNextPost:
    async def test_opens_with_how_yesterday_went(self, asked: Table) -> None:
        await asked.pick(BEN, rightly=False)
        await asked.pick(ANNA)
        yesterday = asked.world.channels.messages[asked.message].post

        await asked.world.until(NINE + DAY + MINUTE)

        before = asked.world.channels.messages[asked.message].post.before
        assert before
        assert (before.day, before.question) == (FIRST, yesterday.question)
        assert (before.answered, before.right, before.first) == (2, 1, ANNA)
        assert before.streaks == dict.fromkeys((ANNA, BEN), Streak(1, 1))

    async def test_opens_with_the_last_one_where_yesterday_had_none(self, asked: Table) -> None:
        await asked.world.until(NINE + HOUR)
        await asked.world.at(NINE + 3 * DAY)

        before = asked.world.channels.messages[asked.message].post.before
        assert before
        assert before.day == FIRST

    async def test_the_first_one_and_one_after_weeks_open_with_themselves(self, asked: Table) -> None:
        first = asked.world.channels.messages[asked.message].post
        await asked.world.until(NINE + HOUR)
        await asked.world.at(NINE + 20 * DAY)

        posts = [message.post for message in asked.world.channels.messages.values()]
        assert len(posts) == 2
        assert [post.before for post in posts] == [None, None]
        assert first in posts

    async def test_tells_the_same_where_it_is_sent_again_after_a_crash(self, asked: Table) -> None:
        await asked.pick(ANNA)
        await asked.world.until(NINE + DAY - MINUTE)
        asked.world.channels.faults = {len(asked.world.channels.requests) + 1: Fault.LOST}
        await asked.world.at(NINE + DAY)
        asked.world.posts = asked.world.process()

        await asked.world.until(NINE + DAY + HOUR)

        before = asked.world.channels.messages[asked.message].post.before
        assert asked.world.posted(SECOND_DAY) == 1
        assert before
        assert before.first == ANNA


class TestTheArchive:
    async def test_has_the_closed_days_that_a_member_left_out(self, asked: Table) -> None:
        await asked.pick(ANNA)
        await asked.world.until(NINE + 2 * DAY + HOUR)

        assert await asked.service.left_out(SERVER, ANNA) == (SECOND_DAY,)
        assert await asked.service.left_out(SERVER, BEN) == (SECOND_DAY, FIRST)

    async def test_is_played_for_practice_and_counts_for_nothing(self, asked: Table) -> None:
        await asked.world.until(NINE + DAY + HOUR)
        post = await asked.service.archived(SERVER, FIRST)
        right = post.options.index(post.question.answer)

        outcomes = [await asked.service.practise(SERVER, FIRST, option=option) for option in (right, right - 1)]

        assert [outcome.is_right for outcome in outcomes] == [True, False]
        assert outcomes[0].fact
        assert await asked.world.storage.answers.answers_to(Occasion.daily(SERVER, FIRST)) == ()
        assert await asked.world.storage.answers.day_streaks(SERVER, [ANNA]) == {ANNA: Streak(0, 0)}

    async def test_an_open_question_is_not_given_away(self, asked: Table) -> None:
        with pytest.raises(UserError, match="still open"):
            await asked.service.practise(SERVER, FIRST, option=0)

    async def test_a_day_without_a_question_is_told(self, asked: Table) -> None:
        with pytest.raises(UserError, match="no question of that day"):
            await asked.service.archived(SERVER, FIRST - DAY)


class TestToday:
    async def test_shows_the_open_question_and_ones_own_answer(self, asked: Table) -> None:
        before = await asked.service.today(SERVER, ANNA)
        await asked.pick(ANNA)
        after = await asked.service.today(SERVER, ANNA)

        assert isinstance(before, DailyToday)
        assert isinstance(after, DailyToday)
        assert (before.own, before.next_post) == (None, NINE + DAY)
        assert after.own
        assert after.own.is_right
        assert isinstance(after.entry, Posted)
        assert after.post.options == asked.world.channels.messages[asked.message].post.options

    async def test_shows_the_closed_one_until_the_next(self, asked: Table) -> None:
        await asked.world.until(NINE + 13 * HOUR)

        today = await asked.service.today(SERVER, ANNA)

        assert isinstance(today, DailyToday)
        assert isinstance(today.entry, ClosedPost)

    async def test_before_the_first_there_is_none(self, table: Table) -> None:
        today = await table.service.today(SERVER, ANNA)

        assert isinstance(today, NoDaily)
        assert today.schedule
        assert today.next_post == NINE

    async def test_on_a_server_without_one_there_is_none(self, table: Table) -> None:
        assert await table.service.today(ServerId(99), ANNA) == NoDaily(None, None)

    async def test_after_a_day_that_was_left_out_nobody_hears_that_there_was_none_yet(self, table: Table) -> None:
        await table.world.storage.ledger.miss(SERVER, FIRST, now=table.world.clock.now())

        none = await table.service.today(SERVER, ANNA)

        assert isinstance(none, NoDaily)
        assert none.latest is not None


class TestSettingUp:
    async def set_up(self, table: Table, **values: object) -> None:
        given = {"channel_id": CHANNEL, "at": time(9), "zone": "Europe/Berlin", "by": MANAGER, **values}
        await table.service.set_up(SERVER, **given)  # type: ignore[arg-type]  # names of its arguments

    async def test_tells_when_the_first_one_comes(self, table: Table) -> None:
        status = await table.service.set_up(SERVER, channel_id=CHANNEL, at=time(9), zone="America/New_York", by=MANAGER)

        assert status.next_post == NINE + 4 * HOUR
        assert table.changes == [SERVER]

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            pytest.param({"zone": "Berlin"}, "the time zone “Berlin”", id="no such zone"),
            pytest.param({"weekdays": ()}, "at least one weekday", id="no weekday"),
            pytest.param({"closes_at": time(9, 5)}, "at least 10 minutes", id="no time to answer"),
        ],
    )
    async def test_what_makes_no_sense_is_told_and_changes_nothing(
        self, table: Table, values: dict[str, object], words: str
    ) -> None:
        before = await table.service.status(SERVER)

        with pytest.raises(UserError, match=words):
            await self.set_up(table, **values)

        assert await table.service.status(SERVER) == before
        assert table.changes == []

    async def test_a_time_that_is_past_today_is_for_tomorrow(self, asked: Table) -> None:
        await self.set_up(asked, at=time(8))

        await asked.world.until(NINE + HOUR)

        assert asked.world.channels.count("post") == 1

    async def test_a_new_time_on_a_day_that_had_its_question_is_for_tomorrow(self, asked: Table) -> None:
        asked.world.clock.set(NINE + HOUR)
        await self.set_up(asked, at=time(18))

        told = (await asked.service.status(SERVER)).next_post
        previewed = (await asked.service.preview(SERVER, channel_id=CHANNEL)).day
        skipped = await asked.service.skip_next(SERVER)
        await asked.world.until(NINE + DAY)

        assert told == NINE + DAY + 7 * HOUR
        assert (previewed, skipped) == (SECOND_DAY, SECOND_DAY)
        assert asked.world.channels.count("post") == 1

    async def test_a_date_that_comes_once_more_in_a_zone_further_west_has_no_question(self, table: Table) -> None:
        await self.set_up(table, at=time(11), zone="Pacific/Kiritimati")
        await table.world.until(EVENING + 90 * MINUTE)
        assert isinstance(await table.world.entry(FIRST), Posted)

        await self.set_up(table, at=time(12), zone="Pacific/Honolulu")
        told = (await table.service.status(SERVER)).next_post
        await table.world.until(NINE + DAY + 14 * HOUR)

        assert told == NINE + DAY + 13 * HOUR
        assert isinstance(await table.world.entry(FIRST - DAY), MissedDay)
        assert isinstance(await table.world.entry(SECOND_DAY), Posted)
        assert table.world.channels.count("post") == 2


class TestPausing:
    async def test_a_pause_posts_nothing_and_closes_what_is_open(self, asked: Table) -> None:
        assert await asked.service.pause(SERVER)
        assert not await asked.service.pause(SERVER)

        await asked.world.until(NINE + 3 * DAY)

        assert asked.world.channels.count("post") == 1
        assert isinstance(await asked.world.entry(), ClosedPost)
        assert (await asked.service.status(SERVER)).next_post is None

    async def test_days_of_a_pause_are_not_made_up_for(self, asked: Table) -> None:
        await asked.service.pause(SERVER)
        await asked.world.until(NINE + 3 * DAY + HOUR)

        assert await asked.service.resume(SERVER)
        assert not await asked.service.resume(SERVER)
        await asked.world.until(NINE + 4 * DAY + HOUR)

        assert asked.world.channels.count("post") == 2
        assert isinstance(await asked.world.entry(FIRST + 4 * DAY), Posted)
        assert set(asked.changes) == {SERVER}

    async def test_off_is_off(self, asked: Table) -> None:
        assert await asked.service.turn_off(SERVER)
        assert not await asked.service.turn_off(SERVER)

        await asked.world.until(NINE + 3 * DAY)

        assert asked.world.channels.count("post") == 1
        assert isinstance(await asked.world.entry(), ClosedPost)

    @pytest.mark.parametrize("action", ["pause", "resume", "skip_next", "skip_nothing", "status"])
    async def test_without_a_schedule_the_next_step_is_told(self, table: Table, action: str) -> None:
        with pytest.raises(UserError, match="/settings daily"):
            await getattr(table.service, action)(99)


class TestSkipping:
    async def test_the_next_one_is_left_out_and_the_one_after_comes(self, table: Table) -> None:
        assert await table.service.skip_next(SERVER) == FIRST
        assert await table.service.skip_next(SERVER) == FIRST
        status = await table.service.status(SERVER)
        assert (status.skipped, status.next_post) == (FIRST, NINE + DAY)

        await table.world.until(NINE + DAY + MINUTE)

        assert isinstance(await table.world.entry(), MissedDay)
        assert isinstance(await table.world.entry(SECOND_DAY), Posted)
        assert (await table.service.status(SERVER)).skipped is None

    async def test_two_days_in_a_row_can_be_skipped_one_after_the_other(self, table: Table) -> None:
        await table.service.skip_next(SERVER)
        table.world.clock.set(NINE + HOUR)

        assert await table.service.skip_next(SERVER) == SECOND_DAY
        await table.world.until(NINE + DAY + HOUR)

        assert table.world.channels.requests == []

    async def test_a_skip_can_be_taken_back(self, table: Table) -> None:
        await table.service.skip_next(SERVER)
        await table.service.skip_nothing(SERVER)

        await table.world.until(NINE + HOUR)

        assert isinstance(await table.world.entry(), Posted)

    async def test_a_skip_that_is_past_cannot_be_taken_back(self, table: Table) -> None:
        await table.service.skip_next(SERVER)
        table.world.clock.set(NINE + HOUR)
        await table.service.skip_nothing(SERVER)

        await table.world.until(NINE + 2 * HOUR)

        assert isinstance(await table.world.entry(), MissedDay)

    async def test_a_paused_one_has_nothing_to_skip(self, table: Table) -> None:
        await table.service.pause(SERVER)

        with pytest.raises(UserError, match="paused"):
            await table.service.skip_next(SERVER)


class TestPreview:
    async def test_shows_a_question_without_using_it_up_or_posting_it(self, table: Table) -> None:
        posts = [await table.service.preview(SERVER, channel_id=CHANNEL) for _ in range(20)]

        assert all(post.previewed and set(post.options) == set(post.question.options) for post in posts)
        assert {(post.day, post.closes_at) for post in posts} == {(FIRST, NINE + 12 * HOUR)}
        assert table.world.channels.requests == []
        await table.world.until(NINE + 9 * DAY + HOUR)
        asked = [message.post.question.key for message in table.world.channels.messages.values()]
        assert len(set(asked)) == len(asked) == 10

    async def test_needs_nothing_set_up(self, table: Table) -> None:
        post = await table.service.preview(ServerId(99), channel_id=ChannelId(7))

        assert (post.server_id, post.channel_id, post.closes_at, post.role_id) == (99, 7, None, None)
        assert post.previewed

    async def test_of_a_pack_without_questions_is_told(self, table: Table) -> None:
        table.world.questions.known.clear()

        with pytest.raises(UserError, match="no questions"):
            await table.service.preview(SERVER, channel_id=CHANNEL)


async def test_the_status_tells_why_it_is_paused(table: Table) -> None:
    table.world.channels.faults = {1: Fault.FORBIDDEN}
    await table.world.until(NINE + timedelta(minutes=1))

    status = await table.service.status(SERVER)

    assert status.schedule.pause_reason == "I may not post in the channel: the permission Send Messages is missing."
    assert isinstance(status.latest, MissedDay)
    assert table.world.clock.now() > EVENING
