"""The Discord client: intents, permissions and commands."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front import failures, insides
from bot.discord_front.admission import Limits, is_welcome
from bot.discord_front.events import skip_unreadable
from bot.discord_front.hearing import INTENTS, REFUSED, ask_for_texts
from bot.discord_front.traffic import Traffic
from bot.errors import UserError
from bot.scheduling.shard import WHOLE, Shard

log = logging.getLogger(__name__)

Extension = Callable[["Lorekeeper"], AbstractAsyncContextManager[None]]
"""Adds commands and press handlers to a client that is logged in but not connected yet, and runs background work until
the context ends."""

MESSAGES_KEPT = 200
"""Number of messages kept in memory, so that most follow-up questions need no request."""


LONGEST_PAUSE = timedelta(seconds=30)
"""If Discord demands a longer pause than this (discord.py's minimum), the request fails instead of waiting."""


UNHEARD = {"app_command_completion", "socket_event_type"}
"""What discord.py reports of each command and each event."""


class Commands(app_commands.CommandTree["Lorekeeper"]):
    """The commands, with the last resort for errors."""

    async def interaction_check(self, interaction: discord.Interaction["Lorekeeper"], /) -> bool:
        """Whether the bot does this for the member at all. Suggestions while somebody types are free."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        try:
            return is_welcome(interaction, interaction.client.limits, _name(interaction))
        except UserError as error:
            await failures.apologise(interaction, error, _name(interaction))
            return False

    async def on_error(
        self, interaction: discord.Interaction["Lorekeeper"], error: app_commands.AppCommandError, /
    ) -> None:
        """Apologises, and logs under the same reference."""
        await failures.apologise(interaction, error, _name(interaction))


def _name(interaction: discord.Interaction["Lorekeeper"]) -> str:
    return f"the command {interaction.command.qualified_name if interaction.command is not None else '?'}"


class Lorekeeper(commands.Bot):
    """The bot. Calls `on_ready` with its name, once, when it is connected."""

    def __init__(
        self,
        extension: Extension,
        on_ready: Callable[[str], None] | None = None,
        shard: Shard = WHOLE,
    ) -> None:
        insides.expect_no_voice()
        insides.expect_unreadable_frames()
        insides.want_no_receipts()
        self._wanted = discord.Intents(**dict(INTENTS))
        self.traffic = Traffic()
        self.limits = Limits()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=self._wanted,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=MESSAGES_KEPT,
            http_trace=self.traffic.trace,
            max_ratelimit_timeout=LONGEST_PAUSE.total_seconds(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.5,  # nothing needs the complete list of servers
            tree_cls=Commands,
            shard_id=shard.number if shard.count > 1 else None,
            shard_count=shard.count if shard.count > 1 else None,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.shard = shard
        self.has_connected = False
        self.is_online = False
        self._tell_ready = on_ready
        self._extension = extension
        self._extended = AsyncExitStack()
        skip_unreadable(self)

    async def setup_hook(self) -> None:
        """Starts the extension and registers the commands with Discord."""
        ask_for_texts(self._wanted, self.application_flags)
        await self._extended.enter_async_context(self._extension(self))
        try:
            await self.tree.sync()
        except (discord.HTTPException, discord.RateLimited) as error:
            # The commands of an earlier run still work, and so does chat.
            log.warning("Discord did not take the list of commands: %s", error)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stays connected. If Discord refuses the message content intent, reconnects without it."""
        try:
            await super().connect(reconnect=reconnect)
        except discord.PrivilegedIntentsRequired:
            if not self._wanted.message_content:
                raise
            log.warning(REFUSED)
            self._wanted.message_content = False
            await super().connect(reconnect=reconnect)

    async def let_go(self) -> None:
        """Ends the extension's background work. Commands are answered until the client is closed."""
        await self._extended.aclose()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Dispatches an event that something may listen to, except after the end, when discord.py may still report
        "ready"."""
        if event in UNHEARD or self.is_closed():
            return
        if event == "interaction":
            self.traffic.came(args[0].id)
        super().dispatch(event, *args, **kwargs)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """The last resort for an error in an event handler. Errors after the end are ignored."""
        if self.is_closed():
            log.info("%s was cut short, as the bot leaves", event_method)
        else:
            await super().on_error(event_method, *args, **kwargs)

    async def on_connect(self) -> None:
        """The gateway has accepted the connection."""
        self.has_connected = True

    async def on_ready(self) -> None:
        """All servers are loaded. Discord sends this again after every reconnect."""
        self.is_online = True
        part = f" of shard {self.shard}" if self.shard.count > 1 else ""
        log.info("connected as %s; servers%s: %s", self.user, part, len(self.guilds))
        if self._tell_ready is not None:
            tell, self._tell_ready = self._tell_ready, None
            tell(str(self.user))

    async def on_resumed(self) -> None:
        """The connection is back, and Discord has sent what we missed."""
        self.is_online = True

    async def on_disconnect(self) -> None:
        """The connection is lost; discord.py connects again."""
        self.is_online = False

    async def on_message(self, message: discord.Message, /) -> None:
        """Does nothing: the cog handles chat, and there are no prefix commands."""
