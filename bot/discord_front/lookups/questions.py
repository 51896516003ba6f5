"""/ask, and what a message's menu has for questions and answers."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, assert_never

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.discord_front.buttons import AskSomething
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups.buttons import Delete
from bot.discord_front.lookups.chat import Judged
from bot.discord_front.lookups.conversation import Asked, Conversation, NotAsked, QuestionGone
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.lookups.unanswered import Unanswered, note_if_open
from bot.discord_front.messages import custom_ids, words_in
from bot.discord_front.permissions import member_of
from bot.discord_front.places import packs_at, place_of
from bot.discord_front.presses import Form, Item, form, on, on_form
from bot.discord_front.questions import Pictures
from bot.discord_front.replies import Outgoing, Press, in_time, notice, send, wait
from bot.house.service import HouseService
from bot.ids import ChannelId
from bot.packs.in_use import Shelf

QuestionText = app_commands.Range[str, 1, answer_wording.QUESTION]


class QuestionsCog(commands.Cog):
    """/ask, "Ask about this", "Why this answer?" and "Delete this answer"."""

    def __init__(
        self,
        bot: commands.Bot,
        shelf: Shelf,
        queue: AnswerQueue,
        conversation: Conversation,
        house: HouseService,
        pictures: Pictures,
        judged: Judged,
        unanswered: Unanswered,
    ) -> None:
        self._bot = bot
        self._shelf = shelf
        self._queue = queue
        self._conversation = conversation
        self._house = house
        self._pictures = pictures
        self._judged = judged
        self._unanswered = unanswered
        self._menus = (
            app_commands.ContextMenu(name="Ask about this", callback=self.ask_about),
            app_commands.ContextMenu(name="Why this answer?", callback=self.why),
            app_commands.ContextMenu(name="Delete this answer", callback=self.delete),
        )

    async def cog_load(self) -> None:
        """discord.py doesn't register a cog's context menus, so this does."""
        for menu in self._menus:
            self._bot.tree.add_command(menu)

    async def cog_unload(self) -> None:
        """Removes the context menus."""
        for menu in self._menus:
            self._bot.tree.remove_command(menu.name, type=menu.type)

    @property
    def items(self) -> Sequence[Item]:
        """The button to register."""
        return (on(AskSomething, self._open_form),)

    @property
    def forms(self) -> Sequence[Form]:
        """The form to handle."""
        return (on_form(AskSomething, self._asked),)

    @app_commands.command(description="Ask a question in your own words")
    @app_commands.describe(question="For example: who plays ...?", private="Only you see the answer")
    async def ask(
        self, interaction: discord.Interaction[Any], question: QuestionText, private: bool | None = None
    ) -> None:
        """Shows an answer with its source, or says that there is none."""
        is_secret = private is True

        async def answer() -> Outgoing:
            nonlocal private
            if private is None:
                private = await self._is_private(interaction)
            return await self._answer(interaction, question, private=private, is_secret=is_secret)

        outgoing = await in_time(interaction, answer(), thinks=True, is_quiet=lambda: private is not False)
        await send(interaction, outgoing)

    async def _open_form(self, press: Press, action: AskSomething) -> None:
        await press.response.send_modal(
            form(action, title="Ask something", label="Your question", max_length=answer_wording.QUESTION)
        )

    async def _asked(self, press: Press, _action: AskSomething, question: str) -> Outgoing:
        return await self._answer(press, question, private=await self._is_private(press))

    async def _is_private(self, press: Press) -> bool:
        return await self._house.answers_privately(place_of(press).server_id)

    async def _answer(self, interaction: Press, question: str, *, private: bool, is_secret: bool = False) -> Outgoing:
        """With `is_secret` the member wants nobody else to read it, so it isn't kept if there is no answer."""
        channel_id = None if interaction.channel_id is None else ChannelId(interaction.channel_id)
        place, member_id, now = place_of(interaction), member_of(interaction), interaction.created_at
        replies = (await self._shelf.at(place)).of(Replies)
        before = replies.talk.before(channel_id, member_id, now) if channel_id is not None else NOTHING_SAID
        seen_in = None if private else channel_id
        response = await self._queue.ask(replies.service, question, channel_id=seen_in, before=before)
        if channel_id is not None:
            replies.talk.note(channel_id, member_id, replies.service.said(question, response, before), now)
        if not is_secret:
            note_if_open(self._unanswered, place, question, response)
        can_be_judged = await self._judged.can_be(place.server_id)
        outgoing = replies.answer(
            response, asker=member_id, question=question, quiet=private, can_be_judged=can_be_judged
        )
        return await self._pictures.attached(outgoing)

    async def ask_about(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Answers a message of anybody as if it were a question; only the member who asked sees it."""
        if message.author.id == interaction.client.user.id:
            await send(interaction, notice(answer_wording.ASK_ABOUT_MINE))
            return
        question = words_in(message)[: answer_wording.QUESTION]
        if not question:
            await send(interaction, notice(answer_wording.NO_TEXT))
            return
        await send(interaction, await in_time(interaction, self._answer_about(interaction, question), thinks=True))

    async def _answer_about(self, interaction: Press, question: str) -> Outgoing:
        replies = (await self._shelf.at(place_of(interaction))).of(Replies)
        response = await self._queue.ask(replies.service, question)
        return await self._pictures.attached(
            replies.answer(response, asker=member_of(interaction), question=question, quiet=True)
        )

    async def delete(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Deletes an answer, for the member who asked and for those who may manage messages here."""
        found = [] if message.author.id != interaction.client.user.id else map(Delete.read, custom_ids(message))
        action = next((each for each in found if each is not None), None)
        if action is None:
            await send(interaction, notice(answer_wording.NOT_AN_ANSWER))
        elif interaction.user.id != action.asker and not interaction.permissions.manage_messages:
            await send(interaction, notice(answer_wording.NOT_YOURS_TO_DELETE))
        else:
            await wait(interaction, thinks=True)
            try:
                with suppress(discord.NotFound):  # it was already deleted
                    await message.delete()
            except discord.Forbidden:  # the bot isn't a member here, so only the message's own button can delete it
                await send(interaction, notice(answer_wording.USE_THE_SIGN))
            else:
                await send(interaction, notice(answer_wording.DELETED))

    async def why(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Explains an answer; recomputes it, so this works after a restart."""
        assert self._bot.user is not None
        if message.author.id != self._bot.user.id:
            await send(interaction, notice(answer_wording.NOT_MINE))
            return
        replies = (await packs_at(self._shelf, interaction)).of(Replies)
        match await self._conversation.answered(replies, message):
            case Asked(question=question, before=before):
                before = before if before.about else Said("", self._conversation.subject(replies, message))
                response = await self._queue.ask(replies.service, question, before=before)
                shown = self._conversation.facts(replies, message)
                embed = answer_wording.why(response, replies.knowledge, question, shown=shown)
                await send(interaction, Outgoing(embed=embed, quiet=True))
            case NotAsked():
                await send(interaction, notice(answer_wording.NO_QUESTION))
            case QuestionGone():
                await send(interaction, notice(answer_wording.QUESTION_GONE))
            case unhandled:
                assert_never(unhandled)
