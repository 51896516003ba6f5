"""All wording about listening, within Discord's size limits. Pure: values in, texts and embeds out."""

from collections.abc import Mapping, Sequence

import discord

from bot.discord_front import hearing
from bot.discord_front.wording import COLOUR, DESCRIPTION, FIELD_VALUE, QUIET
from bot.ids import ChannelId

TITLE = "Listening"

SHOWN = 40
"""Maximum number of channels listed."""

NOT_ALLOWED = (
    "**I can't read plain messages yet.** My operator has to turn on *Message Content Intent* on "
    f"{hearing.WHERE}, and restart me. "
    "Until then I only hear mentions, replies that ping me, and direct messages."
)

NOWHERE = (
    "I'm not listening in any channel: I only hear mentions, and replies that ping me. "
    "Choose one with /settings listen on."
)


def turned_on(channel_id: ChannelId, *, is_new: bool, is_allowed: bool) -> str:
    """Says that the bot listens, and what that means."""
    said = f"I'm {'now' if is_new else 'already'} listening in <#{channel_id}> and its threads."
    what = (
        "I read the messages there. I answer plain questions when I'm sure of the answer, and stay silent "
        "otherwise; in a quiz with typed answers, plain messages count. Turn it off with /settings listen off."
    )
    return "\n".join([said, what if is_allowed else NOT_ALLOWED])


def forum_turned_on(channel_id: ChannelId, *, is_new: bool, is_allowed: bool) -> str:
    """Says that the bot listens in a forum, and what that means."""
    said = f"I'm {'now' if is_new else 'already'} listening in the forum <#{channel_id}>."
    what = (
        "I answer the first message of a post if I'm sure of the answer. In the post, the member who opened it needs "
        "no mention for further questions, and *Solved* below my answers makes me silent there. "
        "Turn it off with /settings listen off."
    )
    return "\n".join([said, what if is_allowed else NOT_ALLOWED])


def turned_off(channel_id: ChannelId, *, was_on: bool) -> str:
    """Says that the bot doesn't listen."""
    if was_on:
        return f"I'm no longer listening in <#{channel_id}>: there I only hear mentions, and replies that ping me."
    return f"I'm not listening in <#{channel_id}>."


def with_parent(thread_id: ChannelId, parent: ChannelId) -> str:
    """Says that a thread follows its channel."""
    because = f"I'm listening in <#{thread_id}> because I'm listening in <#{parent}>."
    return f"{because} Turn it off there: /settings listen off."


def status(channels: Mapping[ChannelId, Sequence[str]], *, is_allowed: bool) -> discord.Embed:
    """Where the bot listens, and whether it can. Each channel comes with the rights it lacks there."""
    told = "\n\n".join(([] if is_allowed else [NOT_ALLOWED]) + [_listed(channels)])
    return discord.Embed(title=TITLE, description=told[:DESCRIPTION], colour=COLOUR if is_allowed else QUIET)


def summary(channels: Mapping[ChannelId, Sequence[str]], *, is_allowed: bool) -> str:
    """The same for a field. If no channel is set, a missing permission doesn't matter."""
    told = _listed(channels) if is_allowed or not channels else f"{NOT_ALLOWED}\n\n{_listed(channels)}"
    return told[:FIELD_VALUE]


def _listed(channels: Mapping[ChannelId, Sequence[str]]) -> str:
    if not channels:
        return NOWHERE
    lines = [f"<#{channel_id}>{_but(rights)}" for channel_id, rights in channels.items()]
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join(["I'm set to listen in these channels and their threads:", *lines[:SHOWN], *more])


def _but(rights: Sequence[str]) -> str:
    return f" (I'm missing {', '.join(rights)} there)" if rights else ""
