"""The bot as Discord sees it: what it hears, what it may do, and which commands it has."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import timedelta
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front import custom_ids, failures
from bot.discord_front.asking.chat import Chat
from bot.discord_front.asking.cog import Questions
from bot.discord_front.asking.conversation import Conversation
from bot.discord_front.asking.queue import Asking
from bot.discord_front.custom_ids import Action, Stale
from bot.discord_front.events import skip_unreadable
from bot.discord_front.guess import buttons as guess_buttons
from bot.discord_front.hearing import INTENTS, REFUSED, ask_for_texts
from bot.discord_front.lookups.cog import Lookups
from bot.discord_front.lookups.presses import perform
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.traffic import Traffic
from bot.lookups.answers import AnswerService
from bot.lookups.talk import Talk
from bot.scheduling.shard import WHOLE, Shard

log = logging.getLogger(__name__)

A = TypeVar("A", bound=Action)

Extension = Callable[["Lorekeeper"], AbstractAsyncContextManager[None]]
"""A part of the bot that is not there everywhere: adds its commands to the client, which is logged in and not connected
yet, and does what it does by itself until the context ends."""

MESSAGES_KEPT = 200
"""Messages kept in memory, so that most follow-up questions need no look at the channel."""


LONGEST_PAUSE = timedelta(seconds=30)
"""When Discord asks for a longer pause than this (the shortest that discord.py can be told), whoever sent the request
hears of it, instead of waiting."""


class Commands(app_commands.CommandTree["Lorekeeper"]):
    """The commands, with the last resort for an error in one."""

    async def on_error(
        self, interaction: discord.Interaction["Lorekeeper"], error: app_commands.AppCommandError, /
    ) -> None:
        """Apologise, and log under the same reference."""
        name = interaction.command.qualified_name if interaction.command is not None else "?"
        await failures.apologise(interaction, error, f"the command {name}")


class Lorekeeper(commands.Bot):
    """The bot. `on_ready` is told its name, once, when it is connected."""

    def __init__(
        self,
        service: AnswerService,
        on_ready: Callable[[str], None] | None = None,
        extension: Extension | None = None,
        shard: Shard = WHOLE,
    ) -> None:
        # discord.py warns of missing voice libraries; we have nothing to say aloud.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        self._wanted = discord.Intents(**dict(INTENTS))
        self.traffic = Traffic()
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
            guild_ready_timeout=0.5,  # nothing waits for the list of servers to be complete
            tree_cls=Commands,
            shard_id=shard.number if shard.count > 1 else None,
            shard_count=shard.count if shard.count > 1 else None,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.service = service
        self.shard = shard
        self.replies = Replies(service)
        self._asking = Asking(service)
        self.has_connected = False
        self._tell_ready = on_ready
        self._extension = extension
        self._extended = AsyncExitStack()
        self._answers_to: dict[type[object], Callable[[discord.Interaction[Any], Any], Awaitable[None]]] = {}
        skip_unreadable(self)

    async def setup_hook(self) -> None:
        """Add commands, and tell Discord of them."""
        assert self.user is not None
        ask_for_texts(self._wanted, self.application_flags)
        conversation = Conversation(self.replies, self.user.id)
        talk = Talk()
        await self.add_cog(Questions(self, self.replies, self._asking, conversation, talk))
        await self.add_cog(Lookups(self.replies))
        await self.add_cog(Chat(self.replies, self._asking, conversation, talk))
        if self._extension is not None:
            await self._extended.enter_async_context(self._extension(self))
        try:
            await self.tree.sync()
        except (discord.HTTPException, discord.RateLimited) as error:
            # The commands of an earlier run, and chat, still work.
            log.warning("Discord did not take the list of commands: %s", error)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected; where Discord refuses the texts of plain messages, without them."""
        try:
            await super().connect(reconnect=reconnect)
        except discord.PrivilegedIntentsRequired:
            if not self._wanted.message_content:
                raise
            log.warning(REFUSED)
            self._wanted.message_content = False
            await super().connect(reconnect=reconnect)

    def on_press(self, kind: type[A], answer: Callable[[discord.Interaction[Any], A], Awaitable[None]]) -> None:
        """Let buttons whose id says this be answered so, by the part that brought them along."""
        self._answers_to[kind] = answer

    async def let_go(self) -> None:
        """End what the extension does by itself. Commands are answered until the client is closed."""
        await self._extended.aclose()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Pass an event on. After the end there is nobody to hear it, though discord.py may still say "ready"."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """The last resort for an error in what hears an event. After the end nothing is there to work with."""
        if self.is_closed():
            log.info("%s was cut short, as the bot leaves", event_method)
        else:
            await super().on_error(event_method, *args, **kwargs)

    async def on_connect(self) -> None:
        """The gateway has let us in."""
        self.has_connected = True

    async def on_ready(self) -> None:
        """Everything is there. Discord says so anew after every lost connection."""
        part = f" of shard {self.shard}" if self.shard.count > 1 else ""
        log.info("connected as %s; servers%s: %s", self.user, part, len(self.guilds))
        if self._tell_ready is not None:
            tell, self._tell_ready = self._tell_ready, None
            tell(str(self.user))

    async def on_message(self, message: discord.Message, /) -> None:
        """Chat is the cog's; there are no commands with a prefix."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Do what a pressed button or menu says, with the last resort for an error in it.

        Its id is all that is needed: not the message it is on, nor having sent it in this run.
        """
        if interaction.type is not discord.InteractionType.component:
            return
        pressed: dict[str, Any] = dict(interaction.data or {})
        if pressed["custom_id"].startswith(guess_buttons.PREFIX):
            return  # discord.py lets these be answered by themselves
        action = custom_ids.read(pressed["custom_id"])
        picked = "".join(pressed.get("values", [])[:1])
        answer = None if isinstance(action, Stale) else self._answers_to.get(type(action))
        try:
            if answer is not None:
                await answer(interaction, action)
            else:
                await perform(interaction, action, picked, self.replies)
        except Exception as error:
            await failures.apologise(interaction, error, f"the button {type(action).__name__}")
