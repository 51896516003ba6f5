"""The one way in for presses, over the wire: what is registered answers, and in time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.discord_front import launch, replies, wording
from bot.discord_front.client import Lorekeeper
from bot.discord_front.custom_ids import Action, Number
from bot.discord_front.presses import FORM, FormAnswers, Item, on, on_form, register
from bot.discord_front.replies import Outgoing, Press, notice
from bot.errors import UserError
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened
from tests.discord_front.test_client import a_button, an_interaction

MESSAGE_UPDATE, DEFERRED_UPDATE, THINKS, MESSAGE = 7, 6, 5, 4


@dataclass(frozen=True)
class Ring(Action, id="test:ring:{times}"):
    """Ring a bell."""

    times: Number


def a_press(custom_id: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """A press, with as much of its message as Discord always tells."""
    return an_interaction(3, {"component_type": 2, "custom_id": custom_id}, message=a_button(custom_id), **more)


def a_form(*fields: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A form that is sent in."""
    rows = [{"type": 18, "id": number, "component": {"type": 4, **field}} for number, field in enumerate(fields)]
    return an_interaction(5, {"custom_id": FORM, "components": rows})


async def ring(_press: Press, action: Ring) -> Outgoing:
    if action.times == 0:
        raise UserError("Ring at least once.")
    return notice(f"Rang {action.times} times.")


async def type_in(_press: Press, action: Ring, typed: str) -> Outgoing:
    return notice(f"{action.times}: {typed}")


def pressed(
    *events: tuple[str, Any], items: tuple[Item, ...] = (on(Ring, ring),)
) -> AbstractAsyncContextManager[SmallDiscord]:
    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        register(client, *items)
        client.add_view(FormAnswers(on_form(Ring, type_in)))
        yield

    @asynccontextmanager
    async def run() -> AsyncIterator[SmallDiscord]:
        discord, stop = SmallDiscord(lets_in=True), asyncio.Event()
        discord.events = list(events)
        async with opened(discord), asyncio.timeout(30):
            task = asyncio.create_task(launch.run(extension, token=TOKEN, api_base=discord.base, stop=stop))
            yield discord
            discord.drop()
            stop.set()
            await task

    return run()


async def test_what_is_registered_answers() -> None:
    async with pressed(a_press("test:ring:3")) as discord:
        answer = await discord.callbacks.get()

    assert (answer["type"], answer["data"]["content"], answer["data"]["flags"]) == (MESSAGE, "Rang 3 times.", 64)


@pytest.mark.parametrize("custom_id", ["test:ring:", "test:ring:3:4", "of another version", "lk:x:\n"])
async def test_whoever_presses_what_is_too_old_is_told_so_once(custom_id: str) -> None:
    async with pressed(a_press(custom_id), a_press("test:ring:1")) as discord:
        answers = [await discord.callbacks.get() for _ in range(2)]

    assert sorted(answer["data"]["content"] for answer in answers) == sorted([wording.TOO_OLD, "Rang 1 times."])
    assert discord.callbacks.empty()


async def test_a_users_error_is_the_answer() -> None:
    async with pressed(a_press("test:ring:0")) as discord:
        answer = await discord.callbacks.get()

    assert answer["data"]["content"] == "Ring at least once."


async def test_what_breaks_gets_an_apology(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_press: Press, _action: Ring) -> Outgoing:
        raise RuntimeError("a secret detail")

    async with pressed(a_press("test:ring:1"), items=(on(Ring, broken),)) as discord:
        answer = await discord.callbacks.get()

    assert "Something went wrong on my side" in answer["data"]["content"]
    assert "secret" not in answer["data"]["content"]
    assert "the button Ring failed" in caplog.text


@pytest.mark.parametrize(("thinks", "kind"), [(False, DEFERRED_UPDATE), (True, THINKS)])
async def test_slow_work_is_announced_in_time(monkeypatch: pytest.MonkeyPatch, thinks: bool, kind: int) -> None:
    monkeypatch.setattr(replies, "PROMPT", timedelta())
    announced = asyncio.Event()

    async def slow(_press: Press, _action: Ring) -> Outgoing | None:
        await announced.wait()
        return None

    async with pressed(a_press("test:ring:1"), items=(on(Ring, slow, thinks=thinks),)) as discord:
        answer = await discord.callbacks.get()
        announced.set()

    assert answer["type"] == kind


async def test_what_replaces_its_message_changes_it() -> None:
    async def replace(_press: Press, _action: Ring) -> Outgoing:
        return Outgoing(text="Rung.", replaces=True)

    async with pressed(a_press("test:ring:1"), items=(on(Ring, replace),)) as discord:
        answer = await discord.callbacks.get()

    assert (answer["type"], answer["data"]["content"], answer["data"]["components"]) == (MESSAGE_UPDATE, "Rung.", [])


async def test_every_form_is_heard_also_after_the_first() -> None:
    forms = [a_form({"custom_id": f"test:ring:{number}", "value": "ding"}) for number in (1, 2)]

    async with pressed(*forms) as discord:
        answers = [await discord.callbacks.get() for _ in forms]

    assert sorted(answer["data"]["content"] for answer in answers) == ["1: ding", "2: ding"]


async def test_a_form_of_another_version_is_too_old() -> None:
    async with pressed(a_form({"custom_id": "answer", "value": "ding"})) as discord:
        answer = await discord.callbacks.get()

    assert answer["data"]["content"] == wording.TOO_OLD
