"""Posts the daily questions of ten thousand servers that are due at one moment, while a member uses /fact.

    python -m tests.benchmarks.daily [--servers 10000] [--peers 1000] [--database URL] [--profile] [--smoke]

The bot is the whole one, with a database of servers that have had their questions for a month (an SQLite file, or an
empty PostgreSQL with `--database`). It is connected to the playground, which runs in a process of its own, has the
servers, takes 100 ms for a request and keeps Discord's limits: 50 requests a second, and 5 posts in a channel in 5
seconds. Two days are played: on the first there are questions to post, on the second also those of the day before to
close. Only what the bot's clock shows between them is skipped.

A row for each: posts a second and how long after the moment posts appeared (half, 95 of a hundred, the last);
results shown and when the last was; the most requests in any second (the limit is 50) and how many were refused with
429; how far the order follows the servers' ids (0: not at all, 1: it is theirs); how long /fact waited for the bot's
answer, meanwhile and before; how long the event loop was held up at worst (99.9 of a hundred times, and ever); what
the processor spent on a post, and the most memory.

Beside it, in the same run, the two obvious bots, which post to all at once or to one after another and do nothing
else. They get fewer servers, which the figures for a post and a second do not depend on. Below 1, a ratio says that
they have less.
"""

import argparse
import multiprocessing
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.benchmarks import daily_bots, daily_discord
from tests.benchmarks.daily_bots import Go, Plan, Settled, Spent, Usage, Way
from tests.benchmarks.daily_discord import Look, Opened, Seen, UntilOnline, UntilSeen

SERVERS = 10_000
PEERS = 1_000

SMOKE = 30
"""Servers of a smoke run, which is to show that all of it works."""

IDLE = 10.0
"""Seconds for which /fact is timed before anything is due."""

IDLE_SMOKE = 0.5

SOMEBODY, SOMEBODY_SMALL = "Thor", "Mara"
"""A character of the pack, and of the tiny one of a smoke run, to ask /fact about."""

PROCESSES: Any = multiprocessing.get_context(
    "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
)
"""How processes are started: each by itself, and where it can be had from one that has the modules already."""


@dataclass(frozen=True)
class Figures:
    """What is printed of one day of one bot."""

    name: str
    servers: int
    posts: int
    a_second: float
    delays: tuple[float, ...]
    edits: int
    last_edit: float
    most: int
    refused: int
    order: float
    idle: tuple[float, ...]
    facts: tuple[float, ...]
    failed: int
    lags: tuple[float, ...]
    cpu: float
    memory: int


def main() -> None:
    """Play it, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=SERVERS)
    parser.add_argument("--peers", type=int, default=PEERS, help="servers of the other bots; 0: without them")
    parser.add_argument("--database", help="an empty PostgreSQL instead of an SQLite file")
    parser.add_argument("--profile", action="store_true", help="print where our bot spends its time")
    parser.add_argument("--smoke", action="store_true", help="a few servers, in some seconds")
    given = parser.parse_args()
    if PROCESSES.get_start_method() == "forkserver":
        PROCESSES.set_forkserver_preload([daily_bots.__name__])
    servers, others = (SMOKE, SMOKE) if given.smoke else (given.servers, given.peers)
    rows: list[Figures] = []
    for way in Way if others else (Way.OURS,):
        is_ours = way is Way.OURS
        for row in measured(way, servers if is_ours else min(servers, others), given, days=2 if is_ours else 1):
            rows.append(row)
            say(f"{row.name}: {row.posts} posts, the last after {row.delays[-1]:.1f} s")
    print()
    print_table(rows)


def measured(way: Way, servers: int, given: argparse.Namespace, *, days: int) -> Iterator[Figures]:
    """Start the playground and a bot of this kind on it, and play some days."""
    with (
        tempfile.TemporaryDirectory(prefix="lorekeeper-daily-") as folder,
        started(daily_discord.serve, servers, SOMEBODY_SMALL if given.smoke else SOMEBODY) as town,
    ):
        opened: Opened = town.recv()
        plan = Plan(way, opened, Path(folder), given.database, is_small=given.smoke, is_profiled=given.profile)
        if way is Way.OURS:
            began = time.monotonic()
            apart(daily_bots.fill, plan)
            say(f"a database of {servers} servers, in {time.monotonic() - began:.1f} s")
        with started(daily_bots.run, plan) as bot:
            asked(town, UntilOnline())
            settled: Settled = bot.recv()
            begun: Usage = asked(bot, Spent())
            say(
                f"{way}: started with {servers} servers in {settled.seconds:.1f} s, "
                f"{begun.cpu:.1f} s of the processor, loop held up {milliseconds(percentiles(begun.lags, 99.9, 100))}"
            )
            asked(town, Look())
            time.sleep(IDLE_SMOKE if given.smoke else IDLE)
            before: Seen = asked(town, Look())
            asked(bot, Spent())
            for day in range(days):
                if day:
                    apart(daily_bots.answer, plan)
                    asked(town, Look())
                    asked(bot, Spent())
                moment: float = asked(bot, Go(day))
                asked(town, UntilSeen(servers, servers if day else 0))
                seen: Seen = asked(town, Look())
                spent: Usage = asked(bot, Spent())
                name = f"{way}, day {day + 1}" if days > 1 else str(way)
                yield figures(name, [server for server, _ in opened.channels], moment, before, seen, spent)


def figures(name: str, servers: Sequence[int], moment: float, before: Seen, seen: Seen, spent: Usage) -> Figures:
    """What can be told from what was seen."""
    delays = [at - moment for at, _ in seen.posts]
    arrived = [at for at, _ in seen.requests]
    return Figures(
        name=name,
        servers=len(servers),
        posts=len(delays),
        a_second=len(delays) / max(delays, default=1.0),
        delays=percentiles(delays, 50, 95, 100),
        edits=len(seen.edits),
        last_edit=max(seen.edits, default=moment) - moment,
        most=most_within(arrived, 1.0),
        refused=sum(status == 429 for _, status in seen.requests),
        order=follows([server for _, server in seen.posts]),
        idle=percentiles(before.facts, 50, 95, 100),
        facts=percentiles(seen.facts, 50, 95, 100),
        failed=seen.failed,
        lags=percentiles(spent.lags, 99.9, 100),
        cpu=spent.cpu / max(1, len(delays)),
        memory=spent.memory,
    )


def print_table(rows: Sequence[Figures]) -> None:
    """A column for each bot and day, then theirs by ours where both count the same."""
    ours = rows[0]
    lines: list[tuple[str, ...]] = [
        ("", *(row.name for row in rows)),
        ("servers due at once", *(f"{row.servers}" for row in rows)),
        ("posted", *(f"{row.posts}" for row in rows)),
        ("posts a second", *(f"{row.a_second:.1f}" for row in rows)),
        ("post after, p50 p95 last (s)", *(" ".join(f"{delay:.1f}" for delay in row.delays) for row in rows)),
        ("results shown, the last after (s)", *(f"{row.edits}, {row.last_edit:.1f}" for row in rows)),
        ("most requests in a second", *(f"{row.most}" for row in rows)),
        ("refused with 429", *(f"{row.refused}" for row in rows)),
        ("order follows ids", *(f"{row.order:.2f}" for row in rows)),
        ("/fact before, p50 p95 max", *(milliseconds(row.idle) for row in rows)),
        ("/fact meanwhile, p50 p95 max", *(milliseconds(row.facts) for row in rows)),
        ("/fact failed", *(f"{row.failed}" for row in rows)),
        ("loop held up, p99.9 max", *(milliseconds(row.lags) for row in rows)),
        ("processor for a post", *(f"{1000 * row.cpu:.1f} ms" for row in rows)),
        ("most memory", *(f"{row.memory / 2**20:.0f} MB" for row in rows)),
        ("by ours:", *("" for _ in rows)),
        ("posts a second", *(ratio(row.a_second, ours.a_second) for row in rows)),
        ("429s a post", *(f"{row.refused / max(1, row.posts):.2f}" for row in rows)),
        ("/fact meanwhile, p95", *(ratio(row.facts[1], ours.facts[1]) for row in rows)),
        ("processor for a post", *(ratio(row.cpu, ours.cpu) for row in rows)),
        ("memory", *(ratio(row.memory, ours.memory) for row in rows)),
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *rest = (
            cell.ljust(width) if not n else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join([first, *rest]).rstrip())


def percentiles(values: Sequence[float], *wanted: float) -> tuple[float, ...]:
    """The values below which so many of a hundred lie; zeros where there are none."""
    inorder = sorted(values) or [0.0]
    return tuple(inorder[min(len(inorder) - 1, int(len(inorder) * each / 100))] for each in wanted)


def most_within(moments: Sequence[float], seconds: float) -> int:
    """How many lie in the fullest stretch of so many seconds."""
    inorder = sorted(moments)
    return max((n + 1 - bisect_left(inorder, at - seconds + 1e-6) for n, at in enumerate(inorder)), default=0)


def follows(order: Sequence[int]) -> float:
    """How far the order is that of the numbers: Spearman's coefficient of rank correlation."""
    places = {number: place for place, number in enumerate(sorted(set(order)))}
    firsts = list(dict.fromkeys(order))
    count = len(firsts)
    if count < 2:
        return 0.0
    off = sum((place - places[number]) ** 2 for place, number in enumerate(firsts))
    return 1 - 6 * off / (count * (count**2 - 1))


def milliseconds(values: Sequence[float]) -> str:
    return " ".join(f"{1000 * value:.0f}" for value in values) + " ms"


def ratio(theirs: float, ours: float) -> str:
    return f"{theirs / ours:.2f}" if ours else "-"


def say(text: str) -> None:
    print(text, flush=True)


# Processes


@contextmanager
def started(target: object, *arguments: object) -> Iterator[Connection]:
    """A process of its own; what is sent there are orders, and each gets a reply. It ends when we hang up."""
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=target, args=(there, *arguments))
    process.start()
    there.close()
    try:
        yield here
    finally:
        here.close()
        process.join()


def apart(target: object, *arguments: object) -> None:
    """Do something in a process of its own, so that its memory is not the bot's."""
    process = PROCESSES.Process(target=target, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def asked(there: Connection, order: object) -> Any:
    there.send(order)
    return there.recv()


if __name__ == "__main__":
    main()
