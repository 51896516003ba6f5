"""Reads questions and their subjects back from messages. Keeps no state, so a restart loses nothing."""

import re
from dataclasses import dataclass

import discord

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.answers.results import Named
from bot.discord_front.cards import quoted_question
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.buttons import Delete
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.messages import custom_ids, is_reply, replied_to
from bot.knowledge.model import Fact


@dataclass(frozen=True)
class Asked:
    """A question, and the conversation before it."""

    question: str
    before: Said = NOTHING_SAID


@dataclass(frozen=True)
class NotAsked:
    """A message of ours that doesn't answer a question."""


@dataclass(frozen=True)
class QuestionGone:
    """The question behind a message of ours can't be read (any more)."""


class Conversation:
    """Interprets messages to the bot, whose user id is `me`."""

    def __init__(self, me: int) -> None:
        self._me = me

    def words(self, message: discord.Message) -> str:
        """The text of a message without the mention of the bot."""
        return " ".join(re.sub(rf"<@!?{self._me}>", " ", message.content).split())

    def is_to_me(self, message: discord.Message) -> bool:
        """Whether a message addresses the bot: a direct message, a mention, or a reply that pings it."""
        if message.author.bot or message.webhook_id is not None:
            return False
        if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
            return False
        if message.guild is None or any(user.id == self._me for user in message.mentions):
            return True
        return re.search(rf"<@!?{self._me}>", message.content) is not None

    async def continues(self, message: discord.Message) -> bool:
        """Whether a message replies to one of ours without a ping."""
        if message.mentions or message.role_mentions or message.mention_everyone or message.author.bot:
            return False
        before = await replied_to(message)
        return before is not None and before.author.id == self._me

    async def asked(self, replies: Replies, message: discord.Message) -> Asked:
        """The question in a member's message. In a reply to one of ours, "her" refers to ours."""
        question = self.words(message)[: answer_wording.QUESTION]
        before = await replied_to(message)
        if before is None or before.author.id != self._me:
            return Asked(question)
        return Asked(question, await self._said_in(replies, before))

    async def _said_in(self, replies: Replies, message: discord.Message) -> Said:
        """The content of a message of ours, and the question it answered."""
        facts = self.facts(replies, message)
        scene = next((fact for fact in reversed(facts) if fact.scene_number is not None), None)
        question = await self._question_of(message)
        return Said(question, self.subject(replies, message), is_answered=bool(facts), scene=scene)

    async def _question_of(self, message: discord.Message) -> str:
        """The question that a message of ours answers; empty if it can't be read."""
        if question := quoted_question(message):
            return question
        asked = await replied_to(message)
        return self.words(asked)[: answer_wording.QUESTION] if asked is not None else ""

    def subject(self, replies: Replies, message: discord.Message) -> tuple[Named, ...]:
        """The people and things that a message of ours is about; those asked for come first."""
        handles = replies.handles
        found: list[Named] = []
        facts: list[Fact] = []
        for handle in _subject_handles(message):
            if (named := handles.named(handle)) is not None:
                found.append(named)
            elif (fact := handles.fact(handle)) is not None:
                facts.append(fact)
        return tuple(dict.fromkeys([*found, *replies.service.subject(facts)]))

    def facts(self, replies: Replies, message: discord.Message) -> tuple[Fact, ...]:
        """The facts in a message of ours that still exist."""
        found = (replies.handles.fact(handle) for handle in _subject_handles(message))
        return tuple(fact for fact in found if fact is not None)

    async def answered(self, replies: Replies, message: discord.Message) -> Asked | NotAsked | QuestionGone:
        """The question that a message of ours answers."""
        if question := quoted_question(message):
            return Asked(question)
        # A button's result is a reply too, to the message with the button.
        if message.interaction_metadata is not None or not is_reply(message):
            return NotAsked()
        question_message = await replied_to(message)
        if question_message is None:
            return QuestionGone()
        asked = await self.asked(replies, question_message)
        is_asked = question_message.author.id != self._me and replies.service.is_question(asked.question)
        return asked if is_asked else NotAsked()


def _subject_handles(message: discord.Message) -> tuple[str, ...]:
    found = map(Delete.read, custom_ids(message))
    return next((delete.subject for delete in found if delete is not None), ())
