"""/settings, for managers of the server."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front.replies import Outgoing, Press, answered_in_time
from bot.discord_front.settings_group import SettingsGroup


class SettingsCog(commands.Cog):
    """The managers' commands: a group for each feature with settings, and the `status` of all of them."""

    settings = app_commands.Group(
        name="settings",
        description="What the bot does on this server",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, *groups: SettingsGroup) -> None:
        self._groups = groups
        for group in groups:
            self.settings.add_command(group)

    @settings.command(name="status", description="What is set on this server")
    @answered_in_time
    async def all_status(self, interaction: Press) -> Outgoing:
        """Shows the status of all settings."""
        embed = discord.Embed()
        for group in self._groups:
            embed = await group.add_status(embed, interaction)
        return Outgoing(embed=embed, quiet=True)
