"""Chat: a mention of the bot, a reply that pings it, or a direct message is a question to the bot.

In channels where a manager lets it listen, it also answers plain questions when it is sure. In a forum's post there the
member who opened it needs no mention.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol

import discord
from discord.ext import commands

from bot.answers.follow_up import NOTHING_SAID
from bot.answers.results import Answer, Closest
from bot.discord_front import failures
from bot.discord_front.admission import ASKS, CALLS_UP, Limits, Passes
from bot.discord_front.forums import post_of
from bot.discord_front.lookups import answer_wording, wording
from bot.discord_front.lookups.conversation import Conversation
from bot.discord_front.lookups.posts import is_tagged_solved, said_in, solvable
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.lookups.unanswered import Unanswered, note_if_open
from bot.discord_front.managers import first_time, tell_manager
from bot.discord_front.messages import channel_ids, is_to_nobody
from bot.discord_front.places import place_of_message
from bot.discord_front.questions import Pictures
from bot.discord_front.replies import Outgoing
from bot.discord_front.rights import TO_RUN, missing_rights
from bot.discord_front.wording import FLOOD
from bot.house.rules import HouseRules
from bot.house.service import HouseService
from bot.ids import ChannelId, MemberId, ServerId
from bot.lookups.listening import Listening, Manners, may_be_a_question, named_in
from bot.lookups.results import Card, Cast, Response, ThingCard, is_answer, shown_facts
from bot.packs.in_use import Shelf

log = logging.getLogger(__name__)


MOST_WAITING = 10
"""Questions in a channel that may wait for their reply at once. In a flood the others get none: Discord lets a bot post
about one message a second there, and questions in other channels shouldn't wait for that."""


WORTH_SAYING = Answer | Closest | Card | ThingCard | Cast
"""What the author of a forum's post gets without a mention. Other requests ("what else?") may be meant for somebody."""


class OngoingGames(Protocol):
    """Knows about running games."""

    def is_guess(self, message: discord.Message) -> bool:
        """Whether a message is an answer in a game, so it isn't a question to the bot."""

    def is_playing(self, channel_id: ChannelId) -> bool:
        """Whether a game is running in a channel; the bot doesn't answer unasked meanwhile."""


class Judged(Protocol):
    """Knows where members may say whether an answer is right."""

    async def can_be(self, server_id: ServerId | None) -> bool: ...


class ChatCog(commands.Cog):
    """Answers messages to the bot."""

    def __init__(
        self,
        shelf: Shelf,
        queue: AnswerQueue,
        conversation: Conversation,
        listening: Listening,
        games: OngoingGames,
        house: HouseService,
        pictures: Pictures,
        limits: Limits,
        judged: Judged,
        unanswered: Unanswered,
    ) -> None:
        self._shelf = shelf
        self._queue = queue
        self._conversation = conversation
        self._manners = Manners()
        self._listening = listening
        self._games = games
        self._house = house
        self._pictures = pictures
        self._limits = limits
        self._judged = judged
        self._unanswered = unanswered
        self._waiting: Counter[int] = Counter()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers messages to the bot and, in channels where it listens, plain questions."""
        if not self._conversation.is_to_me(message):
            for card in await self._called_up(message):
                await _post(message, card)
            if (unasked := await self._unasked(message)) is not None:
                await _post(message, unasked)
            return
        if self._games.is_guess(message):
            return
        rules = await self._house.rules(place_of_message(message).server_id)
        if not rules.answers_mentions or rules.is_quiet(message.created_at):
            return
        channel_id, member_id = ChannelId(message.channel.id), MemberId(message.author.id)
        match self._limits.take(member_id, channel_id, ASKS, message.created_at):
            case Passes.IGNORED:
                return
            case Passes.TOLD:
                await _post(message, Outgoing(text=FLOOD))
                return
            case Passes.YES:
                pass
        if self._waiting[message.channel.id] >= MOST_WAITING:
            return
        self._waiting[message.channel.id] += 1
        try:
            if not await _post(message, await self._answer_or_apology(message)):
                await self._tell_mute(message)
        finally:
            self._waiting[message.channel.id] -= 1
            self._waiting += Counter()  # forgets channels where nobody waits

    async def _tell_mute(self, message: discord.Message) -> None:
        """Tells a manager, once for each channel, that the bot was asked something where it may not answer."""
        guild, channel = message.guild, message.channel
        lacking = missing_rights(channel, TO_RUN)
        if guild is None or not lacking:
            return
        if await first_time(self._house, ServerId(guild.id), f"mute:{channel.id}"):
            await tell_manager(guild, wording.mute(ChannelId(channel.id), guild.name, lacking))

    async def _answer_or_apology(self, message: discord.Message) -> Outgoing:
        try:
            return await self._answer(message)
        except Exception as error:
            return Outgoing(text=failures.words_for(error, "an answer in chat"))

    async def _answer(self, message: discord.Message) -> Outgoing:
        place = place_of_message(message)
        replies = (await self._shelf.at(place)).of(Replies)
        asked = await self._conversation.asked(replies, message)
        channel_id, member_id, now = ChannelId(message.channel.id), MemberId(message.author.id), message.created_at
        before = asked.before if asked.before.about else replies.talk.before(channel_id, member_id, now)
        response = await self._queue.ask(replies.service, asked.question, channel_id=channel_id, before=before)
        replies.talk.note(channel_id, member_id, replies.service.said(asked.question, response, before), now)
        note_if_open(self._unanswered, place, asked.question, response)
        if is_answer(response):
            self._manners.told(channel_id, shown_facts(response), now)
        can_be_judged = await self._judged.can_be(place.server_id)
        answer = await self._pictures.attached(replies.answer(response, asker=member_id, can_be_judged=can_be_judged))
        post = post_of(message.channel)
        return solvable(answer, member_id) if post is not None and post.owner_id == member_id else answer

    async def _called_up(self, message: discord.Message) -> list[Outgoing]:
        """The cards of the names in brackets, where the bot listens; in a flood one line, then nothing."""
        if message.author.bot or message.webhook_id is not None or not (names := named_in(message.content)):
            return []
        channel_id, member_id = ChannelId(message.channel.id), MemberId(message.author.id)
        if self._games.is_playing(channel_id) or not await self._listening.hears(channel_ids(message.channel)):
            return []
        place = place_of_message(message)
        if (await self._house.rules(place.server_id)).is_quiet(message.created_at):
            return []
        replies = (await self._shelf.at(place)).of(Replies)
        cards: list[Outgoing] = []
        for each in names:
            if (named := replies.service.named(each.name)) is None:
                continue
            match self._limits.take(member_id, channel_id, CALLS_UP, message.created_at):
                case Passes.YES:
                    looked = replies.looked(named, asker=member_id)
                    looked = looked.with_large_picture if each.is_large else looked
                    cards.append(await self._pictures.attached(looked))
                case Passes.TOLD:
                    return [*cards, Outgoing(text=answer_wording.TOO_MANY_CARDS)]
                case Passes.IGNORED:
                    return cards
        return cards

    async def _unasked(self, message: discord.Message) -> Outgoing | None:
        """The answer to a message that addresses nobody; None for nearly all messages."""
        post, channel_id = post_of(message.channel), ChannelId(message.channel.id)
        is_own_post = post is not None and post.owner_id == message.author.id
        lines = [line for line in said_in(message, post) if may_be_a_question(line)]
        if not lines or not (is_to_nobody(message) or (is_own_post and await self._conversation.continues(message))):
            return None
        if self._games.is_playing(channel_id) or not await self._listening.hears(channel_ids(message.channel)):
            return None
        rules = await self._house.rules(place_of_message(message).server_id)
        if rules.is_quiet(message.created_at):
            return None
        if post is None:
            return await self._overheard(message, lines, rules) if rules.answers_listened else None
        if not rules.answers_forum_posts or is_tagged_solved(post) or await self._listening.is_solved(channel_id):
            return None
        if not is_own_post:
            return await self._overheard(message, lines, rules)
        answer = await self._in_own_post(message, lines, is_first=post.id == message.id)
        return None if answer is None else solvable(answer, MemberId(message.author.id))

    async def _overheard(self, message: discord.Message, lines: Sequence[str], rules: HouseRules) -> Outgoing | None:
        """The answer to a plain question, if the bot is sure and didn't speak up lately."""
        question, channel_id, member_id, now = (
            lines[0],
            ChannelId(message.channel.id),
            MemberId(message.author.id),
            message.created_at,
        )
        place = place_of_message(message)
        replies = (await self._shelf.at(place)).of(Replies)
        service = replies.service
        response = await self._queue.overhear(service, question)
        if response is None:
            return None
        note_if_open(self._unanswered, place, question, response, overheard=True)
        facts = shown_facts(response)
        if not is_answer(response) or not self._manners.may_say(
            channel_id, facts, now, cooldown=timedelta(seconds=rules.cooldown)
        ):
            return None
        self._manners.spoke_up(channel_id, now)
        self._manners.told(channel_id, facts, now)
        service.note(channel_id, facts)
        replies.talk.note(channel_id, member_id, service.said(question, response, NOTHING_SAID), now)
        can_be_judged = await self._judged.can_be(place.server_id)
        answer = replies.answer(response, asker=member_id, can_be_judged=can_be_judged)
        return answer.bare  # nobody asked for a card

    async def _in_own_post(self, message: discord.Message, lines: Sequence[str], *, is_first: bool) -> Outgoing | None:
        """The answer to a question in a forum's post by the member who opened it.

        The first message gets a sure answer or none; the later ones also the closest fact.
        """
        channel_id, member_id, now = ChannelId(message.channel.id), MemberId(message.author.id), message.created_at
        if self._limits.take(member_id, channel_id, ASKS, now) is not Passes.YES:
            return None
        place = place_of_message(message)
        replies = (await self._shelf.at(place)).of(Replies)
        service = replies.service
        before = (await self._conversation.asked(replies, message)).before
        before = before if before.about else replies.talk.before(channel_id, member_id, now)
        unsaid: list[tuple[str, Response]] = []
        for line in lines:
            response = await self._queue.overhear(service, line, as_if_asked=not is_first, before=before)
            if response is None:
                continue
            if not (is_answer(response) if is_first else isinstance(response, WORTH_SAYING)):
                unsaid.append((line, response))
                continue
            facts = shown_facts(response)
            self._manners.told(channel_id, facts, now)
            service.note(channel_id, facts)
            replies.talk.note(channel_id, member_id, service.said(line, response, before), now)
            note_if_open(self._unanswered, place, line, response)
            can_be_judged = await self._judged.can_be(place.server_id)
            quoted = "" if line == message.content else line
            answer = replies.answer(response, asker=member_id, question=quoted, can_be_judged=can_be_judged)
            return await self._pictures.attached(answer)
        for line, response in unsaid[:1]:
            note_if_open(self._unanswered, place, line, response, overheard=True)
        return None


async def _post(message: discord.Message, outgoing: Outgoing) -> bool:
    """Replies to a message without pinging anybody. Returns False if Discord refused it.

    If Discord refuses the reply, the bot may lack the right to embed, or to read the message it replies to.
    """
    for attempt, is_reply in ((outgoing, True), (outgoing.bare, True), (outgoing.bare, False)):
        try:
            await _send(message, attempt, is_reply=is_reply)
        except (discord.HTTPException, discord.RateLimited) as error:
            refused = error
            if isinstance(error, discord.RateLimited) or error.status >= 500:  # try later, or it may have arrived
                break
        except (KeyError, TypeError, ValueError) as error:
            log.warning(
                "a reply in channel %s was confirmed in a way that cannot be read: %r", message.channel.id, error
            )
            return True
        else:
            return True
    log.warning("no reply possible in channel %s: %s", message.channel.id, refused)
    return False


async def _send(message: discord.Message, outgoing: Outgoing, *, is_reply: bool) -> None:
    parts: dict[str, Any] = {"embed": outgoing.embed, "view": outgoing.shown, "files": outgoing.files or None}
    if is_reply:
        parts["reference"] = message.to_reference(fail_if_not_exists=False)
    await message.channel.send(
        outgoing.text or None, **{name: part for name, part in parts.items() if part is not None}
    )
