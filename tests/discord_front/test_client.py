"""The bot on a server that speaks Discord's API, but says less than Discord does."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.discord_front import launch, wording
from bot.discord_front.client import Lorekeeper
from bot.discord_front.custom_ids import Action
from bot.discord_front.lookups.buttons import Delete, Look
from bot.discord_front.lookups.handles import Handles
from bot.errors import StorageError
from bot.ids import MemberId
from bot.lookups.answers import AnswerService
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened
from tests.kept import in_process
from tests.small_bot import answering
from tests.small_pack import MARA, ONE_PACK, a_chance

SAM_ID = 5
SAM = {"id": str(SAM_ID), "username": "sam", "discriminator": "0", "avatar": None}


@pytest.fixture(name="service", scope="module")
def a_service() -> AnswerService:
    return AnswerService(ONE_PACK, AnswerEngine(ONE_PACK, keep=in_process), Names(ONE_PACK), a_chance())


TOKENS = itertools.count()
"""Each interaction has its own: discord.py keeps a lock for each, even from one event loop to the next."""


def an_interaction(kind: int, data: dict[str, Any], **more: Any) -> tuple[str, dict[str, Any]]:
    """The event of a command or a press in a direct message."""
    interaction = {
        "id": "70",
        "application_id": "1",
        "type": kind,
        "token": f"token-{next(TOKENS)}",
        "version": 1,
        "attachment_size_limit": 0,
        "channel": {"id": "8", "type": 1},
        "data": data,
        "user": SAM,
    }
    return "INTERACTION_CREATE", interaction | more


def a_command(name: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return an_interaction(2, {"id": "9", "type": 1, "name": name}, **more)


def a_press(action: Action) -> tuple[str, dict[str, Any]]:
    """A press on a message of which nothing is told but who wrote it."""
    message = {"id": "6", "type": 0, "content": "", "channel_id": "8", "author": SAM}
    return an_interaction(3, {"component_type": 2, "custom_id": action.custom_id}, message=message)


def a_button(custom_id: str) -> dict[str, Any]:
    """A message with a button on it."""
    button = {"type": 2, "style": 2, "label": "Press me", "custom_id": custom_id}
    rows = [{"type": 1, "components": [button]}]
    return {"id": "6", "type": 0, "content": "", "channel_id": "8", "author": SAM, "components": rows}


@asynccontextmanager
async def connected(
    service: AnswerService,
    *events: tuple[str, Any],
    keeps_waiting: bool = False,
    hears_ready: Callable[[], Coroutine[Any, Any, None]] | None = None,
) -> AsyncIterator[SmallDiscord]:
    """A server on which the bot is, and which tells it of events. `hears_ready` is run by the bot when it is ready."""
    discord, ready, stop = SmallDiscord(lets_in=True), asyncio.Event(), asyncio.Event()
    discord.events, discord.keeps_waiting = list(events), keeps_waiting

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        if hears_ready is not None:
            client.add_listener(hears_ready, "on_ready")
        async with answering(service)(client):
            yield

    async with opened(discord), asyncio.timeout(30):
        run = launch.run(
            extension,
            token=TOKEN,
            api_base=discord.base,
            stop=stop,
            on_ready=lambda _name: ready.set(),
        )
        task = asyncio.create_task(run)
        await ready.wait()
        yield discord
        if not keeps_waiting:
            discord.drop()
        stop.set()
        await task
        discord.drop()


async def test_an_answer_that_is_confirmed_without_a_word_has_arrived(
    service: AnswerService, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(service, a_command("help")) as discord:
        answer = await discord.callbacks.get()

    assert "What I can do" in str(answer["data"]["components"])
    assert not any(record.exc_info for record in caplog.records)
    assert not any("/webhooks/" in asked for asked in discord.asked)


async def test_a_press_is_answered_though_nothing_is_told_of_the_message(service: AnswerService) -> None:
    async with connected(service, a_press(Look(Handles(ONE_PACK).of(MARA)))) as discord:
        answer = await discord.callbacks.get()

    assert MARA.full_name in str(answer["data"]["components"])


async def test_a_press_that_says_nothing_any_more_is_answered(service: AnswerService) -> None:
    event = an_interaction(3, {"component_type": 2, "custom_id": "of another version"})

    async with connected(service, event) as discord:
        answer = await discord.callbacks.get()

    assert answer["data"]["content"] == wording.TOO_OLD


async def test_to_delete_what_is_gone_is_no_failure(service: AnswerService, caplog: pytest.LogCaptureFixture) -> None:
    async with connected(service, a_press(Delete(MemberId(SAM_ID)))) as discord:
        assert (await discord.callbacks.get())["type"] == 6

    assert not any(record.exc_info for record in caplog.records)


async def test_a_reply_in_chat_that_is_confirmed_without_a_word_has_arrived(
    service: AnswerService, caplog: pytest.LogCaptureFixture
) -> None:
    message = {"id": "6", "type": 0, "content": "who is Mara?", "channel_id": "8", "author": SAM}

    async with connected(service, ("MESSAGE_CREATE", message)) as discord:
        answer = await discord.messages.get()

    assert answer["components"][0]["type"] == 17
    assert discord.messages.empty()
    assert not any(record.exc_info for record in caplog.records)


async def test_a_command_from_a_server_without_the_bot_needs_no_name_of_its_channel(service: AnswerService) -> None:
    member = {"user": SAM, "roles": [], "flags": 0, "permissions": "0"}
    event = a_command("help", guild_id="3", channel={"id": "4", "type": 0}, member=member)

    async with connected(service, event) as discord:
        assert (await discord.callbacks.get())["type"] == 4


@pytest.mark.parametrize(
    ("installed", "permissions", "headings"),
    [
        pytest.param("0", "32", ["/trivia", "For managers of this server"], id="a manager"),
        pytest.param("0", "2048", ["/trivia"], id="a member"),
        pytest.param("1", "32", [], id="a server without the bot"),
    ],
)
async def test_help_is_for_who_reads_it(
    service: AnswerService, installed: str, permissions: str, headings: list[str]
) -> None:
    member = {"user": SAM, "roles": [], "flags": 0, "permissions": permissions}
    of_server = {"guild_id": "3", "channel": {"id": "4", "type": 0}, "member": member}

    event = a_command("help", **of_server, authorizing_integration_owners={installed: "3"})
    async with connected(service, event) as discord:
        told = str((await discord.callbacks.get())["data"]["components"])

    assert [each for each in ("/trivia", "For managers of this server") if each in told] == headings


async def test_to_leave_in_the_middle_of_an_answer_is_no_failure(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(launch, "LEAVE_WITHIN", timedelta(milliseconds=50))

    async with connected(service, a_command("help"), keeps_waiting=True) as discord:
        await discord.callbacks.get()

    assert not any(record.exc_info for record in caplog.records)


async def test_what_is_under_way_at_the_end_is_finished_first(service: AnswerService) -> None:
    finished = asyncio.Event()

    async def hear() -> None:
        await asyncio.sleep(0.2)
        finished.set()

    async with connected(service, hears_ready=hear):
        pass

    assert finished.is_set()


async def test_what_outlasts_the_bot_is_no_failure(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(launch, "FINISH_WITHIN", timedelta(milliseconds=10))
    ended, failed = asyncio.Event(), asyncio.Event()

    async def hear() -> None:
        await ended.wait()
        failed.set()
        raise StorageError("The database is closed.")

    with caplog.at_level(logging.INFO):
        async with connected(service, hears_ready=hear):
            pass
        ended.set()
        await failed.wait()
        await asyncio.sleep(0)

    assert "on_ready was cut short, as the bot leaves" in caplog.messages
    assert not any(record.exc_info for record in caplog.records)


async def test_while_the_bot_runs_it_is_one(service: AnswerService, caplog: pytest.LogCaptureFixture) -> None:
    async def hear() -> None:
        raise StorageError("The database reported an error.")

    async with connected(service, hears_ready=hear):
        pass

    assert any(record.exc_info for record in caplog.records)
