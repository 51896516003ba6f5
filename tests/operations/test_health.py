"""When the bot is alive, and when it is of use."""

import asyncio

import pytest

from bot.operations import health as health_module
from bot.operations.health import Health, ready

PARTS = ("packs", "lock", "database", "gateway")


async def away() -> str | None:
    return "it is away"


@pytest.fixture
def healthy() -> Health:
    health = Health()
    for part in PARTS:
        health.is_ready(part)
    return health


async def test_at_first_every_part_says_why_it_is_not_ready() -> None:
    report = await Health().report()

    assert (report["live"], report["ready"]) == (True, False)
    assert tuple(report["reasons"]) == PARTS


async def test_it_is_ready_once_every_part_is(healthy: Health) -> None:
    assert await healthy.report() == {"live": True, "ready": True, "reasons": {}}


async def test_a_part_is_checked_as_long_as_it_runs(healthy: Health) -> None:
    with healthy.checking("gateway", away):
        assert await healthy.reasons() == {"gateway": "it is away"}
    assert await healthy.reasons() == {}


async def test_a_part_that_has_ended_is_as_before() -> None:
    health = Health()
    before = await health.reasons()

    with health.checking("lock", ready):
        assert "lock" not in await health.reasons()

    assert await health.reasons() == before


async def test_what_only_a_restart_helps_is_not_alive(healthy: Health) -> None:
    healthy.has_broken("planner", "it broke")

    assert await healthy.report() == {"live": False, "ready": False, "reasons": {"planner": "it broke"}}


async def test_a_check_that_hangs_is_a_reason(healthy: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_module, "PATIENCE", health_module.PATIENCE / 100)

    async def hang() -> str | None:
        await asyncio.Event().wait()
        return None

    with healthy.checking("database", hang):
        assert list(await healthy.reasons()) == ["database"]
