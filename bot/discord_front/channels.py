"""Channels as options of commands."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_front.replies import Press
from bot.discord_front.wording import OUT_OF_SIGHT
from bot.errors import UserError

Listenable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel | discord.Thread
"""Channels with messages. A forum's messages are in its posts, which are threads."""


class Picked(app_commands.Transformer):
    """A channel with messages. (By default discord.py would offer types that Discord's API doesn't describe.)"""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The types offered by Discord."""
        kinds = discord.ChannelType
        threads = [kinds.public_thread, kinds.private_thread, kinds.news_thread]
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum, *threads]

    async def transform(self, interaction: Press, value: Any, /) -> Listenable:  # noqa: ARG002  # discord.py's own arguments
        """The picked channel, if the bot can see it."""
        return seen(value.resolve())


Where = app_commands.Transform[Listenable, Picked]


def seen(where: Any) -> Listenable:
    """The channel. Raises UserError if it isn't one with messages, or the bot can't see it."""
    if not isinstance(where, Listenable):
        raise UserError(OUT_OF_SIGHT)
    return where
