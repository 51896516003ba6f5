"""The daily question's way into Discord's channels: requests go out, and every way to fail comes back by its name."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord

from bot.daily.outbox import Forbidden, Found, Gone, OutboxError, Refused, Unavailable, Unknown
from bot.daily.results import DailyPaused, DailyPost, DailyResult
from bot.discord_front import address, custom_ids
from bot.discord_front.custom_ids import LookDaily, PickDaily
from bot.discord_front.daily import buttons as daily_buttons
from bot.discord_front.daily import wording
from bot.discord_front.traffic import in_turn

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=10)
"""How long a request may take with what discord.py tries again by itself. Longer than Discord takes for anything."""

PAGES_IN_TIME = 5
"""How many times as long looking through a channel may take: a page of a hundred messages is a request each."""

PAGE = 100
"""Messages of a channel's history in one request: Discord's limit."""

UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
MISSING_ACCESS = 50001
HAS_A_THREAD = 160004
"""Discord's codes: no such channel, no such server, one that we may not see, a message that has its thread."""

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


class DiscordOutbox:
    """`Outbox` over a client that is logged in. It need not be connected to the gateway.

    Whoever posts, shows a result or opens a thread had a turn for it.
    """

    def __init__(self, client: discord.Client, *, patience: timedelta = PATIENCE) -> None:
        self._client = client
        self._patience = patience

    async def post(self, post: DailyPost) -> int:
        """Send the question, with its marker as an enforced nonce and in the ids of its buttons."""
        channel = self._channel(post.channel, post.server)
        with in_turn(), self._failing(channel, TO_POST):
            async with self._in_time():
                message = await channel.send(
                    wording.ping(post) or None,
                    embed=wording.post(post),
                    view=daily_buttons.open_question(post),
                    nonce=post.marker,  # with one that is given, discord.py asks Discord to enforce it
                    allowed_mentions=_pinging(post.role),
                )
        return message.id

    async def find(self, channel: int, marker: str, *, after: datetime) -> tuple[Found, ...]:
        """The messages of ours since then that have a button with the marker, the oldest first."""
        known = self._client.get_channel(channel)
        # Discord gives an empty history to whoever may not read it, as if there were no message.
        if lacking := missing_rights(known, TO_FIND):
            raise Forbidden(lacking[0])
        place = self._channel(channel)
        with self._failing(place, TO_FIND):
            async with self._in_time(PAGES_IN_TIME):
                found = [
                    shown
                    async for message in self._messages(channel, after)
                    if self._is_ours(message) and (shown := _found(message, marker))
                ]
        if not found and known is None:
            raise Unavailable("the channel's server is not there, so nothing tells whether its history may be read")
        return tuple(sorted(found, key=lambda each: each.message))

    async def shows_result(self, channel: int, message: int) -> bool:
        """Whether there is the button of a result below the message."""
        place = self._channel(channel)
        with self._failing(place, TO_FIND, message=True):
            async with self._in_time():
                standing = await self._client.http.get_message(channel, message)
                return any(isinstance(action, LookDaily) for action in _actions(standing))

    async def show_result(self, result: DailyResult) -> None:
        """Let the post show how it went, with one button in the place of all others."""
        channel = self._channel(result.channel, result.server)
        with in_turn(), self._failing(channel, TO_EDIT, message=True):
            async with self._in_time():
                await channel.get_partial_message(result.message).edit(
                    embed=wording.result(result),
                    view=daily_buttons.closed_question(result),
                    allowed_mentions=discord.AllowedMentions.none(),
                )

    async def open_thread(self, post: DailyPost, message: int) -> int:
        """A thread below the post, which has the id of its message."""
        channel = self._channel(post.channel, post.server)
        with in_turn(), self._failing(channel, TO_TALK, message=True):
            async with self._in_time():
                try:
                    thread = await channel.get_partial_message(message).create_thread(
                        name=wording.thread_name(post), auto_archive_duration=1440
                    )
                except discord.HTTPException as error:
                    if error.code != HAS_A_THREAD:
                        raise
                    return message
        return thread.id

    async def remove(self, channel: int, message: int) -> None:
        """Delete a message of ours."""
        place = self._channel(channel)
        with self._failing(place, TO_EDIT, message=True):
            async with self._in_time():
                await place.get_partial_message(message).delete()

    async def tell(self, member: int, notice: DailyPaused, *, nonce: str) -> None:
        """A direct message. Whatever Discord has against it, it is not for us to send."""
        guild = self._client.get_guild(notice.server)
        with self._failing(None, ()):
            async with self._in_time():
                try:
                    direct = await self._client.create_dm(discord.Object(member))
                    await direct.send(wording.paused(notice, guild.name if guild else ""), nonce=nonce)
                except discord.HTTPException as error:
                    if error.status < 500 and error.status != 429:
                        raise Forbidden("Direct Messages") from error
                    raise

    async def _messages(self, channel: int, after: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """The channel's messages since then as Discord has them, oldest first, until there is none left.

        Not by discord.py's `history`: for it a page that is short is the last one, though a server may give fewer than
        it was asked for, and an answer that is no list means that there are no messages.
        """
        since = discord.utils.time_snowflake(after, high=True)
        while True:
            page: Any = await self._client.http.logs_from(channel, PAGE, after=since)
            if not isinstance(page, list):
                raise TypeError("no list of messages")
            messages = sorted(page, key=lambda message: int(message["id"]))
            for message in messages:
                yield message
            newest = int(messages[-1]["id"]) if messages else since
            if newest <= since:
                return
            since = newest

    def _channel(self, id: int, server: int | None = None) -> discord.PartialMessageable:
        known = self._client.get_channel(id)
        if server is None and isinstance(known, discord.abc.GuildChannel):
            server = known.guild.id
        return self._client.get_partial_messageable(id, guild_id=server)

    def _is_ours(self, message: Mapping[str, Any]) -> bool:
        return self._client.user is not None and int(message["author"]["id"]) == self._client.user.id

    def _in_time(self, requests: int = 1) -> asyncio.Timeout:
        return asyncio.timeout(requests * self._patience.total_seconds())

    @contextmanager
    def _failing(
        self, channel: discord.PartialMessageable | None, needed: tuple[str, ...], *, message: bool = False
    ) -> Iterator[None]:
        """Whatever goes wrong with Discord or the network, as an OutboxError.

        `needed` are the rights of which one is missing where Discord refuses. With `message` the request is about a
        message that may have been deleted.
        """
        try:
            yield
        except (discord.Forbidden, discord.NotFound) as error:
            if self._has_left(channel):
                raise Unavailable("we are not on the server") from error
            raise self._refusal(channel, needed, error, message=message) from error
        except discord.RateLimited as error:
            wait = timedelta(seconds=error.retry_after)
            raise Unavailable("Discord asks for a pause", retry_after=wait) from error
        except discord.HTTPException as error:
            if error.status == 429 or error.status >= 500 or error.status == 401:
                raise Unavailable(f"Discord answered {error.status}") from error
            if not error.code:
                raise Unavailable(f"something before Discord answered {error.status}") from error
            raise Refused(" ".join(error.text.split()) or str(error)) from error
        except TimeoutError as error:
            address.end_pause(self._client)
            raise Unknown(f"no answer within {self._patience}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unknown(f"{type(error).__name__}: {error}") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # It was answered, and discord.py cannot read the answer, or does not know the server yet.
            raise Unknown(f"an answer that cannot be read: {type(error).__name__}: {error}") from error

    def _has_left(self, channel: discord.PartialMessageable | None) -> bool:
        """Whether the gateway says that the channel is on a server on which we are not.

        Why we cannot do something there is then no matter of the channel. `departures` sees to the rest.
        """
        server = channel.guild_id if channel else None
        return server is not None and self._client.is_ready() and self._client.get_guild(server) is None

    def _refusal(
        self,
        channel: discord.PartialMessageable | None,
        needed: tuple[str, ...],
        error: discord.Forbidden | discord.NotFound,
        *,
        message: bool,
    ) -> OutboxError:
        if isinstance(error, discord.Forbidden):
            if not error.code and not self._lacking(channel, needed):
                # It has no code of Discord's, so it was the proxy before it, and no right is missing.
                return Unavailable("something before Discord answered 403")
            return Forbidden(self._missing(channel, needed, error))
        if (message and error.code) or error.code in {UNKNOWN_CHANNEL, UNKNOWN_GUILD}:
            return Gone(str(error))
        # So Discord answers, too, where a message with this nonce was deleted a moment ago.
        return Unknown(str(error))

    def _missing(
        self, channel: discord.PartialMessageable | None, needed: tuple[str, ...], error: discord.Forbidden
    ) -> str:
        """The right that is missing, as far as we know; what Discord says is only that one is."""
        if not needed:
            return "Direct Messages"
        if lacking := self._lacking(channel, needed):
            return lacking[0]
        return RIGHTS[needed[0] if error.code == MISSING_ACCESS else needed[1]]

    def _lacking(self, channel: discord.PartialMessageable | None, needed: tuple[str, ...]) -> list[str]:
        return missing_rights(self._client.get_channel(channel.id) if channel else None, needed)


def _pinging(role: int | None) -> discord.AllowedMentions:
    """Nobody but this role."""
    # discord.py writes ids of mentions as they are, and Discord's description of its API has them as texts.
    named: Any = [SimpleNamespace(id=str(role))] if role else False
    return discord.AllowedMentions(everyone=False, users=False, roles=named, replied_user=False)


def missing_rights(channel: Any, needed: tuple[str, ...]) -> list[str]:
    """Which of these rights we lack in a channel of a server, as Discord calls them; none where we cannot know."""
    if not isinstance(channel, discord.abc.GuildChannel) or channel.guild.me is None:
        return []
    if not any(role.permissions.value for role in channel.guild.roles):
        return []  # roles without any right are roles of which nobody told us the rights
    held = channel.permissions_for(channel.guild.me)
    return [RIGHTS[right] for right in needed if not getattr(held, right)]


def _found(message: Mapping[str, Any], marker: str) -> Found | None:
    """What a message with this marker in its buttons' ids shows; None for any other."""
    for action in _actions(message):
        if isinstance(action, PickDaily | LookDaily) and action.marker == marker:
            return Found(int(message["id"]), action.asked, has_result=isinstance(action, LookDaily))
    return None


def _actions(message: Mapping[str, Any]) -> list[custom_ids.Action | custom_ids.Stale]:
    """What a message's buttons do."""
    buttons = (child for row in message.get("components", ()) for child in row.get("components", ()))
    return [custom_ids.read(child.get("custom_id") or "") for child in buttons]
