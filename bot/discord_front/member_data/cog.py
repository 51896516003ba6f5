"""/mydata: the data kept about a member, and its deletion."""

from collections.abc import Sequence
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.community.member_data import MemberDataService
from bot.discord_front.buttons import below, button
from bot.discord_front.member_data import wording
from bot.discord_front.member_data.buttons import ForgetMe
from bot.discord_front.permissions import maybe_server_of, member_of
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, notice, send, wait


class MemberDataCog(commands.Cog):
    """A member's access to their own data, on servers and in direct messages."""

    def __init__(self, service: MemberDataService) -> None:
        self._service = service

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (on(ForgetMe, self._forget),)

    @app_commands.command(description="What I keep about you, and a way to delete it")
    async def mydata(self, interaction: Press) -> None:
        """Sends everything as a file that only the member sees, with a button for each way to delete it."""
        member_id = member_of(interaction)
        await wait(interaction)  # years of answers take a moment to read
        data = await self._service.show(member_id, maybe_server_of(interaction))
        if data.is_empty:
            await send(interaction, notice(wording.NOTHING))
            return
        ways = [ForgetMe(member_id, everywhere=True, is_sure=False)]
        if data.here:
            ways.insert(0, ForgetMe(member_id, everywhere=False, is_sure=False))
        labels = {True: wording.EVERYWHERE_BUTTON, False: wording.HERE_BUTTON}
        outgoing = Outgoing(
            text=wording.shown(data),
            files=(discord.File(BytesIO(data.file), data.file_name),),
            view=below(*(button(way, labels[way.everywhere], style=discord.ButtonStyle.danger) for way in ways)),
            quiet=True,
        )
        await send(interaction, outgoing)

    async def _forget(self, press: Press, action: ForgetMe) -> Outgoing:
        """Asks for confirmation, then deletes."""
        if press.user.id != action.member_id or (press.guild_id is None and not action.everywhere):
            return notice(wording.NOT_YOURS)
        everywhere = action.everywhere
        if not action.is_sure:
            sure = ForgetMe(action.member_id, everywhere=everywhere, is_sure=True)
            label = wording.CONFIRM_EVERYWHERE if everywhere else wording.CONFIRM_HERE
            view = below(button(sure, label, style=discord.ButtonStyle.danger))
            return Outgoing(text=wording.asked(everywhere=everywhere), view=view, quiet=True)
        count = await self._service.forget(action.member_id, None if everywhere else maybe_server_of(press))
        return Outgoing(text=wording.deleted(count, everywhere=everywhere), replaces=True)
