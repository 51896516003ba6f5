"""Channels as options of commands."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_front.replies import Press
from bot.discord_front.rights import RIGHTS
from bot.discord_front.wording import OUT_OF_SIGHT
from bot.errors import UserError

Listenable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel | discord.Thread
"""Channels with messages. A forum's messages are in its posts, which are threads."""


WITH_MESSAGES = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
"""The types of these, for menus and options."""


class Picked(app_commands.Transformer):
    """A channel with messages. (By default discord.py would offer types that Discord's API doesn't describe.)"""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The types offered by Discord."""
        return [*WITH_MESSAGES]

    async def transform(self, interaction: Press, value: Any, /) -> Listenable:  # noqa: ARG002  # discord.py's own arguments
        """The picked channel, if the bot can see it."""
        return seen(value.resolve())


Where = app_commands.Transform[Listenable, Picked]


def missing_to_listen(where: Any) -> list[str]:
    """The rights that the bot lacks to listen and reply there, as Discord calls them; empty if unknown."""
    me = where.guild.me if isinstance(where, Listenable) else None
    if me is None or (isinstance(where, discord.Thread) and where.parent is None):
        return []
    held = where.permissions_for(me)
    in_threads = isinstance(where, discord.Thread | discord.ForumChannel)
    send = "send_messages_in_threads" if in_threads else "send_messages"
    return [RIGHTS[right] for right in ("view_channel", "read_message_history", send) if not getattr(held, right)]


def seen(where: Any) -> Listenable:
    """The channel. Raises UserError if it isn't one with messages, or the bot can't see it."""
    if not isinstance(where, Listenable):
        raise UserError(OUT_OF_SIGHT)
    return where
