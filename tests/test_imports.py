"""Importing a module does nothing else: it reads no table of ours, and makes none of them ready."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

IMPORT_ALL = """
import importlib, pkgutil, sys
from pathlib import Path

import bot

HOME = str(Path(bot.__file__).parent)
read = []


def note(event, given):
    path = str(given[0]) if event == "open" else ""
    if path.startswith(HOME) and not path.endswith(".py") and "__pycache__" not in path:
        read.append(path)


sys.addaudithook(note)
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    if ".versions." not in module.name and module.name != "bot.storage.migrations.env":  # Alembic alone runs these
        importlib.import_module(module.name)
print(*read, sep="\\n")
"""


@pytest.mark.process
def test_importing_every_module_reads_no_file_of_the_bot() -> None:
    command = [sys.executable, "-c", IMPORT_ALL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own script

    assert done.stdout.split() == []


SLOW = {
    "PIL",
    "aiohttp.web",
    "alembic",
    "mwparserfromhell",
    "prometheus_client",
    "rich",
    "sqlalchemy.orm",
    "yaml",
    "bot.knowledge.importers.quiz",
    "bot.knowledge.load",
    "bot.knowledge.schema",
    "bot.playground.server",
    "bot.questions.maker",
}
"""What few runs of the bot need, and takes long to import: it is imported where it is needed."""


@pytest.mark.process
def test_a_start_imports_nothing_slow_that_it_does_not_need() -> None:
    command = [sys.executable, "-c", "import sys, bot.app, bot.cli.main, bot.operations.monitor; print(*sys.modules)"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own script

    assert SLOW.intersection(done.stdout.split()) == set()
