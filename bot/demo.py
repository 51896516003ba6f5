"""Runs the bot in the playground. A module of its own: a bot on Discord needs none of it, and it takes 4 MB."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import NowRunning, load_packs, meanwhile, opened, stopped_by_signals, the_bot
from bot.daily.closing import SLACK
from bot.discord_front import launch
from bot.errors import UserError
from bot.ids import ChannelId, MemberId, ServerId
from bot.knowledge.model import Knowledge
from bot.lookups.first_questions import first_questions, known
from bot.lookups.plain_text import titles
from bot.playground.clock import MovableClock
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.restarts import Restarts
from bot.playground.server import Playground, PortTaken
from bot.playground.welcome import Suggestion, Welcome
from bot.storage.ledger import Posted
from bot.storage.shard_lock import shard_lock, while_held

NEXT_DAILY = "Next daily"
"""Where the playground's page can move the clock."""

FORUM, FORUM_TAGS = "questions", ("Trivia", "Solved")
"""The playground's forum, and the tags for its posts."""


async def run_playground(
    packs: Sequence[Path],
    *,
    port: int,
    record: Path | None,
    data: Path | None,
    catch_up: timedelta,
    on_ready: Callable[[Playground], None],
    use: Callable[[Playground], Awaitable[None]] | None = None,
) -> None:
    """Run the playground with the bot in it until it is stopped; `on_ready` is called when it can be used.

    With `use`, it runs until that is done, and raises what that raises.
    State is kept in the folder `data`, or discarded at the end if there is none. The bot uses the playground's clock.
    Raises PackError, StorageError, UserError if the port is taken, and CancelledError if it is stopped while it starts.
    """
    with stopped_by_signals() as stop, ExitStack() as folders:
        folder = data or Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="lorekeeper-")))
        clock, restarts, now_running = MovableClock(), Restarts(), NowRunning()
        async with AsyncExitStack() as stack:
            try:
                playground = await stack.enter_async_context(
                    Playground(
                        port=port,
                        record=record,
                        clock=clock,
                        restart=restarts.ask,
                        privileged_intents=MESSAGE_CONTENT,
                        destinations={NEXT_DAILY: lambda: _next_daily(now_running, playground)},
                        is_busy=lambda: now_running.is_busy,
                    )
                )
            except PortTaken as error:
                raise UserError(str(error)) from error
            playground.world.add_forum(playground.world.channel("general").guild_id or "", FORUM, FORUM_TAGS)
            loaded = await load_packs(packs)
            await stack.enter_async_context(meanwhile(loaded.watch(), "packs"))
            playground.greet(_welcome(loaded.library.everything.knowledge))
            using: list[asyncio.Task[None]] = []
            announced = False

            async def use_it() -> None:
                try:
                    if use is not None:
                        await use(playground)
                finally:
                    stop.event.set()

            def announce(_: str) -> None:
                nonlocal announced
                stop.has_started()
                if not announced:
                    on_ready(playground)
                    if use is not None:
                        using.append(asyncio.create_task(use_it()))
                announced = True

            async def work(ending: asyncio.Event) -> None:
                async with opened(None, folder) as storage:
                    bot = the_bot(
                        loaded.library, storage, clock, catch_up=catch_up, packs=packs, now_running=now_running
                    )
                    await launch.run(
                        bot, token=playground.token, api_base=playground.api_base, on_ready=announce, stop=ending
                    )

            lock = shard_lock(url=None, folder=folder)
            try:
                await restarts.run(lambda ending: while_held(lock, work, stop=ending), until=stop.event)
            finally:
                for task in using:
                    task.cancel()
            for task in using:
                if not task.cancelled():
                    await task


def _welcome(knowledge: Knowledge) -> Welcome:
    """What the playground's first screen says about the packs, and suggests to try."""
    return Welcome(
        title=titles(knowledge),
        about=known(knowledge),
        suggestions=(
            *(Suggestion(question, ask=question) for question in first_questions(knowledge)),
            Suggestion("Play five questions", command="trivia start", options={"rounds": "5"}),
            Suggestion("Jump to tomorrow's daily", go_to=NEXT_DAILY),
        ),
    )


async def _next_daily(running: NowRunning, playground: Playground) -> datetime | None:
    """When the next post or result of a daily question becomes visible.

    If no server has a daily question, one starts in #general, at the time that it is now in UTC.
    """
    daily, moments = running.daily, []
    if daily is None:
        return None
    servers = [ServerId(int(server)) for server in playground.world.guilds]
    if not any([await daily.schedule(server) for server in servers]):
        general = playground.world.channel("general")
        await daily.set_up(
            ServerId(int(general.guild_id or 0)),
            channel_id=ChannelId(int(general.id)),
            at=playground.clock.now().time().replace(second=0, microsecond=0),
            zone="UTC",
            by=MemberId(int(playground.world.owner.id)),
        )
    for server_id in servers:
        try:
            status = await daily.status(server_id)
        except UserError:
            continue
        moments.append(status.next_post)
        if isinstance(status.latest, Posted) and status.latest.plan.closes_at:
            moments.append(status.latest.plan.closes_at + SLACK)
    return min((moment for moment in moments if moment is not None), default=None)
