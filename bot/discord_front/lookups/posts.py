"""Posts of forums: what is asked in them, and whether they are solved."""

import logging
from collections.abc import Sequence
from dataclasses import replace

import discord
from discord import ui

from bot.discord_front.buttons import Button, button
from bot.discord_front.forums import post_of, solved_tags
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.buttons import Reopen, Solve
from bot.discord_front.permissions import channel_of, roles_of
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, notice, wait
from bot.errors import UserError
from bot.house.service import HouseService
from bot.ids import ChannelId, MemberId, ServerId
from bot.lookups.listening import Listening

log = logging.getLogger(__name__)

MOST_TAGS = 5
"""Discord's limit for a post."""


def said_in(message: discord.Message, post: discord.Thread | None) -> Sequence[str]:
    """What a message says, in lines of their own: the first one of a post has the post's title, too."""
    is_first = post is not None and post.id == message.id
    return (message.content, post.name) if post is not None and is_first else (message.content,)


def is_tagged_solved(post: discord.Thread) -> bool:
    """Whether a post has a tag that says so."""
    return bool(solved_tags(post.applied_tags))


async def tag_as_solved(post: discord.Thread, forum: discord.ForumChannel) -> None:
    """Adds the forum's tag for solved posts, if there is one, and the bot may."""
    tags = solved_tags(forum.available_tags)[:1]
    if tags and not is_tagged_solved(post) and len(post.applied_tags) < MOST_TAGS:
        await _tag(post, add=tags)


async def untag(post: discord.Thread) -> bool:
    """Takes the forum's tags for solved posts off. Returns whether there are none now."""
    tags = solved_tags(post.applied_tags)
    return not tags or await _tag(post, remove=tags)


async def _tag(
    post: discord.Thread, *, add: Sequence[discord.ForumTag] = (), remove: Sequence[discord.ForumTag] = ()
) -> bool:
    if not post.permissions_for(post.guild.me).manage_threads:
        return False
    try:
        await (post.add_tags(*add) if add else post.remove_tags(*remove))
    except (discord.HTTPException, discord.RateLimited) as error:
        log.warning("the tags of post %s can't be changed: %s", post.id, error)
        return False
    return True


def solvable(answer: Outgoing, author: MemberId) -> Outgoing:
    """An answer in a post, with the button that its author presses when the post is solved."""
    return replace(answer, items=(*answer.items, _button(author, is_solved=False))) if answer.items else answer


def _button(author: MemberId, *, is_solved: bool) -> Button:
    """The button with which the author solves the post, or opens it again."""
    if is_solved:
        return button(Reopen(author), answer_wording.REOPEN_BUTTON, emoji="↩️")
    return button(Solve(author), answer_wording.SOLVED_BUTTON, emoji="✅")


def turned(message: discord.Message, *, is_solved: bool) -> ui.View | ui.LayoutView:
    """The buttons of an answer in a post that is solved now, or open again."""
    kind = ui.LayoutView if message.flags.components_v2 else ui.View
    view: ui.View | ui.LayoutView = kind.from_message(message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, ui.Button) and (old := _read(item.custom_id or "")) is not None:
            new = _button(old.author, is_solved=is_solved)
            item.custom_id, item.label, item.emoji = new.custom_id, new.label, new.emoji
    view.stop()
    return view


def _read(custom_id: str) -> Solve | Reopen | None:
    return Solve.read(custom_id) or Reopen.read(custom_id)


class Posts:
    """The handlers of these buttons."""

    def __init__(self, listening: Listening, house: HouseService) -> None:
        self._listening = listening
        self._house = house

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (on(Solve, self._solve), on(Reopen, self._reopen))

    async def _solve(self, press: Press, action: Solve) -> None:
        """Marks the post as solved. The bot is silent there then."""
        server_id, post_id = await self._allowed(press, action)
        await wait(press)
        await self._listening.solve(server_id, post_id)
        post = post_of(press.channel)
        if post is not None and isinstance(post.parent, discord.ForumChannel):
            await tag_as_solved(post, post.parent)
        if press.message is not None:
            await press.edit_original_response(view=turned(press.message, is_solved=True))

    async def _reopen(self, press: Press, action: Reopen) -> Outgoing | None:
        """Takes that back. A tag that the bot may not take off goes on saying that the post is solved."""
        _, post_id = await self._allowed(press, action)
        await wait(press)
        await self._listening.reopen(post_id)
        post = post_of(press.channel)
        is_open = post is None or await untag(post)
        if press.message is not None:
            await press.edit_original_response(view=turned(press.message, is_solved=False))
        return None if is_open else notice(answer_wording.STILL_TAGGED)

    async def _allowed(self, press: Press, action: Solve | Reopen) -> tuple[ServerId, ChannelId]:
        """The server and the post, for the member who opened it, and for those who look after it. Raises UserError."""
        server_id, post_id = channel_of(press)
        # Who opened a post is the post's to say: an id can be forged.
        author = press.channel.owner_id if isinstance(press.channel, discord.Thread) else action.author
        if press.user.id != author and not await self._looks_after_posts(press, server_id):
            raise UserError(answer_wording.NOT_YOURS_TO_SOLVE)
        return server_id, post_id

    async def _looks_after_posts(self, press: Press, server_id: ServerId) -> bool:
        held = press.permissions
        if held.manage_threads or held.manage_messages:
            return True
        return (await self._house.rules(server_id)).may_manage(roles_of(press), manages_server=held.manage_guild)
