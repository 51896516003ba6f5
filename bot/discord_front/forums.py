"""Posts of forums, and the tags with which members say that one is solved."""

from collections.abc import Sequence
from typing import Any

import discord

SOLVED_TAGS = {"solved", "answered", "resolved"}
"""Names of the tags that forums have for this, in small letters."""


def post_of(channel: Any) -> discord.Thread | None:
    """The post of a forum that a channel is; None if it is anything else."""
    is_post = isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel)
    return channel if is_post else None


def solved_tags(tags: Sequence[discord.ForumTag]) -> list[discord.ForumTag]:
    """Those of the tags that say that a post is solved."""
    return [tag for tag in tags if tag.name.strip().casefold() in SOLVED_TAGS]
