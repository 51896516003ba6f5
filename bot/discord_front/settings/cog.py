"""/settings, for managers of the server."""

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front.presses import Form, Item
from bot.discord_front.replies import Outgoing, Press, answered_in_time
from bot.discord_front.settings.presses import PanelPresses
from bot.discord_front.settings_group import SettingsGroup
from bot.house.service import HouseService
from bot.lookups.listening import Listening
from bot.packs.in_use import Shelf
from bot.packs.service import PackService
from bot.scheduling.clock import Clock


class SettingsCog(commands.Cog):
    """The managers' commands: a group for each feature with settings, and the `status` of all of them."""

    settings = app_commands.Group(
        name="settings",
        description="What the bot does on this server",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(
        self,
        house: HouseService,
        shelf: Shelf,
        packs: PackService,
        listening: Listening,
        clock: Clock,
        *groups: SettingsGroup,
    ) -> None:
        self._groups = groups
        self._panel = PanelPresses(house, shelf, packs, listening, clock, groups)
        for group in groups:
            self.settings.add_command(group)

    @property
    def items(self) -> Sequence[Item]:
        """The buttons and menus to register."""
        return (*self._panel.items, *(item for group in self._groups for item in group.items))

    @property
    def forms(self) -> Sequence[Form]:
        """The forms to handle."""
        return (*self._panel.forms, *(form for group in self._groups for form in group.forms))

    @settings.command(description="Everything that can be set here, with buttons and menus")
    @answered_in_time
    async def panel(self, interaction: Press) -> Outgoing:
        """Opens the panel."""
        return await self._panel.opened(interaction)

    @settings.command(name="status", description="What is set on this server")
    @answered_in_time
    async def all_status(self, interaction: Press) -> Outgoing:
        """Shows the status of all settings."""
        embed = discord.Embed()
        for group in self._groups:
            embed = await group.add_status(embed, interaction)
        return Outgoing(embed=embed, quiet=True)
