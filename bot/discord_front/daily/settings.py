"""/settings daily, for managers of the server."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any

import discord
from discord import app_commands, ui

from bot.daily.results import DailyStatus
from bot.daily.service import DailyService
from bot.discord_front.buttons import SetUpDaily
from bot.discord_front.daily import buttons, wording
from bot.discord_front.managers import managing
from bot.discord_front.permissions import member_of
from bot.discord_front.places import place_of
from bot.discord_front.presses import Form, Item, form_with, on, on_form
from bot.discord_front.questions import Pictures
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice
from bot.discord_front.rights import TO_RUN, TO_TALK, missing_rights
from bot.discord_front.settings_group import SettingsGroup
from bot.discord_front.wording import lacks
from bot.errors import UserError
from bot.guess.service import roster_in
from bot.house.service import DAILY, HouseService
from bot.ids import ChannelId, RoleId
from bot.packs.in_use import Shelf
from bot.scheduling.clock import Clock
from bot.scheduling.spoken import read_time, read_weekdays
from bot.scheduling.zones import search_zones, zones_meant
from bot.storage.settings import EVERY_DAY, DailySchedule

Typed = app_commands.Range[str, 1, 100]

FAMILIAR_WEEKDAYS = ("Every day", "Monday to Friday", "Saturday and Sunday", "Monday, Wednesday and Friday")
"""Suggestions for weekdays; anything else can be typed."""

NO_PING, NO_CLOSE = "the ping", "the time of the close"
"""The parts that can be removed from a schedule."""

IN_NEXT, IN_REPLY = "In the next question", "As a reply when it closes"
"""Where the answer appears. The closed question shows it in any case."""


class DailySettings(SettingsGroup):
    """The managers' commands."""

    def __init__(
        self, service: DailyService, shelf: Shelf, clock: Clock, pictures: Pictures, house: HouseService
    ) -> None:
        super().__init__(name="daily", description="The daily question")
        self._service = service
        self._shelf = shelf
        self._clock = clock
        self._pictures = pictures
        self._house = house

    async def add_status(self, status: discord.Embed, interaction: Press) -> discord.Embed:  # noqa: ARG002
        """The status of the schedule, or that there is none. This part comes first."""
        server_id = await managing(interaction, self._house)
        try:
            return _status(interaction, await self._service.status(server_id))
        except UserError as error:
            return wording.not_set_up(str(error))

    @property
    def items(self) -> Sequence[Item]:
        """The button to register."""
        return (on(SetUpDaily, self._open_form),)

    @property
    def forms(self) -> Sequence[Form]:
        """The form to handle."""
        return (on_form(SetUpDaily, self._typed),)

    async def _open_form(self, press: Press, action: SetUpDaily) -> None:
        before = await self._service.schedule(await managing(press, self._house))
        fields: dict[str, ui.TextInput[Any]] = {
            "Time of day": ui.TextInput(
                default=f"{before.at:%H:%M}" if before else "", placeholder="18:30 or 6:30 pm", max_length=60
            ),
            "Time zone": ui.TextInput(
                default=before.zone if before else "", placeholder="A city, such as Berlin", max_length=60
            ),
        }
        await press.response.send_modal(form_with(action, "The daily question", fields))

    async def _typed(self, press: Press, _action: SetUpDaily, at: str, zone: str) -> Outgoing:
        """Sets the time; a new daily question is posted in this channel."""
        return await self._set_up(press, at, zone)

    @app_commands.command(name="status", description="When and where the next question comes, or why it is paused")
    @answered_in_time
    async def daily_status(self, interaction: Press) -> Outgoing:
        """Shows the schedule."""
        return _shown(interaction, await self._service.status(await managing(interaction, self._house)))

    @app_commands.command(name="set", description="Begin with a daily question, or change it; what you leave out stays")
    @app_commands.describe(
        at="The time of day, for example 18:30 or 6:30 pm",
        zone="The time zone: type a city, a country or an offset",
        channel="Where to post it; at first this channel",
        weekdays="On which days; at first every day",
        role="A role to ping with each question",
        thread="Whether each question gets a thread for talk",
        closes="When it closes, for example 21:00; otherwise when the next question comes",
        reveal="Where the answer appears; at first in the next question",
        guess="Whether each question invites to guess the character of the day; at first not",
        plot="Whether everybody here knows the plot, so that questions may tell of it; at first not",
        without="Something to take away again",
    )
    @app_commands.rename(at="time")
    @app_commands.choices(
        reveal=[app_commands.Choice(name=name, value=name) for name in (IN_NEXT, IN_REPLY)],
        without=[app_commands.Choice(name=name.capitalize(), value=name) for name in (NO_PING, NO_CLOSE)],
    )
    @answered_in_time
    async def set_up(
        self,
        interaction: Press,
        at: Typed | None = None,
        zone: Typed | None = None,
        channel: discord.TextChannel | None = None,
        weekdays: Typed | None = None,
        role: discord.Role | None = None,
        thread: bool | None = None,
        closes: Typed | None = None,
        reveal: str | None = None,
        guess: bool | None = None,
        plot: bool | None = None,
        without: str | None = None,
    ) -> Outgoing:
        """Sets the schedule; omitted options stay as they were."""
        return await self._set_up(
            interaction, at, zone, channel, weekdays, role, thread, closes, reveal, guess, plot, without
        )

    async def _set_up(
        self,
        interaction: Press,
        at: str | None,
        zone: str | None,
        channel: discord.TextChannel | None = None,
        weekdays: str | None = None,
        role: discord.Role | None = None,
        thread: bool | None = None,
        closes: str | None = None,
        reveal: str | None = None,
        guess: bool | None = None,
        plot: bool | None = None,
        without: str | None = None,
    ) -> Outgoing:
        server_id = await managing(interaction, self._house)
        if (role and without == NO_PING) or (closes and without == NO_CLOSE):
            raise UserError(wording.BOTH)
        if guess:
            roster_in(await self._shelf.at(place_of(interaction)))  # raises if no pack has enough characters
        before = await self._service.schedule(server_id)
        where = (
            before.channel_id
            if before and not channel
            else ChannelId(channel.id if channel else interaction.channel_id or 0)
        )
        pinged = _pinged(role, before, without)
        has_thread = thread if thread is not None else bool(before and before.has_thread)
        place = interaction.client.get_channel(where)
        if not isinstance(place, discord.TextChannel):
            raise UserError(wording.NO_TEXT_CHANNEL)
        if lacking := missing_rights(place, TO_RUN + (TO_TALK[1:] if has_thread else ())):
            raise UserError(lacks(lacking, where))
        if role and not (role.mentionable or _may_mention(interaction, place)):
            raise UserError(wording.may_not_ping(RoleId(role.id)))
        async with self._house.logged(server_id, DAILY, member_of(interaction)):
            status = await self._service.set_up(
                server_id,
                channel_id=where,
                at=_time(at) if at else _known(before).at,
                zone=self._zone(zone) if zone else _known(before).zone,
                by=member_of(interaction),
                weekdays=_weekdays(weekdays) if weekdays else before.weekdays if before else EVERY_DAY,
                role_id=pinged,
                has_thread=has_thread,
                closes_at=_closing(closes, before, without),
                reveals_in_reply=reveal == IN_REPLY if reveal else bool(before and before.reveals_in_reply),
                invites_to_guess=guess if guess is not None else bool(before and before.invites_to_guess),
                may_spoil=plot if plot is not None else bool(before and before.may_spoil),
            )
        return _shown(interaction, status)

    @app_commands.command(description="Show me how a question will look")
    @answered_in_time
    async def preview(self, interaction: Press) -> Outgoing:
        """Shows a possible next question, privately."""
        post = await self._service.preview(
            await managing(interaction, self._house), channel_id=ChannelId(interaction.channel_id or 0)
        )
        shown = await self._pictures.shown(wording.post(post), post.question)
        return replace(shown, text=wording.ping(post), view=buttons.open_question(post))

    @app_commands.command(description="Ask no questions for now")
    @answered_in_time
    async def pause(self, interaction: Press) -> Outgoing:
        """Pauses the schedule until it is resumed."""
        server_id = await managing(interaction, self._house)
        async with self._house.logged(server_id, DAILY, member_of(interaction)):
            was_running = await self._service.pause(server_id)
        return notice(wording.PAUSED if was_running else wording.PAUSED_ALREADY)

    @app_commands.command(description="Go on with the next time that comes")
    @answered_in_time
    async def resume(self, interaction: Press) -> Outgoing:
        """Ends a pause, no matter who started it."""
        server_id = await managing(interaction, self._house)
        async with self._house.logged(server_id, DAILY, member_of(interaction)):
            was_paused = await self._service.resume(server_id)
        if not was_paused:
            return notice(wording.RUNS_ALREADY)
        return _shown(interaction, await self._service.status(server_id))

    @app_commands.command(description="Leave out the next question")
    @answered_in_time
    async def skip(self, interaction: Press) -> Outgoing:
        """Skips one date."""
        day = await self._service.skip_next(await managing(interaction, self._house))
        return notice(wording.skipped(day))

    @app_commands.command(description="Leave out no question, after all")
    @answered_in_time
    async def unskip(self, interaction: Press) -> Outgoing:
        """Undoes a skip."""
        await self._service.skip_nothing(await managing(interaction, self._house))
        return notice(wording.NOTHING_SKIPPED)

    @app_commands.command(description="End the daily question on this server")
    @answered_in_time
    async def off(self, interaction: Press) -> Outgoing:
        """Deletes the schedule; scores stay."""
        server_id = await managing(interaction, self._house)
        async with self._house.logged(server_id, DAILY, member_of(interaction)):
            was_there = await self._service.turn_off(server_id)
        return notice(wording.TURNED_OFF if was_there else wording.WAS_OFF)

    @set_up.autocomplete("zone")
    async def complete_zone(self, _interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Zones by city, country or offset, with their current offsets."""
        found = search_zones(typed, self._clock.now())
        return [app_commands.Choice(name=choice.label, value=choice.name) for choice in found]

    @set_up.autocomplete("weekdays")
    async def complete_weekdays(self, _interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Usual choices, and the interpretation of the typed text."""
        fitting = [text for text in FAMILIAR_WEEKDAYS if typed.lower() in text.lower()]
        days = read_weekdays(typed)
        read = wording.weekdays(days) if days else ""
        names = dict.fromkeys([*([f"{read[0].upper()}{read[1:]}"] if read else []), *fitting])
        return [app_commands.Choice(name=name, value=name) for name in names]

    def _zone(self, typed: str) -> str:
        """The matching zone. Raises UserError if there is none, or several."""
        match zones_meant(typed, self._clock.now()):
            case (zone,):
                return zone
            case found:
                raise UserError(wording.which_zone(typed, found))


def _shown(interaction: Press, status: DailyStatus) -> Outgoing:
    return Outgoing(embed=_status(interaction, status), quiet=True)


def _status(interaction: Press, status: DailyStatus) -> discord.Embed:
    return wording.status(status, warnings=_warnings(interaction, status.schedule))


def _time(typed: str) -> time:
    if (read := read_time(typed)) is None:
        raise UserError(wording.not_a_time(typed))
    return read


def _weekdays(typed: str) -> frozenset[int]:
    if (read := read_weekdays(typed)) is None:
        raise UserError(wording.not_weekdays(typed))
    return read


def _known(before: DailySchedule | None) -> DailySchedule:
    """The current schedule. Raises UserError if there is none."""
    if before is None:
        raise UserError(wording.NEEDS)
    return before


def _may_mention(interaction: Press, place: discord.TextChannel) -> bool:
    """Whether the manager may mention all roles there. The bot mustn't lend them a right that they lack."""
    member = interaction.user
    return isinstance(member, discord.Member) and place.permissions_for(member).mention_everyone


def _pinged(role: discord.Role | None, before: DailySchedule | None, without: str | None) -> RoleId | None:
    if role is not None:
        if role.is_default():
            raise UserError(wording.EVERYONE)
        return RoleId(role.id)
    return before.role_id if before and without != NO_PING else None


def _closing(closes: str | None, before: DailySchedule | None, without: str | None) -> time | None:
    if closes:
        return _time(closes)
    return before.closes_at if before and without != NO_CLOSE else None


def _warnings(interaction: Press, schedule: DailySchedule) -> list[str]:
    """Warnings about the schedule."""
    if interaction.guild is None:
        return []
    channel = interaction.guild.get_channel(schedule.channel_id)
    if channel is None:
        return [wording.CHANNEL_GONE]
    lacking = missing_rights(channel, TO_RUN)
    warnings = [wording.cannot_post(lacking, ChannelId(channel.id))] if lacking else []
    role = interaction.guild.get_role(schedule.role_id) if schedule.role_id else None
    if role and not role.mentionable and not channel.permissions_for(interaction.guild.me).mention_everyone:
        warnings.append(wording.cannot_ping(RoleId(role.id)))
    return warnings
