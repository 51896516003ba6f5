"""/trivia, the buttons and the form of its questions, and typed answers in chat."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import assert_never

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front.managers import is_manager, managing
from bot.discord_front.messages import channel_ids, custom_ids, is_reply, is_to_nobody
from bot.discord_front.permissions import channel_of, member_of, roles_of, server_of
from bot.discord_front.places import place_of
from bot.discord_front.presses import Form, Item, on, on_form
from bot.discord_front.quiz import buttons, wording
from bot.discord_front.quiz.buttons import (
    AcceptMine,
    Again,
    AskHint,
    Decide,
    DecideReport,
    Join,
    OpenForm,
    Pick,
    ReportQuestion,
)
from bot.discord_front.quiz.receipts import Receipts
from bot.discord_front.replies import Outgoing, Press, in_time, notice, send, suggested_in_time, wait
from bot.discord_front.rights import RIGHTS
from bot.discord_front.wording import OPTION, OPTIONS, SERVERS_ONLY, TOO_OLD, capital
from bot.errors import StorageError, UserError
from bot.house.service import HouseService
from bot.ids import AppealId, ChannelId, GameId, MemberId, QuestionKey, ServerId
from bot.knowledge.model import Difficulty
from bot.lookups.likeness import closest, ranked
from bot.lookups.listening import Listening
from bot.questions.grading import Verdict
from bot.questions.model import QuestionKind, QuizQuestion
from bot.quiz.events import ActionRefused, AlsoRight, Event, Guessed, HintGiven, Joined, LockedIn, Reason, Solved
from bot.quiz.results import AlreadyRunning, GameStarted, TypedQuestion
from bot.quiz.round import MOST_ROUNDS, AnswerMode
from bot.quiz.service import QuizService
from bot.quiz.wish import LOBBY, LONGEST_LOBBY, ROUNDS, Wish

Seconds = app_commands.Range[int, 0, LONGEST_LOBBY]
Name = app_commands.Range[str, 1, 100]
Rounds = app_commands.Range[int, 1, MOST_ROUNDS]

KINDS = [app_commands.Choice(name=capital(kind.value), value=kind.value) for kind in QuestionKind]
LEVELS = [app_commands.Choice(name=capital(level.value), value=level.value) for level in Difficulty]
WAYS = [app_commands.Choice(name=capital(way.value), value=way.value) for way in AnswerMode]

log = logging.getLogger(__name__)

RIGHT_SIGN, WRONG_SIGN, NO_MORE_SIGN = "✅", "❌", "🚫"


class TriviaCog(commands.Cog):
    """Games in channels."""

    trivia = app_commands.Group(
        name="trivia",
        description="A quiz in this channel",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, service: QuizService, listening: Listening, receipts: Receipts, house: HouseService) -> None:
        self._service = service
        self._receipts = receipts
        self._house = house
        self._listening = listening

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (
            on(Join, self._join, thinks=True),
            on(Again, self._again, thinks=True),
            on(Pick, self._pick, thinks=True),
            on(OpenForm, self._open_form),
            on(AskHint, self._hint, thinks=True),
            on(AcceptMine, self._appeal),
            on(Decide, self._decide),
            on(ReportQuestion, self._report),
            on(DecideReport, self._decide_report),
        )

    @property
    def forms(self) -> Sequence[Form]:
        """The forms to handle."""
        return (on_form(OpenForm, self._guess),)

    @trivia.command(description="Start a game in this channel")
    @app_commands.describe(
        rounds=f"How many questions; {ROUNDS} if neither you nor the server says otherwise",
        pack="Only questions of one story",
        category="Only questions about this",
        kind="Only questions of one kind",
        difficulty="Only easy, medium or hard ones",
        answers="With buttons (unless you say otherwise), or typed",
        relaxed="Twice the time for each question",
        spoiler_free="Nothing that gives away the plot",
        lobby=f"Seconds to join before the first question; {LOBBY} if nobody says otherwise, 0 for at once",
        teams="Two teams, whose members' points are averaged",
    )
    @app_commands.choices(kind=KINDS, difficulty=LEVELS, answers=WAYS)
    async def start(
        self,
        interaction: Press,
        rounds: Rounds | None = None,
        pack: Name | None = None,
        category: Name | None = None,
        kind: app_commands.Choice[str] | None = None,
        difficulty: app_commands.Choice[str] | None = None,
        answers: app_commands.Choice[str] | None = None,
        relaxed: bool | None = None,
        spoiler_free: bool | None = None,
        lobby: Seconds | None = None,
        teams: bool = False,
    ) -> None:
        """Starts a game, or links to the running one."""
        await wait(interaction)  # generating the questions of a large pack takes seconds the first time
        rules = await self._house.rules(server_of(interaction))
        wish = Wish(
            rounds=rules.trivia_rounds if rounds is None else rounds,
            pack=await self._pack_meant(interaction, pack),
            category=category or "",
            kind=QuestionKind(kind.value) if kind else None,
            difficulty=Difficulty(difficulty.value) if difficulty else None,
            answers=AnswerMode(answers.value) if answers else AnswerMode.BUTTONS,
            relaxed=rules.trivia_relaxed if relaxed is None else relaxed,
            spoiler_free=rules.trivia_spoiler_free if spoiler_free is None else spoiler_free,
            lobby=rules.trivia_lobby if lobby is None else lobby,
            has_teams=teams,
        )
        await send(interaction, await self._start(interaction, wish))

    async def _start(self, press: Press, wish: Wish) -> Outgoing:
        server_id, channel_id = channel_of(press)
        await self._check_starter(press)
        _check_rights(press)
        result = await self._service.start(
            server_id=server_id,
            channel_id=channel_id,
            starter=member_of(press),
            wish=wish,
            parent_id=getattr(press.channel, "parent_id", None),
        )
        match result:
            case GameStarted():
                return notice(wording.started(result))
            case AlreadyRunning():
                return notice(wording.already_running(result, server_id=server_id))
            case _:
                assert_never(result)

    async def _check_starter(self, press: Press) -> None:
        """Raises UserError if the member may not start a quiz on this server."""
        rules = await self._house.rules(server_of(press))
        if not rules.may_start_quiz(roles_of(press), is_manager=await is_manager(press, self._house)):
            raise UserError(wording.may_not_start(rules))

    async def _pack_meant(self, press: Press, typed: str | None) -> str:
        """The id of a pack by its id or title. Raises UserError if there is none."""
        if typed is None:
            return ""
        packs = await self._service.packs(place_of(press))
        meant = closest(typed, packs, lambda pack: (pack.id, pack.title))
        if meant is None:
            raise UserError(wording.no_pack(typed, [pack.title for pack in packs]))
        return meant.id

    @start.autocomplete("pack")
    @suggested_in_time
    async def complete_pack(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The packs in use here."""
        packs = [pack for pack in await self._service.packs(place_of(interaction)) if len(pack.id) <= OPTION]
        meant = ranked(typed, packs, lambda pack: (pack.title, pack.id))
        return [app_commands.Choice(name=pack.title[:OPTION], value=pack.id) for pack in meant[:OPTIONS]]

    @start.autocomplete("category")
    @suggested_in_time
    async def complete_category(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The categories of the chosen pack, or of all packs, the most frequent first."""
        pack = getattr(interaction.namespace, "pack", None)
        found = await self._service.categories(place_of(interaction), pack or "")
        categories = [each for each in found if len(each) <= OPTION]
        meant = ranked(typed, categories, lambda category: (category,))
        return [app_commands.Choice(name=capital(each), value=each) for each in meant[:OPTIONS]]

    @trivia.command(description="Leave out the open question; nobody gets points for it")
    async def skip(self, interaction: Press) -> None:
        """For the starter, managers, and members who can manage messages."""
        event = await in_time(interaction, self._acted(interaction, self._service.skip))
        is_between = isinstance(event, ActionRefused) and event.reason is Reason.NOT_OPEN
        await send(interaction, _told(event, wording.BETWEEN if is_between else ""))

    @trivia.command(description="End the game in this channel, with the standings so far")
    async def stop(self, interaction: Press) -> None:
        """For the starter, managers, and members who can manage messages."""
        event = await in_time(interaction, self._acted(interaction, self._service.stop))
        await send(interaction, _told(event, "" if isinstance(event, ActionRefused) else wording.STOPPED))

    async def _acted(self, press: Press, act: Callable[..., Awaitable[Event]]) -> Event:
        _, channel_id = channel_of(press)
        may_manage = press.permissions.manage_messages or await is_manager(press, self._house)
        return await act(channel_id, member_of(press), may_manage=may_manage)

    # Buttons and the form

    async def _join(self, press: Press, action: Join) -> Outgoing:
        _, channel_id = channel_of(press)
        event = await self._service.join(channel_id, action.game_id, member_of(press), action.team)
        warned = await self._warning(press, channel_id, action.game_id) if isinstance(event, Joined) else []
        return _told(event, "\n".join([wording.came_of(event), *warned]))

    async def _warning(self, press: Press, channel_id: ChannelId, game_id: GameId) -> list[str]:
        """Tells a member who joins how far the game goes, if that is further than they have seen."""
        try:
            seen = await self._house.seen(member_of(press))
            further = await self._service.further_than(channel_id, game_id, seen)
        except StorageError as error:  # they are in, whether it is known or not
            log.warning("a member who joined a game isn't told how far it goes: %s", error)
            return []
        return [wording.further(each) for each in further]

    async def _again(self, press: Press, action: Again) -> Outgoing:
        if not (1 <= action.rounds <= MOST_ROUNDS and action.lobby <= LONGEST_LOBBY):
            return notice(TOO_OLD)
        place = place_of(press)
        packs = [pack.id for pack in await self._service.packs(place)]
        wish = buttons.as_wish(action, packs, await self._service.categories(place))
        return notice(wording.NOT_AGAIN) if wish is None else await self._start(press, wish)

    async def _pick(self, press: Press, action: Pick) -> Outgoing:
        _, channel_id = channel_of(press)
        event = await self._service.pick(channel_id, action.game_id, action.number, member_of(press), action.option)
        if isinstance(event, LockedIn):
            self._receipts.keep(press, action)
        return _told(event, asked=self._service.question(channel_id, action.game_id, action.number))

    async def _open_form(self, press: Press, action: OpenForm) -> None:
        channel_of(press)
        await press.response.send_modal(buttons.answer_form(action))

    async def _hint(self, press: Press, action: AskHint) -> Outgoing:
        _, channel_id = channel_of(press)
        return _told(await self._service.hint(channel_id, action.game_id, action.number, member_of(press)))

    async def _appeal(self, press: Press, action: AcceptMine) -> Outgoing:
        server_id = server_of(press)
        made = await self._service.appeal(server_id, action.game_id, action.number, member_of(press))
        if not made.is_new:
            return notice(wording.APPEALED_ALREADY)
        asked = await self._service.question_of(server_id, made.appeal.given.question_key)
        embed = wording.appealed(made, asked.text if asked else "")
        return Outgoing(embed=embed, view=buttons.appeal(made.appeal.id))

    async def _decide(self, press: Press, action: Decide) -> Outgoing:
        server_id = await managing(press, self._house, wording.NOT_YOURS_TO_DECIDE)
        await wait(press)  # one of several processes decides
        decision = await self._service.decide(
            server_id, AppealId(action.appeal_id), by=member_of(press), accepted=action.accepted
        )
        return Outgoing(embed=wording.decided(decision), replaces=True)

    async def _report(self, press: Press, action: ReportQuestion) -> Outgoing:
        server_id = server_of(press)
        made = await self._service.report(server_id, await self._meant_by(server_id, action.question), member_of(press))
        if not made.is_new:
            return notice(wording.REPORTED_ALREADY[made.report.state])
        return Outgoing(embed=wording.reported(made), view=buttons.report(made.report.question_key))

    async def _decide_report(self, press: Press, action: DecideReport) -> Outgoing:
        server_id = await managing(press, self._house, wording.NOT_YOURS_TO_KEEP)
        await wait(press)
        key = await self._meant_by(server_id, action.question)
        decision = await self._service.decide_report(server_id, key, by=member_of(press), is_kept=action.is_kept)
        return Outgoing(embed=wording.report_decided(decision), replaces=True)

    async def _meant_by(self, server_id: ServerId, handle: str) -> QuestionKey:
        """The key of the question with this handle. Raises UserError if the packs don't have it any more."""
        for key in await self._service.question_keys(server_id):
            if buttons.handle_of(key) == handle:
                return key
        raise UserError(wording.NO_SUCH_QUESTION)

    async def _guess(self, press: Press, action: OpenForm, typed: str) -> Outgoing:
        _, channel_id = channel_of(press)
        event = await self._service.guess(channel_id, action.game_id, action.number, member_of(press), typed)
        if isinstance(event, Solved):
            return Outgoing(text=wording.solved(event, member_of(press)))
        return _told(event)

    # Chat

    def is_guess(self, message: discord.Message) -> bool:
        """Whether a message is a reply to a game's question, so it isn't a question to the bot."""
        typed = self._service.typed_question(ChannelId(message.channel.id))
        return (typed is not None and _replies_to(message, typed)) or _replies_to_form(message)

    def is_playing(self, channel_id: ChannelId) -> bool:
        """Whether a game is running in a channel."""
        return self._service.is_playing(channel_id)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Takes replies to the question as answers, and in listening channels plain messages too."""
        typed = self._service.typed_question(ChannelId(message.channel.id))
        if typed is None or not typed.is_open or not message.content or message.author.bot or message.guild is None:
            return
        overheard = not _replies_to(message, typed)
        if overheard and not (is_to_nobody(message) and await self._listening.hears(channel_ids(message.channel))):
            return
        event = await self._service.guess(
            ChannelId(message.channel.id),
            typed.game_id,
            typed.number,
            MemberId(message.author.id),
            _without_mentions(message),
            overheard=overheard,
        )
        with suppress(discord.HTTPException):  # the answer counts even without the reaction
            await _show(message, event)


def _check_rights(interaction: Press) -> None:
    """Raises UserError before a game starts that couldn't ask anything."""
    if not interaction.is_guild_integration():
        raise UserError(SERVERS_ONLY)
    held = interaction.app_permissions
    is_thread = isinstance(interaction.channel, discord.Thread)
    needed = {"view_channel": "view_channel", "embed_links": "embed_links"}
    needed["send_messages"] = "send_messages_in_threads" if is_thread else "send_messages"
    if lacking := [RIGHTS[name] for name, right in needed.items() if not getattr(held, right)]:
        raise UserError(wording.lacking(lacking))


def _replies_to(message: discord.Message, typed: TypedQuestion) -> bool:
    if typed.message_id is None or not is_reply(message) or message.reference is None:
        return False
    return message.reference.message_id == typed.message_id


def _replies_to_form(message: discord.Message) -> bool:
    """Whether the replied-to message has the button of a question's form."""
    original = message.reference.resolved if message.reference is not None else None
    return isinstance(original, discord.Message) and any(map(OpenForm.read, custom_ids(original)))


def _told(event: Event, text: str = "", *, asked: QuizQuestion | None = None) -> Outgoing:
    """The reply to a member: the `text` if there is one."""
    return notice(text or wording.came_of(event, asked))


def _without_mentions(message: discord.Message) -> str:
    text = message.content
    for user in message.mentions:
        text = text.replace(f"<@{user.id}>", " ").replace(f"<@!{user.id}>", " ")
    return text


async def _show(message: discord.Message, event: Event) -> None:
    """Answers a guess in chat as briefly as possible."""
    match event:
        case Solved():
            await message.reply(wording.came_of(event), mention_author=False)
        case AlsoRight():
            await message.add_reaction(RIGHT_SIGN)
        case Guessed(verdict=Verdict.EMPTY) | HintGiven():
            pass
        case Guessed(verdict=Verdict.SEVERAL | Verdict.NEGATED):
            await message.reply(wording.came_of(event), mention_author=False)
        case Guessed(left=left):
            await message.add_reaction(WRONG_SIGN if left else NO_MORE_SIGN)
        case _:
            pass
