"""Typed answers in chat: which messages count, and what is shown for them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.discord_front.admission import Limits
from bot.discord_front.presses import respond
from bot.discord_front.quiz import wording
from bot.discord_front.quiz.buttons import AskHint, Join, Pick
from bot.discord_front.quiz.cog import NO_MORE_SIGN, RIGHT_SIGN, WRONG_SIGN, TriviaCog
from bot.discord_front.quiz.receipts import Receipts
from bot.errors import StorageError
from bot.house.service import HouseService
from bot.ids import ChannelId, GameId, MemberId, MessageId, ServerId
from bot.lookups.listening import Listening
from bot.quiz.events import ActionRefused, Reason
from bot.quiz.questions import QuizQuestions
from bot.quiz.results import GameStarted
from bot.quiz.round import AnswerMode
from bot.quiz.service import QuizService
from bot.quiz.wish import Wish
from bot.storage.storage import Storage
from tests.clock import FakeClock
from tests.packs.small_shelf import a_shelf
from tests.quiz.small_quiz_channel import QuizChannels
from tests.small_pack import ONE_PACK, a_chance
from tests.storage.memory import in_memory
from tests.storage.memory_house import MemoryHouse

SERVER, CHANNEL, QUIET_CHANNEL, PARENT = ServerId(1), ChannelId(2), ChannelId(3), ChannelId(4)
ANNA, BEN = MemberId(11), MemberId(12)


@dataclass
class SmallMessage:
    """As much of a message as counts here, and what was said to it."""

    content: str
    author: discord.Object = field(default_factory=lambda: a_member(ANNA))
    channel: discord.Object = field(default_factory=lambda: discord.Object(CHANNEL))
    guild: discord.Object | None = field(default_factory=lambda: discord.Object(SERVER))
    mentions: list[Any] = field(default_factory=list)
    role_mentions: list[Any] = field(default_factory=list)
    mention_everyone: bool = False
    webhook_id: int | None = None
    type: discord.MessageType = discord.MessageType.default
    reference: discord.MessageReference | None = None
    signs: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    async def add_reaction(self, sign: str) -> None:
        self.signs.append(sign)

    async def reply(self, text: str, *, mention_author: bool) -> None:
        assert not mention_author
        self.replies.append(text)

    def to(self, message_id: MessageId) -> "SmallMessage":
        """The same as a reply."""
        self.type = discord.MessageType.reply
        self.reference = discord.MessageReference(message_id=message_id, channel_id=CHANNEL)
        return self


def a_member(id: int, *, bot: bool = False) -> Any:
    member: Any = discord.Object(id)
    return type("Member", (), {"id": member.id, "bot": bot, "display_name": f"Member {id}"})()


class Chat:
    """A channel with an open typed question."""

    def __init__(self, cog: TriviaCog, storage: Storage, channels: QuizChannels) -> None:
        self.cog = cog
        self.storage = storage
        self.message_id, shown = next(iter(channels.messages.items()))
        self.answer = cast("Any", shown).question.answer

    async def hear(self, message: SmallMessage) -> SmallMessage:
        await self.cog.on_message(cast("discord.Message", message))
        return message


@asynccontextmanager
async def a_chat() -> AsyncIterator[Chat]:
    storage, clock, channels = in_memory(), FakeClock(), QuizChannels()
    service = QuizService(storage, QuizQuestions(a_shelf(ONE_PACK), storage, a_chance()), channels, clock, a_chance())
    running = asyncio.create_task(service.run())
    await service.resumed()
    await service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(answers=AnswerMode.TYPED))
    await clock.asleep()
    yield Chat(
        TriviaCog(service, Listening(storage.settings), Receipts(), HouseService(storage.house, clock)),
        storage,
        channels,
    )
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with a_chat() as opened:
        yield opened


async def test_a_reply_to_the_question_is_an_answer(chat: Chat) -> None:
    solved = await chat.hear(SmallMessage(chat.answer).to(chat.message_id))

    assert "is right" in solved.replies[0]
    assert chat.cog.is_guess(cast("discord.Message", solved))


class SmallPress:
    """As much of a press as counts here, and what was said to it. Discord is slow where `is_done`."""

    def __init__(self) -> None:
        self.user = a_member(ANNA)
        self.client = SimpleNamespace(limits=Limits(), is_closed=lambda: False)
        self.created_at = datetime(2026, 5, 1, 12, tzinfo=UTC)
        self.guild_id, self.channel_id = SERVER, CHANNEL
        self.is_done = False
        self.extras: dict[str, object] = {}
        self.said: list[str] = []
        self.response = SimpleNamespace(is_done=lambda: self.is_done, send_message=self.say, defer=self.defer)
        self.followup = SimpleNamespace(send=self.say)

    async def say(self, *, content: str, ephemeral: bool, **_: object) -> None:
        assert ephemeral
        self.said.append(content)

    async def defer(self, *, ephemeral: bool, thinking: bool) -> None:
        assert ephemeral
        assert thinking
        self.is_done = True


async def test_a_button_pressed_while_the_bot_stops_gets_one_line() -> None:
    async with a_chat() as chat:
        pass
    press: Any = SmallPress()

    await respond(press, chat.cog._pick(press, Pick(GameId("f" * 10), 1, 0)), "a test")

    assert press.said == [wording.REFUSALS[Reason.AWAY]]


async def test_work_that_is_slow_is_announced_within_three_seconds(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord_front.replies.PROMPT", timedelta())
    press: Any = SmallPress()

    async def slow(*_: object) -> ActionRefused:
        while not press.is_done:  # noqa: ASYNC110  # the database is busy until then
            await asyncio.sleep(0)
        return ActionRefused(ANNA, Reason.NO_MORE_HINTS)

    monkeypatch.setattr(chat.cog._service, "hint", slow)

    await respond(press, chat.cog._hint(press, AskHint(GameId("f" * 10), 1)), "a test", thinks=True)

    assert press.said == ["There are no more hints."]


async def test_later_right_answers_get_a_sign(chat: Chat) -> None:
    await chat.hear(SmallMessage(chat.answer).to(chat.message_id))

    later = await chat.hear(SmallMessage(chat.answer, author=a_member(BEN)).to(chat.message_id))

    assert (later.signs, later.replies) == ([RIGHT_SIGN], [])


async def test_wrong_ones_get_a_sign_and_the_last_another(chat: Chat) -> None:
    heard = [await chat.hear(SmallMessage(f"zebra {word}").to(chat.message_id)) for word in ("one", "two", "three")]

    assert [message.signs for message in heard] == [[WRONG_SIGN], [WRONG_SIGN], [NO_MORE_SIGN]]


async def test_who_lists_several_is_told_so(chat: Chat) -> None:
    heard = await chat.hear(SmallMessage(f"{chat.answer} or a zebra").to(chat.message_id))

    assert "One answer at a time" in heard.replies[0]


async def test_the_mention_that_discord_puts_before_a_reply_is_no_part_of_it(chat: Chat) -> None:
    heard = await chat.hear(SmallMessage(f"<@99> {chat.answer}", mentions=[a_member(99)]).to(chat.message_id))

    assert "is right" in heard.replies[0]


async def test_plain_messages_count_only_where_the_bot_listens(chat: Chat) -> None:
    ignored = await chat.hear(SmallMessage(chat.answer))
    await chat.storage.settings.listen(SERVER, CHANNEL, listening=True)
    heard = await chat.hear(SmallMessage(chat.answer))

    assert ignored.replies == []
    assert "is right" in heard.replies[0]


async def test_talk_beside_a_game_gets_no_sign_and_costs_no_guess(chat: Chat) -> None:
    await chat.storage.settings.listen(SERVER, CHANNEL, listening=True)

    talk = [await chat.hear(SmallMessage(text)) for text in ("haha nice one", "brb dinner", "that was so close")]
    wrong = await chat.hear(SmallMessage("zebra"))

    assert [(message.signs, message.replies) for message in talk] == [([], [])] * 3
    assert wrong.signs == [WRONG_SIGN]
    assert "is right" in (await chat.hear(SmallMessage(chat.answer))).replies[0]


async def test_a_channel_goes_with_its_threads(chat: Chat) -> None:
    await chat.storage.settings.listen(SERVER, PARENT, listening=True)
    thread: Any = type("Thread", (), {"id": CHANNEL, "parent_id": PARENT})()

    assert "is right" in (await chat.hear(SmallMessage(chat.answer, channel=thread))).replies[0]


@pytest.mark.parametrize(
    "message",
    [
        SmallMessage("", author=a_member(ANNA)),
        SmallMessage("zebra", author=a_member(99, bot=True)),
        SmallMessage("zebra", channel=discord.Object(QUIET_CHANNEL)),
        SmallMessage("zebra", guild=None),
        SmallMessage("zebra", mentions=[a_member(BEN)]),
        SmallMessage("zebra", role_mentions=[discord.Object(5)]),
        SmallMessage("zebra", mention_everyone=True),
        SmallMessage("zebra", webhook_id=6),
        SmallMessage("zebra").to(MessageId(77)),
    ],
    ids=[
        "nothing to read",
        "a bot",
        "another channel",
        "no server",
        "somebody is meant",
        "a role is meant",
        "everybody is meant",
        "a webhook",
        "a reply to somebody",
    ],
)
async def test_nothing_else_counts(chat: Chat, message: SmallMessage) -> None:
    await chat.storage.settings.listen(SERVER, CHANNEL, listening=True)

    heard = await chat.hear(message)

    assert (heard.signs, heard.replies) == ([], [])


class Unreadable(MemoryHouse):
    """A database that fails."""

    async def seen(self, member_id: MemberId) -> Mapping[str, int]:
        raise StorageError(f"not read for {member_id}")


async def joined(house: HouseService) -> str:
    """What Ben reads when he joins a game of all questions."""
    storage, clock = in_memory(), FakeClock()
    questions = QuizQuestions(a_shelf(ONE_PACK), storage, a_chance())
    service = QuizService(storage, questions, QuizChannels(), clock, a_chance())
    running = asyncio.create_task(service.run())
    await service.resumed()
    started = await service.start(server_id=SERVER, channel_id=CHANNEL, starter=ANNA, wish=Wish(50, lobby=20))
    assert isinstance(started, GameStarted)
    press: Any = SmallPress()
    press.user = a_member(BEN)

    cog = TriviaCog(service, Listening(storage.settings), Receipts(), house)
    told = await cog._join(press, Join(started.game_id, 0))

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return told.text


@pytest.mark.parametrize(("seen", "warned"), [(None, False), (1, True), (4, False)])
async def test_a_member_who_has_seen_less_than_a_game_tells_is_warned_when_they_join(
    seen: int | None, warned: bool
) -> None:
    house = HouseService(MemoryHouse(), FakeClock())
    await house.see(BEN, "harbour", seen)

    text = await joined(house)

    assert text.startswith("You are in.")
    told = "This game goes up to scene 3 of **The Harbour Light**, and you said that you've seen it up to scene 1."
    assert (told in text) is warned


async def test_a_member_is_in_even_if_nobody_knows_what_they_have_seen() -> None:
    assert await joined(HouseService(Unreadable(), FakeClock())) == "You are in. That makes 2."
