"""/settings listen: channels in which the bot also hears plain messages."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_front.listening import wording
from bot.discord_front.permissions import managed
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice
from bot.discord_front.rights import RIGHTS
from bot.discord_front.settings_group import SettingsGroup
from bot.discord_front.wording import OUT_OF_SIGHT, lacks
from bot.errors import UserError
from bot.lookups.listening import Listening

Place = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel | discord.Thread
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

    async def transform(self, interaction: Press, value: Any, /) -> Place:  # noqa: ARG002  # discord.py's own arguments
        """The picked channel, if the bot can see it."""
        return _seen(value.resolve())


Where = app_commands.Transform[Place, Picked]


class Listen(SettingsGroup):
    """Turns listening on and off, and shows where it is on."""

    def __init__(self, listening: Listening) -> None:
        super().__init__(name="listen", description="Channels where I also read plain messages")
        self._listening = listening

    @app_commands.command(description="Answer plain questions in a channel and its threads when I'm sure")
    @app_commands.describe(channel="Which channel; this one by default")
    @answered_in_time
    async def on(self, interaction: Press, channel: Where | None = None) -> Outgoing:
        """Starts listening, if the bot has the rights it needs."""
        server, place = managed(interaction), channel or _seen(interaction.channel)
        if lacking := _missing(place):
            raise UserError(lacks(lacking, place.id))
        parent = _parent(place)
        if parent is not None and await self._listening.hears([parent]):
            return notice(wording.with_parent(place.id, parent))
        is_new = await self._listening.turn(server, place.id, on=True)
        text = wording.turned_on(place.id, is_new=is_new, is_allowed=_may_read(interaction))
        return notice(text)

    @app_commands.command(description="Stop reading plain messages in a channel")
    @app_commands.describe(channel="Which channel; this one by default")
    @answered_in_time
    async def off(self, interaction: Press, channel: Where | None = None) -> Outgoing:
        """Stops listening."""
        server, place = managed(interaction), channel or _seen(interaction.channel)
        was_on = await self._listening.turn(server, place.id, on=False)
        parent = _parent(place)
        if parent is not None and await self._listening.hears([parent]):
            return notice(wording.with_parent(place.id, parent))
        return notice(wording.turned_off(place.id, was_on=was_on))

    @app_commands.command(description="Where I listen, and whether I can")
    @answered_in_time
    async def status(self, interaction: Press) -> Outgoing:
        """Shows the channels, with any missing rights."""
        channels = await self._channels(interaction)
        embed = wording.status(channels, is_allowed=_may_read(interaction))
        return Outgoing(embed=embed, quiet=True)

    async def add_status(self, status: discord.Embed, interaction: Press) -> discord.Embed:
        """Adds a field to /settings status."""
        told = wording.summary(await self._channels(interaction), is_allowed=_may_read(interaction))
        return status.add_field(name=wording.TITLE, value=told)

    async def _channels(self, interaction: Press) -> dict[int, list[str]]:
        """The channels where the bot listens, with the rights it lacks there. Deleted channels are removed."""
        server, found = managed(interaction), {}
        for channel in sorted(await self._listening.channels(server)):
            place = await _found(interaction, channel)
            if place is None:
                await self._listening.turn(server, channel, on=False)
            else:
                found[channel] = _missing(place)
        return found


def _may_read(interaction: Press) -> bool:
    """Whether Discord gives the bot the text of plain messages."""
    allowed: bool = interaction.client.intents.message_content
    return allowed


def _missing(place: Any) -> list[str]:
    """The rights that the bot lacks to listen and reply there, as Discord calls them; empty if unknown."""
    me = place.guild.me if isinstance(place, Place) else None
    if me is None or (isinstance(place, discord.Thread) and place.parent is None):
        return []
    held = place.permissions_for(me)
    in_threads = isinstance(place, discord.Thread | discord.ForumChannel)
    send = "send_messages_in_threads" if in_threads else "send_messages"
    return [RIGHTS[right] for right in ("view_channel", "read_message_history", send) if not getattr(held, right)]


def _seen(place: Any) -> Place:
    """The channel. Raises UserError if it isn't one with messages, or the bot can't see it."""
    if not isinstance(place, Place):
        raise UserError(OUT_OF_SIGHT)
    return place


def _parent(place: Place) -> int | None:
    return place.parent_id if isinstance(place, discord.Thread) else None


async def _found(interaction: Press, channel: int) -> Any:
    """The channel; None if it is deleted. A hidden channel or old thread is only an id."""
    guild = interaction.guild
    if guild is None:
        return discord.Object(channel)
    try:
        return guild.get_channel_or_thread(channel) or await guild.fetch_channel(channel)
    except discord.NotFound:
        return None
    except (discord.HTTPException, discord.InvalidData, discord.RateLimited):
        return discord.Object(channel)
