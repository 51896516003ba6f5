"""The bot on the playground, with the small invented pack, and the people who try it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.answers.engine import AnswerEngine
from bot.answers.follow_up import NOTHING_SAID, Said
from bot.answers.names import Names
from bot.answers.results import Closest, Reply
from bot.discord_front import launch
from bot.discord_front.client import Extension
from bot.knowledge.model import Knowledge
from bot.lookups.answers import AnswerService
from bot.packs.library import Library
from bot.playground.members import Member, Outcome, Shown
from bot.playground.server import Playground
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.storage import Storage
from tests.kept import in_process
from tests.packs.small_shelf import a_library
from tests.small_bot import answering
from tests.small_pack import BELL, DOG, ONE_PACK, RESCUE, a_chance
from tests.storage.ready import open_ready

PATIENT = timedelta(seconds=20)
"""How long members wait for an answer. Discord gives three seconds, but on a machine with much else to do those may
pass without the bot; that it replies before it waits for anything is for tests/discord_front/test_deadlines.py."""

UNSURE = "perhaps the dog"
"""A question to which the dog comes closest, then the rescue and the bell."""

BROKEN = "break"
"""A question that breaks the bot."""


class Temperamental(AnswerEngine):
    """The real engine, but for two questions that bring about what is hard to bring about."""

    def ask(self, question: str, *, overheard: bool = False, before: Said = NOTHING_SAID) -> Reply:
        """As the engine does, but for `UNSURE` and `BROKEN`."""
        if question == BROKEN:
            raise RuntimeError("a secret detail")
        reply = super().ask(question, overheard=overheard, before=before)
        return Closest((DOG, RESCUE, BELL), reply.working) if question == UNSURE else reply


class Stage:
    """The playground with the bot on it. Robin manages the server, Sam does not."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.robin: Member = playground.member("Robin")
        self.sam: Member = playground.member("Sam")
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def start(self, knowledge: Knowledge = ONE_PACK) -> None:
        """Let the bot connect."""
        self._stop = asyncio.Event()
        service = AnswerService(knowledge, Temperamental(knowledge, keep=in_process), Names(knowledge), a_chance())
        self._running = asyncio.create_task(
            launch.run(
                answering(service), token=self.playground.token, api_base=self.playground.api_base, stop=self._stop
            )
        )
        online = asyncio.create_task(self.playground.until_online())
        await asyncio.wait({self._running, online}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            online.cancel()
            self._running.result()

    async def stop(self) -> None:
        """Let the bot go, cleanly."""
        self._stop.set()
        if self._running is not None:
            await self._running

    async def restart(self, knowledge: Knowledge = ONE_PACK) -> None:
        """A new run of the bot, which knows nothing of the last one."""
        await self.stop()
        await self.start(knowledge)

    def everything_said(self) -> list[Shown]:
        """All messages of the bot that Robin or Sam can see."""
        seen: dict[str, Shown] = {}
        for member in (self.robin, self.sam):
            for channel in ("general", "lore", "lobby", "dm"):
                seen |= {message.id: message for message in member.sees(channel)}
        bot = self.playground.world.application_id
        return [message for message in seen.values() if message.author_id == bot]


@asynccontextmanager
async def staged(record: Path | None = None, knowledge: Knowledge = ONE_PACK) -> AsyncIterator[Stage]:
    """A playground with the bot on it; whatever happens there, nobody may be pinged."""
    async with Playground(answer_within=PATIENT, record=record) as playground:
        stage = Stage(playground)
        await stage.start(knowledge)
        try:
            yield stage
        finally:
            await stage.stop()
        assert [message.text for message in stage.everything_said() if message.pinged] == []


@asynccontextmanager
async def a_run(
    playground: Playground,
    folder: Path,
    build: Callable[[Library, Storage], Extension],
    *,
    commands: Sequence[str] = (),
    knowledge: Knowledge = ONE_PACK,
    shard: Shard = WHOLE,
) -> AsyncIterator[None]:
    """One run of the bot over the database in a folder, from when it is ready and has told these commands.

    `build` says what it does, over what it can answer and what it remembers.
    """
    storage = await open_ready(folder)
    stop, ready = asyncio.Event(), asyncio.Event()
    run = asyncio.create_task(
        launch.run(
            build(a_library(knowledge), storage),
            token=playground.token,
            api_base=playground.api_base,
            stop=stop,
            on_ready=lambda _: ready.set(),
            shard=shard,
        )
    )
    await ready.wait()
    await playground.until_commands(*commands)
    try:
        yield
    finally:
        stop.set()
        await run
        await storage.close()


def shown(outcome: Outcome) -> Shown:
    """The message that came of a command or a press."""
    assert isinstance(outcome, Shown), outcome
    return outcome


def labels(message: Shown) -> list[str]:
    """What stands on a message's buttons."""
    return [button.label for button in message.buttons]


def custom_id_of_menu(message: Shown) -> str:
    """The id of a message's only select menu."""
    menu: dict[str, Any] = message.select()
    return str(menu["custom_id"])
