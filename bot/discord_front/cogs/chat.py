"""Chat: a mention of the bot, a reply that pings it, and every direct message is a question to it."""

import logging
from collections.abc import Callable
from typing import Any

import discord
from discord.ext import commands

from bot.discord_front import failures
from bot.discord_front.conversation import Conversation
from bot.discord_front.replies import Outgoing, Replies
from bot.services.small_talk import SmallTalk, small_talk
from bot.services.talk import Talk

log = logging.getLogger(__name__)


class Chat(commands.Cog):
    """Answers those who talk to the bot."""

    def __init__(self, replies: Replies, conversation: Conversation, talk: Talk) -> None:
        self._replies = replies
        self._conversation = conversation
        self._talk = talk
        self._is_taken: Callable[[discord.Message], bool] = lambda _: False

    def leave(self, is_taken: Callable[[discord.Message], bool]) -> None:
        """Leave those messages alone that answer something else of ours, such as the question of a game."""
        self._is_taken = is_taken

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot, and nothing else."""
        if not self._conversation.is_to_me(message) or self._is_taken(message):
            return
        try:
            outgoing = await self._answer(message)
        except Exception as error:
            outgoing = Outgoing(text=failures.words_for(error, "an answer in chat"))
        await _post(message, outgoing)

    async def _answer(self, message: discord.Message) -> Outgoing:
        asked = await self._conversation.asked(message)
        match small_talk(asked.question):
            case SmallTalk.GREETING:
                return self._replies.short_help(asker=message.author.id)
            case SmallTalk.THANKS:
                return self._replies.welcome(asker=message.author.id)
            case None:
                pass
        place, member, now = message.channel.id, message.author.id, message.created_at
        before = asked.before if asked.before.about else self._talk.before(place, member, now)
        reply = self._replies.service.ask(asked.question, place=place, before=before)
        self._talk.note(place, member, self._replies.service.said(asked.question, reply, before), now)
        return self._replies.answer(reply, asker=member)


async def _post(message: discord.Message, outgoing: Outgoing) -> None:
    """Reply to a message without pinging anybody. Where the bot may not write, it stays silent.

    Where Discord refuses the reply, embeds may not be allowed there, or the bot may not read what it replies to.
    """
    bare = Outgoing(text=outgoing.plain or outgoing.text, view=outgoing.view)
    for attempt, is_reply in ((outgoing, True), (bare, True), (bare, False)):
        try:
            await _send(message, attempt, is_reply=is_reply)
        except (discord.HTTPException, discord.RateLimited) as error:
            refused = error
            if isinstance(error, discord.RateLimited) or error.status >= 500:  # later, or it may have arrived
                break
        except (KeyError, TypeError, ValueError) as error:
            log.warning(
                "a reply in channel %s was confirmed in a way that cannot be read: %r", message.channel.id, error
            )
            return
        else:
            return
    log.warning("no reply possible in channel %s: %s", message.channel.id, refused)


async def _send(message: discord.Message, outgoing: Outgoing, *, is_reply: bool) -> None:
    parts: dict[str, Any] = {"embed": outgoing.embed, "view": outgoing.view}
    if is_reply:
        parts["reference"] = message.to_reference(fail_if_not_exists=False)
    await message.channel.send(
        outgoing.text or None, **{name: part for name, part in parts.items() if part is not None}
    )
