"""The rights that the bot needs in a channel, and which of them it lacks."""

from typing import Any

import discord

RIGHTS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
"""The rights that the bot needs here and there, as Discord calls them."""


TO_POST = ("view_channel", "send_messages", "embed_links")
TO_FIND = ("view_channel", "read_message_history")
TO_EDIT = ("view_channel", "embed_links")
TO_TALK = ("view_channel", "create_public_threads")
TO_RUN = ("view_channel", "send_messages", "embed_links", "read_message_history")
"""What posting, looking for a post, editing it, a thread, and all but the thread need."""


def missing_rights(channel: Any, needed: tuple[str, ...]) -> list[str]:
    """Which of these rights we lack in a channel of a server, as Discord calls them; none where we cannot know."""
    if not isinstance(channel, discord.abc.GuildChannel) or channel.guild.me is None:
        return []
    if not any(role.permissions.value for role in channel.guild.roles):
        return []  # roles without any right are roles of which nobody told us the rights
    held = channel.permissions_for(channel.guild.me)
    return [RIGHTS[right] for right in needed if not getattr(held, right)]
