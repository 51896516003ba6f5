"""The way into Discord's channels: requests go out, and every way to fail comes back by its name."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from bot.discord_front import insides
from bot.discord_front.rights import RIGHTS, missing_rights
from bot.errors import Forbidden, Gone, OutboxError, Refused, Unavailable, Unknown

PATIENCE = timedelta(seconds=10)
"""How long a request may take with what discord.py tries again by itself. Longer than Discord takes for anything."""

UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
MISSING_ACCESS = 50001
HAS_A_THREAD = 160004
"""Discord's codes: no such channel, no such server, one that we may not see, a message that has its thread."""


class ChannelOutbox:
    """What may be said in a channel, over a client that is logged in. It need not be connected to the gateway."""

    def __init__(self, client: discord.Client, *, patience: timedelta = PATIENCE) -> None:
        self._client = client
        self._patience = patience

    def _channel(self, id: int, server: int | None = None) -> discord.PartialMessageable:
        known = self._client.get_channel(id)
        if server is None and isinstance(known, discord.abc.GuildChannel):
            server = known.guild.id
        return self._client.get_partial_messageable(id, guild_id=server)

    def _in_time(self, requests: int = 1) -> asyncio.Timeout:
        return asyncio.timeout(requests * self._patience.total_seconds())

    @contextmanager
    def _failing(
        self, channel: discord.PartialMessageable | None, needed: tuple[str, ...], *, message: bool = False
    ) -> Iterator[None]:
        """Whatever goes wrong with Discord or the network, as an OutboxError.

        `needed` are the rights of which one is missing where Discord refuses. With `message` the request is about a
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
            # It was answered, and discord.py cannot read the answer, or does not know the server yet.
            raise Unknown(f"an answer that cannot be read: {type(error).__name__}: {error}") from error

    def _has_left(self, channel: discord.PartialMessageable | None) -> bool:
        """Whether the gateway says that the channel is on a server on which we are not.

        Why we cannot do something there is then no matter of the channel. `departures` sees to the rest.
        """
        server = channel.guild_id if channel else None
        return server is not None and self._client.is_ready() and self._client.get_guild(server) is None

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
                # It has no code of Discord's, so it was the proxy before it, and no right is missing.
                return Unavailable("something before Discord answered 403")
            return Forbidden(self._missing(channel, needed, error))
        if (message and error.code) or error.code in {UNKNOWN_CHANNEL, UNKNOWN_GUILD}:
            return Gone(str(error))
        # So Discord answers, too, where a message with this nonce was deleted a moment ago.
        return Unknown(str(error))

    def _missing(
        self, channel: discord.PartialMessageable | None, needed: tuple[str, ...], error: discord.Forbidden
    ) -> str:
        """The right that is missing, as far as we know; what Discord says is only that one is."""
        if not needed:
            return "Direct Messages"
        if lacking := self._lacking(channel, needed):
            return lacking[0]
        return RIGHTS[needed[0] if error.code == MISSING_ACCESS else needed[1]]

    def _lacking(self, channel: discord.PartialMessageable | None, needed: tuple[str, ...]) -> list[str]:
        return missing_rights(self._client.get_channel(channel.id) if channel else None, needed)
