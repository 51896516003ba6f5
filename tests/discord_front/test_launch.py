"""The bot is turned away at the door in words that an operator can use, and leaves cleanly."""

import asyncio
import json
import logging
from datetime import timedelta

import discord
import pytest
from aiohttp import web

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.discord_front import launch
from bot.discord_front.hearing import INTENTS
from bot.errors import ConnectionFailed
from bot.lookups.answers import AnswerService
from bot.scheduling.shard import WHOLE, Shard
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened
from tests.kept import in_process
from tests.small_bot import answering
from tests.small_pack import ONE_PACK, a_chance


@pytest.fixture(name="service", scope="module")
def a_service() -> AnswerService:
    return AnswerService(ONE_PACK, AnswerEngine(ONE_PACK, keep=in_process), Names(ONE_PACK), a_chance())


async def refusal(service: AnswerService, discord: SmallDiscord) -> str:
    """The line that an operator reads."""
    async with opened(discord):
        with pytest.raises(ConnectionFailed) as caught:
            await launch.run(answering(service), token=TOKEN, api_base=discord.base)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4004, "DISCORD_TOKEN"),
        (4010, "LOREKEEPER_SHARD"),
        (4011, "LOREKEEPER_SHARD"),
        (4012, "Update the bot"),
        (4013, "intent"),
        (4014, "Allow it on the page Bot"),
    ],
)
async def test_a_fatal_close_is_told(service: AnswerService, code: int, words: str) -> None:
    assert words in await refusal(service, SmallDiscord(close_code=code))


async def test_a_token_that_is_refused_at_login_is_told(service: AnswerService) -> None:
    answers = {"/users/@me": web.Response(status=401)}

    assert "DISCORD_TOKEN" in await refusal(service, SmallDiscord(answers=answers))


async def test_an_api_without_applications_is_told(service: AnswerService) -> None:
    answers = {"/oauth2/applications/@me": web.Response(status=404)}

    assert "does not let us in" in await refusal(service, SmallDiscord(answers=answers))


async def test_a_gateway_that_is_not_there_is_told_without_a_traceback(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.0)

    text = await refusal(service, SmallDiscord(gateway_status=503))

    assert "cannot be reached" in text
    assert not any(record.exc_info for record in caplog.records)


async def test_a_gateway_that_cannot_be_understood_is_told(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "LEAVE_WITHIN", timedelta(milliseconds=50))

    text = await refusal(service, SmallDiscord(lets_in=True, ready={"session_id": "s"}))

    assert "does not speak Discord's API" in text
    assert "resume_gateway_url" in text


async def test_commands_that_are_not_taken_keep_nobody_out(
    service: AnswerService, caplog: pytest.LogCaptureFixture
) -> None:
    answers = {"/applications/1/commands": web.Response(status=403, text="{}")}

    text = await refusal(service, SmallDiscord(answers=answers))

    assert "DISCORD_TOKEN" in text
    assert "did not take the list of commands" in caplog.text


async def test_stopped_before_it_began_it_leaves_at_once(service: AnswerService) -> None:
    stop = asyncio.Event()
    stop.set()

    async with opened(SmallDiscord()) as discord:
        await launch.run(answering(service), token=TOKEN, api_base=discord.base, stop=stop)


async def running(service: AnswerService, discord: SmallDiscord, stop: asyncio.Event) -> asyncio.Task[None]:
    """The bot, connected."""
    connected = asyncio.Event()
    run = launch.run(
        answering(service), token=TOKEN, api_base=discord.base, stop=stop, on_ready=lambda _name: connected.set()
    )
    task = asyncio.create_task(run)
    await connected.wait()
    return task


async def test_it_leaves_a_gateway_that_says_no_goodbye(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "LEAVE_WITHIN", timedelta(milliseconds=50))
    stop = asyncio.Event()

    async with opened(SmallDiscord(lets_in=True)) as discord:
        task = await running(service, discord, stop)
        stop.set()
        async with asyncio.timeout(30):
            await task
        discord.drop()


async def test_it_leaves_while_it_waits_for_its_next_attempt(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 3600.0)
    stop, waits = asyncio.Event(), asyncio.Event()
    handler = _Noticing("Attempting a reconnect", waits)
    logging.getLogger("discord.client").addHandler(handler)

    async with opened(SmallDiscord(lets_in=True)) as discord:
        task = await running(service, discord, stop)
        discord.drop()
        await waits.wait()
        stop.set()
        async with asyncio.timeout(30):
            await task

    logging.getLogger("discord.client").removeHandler(handler)
    [line] = [record for record in caplog.records if "Attempting a reconnect" in record.getMessage()]
    assert line.getMessage().startswith("the connection was lost (")
    assert line.exc_info is None


@pytest.mark.parametrize(
    "frame",
    ["{", "", "null", "[]", "5", '{"op": ' + "[" * 100_000, b"nonsense\x00\x00\xff\xff"],
    ids=lambda frame: repr(frame)[:12],
)
async def test_a_frame_that_is_no_object_makes_it_connect_again(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, frame: str | bytes
) -> None:
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 3600.0)
    stop, waits = asyncio.Event(), asyncio.Event()
    handler = _Noticing("Attempting a reconnect", waits)
    logging.getLogger("discord.client").addHandler(handler)
    discord = SmallDiscord(lets_in=True)
    discord.frames = [frame]

    async with opened(discord):
        task = await running(service, discord, stop)
        async with asyncio.timeout(30):
            await waits.wait()
            assert not task.done()
            discord.drop()
            stop.set()
            await task

    logging.getLogger("discord.client").removeHandler(handler)
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.getMessage().startswith("the connection was lost (the gateway sent something unreadable)")
    assert line.exc_info is None


async def test_an_event_that_cannot_be_read_ends_nothing(
    service: AnswerService, caplog: pytest.LogCaptureFixture
) -> None:
    stop = asyncio.Event()
    discord = SmallDiscord(lets_in=True)
    discord.events = [("MESSAGE_CREATE", {"id": "nonsense"}), ("SOMETHING_NEW", {})]

    async with opened(discord):
        task = await running(service, discord, stop)

        assert not task.done()
        assert "MESSAGE_CREATE could not be read" in caplog.text
        discord.drop()
        stop.set()
        await task


CONTENT = discord.Intents(message_content=True).value
ALLOWED = discord.ApplicationFlags(gateway_message_content=True).value
ALLOWED_TO_A_SMALL_BOT = discord.ApplicationFlags(gateway_message_content_limited=True).value
OTHERS = discord.ApplicationFlags(gateway_presence=True, gateway_guild_members=True).value


async def let_in(service: AnswerService, small: SmallDiscord) -> list[int]:
    """What the bot asked to hear until it was let in, one connection after another."""
    stop = asyncio.Event()
    async with opened(small):
        task = await running(service, small, stop)
        small.drop()
        stop.set()
        await task
    return small.intents


@pytest.mark.parametrize("flags", [ALLOWED, ALLOWED_TO_A_SMALL_BOT], ids=["reviewed", "small"])
async def test_texts_of_plain_messages_are_asked_for_where_the_operator_allows_it(
    service: AnswerService, flags: int
) -> None:
    assert await let_in(service, SmallDiscord(lets_in=True, flags=flags)) == [INTENTS.value | CONTENT]


@pytest.mark.parametrize("flags", [None, 0, OTHERS], ids=["nothing is said", "nothing is allowed", "something else"])
async def test_texts_of_plain_messages_are_not_asked_for_elsewhere(
    service: AnswerService, flags: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    assert await let_in(service, SmallDiscord(lets_in=True, flags=flags)) == [INTENTS.value]
    assert caplog.text.count("the Message Content Intent is off") == 1


async def test_a_bot_that_is_refused_the_texts_says_so_once_and_runs_on_without(
    service: AnswerService, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await let_in(service, SmallDiscord(lets_in=True, flags=ALLOWED, refused=CONTENT))

    assert asked == [INTENTS.value | CONTENT, INTENTS.value]
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "goes on without it" in line.getMessage()
    assert line.exc_info is None


async def test_a_bot_that_is_refused_more_than_the_texts_is_told(service: AnswerService) -> None:
    small = SmallDiscord(lets_in=True, flags=ALLOWED, refused=CONTENT | INTENTS.value)

    assert "Allow it on the page Bot" in await refusal(service, small)
    assert small.intents == [INTENTS.value | CONTENT, INTENTS.value]


class _Noticing(logging.Handler):
    """Sets an event when a line is logged."""

    def __init__(self, words: str, event: asyncio.Event) -> None:
        super().__init__()
        self._words = words
        self._event = event

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a line."""
        if self._words in record.getMessage():
            self._event.set()


async def test_the_token_is_not_logged(service: AnswerService, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    await refusal(service, SmallDiscord())

    assert TOKEN not in caplog.text


@pytest.mark.parametrize(("shard", "is_told"), [(WHOLE, True), (Shard(0, 2), True), (Shard(1, 4), False)])
async def test_fewer_shards_than_discord_advises_are_told(
    service: AnswerService, caplog: pytest.LogCaptureFixture, shard: Shard, *, is_told: bool
) -> None:
    bot = json.dumps({"url": "ws://127.0.0.1:9", "shards": 4})
    answers = {"/gateway/bot": web.Response(text=bot), "/users/@me": web.Response(status=401)}
    async with opened(SmallDiscord(answers=answers)) as discord:
        with pytest.raises(ConnectionFailed):
            await launch.run(answering(service), token=TOKEN, api_base=discord.base, shard=shard)

    assert any("advises 4 shards" in message for message in caplog.messages) == is_told
