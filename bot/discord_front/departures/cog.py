"""Notices when the bot joins or leaves a server."""

import discord
from discord.ext import commands

from bot.community.departures import DepartureService
from bot.ids import ServerId


class DeparturesCog(commands.Cog):
    """Notices when the bot is added to a server or removed from one. An outage is neither."""

    def __init__(self, service: DepartureService) -> None:
        self._service = service

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """A new session: events before it may have been missed."""
        await self._service.compare()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Added."""
        await self._service.joined(ServerId(guild.id))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed, or the server was deleted."""
        await self._service.left(ServerId(guild.id))
