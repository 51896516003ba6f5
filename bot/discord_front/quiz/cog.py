"""/trivia, the buttons and the form of its questions, and typed answers in chat."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar, assert_never

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front import custom_ids, failures, wording
from bot.discord_front.asking.conversation import is_reply, is_to_nobody, places
from bot.discord_front.custom_ids import Quizzed
from bot.discord_front.quiz import buttons as quiz_buttons
from bot.discord_front.quiz import ids
from bot.discord_front.quiz import wording as quiz_wording
from bot.discord_front.quiz.ids import AcceptMine, AskHint, Decide, OpenForm, Pick
from bot.discord_front.replies import Outgoing, notice, receipt_optional, send
from bot.discord_front.rights import RIGHTS
from bot.errors import UserError
from bot.knowledge.model import Difficulty
from bot.lookups.listening import Listening
from bot.questions.grading import Verdict
from bot.questions.model import Question, QuestionKind
from bot.quiz.events import AlsoRight, Event, Guessed, Hint, Reason, Refused, Solved
from bot.quiz.results import AlreadyRunning, GameStarted, TypedQuestion
from bot.quiz.round import MOST_ROUNDS, Answers
from bot.quiz.service import ROUNDS, QuizService

Press = discord.Interaction[Any]
TriviaPress = Pick | OpenForm | AskHint | AcceptMine | Decide

Rounds = app_commands.Range[int, 1, MOST_ROUNDS]

KINDS = [app_commands.Choice(name=wording.capital(kind.value), value=kind.value) for kind in QuestionKind]
LEVELS = [app_commands.Choice(name=wording.capital(level.value), value=level.value) for level in Difficulty]
WAYS = [app_commands.Choice(name=wording.capital(way.value), value=way.value) for way in Answers]

PROMPT = timedelta(seconds=1.5)
"""Work that takes longer is announced: Discord waits three seconds for a word."""

T = TypeVar("T")

RIGHT_SIGN, WRONG_SIGN, NO_MORE_SIGN = "✅", "❌", "🚫"


class Trivia(commands.Cog):
    """Games in channels."""

    trivia = app_commands.Group(
        name="trivia",
        description="A quiz in this channel",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, service: QuizService, listening: Listening) -> None:
        self._service = service
        self._listening = listening

    @trivia.command(description="Start a game in this channel")
    @app_commands.describe(
        rounds=f"How many questions; {ROUNDS} if you say nothing",
        kind="Only questions of one kind",
        difficulty="Only easy, medium or hard ones",
        answers="With buttons (unless you say otherwise), or typed",
        relaxed="Twice the time for each question",
    )
    @app_commands.choices(kind=KINDS, difficulty=LEVELS, answers=WAYS)
    async def start(
        self,
        interaction: Press,
        rounds: Rounds = ROUNDS,
        kind: app_commands.Choice[str] | None = None,
        difficulty: app_commands.Choice[str] | None = None,
        answers: app_commands.Choice[str] | None = None,
        relaxed: bool = False,
    ) -> None:
        """Begin a game, or show the way to the one that runs."""
        server, channel = _place(interaction)
        _check_rights(interaction)
        with receipt_optional(interaction):
            await interaction.response.defer(ephemeral=True)  # questions of a large pack take seconds at first
        result = await self._service.start(
            server=server,
            channel=channel,
            starter=interaction.user.id,
            rounds=rounds,
            kind=QuestionKind(kind.value) if kind else None,
            difficulty=Difficulty(difficulty.value) if difficulty else None,
            answers=Answers(answers.value) if answers else Answers.BUTTONS,
            relaxed=relaxed,
        )
        match result:
            case GameStarted():
                text = quiz_wording.started(result)
            case AlreadyRunning():
                text = quiz_wording.already_running(result, server=server)
            case _:
                assert_never(result)
        await interaction.followup.send(text, ephemeral=True)

    @trivia.command(description="Leave out the open question; it counts for nobody")
    async def skip(self, interaction: Press) -> None:
        """For the starter, and whoever may manage messages."""
        _, channel = _place(interaction)
        may_manage = interaction.permissions.manage_messages
        event = await _in_time(interaction, self._service.skip(channel, interaction.user.id, may_manage=may_manage))
        is_between = isinstance(event, Refused) and event.reason is Reason.NOT_OPEN
        await _tell(interaction, event, quiz_wording.BETWEEN if is_between else "")

    @trivia.command(description="End the game in this channel, with the standing so far")
    async def stop(self, interaction: Press) -> None:
        """For the starter, and whoever may manage messages."""
        _, channel = _place(interaction)
        may_manage = interaction.permissions.manage_messages
        event = await _in_time(interaction, self._service.stop(channel, interaction.user.id, may_manage=may_manage))
        await _tell(interaction, event, "" if isinstance(event, Refused) else quiz_wording.STOPPED)

    # Buttons and the form

    async def press(self, press: Press, action: TriviaPress) -> None:
        """Do what a button of a game says."""
        player = press.user.id
        server, channel = _place(press)
        match action:
            case Pick(game=game, number=number, option=option):
                event = await _in_time(press, self._service.pick(channel, game, number, player, option))
                asked = self._service.question(channel, game, number)
                await _tell(press, event, asked=asked)
            case OpenForm():
                with receipt_optional(press):
                    await press.response.send_modal(quiz_buttons.form(action))
            case AskHint(game=game, number=number):
                event = await _in_time(press, self._service.hint(channel, game, number, player))
                await _tell(press, event)
            case AcceptMine(game=game, number=number):
                made = await self._service.appeal(server, game, number, player)
                if not made.is_new:
                    await send(press, notice(quiz_wording.APPEALED_ALREADY))
                    return
                asked = self._service.question_of(made.appeal.given.question)
                embed = quiz_wording.appealed(made, asked.text if asked else "")
                await send(press, Outgoing(embed=embed, view=quiz_buttons.appeal(made.appeal.id)))
            case Decide(appeal=appeal, accepted=accepted):
                if not press.permissions.manage_guild:
                    await send(press, notice(quiz_wording.NOT_YOURS_TO_DECIDE))
                    return
                with receipt_optional(press):
                    await press.response.defer()
                decision = await self._service.decide(server, appeal, by=player, accepted=accepted)
                await press.edit_original_response(embed=quiz_wording.decided(decision), view=None)
            case _:
                assert_never(action)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Press) -> None:
        """Take what was written into a form; its id is all that is needed, so it may be older than this run."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: dict[str, Any] = dict(interaction.data or {})
        pressed = custom_ids.read(data["custom_id"])
        action = ids.read(pressed) if isinstance(pressed, Quizzed) else None
        if not isinstance(action, OpenForm):
            return
        try:
            _, channel = _place(interaction)
            typed, player = quiz_buttons.typed_in(data), interaction.user.id
            event = await _in_time(interaction, self._service.guess(channel, action.game, action.number, player, typed))
            if isinstance(event, Solved):
                await _say(interaction, Outgoing(text=quiz_wording.solved(event, player)))
            else:
                await _tell(interaction, event)
        except Exception as error:
            await failures.apologise(interaction, error, "a typed answer")

    # Chat

    def is_guess(self, message: discord.Message) -> bool:
        """Whether a message answers the question of a game by replying to it, and so is no question to the bot."""
        typed = self._service.typed_question(message.channel.id)
        return (typed is not None and _replies_to(message, typed)) or _replies_to_form(message)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Take a reply to the question as an answer, and in channels where the bot listens plain messages, too."""
        typed = self._service.typed_question(message.channel.id)
        if typed is None or not typed.is_open or not message.content or message.author.bot or message.guild is None:
            return
        overheard = not _replies_to(message, typed)
        if overheard and not (is_to_nobody(message) and await self._listening.hears(places(message.channel))):
            return
        event = await self._service.guess(
            message.channel.id,
            typed.game,
            typed.number,
            message.author.id,
            _without_mentions(message),
            overheard=overheard,
        )
        with suppress(discord.HTTPException):  # that it counts does not hang on a sign
            await _show(message, event)


def _place(interaction: Press) -> tuple[int, int]:
    """Server and channel."""
    if interaction.guild_id is None or interaction.channel_id is None:
        raise UserError(quiz_wording.SERVERS_ONLY)
    return interaction.guild_id, interaction.channel_id


def _check_rights(interaction: Press) -> None:
    """Say so before a game begins that could not ask anything."""
    if not interaction.is_guild_integration():
        raise UserError(quiz_wording.SERVERS_ONLY)
    held = interaction.app_permissions
    is_thread = isinstance(interaction.channel, discord.Thread)
    needed = {"view_channel": "view_channel", "embed_links": "embed_links"}
    needed["send_messages"] = "send_messages_in_threads" if is_thread else "send_messages"
    if lacking := [RIGHTS[name] for name, right in needed.items() if not getattr(held, right)]:
        raise UserError(quiz_wording.lacking(lacking))


def _replies_to(message: discord.Message, typed: TypedQuestion) -> bool:
    if typed.message is None or not is_reply(message) or message.reference is None:
        return False
    return message.reference.message_id == typed.message


def _replies_to_form(message: discord.Message) -> bool:
    """Whether the message replied to has the button of a question's form."""
    original = message.reference.resolved if message.reference is not None else None
    if not isinstance(original, discord.Message):
        return False
    buttons = (child for row in original.components for child in getattr(row, "children", ()))
    pressed = (custom_ids.read(getattr(child, "custom_id", None) or "") for child in buttons)
    return any(isinstance(each, Quizzed) and isinstance(ids.read(each), OpenForm) for each in pressed)


async def _in_time(interaction: Press, work: Coroutine[Any, Any, T]) -> T:
    """Do the work, and where it is slow tell Discord that an answer comes."""
    doing = asyncio.create_task(work)
    doing.add_done_callback(lambda done: done.cancelled() or done.exception())  # also where the defer below fails
    done, _ = await asyncio.wait({doing}, timeout=PROMPT.total_seconds())
    if not done:
        with receipt_optional(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
    return await doing


async def _tell(interaction: Press, event: Event, text: str = "", *, asked: Question | None = None) -> None:
    """Tell a member what came of it, with the `text` if there is one."""
    await _say(interaction, notice(text or quiz_wording.came_of(event, asked)))


async def _say(interaction: Press, outgoing: Outgoing) -> None:
    """Answer a press, also one that was told to wait."""
    if interaction.response.is_done():
        await interaction.followup.send(outgoing.text, ephemeral=outgoing.quiet)
    else:
        await send(interaction, outgoing)


def _without_mentions(message: discord.Message) -> str:
    text = message.content
    for user in message.mentions:
        text = text.replace(f"<@{user.id}>", " ").replace(f"<@!{user.id}>", " ")
    return text


async def _show(message: discord.Message, event: Event) -> None:
    """Answer a guess in chat with as little as will do."""
    match event:
        case Solved():
            await message.reply(quiz_wording.came_of(event), mention_author=False)
        case AlsoRight():
            await message.add_reaction(RIGHT_SIGN)
        case Guessed(verdict=Verdict.EMPTY) | Hint():
            pass
        case Guessed(verdict=Verdict.SEVERAL | Verdict.NEGATED):
            await message.reply(quiz_wording.came_of(event), mention_author=False)
        case Guessed(left=left):
            await message.add_reaction(WRONG_SIGN if left else NO_MORE_SIGN)
        case _:
            pass
