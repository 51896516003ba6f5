"""Compares the bot with a bare discord.py bot, in one run on the playground.

    python -m tests.benchmarks.load [--seconds N] [--at-once N] [--smoke]

Prints processor time until online, memory after that, throughput, latency and processor time of `/fact` and `/ask`,
and how late the event loop is in a flood of mentions: of a bare bot, which answers both with a fixed text and ignores
mentions, of ours without the reader of meanings, and of ours. Behind them stands how far each of ours is from the bare
one. `/ask` is asked the same question again, which ours judges once, and then a new one each time. Ours starts once
more before all that, to fill its cache and to create its database. It takes under three minutes, a smoke run under 30
seconds, if nothing else runs.
"""

import argparse
import asyncio
import gc
import itertools
import json
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
from discord import app_commands

from bot.__main__ import main as command_line
from bot.discord_front.address import point_at
from bot.playground.server import Playground

QUESTION = "who voices Ultron?"
QUESTIONS = Path(__file__).parent / "questions" / "fans.jsonl"
"""More questions than a pack remembers its judgements of: asked in turn, none is remembered."""

FLOOD = (
    "who voices Ultron?",
    "why does Wanda change sides?",
    "where do they hide after Johannesburg?",
    "which stone is in the scepter?",
    "how did Quicksilver die",
)
"""Questions in turn: some that words decide, and some that the encoder has to read."""

ONLINE_WITHIN = 120.0
"""Seconds for a bot to come online, on a busy machine."""

ANSWERED_WITHIN = 30.0
FILLED_WITHIN = 120.0
"""Seconds for a bot to read all meanings of its pack."""

SETTLED_AFTER = 5.0
"""Seconds after which the bot has read the meanings from its cache, and its memory is measured."""

MEASURED_FOR = 6.0
"""Seconds for which each command is used, and for which mentions come."""

BETWEEN_MENTIONS = 0.01
"""Seconds from one mention to the next: more than any bot answers."""

WOKEN_EVERY = 0.005
"""Seconds from one look at the event loop's lateness to the next."""

LATENESS = "LOAD_LATENESS"
"""The environment variable for the file to which a bot writes how late its event loop was, and when."""

STARTING = 1_000_000
"""What the command line sets while it loads: see `bot.cli.main`, which the bare bot mustn't pay for."""

SMOKE = 0.5
"""Seconds for all of them in a smoke run."""

BARE, BY_WORDS, OURS = "bare", "by words", "bot"
"""The bots that are compared."""


@dataclass(frozen=True)
class Latencies:
    """Seconds of each answer, of all of them together, and of the bot's processor time for them."""

    each: tuple[float, ...]
    total: float
    processor: float = 0.0

    @property
    def throughput(self) -> float:
        return len(self.each) / self.total

    @property
    def cost(self) -> float:
        """Seconds of processor time for one answer."""
        return self.processor / len(self.each)

    def quantile(self, share: float) -> float:
        return sorted(self.each)[min(len(self.each) - 1, int(share * len(self.each)))]


@dataclass(frozen=True)
class Measured:
    """One bot's figures: seconds of processor time until it is online, MB after that, its answers, and by how many
    seconds its event loop was late in a flood.
    """

    start: float
    memory: float
    answers: Mapping[str, Latencies]
    lateness: Latencies


async def measure(
    name: str,
    data: Path,
    *,
    settle: float,
    seconds: float,
    at_once: int,
    more: Mapping[str, str],
    fills: Path | None = None,
) -> Measured:
    """Start a bot, with `more` in its environment, wait until it is online, use its commands, and mention it.

    With `fills`, wait until the cache in that folder has everything.
    """
    command = [sys.executable, "-m", "tests.benchmarks.load", "--be", name]
    lateness = data / "lateness"
    async with Playground(rate_limits=False) as playground:
        environment = (
            os.environ
            | more
            | {
                "DISCORD_TOKEN": playground.token,
                "DISCORD_API_BASE": playground.api_base,
                "LOREKEEPER_DATA": str(data),
                LATENESS: str(lateness),
                "OPENBLAS_NUM_THREADS": "1",  # as the command line sets it before numpy is imported
            }
        )
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        try:
            await playground.until_online(timeout=ONLINE_WITHIN)
            await playground.until_commands("fact", "ask", timeout=ONLINE_WITHIN)
            start = processor_time(process)
            if fills is not None:
                await asyncio.to_thread(wait_for_meanings, fills)
            await asyncio.sleep(settle)
            memory = memory_of(process)
            answers = {
                title: await latencies(playground, process, use, seconds=seconds, at_once=at_once)
                for title, use in uses().items()
            }
            flooded = time.monotonic()
            await flood(playground, seconds)
            over = time.monotonic()
        finally:
            process.terminate()
            await process.wait()
    late = [seconds for at, seconds in noted_lateness(lateness) if flooded <= at <= over]
    return Measured(start, memory, answers, Latencies(tuple(late or [0.0]), over - flooded))


Use = tuple[str, Mapping[str, str]]
"""A command with its options."""


def uses() -> dict[str, Iterator[Use]]:
    """What is used again and again, by its title in the table."""
    questions = [str(json.loads(line)["question"]) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return {
        "/fact": itertools.repeat(("fact", {})),
        "/ask again": itertools.repeat(("ask", {"question": QUESTION})),
        "/ask new": (("ask", {"question": question}) for question in itertools.cycle(questions)),
    }


async def latencies(
    playground: Playground, process: Process, uses: Iterator[Use], *, seconds: float, at_once: int
) -> Latencies:
    """Use commands for so long, a few at once. The first answer isn't timed: it loads what later ones have."""
    member, each = playground.member("Robin"), list[float]()

    async def use() -> None:
        name, options = next(uses)
        await member.slash("general", name, options, timeout=ANSWERED_WITHIN)

    async def use_again() -> None:
        while (start := time.perf_counter()) < begun + seconds:
            await use()
            each.append(time.perf_counter() - start)

    await use()
    begun, used = time.perf_counter(), processor_time(process)
    await asyncio.gather(*(use_again() for _ in range(at_once)))
    return Latencies(tuple(each), time.perf_counter() - begun, processor_time(process) - used)


async def flood(playground: Playground, seconds: float) -> None:
    """Mention the bot again and again for so long."""
    member, name = playground.member("Sam"), playground.world.bot.name
    begun = time.perf_counter()
    for question in itertools.cycle(FLOOD):
        if time.perf_counter() >= begun + seconds:
            return
        await member.say("general", f"@{name} {question}")
        await asyncio.sleep(BETWEEN_MENTIONS)


async def note_lateness(file: Path) -> None:
    """Write how many seconds late this event loop runs what is due, and when, until cancelled."""
    with file.open("w", buffering=1) as noted:
        due = time.monotonic() + WOKEN_EVERY
        while True:
            await asyncio.sleep(due - time.monotonic())
            now = time.monotonic()
            noted.write(f"{now} {max(0.0, now - due)}\n")
            due = now + WOKEN_EVERY


def wait_for_meanings(folder: Path) -> None:
    """Wait until the meanings of all packs are in the cache in this folder. They come last, without encoder never."""
    from bot.answers.meanings import installed_vectoriser  # the bare bot mustn't pay for it

    def are_there() -> bool:
        packs, read = (
            {each.name.partition(".")[0] for each in folder.glob(f"*.{part}-*")} for part in ("pack", "meanings")
        )
        return bool(packs) and packs <= read

    until = time.monotonic() + FILLED_WITHIN
    while installed_vectoriser() is not None and not are_there() and time.monotonic() < until:
        time.sleep(SMOKE)


def noted_lateness(file: Path) -> list[tuple[float, float]]:
    """What `note_lateness` has written: moments, and seconds."""
    parts = (line.partition(" ") for line in file.read_text().splitlines())
    return [(float(at), float(late)) for at, _, late in parts]


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

    watching = asyncio.create_task(note_lateness(Path(os.environ[LATENESS])))
    try:
        await client.start(os.environ["DISCORD_TOKEN"])
    finally:
        watching.cancel()


def be_by_words() -> None:
    """Our bot as it is where the encoder isn't installed."""
    gc.set_threshold(STARTING)
    import bot.app  # the bare bot mustn't pay for it

    setattr(bot.app, "installed_vectoriser", lambda: None)  # noqa: B010  # it is another module's
    be_ours()


def lift_limits() -> None:
    """Answer one member as often as a thousand would ask: what is measured isn't a flood."""
    from bot.discord_front.admission import Limits, Passes  # the bare bot mustn't pay for it

    setattr(Limits, "take", lambda *_: Passes.YES)  # noqa: B010  # it is another module's


def watch_lateness() -> None:
    """Write how late our bot's event loop is, once it is connected."""
    from bot.discord_front.client import Lorekeeper  # the bare bot mustn't pay for it

    set_up, watching = Lorekeeper.setup_hook, set[asyncio.Task[None]]()

    async def setup_hook(client: Lorekeeper) -> None:
        watching.add(asyncio.create_task(note_lateness(Path(os.environ[LATENESS]))))
        await set_up(client)

    setattr(Lorekeeper, "setup_hook", setup_hook)  # noqa: B010  # it is another module's


def be_ours() -> None:
    """Our bot, by its command line."""
    gc.set_threshold(STARTING)  # as the command line does before it imports anything
    lift_limits()
    watch_lateness()
    sys.argv[1:] = ["run"]
    command_line()


def table(measured: Mapping[str, Measured]) -> list[str]:
    """The lines of the comparison; the last columns compare our bots with the bare one."""
    lines = [f"{'':24}" + "".join(f"{name:>10}" for name in measured)]

    def row(title: str, values: Sequence[float], digits: int, compared: Iterable[str]) -> None:
        shown = [f"{value:10.{digits}f}" for value in values]
        lines.append(f"{title:24}{''.join(shown)}   {''.join(f'{one:>9}' for one in compared)}")

    def differences(title: str, values: Sequence[float], digits: int) -> None:
        row(title, values, digits, [f"{value - values[0]:+.{digits}f}" for value in values[1:]])

    differences("start-up, CPU s", [one.start for one in measured.values()], 2)
    differences("memory, MB", [one.memory for one in measured.values()], 0)
    for title in uses():
        answers = [one.answers[title] for one in measured.values()]
        rates = [each.throughput for each in answers]
        row(f"{title}, answers a s", rates, 1, [f"x {rate / rates[0]:.2f}" for rate in rates[1:]])
        for quantile in (0.5, 0.99):
            differences(f"{title}, p{100 * quantile:.0f} ms", [1000 * each.quantile(quantile) for each in answers], 1)
        differences(f"{title}, CPU ms", [1000 * each.cost for each in answers], 2)
    for title, quantile in (("p99", 0.99), ("most", 1.0)):
        late = [1000 * one.lateness.quantile(quantile) for one in measured.values()]
        differences(f"late in a flood, {title} ms", late, 1)
    return lines


def main() -> None:
    """Print the comparison, or be one of the bots."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=MEASURED_FOR)
    parser.add_argument("--at-once", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="briefly, with a small pack and without the run by words")
    parser.add_argument("--be", choices=(BARE, BY_WORDS, OURS), help="be this bot (used by the benchmark itself)")
    chosen = parser.parse_args()
    match chosen.be:
        case "bare":
            asyncio.run(be_bare())
        case "by words":
            be_by_words()
        case "bot":
            be_ours()
        case _:
            print(*table(asyncio.run(measured_in_turn(chosen))), sep="\n")


async def measured_in_turn(chosen: argparse.Namespace) -> dict[str, Measured]:
    """The figures of each bot, ours last."""
    names = (BARE, OURS) if chosen.smoke else (BARE, BY_WORDS, OURS)
    settle, seconds = (SMOKE, SMOKE) if chosen.smoke else (SETTLED_AFTER, chosen.seconds)
    with TemporaryDirectory() as folder, TemporaryDirectory() as home:
        data, cached = Path(home), Path(home) / "cache"  # a cache of its own: other checkouts would replace its files
        more = {
            "LOREKEEPER_CACHE": str(cached),
            "PYTHONDONTWRITEBYTECODE": "",  # an installed bot has its bytecode, so this one writes it in its first run
            "PYTHONPYCACHEPREFIX": str(cached / "bytecode"),
        }
        if chosen.smoke:
            from tests.benchmarks.large_packs import SHAPES, written  # again, not in the bare bot

            more["LOREKEEPER_PACKS"] = str(written(SHAPES["facts"].files(10), Path(folder) / "large"))
        await measure(OURS, data, settle=0, seconds=0, at_once=1, more=more, fills=cached)
        return {
            name: await measure(name, data, settle=settle, seconds=seconds, at_once=chosen.at_once, more=more)
            for name in names
        }


if __name__ == "__main__":
    main()
