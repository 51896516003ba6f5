"""A database restored from a backup: what stands in the channel is not posted again, and a result stays as it is."""

import random
from copy import deepcopy
from datetime import datetime, timedelta

import pytest

from bot.daily.closing import SLACK
from bot.daily.posts import DailyPosts
from bot.daily.results import DailyVerdict, asked_of, is_about, marker_of, options_asked
from bot.daily.service import DailyService
from bot.ids import MemberId
from bot.scheduling.pace import Pace
from bot.storage.ledger import Claimed, ClosedPost, MissedDay, Posted
from bot.storage.storage import Storage
from tests.clock import FakeClock
from tests.daily.small_channel import Channels, Fault, Killed, Life, Message
from tests.daily.test_posts import DAY, EVENING, FIRST, HOUR, MINUTE, NINE, SECOND, SERVER, a_schedule
from tests.quiz.small_quiz import SmallQuestions, a_question
from tests.storage.memory import in_memory

ANNA, BEN, CLEO = MemberId(101), MemberId(102), MemberId(103)
NIGHT = NINE + 15 * HOUR
"""The question of the first of May closed three hours ago, and the next one is far."""

BACKUPS = ("before the claim", "claimed", "posted", "answered once")


class Town:
    """A server whose database is put back to an older state, while its channel stays as it is."""

    def __init__(self) -> None:
        self.clock = FakeClock(EVENING)
        self.channels = Channels(self.clock)
        self.storage = in_memory()
        self.questions = SmallQuestions()
        self.chance = random.Random(3)  # noqa: S311  # a test's
        self.backups: dict[str, Storage] = {}
        self.begin(Life())

    def begin(self, life: Life) -> None:
        """A new process."""
        self.life = life
        self.posts = DailyPosts(
            life.storage(self.storage),
            life.outbox(self.channels),
            self.questions,
            self.clock,
            self.chance,
            pace=Pace(self.clock, timedelta(0)),
        )
        self.service = DailyService(self.storage, self.posts, self.questions, self.clock, on_change=lambda _: None)

    async def live_until(self, end: datetime) -> None:
        """Look whenever something is due; a process that dies is followed by one that does not."""
        for _ in range(2000):
            try:
                moment = await self.posts.advance(SERVER)
                await self.life.step()
            except Killed:
                self.begin(Life())
                moment = self.clock.now() + SECOND
            if self.clock.now() >= end and (moment is None or moment > end):
                return
            self.clock.set(min(end, max(moment or end, self.clock.now() + SECOND)))
        pytest.fail("a tight loop")

    @property
    def message(self) -> Message:
        [message] = self.channels.in_channel(marker_of(SERVER, FIRST))
        return message

    async def press(self, member_id: MemberId, *, right: bool = True) -> DailyVerdict:
        options = self.message.post.options
        option = options.index(self.message.post.question.answer)
        verdict = await self.service.answer(
            SERVER,
            FIRST,
            message_id=self.message.id,
            member_id=member_id,
            option=option if right else (option + 1) % len(options),
        )
        assert isinstance(verdict, DailyVerdict)
        return verdict

    async def restore(self, backup: str, at: datetime, life: Life | None = None) -> None:
        """Stop the bot, put the backup in the place of what it remembered, and start it."""
        self.clock.set(at)
        self.storage = self.backups[backup]
        self.begin(life or Life())

    async def entry(self) -> object:
        return await self.storage.ledger.entry(SERVER, FIRST)


@pytest.fixture
async def town() -> Town:
    """It has lived until two members had answered, and was backed up on the way."""
    return await a_town()


async def a_town() -> Town:
    town = Town()
    await town.storage.settings.save_schedule(a_schedule())
    town.backups["before the claim"] = deepcopy(town.storage)

    def back_up() -> None:
        town.backups.setdefault("claimed", deepcopy(town.storage))

    town.channels.on_change = back_up
    await town.live_until(NINE + MINUTE)
    town.backups["posted"] = deepcopy(town.storage)
    await town.press(ANNA)
    town.backups["answered once"] = deepcopy(town.storage)
    await town.press(BEN)
    assert isinstance(await town.backups["claimed"].ledger.entry(SERVER, FIRST), Claimed)
    assert isinstance(await town.backups["posted"].ledger.entry(SERVER, FIRST), Posted)
    return town


@pytest.mark.parametrize("backup", BACKUPS)
@pytest.mark.parametrize("late", [2 * MINUTE, 10 * MINUTE, HOUR, 8 * HOUR], ids=str)
async def test_an_open_question_goes_on_with_what_it_asks(town: Town, backup: str, late: timedelta) -> None:
    await town.restore(backup, NINE + late)
    await town.live_until(NINE + late + MINUTE)

    entry = await town.entry()
    assert isinstance(entry, Posted)
    assert (entry.message_id, entry.plan.options) == (town.message.id, town.message.post.options)
    assert entry.plan.draw.question_key == town.message.post.question.key
    assert (await town.press(CLEO)).answer.is_right
    assert not (await town.press(BEN, right=False)).answer.is_right

    await town.live_until(NIGHT)
    assert isinstance(await town.entry(), ClosedPost)
    assert town.message.result is not None
    assert town.message.result.right == (2 if backup == "answered once" else 1)


@pytest.mark.parametrize("backup", BACKUPS)
@pytest.mark.parametrize("closed", ["9:30", "21:00"])
async def test_a_result_stays_as_it_is(town: Town, backup: str, closed: str) -> None:
    close = NINE + (HOUR / 2 if closed == "9:30" else 12 * HOUR)
    if closed == "9:30":  # so that a day of which nothing is known could still be posted
        await town.storage.ledger.close_from(SERVER, FIRST, at=close)
    await town.live_until(close + 5 * SLACK)
    result = town.message.result
    assert result is not None
    assert result.answered == 2

    await town.restore(backup, close + 10 * MINUTE)
    await town.live_until(NIGHT)

    assert town.message.result is result, "it was written over, by one that counts less"
    entry = await town.entry()
    assert isinstance(entry, ClosedPost)
    assert entry.message_id == town.message.id
    outcome = await town.service.outcome(SERVER, FIRST, ANNA)
    assert outcome is not None
    assert (outcome.own is not None) == (backup == "answered once")
    assert town.channels.count("post") == 1


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.value)
@pytest.mark.parametrize("backup", BACKUPS)
async def test_a_fault_at_any_request_after_it_doubles_and_spoils_nothing(backup: str, fault: Fault) -> None:
    for request in range(1, 5):
        town = await a_town()
        await town.storage.ledger.close_from(SERVER, FIRST, at=NINE + HOUR / 2)
        await town.live_until(NINE + HOUR)
        result = town.message.result
        town.channels.faults = {len(town.channels.requests) + request: fault}

        await town.restore(backup, NINE + HOUR)
        await town.live_until(NIGHT)
        town.channels.forbidden.clear()
        await town.live_until(NIGHT + 3 * HOUR)

        if fault is not Fault.GONE:
            assert town.message.result is result, request
        assert town.channels.count("post") == 1
        assert isinstance(await town.entry(), ClosedPost | MissedDay)


@pytest.mark.parametrize("backup", BACKUPS)
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
async def test_a_death_at_any_step_after_it_doubles_and_spoils_nothing(backup: str, *, is_closed: bool) -> None:
    for step in range(1, 60):
        town, life = await a_town(), Life(dies_at=step)
        if is_closed:
            await town.storage.ledger.close_from(SERVER, FIRST, at=NINE + HOUR / 2)
            await town.live_until(NINE + HOUR)
        result = town.message.result

        await town.restore(backup, NINE + HOUR, life)
        await town.live_until(NIGHT)

        assert result is None or town.message.result is result, step
        assert town.message.result
        assert isinstance(await town.entry(), ClosedPost)
        if not life.is_over:
            return
    pytest.fail("it never ended")


async def test_what_closed_long_before_is_not_looked_for_and_counts_as_missed(town: Town) -> None:
    await town.live_until(NIGHT)

    await town.restore("before the claim", NINE + 3 * DAY - HOUR)
    await town.live_until(NINE + 3 * DAY - HOUR)

    assert isinstance(await town.entry(), MissedDay)
    assert await town.service.outcome(SERVER, FIRST, ANNA) is None
    assert town.channels.count("find") == 1, "of the day before"


async def test_a_question_that_the_pack_has_no_longer_counts_for_nobody(town: Town) -> None:
    del town.questions.known[town.message.post.question.key]

    await town.restore("before the claim", NINE + HOUR)
    await town.live_until(NIGHT)

    entry = await town.entry()
    assert isinstance(entry, ClosedPost)
    assert entry.plan.options == ()
    assert town.message.result is not None
    assert town.message.result.question is None


async def test_without_a_restoration_nothing_more_is_asked_of_discord(town: Town) -> None:
    await town.live_until(NIGHT)

    assert [name for name, _ in town.channels.requests] == ["post", "show_result"]


def test_what_was_asked_is_read_back_and_nothing_else() -> None:
    first, other = a_question("harbour/1"), a_question("harbour/2")
    changed = a_question("harbour/1", wrong=("Orlo", "Zed"))
    asked = asked_of(first, ("Pip", "Mara", "Orlo"))

    assert options_asked(first, asked) == ("Pip", "Mara", "Orlo")
    assert options_asked(other, asked) is options_asked(changed, asked) is options_asked(first, "") is None
    assert is_about(first.key, asked)
    assert not is_about(other.key, asked)
    assert asked_of(None, ()) == asked_of(changed, ("Pip",)) == ""
