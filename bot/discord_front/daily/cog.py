"""/daily, and what comes of pressing the buttons under the daily question."""

from collections.abc import Sequence
from typing import assert_never

from discord import app_commands
from discord.ext import commands

from bot.daily.results import DailyOver, DailyToday, DailyVerdict, NoDaily, read_marker
from bot.daily.service import DailyService
from bot.discord_front.daily import buttons, wording
from bot.discord_front.daily.buttons import LookDaily, PickDaily
from bot.discord_front.permissions import server_of
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, in_time, notice, send
from bot.discord_front.wording import TOO_OLD


class Daily(commands.Cog):
    """What members do with the daily question."""

    def __init__(self, service: DailyService) -> None:
        self._service = service

    @property
    def items(self) -> Sequence[Item]:
        """What to register."""
        return on(PickDaily, self._pick, thinks=True), on(LookDaily, self._look, thinks=True)

    @app_commands.command(description="Today's question, and how you did")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def daily(self, interaction: Press) -> None:
        """The latest question, for the member's eyes only."""
        match await in_time(interaction, self._service.today(server_of(interaction), interaction.user.id)):
            case DailyToday() as today:
                await send(interaction, Outgoing(embed=wording.today(today), quiet=True))
            case NoDaily() as none:
                await send(interaction, notice(wording.no_daily(none)))
            case unhandled:
                assert_never(unhandled)

    async def _pick(self, press: Press, action: PickDaily) -> Outgoing:
        """Take a member's pick, and tell them what it is worth."""
        where = read_marker(action.marker)
        if where is None or press.message is None:
            return notice(TOO_OLD)
        server, day = where
        outcome = await self._service.answer(
            server, day, message=press.message.id, member=press.user.id, option=action.option
        )
        match outcome:
            case DailyVerdict():
                return Outgoing(embed=wording.verdict(outcome), view=buttons.share(), quiet=True)
            case DailyOver():
                return notice(wording.over(outcome))
            case _:
                assert_never(outcome)

    async def _look(self, press: Press, action: LookDaily) -> Outgoing:
        """Tell a member how they did in a question that shows its result."""
        where = read_marker(action.marker)
        outcome = await self._service.outcome(*where, press.user.id) if where else None
        if outcome is None:
            return notice(wording.NOTHING_KNOWN)
        return Outgoing(embed=wording.outcome(outcome), view=buttons.share() if outcome.own else None, quiet=True)
