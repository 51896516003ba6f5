"""Five hundred servers with a pack of their own, in one process.

    python -m tests.benchmarks.many_packs [--servers 500] [--facts 100] [--smoke]

The operator has the default pack; each server has a pack of `--facts` facts with three phrasings each, in a database.
Meanings aren't read: that goes on behind the first answers. It prints the time until the process can answer (packs of
servers aren't read then), how long the first answer of a server takes while its pack is built (half, 95 of a hundred,
the longest) and the next ones (half), and the memory: at the start, and for each pack that stays built. The last line
is about servers that were dropped for others since.
"""

import argparse
import asyncio
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

from bot.answers.engine import AnswerEngine
from bot.cache import user_cache
from bot.ids import MemberId, ServerId
from bot.knowledge.model import Knowledge, Pack
from bot.packs.in_use import BuiltPack, Place
from bot.packs.library import Library
from bot.packs.shelf import BUILT, ServerShelf
from bot.questions.maker import questions_of
from bot.scheduling.clock import SystemClock
from bot.settings import DEFAULT_PACK
from bot.storage.packs import NewVersion
from bot.storage.storage import Storage
from tests.storage.ready import open_ready

SMOKE = 3, 10
"""Servers and facts of a smoke run."""

WORDS = ("lantern", "harbour", "copper", "orchard", "thimble", "glacier", "saddle", "walnut", "trumpet", "meadow")


def main() -> None:
    options = _options()
    servers, facts = SMOKE if options.smoke else (options.servers, options.facts)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), servers, facts))


async def _measure(folder: Path, servers: int, facts: int) -> None:
    storage = await open_ready(folder)
    for server_id in map(ServerId, range(1, servers + 1)):
        await _store(storage, server_id, facts)
    began = time.perf_counter()
    library = _library()
    started = time.perf_counter() - began
    at_start = _memory()
    shelf = ServerShelf(library, storage.packs)
    first = [await _asked(shelf, server_id) for server_id in map(ServerId, range(1, servers + 1))]
    memory = _memory()
    kept = min(servers, BUILT)
    again = [await _asked(shelf, server_id) for server_id in map(ServerId, range(servers - kept + 1, servers + 1))]
    dropped = (
        [await _asked(shelf, server_id) for server_id in map(ServerId, range(1, min(servers, 20) + 1))]
        if servers > BUILT
        else []
    )
    print(f"{servers} servers with a pack of {facts} facts; {kept} packs stay built")
    print(f"start: {started:.2f} s, {at_start:.0f} MB")
    order = sorted(first)
    print(
        f"first answer: {statistics.median(first) * 1000:.0f} ms at the median, "
        f"{order[int(len(order) * 0.95)] * 1000:.0f} ms for 95 in 100, {order[-1] * 1000:.0f} ms at most"
    )
    print(f"later answers: {statistics.median(again) * 1000:.1f} ms at the median")
    print(f"memory: {memory:.0f} MB at most, {(memory - at_start) / kept:.2f} MB for each pack that stays built")
    if dropped:
        print(f"first answer after a pack was dropped: {statistics.median(dropped) * 1000:.0f} ms at the median")
    await storage.close()


async def _asked(shelf: ServerShelf, server_id: ServerId) -> float:
    began = time.perf_counter()
    packs = await shelf.at(Place(server_id))
    assert packs.answers.ask(f"what is the colour of the {WORDS[server_id % 10]} number {server_id}")
    return time.perf_counter() - began


def _library() -> Library:
    def engine(pack: Pack) -> AnswerEngine:
        return AnswerEngine(Knowledge((pack,)))

    kept = user_cache()
    [pack] = kept.knowledge([DEFAULT_PACK]).packs
    default = BuiltPack(
        pack, lambda pack: AnswerEngine(Knowledge((pack,)), keep=kept), lambda pack: kept.questions(pack, questions_of)
    )
    library = Library([default], lambda pack: BuiltPack(pack, engine, questions_of), random.Random(0))  # noqa: S311
    assert library.everything.answers
    assert library.everything.questions
    return library


async def _store(storage: Storage, server_id: ServerId, facts: int) -> None:
    pack, at = f"things-{server_id}", SystemClock().now()
    chance = random.Random(server_id)  # noqa: S311  # the same in every run
    lines = ["facts:"]
    for number in range(facts):
        thing, colour = chance.choice(WORDS), chance.choice(("green", "blue", "amber", "grey", "white"))
        lines += [
            f"  - id: f{number}",
            f'    text: "The {thing} number {number} of house {server_id} is {colour}, {chance.choice(WORDS)} shaped."',
            "    source: [S1]",
            f'    asks: ["What colour is the {thing} number {number}?", "Which shape has {thing} {number}?",'
            f' "What is the {thing} {number} of house {server_id}?"]',
        ]
    files = {"pack.yaml": f"format: 1\ntitle: Things of house {server_id}\n", "facts.yaml": "\n".join(lines) + "\n"}
    version = await storage.packs.add(NewVersion(server_id, pack, files, "", MemberId(1), at, 0), most=1)
    await storage.packs.make_current(server_id, pack, version.number, instead_of=0, at=at)


def _memory() -> float:
    """The most memory that the process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--servers", type=int, default=500)
    parser.add_argument("--facts", type=int, default=100)
    parser.add_argument("--smoke", action="store_true", help="a few servers, in some seconds")
    return parser.parse_args()


if __name__ == "__main__":
    main()
