"""Our uses of discord.py's internals. They are undocumented, hence the pin `discord.py>=2.7,<2.8`."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.ids import ChannelId, MessageId

AT_WORK = ("discord.py: ", "CommandTree-invoker", "discord-ui-")
"""Name prefixes of the tasks in which discord.py handles commands, presses and events."""


def point_at(api: str, gateway: yarl.URL) -> None:
    """Points discord.py at this API and this gateway. Its addresses are class attributes."""
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = gateway


def end_pause(client: discord.Client) -> None:
    """Releases requests after one was cancelled while it waited.

    During a global rate limit, discord.py blocks all requests until the limited one has waited; if that one is
    cancelled, they would stay blocked.
    """
    client.http._global_over.set()


def parsers(client: discord.Client) -> dict[str, Callable[[Any], Any]]:
    """The mutable table of event parsers."""
    return client._connection.parsers


async def raw_message(client: discord.Client, channel_id: ChannelId, message_id: MessageId) -> Any:
    """A message in Discord's format."""
    return await client.http.get_message(channel_id, message_id)


async def raw_messages(client: discord.Client, channel_id: ChannelId, *, after: int, limit: int) -> Any:
    """A raw page of a channel's messages; discord.py's `history` trusts responses too much."""
    return await client.http.logs_from(channel_id, limit, after=after)


def uploaded(press: discord.Interaction[Any], id: str) -> discord.Attachment | None:
    """A file of a submitted form; None if it isn't there. discord.py hands it only to forms that it keeps in memory."""
    data: dict[str, Any] = dict(press.data or {})
    found = data.get("resolved", {}).get("attachments", {}).get(id)
    return None if found is None else discord.Attachment(data=found, state=press.client._connection)


class _WithoutReceipts(AsyncWebhookAdapter):
    async def request(self, route: Route, *args: Any, params: dict[str, Any] | None = None, **options: Any) -> Any:
        if params is None or "with_response" not in params:
            return await super().request(route, *args, params=params, **options)
        await super().request(route, *args, **options)
        return {"interaction": {"id": route.webhook_id}}


def want_no_receipts() -> None:
    """From now on, this task and those that it starts answer interactions without asking for a copy of the message,
    which takes as long to read as the answer to write.
    """
    async_context.set(_WithoutReceipts())  # type: ignore[no-untyped-call]  # discord.py left it out


async def end_session(client: discord.Client) -> None:
    """Ends the session of a client that couldn't leave the gateway."""
    await client.http.close()


class Unreadable(aiohttp.ClientError):
    """The gateway sent something that isn't a JSON object. discord.py reconnects after this, as after other errors of
    the connection.
    """


class _CarefulWebSocket(DiscordWebSocket):
    async def received_message(self, msg: Any, /) -> None:
        try:
            text = self._decompressor.decompress(msg) if isinstance(msg, bytes) else msg
        except Exception:  # zlib's or zstd's
            text = ""
        if text is None:  # the rest is in the next frame
            return
        try:
            if text.lstrip().startswith("{"):
                await super().received_message(text)
                return
        except (json.JSONDecodeError, RecursionError):
            pass
        await self.close(4000)  # discord.py would leave the connection open
        raise Unreadable("the gateway sent something unreadable")


def expect_unreadable_frames() -> None:
    """Reconnects after a frame that can't be read, which would end discord.py."""
    discord.client.DiscordWebSocket = _CarefulWebSocket  # type: ignore[misc]  # it has no other way in


def expect_no_voice() -> None:
    """Silences discord.py's warning about missing voice libraries, which we don't use."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


@contextmanager
def short_reconnects(reason: Callable[[BaseException], str]) -> Iterator[None]:
    """Lost connections are common: discord.py logs them in one line, without a traceback."""

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
