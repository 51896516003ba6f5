"""The log: what a person and what a program reads."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.discord_front import failures
from bot.operations.logs import start_log

log = logging.getLogger("bot.tests")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Give the log back as pytest made it."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def lines(stream: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_person_on_a_terminal_reads_text() -> None:
    stream = Terminal()
    start_log("info", stream=stream)

    log.info("connected as %s", "Lore")

    assert stream.getvalue().endswith(" INFO bot.tests: connected as Lore\n")


def test_anything_else_reads_an_object_per_line() -> None:
    stream = io.StringIO()
    start_log("info", stream=stream)

    log.info("connected as %s", "Loré")
    log.debug("not at this level")

    [line] = lines(stream)
    assert datetime.fromisoformat(line.pop("time")).tzinfo == UTC
    assert line == {"level": "INFO", "logger": "bot.tests", "message": "connected as Loré"}


def test_the_setting_decides_over_the_terminal() -> None:
    terminal = Terminal()
    start_log("info", "json", terminal)

    log.warning("over\nhere")

    assert [line["message"] for line in lines(terminal)] == ["over\nhere"]


def test_an_apology_and_its_traceback_share_a_reference() -> None:
    stream = io.StringIO()
    start_log("info", stream=stream)

    apology = failures.words_for(RuntimeError("a secret detail"), "the command fact")

    [line] = lines(stream)
    assert f"`{line['reference']}`" in apology
    assert line["traceback"].endswith("RuntimeError: a secret detail")


@pytest.mark.parametrize(("level", "shown"), [("info", ["ours"]), ("debug", ["ours", "theirs"])])
def test_libraries_are_quieter_than_we_are(level: str, shown: list[str]) -> None:
    stream = io.StringIO()
    start_log(level, stream=stream)

    log.info("ours")
    logging.getLogger("discord.gateway").info("theirs")

    assert [line["message"] for line in lines(stream)] == shown
