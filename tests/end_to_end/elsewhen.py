"""`lorekeeper run` at the time that a test has: a program of its own, which knows nothing of it.

Run as `python -m tests.end_to_end.elsewhen CLOCK`, it loads what the bot is made of, and makes a process that is the
bot for each line `LOG` on its standard input, of which it prints the id. It ends with its input.

Time in these processes is the steady clock plus what stands in the file CLOCK. It looks like a machine that sleeps
whenever the test moves on, and that lies in bed for the month of its choice.
"""

import asyncio
import faulthandler
import mmap
import os
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

GLANCE = 0.01
"""Seconds between two looks at the clock, for whoever sleeps by it."""

SECONDS = struct.Struct("d")


def main() -> None:
    """Move time, load the bot, and start it whenever that is asked for."""
    move_time(Path(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the dead
    # All that takes long to load, so that a process is there at once.
    import bot.app
    import bot.cli.main
    import bot.settings

    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            be_the_bot(line.strip(), bot.cli.main.main)
        print(pid, flush=True)


def be_the_bot(log: str, run: Callable[[list[str]], None]) -> None:
    """`lorekeeper run`, which writes into this file."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGUSR1, say_what_waits)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(file, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    run(["run"])


def say_what_waits(_signal: int, _frame: object) -> None:
    """Write what every thread does and every task waits for, for a test that waited in vain."""
    faulthandler.dump_traceback()
    for task in asyncio.all_tasks(asyncio.get_running_loop()) if is_looping() else ():
        print(f"{task.get_name()}:", *waits_of(task.get_coro()), sep="\n  ", file=sys.stderr, flush=True)


def is_looping() -> bool:
    try:
        return asyncio.get_running_loop().is_running()
    except RuntimeError:
        return False


def waits_of(inner: Any) -> Iterator[str]:
    """Where a coroutine waits, from the outermost call to the innermost."""
    while frame := getattr(inner, "cr_frame", None) or getattr(inner, "gi_frame", None):
        yield f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}"
        inner = getattr(inner, "cr_await", None) or getattr(inner, "gi_yieldfrom", None)


def move_time(path: Path) -> None:
    """Let the clocks of this process, and who sleeps by them, follow the file."""
    with path.open("rb") as file:
        held = mmap.mmap(file.fileno(), SECONDS.size, access=mmap.ACCESS_READ)
    steady, clock_gettime, sleep = time.monotonic, time.clock_gettime, asyncio.sleep

    def now() -> float:
        ahead: float = SECONDS.unpack_from(held)[0]
        return steady() + ahead

    def clock(which: int) -> float:
        return now() if which == getattr(time, "CLOCK_BOOTTIME", None) else clock_gettime(which)

    async def sleep_by_it(delay: float, result: Any = None) -> Any:
        end = now() + delay
        await sleep(min(max(delay, 0), GLANCE))
        while (left := end - now()) > 0:
            await sleep(min(left, GLANCE))
        return result

    time.time, time.clock_gettime = now, clock
    asyncio.sleep = sleep_by_it


if __name__ == "__main__":
    main()
