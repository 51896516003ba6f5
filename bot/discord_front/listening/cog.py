"""/settings listen: channels in which the bot also hears plain messages."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_front.channels import Listenable, Where, missing_to_listen, seen
from bot.discord_front.listening import wording
from bot.discord_front.managers import managing
from bot.discord_front.permissions import member_of
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice
from bot.discord_front.settings_group import SettingsGroup
from bot.discord_front.wording import lacks
from bot.errors import UserError
from bot.house.service import LISTENED, HouseService
from bot.ids import ChannelId
from bot.lookups.listening import Listening


class Listen(SettingsGroup):
    """Turns listening on and off, and shows where it is on."""

    def __init__(self, listening: Listening, house: HouseService) -> None:
        super().__init__(name="listen", description="Channels where I also read plain messages")
        self._listening = listening
        self._house = house

    @app_commands.command(description="Answer plain questions in a channel and its threads when I'm sure")
    @app_commands.describe(channel="Which channel; this one by default")
    @answered_in_time
    async def on(self, interaction: Press, channel: Where | None = None) -> Outgoing:
        """Starts listening, if the bot has the rights it needs."""
        server_id, where = await managing(interaction, self._house), channel or seen(interaction.channel)
        if lacking := missing_to_listen(where):
            raise UserError(lacks(lacking, ChannelId(where.id)))
        parent = _parent(where)
        if parent is not None and await self._listening.hears([parent]):
            return notice(wording.with_parent(ChannelId(where.id), parent))
        async with self._house.logged(server_id, LISTENED, member_of(interaction)):
            is_new = await self._listening.turn(server_id, ChannelId(where.id), on=True)
        said = wording.forum_turned_on if isinstance(where, discord.ForumChannel) else wording.turned_on
        return notice(said(ChannelId(where.id), is_new=is_new, is_allowed=_may_read(interaction)))

    @app_commands.command(description="Stop reading plain messages in a channel")
    @app_commands.describe(channel="Which channel; this one by default")
    @answered_in_time
    async def off(self, interaction: Press, channel: Where | None = None) -> Outgoing:
        """Stops listening."""
        server_id, where = await managing(interaction, self._house), channel or seen(interaction.channel)
        async with self._house.logged(server_id, LISTENED, member_of(interaction)):
            was_on = await self._listening.turn(server_id, ChannelId(where.id), on=False)
        parent = _parent(where)
        if parent is not None and await self._listening.hears([parent]):
            return notice(wording.with_parent(ChannelId(where.id), parent))
        return notice(wording.turned_off(ChannelId(where.id), was_on=was_on))

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

    async def _channels(self, interaction: Press) -> dict[ChannelId, list[str]]:
        """The channels where the bot listens, with the rights it lacks there. Deleted channels are removed."""
        server_id, found = await managing(interaction, self._house), {}
        for channel_id in sorted(await self._listening.channels(server_id)):
            where = await _found(interaction, channel_id)
            if where is None:
                await self._listening.turn(server_id, channel_id, on=False)
            else:
                found[channel_id] = missing_to_listen(where)
        return found


def _may_read(interaction: Press) -> bool:
    """Whether Discord gives the bot the text of plain messages."""
    allowed: bool = interaction.client.intents.message_content
    return allowed


def _parent(where: Listenable) -> ChannelId | None:
    return ChannelId(where.parent_id) if isinstance(where, discord.Thread) else None


async def _found(interaction: Press, channel_id: ChannelId) -> Any:
    """The channel; None if it is deleted. A hidden channel or old thread is only an id."""
    guild = interaction.guild
    if guild is None:
        return discord.Object(channel_id)
    try:
        return guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
    except discord.NotFound:
        return None
    except (discord.HTTPException, discord.InvalidData, discord.RateLimited):
        return discord.Object(channel_id)
