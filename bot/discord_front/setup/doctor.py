"""Looks at everything that is set up on a server: rights in each channel, intents, packs, commands, database."""

from collections.abc import Iterable

import discord

from bot.daily.service import DailyService
from bot.discord_front.client import Lorekeeper
from bot.discord_front.forums import solved_tags
from bot.discord_front.rights import TO_ANSWER_POSTS, TO_RUN, TO_TAG_POSTS, TO_TALK, missing_rights
from bot.discord_front.setup import wording
from bot.discord_front.setup.wording import Finding, Mending
from bot.errors import StorageError
from bot.house.service import DAILY, LISTENED, HouseService
from bot.ids import ChannelId, MemberId, ServerId
from bot.lookups.listening import Listening
from bot.packs.in_use import Place, Shelf
from bot.storage.settings import DailySchedule

ASKED = 25
"""Channels of a setting that Discord is asked about; a request each."""


class Doctor:
    """Finds what is wrong on a server, and mends what the bot may mend itself."""

    def __init__(
        self, client: Lorekeeper, house: HouseService, shelf: Shelf, daily: DailyService, listening: Listening
    ) -> None:
        self._client = client
        self._house = house
        self._shelf = shelf
        self._daily = daily
        self._listening = listening

    async def examine(self, guild: discord.Guild) -> tuple[Finding, ...]:
        """Everything that was looked at."""
        server_id = ServerId(guild.id)
        try:
            schedule = await self._daily.schedule(server_id)
            heard = await self._listening.channels(server_id)
        except StorageError:
            return (Finding(False, wording.DATABASE_GONE), await self._packs(server_id), await self._commands())
        return (
            Finding(True, wording.DATABASE_FINE),
            await self._packs(server_id),
            await self._commands(),
            *self._daily_question(guild, schedule),
            *await self._hearing(guild, heard),
            *await self._rules(guild),
        )

    async def mend(self, guild: discord.Guild, by: MemberId) -> None:
        """Mends what is wrong now, as far as the bot may."""
        server_id = ServerId(guild.id)
        for mending in {each.mending for each in await self.examine(guild)}:
            match mending:
                case Mending.PAUSE_DAILY:
                    async with self._house.logged(server_id, DAILY, by):
                        await self._daily.pause(server_id)
                case Mending.STOP_LISTENING:
                    heard = await self._listening.channels(server_id)
                    gone = await _gone(guild, heard)
                    async with self._house.logged(server_id, LISTENED, by):
                        await self._listening.listen_in(server_id, heard.difference(gone))
                case Mending.DROP_SPOILER_RULES:
                    own = (await self._house.rules(server_id)).channel_spoilers
                    for channel_id in await _gone(guild, map(_id, own)):
                        await self._house.set_spoilers(server_id, channel_id, None, by)
                case Mending.DROP_ROLES:
                    rules = await self._house.rules(server_id)
                    roles = {"manager_role": rules.manager_role, "quiz_role": rules.quiz_role}
                    unknown = {name: None for name, id in roles.items() if id and guild.get_role(id) is None}
                    await self._house.change(server_id, by, **unknown)
                case Mending.DROP_DIGEST:
                    await self._house.change(server_id, by, misses_channel=None)
                case Mending.SYNC_COMMANDS:
                    await self._client.tree.sync()
                case None:
                    pass

    async def _packs(self, server_id: ServerId) -> Finding:
        try:
            knowledge = (await self._shelf.at(Place(server_id))).knowledge
        except StorageError:
            return Finding(False, wording.DATABASE_GONE)
        return Finding(True, wording.packs(knowledge)) if knowledge.packs else Finding(False, wording.NO_PACKS)

    async def _commands(self) -> Finding:
        try:
            registered = {command.name for command in await self._client.tree.fetch_commands()}
        except (discord.HTTPException, discord.RateLimited):
            return Finding(True, wording.COMMANDS_UNKNOWN)
        missing = sorted(command.name for command in self._client.tree.get_commands() if command.name not in registered)
        if missing:
            return Finding(False, wording.commands_missing(missing), Mending.SYNC_COMMANDS)
        return Finding(True, wording.COMMANDS_FINE)

    def _daily_question(self, guild: discord.Guild, schedule: DailySchedule | None) -> list[Finding]:
        if schedule is None:
            return [Finding(True, wording.NO_DAILY)]
        channel = guild.get_channel(schedule.channel_id)
        if channel is None:
            return [Finding(False, wording.DAILY_GONE, Mending.PAUSE_DAILY if schedule.is_active else None)]
        found = []
        needed = TO_RUN + (TO_TALK[1:] if schedule.has_thread else ())
        if lacking := missing_rights(channel, needed):
            found.append(Finding(False, wording.lacking("The daily question", schedule.channel_id, lacking)))
        role = guild.get_role(schedule.role_id) if schedule.role_id else None
        if role and not role.mentionable and not channel.permissions_for(guild.me).mention_everyone:
            found.append(Finding(False, wording.no_ping(role.id)))
        if not schedule.is_active:
            found.append(Finding(False, wording.daily_paused(schedule.pause_reason)))
        return found or [Finding(True, wording.daily_fine(schedule.channel_id))]

    async def _hearing(self, guild: discord.Guild, heard: Iterable[ChannelId]) -> list[Finding]:
        channels = sorted(heard)
        if not channels:
            return [Finding(True, wording.TEXTS_NOT_NEEDED)]
        allowed = self._client.intents.message_content
        found = [Finding(allowed, wording.TEXTS_ALLOWED if allowed else wording.TEXTS_MISSING)]
        gone = await _gone(guild, channels)
        if gone:
            found.append(Finding(False, wording.channels_gone("Listening", len(gone)), Mending.STOP_LISTENING))
        found += _rights(guild, "Listening", [each for each in channels if each not in gone])
        answers_posts = (await self._house.rules(ServerId(guild.id))).answers_forum_posts
        return found + (untaggable(map(guild.get_channel, channels)) if answers_posts else [])

    async def _rules(self, guild: discord.Guild) -> list[Finding]:
        rules = await self._house.rules(ServerId(guild.id))
        found = []
        if gone := await _gone(guild, map(_id, rules.channel_spoilers)):
            text = wording.channels_gone("Rules for spoilers", len(gone))
            found.append(Finding(False, text, Mending.DROP_SPOILER_RULES))
        for what, role_id in (("manager role", rules.manager_role), ("role for quizzes", rules.quiz_role)):
            if role_id and guild.get_role(role_id) is None:
                found.append(Finding(False, wording.ROLE_GONE.format(what=what), Mending.DROP_ROLES))
        if rules.keeps_misses and rules.misses_channel:
            digest, channel_id = "The digest of open questions", ChannelId(rules.misses_channel)
            if await _gone(guild, [channel_id]):
                found.append(Finding(False, wording.channels_gone(digest, 1), Mending.DROP_DIGEST))
            else:
                found += _rights(guild, digest, [channel_id])
        if rules.answers_mentions:
            seen = [channel for channel in guild.text_channels if not missing_rights(channel, ("view_channel",))]
            found += _rights(guild, "Answers", [ChannelId(channel.id) for channel in seen])
        return found


def _rights(guild: discord.Guild, what: str, channel_ids: list[ChannelId]) -> list[Finding]:
    """The rights that are missing in each channel; one finding if there is none."""
    lacking = {id: _lacking(guild, id) for id in channel_ids}
    found = [Finding(False, wording.lacking(what, id, rights)) for id, rights in lacking.items() if rights]
    fine = len(channel_ids) - len(found)
    return [*found, *([Finding(True, wording.fine_in(what, fine))] if fine else [])]


def untaggable(channels: Iterable[object]) -> list[Finding]:
    """The forums whose tag for solved posts the bot may not set. *Solved* works without it, but nobody sees it."""
    forums = (each for each in channels if isinstance(each, discord.ForumChannel))
    return [
        Finding(False, wording.cannot_tag(ChannelId(forum.id), tags[0].name, rights))
        for forum in forums
        if (tags := solved_tags(forum.available_tags)) and (rights := missing_rights(forum, TO_TAG_POSTS))
    ]


def _lacking(guild: discord.Guild, channel_id: ChannelId) -> list[str]:
    """The rights that are missing to answer in a channel. A forum's messages are in its posts, which are threads."""
    channel = guild.get_channel(channel_id)
    return missing_rights(channel, TO_ANSWER_POSTS if isinstance(channel, discord.ForumChannel) else TO_RUN)


async def _gone(guild: discord.Guild, channel_ids: Iterable[ChannelId]) -> list[ChannelId]:
    """The channels that Discord doesn't have any more. It is asked, as threads that are archived aren't known."""
    unknown = [id for id in channel_ids if guild.get_channel_or_thread(id) is None]
    return [id for id in unknown[:ASKED] if await _is_gone(guild, id)]


async def _is_gone(guild: discord.Guild, channel_id: ChannelId) -> bool:
    try:
        await guild.fetch_channel(channel_id)
    except discord.NotFound:
        return True
    except (discord.HTTPException, discord.InvalidData, discord.RateLimited):
        return False
    return False


def _id(text: str) -> ChannelId:
    return ChannelId(int(text))
