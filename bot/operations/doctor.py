"""`lorekeeper doctor`: everything that the bot needs, each with the next step if something is wrong."""

import os
import platform
import shutil
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from bot.errors import PackError, SettingsError, StorageError
from bot.knowledge.load import load_knowledge
from bot.operations.discord_checks import ask_discord
from bot.operations.finding import Finding, problem
from bot.scheduling.clock import Clock
from bot.settings import Settings, can_others_read
from bot.storage.connect import FILE, SCHEMAS
from bot.storage.maintenance import statistics
from bot.storage.shard_lock import shard_lock

ENOUGH = 200_000_000
"""Bytes that should be free: a database of years has some tens of megabytes, and a backup needs as much again."""


async def examine(settings: Settings, clock: Clock, *, version: str, env_file: Path) -> AsyncIterator[Finding]:
    """The findings, the quick ones first. Nothing is changed."""
    yield Finding("version", f"Lorekeeper {version} on Python {platform.python_version()}, {platform.system()}.")
    yield _packs(settings)
    for finding in (*_files(settings, env_file), _disk(settings.data)):  # first, as opening a database mends its rights
        yield finding
    async for finding in _database(settings):
        yield finding
    try:
        token = settings.token
    except SettingsError as error:
        text, _, step = str(error).partition(". ")
        yield problem("token", f"{text}.", step)
        return
    async for finding in ask_discord(token, settings.discord_api_base, settings.shard, clock):
        yield finding


def _packs(settings: Settings) -> Finding:
    try:
        packs = load_knowledge(settings.packs).packs
    except PackError as error:
        count = len(error.problems)
        found = f"{count} problem{'s' if count > 1 else ''}, the first: {error.problems[0]}"
        return problem("packs", found, "lorekeeper check lists all of them.")
    return Finding("packs", f"{', '.join(pack.id for pack in packs)}, {sum(len(pack.facts) for pack in packs)} facts.")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    """The database, its schema, and whether a process of this shard is running."""
    url, folder = settings.database, settings.data
    if url is None and not (folder / FILE).exists():
        yield Finding("database", f"there is none in {folder} yet; the bot makes one when it starts.")
        return
    try:
        held = await statistics(url=url, folder=folder)
    except StorageError as error:
        yield problem("database", *_split(error))
        return
    yield Finding("database", f"{held.place} has {sum(held.rows.values())} rows.")
    newest = SCHEMAS[-1]
    is_newest = held.schema == newest
    yield Finding("schema", f"{held.schema}{'.' if is_newest else f'; the next start upgrades it to {newest}.'}")
    lock = shard_lock(url=url, folder=folder, shard=str(settings.shard))
    is_unused = url is None and not any(folder.glob("*.lock"))  # then taking it would make a file
    try:
        is_free = is_unused or await lock.take()
    except StorageError as error:
        yield problem("lock", *_split(error))
        return
    finally:
        await lock.release()
    yield Finding("lock", "free: no process of this shard is running." if is_free else "a process is running.")


def _files(settings: Settings, env_file: Path) -> Iterator[Finding]:
    """Whether the bot may write its data, and nobody else may read it."""
    folder = _existing(settings.data)
    if not os.access(folder, os.W_OK | os.X_OK):
        step = "Run this as the bot's user, give that user the folder (chown), or set LOREKEEPER_DATA to another."
        yield problem("files", f"{folder} isn't writable.", step)
        return
    if sys.platform == "win32":
        return
    kept = [settings.data / f"{FILE}{ending}" for ending in ("", "-wal", "-shm")]
    exposed = [str(file) for file in kept if file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if can_others_read(env_file):
        exposed.append(str(env_file))
    if exposed:
        step = f"chmod 600 {' '.join(exposed)}"
        yield problem("files", f"{', '.join(exposed)} can be read by other users of this machine.", step)
    else:
        yield Finding("files", f"{folder} is writable, and what is secret is readable by its owner alone.")


def _disk(data: Path) -> Finding:
    folder = _existing(data)
    free = shutil.disk_usage(folder).free
    text = f"{free // 1_000_000} MB are free in {folder}."
    return Finding("disk", text) if free >= ENOUGH else problem("disk", text, "Make room, or move LOREKEEPER_DATA.")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    folder = folder.absolute()
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _split(error: Exception) -> tuple[str, str]:
    """The problem and the next step of an error's text, which ends with the step."""
    text, _, step = str(error).rpartition(". ")
    return (f"{text}.", step) if text else (str(error), "")
