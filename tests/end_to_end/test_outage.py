"""While the database is away, every command, button, form and menu that needs it says so."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import the_bot
from bot.discord_front.client import Extension
from bot.discord_front.wording import DATABASE_AWAY
from bot.operations.outages import Outages
from bot.packs.library import Library
from bot.playground.clock import MovableClock
from bot.playground.members import Member
from bot.playground.server import Playground
from bot.storage.storage import Storage
from tests.end_to_end.stage import PATIENT, a_run, shown
from tests.guess.small_cast import NAMES, ONE_VILLAGE

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

NINE = {"time": "9 am", "zone": "UTC"}
COMMANDS: list[tuple[str, dict[str, Any]]] = [
    ("daily", {}),
    ("guess daily", {}),
    ("guess endless", {}),
    ("leaderboard", {}),
    ("stats", {}),
    ("mydata", {}),
    ("trivia start", {"lobby": 0}),
    ("settings listen on", {}),
    ("settings listen status", {}),
    ("settings daily set", NINE),
    ("settings daily status", {}),
    ("settings daily preview", {}),
    ("settings daily off", {}),
]


class Outage:
    """The bot on the playground, with a database that can go away."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.robin: Member = playground.member("Robin")
        self.storages: list[Storage] = []

    async def begin(self) -> None:
        for storage in self.storages:
            await storage.close()


@pytest.fixture
async def outage(tmp_path: Path) -> AsyncIterator[Outage]:
    async with AsyncExitStack() as stack:
        clock = MovableClock(NOON)
        outage = Outage(await stack.enter_async_context(Playground(answer_within=PATIENT, clock=clock)))

        def build(library: Library, storage: Storage) -> Extension:
            outage.storages.append(storage)
            return the_bot(library, storage, clock, catch_up=timedelta(hours=6))

        commands = ("daily", "guess", "mydata", "settings", "trivia")
        await stack.enter_async_context(
            a_run(outage.playground, tmp_path, build, commands=commands, knowledge=ONE_VILLAGE)
        )
        yield outage


async def test_every_command_says_that_the_database_is_away(outage: Outage) -> None:
    await outage.begin()

    answers = {name: shown(await outage.robin.slash("lore", name, options)).text for name, options in COMMANDS}

    assert answers == {name: DATABASE_AWAY for name, _ in COMMANDS}


async def test_buttons_say_so_too_and_suggestions_are_empty(outage: Outage) -> None:
    await outage.robin.slash("general", "guess daily", {"try": NAMES[0]})
    mine = shown(await outage.robin.slash("general", "mydata"))
    await outage.begin()

    sure = shown(await outage.robin.click(mine, mine.buttons[0].label))
    pressed = [shown(await outage.robin.click(sure, button.label)).text for button in sure.buttons]

    assert DATABASE_AWAY in {sure.text, *pressed}
    assert await outage.robin.autocomplete("lore", "daily", "date", "") == []


async def test_the_log_gets_a_line_without_a_traceback(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(only_once := Outages())
    await outage.begin()

    for name, options in COMMANDS:
        await outage.robin.slash("lore", name, options)

    caplog.handler.removeFilter(only_once)
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "The database reported an error: it is closed." in line.getMessage()
    assert line.exc_info is None
