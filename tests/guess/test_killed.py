"""A week of /guess whose process dies at its steps and is started again: no try is lost, and none counts twice."""

import asyncio
import os
import pickle
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.guess.service import GuessService, Player, roster_in
from bot.ids import MemberId, ServerId
from bot.storage.answers import Streak
from bot.storage.connect import open_storage
from bot.storage.storage import Storage
from tests.clock import NOON, FakeClock
from tests.daily.small_channel import Killed, Life
from tests.guess.small_cast import IDS, ONE_VILLAGE
from tests.packs.small_shelf import in_use
from tests.small_pack import a_chance
from tests.standby import held, relay
from tests.storage.conftest import DATABASES, place_for
from tests.storage.memory import in_memory
from tests.storage.ready import make_ready

SERVER = ServerId(1)
ANNA, BEN, CLEO = (Player(MemberId(member), SERVER) for member in (11, 12, 13))
DAY = timedelta(days=1)
DAYS = 7
LOST = 4
"""Cleo doesn't find the character of this day."""

EVERY = 3
"""Each so manieth step has its death in memory; by SIGKILL, one in thirty of these."""


@dataclass
class Seen:
    """What is left when a process dies: the time, and what members were told."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    sought: dict[int, set[str]] = field(default_factory=dict)
    """Whom each day's boards look for."""
    told: dict[tuple[int, int], int] = field(default_factory=dict)
    """How many of a member's tries of a day were answered."""
    day: int = 0


def tries(player: Player, day: int, target: str) -> list[str]:
    """Whom a member tries on a day: Anna needs one to three tries, Ben one, Cleo five, and all six in vain once."""
    others = [id for id in IDS if id != target]
    if player == CLEO:
        return others[:6] if day == LOST else [*others[:4], target]
    return [*others[: day % 3], target] if player == ANNA else [target]


async def play(seen: Seen, storage: Storage, life: Life) -> None:
    """A process: from where the last one died to the end of the week, or to its death."""
    service = GuessService(life.storage(storage), seen.clock, a_chance())
    roster = roster_in(in_use(ONE_VILLAGE))
    while seen.day < DAYS:
        for player in (ANNA, BEN, CLEO):
            target = (await service.daily(player, roster)).puzzle.target
            seen.sought.setdefault(seen.day, set()).add(target)
            for number, tried in enumerate(tries(player, seen.day, target)):
                if number < seen.told.get((seen.day, player.member_id), 0):
                    continue
                board = (await service.daily(player, roster, tried)).board
                assert board.count == number + 1, "a try was lost, or counted twice"
                seen.told[seen.day, player.member_id] = number + 1
        await life.step()
        await seen.clock.advance(DAY)
        seen.day += 1


async def check(seen: Seen, storage: Storage) -> None:
    """One character a day for all, every try once, and the streaks that follow from them."""
    assert [len(seen.sought[day]) for day in range(DAYS)] == [1] * DAYS
    targets = [target for day in range(DAYS) for target in seen.sought[day]]
    assert len(set(targets)) == DAYS, "with twelve characters nobody comes twice in a week"
    assert await storage.guesses.past(SERVER, "village") == tuple(targets)
    for player in (ANNA, BEN, CLEO):
        played = await storage.guesses.played(SERVER, player.member_id)
        assert [one.puzzle.number for one in played] == list(range(1, DAYS + 1))
        assert [list(one.characters) for one in played] == [
            tries(player, day, target) for day, target in enumerate(targets)
        ]
    evening = FakeClock(NOON + (DAYS - 1) * DAY)
    service = GuessService(storage, evening, a_chance())
    stats = {player: await service.stats(player) for player in (ANNA, BEN, CLEO)}
    assert [(each.played, each.solved) for each in stats.values()] == [(7, 7), (7, 7), (7, 6)]
    assert stats[ANNA].streak == stats[BEN].streak == Streak(7, 7)
    assert stats[CLEO].streak == Streak(DAYS - LOST - 1, LOST)
    assert stats[BEN].by_tries[0] == DAYS


async def lived(dies_at: int | None) -> int:
    """The steps of a week in memory whose process dies at one of them, and is followed by another."""
    seen, storage, life = Seen(), in_memory(), Life(dies_at=dies_at)
    with suppress(Killed):
        await play(seen, storage, life)
    assert life.is_over == (dies_at is not None)
    await play(seen, storage, Life())
    await check(seen, storage)
    return life.steps


@pytest.mark.slow
async def test_it_may_die_at_its_steps() -> None:
    steps = await lived(None)

    assert steps > 200
    for step in range(1, steps + 1, EVERY):
        await lived(step)


class Kill(Life):
    """A life whose end is one; what members were told outlives it."""

    def __init__(self, place: "Place", seen: Seen, *, dies_at: int | None) -> None:
        super().__init__(dies_at=dies_at)
        self._place = place
        self._seen = seen

    async def step(self) -> None:
        try:
            await super().step()
        except Killed:
            self._place.write(self._seen)
            os.kill(os.getpid(), signal.SIGKILL)


class Place:
    """A folder with the database, and with what is left of the world."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self._state = folder / "seen.pickle"

    def write(self, seen: Seen) -> None:
        self._state.write_bytes(pickle.dumps((seen.clock.now(), seen.sought, seen.told, seen.day)))

    def read(self) -> Seen:
        if not self._state.exists():
            return Seen()
        now, sought, told, day = pickle.loads(self._state.read_bytes())  # noqa: S301  # our own
        return Seen(FakeClock(now), sought, told, day)


def live(folder: Path, url: str | None, dies_at: int | None) -> None:
    """A process, to the end of the week or to its death."""
    asyncio.run(_live(Place(folder), url, dies_at))
    os._exit(0)


async def _live(place: Place, url: str | None, dies_at: int | None) -> None:
    await held(url, place.folder)
    seen = place.read()
    storage = await open_storage(url=url, folder=place.folder)
    await play(seen, storage, Kill(place, seen, dies_at=dies_at))
    place.write(seen)
    await storage.close()


async def checked(folder: Path, url: str | None) -> None:
    storage = await open_storage(url=url, folder=folder)
    try:
        await check(Place(folder).read(), storage)
    finally:
        await storage.close()


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL and no fork server")
@pytest.mark.parametrize("database", DATABASES)
def test_killed_with_sigkill_its_standby_goes_on(tmp_path: Path, request: pytest.FixtureRequest, database: str) -> None:
    steps = asyncio.run(lived(None))

    for step in range(1, steps + 1, 30 * EVERY):
        folder = tmp_path / str(step)
        folder.mkdir()
        url = asyncio.run(place_for(database, request, folder)).url
        asyncio.run(make_ready(url, folder))
        first, second = relay(live, folder, url, step, None)
        assert (first, second) == (-signal.SIGKILL, 0)
        asyncio.run(checked(folder, url))
