"""Connects the bot and keeps it running until it is stopped."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import aiohttp
import discord

from bot.discord_front import address, insides
from bot.discord_front.client import Extension, Lorekeeper
from bot.errors import ConnectionFailed
from bot.scheduling.shard import WHOLE, Shard

log = logging.getLogger(__name__)

LEAVE_WITHIN = timedelta(seconds=4)
"""How long to wait for the gateway's goodbye. systemd and Docker kill the process about ten seconds after SIGTERM."""

LET_GO_WITHIN = timedelta(seconds=3)
"""Timeout for background work to end; an unreachable database would block it."""

FINISH_WITHIN = timedelta(seconds=1)
"""Time for commands and presses from just before the end to get their replies."""

ADVISED = (
    "Discord advises %s shards for a bot in so many servers, and this one says that there are %s. From about 2,500 "
    "servers a shard on, it lets no more connect: docs/running.md tells how to run more, under Thousands of servers."
)

_CLOSES = {
    4004: address.REFUSED,
    4010: "Discord refuses this bot's shard. Look at LOREKEEPER_SHARD: every process has to say the same count.",
    4011: "This bot is in too many servers for so few connections. "
    "Run more processes, each with its LOREKEEPER_SHARD; docs/running.md tells how, under Thousands of servers.",
    4012: "Discord does not know the version of its gateway that this bot speaks any more. Update the bot.",
    4013: "Discord does not know an intent that this bot asks for. Update the bot.",
    4014: "Discord refuses an intent that this bot asks for. "
    "Allow it on the page Bot at https://discord.com/developers/applications.",
}
"""Gateway close codes that a retry doesn't fix, and the remedy for each."""


async def run(
    extension: Extension,
    *,
    token: str,
    api_base: str,
    on_ready: Callable[[str], None] | None = None,
    stop: asyncio.Event | None = None,
    shard: Shard = WHOLE,
) -> None:
    """Connects, and answers until `stop` is set (or, without one, until cancelled). Then closes cleanly.

    Calls `on_ready` with the bot's name, once, when it is connected. Reconnects lost connections. The `extension`
    starts before the connection and ends before it is closed.
    Raises ConnectionFailed, in one line with the next step, if it can't connect.
    """
    advised = await address.point_at(api_base, token)
    if shard.count < advised:
        log.warning(ADVISED, advised, shard.count)
    client = Lorekeeper(extension, on_ready, shard)
    with insides.short_reconnects(address.reason):
        running = asyncio.create_task(client.start(token), name="discord")
        stopping = asyncio.create_task((stop or asyncio.Event()).wait(), name="stop")
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                _explain(running, client, api_base)
        finally:
            stopping.cancel()
            await _close(client, running)


async def _close(client: Lorekeeper, running: asyncio.Task[None]) -> None:
    """Ends background work, leaves the gateway, ends the session, and waits until nothing is left."""
    if not client.has_connected:
        running.cancel()
    with suppress(TimeoutError):
        async with asyncio.timeout(LET_GO_WITHIN.total_seconds()):
            await client.let_go()
    if at_work := [task for task in asyncio.all_tasks() if task.get_name().startswith(insides.AT_WORK)]:
        await asyncio.wait(at_work, timeout=FINISH_WITHIN.total_seconds())
    try:
        async with asyncio.timeout(LEAVE_WITHIN.total_seconds()):
            await client.close()
    except TimeoutError:
        log.info("the gateway did not say goodbye")
        await insides.end_session(client)
    # It may be waiting for its next attempt to connect.
    running.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await running


def _explain(running: asyncio.Task[None], client: Lorekeeper, api_base: str) -> None:
    """Raises the error that ended the connection, reworded if the operator can fix it."""
    try:
        running.result()
    except discord.LoginFailure as error:
        raise ConnectionFailed(address.REFUSED) from error
    except discord.PrivilegedIntentsRequired as error:
        raise ConnectionFailed(_CLOSES[4014]) from error
    except discord.ConnectionClosed as error:
        unknown = f"Discord closed the connection (code {error.code}). Try again in some minutes."
        raise ConnectionFailed(_CLOSES.get(error.code, unknown)) from error
    except (discord.HTTPException, discord.GatewayNotFound, discord.RateLimited) as error:
        told = " ".join(str(error).split())[:200]
        raise ConnectionFailed(f"{api_base} does not let us in: {told}. Try again in some minutes.") from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise ConnectionFailed(address.unreachable(api_base, error)) from error
    except AttributeError as error:
        # If the very first connection fails, discord.py 2.7 raises another error; the real one is its context.
        if client.has_connected or error.__context__ is None:
            raise
        raise ConnectionFailed(address.unreachable(f"the gateway of {api_base}", error.__context__)) from error
    except (KeyError, TypeError, ValueError) as error:
        if client.has_connected:
            raise
        told = f"{type(error).__name__}: {address.reason(error)}"
        raise ConnectionFailed(
            f"{api_base} does not speak Discord's API as this bot knows it ({told}). Check DISCORD_API_BASE."
        ) from error
