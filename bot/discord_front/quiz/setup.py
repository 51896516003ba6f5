"""Brings trivia games and boards to a client: builds their services, adds their commands, and keeps the games going."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, assert_never

import discord

from bot.community.boards import BoardService
from bot.community.member_data import MemberDataService
from bot.discord_front import wording
from bot.discord_front.asking.chat import Chat
from bot.discord_front.boards.cog import Boards
from bot.discord_front.boards.members import DiscordMembers
from bot.discord_front.client import Lorekeeper
from bot.discord_front.custom_ids import ForgetMe, Quizzed
from bot.discord_front.member_data.cog import MemberDataCommands
from bot.discord_front.quiz import ids
from bot.discord_front.quiz.cog import Trivia
from bot.discord_front.quiz.ids import (
    AcceptMine,
    AskHint,
    AskReset,
    Decide,
    OpenForm,
    Pick,
    Reset,
    ShareDaily,
    TurnBoard,
)
from bot.discord_front.quiz.sending import DiscordQuizOutbox
from bot.discord_front.replies import notice, send
from bot.knowledge.model import Knowledge
from bot.lookups.listening import Listening
from bot.questions.model import Question
from bot.quiz.questions import QuizQuestions
from bot.quiz.service import QuizService
from bot.scheduling.clock import Clock
from bot.storage.storage import Storage

RESUMED_WITHIN = timedelta(seconds=10)
"""How long the bot waits with connecting for the games that ran; a slow database holds up nothing else for longer."""


@asynccontextmanager
async def trivia(
    client: Lorekeeper,
    *,
    storage: Storage,
    knowledge: Knowledge,
    clock: Clock,
    chance: random.Random,
    made: Iterable[Question] = (),
) -> AsyncIterator[None]:
    """Add the commands to a client that is logged in, go on with the games that ran, and keep them going until the end
    of the context. `made` are all questions of the packs; without them they are made when they are first needed."""
    questions = QuizQuestions(knowledge, storage, chance, made=made)
    games = QuizService(storage, questions, DiscordQuizOutbox(client), clock, chance, shard=client.shard)
    listening = Listening(storage.settings)
    trivia = Trivia(games, listening)
    boards = Boards(BoardService(storage, DiscordMembers(client, clock), clock), clock)

    async def press(press: discord.Interaction[Any], pressed: Quizzed) -> None:
        action = ids.read(pressed)
        match action:
            case Pick() | OpenForm() | AskHint() | AcceptMine() | Decide():
                await trivia.press(press, action)
            case TurnBoard() | AskReset() | Reset() | ShareDaily():
                await boards.press(press, action)
            case None:
                await send(press, notice(wording.STALE))
            case _:
                assert_never(action)

    own_data = MemberDataCommands(MemberDataService(storage, games, clock))
    client.on_press(Quizzed, press)
    client.on_press(ForgetMe, own_data.press)
    await client.add_cog(own_data)
    await client.add_cog(trivia)
    await client.add_cog(boards)
    chat = client.get_cog("Chat")
    if isinstance(chat, Chat):
        chat.leave(trivia.is_guess, is_busy=games.is_playing)
        chat.listen(listening)
    running = asyncio.create_task(games.run(), name="games")
    try:
        with suppress(TimeoutError):  # what is answered from here on finds the games that ran
            async with asyncio.timeout(RESUMED_WITHIN.total_seconds()):
                await games.resumed()
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
