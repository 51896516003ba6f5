"""Sends daily questions to Discord's channels."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import discord

from bot.daily.outbox import Found
from bot.daily.results import DailyPaused, DailyPost, DailyResult, PingDropped
from bot.discord_front import insides
from bot.discord_front.daily import buttons, wording
from bot.discord_front.daily.buttons import LookDaily, PickDaily
from bot.discord_front.questions import Pictures, without_file
from bot.discord_front.rights import TO_EDIT, TO_FIND, TO_POST, TO_RUN, TO_TALK
from bot.discord_front.sending import HAS_A_THREAD, PATIENCE, ChannelOutbox, raw_custom_ids
from bot.discord_front.traffic import in_turn
from bot.errors import Forbidden, Unavailable
from bot.ids import ChannelId, MemberId, MessageId, RoleId, ServerId

log = logging.getLogger(__name__)


class DiscordOutbox(ChannelOutbox):
    """`Outbox` over Discord.

    Posts, results and threads need a turn from the caller.
    """

    def __init__(self, client: discord.Client, pictures: Pictures, *, patience: timedelta = PATIENCE) -> None:
        super().__init__(client, patience=patience)
        self._pictures = pictures

    async def post(self, post: DailyPost) -> MessageId:
        """Sends the question, with its marker as an enforced nonce and in the ids of its buttons."""
        file = await self._pictures.file_of(post.question)
        if file is not None:
            with suppress(Forbidden):  # without the permission to attach a file, its description has to do
                return await self._post(post, wording.post(post), file)
        return await self._post(post, without_file(wording.post(post)))

    async def _post(
        self, post: DailyPost, embed: discord.Embed, file: discord.File = discord.utils.MISSING
    ) -> MessageId:
        channel = self._channel(post.channel_id, post.server_id)
        with in_turn(), self._failing(channel, TO_POST):
            async with self._in_time():
                message = await channel.send(
                    wording.ping(post) or None,
                    embed=embed,
                    file=file,
                    view=buttons.open_question(post),
                    nonce=post.marker,  # discord.py asks Discord to enforce an explicit nonce
                    allowed_mentions=_pinging(post.role_id),
                )
        return MessageId(message.id)

    async def find(self, channel_id: ChannelId, marker: str, *, after: datetime) -> tuple[Found, ...]:
        """Our messages since then that have a button with the marker, the oldest first."""
        return await self._ours(channel_id, after, lambda message: _found(message, marker))

    async def shows_result(self, channel_id: ChannelId, message_id: MessageId) -> bool:
        """Whether the message has the button of a result."""
        channel = self._channel(channel_id)
        with self._failing(channel, TO_FIND, message=True):
            async with self._in_time():
                standing = await insides.raw_message(self._client, channel_id, message_id)
                return any(LookDaily.read(custom_id) for custom_id in raw_custom_ids(standing))

    async def show_result(self, result: DailyResult) -> None:
        """Replaces the question with its result, and all buttons with one."""
        channel = self._channel(result.channel_id, result.server_id)
        with in_turn(), self._failing(channel, TO_EDIT, message=True):
            async with self._in_time():
                await channel.get_partial_message(result.message_id).edit(
                    embed=wording.result(result),
                    view=buttons.closed_question(result),
                    allowed_mentions=discord.AllowedMentions.none(),
                )

    async def reply(self, result: DailyResult) -> MessageId:
        """Replies to the post, with an enforced nonce."""
        channel = self._channel(result.channel_id, result.server_id)
        with in_turn(), self._failing(channel, TO_RUN):
            async with self._in_time():
                message = await channel.send(
                    embed=wording.reply(result),
                    reference=channel.get_partial_message(result.message_id),
                    nonce=result.reply_nonce,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        return MessageId(message.id)

    async def replies(self, channel_id: ChannelId, message_id: MessageId, *, after: datetime) -> tuple[MessageId, ...]:
        """Our messages since then that reply to this one, the oldest first."""
        return await self._ours(
            channel_id, after, lambda sent: MessageId(int(sent["id"])) if _replies_to(sent) == message_id else None
        )

    async def open_thread(self, post: DailyPost, message_id: MessageId) -> ChannelId:
        """Opens a thread below the post, with the id of its message."""
        channel = self._channel(post.channel_id, post.server_id)
        with in_turn(), self._failing(channel, TO_TALK, message=True):
            async with self._in_time():
                try:
                    thread = await channel.get_partial_message(message_id).create_thread(
                        name=wording.thread_name(post), auto_archive_duration=1440
                    )
                except discord.HTTPException as error:
                    if error.code != HAS_A_THREAD:
                        raise
                    return ChannelId(message_id)
        return ChannelId(thread.id)

    async def remove(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Deletes a message of ours."""
        channel = self._channel(channel_id)
        with self._failing(channel, TO_EDIT, message=True):
            async with self._in_time():
                await channel.get_partial_message(message_id).delete()

    async def may_ping(
        self, server_id: ServerId, channel_id: ChannelId, role_id: RoleId, *, for_member: MemberId | None
    ) -> bool:
        """As the gateway says; the member is fetched, because without an intent it says nothing about members."""
        guild = self._client.get_guild(server_id)
        channel = guild.get_channel(channel_id) if guild else None
        if guild is None or channel is None:
            raise Unavailable("the channel's server is not there, so nothing tells whether its roles may be pinged")
        role = guild.get_role(role_id)
        if role is None or role.mentionable or for_member is None:
            return role is not None and role.mentionable
        with self._failing(self._channel(channel_id, server_id), ()):
            async with self._in_time():
                try:
                    member = await guild.fetch_member(for_member)
                except discord.NotFound:
                    return False  # they have left
        return channel.permissions_for(member).mention_everyone

    async def tell(self, member_id: MemberId, notice: DailyPaused | PingDropped, *, nonce: str) -> None:
        """Sends a direct message. Raises Forbidden if Discord refuses it for any reason."""
        guild = self._client.get_guild(notice.server_id)
        with self._failing(None, ()):
            async with self._in_time():
                try:
                    direct = await self._client.create_dm(discord.Object(member_id))
                    await direct.send(wording.told(notice, guild.name if guild else ""), nonce=nonce)
                except discord.HTTPException as error:
                    if error.status < 500 and error.status != 429:
                        raise Forbidden("Direct Messages") from error
                    raise


def _pinging(role_id: RoleId | None) -> discord.AllowedMentions:
    """Allows pings of this role only."""
    # discord.py keeps the ids as they are, but Discord's API description has them as strings
    named: Any = [SimpleNamespace(id=str(role_id))] if role_id else False
    return discord.AllowedMentions(everyone=False, users=False, roles=named, replied_user=False)


def _found(message: Mapping[str, Any], marker: str) -> Found | None:
    """The post in a message with this marker in its buttons' ids; None for any other message."""
    for custom_id in raw_custom_ids(message):
        action = PickDaily.read(custom_id) or LookDaily.read(custom_id)
        if action is not None and action.marker == marker:
            return Found(MessageId(int(message["id"])), action.asked, has_result=isinstance(action, LookDaily))
    return None


def _replies_to(message: Mapping[str, Any]) -> int | None:
    """The id of the message that this one replies to, if it does."""
    replied_to = (message.get("message_reference") or {}).get("message_id")
    return int(replied_to) if replied_to else None
