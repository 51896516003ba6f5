"""A bot in two shards: two processes, each with a connection of its own, over one database."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import the_bot
from bot.playground.clock import MovableClock
from bot.playground.members import Shown
from bot.playground.server import Playground
from bot.scheduling.shard import Shard
from tests.end_to_end.stage import PATIENT, a_run, shown

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HERE, THERE = "lore", "deck"
"""A channel in the playground's own server, and one in another; by the times in their ids each shard has one."""
FIRST, SECOND = Shard(0, 2), Shard(1, 2)


class Pair:
    """The playground with two servers, of which each shard hears of one, and a database in a folder."""

    def __init__(self, folder: Path, clock: MovableClock, playground: Playground) -> None:
        self.clock = clock
        self.playground = playground
        self.robin = playground.member("Robin")
        self._folder = folder
        playground.world.add_server("Harbour", THERE, at=NOON + timedelta(milliseconds=1))

    def process(self, shard: Shard) -> AbstractAsyncContextManager[None]:
        """One run of one of them."""
        return a_run(
            self.playground,
            self._folder,
            lambda library, storage: the_bot(library, storage, self.clock, catch_up=timedelta(hours=6)),
            shard=shard,
        )

    def said(self, channel: str) -> list[Shown]:
        """What the bot has said there for all to see."""
        bot = self.playground.world.application_id
        return [m for m in self.robin.sees(channel) if m.author_id == bot and not m.is_ephemeral]

    async def daily(self, channel: str, number: int) -> None:
        """Wait for the channel's `number`-th daily question."""
        await self.robin.message(channel, lambda _: len(self.said(channel)) >= number)


@asynccontextmanager
async def a_pair(folder: Path) -> AsyncIterator[Pair]:
    clock = MovableClock(NOON)
    async with Playground(answer_within=PATIENT, clock=clock) as playground:
        yield Pair(folder, clock, playground)


async def test_each_process_looks_after_the_servers_of_its_shard(tmp_path: Path) -> None:
    async with a_pair(tmp_path) as pair, pair.process(FIRST):
        async with pair.process(SECOND):
            assert {session.shard for session in pair.playground.gateway.sessions.values()} == {(0, 2), (1, 2)}
            for channel in (HERE, THERE):
                told = shown(await pair.robin.slash(channel, "settings daily set", {"time": "9 am", "zone": "UTC"}))
                assert "Every day at **09:00** (UTC)" in told.text

            await pair.clock.move(DAY)
            for channel in (HERE, THERE):
                await pair.daily(channel, 1)

        await pair.clock.move(DAY)
        await pair.daily(HERE, 2)
        assert len(pair.said(THERE)) == 1

        async with pair.process(SECOND):
            await pair.daily(THERE, 2)
            await pair.clock.move(DAY)
            for channel in (HERE, THERE):
                await pair.daily(channel, 3)
                assert len(pair.said(channel)) == 3


async def test_what_is_asked_in_chat_and_in_private_is_answered_once(tmp_path: Path) -> None:
    async with a_pair(tmp_path) as pair, pair.process(FIRST), pair.process(SECOND):
        for channel in (HERE, THERE, "dm"):
            await pair.robin.answer_to(await pair.robin.say(channel, "@Lorekeeper who is mara?"))
            shown(await pair.robin.slash(channel, "whoplayed", {"name": "Mara"}))

        assert [len(pair.said(channel)) for channel in (HERE, THERE, "dm")] == [2, 2, 2]
