"""Sends requests to Discord's channels, and turns every failure into a named error."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
import discord

from bot.discord_front import insides
from bot.discord_front.rights import RIGHTS, TO_FIND, missing_rights
from bot.errors import Forbidden, Gone, OutboxError, Refused, Unavailable, Unknown
from bot.ids import ChannelId, ServerId

T = TypeVar("T")

PATIENCE = timedelta(seconds=10)
"""Timeout for a request, including discord.py's own retries. Longer than Discord takes for anything."""

UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
MISSING_ACCESS = 50001
HAS_A_THREAD = 160004
"""Discord's codes: unknown channel, unknown server, missing access, a message that already has a thread."""

PAGES_IN_TIME = 5
"""Factor on the timeout for reading a channel's history: each hundred messages are a request."""

PAGE = 100
"""Discord's limit of history messages per request."""


class ChannelOutbox:
    """Sends to channels over a client that is logged in. It needn't be connected to the gateway."""

    def __init__(self, client: discord.Client, *, patience: timedelta = PATIENCE) -> None:
        self._client = client
        self._patience = patience

    def _channel(self, channel_id: ChannelId, server_id: ServerId | None = None) -> discord.PartialMessageable:
        known = self._client.get_channel(channel_id)
        if server_id is None and isinstance(known, discord.abc.GuildChannel):
            server_id = ServerId(known.guild.id)
        return self._client.get_partial_messageable(channel_id, guild_id=server_id)

    def _in_time(self, requests: int = 1) -> asyncio.Timeout:
        return asyncio.timeout(requests * self._patience.total_seconds())

    @contextmanager
    def _failing(
        self, channel: discord.PartialMessageable | None, needed: tuple[str, ...], *, message: bool = False
    ) -> Iterator[None]:
        """Turns every Discord and network error into an OutboxError.

        `needed` are the permissions, one of them missing if Discord refuses. With `message` the request is about a
        message that may have been deleted.
        """
        try:
            yield
        except (discord.Forbidden, discord.NotFound) as error:
            if self._has_left(channel):
                raise Unavailable("we are not on the server") from error
            raise self._refusal(channel, needed, error, message=message) from error
        except discord.RateLimited as error:
            wait = timedelta(seconds=error.retry_after)
            raise Unavailable("Discord asks for a pause", retry_after=wait) from error
        except discord.HTTPException as error:
            if error.status == 429 or error.status >= 500 or error.status == 401:
                raise Unavailable(f"Discord answered {error.status}") from error
            if not error.code:
                raise Unavailable(f"something before Discord answered {error.status}") from error
            raise Refused(" ".join(error.text.split()) or str(error)) from error
        except TimeoutError as error:
            insides.end_pause(self._client)
            raise Unknown(f"no answer within {self._patience}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unknown(f"{type(error).__name__}: {error}") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # Discord answered, but discord.py can't read the answer, or doesn't know the server yet.
            raise Unknown(f"an answer that cannot be read: {type(error).__name__}: {error}") from error

    def _has_left(self, channel: discord.PartialMessageable | None) -> bool:
        """Whether the gateway says that the channel is on a server that the bot isn't on.

        The channel isn't the cause of the failure then. `departures` handles the rest.
        """
        server_id = channel.guild_id if channel else None
        return server_id is not None and self._client.is_ready() and self._client.get_guild(server_id) is None

    def _refusal(
        self,
        channel: discord.PartialMessageable | None,
        needed: tuple[str, ...],
        error: discord.Forbidden | discord.NotFound,
        *,
        message: bool,
    ) -> OutboxError:
        if isinstance(error, discord.Forbidden):
            if not error.code and not self._lacking(channel, needed):
                # Without a Discord code, the response came from the proxy before it, and no permission is missing.
                return Unavailable("something before Discord answered 403")
            return Forbidden(self._missing(channel, needed, error))
        if (message and error.code) or error.code in {UNKNOWN_CHANNEL, UNKNOWN_GUILD}:
            return Gone(str(error))
        # Discord also answers this if a message with this nonce was just deleted.
        return Unknown(str(error))

    def _missing(
        self, channel: discord.PartialMessageable | None, needed: tuple[str, ...], error: discord.Forbidden
    ) -> str:
        """The missing permission, if known; Discord only says that one is missing."""
        if not needed:
            return "Direct Messages"
        if lacking := self._lacking(channel, needed):
            return lacking[0]
        return RIGHTS[needed[0] if error.code == MISSING_ACCESS else needed[1]]

    def _lacking(self, channel: discord.PartialMessageable | None, needed: tuple[str, ...]) -> list[str]:
        return missing_rights(self._client.get_channel(channel.id) if channel else None, needed)

    async def _ours(
        self, channel_id: ChannelId, after: datetime, read: Callable[[Mapping[str, Any]], T | None]
    ) -> tuple[T, ...]:
        """What `read` makes of our messages since then, oldest first; without those of which it makes nothing."""
        known = self._client.get_channel(channel_id)
        # Without permission to read the history, Discord returns an empty one.
        if lacking := missing_rights(known, TO_FIND):
            raise Forbidden(lacking[0])
        channel = self._channel(channel_id)
        with self._failing(channel, TO_FIND):
            async with self._in_time(PAGES_IN_TIME):
                found = [
                    made
                    async for message in self._messages(channel_id, after)
                    if self._is_ours(message) and (made := read(message)) is not None
                ]
        if not found and known is None:
            raise Unavailable("the channel's server is not there, so nothing tells whether its history may be read")
        return tuple(found)

    async def _messages(self, channel_id: ChannelId, after: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """All messages of the channel since then, in Discord's format, oldest first.

        Not with discord.py's `history`: it takes a short page for the last one, though a server may return fewer than
        requested, and a response that isn't a list for an empty channel.
        """
        since = discord.utils.time_snowflake(after, high=True)
        while True:
            page: Any = await insides.raw_messages(self._client, channel_id, after=since, limit=PAGE)
            if not isinstance(page, list):
                raise TypeError("no list of messages")
            messages = sorted(page, key=lambda message: int(message["id"]))
            for message in messages:
                yield message
            newest = int(messages[-1]["id"]) if messages else since
            if newest <= since:
                return
            since = newest

    def _is_ours(self, message: Mapping[str, Any]) -> bool:
        return self._client.user is not None and int(message["author"]["id"]) == self._client.user.id


def raw_custom_ids(message: Mapping[str, Any]) -> list[str]:
    """The ids of the buttons of a message in Discord's format."""
    buttons = (child for row in message.get("components", ()) for child in row.get("components", ()))
    return [child.get("custom_id") or "" for child in buttons]
