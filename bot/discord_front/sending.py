"""Sends requests to Discord's channels, and turns every failure into a named error."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from bot.discord_front import insides
from bot.discord_front.rights import RIGHTS, missing_rights
from bot.errors import Forbidden, Gone, OutboxError, Refused, Unavailable, Unknown
from bot.ids import ChannelId, ServerId

PATIENCE = timedelta(seconds=10)
"""Timeout for a request, including discord.py's own retries. Longer than Discord takes for anything."""

UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
MISSING_ACCESS = 50001
HAS_A_THREAD = 160004
"""Discord's codes: unknown channel, unknown server, missing access, a message that already has a thread."""


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
