"""Who may set what the bot does on a server."""

from typing import Any

import discord

from bot.discord_front.daily import wording as daily_wording
from bot.errors import UserError


def managed(interaction: discord.Interaction[Any]) -> int:
    """The server, for one who manages it. Discord shows the command to nobody else, unless a server says otherwise."""
    if interaction.guild_id is None:
        raise UserError(daily_wording.SERVERS_ONLY)
    if not interaction.permissions.manage_guild:
        raise UserError(daily_wording.MANAGERS_ONLY)
    return interaction.guild_id
