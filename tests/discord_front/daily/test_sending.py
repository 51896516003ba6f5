"""The way into Discord's channels, over real requests to the playground, with its faults."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta

import discord
import pytest

from bot.daily.outbox import Found
from bot.daily.results import DailyPaused, DailyPost, DailyResult, PingDropped
from bot.discord_front import address
from bot.discord_front.client import LONGEST_PAUSE
from bot.discord_front.daily.sending import DiscordOutbox
from bot.discord_front.departures.presence import DiscordPresence
from bot.discord_front.hearing import INTENTS
from bot.discord_front.questions import Pictures
from bot.discord_front.traffic import Traffic
from bot.errors import Forbidden, Gone, OutboxError, Refused, Unavailable, Unknown
from bot.ids import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.knowledge.pictures import PackPictures
from bot.playground import permissions
from bot.playground.clock import MovableClock
from bot.playground.faults import Delayed, Dropped, Fault, Garbled, RateLimited, Status
from bot.playground.members import Member, Shown
from bot.playground.permissions import Overwrite
from bot.playground.server import Playground
from bot.scheduling.shard import Shard
from bot.storage.answers import Streak
from tests.quiz.small_quiz import a_question
from tests.small_pack import a_fact

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = date(2026, 5, 1)
MINUTE = timedelta(minutes=1)
PATIENCE = timedelta(seconds=30)
HASTE = timedelta(seconds=1.5)
"""How long to wait for what doesn't come."""

NO_PICTURES = Pictures(PackPictures())
NOBODY = MemberId(4711)
"""The id of nothing and nobody."""


class Door:
    """The playground, an outbox into it, and what is seen in #lore."""

    def __init__(self, playground: Playground, client: discord.Client, traffic: Traffic) -> None:
        self.playground = playground
        self.client = client
        self.traffic = traffic
        self.world = playground.world
        self.outbox = DiscordOutbox(client, NO_PICTURES, patience=PATIENCE)
        self.hasty = DiscordOutbox(client, NO_PICTURES, patience=HASTE)
        lore = self.world.channel("lore")
        assert lore.guild_id is not None
        self.lore = ChannelId(int(lore.id))
        self.server_id = ServerId(int(lore.guild_id))
        self.sam = playground.member("Sam")
        self.client = client

    def post(self, day: date = DAY, *, channel_id: ChannelId | None = None, role_id: RoleId | None = None) -> DailyPost:
        question = a_question()
        closes_at = NOON + timedelta(days=1)
        return DailyPost(
            self.server_id,
            day,
            channel_id or self.lore,
            question,
            question.options,
            closes_at,
            role_id,
        )

    def result(self, message_id: MessageId) -> DailyResult:
        return DailyResult(
            server_id=self.server_id,
            day=DAY,
            channel_id=self.lore,
            message_id=message_id,
            options=a_question().options,
            question=a_question(),
            fact=a_fact(),
            spread=(2, 1, 0),
            answered=3,
            right=2,
            first=int(self.sam.id),
            streaks={MemberId(int(self.sam.id)): Streak(4, 9)},
            server_streak=Streak(0, 2),
        )

    async def found(self) -> tuple[Found, ...]:
        return await self.outbox.find(self.lore, self.post().marker, after=NOON - MINUTE)

    def seen(self) -> list[Shown]:
        return self.sam.sees("lore")

    async def take(self, right: int) -> None:
        """Take a right in #lore from everybody, and wait until the client knows."""
        self.world.set_overwrite(str(self.lore), Overwrite(str(self.server_id), 0, deny=right))
        heard = asyncio.create_task(self.client.wait_for("guild_channel_update", timeout=30))
        await asyncio.sleep(0)
        self.playground.hub.publish()
        await heard

    async def leave(self) -> None:
        """Remove the bot from the server, and wait until the client knows."""
        heard = asyncio.create_task(self.client.wait_for("guild_remove", timeout=30))
        await asyncio.sleep(0)
        self.playground.member("Robin").remove_bot(str(self.server_id))
        await heard


@asynccontextmanager
async def opened() -> AsyncIterator[Door]:
    async with Playground(clock=MovableClock(NOON), rate_limits=False) as playground:
        await address.point_at(playground.api_base, playground.token)
        traffic = Traffic()
        client = discord.Client(
            intents=INTENTS,
            http_trace=traffic.trace,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.1,
            max_ratelimit_timeout=LONGEST_PAUSE.total_seconds(),
        )
        running = asyncio.create_task(client.start(playground.token))
        await playground.until_online()
        await client.wait_until_ready()
        try:
            yield Door(playground, client, traffic)
        finally:
            await client.close()
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as one:
        yield one


class TestPosting:
    async def test_the_question_has_its_buttons_and_pings_nobody(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())

        [shown] = door.seen()
        assert int(shown.id) == message_id
        assert [button.label for button in shown.buttons] == ["Mara", "Orlo", "Pip"]
        assert all(door.post().marker in button.custom_id for button in shown.buttons)
        assert shown.pinged == frozenset()

    async def test_only_the_role_that_was_set_may_be_pinged(self, door: Door) -> None:
        moderators = next(
            role for role in door.world.guilds[str(door.server_id)].roles.values() if role.name == "Moderators"
        )

        await door.outbox.post(door.post(role_id=RoleId(int(moderators.id))))

        sent = door.playground.requests[-1].body
        assert sent["content"] == f"<@&{moderators.id}>"
        assert sent["allowed_mentions"] == {"parse": [], "roles": [moderators.id]}

    async def test_the_same_again_is_the_same_message(self, door: Door) -> None:
        first = await door.outbox.post(door.post())

        assert await door.outbox.post(door.post()) == first
        assert len(door.seen()) == 1
        assert door.playground.requests[-1].body["enforce_nonce"] is True

    async def test_another_day_is_another_message(self, door: Door) -> None:
        first = await door.outbox.post(door.post())

        assert await door.outbox.post(door.post(date(2026, 5, 2))) != first

    @pytest.mark.parametrize(
        ("right", "name"),
        [
            (permissions.VIEW_CHANNEL, "View Channel"),
            (permissions.SEND_MESSAGES, "Send Messages"),
            (permissions.EMBED_LINKS, "Embed Links"),
        ],
        ids=lambda value: str(value),
    )
    async def test_a_missing_right_is_named(self, door: Door, right: int, name: str) -> None:
        await door.take(right)

        with pytest.raises(Forbidden, match=name):
            await door.outbox.post(door.post())

    async def test_no_channel_is_gone(self, door: Door) -> None:
        with pytest.raises(Gone):
            await door.outbox.post(door.post(channel_id=ChannelId(NOBODY)))

    async def test_a_pause_that_discord_asks_for_is_told(self, door: Door) -> None:
        door.playground.faults.next(RateLimited(40), path="messages")

        with pytest.raises(Unavailable) as caught:
            await door.outbox.post(door.post())

        assert caught.value.retry_after == timedelta(seconds=40)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("fault", "times", "error", "is_there"),
        [
            (Status(503), 1, Unavailable, False),
            (Status(503, applied=True), 1, Unavailable, True),
            (Status(500), 9, Unknown, False),
            (Status(500, applied=True), 9, Unknown, True),
            (RateLimited(5), 1, Unknown, False),
            (Dropped(), 9, Unknown, False),
            (Dropped(applied=True), 9, Unknown, True),
            (Delayed(2 * HASTE.total_seconds()), 1, Unknown, True),
        ],
        ids=str,
    )
    async def test_after_every_fault_the_post_can_be_found_or_sent_again(
        self, door: Door, fault: Fault, times: int, error: type[OutboxError], is_there: bool
    ) -> None:
        door.playground.faults.next(fault, method="POST", path="messages", times=times)

        with pytest.raises(error):
            await door.hasty.post(door.post())
        if isinstance(fault, Delayed):
            await door.sam.message("lore", lambda _: True)

        found = await door.outbox.find(door.lore, door.post().marker, after=NOON - MINUTE)
        assert bool(found) == is_there
        assert len(door.seen()) == is_there

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (Status(400, code=50035), Refused),
            (Status(400), Unavailable),
            (Status(403), Unavailable),
            (Status(403, code=50013), Forbidden),
            (Status(404, code=10004), Gone),
            (Status(404), Unknown),
            (Status(401), Unavailable),
            (RateLimited(via=False), Unavailable),
            (Garbled(), Unknown),
            (Garbled("{}", content_type="application/json"), Unknown),
        ],
        ids=str,
    )
    async def test_every_odd_answer_has_a_name(self, door: Door, fault: Fault, error: type[OutboxError]) -> None:
        door.playground.faults.next(fault, method="POST", path="messages")

        with pytest.raises(error):
            await door.outbox.post(door.post())

    async def test_a_pause_for_all_that_was_not_waited_for_holds_up_nobody(self, door: Door) -> None:
        door.playground.faults.next(RateLimited(20, is_global=True), method="POST", path="messages")
        with pytest.raises(Unknown):
            await door.hasty.post(door.post())

        assert await door.outbox.post(door.post())


class TestFinding:
    async def test_a_post_of_ours_is_found_among_everything_else(self, door: Door) -> None:
        await door.sam.say("lore", door.post().marker)
        await door.outbox.post(door.post(date(2026, 4, 30)))
        message_id = await door.outbox.post(door.post())

        assert await door.found() == (Found(message_id, door.post().asked, has_result=False),)

    async def test_it_is_found_behind_more_messages_than_a_page_holds(self, door: Door) -> None:
        for number in range(130):
            await door.sam.say("lore", str(number))
        message_id = await door.outbox.post(door.post())

        assert await door.found() == (Found(message_id, door.post().asked, has_result=False),)

    async def test_it_is_found_where_a_page_holds_fewer_than_we_ask_for(
        self, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = door.world.history
        monkeypatch.setattr(door.world, "history", lambda channel, **asked: whole(channel, **asked | {"limit": 20}))
        for number in range(50):
            await door.sam.say("lore", str(number))
        message_id = await door.outbox.post(door.post())

        assert await door.found() == (Found(message_id, door.post().asked, has_result=False),)

    @pytest.mark.parametrize("text", ["{}", "null", "[{}]", "0", "Just a moment..."])
    async def test_an_answer_that_is_no_history_is_no_empty_one(self, door: Door, text: str) -> None:
        await door.outbox.post(door.post())
        door.playground.faults.next(
            Garbled(text, content_type="application/json" if text[0] in "{[n0" else "text/html")
        )

        with pytest.raises(Unknown):
            await door.outbox.find(door.lore, door.post().marker, after=NOON - MINUTE)

    async def test_of_two_the_older_one_comes_first(self, door: Door) -> None:
        first = await door.outbox.post(door.post())
        await door.playground.clock.move(timedelta(hours=1))
        second = await door.outbox.post(door.post())

        assert second != first
        assert await door.found() == (
            Found(MessageId(first), door.post().asked, has_result=False),
            Found(MessageId(second), door.post().asked, has_result=False),
        )

    async def test_what_was_sent_before_is_not_looked_at(self, door: Door) -> None:
        await door.outbox.post(door.post())

        assert await door.outbox.find(door.lore, door.post().marker, after=NOON + MINUTE) == ()

    @pytest.mark.parametrize(
        ("right", "name"),
        [(permissions.READ_MESSAGE_HISTORY, "Read Message History"), (permissions.VIEW_CHANNEL, "View Channel")],
        ids=lambda value: str(value),
    )
    async def test_an_unreadable_history_is_no_empty_one(self, door: Door, right: int, name: str) -> None:
        await door.outbox.post(door.post())
        await door.take(right)

        with pytest.raises(Forbidden, match=name):
            await door.outbox.find(door.lore, door.post().marker, after=NOON - MINUTE)

    async def test_no_channel_is_gone(self, door: Door) -> None:
        with pytest.raises(Gone):
            await door.outbox.find(ChannelId(NOBODY), door.post().marker, after=NOON)


class TestAfterwards:
    async def test_the_result_takes_the_place_of_the_question(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())

        await door.outbox.show_result(door.result(message_id))
        await door.outbox.show_result(door.result(message_id))

        [shown] = door.seen()
        assert [button.label for button in shown.buttons] == ["How did I do?"]
        assert "2 of 3 got it right." in shown.text
        assert shown.pinged == frozenset()

    async def test_a_result_is_found_and_told_from_a_question(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())
        before = await door.outbox.shows_result(door.lore, message_id)

        await door.outbox.show_result(door.result(message_id))

        assert (before, await door.outbox.shows_result(door.lore, message_id)) == (False, True)
        assert await door.found() == (Found(message_id, door.post().asked, has_result=True),)

    async def test_a_reply_tells_the_answer_once_and_is_found_again(self, door: Door) -> None:
        message = await door.outbox.post(door.post())
        other = await door.outbox.post(door.post(DAY + timedelta(days=1)))
        before = await door.outbox.replies(door.lore, message, after=NOON - MINUTE)

        reply = await door.outbox.reply(door.result(message))

        assert await door.outbox.reply(door.result(message)) == reply, "Discord drops the second one by its nonce"
        assert (before, await door.outbox.replies(door.lore, message, after=NOON - MINUTE)) == ((), (reply,))
        assert await door.outbox.replies(door.lore, other, after=NOON - MINUTE) == ()
        shown = door.seen()[-1]
        assert shown.reply_to == str(message)
        assert "2 of 3 got it right." in shown.text
        assert shown.pinged == frozenset()

    async def test_to_a_post_that_was_deleted_there_is_no_reply(self, door: Door) -> None:
        message = await door.outbox.post(door.post())
        await door.outbox.remove(door.lore, message)

        with pytest.raises(Refused):
            await door.outbox.reply(door.result(message))

    async def test_whether_it_shows_a_result_cannot_be_known_without_the_right(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())
        await door.take(permissions.READ_MESSAGE_HISTORY)

        with pytest.raises(Forbidden, match="Read Message History"):
            await door.outbox.shows_result(door.lore, message_id)

    async def test_a_post_that_was_deleted_is_gone(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())
        await door.outbox.remove(door.lore, message_id)

        for request in (
            door.outbox.show_result(door.result(message_id)),
            door.outbox.shows_result(door.lore, message_id),
            door.outbox.open_thread(door.post(), message_id),
            door.outbox.remove(door.lore, message_id),
        ):
            with pytest.raises(Gone):
                await request

    async def test_a_thread_is_opened_once(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())

        thread_id = await door.outbox.open_thread(door.post(), message_id)

        assert await door.outbox.open_thread(door.post(), message_id) == thread_id
        assert door.world.channels[str(thread_id)].name == "Question of the day, 1 May: spoilers inside"

    async def test_without_the_right_there_is_no_thread(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())
        await door.take(permissions.CREATE_PUBLIC_THREADS)

        with pytest.raises(Forbidden, match="Create Public Threads"):
            await door.outbox.open_thread(door.post(), message_id)

    @pytest.mark.slow
    @pytest.mark.parametrize("fault", [Status(503), Status(500), Dropped(), RateLimited(40)], ids=str)
    @pytest.mark.parametrize("step", ["result", "look", "thread", "remove", "find"])
    async def test_every_request_fails_by_its_name(self, door: Door, step: str, fault: Fault) -> None:
        message_id = await door.outbox.post(door.post())
        requests: dict[str, Callable[[], Awaitable[object]]] = {
            "result": lambda: door.hasty.show_result(door.result(message_id)),
            "look": lambda: door.hasty.shows_result(door.lore, message_id),
            "thread": lambda: door.hasty.open_thread(door.post(), message_id),
            "remove": lambda: door.hasty.remove(door.lore, message_id),
            "find": lambda: door.hasty.find(door.lore, door.post().marker, after=NOON - MINUTE),
        }
        door.playground.faults.next(fault, path="channels", times=9)

        with pytest.raises((Unavailable, Unknown)):
            await requests[step]()


class TestAServerThatWasLeft:
    async def test_nothing_there_is_a_matter_of_the_channel(self, door: Door) -> None:
        message_id = await door.outbox.post(door.post())
        await door.leave()

        requests: list[Callable[[], Awaitable[object]]] = [
            lambda: door.outbox.post(door.post()),
            lambda: door.outbox.show_result(door.result(message_id)),
        ]
        for request in requests:
            with pytest.raises(Unavailable, match="not on the server"):
                await request()

    async def test_discord_itself_says_where_we_are(self, door: Door) -> None:
        presence = DiscordPresence(door.client)
        before = presence.is_there(door.server_id), await presence.is_gone(door.server_id)
        await door.leave()

        assert before == (True, False)
        assert (presence.is_there(door.server_id), await presence.is_gone(door.server_id)) == (
            False,
            True,
        )
        door.playground.faults.standing = Status(503)
        assert not await presence.is_gone(door.server_id), "an outage is no proof"
        for status in (403, 404):
            door.playground.faults.standing = Status(status)
            assert not await presence.is_gone(door.server_id), "nor is a refusal by a proxy"

    async def test_of_what_another_shard_hears_nothing_is_known(self, door: Door) -> None:
        await door.leave()

        known = [DiscordPresence(door.client, Shard(number, 2)).is_there(door.server_id) for number in (0, 1)]

        assert sorted(known, key=str) == [False, None]

    async def test_before_the_gateway_has_told_nothing_is_known(self) -> None:
        assert DiscordPresence(discord.Client(intents=INTENTS)).is_there(ServerId(1)) is None


class TestPinging:
    @staticmethod
    def role(door: Door, name: str) -> RoleId:
        return next(
            RoleId(int(role.id)) for role in door.world.guilds[str(door.server_id)].roles.values() if role.name == name
        )

    async def may_ping(self, door: Door, role_id: RoleId, member: Member | None) -> bool:
        member_id = MemberId(int(member.id)) if member else None
        return await door.outbox.may_ping(door.server_id, door.lore, role_id, for_member=member_id)

    async def test_a_role_is_pinged_for_who_may_mention_all_roles(self, door: Door) -> None:
        moderators, owner = self.role(door, "Moderators"), MemberId(int(door.world.owner.id))

        assert await door.outbox.may_ping(door.server_id, door.lore, moderators, for_member=owner)
        assert not await self.may_ping(door, moderators, door.sam)
        assert not await self.may_ping(door, moderators, None)

    async def test_a_role_that_is_gone_is_not_pinged_for_anybody(self, door: Door) -> None:
        assert not await self.may_ping(door, RoleId(4711), door.sam)

    async def test_no_role_is_pinged_for_who_has_left(self, door: Door) -> None:
        moderators = self.role(door, "Moderators")

        assert not await door.outbox.may_ping(door.server_id, door.lore, moderators, for_member=NOBODY)

    async def test_on_a_server_that_is_not_there_nothing_is_known(self, door: Door) -> None:
        with pytest.raises(Unavailable):
            await door.outbox.may_ping(ServerId(5), door.lore, RoleId(4711), for_member=None)


class TestTelling:
    async def test_whoever_set_it_up_reads_that_the_ping_is_gone(self, door: Door) -> None:
        notice = PingDropped(door.server_id, door.lore, RoleId(5))

        await door.outbox.tell(MemberId(int(door.sam.id)), notice, nonce="n1")

        [shown] = door.sam.sees("dm")
        assert f"on **Film Club** in <#{door.lore}> goes on, but it doesn't ping <@&5> any more" in shown.text

    async def test_whoever_set_it_up_reads_why_it_is_paused(self, door: Door) -> None:
        notice = DailyPaused(door.server_id, door.lore, "I may not post in the channel.")

        await door.outbox.tell(MemberId(int(door.sam.id)), notice, nonce="p1")
        await door.outbox.tell(MemberId(int(door.sam.id)), notice, nonce="p1")

        [shown] = door.sam.sees("dm")
        assert f"on **Film Club** in <#{door.lore}> is paused. I may not post in the channel." in shown.text
        assert "/settings daily resume" in shown.text

    async def test_who_takes_no_messages_is_left_alone(self, door: Door) -> None:
        door.world.closed_directs.add(door.sam.id)

        with pytest.raises(Forbidden):
            await door.outbox.tell(
                MemberId(int(door.sam.id)),
                DailyPaused(door.server_id, door.lore, "Why."),
                nonce="p1",
            )
        with pytest.raises(Forbidden):
            await door.outbox.tell(NOBODY, DailyPaused(door.server_id, door.lore, "Why."), nonce="p1")
