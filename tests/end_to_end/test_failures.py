"""When something breaks, the member gets an apology, and the log everything else."""

import re

import pytest

from bot.playground.faults import RateLimited, Status
from bot.playground.members import Shown
from tests.end_to_end.stage import BROKEN, Stage, shown


def assert_apology(message: Shown, log: pytest.LogCaptureFixture) -> None:
    """The message is short, leaks nothing, and its reference is in the log, beside the traceback."""
    reference = re.search(r"`([2-9A-Z]{4})`", message.text)
    assert reference is not None
    assert "secret" not in message.text
    [record] = [entry for entry in log.records if reference[1] in entry.getMessage()]
    assert record.exc_info is not None
    assert "a secret detail" in log.text


async def test_a_broken_command_apologises(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    message = shown(await stage.sam.slash("general", "ask", {"question": BROKEN}))

    assert message.is_ephemeral
    assert_apology(message, caplog)


async def test_a_broken_answer_in_chat_apologises(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    message = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {BROKEN}"))

    assert_apology(message, caplog)


async def test_after_an_error_it_goes_on(stage: Stage) -> None:
    await stage.sam.slash("general", "ask", {"question": BROKEN})

    answer = shown(await stage.sam.slash("general", "ask", {"question": "what is mara's dog called"}))

    assert "Barnacle" in answer.text


async def test_where_embeds_are_refused_it_answers_in_plain_words(stage: Stage) -> None:
    stage.playground.faults.next(Status(403), method="POST", path=r"/channels/\d+/messages")

    answer = await stage.sam.answer_to(await stage.sam.say("general", "@Lorekeeper what is mara's dog called?"))

    assert answer.embeds == []
    assert "Mara has a dog called Barnacle." in answer.content
    assert "H2 · in the film" in answer.content


async def test_where_it_may_not_write_it_stays_silent(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.playground.faults.next(Status(403), method="POST", path=r"/channels/\d+/messages", times=3)
    await stage.sam.say("general", "@Lorekeeper what is mara's dog called?")

    await stage.sam.answer_to(await stage.sam.say("general", "@Lorekeeper who finds the bell?"))

    assert "no reply possible" in caplog.text
    assert len(stage.everything_said()) == 1


async def test_where_it_may_not_read_it_answers_without_a_reference(stage: Stage) -> None:
    stage.playground.faults.next(Status(403), method="POST", path=r"/channels/\d+/messages", times=2)

    await stage.sam.say("general", "@Lorekeeper what is mara's dog called?")

    await stage.sam.message("general", lambda message: "Barnacle" in message.content)


async def test_a_long_pause_that_discord_asks_for_holds_up_nobody(stage: Stage) -> None:
    stage.playground.faults.next(RateLimited(60), method="POST", path=r"/channels/\d+/messages")
    await stage.sam.say("general", "@Lorekeeper what is mara's dog called?")

    await stage.sam.answer_to(await stage.sam.say("general", "@Lorekeeper who finds the bell?"))

    assert len(stage.everything_said()) == 1


async def test_it_starts_with_its_commands_of_before_while_discord_takes_no_new_ones(stage: Stage) -> None:
    stage.playground.faults.next(RateLimited(600), method="PUT", path="commands")

    await stage.restart()

    assert "Barnacle" in shown(await stage.sam.slash("general", "ask", {"question": "what is mara's dog called"})).text
