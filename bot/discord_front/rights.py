"""The permissions that the bot needs in a channel, and the missing ones."""

from typing import Any

import discord

RIGHTS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "manage_threads": "Manage Threads",
}
"""Discord's names of the permissions that the bot needs somewhere."""


TO_POST = ("view_channel", "send_messages", "embed_links")
TO_FIND = ("view_channel", "read_message_history")
TO_EDIT = ("view_channel", "embed_links")
TO_TALK = ("view_channel", "create_public_threads")
TO_RUN = ("view_channel", "send_messages", "embed_links", "read_message_history")
TO_ANSWER_POSTS = ("view_channel", "send_messages_in_threads", "embed_links", "read_message_history")
TO_TAG_POSTS = ("manage_threads",)
"""The permissions to post, to look for a post, to edit it, to open a thread, for all but the thread, to answer in the
posts of a forum, and to tag them."""


def missing_rights(channel: Any, needed: tuple[str, ...]) -> list[str]:
    """Discord's names of the permissions that the bot lacks in a channel; empty if unknown."""
    if not isinstance(channel, discord.abc.GuildChannel) or channel.guild.me is None:
        return []
    if not any(role.permissions.value for role in channel.guild.roles):
        return []  # if no role has a permission, the server didn't send permissions
    held = channel.permissions_for(channel.guild.me)
    return [RIGHTS[right] for right in needed if not getattr(held, right)]
