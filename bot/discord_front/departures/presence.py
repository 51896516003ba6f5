"""Which servers the bot is on, by the gateway and by Discord's API."""

import logging

import aiohttp
import discord

from bot.ids import ServerId
from bot.scheduling.shard import WHOLE, Shard

log = logging.getLogger(__name__)


class DiscordPresence:
    """`departures.Presence` over a client.

    At the start the gateway lists all servers, including unavailable ones.
    """

    def __init__(self, client: discord.Client, shard: Shard = WHOLE) -> None:
        self._client = client
        self._shard = shard

    def is_there(self, server_id: ServerId) -> bool | None:
        """Whether the gateway has listed the server; None before it has, and for servers of another shard."""
        if self._client.get_guild(server_id) is not None:
            return True
        return False if self._shard.hears_of(server_id) and self._client.is_ready() else None

    async def is_gone(self, server_id: ServerId) -> bool:
        """Whether Discord denies access to the server, as it does to a bot that isn't on it.

        A refusal without a code of Discord's came from a proxy before it, and says nothing.
        """
        try:
            await self._client.fetch_guild(server_id, with_counts=False)
        except (discord.Forbidden, discord.NotFound) as error:
            return error.code != 0
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("Discord does not say whether we are on server %s: %r", server_id, error)
        return False
