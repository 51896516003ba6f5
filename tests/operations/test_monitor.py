"""The pages that the monitor serves, and what the rooms report to it."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.app import run_bot
from bot.errors import SettingsError
from bot.operations.monitor import Monitor, monitored
from bot.operations.watch import Watch
from bot.playground.server import Playground
from bot.scheduling.shard import WHOLE
from bot.settings import Address
from tests.end_to_end.month import PACK

ANYWHERE = Address("127.0.0.1", 0)


@asynccontextmanager
async def served(caplog: pytest.LogCaptureFixture) -> AsyncIterator[tuple[Monitor, str]]:
    """A monitor and its address."""
    with caplog.at_level(logging.INFO, "bot"):
        async with monitored(ANYWHERE) as monitor:
            yield monitor, re.findall(r"http://[\d.:]+", caplog.text)[-1]


async def page(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


async def test_without_an_address_nothing_is_served_and_all_is_ignored() -> None:
    async with monitored(None) as monitor:
        assert type(monitor.watch) is Watch


async def test_a_standby_is_alive_and_not_ready(caplog: pytest.LogCaptureFixture) -> None:
    async with served(caplog) as (monitor, address):
        monitor.health.is_ready("packs")
        status, text = await page(f"{address}/healthz")
        report = json.loads(text)

        assert (status, report["live"], report["ready"]) == (200, True, False)
        assert "standby" in report["reasons"]["lock"]
        assert "packs" not in report["reasons"]
        assert await page(f"{address}/readyz") == (503, text)


async def test_what_needs_a_restart_fails(caplog: pytest.LogCaptureFixture) -> None:
    async with served(caplog) as (monitor, address):
        monitor.health.has_broken("planner", "it broke")

        assert (await page(f"{address}/healthz"))[0] == 503


async def test_a_port_in_use_is_told_with_the_next_step(caplog: pytest.LogCaptureFixture) -> None:
    async with served(caplog) as (_, address):
        port = int(address.rpartition(":")[2])
        with pytest.raises(SettingsError, match=f"LOREKEEPER_MONITOR: port {port} is already in use.* Choose another"):
            async with monitored(Address("127.0.0.1", port)):
                pass


async def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(SettingsError, match=r"192\.0\.2\.1:9464 can't be used"):
        async with monitored(Address("192.0.2.1", 9464)):
            pass


@pytest.mark.slow
async def test_a_running_bot_is_ready_and_counts_what_it_does(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name, content in PACK.items():
        (tmp_path / "moth" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "moth" / name).write_text(content, "utf-8")
    async with Playground() as playground, served(caplog) as (monitor, address):
        running = asyncio.create_task(
            run_bot(
                [tmp_path / "moth"],
                token=playground.token,
                api_base=playground.api_base,
                database=None,
                data=tmp_path / "data",
                catch_up=timedelta(hours=6),
                shard=WHOLE,
                monitor=monitor,
            )
        )
        try:
            await playground.until_commands("ask", "trivia")
            async with asyncio.timeout(30):
                while (await page(f"{address}/readyz"))[0] != 200:  # noqa: ASYNC110  # a page tells nobody of changes
                    await asyncio.sleep(0.05)
            sam = playground.member("Sam")
            await sam.slash("general", "ask", {"question": "hello"})
            _, text = await page(f"{address}/metrics")
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        after = json.loads((await page(f"{address}/healthz"))[1])

    assert value(text, 'lorekeeper_questions_total{result="small talk"}') == 1
    assert value(text, "lorekeeper_reply_seconds_count") == 1
    assert value(text, 'lorekeeper_database_seconds_count{kind="read"}') > 0
    assert value(text, "lorekeeper_servers") == 1
    assert value(text, "lorekeeper_packs") == 1
    assert value(text, 'lorekeeper_discord_responses_total{status="200"}') > 0
    assert str(sam.id) not in text
    assert set(after["reasons"]) == {"lock", "database", "gateway"}


def value(text: str, name: str) -> float:
    [found] = re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found)
