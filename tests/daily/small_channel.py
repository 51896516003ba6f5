"""A stand-in for Discord's channels, which can fail in every way, and for processes, which can die at every step."""

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeVar, cast

from bot.daily.outbox import Found, Outbox
from bot.daily.results import DailyPaused, DailyPost, DailyResult, PingDropped
from bot.errors import Forbidden, Gone, Refused, Unavailable, Unknown
from bot.ids import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.storage.storage import Storage
from tests.clock import FakeClock

T = TypeVar("T")

NONCES_KEPT = timedelta(minutes=3)
"""How long the stand-in drops a second message with the same nonce ("a few minutes" at Discord)."""

RETRY_AFTER = timedelta(seconds=40)


class Fault(Enum):
    """What becomes of a request."""

    LOST = "no answer, not done"
    UNHEARD = "no answer, done"
    BROKEN = "500, not done"
    BROKEN_LATE = "500, done"
    TOO_MANY = "429"
    FORBIDDEN = "403"
    GONE = "404"


@dataclass
class Message:
    """What stands in the channel."""

    id: MessageId
    channel_id: ChannelId
    post: DailyPost
    sent_at: datetime
    result: DailyResult | None = None
    thread_id: ChannelId | None = None


@dataclass
class Reply:
    """A reply of ours to a message."""

    id: MessageId
    result: DailyResult
    sent_at: datetime


@dataclass
class Channels:
    """All channels and private messages. `faults` says what becomes of which request, counted from 1.

    A 404 deletes the channel; a 403 takes the right, until it is given back.
    """

    clock: FakeClock
    faults: dict[int, Fault] = field(default_factory=dict)
    deleted: set[ChannelId] = field(default_factory=set)
    forbidden: set[ChannelId] = field(default_factory=set)
    unreadable: set[ChannelId] = field(default_factory=set)
    down: Fault | None = None
    messages: dict[MessageId, Message] = field(default_factory=dict)
    replies: dict[MessageId, Reply] = field(default_factory=dict)
    unpingable: set[RoleId] = field(default_factory=set)
    rights_unknown: bool = False
    told: list[tuple[MemberId, DailyPaused | PingDropped]] = field(default_factory=list)
    requests: list[tuple[str, datetime]] = field(default_factory=list)
    removed: list[MessageId] = field(default_factory=list)
    pinged: list[RoleId] = field(default_factory=list)
    last_id: int = 1000
    on_change: Callable[[], None] = lambda: None
    """Called when something was done, before anybody hears of it."""

    def next_id(self) -> MessageId:
        self.last_id += 1
        return MessageId(self.last_id)

    def in_channel(self, marker: str) -> list[Message]:
        return [message for message in self.messages.values() if message.post.marker == marker]

    def count(self, request: str) -> int:
        return sum(name == request for name, _ in self.requests)


class SmallOutbox:
    """`Outbox` into these channels."""

    def __init__(self, channels: Channels) -> None:
        self.channels = channels

    async def post(self, post: DailyPost) -> MessageId:
        def act() -> MessageId:
            channels = self.channels
            for message in channels.in_channel(post.marker):
                if message.channel_id == post.channel_id and channels.clock.now() < message.sent_at + NONCES_KEPT:
                    return message.id
            message = Message(channels.next_id(), post.channel_id, post, channels.clock.now())
            channels.messages[message.id] = message
            channels.pinged += [post.role_id] if post.role_id else []
            return message.id

        return await self._request("post", post.channel_id, act)

    async def find(self, channel_id: ChannelId, marker: str, *, after: datetime) -> tuple[Found, ...]:
        def act() -> tuple[Found, ...]:
            if channel_id in self.channels.unreadable:
                raise Forbidden("Read Message History")
            found = [m for m in self.channels.in_channel(marker) if m.channel_id == channel_id and m.sent_at > after]
            found.sort(key=lambda message: message.id)
            return tuple(Found(m.id, m.post.asked, has_result=m.result is not None) for m in found)

        return await self._request("find", channel_id, act)

    async def shows_result(self, channel_id: ChannelId, message_id: MessageId) -> bool:
        def act() -> bool:
            if channel_id in self.channels.unreadable:
                raise Forbidden("Read Message History")
            return self._message(message_id).result is not None

        return await self._request("shows_result", channel_id, act)

    async def show_result(self, result: DailyResult) -> None:
        def act() -> None:
            self._message(result.message_id).result = result

        await self._request("show_result", result.channel_id, act)

    async def reply(self, result: DailyResult) -> MessageId:
        def act() -> MessageId:
            channels = self.channels
            if result.message_id not in channels.messages:
                raise Refused("Unknown message")
            for reply in channels.replies.values():
                is_same = reply.result.reply_nonce == result.reply_nonce
                if is_same and channels.clock.now() < reply.sent_at + NONCES_KEPT:
                    return reply.id
            reply = Reply(channels.next_id(), result, channels.clock.now())
            channels.replies[reply.id] = reply
            return reply.id

        assert len(result.reply_nonce) <= 25
        return await self._request("reply", result.channel_id, act)

    async def replies(self, channel_id: ChannelId, message_id: MessageId, *, after: datetime) -> tuple[MessageId, ...]:
        def act() -> tuple[MessageId, ...]:
            if channel_id in self.channels.unreadable:
                raise Forbidden("Read Message History")
            replies = self.channels.replies.values()
            return tuple(r.id for r in replies if r.result.message_id == message_id and r.sent_at > after)

        return await self._request("replies", channel_id, act)

    async def open_thread(self, post: DailyPost, message_id: MessageId) -> ChannelId:
        def act() -> ChannelId:
            thread_id = ChannelId(message_id)
            self._message(message_id).thread_id = thread_id
            return thread_id

        return await self._request("open_thread", post.channel_id, act)

    async def remove(self, channel_id: ChannelId, message_id: MessageId) -> None:
        def act() -> None:
            self.channels.removed.append(message_id)
            if self.channels.replies.pop(message_id, None) is None:
                del self.channels.messages[self._message(message_id).id]

        await self._request("remove", channel_id, act)

    async def may_ping(
        self,
        server_id: ServerId,  # noqa: ARG002
        channel_id: ChannelId,  # noqa: ARG002
        role_id: RoleId,
        *,
        for_member: MemberId | None,  # noqa: ARG002
    ) -> bool:
        if self.channels.rights_unknown:
            raise Unavailable("no gateway")
        return role_id not in self.channels.unpingable

    async def tell(self, member_id: MemberId, notice: DailyPaused | PingDropped, *, nonce: str) -> None:
        assert len(nonce) <= 25
        await self._request("tell", ChannelId(0), lambda: self.channels.told.append((member_id, notice)))

    def _message(self, id: MessageId) -> Message:
        if id not in self.channels.messages:
            raise Gone("message")
        return self.channels.messages[id]

    async def _request(self, name: str, channel_id: ChannelId, act: Callable[[], T]) -> T:
        channels = self.channels
        channels.requests.append((name, channels.clock.now()))
        await asyncio.sleep(0)
        match channels.down or channels.faults.get(len(channels.requests)):
            case Fault.LOST:
                raise Unknown("no answer")
            case Fault.BROKEN:
                raise Unavailable("500")
            case Fault.TOO_MANY:
                raise Unavailable("429", retry_after=RETRY_AFTER)
            case Fault.FORBIDDEN:
                channels.forbidden.add(channel_id)
            case Fault.GONE:
                channels.deleted.add(channel_id)
                gone = [id for id, message in channels.messages.items() if message.channel_id == channel_id]
                for id in gone:
                    del channels.messages[id]
            case Fault.UNHEARD:
                self._checked(channel_id, act)
                raise Unknown("no answer")
            case Fault.BROKEN_LATE:
                self._checked(channel_id, act)
                raise Unavailable("500")
            case None:
                pass
        return self._checked(channel_id, act)

    def _checked(self, channel_id: ChannelId, act: Callable[[], T]) -> T:
        if channel_id in self.channels.deleted:
            raise Gone("channel")
        if channel_id in self.channels.forbidden:
            raise Forbidden("Send Messages")
        done = act()
        self.channels.on_change()
        return done


class Killed(BaseException):
    """The process was killed with SIGKILL: it does nothing any more, whoever catches this."""


class Life:
    """A process's. It ends at its `dies_at`-th step (from 1); each call to the outside begins with one.

    A test takes another one before time goes by. So every state that a death can leave behind has its step: whether
    it comes right after a call or right before the next one, the same has been done and it is the same time.
    """

    def __init__(self, *, dies_at: int | None = None) -> None:
        self.steps = 0
        self.is_over = False
        self._dies_at = dies_at

    async def step(self) -> None:
        self.steps += 1
        if self.steps == self._dies_at:
            self.is_over = True
        if self.is_over:
            raise Killed

    def storage(self, storage: Storage) -> Storage:
        """The same storage, as long as this life lasts."""
        return cast("Storage", _Mortal(storage, self))

    def outbox(self, channels: Channels) -> Outbox:
        """A way into these channels, as long as this life lasts."""
        return cast("Outbox", _Mortal(SmallOutbox(channels), self))


class _Mortal:
    """Whatever it holds, with a step of the life before each call."""

    def __init__(self, held: Any, life: Life) -> None:
        self._held = held
        self._life = life

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._held, name)
        if not callable(attribute):
            return _Mortal(attribute, self._life)

        async def call(*arguments: Any, **named: Any) -> Any:
            await self._life.step()
            result = attribute(*arguments, **named)
            return await result if inspect.isawaitable(result) else result

        return call
