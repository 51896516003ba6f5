"""Processes that are there at once: each is a fork of one that has loaded what the bot is made of.

Loading that takes a processor more than a second, which is longer than what most tests want of a process.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

NOWHERE = Path(os.devnull)

LOADED = [
    *("bot.app", "bot.cli.main", "bot.knowledge.load", "bot.operations.monitor"),
    *("bot.playground.server", "bot.storage.connect"),
    *("PIL.Image", "aiosqlite", "alembic.command", "asyncpg", "rich.table", "yaml"),
    *("pytest", "tests.daily.small_channel", "tests.storage.builders", "tests.storage.conftest"),
]
"""What is loaded beforehand. What is missing here loads where it is needed, and takes time."""


def started(live: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A process of the nursery that does this. There is one nursery for all tests that run in this process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    process = context.Process(target=live, args=arguments, daemon=True)
    with chdir(ROOT):  # where the nursery finds what it loads
        process.start()
    return process


class Fork:
    """A process of the nursery, with the ways of one of asyncio's."""

    def __init__(self, process: BaseProcess, stdout: Path, stderr: Path) -> None:
        self._process = process
        self._stdout = stdout
        self._stderr = stderr

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Nothing while it lives; the signal that killed it, below zero."""
        return self._process.exitcode

    @property
    def printed(self) -> str:
        """What it has written to standard output so far."""
        return self._stdout.read_text("utf-8", errors="replace")

    @property
    def errors(self) -> str:
        """The same of standard error."""
        return self._stderr.read_text("utf-8", errors="replace")

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    async def wait(self) -> int:
        await asyncio.to_thread(self._process.join)
        assert self.returncode is not None
        return self.returncode


def a_program(
    *arguments: str, folder: Path, environment: Mapping[str, str], stdout: Path = NOWHERE, stderr: Path = NOWHERE
) -> Fork:
    """`python -m bot` with these arguments, in this folder, without input. It empties these files and writes into them.

    It starts and ends as a fork, so tests of how Python itself starts or shuts down need a real process.
    """
    for file in (stdout, stderr):
        file.write_bytes(b"")
    process = started(_be_the_program, arguments, folder, dict(environment), (NOWHERE, stdout, stderr))
    return Fork(process, stdout, stderr)


def _be_the_program(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], streams: Sequence[Path]
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(streams):
        file = os.open(path, os.O_WRONLY | os.O_APPEND if number else os.O_RDONLY)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # multiprocessing closed the one from before
    sys.argv = ["lorekeeper", *arguments]
    from bot.__main__ import main

    main()
