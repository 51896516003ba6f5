"""The playground in a process of its own, with many servers and Discord's limits, and a member who asks meanwhile.

Moments are seconds of the machine's monotonic clock, which all its processes share.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.connection import Connection

from bot.playground.members import Shown
from bot.playground.model import Event, MessageCreated, MessageUpdated
from bot.playground.recorder import Request
from bot.playground.rest import BY_TOKEN_IN_PATH, PREFIX
from bot.playground.server import Playground

LATENCY = timedelta(milliseconds=100)
"""How long Discord takes for a request, there and back, as one sees it from a European data centre."""

ONLINE_WITHIN = 600.0
"""Seconds for the bot to connect and to hear of all its servers."""

STUCK = 20.0
"""Seconds without a new post or edit after which no more are expected."""


@dataclass(frozen=True)
class Opened:
    """Where the playground is, and its servers with the bot, each with its channel."""

    api_base: str
    token: str
    channels: Sequence[tuple[int, int]]


@dataclass
class Seen:
    """What went on since the last look."""

    requests: list[tuple[float, int]] = field(default_factory=list)
    """Those that count for the limit of 50 a second: when each arrived, and the status of its answer."""
    posts: list[tuple[float, int]] = field(default_factory=list)
    """When a message of the bot appeared that answers nobody, and in which server."""
    edits: list[float] = field(default_factory=list)
    facts: list[float] = field(default_factory=list)
    """How many seconds each `/fact` waited for the bot's callback, one after the other."""
    failed: int = 0
    """Those of them that were answered too late or not at all."""


@dataclass(frozen=True)
class UntilOnline:
    """Reply when the bot is connected and its commands are known."""


@dataclass(frozen=True)
class UntilSeen:
    """Reply when there are so many posts and edits since the last look, or no more come."""

    posts: int
    edits: int


@dataclass(frozen=True)
class Look:
    """Reply with what was `Seen`, and begin anew."""


Order = UntilOnline | UntilSeen | Look


def serve(orders: Connection, servers: int, character: str) -> None:
    """Be the playground until the other end hangs up; /fact is about the character. The first reply is `Opened`."""
    asyncio.run(_Town(orders, servers, character).run())


class _Town:
    def __init__(self, orders: Connection, servers: int, character: str) -> None:
        self._orders = orders
        self._character = character
        self._seen = Seen()
        self._playground = Playground(more_servers=servers, latency=LATENCY, on_request=self._note)
        self._playground.hub.listen(self._hear)

    async def run(self) -> None:
        async with self._playground as playground:
            world = playground.world
            small = [guild for guild in world.guilds.values() if guild.name.startswith("Server ")]
            channels = [(int(guild.id), int(world.channels_of(guild.id)[0].id)) for guild in small]
            self._orders.send(Opened(playground.api_base, playground.token, channels))
            asking = None
            try:
                while (order := await self._next_order()) is not None:
                    self._orders.send(await self._do(order))
                    if isinstance(order, UntilOnline):
                        asking = asyncio.create_task(self._ask(str(channels[len(channels) // 2][1])))
            finally:
                if asking is not None:
                    asking.cancel()

    async def _next_order(self) -> Order | None:
        try:
            order: Order = await asyncio.to_thread(self._orders.recv)
        except EOFError:
            return None
        return order

    async def _do(self, order: Order) -> object:
        match order:
            case UntilOnline():
                await self._playground.until_online(timeout=ONLINE_WITHIN)
                await self._playground.until_commands("fact", timeout=ONLINE_WITHIN)
            case UntilSeen(posts, edits):
                await self._until(posts, edits)
            case Look():
                seen, self._seen = self._seen, Seen()
                return seen
        return None

    async def _until(self, posts: int, edits: int) -> None:
        count, since = -1, time.monotonic()
        while len(self._seen.posts) < posts or len(self._seen.edits) < edits:
            now_there = len(self._seen.posts) + len(self._seen.edits)
            if now_there != count:
                count, since = now_there, time.monotonic()
            elif time.monotonic() - since > STUCK:
                return
            await asyncio.sleep(0.1)

    async def _ask(self, channel: str) -> None:
        """Use /fact, again and again."""
        sam = self._playground.member("Sam")
        while True:
            seen, asked = self._seen, time.monotonic()
            try:
                outcome = await sam.slash(channel, "fact", {"character": self._character})
            except TimeoutError:
                outcome = None
            if isinstance(outcome, Shown):
                seen.facts.append(time.monotonic() - asked)
            else:
                seen.failed += 1

    def _note(self, request: Request) -> None:
        if not request.path.removeprefix(PREFIX).startswith(BY_TOKEN_IN_PATH):
            self._seen.requests.append((time.monotonic(), request.status))

    def _hear(self, event: Event) -> None:
        match event:
            case MessageCreated(message) if message.answers is None and message.guild_id is not None:
                self._seen.posts.append((time.monotonic(), int(message.guild_id)))
            case MessageUpdated(message) if message.answers is None:
                self._seen.edits.append(time.monotonic())
            case _:
                pass
