"""What we use of discord.py's insides. None of it is documented, hence the pin `discord.py>=2.7,<2.8`."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

AT_WORK = ("discord.py: ", "CommandTree-invoker", "discord-ui-")
"""What the names of the tasks begin with in which discord.py lets commands, presses and events be answered."""


def point_at(api: str, gateway: yarl.URL) -> None:
    """Let discord.py use this API and this gateway. Its addresses are class attributes."""
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = gateway


def end_pause(client: discord.Client) -> None:
    """Let requests go out again, after one was given up while it waited.

    Told to be quiet for a while, discord.py holds back all requests until the one that was told so has waited; where
    that one was given up, it would hold them back for ever.
    """
    client.http._global_over.set()


def parsers(client: discord.Client) -> dict[str, Callable[[Any], Any]]:
    """What reads each kind of event, to be changed."""
    return client._connection.parsers


async def raw_message(client: discord.Client, channel: int, message: int) -> Any:
    """A message as Discord has it."""
    return await client.http.get_message(channel, message)


async def raw_messages(client: discord.Client, channel: int, *, after: int, limit: int) -> Any:
    """A page of a channel's messages as Discord gives it, for which discord.py's `history` is too trusting."""
    return await client.http.logs_from(channel, limit, after=after)


async def end_session(client: discord.Client) -> None:
    """End the session of a client that could not leave the gateway."""
    await client.http.close()


def expect_no_voice() -> None:
    """Let discord.py not warn of missing voice libraries: we have nothing to say aloud."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


@contextmanager
def short_reconnects(reason: Callable[[BaseException], str]) -> Iterator[None]:
    """Lost connections are everyday: let discord.py log them in one line, without their traceback."""

    def shorten(record: logging.LogRecord) -> bool:
        if "Attempting a reconnect" in str(record.msg) and record.exc_info:
            error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
            why = reason(error) if error is not None else "unknown"
            record.msg = f"the connection was lost ({why}). {record.msg}".replace("%", "%%").replace("%%.2fs", "%.2fs")
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = None
        return True

    logger = logging.getLogger("discord.client")
    logger.addFilter(shorten)
    try:
        yield
    finally:
        logger.removeFilter(shorten)
