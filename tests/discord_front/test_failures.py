"""What a member reads when something breaks, and what the log keeps."""

import logging
import re
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from bot.discord_front import failures, wording
from bot.errors import StorageAway, UserError


def an_http_error(status: int, told: Any) -> discord.HTTPException:
    """What discord.py makes of such an answer."""
    answer: Any = SimpleNamespace(status=status, reason="whatever")
    return discord.HTTPException(answer, told)


def test_a_members_own_mistake_is_told_in_its_own_words(caplog: pytest.LogCaptureFixture) -> None:
    assert failures.words_for(UserError("Name a character."), "the command fact") == "Name a character."
    assert caplog.records == []


def test_an_outage_of_the_database_is_told_without_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    assert failures.words_for(StorageAway("disk I/O error"), "the command daily") == wording.DATABASE_AWAY
    assert [(record.levelno, record.exc_info) for record in caplog.records] == [(logging.WARNING, None)]


def test_an_outdated_command_asks_to_reload(caplog: pytest.LogCaptureFixture) -> None:
    error = app_commands.CommandNotFound("trivia", [])

    assert failures.words_for(error, "the command trivia") == wording.COMMAND_CHANGED
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_anything_else_is_an_apology_with_its_reference_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    text = failures.words_for(ValueError("a secret detail"), "the command fact")

    [record] = caplog.records
    [reference] = re.findall(r"`(\w+)`", text)
    assert record.__dict__["reference"] == reference
    assert reference in record.getMessage()
    assert "secret" not in text
    assert record.exc_info is not None


@pytest.mark.parametrize(
    "error",
    [discord.RateLimited(60), aiohttp.ServerDisconnectedError(), an_http_error(429, "1015")],
    ids=lambda error: type(error).__name__,
)
def test_what_discord_did_not_take_is_a_line_in_the_log_and_nothing_to_report(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    assert failures.words_for(error, "the button") == wording.NOT_TAKEN
    assert [(record.levelno, record.exc_info) for record in caplog.records] == [(logging.WARNING, None)]


def test_what_we_should_not_have_sent_is_an_error_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    failures.words_for(an_http_error(400, {"code": 50035, "message": "Invalid"}), "the button")

    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_two_failures_have_two_references() -> None:
    error = ValueError()

    assert failures.words_for(error, "this") != failures.words_for(error, "that")


def refused(code: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=400, reason="Bad Request")
    return discord.HTTPException(response, {"code": code, "message": "no"})


class SmallPress:
    """A press that another process has answered: Discord refuses every answer to it."""

    def __init__(self) -> None:
        self.client = SimpleNamespace(is_closed=lambda: False)
        self.response = SimpleNamespace(is_done=lambda: False, send_message=self.send)
        self.asked = 0

    async def send(self, *_: object, **__: object) -> None:
        self.asked += 1
        raise refused(failures.ANSWERED)


async def test_what_another_process_has_answered_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    press: Any = SmallPress()

    with caplog.at_level(logging.INFO):
        await failures.apologise(press, refused(failures.ANSWERED), "a press")
        assert press.asked == 0
        await failures.apologise(press, UserError("There is no game."), "a press")

    assert press.asked == 1
    assert {record.levelno for record in caplog.records} == {logging.INFO}
    assert not any(record.exc_info for record in caplog.records)
