"""What /setup finds in forums: the right to set the tag for solved posts."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.discord_front.setup.doctor import untaggable


def a_channel(*tags: str, kind: discord.ChannelType = discord.ChannelType.forum, may_tag: bool = False) -> Any:
    """A channel of a server, and whether the bot (2) has Manage Threads there."""
    rights = discord.Permissions(view_channel=True, manage_threads=may_tag)
    server: Any = {
        "id": "5",
        "roles": [{"id": "5", "name": "@everyone", "permissions": str(rights.value)}],
        "channels": [
            {
                "id": "3",
                "type": kind.value,
                "name": "questions",
                "position": 0,
                "available_tags": [
                    {"id": str(number), "name": tag, "moderated": False, "emoji_id": None, "emoji_name": None}
                    for number, tag in enumerate(tags, 1)
                ],
            }
        ],
        "members": [
            {"user": {"id": "2", "username": "l", "discriminator": "0", "avatar": None}, "roles": [], "flags": 0}
        ],
        "member_count": 1,
    }
    state: Any = discord.Client(intents=discord.Intents(guilds=True))._connection
    state.user = SimpleNamespace(id=2)
    return discord.Guild(data=server, state=state).get_channel(3)


async def test_without_manage_threads_solved_posts_get_no_tag() -> None:
    [found] = untaggable([a_channel("Trivia", "Solved")])

    assert not found.is_fine
    assert "The tag “Solved” for solved posts in <#3>: I'm missing **Manage Threads**" in found.text


@pytest.mark.parametrize(
    "channel",
    [
        pytest.param(lambda: a_channel("Solved", may_tag=True), id="the bot has the right"),
        pytest.param(lambda: a_channel("Trivia"), id="the forum has no such tag"),
        pytest.param(lambda: a_channel(kind=discord.ChannelType.text), id="it isn't a forum"),
        pytest.param(lambda: None, id="it is gone"),
    ],
)
async def test_there_is_nothing_to_say_where_the_right_is_there_or_not_needed(channel: Any) -> None:
    assert untaggable([channel()]) == []
