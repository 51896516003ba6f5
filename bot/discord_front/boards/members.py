"""Finds out who is still on a server, over the gateway: requesting members by id needs no privileged intent."""

import asyncio
import logging
from collections.abc import Collection
from datetime import timedelta

import discord
from cachetools import TTLCache

from bot.ids import MemberId, ServerId
from bot.scheduling.clock import Clock

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Maximum number of members per request."""

PATIENCE = timedelta(seconds=1.5)
"""Timeout for all responses; the member who wants to see the board is waiting."""

BELIEVED = timedelta(minutes=10)
"""How long results are cached."""

KEPT = 100_000
"""Maximum number of members cached; a large server's board has a few thousand."""


class DiscordMembers:
    """`boards.Members` over a connected client."""

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._is_here: TTLCache[tuple[ServerId, MemberId], bool] = TTLCache(
            KEPT, BELIEVED.total_seconds(), timer=lambda: clock.now().timestamp()
        )

    async def gone(self, server_id: ServerId, members: Collection[MemberId]) -> frozenset[MemberId]:
        """Those who are no longer on the server; empty if Discord doesn't answer."""
        guild = self._client.get_guild(server_id)
        if guild is None:
            return frozenset()
        unknown = sorted({member_id for member_id in members if (server_id, member_id) not in self._is_here})
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                for start in range(0, len(unknown), AT_ONCE):
                    await self._ask(guild, unknown[start : start + AT_ONCE])
        except (TimeoutError, discord.DiscordException, OSError) as error:
            log.info("Discord does not say who is on server %s: %r", server_id, error)
        return frozenset(member_id for member_id in members if not self._is_here.get((server_id, member_id), True))

    async def _ask(self, guild: discord.Guild, members: list[MemberId]) -> None:
        found = await guild.query_members(user_ids=list[int](members), limit=len(members), cache=False)
        here = {MemberId(member.id) for member in found}
        self._is_here.update({(ServerId(guild.id), member_id): member_id in here for member_id in members})
