"""Posts of forums: what is asked in them, and whether they are solved."""

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_front.buttons import button
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.buttons import Solve
from bot.discord_front.permissions import channel_of, roles_of
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, wait
from bot.errors import UserError
from bot.house.service import HouseService
from bot.ids import MemberId, ServerId
from bot.lookups.listening import Listening

log = logging.getLogger(__name__)

SOLVED_TAGS = {"solved", "answered", "resolved"}
"""Names of the tags that forums have for this, in small letters."""

MOST_TAGS = 5
"""Discord's limit for a post."""


def post_of(channel: Any) -> discord.Thread | None:
    """The post of a forum that a channel is; None if it is anything else."""
    is_post = isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel)
    return channel if is_post else None


def said_in(message: discord.Message, post: discord.Thread | None) -> Sequence[str]:
    """What a message says, in lines of their own: the first one of a post has the post's title, too."""
    is_first = post is not None and post.id == message.id
    return (message.content, post.name) if post is not None and is_first else (message.content,)


def is_tagged_solved(post: discord.Thread) -> bool:
    """Whether a post has a tag that says so."""
    return any(_is_solved(tag) for tag in post.applied_tags)


async def tag_as_solved(post: discord.Thread) -> None:
    """Adds the forum's tag for solved posts, if there is one, and the bot may."""
    forum = post.parent
    if not isinstance(forum, discord.ForumChannel) or is_tagged_solved(post) or len(post.applied_tags) >= MOST_TAGS:
        return
    tag = next(filter(_is_solved, forum.available_tags), None)
    if tag is None or not post.permissions_for(post.guild.me).manage_threads:
        return
    try:
        await post.add_tags(tag)
    except (discord.HTTPException, discord.RateLimited) as error:
        log.warning("post %s can't be tagged as solved: %s", post.id, error)


def _is_solved(tag: discord.ForumTag) -> bool:
    return tag.name.strip().casefold() in SOLVED_TAGS


def solvable(answer: Outgoing, author: MemberId) -> Outgoing:
    """An answer in a post, with the button that its author presses when the post is solved."""
    if answer.view is not None:
        answer.view.add_item(button(Solve(author), answer_wording.SOLVED_BUTTON, emoji="✅"))
    return answer


def _as_solved(message: discord.Message) -> ui.View | ui.LayoutView:
    """The buttons of an answer, with the one that says that the post is solved."""
    kind = ui.LayoutView if message.flags.components_v2 else ui.View
    view: ui.View | ui.LayoutView = kind.from_message(message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, ui.Button) and Solve.read(item.custom_id or "") is not None:
            item.disabled, item.style = True, discord.ButtonStyle.success
    view.stop()
    return view


class Posts:
    """The handler of the button."""

    def __init__(self, listening: Listening, house: HouseService) -> None:
        self._listening = listening
        self._house = house

    @property
    def items(self) -> Sequence[Item]:
        """The button to register."""
        return (on(Solve, self._solve),)

    async def _solve(self, press: Press, action: Solve) -> None:
        """Marks the post as solved, for its author and for those who look after it. The bot is silent there then."""
        server_id, channel_id = channel_of(press)
        # Who opened a post is the post's to say: an id can be forged.
        author = press.channel.owner_id if isinstance(press.channel, discord.Thread) else action.author
        if press.user.id != author and not await self._looks_after_posts(press, server_id):
            raise UserError(answer_wording.NOT_YOURS_TO_SOLVE)
        await wait(press)
        await self._listening.solve(server_id, channel_id)
        if (post := post_of(press.channel)) is not None:
            await tag_as_solved(post)
        if press.message is not None:
            await press.edit_original_response(view=_as_solved(press.message))

    async def _looks_after_posts(self, press: Press, server_id: ServerId) -> bool:
        held = press.permissions
        if held.manage_threads or held.manage_messages:
            return True
        return (await self._house.rules(server_id)).may_manage(roles_of(press), manages_server=held.manage_guild)
