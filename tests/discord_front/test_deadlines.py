"""Discord waits three seconds for a first reply: whatever asks the database says in time that it takes longer."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from discord import AppCommandOptionType, app_commands

from bot.app import the_bot
from bot.discord_front import launch, replies
from bot.discord_front.admission import Limits
from bot.discord_front.client import Lorekeeper
from bot.playground.clock import MovableClock
from bot.storage.storage import Storage
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened
from tests.discord_front.test_client import an_interaction
from tests.discord_front.test_custom_ids import STANDING
from tests.discord_front.test_presses import a_form
from tests.packs.small_shelf import a_library
from tests.small_pack import ONE_PACK
from tests.storage.ready import open_ready

SERVER, CHANNEL, SAM = "500", "501", "5654"
MESSAGE, DEFERRED, UPDATE_LATER, SUGGESTIONS = 4, 5, 6, 8
WITHOUT_DATABASE = {"trivia skip", "trivia stop"}
"""Commands that have nothing to do while nobody plays. All others ask, the first time, which packs a server uses."""


class Busy:
    """A storage that anybody may ask, and that answers nobody while it is `locked`."""

    def __init__(self, kept: Any, is_open: asyncio.Event) -> None:
        self._kept, self._open = kept, is_open

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._kept, name)
        if inspect.iscoroutinefunction(found):

            async def waits(*args: Any, **options: Any) -> Any:
                await self._open.wait()
                return await found(*args, **options)

            return waits
        return Busy(found, self._open) if type(found).__module__.startswith("bot.storage") else found


class Desk:
    """The whole bot, logged in to a small Discord, over a storage that is locked from when it is ready."""

    def __init__(self, discord: SmallDiscord, client: Lorekeeper) -> None:
        self.client = client
        self._discord = discord

    async def first_reply(self, event: tuple[str, dict[str, Any]]) -> int | None:
        """The type of the first reply to an interaction; None if there is none while the storage is locked."""
        name, data = event
        self.client.limits = Limits()  # all that Sam does here would be a flood
        here = {"guild_id": SERVER, "channel": _CHANNEL, "channel_id": CHANNEL, "member": _MEMBER}
        state: Any = self.client._connection
        state.parsers[name]({**data, **here, "user": None, "token": token_hex()})
        with suppress(TimeoutError):
            async with asyncio.timeout(60):
                return int((await self._discord.callbacks.get())["type"])
        return None


_MEMBER = {
    "user": {"id": SAM, "username": "sam", "discriminator": "0", "avatar": None},
    "roles": [],
    "joined_at": "2026-01-01T00:00:00+00:00",
    "permissions": str(2**50 - 1),
    "deaf": False,
    "mute": False,
    "flags": 0,
}
_FILE = {"id": "7", "filename": "facts.yaml", "size": 10, "url": "http://127.0.0.1:9/7", "proxy_url": ""}
_CHANNEL = {"id": CHANNEL, "type": 0, "name": "lore", "position": 0, "permission_overwrites": [], "guild_id": SERVER}
_GUILD = {
    "id": SERVER,
    "name": "The Village",
    "owner_id": SAM,
    "roles": [{"id": SERVER, "name": "@everyone", "permissions": str(2**50 - 1), "position": 0, "color": 0}],
    "channels": [_CHANNEL],
    "members": [{**_MEMBER, "user": {"id": "1", "username": "Lorekeeper", "discriminator": "0", "avatar": None}}],
    "emojis": [],
    "stickers": [],
    "features": [],
    "member_count": 2,
    "preferred_locale": "en-US",
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "premium_tier": 0,
    "nsfw_level": 0,
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "premium_progress_bar_enabled": False,
    "unavailable": False,
}


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    async with at_a_desk(tmp_path) as desk:
        monkeypatch.setattr(replies, "PROMPT", timedelta())
        yield desk


@asynccontextmanager
async def at_a_desk(folder: Path) -> AsyncIterator[Desk]:
    discord, stop, ready, lock = SmallDiscord(lets_in=True), asyncio.Event(), asyncio.Event(), asyncio.Event()
    discord.events = [("GUILD_CREATE", _GUILD)]
    clients: list[Lorekeeper] = []
    lock.set()
    kept = await open_ready(folder)
    storage: Storage = Busy(kept, lock)
    whole = the_bot(a_library(ONE_PACK), storage, MovableClock(), catch_up=timedelta(hours=6))

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        clients.append(client)
        async with whole(client):
            yield

    async with opened(discord):
        run = asyncio.create_task(
            launch.run(extension, token=TOKEN, api_base=discord.base, stop=stop, on_ready=lambda _: ready.set())
        )
        async with asyncio.timeout(30):
            await ready.wait()
        lock.clear()
        try:
            yield Desk(discord, clients[0])
        finally:
            lock.set()
            discord.drop()
            stop.set()
            await run
            await kept.close()


def a_use(command: app_commands.Command[Any, ..., Any], *, focused: str = "") -> tuple[str, dict[str, Any]]:
    """The event of a command with all that it needs, or of typing into its option `focused`."""
    options: list[dict[str, Any]] = [
        {"type": 3, "name": each.display_name, "value": "Mara", "focused": each.name == focused}
        for each in command.parameters
        if (each.required or each.name == focused) and each.type is AppCommandOptionType.string
    ]
    options += [
        {"type": 11, "name": each.display_name, "value": "7"}
        for each in command.parameters
        if each.required and each.type is AppCommandOptionType.attachment
    ]
    root, *inner = command.qualified_name.split()
    for kind, name in enumerate(reversed(inner), 1):  # a command in a group is 1, and a group 2
        options = [{"type": kind, "name": name, "options": options}]
    return an_interaction(
        4 if focused else 2,
        {"id": "9", "type": 1, "name": root, "options": options, "resolved": {"attachments": {"7": _FILE}}},
    )


def all_commands(client: Lorekeeper) -> Iterable[app_commands.Command[Any, ..., Any]]:
    return (each for each in client.tree.walk_commands() if isinstance(each, app_commands.Command))


async def test_every_command_replies_before_a_busy_database_does(desk: Desk) -> None:
    replied = {each.qualified_name: await desk.first_reply(a_use(each)) for each in all_commands(desk.client)}

    assert [name for name, kind in replied.items() if kind is None] == []
    assert {name for name, kind in replied.items() if kind == MESSAGE} == WITHOUT_DATABASE


async def test_every_button_replies_before_a_busy_database_does(desk: Desk) -> None:
    message = {"id": "6", "type": 0, "content": "", "channel_id": CHANNEL, "author": _MEMBER["user"]}

    replied = {
        custom_id: await desk.first_reply(
            an_interaction(3, {"component_type": 2, "custom_id": custom_id}, message=message)
        )
        for custom_id in STANDING
    }

    assert [custom_id for custom_id, kind in replied.items() if kind is None] == []
    assert {DEFERRED, UPDATE_LATER} <= set(replied.values())


async def test_the_form_replies_before_a_busy_database_does(desk: Desk) -> None:
    assert await desk.first_reply(a_form({"custom_id": "lk:z:t:00c0ffee42:1", "value": "Mara"})) is not None


async def test_suggestions_do_without_a_busy_database(desk: Desk) -> None:
    kinds = [
        await desk.first_reply(a_use(command, focused=each.name))
        for command in all_commands(desk.client)
        for each in command.parameters
        if each.autocomplete
    ]

    assert set(kinds) == {SUGGESTIONS}
