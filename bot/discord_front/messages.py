"""Reads messages: their addressee, the message they reply to, and the ids of their buttons."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.ids import ChannelId


def is_to_nobody(message: discord.Message) -> bool:
    """Whether a member says something to a whole channel: not a reply, and without mentions."""
    return (
        message.guild is not None
        and message.type is discord.MessageType.default
        and message.webhook_id is None
        and not message.author.bot
        and not (message.mentions or message.role_mentions or message.mention_everyone)
        and not is_reply(message)
    )


def channel_ids(channel: Any) -> tuple[ChannelId, ...]:
    """A channel's id; for a thread, also that of the channel that it belongs to."""
    parent: ChannelId | None = getattr(channel, "parent_id", None)
    return (channel.id,) if parent is None else (channel.id, parent)


def is_reply(message: discord.Message) -> bool:
    """Whether a message replies to another one."""
    if message.type is not discord.MessageType.default:
        return message.type is discord.MessageType.reply
    return message.reference is not None and message.reference.type is discord.MessageReferenceType.reply


async def replied_to(message: discord.Message) -> discord.Message | None:
    """The message that this one replies to; None if there is none, or it can't be read (any more)."""
    if not is_reply(message):
        return None
    try:
        # A message from a menu command may lack the message it replies to.
        reference = message.reference or (await message.channel.fetch_message(message.id)).reference
        if reference is None or reference.message_id is None:
            return None
        if isinstance(reference.resolved, discord.Message):
            return reference.resolved
        return reference.cached_message or await message.channel.fetch_message(reference.message_id)
    except (discord.HTTPException, discord.RateLimited):
        return None


def custom_ids(message: discord.Message) -> Iterator[str]:
    """The ids of the buttons and menus below a message."""
    for row in message.components:
        for child in getattr(row, "children", ()):
            yield getattr(child, "custom_id", None) or ""
