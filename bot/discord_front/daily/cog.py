"""/daily, and the buttons under the daily question."""

from typing import Any, assert_never

import discord
from discord import app_commands
from discord.ext import commands

from bot.daily.results import DailyOver, DailyToday, DailyVerdict, NoDaily, read_marker
from bot.daily.service import DailyService
from bot.discord_front import wording
from bot.discord_front.custom_ids import LookDaily, PickDaily
from bot.discord_front.daily import buttons
from bot.discord_front.daily import wording as daily_wording
from bot.discord_front.replies import Outgoing, notice, send
from bot.errors import UserError


class Daily(commands.Cog):
    """What members do with the daily question."""

    def __init__(self, service: DailyService) -> None:
        self._service = service

    @app_commands.command(description="Today's question, and how you did")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def daily(self, interaction: discord.Interaction[Any]) -> None:
        """The latest question, for the member's eyes only."""
        if interaction.guild_id is None:
            raise UserError(daily_wording.SERVERS_ONLY)
        match await self._service.today(interaction.guild_id, interaction.user.id):
            case DailyToday() as today:
                await send(interaction, Outgoing(embed=daily_wording.today(today), quiet=True))
            case NoDaily() as none:
                await send(interaction, notice(daily_wording.no_daily(none)))
            case unhandled:
                assert_never(unhandled)

    async def pick(self, press: discord.Interaction[Any], action: PickDaily) -> None:
        """Take a member's pick, and tell them what it is worth."""
        where = read_marker(action.marker)
        if where is None or press.message is None:
            await send(press, notice(wording.STALE))
            return
        server, day = where
        outcome = await self._service.answer(
            server, day, message=press.message.id, member=press.user.id, option=action.option
        )
        match outcome:
            case DailyVerdict():
                await send(press, Outgoing(embed=daily_wording.verdict(outcome), view=buttons.share(), quiet=True))
            case DailyOver():
                await send(press, notice(daily_wording.over(outcome)))
            case _:
                assert_never(outcome)

    async def look(self, press: discord.Interaction[Any], action: LookDaily) -> None:
        """Tell a member how they did in a question that shows its result."""
        where = read_marker(action.marker)
        outcome = await self._service.outcome(*where, press.user.id) if where else None
        if outcome is None:
            await send(press, notice(daily_wording.NOTHING_KNOWN))
            return
        view = buttons.share() if outcome.own else None
        await send(press, Outgoing(embed=daily_wording.outcome(outcome), view=view, quiet=True))
