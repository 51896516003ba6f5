"""/daily, and the buttons under the daily question."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from discord import app_commands
from discord.ext import commands

from bot.daily.results import DailyOver, DailyToday, DailyVerdict, NoDaily, read_marker
from bot.daily.service import DailyService
from bot.discord_front.daily import buttons, wording
from bot.discord_front.daily.buttons import LookDaily, PickDaily, PractiseDaily
from bot.discord_front.permissions import member_of, server_of
from bot.discord_front.presses import Item, on
from bot.discord_front.questions import Pictures
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice, suggested_in_time
from bot.discord_front.wording import TOO_OLD
from bot.errors import UserError
from bot.ids import MessageId, ServerId

CHOICES = 25
"""Discord's limit."""


class DailyCog(commands.Cog):
    """The members' side of the daily question."""

    def __init__(self, service: DailyService, pictures: Pictures) -> None:
        self._service = service
        self._pictures = pictures

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (
            on(PickDaily, self._pick, thinks=True),
            on(LookDaily, self._look, thinks=True),
            on(PractiseDaily, self._practise, thinks=True),
        )

    @app_commands.command(description="Today's question, and how you did")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.rename(day="date")
    @app_commands.describe(day="An earlier day, whose question you can play for practice")
    @answered_in_time
    async def daily(self, interaction: Press, day: app_commands.Range[str, 1, 100] | None = None) -> Outgoing:
        """Shows the latest question, or an earlier one, privately."""
        if day is not None:
            post = await self._service.archived(server_of(interaction), _day(day))
            shown = await self._pictures.shown(wording.earlier(post), post.question)
            return replace(shown, view=buttons.earlier_question(post))
        match await self._service.today(server_of(interaction), member_of(interaction)):
            case DailyToday() as today:
                return await self._pictures.shown(wording.today(today), today.post.question)
            case NoDaily() as none:
                return notice(wording.no_daily(none))
            case unhandled:
                assert_never(unhandled)

    @daily.autocomplete("day")
    @suggested_in_time
    async def complete_day(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The days that the member missed, the latest first."""
        if interaction.guild_id is None:
            return []
        days = await self._service.left_out(ServerId(interaction.guild_id), member_of(interaction))
        choices = [app_commands.Choice(name=wording.long_day(day), value=day.isoformat()) for day in days]
        wanted = typed.casefold()
        return [choice for choice in choices if wanted in f"{choice.name} {choice.value}".casefold()][:CHOICES]

    async def _practise(self, press: Press, action: PractiseDaily) -> Outgoing:
        """Grades a pick in an earlier question."""
        where = _asked_here(press, action.marker)
        if where is None:
            return notice(TOO_OLD)
        server_id, day = where
        outcome = await self._service.practise(server_id, day, option=action.option)
        return Outgoing(embed=wording.practice(outcome), quiet=True)

    async def _pick(self, press: Press, action: PickDaily) -> Outgoing:
        """Records and grades a member's pick."""
        where = _asked_here(press, action.marker)
        if where is None or press.message is None:
            return notice(TOO_OLD)
        server_id, day = where
        outcome = await self._service.answer(
            server_id, day, message_id=MessageId(press.message.id), member_id=member_of(press), option=action.option
        )
        match outcome:
            case DailyVerdict():
                return Outgoing(embed=wording.verdict(outcome), view=buttons.share(), quiet=True)
            case DailyOver():
                return notice(wording.over(outcome))
            case _:
                assert_never(outcome)

    async def _look(self, press: Press, action: LookDaily) -> Outgoing:
        """Shows members how they did in a closed question."""
        where = _asked_here(press, action.marker)
        if where is None:
            return notice(TOO_OLD)
        outcome = await self._service.outcome(*where, member_of(press))
        if outcome is None:
            return notice(wording.NOTHING_KNOWN)
        return Outgoing(embed=wording.outcome(outcome), view=buttons.share() if outcome.own else None, quiet=True)


def _asked_here(press: Press, marker: str) -> tuple[ServerId, date] | None:
    """Server and day of a question; None if it wasn't asked on the server of the press.

    Raises UserError outside a server.
    """
    server_id, where = server_of(press), read_marker(marker)
    return where if where is not None and where[0] == server_id else None


def _day(typed: str) -> date:
    """The picked day. Raises UserError if it isn't one of the list."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise UserError(wording.not_a_day(typed)) from None
