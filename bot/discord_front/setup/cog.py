"""/setup, and the first message on a server."""

import logging
from collections.abc import Sequence

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.discord_front.buttons import AskSomething, OpenPanel, SetUpDaily, below, button, laid_out
from bot.discord_front.managers import first_time, managing, tell_manager
from bot.discord_front.permissions import member_of
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, answered_in_time
from bot.discord_front.rights import TO_POST, missing_rights
from bot.discord_front.setup import wording
from bot.discord_front.setup.buttons import LookAgain, Mend
from bot.discord_front.setup.doctor import Doctor
from bot.discord_front.wording import COLOUR, SERVERS_ONLY
from bot.errors import UserError
from bot.house.service import HouseService
from bot.ids import ServerId
from bot.packs.in_use import Place, Shelf

log = logging.getLogger(__name__)

WELCOME = "welcome"
"""The name of the first message, which a server gets once."""


class SetupCog(commands.Cog):
    """Says hello once, and looks for what is wrong."""

    def __init__(self, doctor: Doctor, house: HouseService, shelf: Shelf) -> None:
        self._doctor = doctor
        self._house = house
        self._shelf = shelf

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (on(Mend, self._mend), on(LookAgain, self._look_again))

    @app_commands.command(description="Look whether I have everything I need here, and mend what is wrong")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @answered_in_time
    async def setup(self, interaction: Press) -> Outgoing:
        """Shows what is wrong, and how to mend it."""
        return await self._examined(interaction)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Says hello where the bot may write, else to the member who added it."""
        server_id = ServerId(guild.id)
        if not await first_time(self._house, server_id, WELCOME):
            return
        text = wording.welcome((await self._shelf.at(Place(server_id))).knowledge)
        buttons = below(
            button(AskSomething(), "Ask something", style=discord.ButtonStyle.primary),
            button(SetUpDaily(), "Set up the daily question"),
            button(OpenPanel(), "Settings"),
        )
        for channel in _where_to_write(guild):
            try:
                await channel.send(text, view=buttons)
            except (discord.HTTPException, discord.RateLimited) as error:
                log.info("no first message in channel %s: %s", channel.id, error)
            else:
                return
        await tell_manager(guild, wording.elsewhere(text, guild.name))

    async def _mend(self, press: Press, _action: Mend) -> Outgoing:
        await managing(press, self._house)
        await self._doctor.mend(_guild(press), member_of(press))
        return await self._examined(press, wording.MENDED)

    async def _look_again(self, press: Press, _action: LookAgain) -> Outgoing:
        return await self._examined(press)

    async def _examined(self, press: Press, first: str = "") -> Outgoing:
        await managing(press, self._house)
        findings = await self._doctor.examine(_guild(press))
        parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay("\n".join(filter(None, ("## Set-up", first))))]
        parts.append(ui.TextDisplay(wording.report(findings)))
        mendable = wording.mendable(findings)
        look = button(LookAgain(), wording.LOOK_LABEL)
        if mendable:
            parts.append(ui.TextDisplay(mendable))
            parts.append(ui.ActionRow(button(Mend(), wording.MEND_LABEL, style=discord.ButtonStyle.primary), look))
        else:
            daily = button(SetUpDaily(), "Set up the daily question…")
            parts.append(ui.ActionRow(look, daily, button(OpenPanel(), "Settings")))
        is_shown = press.message is not None and press.message.flags.ephemeral
        return Outgoing(layout=laid_out(ui.Container(*parts, accent_colour=COLOUR)), quiet=True, replaces=is_shown)


def _guild(press: Press) -> discord.Guild:
    if press.guild is None:
        raise UserError(SERVERS_ONLY)
    return press.guild


def _where_to_write(guild: discord.Guild) -> list[discord.TextChannel]:
    """The channels in which the bot may write: that for system messages first, then as Discord shows them."""
    channels = sorted(guild.text_channels, key=lambda channel: (channel != guild.system_channel, channel.position))
    return [channel for channel in channels if not missing_rights(channel, TO_POST)][:3]
