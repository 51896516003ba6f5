"""Uses the bot for long, and prints by how much its memory and its tasks grow.

    python -m tests.benchmarks.soak [--minutes 60] [--limit MB] [--smoke]

The bot runs over the playground in this process, with a small pack. Questions, facts, games and daily questions (the
clock jumps a day at a time) take turns. The playground would remember everything, so it forgets what is old. The first
quarter fills caches; growth is counted from there on, per 1,000 events. An event is one use of a command. Some caches
take longer to fill, such as that of the latest 200 messages, so a run of a few minutes still shows growth. With
`--limit`, the exit code is 1 if it is more than that, or if tasks are left over.
"""

import argparse
import asyncio
import gc
import itertools
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo import run_playground
from bot.playground.members import Shown
from bot.playground.server import Playground
from tests.benchmarks.large_packs import SHAPES, written
from tests.benchmarks.load import lift_limits

FACTS = 60
"""Facts of the pack."""

SMOKE = 0.1
"""Minutes of a smoke run."""

WARM_UP = 0.25
"""Share of the time that fills caches."""

REMEMBERED = 50
"""Messages in a channel, and uses of commands, that the playground remembers."""

SPARE_TASKS = 5
"""Tasks by which two samples may differ, because a command is just being answered."""

DAILY = {"time": "09:00", "zone": "UTC", "channel": "lore"}

DAY = timedelta(days=1)

DAY_AFTER = 5
"""Rounds of commands from one day to the next."""


@dataclass(frozen=True)
class Sample:
    """What the process holds after so many events: megabytes, tasks of asyncio, and objects that Python tracks."""

    events: int
    memory: float
    tasks: int
    objects: int

    def growth(self, later: "Sample") -> str:
        """By how much it has grown until then, per 1,000 events."""
        times = 1000 / max(1, later.events - self.events)
        return (
            f"growth per 1,000 events: {times * (later.memory - self.memory):+.2f} MB, "
            f"{times * (later.tasks - self.tasks):+.1f} tasks, {times * (later.objects - self.objects):+.0f} objects"
        )


def sample(events: int) -> Sample:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Sample(events, pages * 4096 / 2**20, len(asyncio.all_tasks()), len(gc.get_objects()))


def forget(playground: Playground) -> None:
    """Drop what the playground remembers for its page and for tests."""
    world = playground.world
    for guild in world.guilds.values():
        for channel in world.channels_of(guild.id):
            for message in world.messages_in(channel.id)[:-REMEMBERED]:
                world.remove(message)
    for id in list(world.interactions)[:-REMEMBERED]:
        del world.interactions[id]
    playground.requests.clear()


async def soak(playground: Playground, seconds: float) -> list[Sample]:
    """Use everything in turn, and look four times at what the process holds."""
    robin, sam = playground.member("Robin"), playground.member("Sam")
    await robin.slash("lore", "settings daily set", DAILY)
    begun, events, samples = time.monotonic(), 1, list[Sample]()
    rounds = itertools.count(1)
    while (passed := time.monotonic() - begun) < seconds:
        await sam.slash("general", "fact")
        await sam.slash("general", "ask", {"question": f"Who met somebody in year {events % FACTS}?"})
        await sam.slash("general", "trivia start", {"rounds": "3"})
        await sam.slash("general", "trivia stop")
        events += 4
        if next(rounds) % DAY_AFTER == 0:
            await playground.clock.move(DAY)
            today = await robin.slash("lore", "daily")
            if isinstance(today, Shown) and any(not button.disabled for button in today.buttons):
                await robin.click(today, today.buttons[0].label)
            events += 2
            forget(playground)
        if passed >= seconds * WARM_UP * (len(samples) + 1):
            samples.append(sample(events))
            print(samples[-1], flush=True)
    return [*samples, sample(events)]


def main() -> int:
    """Print the samples, and the growth since the warm-up. 1 if it is above the limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--limit", type=float, metavar="MB", help="fail if memory grows by more after the warm-up")
    parser.add_argument("--smoke", action="store_true", help="a few seconds")
    chosen = parser.parse_args()
    seconds = 60 * (SMOKE if chosen.smoke else chosen.minutes)
    found = list[Sample]()

    async def use(playground: Playground) -> None:
        found.extend(await soak(playground, seconds))

    lift_limits()
    with TemporaryDirectory() as folder:
        pack = written(SHAPES["questions"].files(FACTS), Path(folder) / "large")
        asyncio.run(
            run_playground([pack], port=0, record=None, data=None, catch_up=DAY, on_ready=lambda _: None, use=use)
        )
    first, last = found[0], found[-1]
    print(f"{last.events} events in {seconds:.0f} s; {first.growth(last)}")
    grown = last.memory - first.memory
    return int(chosen.limit is not None and (grown > chosen.limit or last.tasks > first.tasks + SPARE_TASKS))


if __name__ == "__main__":
    sys.exit(main())
