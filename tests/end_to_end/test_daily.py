"""The daily question on Discord, from its setting up to its result, with a clock that is moved."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import NowRunning, the_bot
from bot.daily.questions import PackQuestions
from bot.discord_front.wording import MANAGERS_ONLY, quote
from bot.ids import QuestionKey
from bot.knowledge.model import Knowledge
from bot.playground import permissions
from bot.playground.clock import MovableClock
from bot.playground.faults import Dropped
from bot.playground.members import Choice, Member, Shown
from bot.playground.permissions import Overwrite
from bot.playground.server import Playground
from bot.storage.maintenance import back_up, restore, statistics
from tests.discord_requests import assert_discord_accepts, needs_checker
from tests.end_to_end.stage import PATIENT, a_run, labels, shown
from tests.packs.small_shelf import in_use
from tests.small_pack import ONE_PACK

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MORNING = 21 * HOUR + timedelta(minutes=1)
"""From noon until just after nine o'clock."""
CATCH_UP = timedelta(hours=6)
LOOK = "How did I do?"
NINE = {"time": "9 am", "zone": "UTC"}

QUESTIONS = PackQuestions(in_use(ONE_PACK))


class Town:
    """The playground with the whole bot on it, and its database in a folder. Robin manages the server."""

    def __init__(self, folder: Path, clock: MovableClock, playground: Playground, running: NowRunning) -> None:
        self.clock = clock
        self.playground = playground
        self.world = playground.world
        self.robin = playground.member("Robin")
        self.sam = playground.member("Sam")
        self._folder = folder
        self._running = running

    def bot(self, knowledge: Knowledge = ONE_PACK) -> AbstractAsyncContextManager[None]:
        """One run of the bot."""
        return a_run(
            self.playground,
            self._folder,
            lambda library, storage: the_bot(
                library, storage, self.clock, catch_up=CATCH_UP, now_running=self._running
            ),
            commands=("daily", "settings"),
            knowledge=knowledge,
        )

    async def set_up(self, **options: object) -> Shown:
        return shown(await self.robin.slash("lore", "settings daily set", NINE | options))

    async def question(self, number: int = 1) -> Shown:
        """The server's `number`-th question, as it is now."""
        await self.robin.message("lore", lambda _: len(self.questions()) >= number)
        return self.questions()[number - 1]

    def questions(self) -> list[Shown]:
        bot = self.world.application_id
        return [m for m in self.robin.sees("lore") if m.author_id == bot and not m.is_ephemeral]

    async def status(self) -> Shown:
        return shown(await self.robin.slash("general", "settings daily status"))

    async def has_left(self, servers: int) -> bool:
        """Whether so many servers are noted as left."""
        return (await statistics(url=None, folder=self._folder)).rows["departures"] == servers

    def take(self, right: int) -> None:
        """Take a right in #lore from everybody."""
        lore = self.world.channel("lore")
        assert lore.guild_id is not None
        self.world.set_overwrite(lore.id, Overwrite(lore.guild_id, 0, deny=right))
        self.playground.hub.publish()


@asynccontextmanager
async def a_town(folder: Path, record: Path | None = None) -> AsyncIterator[Town]:
    clock, running = MovableClock(NOON), NowRunning()
    async with Playground(
        answer_within=PATIENT, record=record, clock=clock, is_busy=lambda: running.is_busy
    ) as playground:
        yield Town(folder, clock, playground, running)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path / "data") as opened:
        yield opened


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """What the bot does by itself is seen a moment later."""
    async with asyncio.timeout(60):
        while not await is_so():  # noqa: ASYNC110  # it is in another program's database
            await asyncio.sleep(0.02)


async def holds(show: Callable[[], Awaitable[Shown]], text: str) -> bool:
    return text in (await show()).text


def right_label(question: Shown) -> str:
    """What stands on the right button."""
    [asked] = [QUESTIONS.question(key) for key in QUESTIONS.keys if _asks(key, question)]
    assert asked is not None
    return asked.answer


def _asks(key: QuestionKey, shown: Shown) -> bool:
    known = QUESTIONS.question(key)
    return known is not None and quote(known.text) in shown.text


async def test_a_day_from_its_setting_up_to_its_result(town: Town) -> None:
    async with town.bot():
        told = await town.set_up()
        assert "Every day at **09:00** (UTC) in <#" in told.text
        assert told.is_ephemeral
        await town.clock.move(20 * HOUR)
        assert town.questions() == []
        await town.clock.move(MORNING - 20 * HOUR)

        question = await town.question()
        right = right_label(question)
        wrong = next(button.label for button in question.buttons if button.label != right)
        sams, robins = shown(await town.sam.click(question, right)), shown(await town.robin.click(question, wrong))
        assert sams.is_ephemeral
        assert sams.text.startswith(f"✅ **{right}** is right.")
        assert f"The right answer is **{right}**" in robins.text

        await town.clock.move(DAY)
        closed = await town.question(1)
        await town.question(2)
        looks = [shown(await member.click(closed, LOOK)) for member in (town.sam, town.robin)]

    assert f"✅ **{right}** is right. +100 points." in looks[0].text
    assert f"❌ You picked **{wrong}**. The right answer is **{right}**." in looks[1].text
    assert all(look.is_ephemeral and labels(look) == ["Share my dailies"] for look in looks)
    assert labels(closed) == [LOOK]
    assert "1 of 2 got it right." in closed.text
    assert f"First: {town.sam.mention}." in closed.text
    assert "Source: " in str(closed.raw["embeds"])
    assert closed.pinged == frozenset()


async def test_the_answer_can_follow_as_a_reply_at_the_close(town: Town) -> None:
    async with town.bot():
        told = await town.set_up(closes="21:00", reveal="As a reply when it closes")
        again = await town.set_up(plot=True)
        await town.clock.move(MORNING)
        question = await town.question()
        right = right_label(question)
        await town.sam.click(question, right)
        await town.clock.move(12 * HOUR)
        reply = await town.robin.message("lore", lambda message: message.reply_to == question.id)
    async with town.bot():
        await town.clock.move(12 * HOUR)
        await until(lambda: holds(town.status, "[open]("))
        afterwards = town.questions()
        nexts = [message for message in afterwards if message.id not in {question.id, reply.id}]

    assert "as a reply at the close" in told.text
    assert "as a reply at the close" in again.text, "what isn't given stays"
    assert f"**{right}**" in reply.text
    assert f"First: {town.sam.mention}." in reply.text
    assert reply.pinged == frozenset()
    assert [message.reply_to for message in afterwards].count(question.id) == 1
    assert nexts
    assert "Yesterday" not in nexts[0].text


async def test_only_the_first_pick_counts_however_often_one_clicks(town: Town) -> None:
    async with town.bot():
        await town.set_up()
        await town.clock.move(MORNING)
        question = await town.question()
        right = right_label(question)
        wrong = next(button.label for button in question.buttons if button.label != right)

        both = await asyncio.gather(town.sam.click(question, right), town.sam.click(question, right))
        late = shown(await town.sam.click(question, wrong))
        await town.clock.move(DAY)
        closed = await town.question(1)

    assert sum("answered already" in shown(outcome).text for outcome in both) == 1
    assert "answered already" in late.text
    assert "is right" in late.text
    assert "1 of 1 got it right." in closed.text


async def test_a_restart_between_question_and_close_loses_nothing(town: Town) -> None:
    async with town.bot():
        await town.set_up(closes="21:00")
        await town.clock.move(MORNING)
        question = await town.question()
        await town.sam.click(question, right_label(question))
    await town.clock.move(HOUR)

    async with town.bot():
        again = shown(await town.sam.click(question, right_label(question)))
        await town.robin.click(question, right_label(question))
        await town.clock.move(12 * HOUR)
        await town.sam.message("lore", lambda message: "2 of 2 got it right." in message.text)

    assert "answered already" in again.text
    assert len(town.questions()) == 1


async def test_what_closed_while_the_bot_was_away_shows_its_answer_afterwards(town: Town) -> None:
    async with town.bot():
        await town.set_up(closes="21:00")
        await town.clock.move(MORNING)
        question = await town.question()
    await town.clock.move(16 * HOUR)

    async with town.bot():
        too_late = await town.sam.click(question, question.buttons[0].label) if town.questions()[0].buttons else None
        closed = await town.robin.message(
            "lore", lambda message: message.id == question.id and labels(message) == [LOOK]
        )

    assert too_late is None or "closed" in shown(too_late).text
    assert "Nobody answered." in closed.text


async def test_a_database_from_before_the_post_posts_and_spoils_nothing(town: Town, tmp_path: Path) -> None:
    backup, folder = tmp_path / "backup.jsonl", tmp_path / "data"
    async with town.bot():
        await town.set_up(closes="10:00")
        await back_up(backup, url=None, folder=folder, now=town.clock.now())
        await town.clock.move(MORNING)
        question = await town.question()
        await town.sam.click(question, right_label(question))
        await town.clock.move(HOUR)
        result = await town.question()
    await restore(backup, url=None, folder=folder, replace=True)

    async with town.bot():
        await until(lambda: holds(town.status, "[closed]("))  # it has looked into the channel
        status = await town.status()
        look = shown(await town.sam.click(result, LOOK))
        await town.clock.move(HOUR)

    assert "1 of 1 got it right." in result.text
    assert [(message.id, message.text) for message in town.questions()] == [(result.id, result.text)]
    assert question.id in status.text
    assert "You did not answer this one." in look.text
    assert labels(look) == []


async def test_a_role_is_pinged_by_the_question_alone(town: Town) -> None:
    async with town.bot():
        unheard = await town.set_up(role="Moderators")
        told = await town.set_up(role="Quiz Fans", closes="21:00")
        await town.clock.move(MORNING)
        question = await town.question()
        preview = shown(await town.robin.slash("lore", "settings daily preview"))
        await town.clock.move(12 * HOUR)
        closed = await town.question()

    assert "Nobody hears" in unheard.text  # this role may not be mentioned by everybody
    assert "Nobody hears" not in told.text
    [fans] = question.pinged
    assert question.content == f"<@&{fans}>"
    assert unheard.pinged == told.pinged == preview.pinged == frozenset()
    assert all(button.disabled for button in preview.buttons)
    assert labels(closed) == [LOOK]


async def test_a_role_that_the_manager_may_not_mention_is_refused(town: Town) -> None:
    alex = town.playground.member("Alex")
    for guild in town.world.guilds.values():
        for id, role in guild.roles.items():
            if role.name == "Helpers":  # Alex is one
                more = permissions.MANAGE_GUILD | permissions.MENTION_EVERYONE
                guild.roles[id] = replace(role, permissions=role.permissions | more)
    async with town.bot():
        allowed = shown(await alex.slash("lore", "settings daily set", {**NINE, "role": "Moderators"}))
        town.take(permissions.MENTION_EVERYONE)
        fans = shown(await alex.slash("lore", "settings daily set", {**NINE, "role": "Quiz Fans"}))
        refused = shown(await alex.slash("lore", "settings daily set", {**NINE, "role": "Moderators"}))

    assert "You can't mention" not in allowed.text + fans.text
    assert "You can't mention" in refused.text
    assert refused.pinged == frozenset()


async def test_a_day_that_was_missed_can_be_played_for_practice(town: Town) -> None:
    async with town.bot():
        preview = shown(await town.robin.slash("lore", "settings daily preview"))
        await town.set_up(closes="21:00")
        await town.clock.move(MORNING)
        await town.clock.move(DAY)
        second = await town.question(2)
        missed = await town.sam.autocomplete("lore", "daily", "date", "")
        assert isinstance(missed, list)
        practice = shown(await town.sam.slash("lore", "daily", {"date": missed[0].value}))
        outcome = shown(await town.sam.click(practice, practice.buttons[0].label))
        nonsense = shown(await town.sam.slash("lore", "daily", {"date": "soon"}))

    assert all(button.disabled for button in preview.buttons)
    assert "For practice" in practice.text
    assert "This was practice." in outcome.text
    assert "**Yesterday:**" in second.text
    assert "Nobody answered." in second.text
    assert "Pick one from the list" in nonsense.text


async def test_everyone_is_never_pinged(town: Town) -> None:
    async with town.bot():
        refused = await town.set_up(role="@everyone")

    assert "I never ping everyone" in refused.text


async def test_each_question_has_a_thread_where_one_is_wanted(town: Town) -> None:
    async with town.bot():
        await town.set_up(thread=True)
        await town.clock.move(MORNING)
        question = await town.question()

    thread = town.world.channels[question.id]
    assert thread.name == "Question of the day, 2 May: spoilers inside"


async def test_a_right_that_was_taken_pauses_with_the_reason_and_one_message(town: Town) -> None:
    async with town.bot():
        await town.set_up()
        town.take(permissions.SEND_MESSAGES)
        foreseen = await town.status()
        await town.clock.move(3 * DAY)

        told = [m for m in town.robin.sees("dm") if m.author_id == town.world.application_id]
        status = await town.status()
        again = await town.robin.slash("lore", "settings daily resume")

    assert town.questions() == []
    assert "paused" not in foreseen.text
    assert "I cannot post in" in foreseen.text
    assert len(told) == 1
    assert "Send Messages" in told[0].text
    assert "paused" in status.text
    assert "Send Messages" in status.text
    assert shown(again).is_ephemeral


async def test_a_server_that_is_left_is_quiet_and_goes_on_when_the_bot_is_back(town: Town) -> None:
    async with town.bot():
        await town.set_up()
        await town.clock.move(MORNING)
        question = await town.question()
        await town.sam.click(question, right_label(question))
        town.robin.remove_bot("Film Club")
        await until(lambda: town.has_left(1))
        await town.clock.move(2 * DAY)
        requests = len([r for r in town.playground.requests if "/messages" in r.path])
    await town.clock.move(DAY)
    async with town.bot():
        await town.clock.move(DAY)
        assert len([r for r in town.playground.requests if "/messages" in r.path]) == requests
        town.robin.add_bot("Film Club")
        await until(lambda: town.has_left(0))
        await town.clock.move(DAY)
        second = await town.question(2)
        status = await town.status()
        daily = shown(await town.sam.slash("lore", "daily"))

    assert [m for m in town.robin.sees("dm") if m.author_id == town.world.application_id] == []
    assert "paused" not in status.text
    assert len(town.questions()) == 2
    assert second.id in status.text
    assert "Days in a row: 1 · longest: 1" in daily.text


async def test_everything_about_a_server_is_deleted_a_month_after_it_was_left(town: Town, tmp_path: Path) -> None:
    async with town.bot():
        await town.set_up()
        town.robin.remove_bot("Film Club")
        await until(lambda: town.has_left(1))
    await town.clock.move(29 * DAY)
    async with town.bot():
        before = await statistics(url=None, folder=tmp_path / "data")
    await town.clock.move(2 * DAY)
    async with town.bot():
        await until(lambda: town.has_left(0))
        after = await statistics(url=None, folder=tmp_path / "data")

    assert (before.rows["schedules"], before.rows["departures"]) == (1, 1)
    assert set(after.rows.values()) == {0}


async def test_a_channel_that_was_deleted_pauses_with_the_reason(town: Town) -> None:
    async with town.bot():
        await town.set_up()
        town.robin.delete_channel("lore")
        await town.clock.move(2 * DAY)
        told = [m for m in town.robin.sees("dm") if m.author_id == town.world.application_id]
        status = await town.status()
        moved = shown(await town.robin.slash("general", "settings daily set", {"channel": "general"}))

    assert len(told) == 1
    assert "The channel was deleted." in status.text
    assert "paused" not in moved.text


@needs_checker
async def test_every_request_is_one_that_discord_knows(tmp_path: Path) -> None:
    record = tmp_path / "traffic.jsonl"
    async with a_town(tmp_path / "data", record) as town, town.bot():
        reveal = "As a reply when it closes"
        await town.set_up(role="Quiz Fans", thread=True, weekdays="mon-sun", closes="21:00", reveal=reveal)
        for command in ("status", "preview", "skip", "unskip", "pause", "resume"):
            await town.robin.slash("lore", f"settings daily {command}")
        await town.robin.autocomplete("lore", "settings daily set", "zone", "")
        await town.clock.move(MORNING)
        question = await town.question()
        await town.sam.click(question, question.buttons[0].label)
        await town.sam.slash("lore", "daily")
        await town.clock.move(12 * HOUR)
        town.take(permissions.SEND_MESSAGES)
        await town.clock.move(DAY)
        await town.robin.slash("general", "settings status")
        await town.robin.slash("general", "settings daily off")

    assert_discord_accepts(record)


async def test_nobody_sets_up_what_cannot_be_posted(town: Town) -> None:
    async with town.bot():
        town.take(permissions.EMBED_LINKS)

        refused = await town.set_up()

    assert "Give me **Embed Links** there" in refused.text


async def test_nobody_sets_it_up_in_a_channel_that_the_bot_cannot_see(town: Town) -> None:
    async with town.bot():
        town.take(permissions.VIEW_CHANNEL)

        refused = shown(await town.robin.slash("general", "settings daily set", NINE | {"channel": "lore"}))

    assert "View Channel" in refused.text


async def test_nobody_sets_it_up_in_a_thread(town: Town) -> None:
    async with town.bot():
        await town.set_up(thread=True)
        await town.clock.move(MORNING)
        question = await town.question()
        await town.robin.slash("lore", "settings daily off")

        refused = shown(await town.robin.slash(question.id, "settings daily set", NINE))

    assert "Pick a text channel" in refused.text


async def test_pause_resume_skip_and_off(town: Town) -> None:
    async def said(command: str) -> str:
        return shown(await town.robin.slash("lore", f"settings daily {command}")).text

    async with town.bot():
        assert "no daily question" in await said("pause")
        await town.set_up()
        assert "is paused" in await said("pause")
        assert "paused already" in await said("pause")
        assert "A manager paused it." in (await town.status()).text
        await town.clock.move(DAY)
        assert town.questions() == []
        assert "Next question" in await said("resume")
        assert "not paused" in await said("resume")
        assert "Sunday, 3 May 2026" in await said("skip")
        assert "Left out" in (await town.status()).text
        await town.clock.move(DAY)
        assert town.questions() == []
        await town.clock.move(DAY)
        await town.question(1)
        assert "No day is left out." in await said("unskip")
        assert "no daily question any more" in await said("off")
        await town.clock.move(2 * DAY)

    assert len(town.questions()) == 1


async def test_what_is_not_said_stays_as_it_was(town: Town) -> None:
    async with town.bot():
        missing = shown(await town.robin.slash("lore", "settings daily set", {"time": "9:00"}))
        both = await town.set_up(closes="21:00", without="the time of the close")
        await town.set_up(weekdays="mon-fri", closes="21:00", thread=True)
        changed = shown(await town.robin.slash("general", "settings daily set", {"time": "6:30 pm"}))
        without = shown(
            await town.robin.slash(
                "general", "settings daily set", {"without": "the time of the close", "thread": False}
            )
        )

    assert "time zone" in missing.text
    assert "not both" in both.text
    assert f"Monday to Friday at **18:30** (UTC) in <#{town.world.channel('lore').id}>" in changed.text
    assert "closes at 21:00" in changed.text
    assert "thread" in changed.text
    assert "stays open until the next one" in without.text
    assert "thread" not in without.text


async def test_zones_and_weekdays_are_offered_while_one_types(town: Town) -> None:
    async with town.bot():
        zones = await town.robin.autocomplete("lore", "settings daily set", "zone", "munich")
        days = await town.robin.autocomplete("lore", "settings daily set", "weekdays", "tue, thu")

    assert isinstance(zones, list)
    assert zones[0] == Choice("Europe/Berlin (UTC+02:00)", "Europe/Berlin")
    assert days == [Choice("Tuesday and Thursday", "Tuesday and Thursday")]


async def test_a_member_sees_the_question_and_their_own_state(town: Town) -> None:
    async def daily(member: Member) -> Shown:
        return shown(await member.slash("lore", "daily"))

    async with town.bot():
        before = await daily(town.sam)
        await town.set_up()
        soon = await daily(town.sam)
        await town.clock.move(MORNING)
        question = await town.question()
        unanswered = await daily(town.sam)
        await town.sam.click(question, right_label(question))
        answered = await daily(town.sam)

    assert "There is no daily question on this server" in before.text
    assert "The first comes <t:" in soon.text
    assert "You have not answered yet" in unanswered.text
    assert "is right. +100 points" in answered.text
    assert all(message.is_ephemeral for message in (before, soon, unanswered, answered))


async def test_those_who_do_not_manage_the_server_may_not_use_its_settings(town: Town) -> None:
    async with town.bot():
        refused = shown(await town.sam.slash("lore", "settings daily status"))
        assert MANAGERS_ONLY in refused.text
        assert refused.is_ephemeral
        assert "daily" in town.sam.commands("lore")
        assert "daily" not in town.sam.commands("lobby")


async def test_a_question_found_in_the_channel_is_not_asked_again(town: Town) -> None:
    async with town.bot():
        await town.set_up()
        town.playground.faults.next(Dropped(applied=True), method="POST", path="/messages$", times=1)
        await town.clock.move(MORNING + HOUR)
        question = await town.question()
        await town.sam.click(question, right_label(question))
        status = await town.status()

    assert len(town.questions()) == 1
    assert "open" in status.text
