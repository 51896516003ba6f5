"""What every feature's part of /settings has in common."""

import discord
from discord import app_commands

from bot.discord_front.replies import Press


class SettingsGroup(app_commands.Group):
    """A feature's group of commands below /settings."""

    async def add_status(self, status: discord.Embed, interaction: Press) -> discord.Embed:
        """What is set: /settings status, with what this feature has to say."""
        raise NotImplementedError
