"""Compares the bot with a bare discord.py bot, in one run on the playground.

    python -m tests.benchmarks.load [--count N] [--at-once N]

Prints processor time and memory until online, and throughput and latency of `/fact` and `/ask`, each next to the bare
bot's, which answers both with a fixed text. Start it twice: the first start fills the bot's cache.
"""

import argparse
import asyncio
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
from discord import app_commands

from bot.discord_front.address import point_at
from bot.playground.server import Playground

QUESTION = "who voices Ultron?"
ONLINE_WITHIN = 300.0
"""Seconds for a bot to come online, on a busy machine."""

ANSWERED_WITHIN = 30.0

SETTLED_AFTER = 10.0
"""Seconds after which the bot has read the meanings from its cache, and its memory is measured."""


@dataclass(frozen=True)
class Latencies:
    """Seconds of each answer, and of all of them together."""

    each: tuple[float, ...]
    total: float

    @property
    def throughput(self) -> float:
        return len(self.each) / self.total

    def quantile(self, share: float) -> float:
        return sorted(self.each)[min(len(self.each) - 1, int(share * len(self.each)))]


@dataclass(frozen=True)
class Measured:
    """One bot's figures: seconds of processor time until it is online, MB after that, and its answers."""

    start: float
    memory: float
    answers: Mapping[str, Latencies]


async def measure(command: list[str], *, count: int, at_once: int) -> Measured:
    """Start a bot, wait until it is online, and use its commands."""
    async with Playground(rate_limits=False) as playground:
        with TemporaryDirectory() as folder:
            environment = os.environ | {
                "DISCORD_TOKEN": playground.token,
                "DISCORD_API_BASE": playground.api_base,
                "LOREKEEPER_DATA": folder,
            }
            process = await asyncio.create_subprocess_exec(*command, env=environment)
            try:
                await playground.until_online(timeout=ONLINE_WITHIN)
                await playground.until_commands("fact", "ask", timeout=ONLINE_WITHIN)
                start = processor_time(process)
                await asyncio.sleep(SETTLED_AFTER)
                memory = memory_of(process)
                answers = {
                    name: await latencies(playground, name, options, count=count, at_once=at_once)
                    for name, options in (("fact", {}), ("ask", {"question": QUESTION}))
                }
            finally:
                process.terminate()
                await process.wait()
    return Measured(start, memory, answers)


async def latencies(
    playground: Playground, name: str, options: dict[str, str], *, count: int, at_once: int
) -> Latencies:
    """Use a command so many times, a few at once."""
    member, each = playground.member("Robin"), []
    left = iter(range(count))

    async def use() -> None:
        for _ in left:
            begun = time.perf_counter()
            await member.slash("general", name, options, timeout=ANSWERED_WITHIN)
            each.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(use() for _ in range(at_once)))
    return Latencies(tuple(each), time.perf_counter() - begun)


def processor_time(process: Process) -> float:
    """Seconds that a process has used, in user and system mode."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: Process) -> float:
    """Megabytes of memory that a process holds."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


async def be_bare() -> None:
    """A bot of discord.py alone, with the same two commands."""
    await point_at(os.environ["DISCORD_API_BASE"], os.environ["DISCORD_TOKEN"])
    client = discord.Client(intents=discord.Intents.default())
    tree: app_commands.CommandTree[Any] = app_commands.CommandTree(client)

    @tree.command(name="fact", description="A fixed text")
    async def fact(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(embed=discord.Embed(description="A fact."))

    @tree.command(name="ask", description="A fixed text")
    async def ask(interaction: discord.Interaction[Any], question: str) -> None:
        await interaction.response.send_message(embed=discord.Embed(description=f"An answer to {question}"))

    @client.event
    async def setup_hook() -> None:
        await tree.sync()

    await client.start(os.environ["DISCORD_TOKEN"])


def table(ours: Measured, bare: Measured) -> list[str]:
    """The lines of the comparison."""
    lines = [
        f"{'':24}{'bot':>10}{'bare':>10}",
        f"{'start-up, CPU s':24}{ours.start:10.2f}{bare.start:10.2f}   {ours.start - bare.start:+.2f}",
        f"{'memory, MB':24}{ours.memory:10.0f}{bare.memory:10.0f}   {ours.memory - bare.memory:+.0f}",
    ]
    for name, own in ours.answers.items():
        other = bare.answers[name]
        share = own.throughput / other.throughput
        lines.append(f"/{name + ', answers a s':23}{own.throughput:10.1f}{other.throughput:10.1f}   x {share:.2f}")
        for quantile in (0.5, 0.99):
            mine, theirs = 1000 * own.quantile(quantile), 1000 * other.quantile(quantile)
            title = f"/{name}, p{100 * quantile:.0f} ms"
            lines.append(f"{title:24}{mine:10.1f}{theirs:10.1f}   {mine - theirs:+.1f}")
    return lines


def main() -> None:
    """Print the comparison, or be the bare bot."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=5)
    parser.add_argument("--bare", action="store_true", help="be the bare bot (used by the benchmark itself)")
    chosen = parser.parse_args()
    if chosen.bare:
        asyncio.run(be_bare())
        return

    async def both() -> list[str]:
        count, at_once = chosen.count, chosen.at_once
        bare = await measure([sys.executable, "-m", "tests.benchmarks.load", "--bare"], count=count, at_once=at_once)
        ours = await measure([sys.executable, "-m", "bot", "run"], count=count, at_once=at_once)
        return table(ours, bare)

    print(*asyncio.run(both()), sep="\n")


if __name__ == "__main__":
    main()
