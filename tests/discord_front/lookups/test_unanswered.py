"""Questions without an answer are noted wherever they are asked, if the one who asks may expect it."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.discord_front.admission import Limits
from bot.discord_front.lookups.buttons import Meant
from bot.discord_front.lookups.chat import ChatCog
from bot.discord_front.lookups.conversation import Conversation
from bot.discord_front.lookups.handles import Handles
from bot.discord_front.lookups.judging import JudgingPresses
from bot.discord_front.lookups.questions import QuestionsCog
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.replies import Outgoing, notice
from bot.house.service import HouseService
from bot.ids import ChannelId, ServerId
from bot.lookups.listening import Listening
from bot.storage.misses import MissEnd
from tests.clock import NOON, FakeClock
from tests.packs.small_shelf import a_shelf
from tests.small_bot import NO_PICTURES, NoGames, NotJudged
from tests.small_pack import DOG, ONE_PACK
from tests.storage.memory import in_memory

ME, SAM, SERVER, CHANNEL = 1, 5, ServerId(3), ChannelId(4)
OPEN, ANSWERED, ELSEWHERE = "where did mara learn to swim?", "what is mara's dog called?", "who wants pizza?"


@dataclass
class Noted:
    """What was noted."""

    found: list[tuple[ServerId | None, ChannelId, str, MissEnd]] = field(default_factory=list)

    def note(self, server_id: ServerId | None, channel_id: ChannelId, question: str, ended: MissEnd) -> None:
        self.found.append((server_id, channel_id, question, ended))


class Taken:
    """A suggestion box that thanks."""

    async def suggest(self, *_: object, **__: object) -> Outgoing:
        return notice("Thank you!")


class Desk:
    """What answers questions, in a channel where it listens."""

    def __init__(self) -> None:
        self.noted = Noted()
        self.storage = in_memory()
        shelf, queue, talk = a_shelf(ONE_PACK), AnswerQueue(), Conversation(ME)
        house, listening = HouseService(self.storage.house, FakeClock(NOON)), Listening(self.storage.settings)
        self.chat = ChatCog(
            shelf, queue, talk, listening, NoGames(), house, NO_PICTURES, Limits(), NotJudged(), self.noted
        )
        bot: Any = SimpleNamespace(user=SimpleNamespace(id=ME))
        self.questions = QuestionsCog(bot, shelf, queue, talk, house, NO_PICTURES, NotJudged(), self.noted)
        self.judging = JudgingPresses(shelf, queue, talk, Taken(), self.noted)

    async def say(self, text: str, *, to_me: bool = False) -> None:
        await self.storage.settings.listen(SERVER, CHANNEL, listening=True)
        mentions = [SimpleNamespace(id=ME)] if to_me else []
        await self.chat.on_message(cast("discord.Message", a_message(text, mentions=mentions)))

    async def ask(self, question: str, *, private: bool | None = None) -> None:
        await QuestionsCog.ask.callback(self.questions, a_press(), question, private)  # type: ignore[arg-type,call-arg]  # discord.py's


async def _nothing(*_: object, **__: object) -> None:
    pass


def a_message(text: str, *, by: int = SAM, to: Any = None, mentions: Any = ()) -> Any:
    reference = SimpleNamespace(message_id=8, resolved=None, cached_message=to) if to is not None else None
    return SimpleNamespace(
        id=9,
        content=text,
        author=SimpleNamespace(id=by, bot=by == ME),
        webhook_id=None,
        guild=SimpleNamespace(id=SERVER),
        channel=SimpleNamespace(id=CHANNEL, send=_nothing),
        type=discord.MessageType.default if to is None else discord.MessageType.reply,
        reference=reference,
        mentions=mentions,
        role_mentions=(),
        mention_everyone=False,
        created_at=NOON,
        components=[],
        embeds=[],
        interaction_metadata=None,
        to_reference=lambda **_: None,
    )


def a_press(message: Any = None) -> Any:
    return SimpleNamespace(
        guild_id=SERVER,
        channel_id=CHANNEL,
        channel=SimpleNamespace(id=CHANNEL),
        user=SimpleNamespace(id=SAM),
        message=message,
        created_at=NOON,
        extras={},
        is_guild_integration=lambda: True,
        response=SimpleNamespace(is_done=lambda: False, send_message=_nothing, defer=_nothing),
    )


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_a_question_to_the_bot_is_noted(desk: Desk) -> None:
    for text in (OPEN, ANSWERED, ELSEWHERE):
        await desk.say(f"<@{ME}> {text}", to_me=True)

    assert desk.noted.found == [(SERVER, CHANNEL, OPEN, MissEnd.CLOSEST)]


async def test_a_plain_question_is_noted_where_the_bot_listens(desk: Desk) -> None:
    for text in (OPEN, ANSWERED, ELSEWHERE, "mara should learn to swim"):
        await desk.say(text)

    assert desk.noted.found == [(SERVER, CHANNEL, OPEN, MissEnd.NOTHING)]


async def test_a_command_is_noted_unless_it_is_private(desk: Desk) -> None:
    await desk.ask(OPEN, private=True)
    assert desk.noted.found == []

    await desk.ask(OPEN)
    assert desk.noted.found == [(SERVER, CHANNEL, OPEN, MissEnd.CLOSEST)]


async def test_an_answer_that_a_member_found_wrong_is_noted(desk: Desk) -> None:
    answer = a_message("", by=ME, to=a_message(ANSWERED))
    (form,) = desk.judging.forms

    work = form.answer(a_press(answer), Meant(Handles(ONE_PACK).of(DOG)).custom_id, ["none", "It's called Rope."])
    assert work is not None
    await work

    assert desk.noted.found == [(SERVER, CHANNEL, ANSWERED, MissEnd.WRONG)]
