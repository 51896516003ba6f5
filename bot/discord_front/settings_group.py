"""The common base of every feature's part of /settings."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import discord
from discord import app_commands

from bot.discord_front.presses import Form, Item
from bot.discord_front.replies import Press


class SettingsGroup(app_commands.Group, ABC):
    """A feature's group of commands below /settings."""

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return ()

    @property
    def forms(self) -> Sequence[Form]:
        """The forms to handle."""
        return ()

    @abstractmethod
    async def add_status(self, status: discord.Embed, interaction: Press) -> discord.Embed:
        """Adds this feature's part to /settings status."""
