"""A bot that answers questions and does nothing else, so that it needs no database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from bot.app import add_answers
from bot.discord_front.client import Extension, Lorekeeper
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.presses import FormAnswers, register
from bot.discord_front.questions import Pictures
from bot.house.service import HouseService
from bot.ids import ChannelId, ServerId
from bot.knowledge.pictures import PackPictures
from bot.lookups.answers import AnswerService
from bot.lookups.listening import Listening
from bot.scheduling.clock import SystemClock
from bot.storage.misses import MissEnd
from tests.packs.small_shelf import OneShelf, in_use
from tests.storage.memory import in_memory

NO_PICTURES = Pictures(PackPictures())


class NoGames:
    """Nobody plays."""

    def is_guess(self, _message: discord.Message) -> bool:
        return False

    def is_playing(self, _channel_id: int) -> bool:
        return False


class NotJudged:
    """Nobody may say whether an answer is right."""

    async def can_be(self, _server_id: ServerId | None) -> bool:
        return False


class NothingKept:
    """Open questions are forgotten."""

    def note(self, server_id: ServerId | None, channel_id: ChannelId, question: str, ended: MissEnd) -> None:
        pass


def answering(service: AnswerService) -> Extension:
    """Its commands, its chat and what answers presses."""

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        storage = in_memory()
        house = HouseService(storage.house, SystemClock())
        shelf = OneShelf(in_use(service.knowledge, answers=service))
        listening, queue = Listening(storage.settings), AnswerQueue()
        items, forms = await add_answers(
            client, shelf, listening, NoGames(), house, NO_PICTURES, queue, NotJudged(), NothingKept()
        )
        register(client, *items)
        client.add_view(FormAnswers(*forms))
        yield

    return extension
