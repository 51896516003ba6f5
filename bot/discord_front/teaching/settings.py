"""/settings suggestions: whether members may suggest facts, and where managers review them."""

import discord
from discord import app_commands

from bot.community.suggestions import SuggestionService
from bot.discord_front.managers import managing
from bot.discord_front.permissions import channel_of, member_of
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice
from bot.discord_front.rights import TO_POST, missing_rights
from bot.discord_front.settings_group import SettingsGroup
from bot.discord_front.teaching import wording
from bot.discord_front.wording import lacks
from bot.errors import UserError
from bot.house.service import REVIEWED, HouseService
from bot.ids import ChannelId


class SuggestionSettings(SettingsGroup):
    """The managers' commands."""

    def __init__(self, service: SuggestionService, house: HouseService) -> None:
        super().__init__(name="suggestions", description="Facts that members suggest")
        self._service = service
        self._house = house

    @app_commands.command(description="Let members suggest facts, and choose where managers read them")
    @app_commands.describe(channel="A channel that only managers see; this one by default")
    @answered_in_time
    async def on(self, interaction: Press, channel: discord.TextChannel | None = None) -> Outgoing:
        """Sets the channel, if the bot may post there."""
        server_id = await managing(interaction, self._house)
        where = channel.id if channel is not None else channel_of(interaction)[1]
        known = interaction.guild.get_channel(where) if interaction.guild is not None else None
        if lacking := missing_rights(known, TO_POST):
            raise UserError(lacks(lacking, ChannelId(where)))
        async with self._house.logged(server_id, REVIEWED, member_of(interaction)):
            await self._service.review_in(server_id, ChannelId(where))
        return notice(wording.turned_on(ChannelId(where)))

    @app_commands.command(description="Take no suggestions any more")
    @answered_in_time
    async def off(self, interaction: Press) -> Outgoing:
        """Forgets the channel."""
        server_id = await managing(interaction, self._house)
        async with self._house.logged(server_id, REVIEWED, member_of(interaction)):
            await self._service.review_in(server_id, None)
        return notice(wording.OFF)

    @app_commands.command(description="Where managers read suggestions, and how many are waiting")
    @answered_in_time
    async def status(self, interaction: Press) -> Outgoing:
        """Shows the channel."""
        return notice(await self._told(interaction))

    async def add_status(self, status: discord.Embed, interaction: Press) -> discord.Embed:
        """Adds a field to /settings status."""
        return status.add_field(name=wording.SETTINGS_TITLE, value=await self._told(interaction), inline=False)

    async def _told(self, interaction: Press) -> str:
        server_id = await managing(interaction, self._house)
        channel_id = await self._service.review_channel(server_id)
        return wording.status(channel_id, await self._service.waiting(server_id))
