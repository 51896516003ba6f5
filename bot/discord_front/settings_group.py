"""The common base of every feature's part of /settings."""

from abc import ABC, abstractmethod

import discord
from discord import app_commands

from bot.discord_front.replies import Press


class SettingsGroup(app_commands.Group, ABC):
    """A feature's group of commands below /settings."""

    @abstractmethod
    async def add_status(self, status: discord.Embed, interaction: Press) -> discord.Embed:
        """Adds this feature's part to /settings status."""
