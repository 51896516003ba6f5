"""/settings, for those who manage the server."""

from datetime import time
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.daily.results import DailyStatus
from bot.daily.service import DailyService
from bot.discord_front.daily import buttons as daily_buttons
from bot.discord_front.daily import wording as daily_wording
from bot.discord_front.listening import wording as listening_wording
from bot.discord_front.listening.cog import Listen, may_read
from bot.discord_front.replies import Outgoing, notice, send
from bot.discord_front.rights import TO_RUN, TO_TALK, missing_rights
from bot.discord_front.settings.managing import managed as _managed
from bot.errors import UserError
from bot.lookups.listening import Listening
from bot.scheduling.clock import Clock
from bot.scheduling.spoken import read_time, read_weekdays
from bot.scheduling.zones import search_zones, zone_meant
from bot.storage.settings import EVERY_DAY, DailySchedule

Typed = app_commands.Range[str, 1, 100]

FAMILIAR_WEEKDAYS = ("Every day", "Monday to Friday", "Saturday and Sunday", "Monday, Wednesday and Friday")
"""What is offered where weekdays are wanted; anything else can be typed."""

NO_PING, NO_CLOSE = "the ping", "the time of the close"
"""What can be taken away from a schedule."""


class SettingsCommands(commands.Cog):
    """What managers set."""

    settings = app_commands.Group(
        name="settings",
        description="What the bot does on this server",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    daily = app_commands.Group(name="daily", description="The daily question", parent=settings)

    def __init__(self, service: DailyService, clock: Clock, listening: Listening) -> None:
        self._service = service
        self._clock = clock
        self._listen = Listen(listening)
        self.settings.add_command(self._listen)

    @settings.command(name="status", description="What is set on this server")
    async def all_status(self, interaction: discord.Interaction[Any]) -> None:
        """How everything stands."""
        server = _managed(interaction)
        try:
            status = await self._service.status(server)
        except UserError as error:  # there is no daily question
            embed = daily_wording.not_set_up(str(error))
        else:
            embed = daily_wording.status(status, warnings=_warnings(interaction, status.schedule))
        listening = listening_wording.summary(
            await self._listen.channels(interaction), is_allowed=may_read(interaction)
        )
        await send(interaction, Outgoing(embed=embed.add_field(name="Listening", value=listening), quiet=True))

    @daily.command(name="status", description="When and where the next question comes, or why it is paused")
    async def daily_status(self, interaction: discord.Interaction[Any]) -> None:
        """How the daily question stands."""
        await self._show_status(interaction)

    @daily.command(name="set", description="Begin with a daily question, or change it; what you leave out stays")
    @app_commands.describe(
        at="The time of day, for example 18:30 or 6:30 pm",
        zone="The time zone: type a city, a country or an offset",
        channel="Where to post it; at first this channel",
        weekdays="On which days; at first every day",
        role="A role to ping with each question",
        thread="Whether each question gets a thread for talk",
        closes="When the answer is told, for example 21:00; at first when the next question comes",
        without="Something to take away again",
    )
    @app_commands.rename(at="time")
    @app_commands.choices(
        without=[app_commands.Choice(name=name.capitalize(), value=name) for name in (NO_PING, NO_CLOSE)]
    )
    async def set_up(
        self,
        interaction: discord.Interaction[Any],
        at: Typed | None = None,
        zone: Typed | None = None,
        channel: discord.TextChannel | None = None,
        weekdays: Typed | None = None,
        role: discord.Role | None = None,
        thread: bool | None = None,
        closes: Typed | None = None,
        without: str | None = None,
    ) -> None:
        """Set the schedule: what was not said stays as it was."""
        server = _managed(interaction)
        if (role and without == NO_PING) or (closes and without == NO_CLOSE):
            raise UserError(daily_wording.BOTH)
        before = await self._service.schedule(server)
        where = channel.id if channel else before.channel if before else interaction.channel_id or 0
        pinged = _pinged(role, before, without)
        has_thread = thread if thread is not None else bool(before and before.has_thread)
        place = interaction.client.get_channel(where)
        if not isinstance(place, discord.TextChannel):
            raise UserError(daily_wording.NO_TEXT_CHANNEL)
        if lacking := missing_rights(place, TO_RUN + (TO_TALK[1:] if has_thread else ())):
            raise UserError(daily_wording.lacks(lacking, where))
        status = await self._service.set_up(
            server,
            channel=where,
            at=read_time(at) if at else _known(before).at,
            zone=zone_meant(zone, self._clock.now()) if zone else _known(before).zone,
            by=interaction.user.id,
            weekdays=read_weekdays(weekdays) if weekdays else before.weekdays if before else EVERY_DAY,
            role=pinged,
            has_thread=has_thread,
            closes_at=_closing(closes, before, without),
        )
        await self._show(interaction, status)

    @daily.command(description="Show me how a question will look")
    async def preview(self, interaction: discord.Interaction[Any]) -> None:
        """A question that may come next, for the manager's eyes only."""
        post = await self._service.preview(_managed(interaction))
        await send(
            interaction,
            Outgoing(
                embed=daily_wording.post(post),
                text=daily_wording.ping(post),
                view=daily_buttons.open_question(post),
                quiet=True,
            ),
        )

    @daily.command(description="Ask no questions for now")
    async def pause(self, interaction: discord.Interaction[Any]) -> None:
        """Until it is resumed."""
        was_running = await self._service.pause(_managed(interaction))
        await send(interaction, notice(daily_wording.PAUSED if was_running else daily_wording.PAUSED_ALREADY))

    @daily.command(description="Go on with the next time that comes")
    async def resume(self, interaction: discord.Interaction[Any]) -> None:
        """End a pause, whoever began it."""
        server = _managed(interaction)
        if await self._service.resume(server):
            await self._show(interaction, await self._service.status(server))
        else:
            await send(interaction, notice(daily_wording.RUNS_ALREADY))

    @daily.command(description="Leave out the next question")
    async def skip(self, interaction: discord.Interaction[Any]) -> None:
        """One date only."""
        day = await self._service.skip_next(_managed(interaction))
        await send(interaction, notice(daily_wording.skipped(day)))

    @daily.command(description="Leave out no question, after all")
    async def unskip(self, interaction: discord.Interaction[Any]) -> None:
        """Take a skip back."""
        await self._service.skip_nothing(_managed(interaction))
        await send(interaction, notice(daily_wording.NOTHING_SKIPPED))

    @daily.command(description="End the daily question on this server")
    async def off(self, interaction: discord.Interaction[Any]) -> None:
        """Forget the schedule; scores stay."""
        was_there = await self._service.turn_off(_managed(interaction))
        await send(interaction, notice(daily_wording.TURNED_OFF if was_there else daily_wording.WAS_OFF))

    @set_up.autocomplete("zone")
    async def complete_zone(self, _interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        """Zones by city, country or offset, with the offset that each has now."""
        found = search_zones(typed, self._clock.now())
        return [app_commands.Choice(name=choice.label, value=choice.name) for choice in found]

    @set_up.autocomplete("weekdays")
    async def complete_weekdays(
        self, _interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Usual choices, and what was typed as it will be read."""
        fitting = [text for text in FAMILIAR_WEEKDAYS if typed.lower() in text.lower()]
        try:
            read = daily_wording.weekdays(read_weekdays(typed))
        except UserError:
            read = ""
        names = dict.fromkeys([*([f"{read[0].upper()}{read[1:]}"] if read else []), *fitting])
        return [app_commands.Choice(name=name, value=name) for name in names]

    async def _show_status(self, interaction: discord.Interaction[Any]) -> None:
        await self._show(interaction, await self._service.status(_managed(interaction)))

    async def _show(self, interaction: discord.Interaction[Any], status: DailyStatus) -> None:
        warnings = _warnings(interaction, status.schedule)
        await send(interaction, Outgoing(embed=daily_wording.status(status, warnings=warnings), quiet=True))


def _known(before: DailySchedule | None) -> DailySchedule:
    """What was set before. Raises UserError where that is nothing."""
    if before is None:
        raise UserError(daily_wording.NEEDS)
    return before


def _pinged(role: discord.Role | None, before: DailySchedule | None, without: str | None) -> int | None:
    if role is not None:
        if role.is_default():
            raise UserError(daily_wording.EVERYONE)
        return role.id
    return before.role if before and without != NO_PING else None


def _closing(closes: str | None, before: DailySchedule | None, without: str | None) -> time | None:
    if closes:
        return read_time(closes)
    return before.closes_at if before and without != NO_CLOSE else None


def _warnings(interaction: discord.Interaction[Any], schedule: DailySchedule) -> list[str]:
    """What will not be as a manager expects."""
    if interaction.guild is None:
        return []
    channel = interaction.guild.get_channel(schedule.channel)
    if channel is None:
        return [daily_wording.CHANNEL_GONE]
    lacking = missing_rights(channel, TO_RUN)
    warnings = [daily_wording.cannot_post(lacking, channel.id)] if lacking else []
    role = interaction.guild.get_role(schedule.role) if schedule.role else None
    if role and not role.mentionable and not channel.permissions_for(interaction.guild.me).mention_everyone:
        warnings.append(daily_wording.cannot_ping(role.id))
    return warnings
