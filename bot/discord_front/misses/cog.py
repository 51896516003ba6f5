"""/misses, and the offer to keep a manager's reply to a question that the bot couldn't answer."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.community.misses import MissService
from bot.discord_front.admission import OFFERS, Limits, Passes
from bot.discord_front.buttons import button
from bot.discord_front.managers import managing
from bot.discord_front.messages import is_reply, replied_to, words_in
from bot.discord_front.misses import buttons, wording
from bot.discord_front.misses.buttons import (
    AnswerMiss,
    ClearMisses,
    DismissMiss,
    Keep,
    KeepReply,
    LeaveReply,
    OpenDigest,
    TurnMisses,
)
from bot.discord_front.near import NearFacts
from bot.discord_front.permissions import member_of
from bot.discord_front.places import place_of, place_of_message
from bot.discord_front.presses import Form, Item, on, on_form
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice, wait
from bot.discord_front.wording import GONE, TOO_OLD
from bot.errors import LorekeeperError, UserError
from bot.house.service import HouseService
from bot.ids import ChannelId, MemberId, MissId, RoleId, ServerId
from bot.packs.in_use import Place
from bot.packs.members_facts import MembersFact
from bot.storage.misses import Miss

log = logging.getLogger(__name__)


class MissesCog(commands.Cog):
    """The waiting list, for managers."""

    def __init__(self, service: MissService, house: HouseService, near: NearFacts, limits: Limits, me: int) -> None:
        """The bot's user id is `me`."""
        self._service = service
        self._house = house
        self._near = near
        self._limits = limits
        self._me = me

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (
            on(TurnMisses, self._turn),
            on(OpenDigest, self._open_digest),
            on(AnswerMiss, self._open_form),
            on(DismissMiss, self._dismiss),
            on(ClearMisses, self._clear),
            on(KeepReply, self._keep),
            on(LeaveReply, self._leave),
        )

    @property
    def forms(self) -> Sequence[Form]:
        """The form to handle."""
        return (on_form(AnswerMiss, self._answered),)

    # The list

    @app_commands.command(description="The questions that I couldn't answer here, for you to answer")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @answered_in_time
    async def misses(self, interaction: Press) -> Outgoing:
        """Shows the list, those asked most first."""
        return await self._listed(interaction, await managing(interaction, self._house))

    async def _turn(self, press: Press, action: TurnMisses) -> Outgoing:
        return await self._listed(press, await managing(press, self._house), action.page)

    async def _open_digest(self, press: Press, _action: OpenDigest) -> Outgoing:
        return await self._listed(press, await managing(press, self._house))

    async def _dismiss(self, press: Press, action: DismissMiss) -> Outgoing:
        server_id = await managing(press, self._house)
        await self._service.dismiss(server_id, MissId(action.id))
        return await self._listed(press, server_id, action.page)

    async def _clear(self, press: Press, action: ClearMisses) -> Outgoing:
        server_id = await managing(press, self._house)
        if action.is_sure:
            await self._service.clear(server_id)
            return Outgoing(text=wording.ALL_CLEAR, quiet=True, replaces=True)
        count = len(await self._service.kept(server_id))
        sure = button(ClearMisses(True), wording.CLEAR_SURE, style=discord.ButtonStyle.danger)
        return notice(wording.sure_to_clear(count), [sure])

    async def _listed(self, press: Press, server_id: ServerId, page: int = 0, said: str = "") -> Outgoing:
        is_list = press.message is not None and press.message.flags.ephemeral
        layout = buttons.listed(await self._service.kept(server_id), page, said)
        return Outgoing(layout=layout, quiet=True, replaces=is_list)

    # Answers

    async def _open_form(self, press: Press, action: AnswerMiss) -> None:
        miss = await self._service.open(await managing(press, self._house), MissId(action.id))
        near = await self._near.nearest(_for_everybody(place_of(press)), miss.text)
        await press.response.send_modal(buttons.answer_form(miss, action.page, near))

    async def _answered(self, press: Press, action: AnswerMiss, *said: str) -> Outgoing:
        """Takes a fact that was picked, or one that was written, which comes first."""
        server_id = await managing(press, self._house)
        if len(said) not in {3, 4}:
            return notice(TOO_OLD)
        picked, (text, question, shown) = said[:-3], said[-3:]
        if text.strip():
            fact = MembersFact("", text, question, is_spoiler=shown == buttons.HIDDEN)
        elif not picked or picked[0] == buttons.NONE_OF_THESE:
            raise UserError(wording.NOTHING_SAID)
        else:
            fact = await self._wording_of(press, picked[0], question)
        told = await self._kept(press, server_id, MissId(action.id), fact)
        return await self._listed(press, server_id, action.page, told)

    async def _wording_of(self, press: Press, handle: str, question: str) -> MembersFact:
        """A fact that is known already, with another question that it answers."""
        known = await self._near.fact(_for_everybody(place_of(press)), handle)
        if known is None:
            raise UserError(GONE)
        return MembersFact("", known.text, question, is_spoiler=known.spoiler)

    async def _kept(self, press: Press, server_id: ServerId, id: MissId, fact: MembersFact) -> str:
        is_used = await self._service.answer(server_id, id, fact, by=member_of(press))
        return wording.kept(fact.text, is_spoiler=fact.is_spoiler, is_used=is_used)

    # Replies

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Offers to keep a manager's reply to a question on the list.

        Without the message content intent, replies that don't mention the bot have no text, so nothing is offered.
        """
        try:
            miss = await self._asked_above(message)
            if miss is None or not self._is_welcome(message):
                return
            place, text = _for_everybody(place_of_message(message)), words_in(message)
            if not await self._near.is_statement(place, text):
                return
            told = await self._near.told_by(place, text)
        except LorekeeperError as error:  # nobody asked for anything, so nobody is bothered
            log.info("no offer to keep a reply in channel %s: %s", message.channel.id, error)
            return
        try:
            await message.reply(wording.offered(miss), view=buttons.offer(miss.id, told), mention_author=False)
        except (discord.HTTPException, discord.RateLimited) as error:
            log.info("no offer to keep a reply in channel %s: %s", message.channel.id, error)

    async def _asked_above(self, message: discord.Message) -> Miss | None:
        """The question on the list to which a manager replies."""
        is_said = message.guild is not None and not message.author.bot and message.webhook_id is None
        if not is_said or not is_reply(message) or not words_in(message):
            return None
        if any(user.id == self._me for user in message.mentions):
            return None  # it is a question to the bot
        server_id = place_of_message(message).server_id
        rules = await self._house.rules(server_id)
        if server_id is None or not rules.keeps_misses or rules.is_quiet(message.created_at):
            return None
        author: Any = message.author
        roles = [RoleId(role.id) for role in getattr(author, "roles", ())]
        rights = getattr(author, "guild_permissions", discord.Permissions.none())
        if not rules.may_manage(roles, manages_server=rights.manage_guild):
            return None
        asked = await replied_to(message)
        if asked is None or asked.author.bot or asked.webhook_id is not None:
            return None
        return await self._service.asked_in(server_id, words_in(asked))

    def _is_welcome(self, message: discord.Message) -> bool:
        member_id, channel_id = MemberId(message.author.id), ChannelId(message.channel.id)
        return self._limits.take(member_id, channel_id, OFFERS, message.created_at) is Passes.YES

    async def _keep(self, press: Press, action: KeepReply) -> Outgoing:
        server_id = await managing(press, self._house)
        miss = await self._service.open(server_id, MissId(action.id))
        if action.how is Keep.WORDING:
            fact = await self._wording_of(press, action.fact, miss.text)
        else:
            reply = await replied_to(press.message) if press.message is not None else None
            text = words_in(reply) if reply is not None else ""
            if not text:
                raise UserError(wording.REPLY_GONE)
            fact = MembersFact("", text, miss.text, is_spoiler=action.how is Keep.SPOILER)
        return Outgoing(text=await self._kept(press, server_id, miss.id, fact), replaces=True)

    async def _leave(self, press: Press, _action: LeaveReply) -> None:
        await managing(press, self._house)
        await wait(press)
        with suppress(discord.NotFound):  # it was already deleted
            await press.delete_original_response()


def _for_everybody(place: Place) -> Place:
    """The packs as everybody there may see them: what a manager keeps, all read."""
    return replace(place, member_id=None)
