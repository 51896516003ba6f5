"""What `lorekeeper doctor` finds, against the playground as Discord and without any network."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.operations import doctor
from bot.operations.finding import Finding
from bot.operations.live import ask_live
from bot.operations.monitor import monitored
from bot.playground.clock import MovableClock
from bot.playground.faults import Status
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.server import Playground
from bot.settings import Address, Settings, read_settings
from bot.storage.connect import FILE, open_storage
from bot.storage.shard_lock import shard_lock
from tests.end_to_end.month import PACK

NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights of files")
NOT_AS_ROOT = pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may write anywhere")


@pytest.fixture(autouse=True)
def a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (field.validation_alias for field in Settings.model_fields.values()):
        monkeypatch.delenv(str(name), raising=False)
    for name, content in PACK.items():
        (tmp_path / "moth" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "moth" / name).write_text(content, "utf-8")


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(privileged_intents=MESSAGE_CONTENT) as opened:
        yield opened


def settings(folder: Path, *lines: str) -> Settings:
    file = folder / ".env"
    file.write_text("\n".join((f"LOREKEEPER_DATA={folder / 'data'}", f"LOREKEEPER_PACKS={folder / 'moth'}", *lines)))
    file.chmod(0o600)
    return read_settings(file)


def at(playground: Playground) -> tuple[str, str]:
    return f"DISCORD_API_BASE={playground.api_base}", f"DISCORD_TOKEN={playground.token}"


async def found(folder: Path, *lines: str, skew: timedelta = timedelta()) -> dict[str, Finding]:
    """The findings by their part."""
    clock = MovableClock(datetime.now(UTC) + skew)
    examined = doctor.examine(settings(folder, *lines), clock, version="1.2.3", env_file=folder / ".env")
    return {finding.part: finding async for finding in examined}


def problems(findings: dict[str, Finding]) -> list[str]:
    return [part for part, finding in findings.items() if not finding.is_fine]


async def test_where_everything_is_there_every_line_is_fine(tmp_path: Path, playground: Playground) -> None:
    storage = await open_storage(url=None, folder=tmp_path / "data")
    await storage.close()

    findings = await found(tmp_path, *at(playground))

    assert problems(findings) == []
    assert list(findings) == [
        *("version", "packs", "files", "disk", "database", "schema", "lock"),
        *("token", "intents", "gateway", "shards", "sessions", "clock"),
    ]
    assert findings["token"].text == "Discord accepts it, for the bot Lorekeeper."
    assert "1.2.3" in findings["version"].text


async def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(
    tmp_path: Path, playground: Playground
) -> None:
    findings = await found(tmp_path, *at(playground))

    assert problems(findings) == []
    assert not (tmp_path / "data").exists()


async def test_every_problem_has_a_next_step(tmp_path: Path) -> None:
    (tmp_path / "moth" / "pack.yaml").write_text("format: 99\n", "utf-8")

    findings = await found(tmp_path, "DISCORD_TOKEN=abc", "DISCORD_API_BASE=http://127.0.0.1:1")

    assert problems(findings) == ["packs", "API"]
    assert all(findings[part].step for part in problems(findings))


async def test_without_a_token_the_rest_is_still_checked(tmp_path: Path) -> None:
    findings = await found(tmp_path)

    assert problems(findings) == ["token"]
    assert findings["token"].text == "DISCORD_TOKEN is not set."
    assert "Copy the token" in findings["token"].step


async def test_a_token_that_discord_refuses_is_told(tmp_path: Path, playground: Playground) -> None:
    findings = await found(tmp_path, f"DISCORD_API_BASE={playground.api_base}", "DISCORD_TOKEN=other")

    assert problems(findings) == ["token"]
    assert "Copy it again" in findings["token"].step


async def test_an_api_in_trouble_is_told(tmp_path: Path, playground: Playground) -> None:
    playground.faults.next(Status(503), method="GET", path="/users/@me")

    assert problems(await found(tmp_path, *at(playground))) == ["API"]


async def test_without_the_intent_it_says_what_that_means_and_all_is_fine(tmp_path: Path) -> None:
    async with Playground() as playground:
        findings = await found(tmp_path, *at(playground))

    assert problems(findings) == []
    assert "turn the intent on" in findings["intents"].step


@pytest.mark.parametrize(("skew", "words"), [(-60, "behind"), (60, "ahead of")])
async def test_a_wrong_clock_is_a_problem(tmp_path: Path, playground: Playground, skew: int, words: str) -> None:
    findings = await found(tmp_path, *at(playground), skew=timedelta(seconds=skew))

    assert problems(findings) == ["clock"]
    assert words in findings["clock"].text


@pytest.mark.slow
async def test_a_running_process_is_seen(tmp_path: Path) -> None:
    storage = await open_storage(url=None, folder=tmp_path / "data")
    lock = shard_lock(url=None, folder=tmp_path / "data")
    assert await lock.take()

    running = await found(tmp_path)
    await lock.release()
    ended = await found(tmp_path)
    await storage.close()

    assert running["lock"].text == "a process is running."
    assert ended["lock"].text.startswith("free")


async def test_what_is_no_database_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(b"something else entirely" * 100)

    assert "database" in problems(await found(tmp_path))


@NOT_ON_WINDOWS
async def test_files_that_others_can_read_are_a_problem(tmp_path: Path) -> None:
    storage = await open_storage(url=None, folder=tmp_path / "data")
    await storage.close()
    (tmp_path / "data" / FILE).chmod(0o644)

    findings = await found(tmp_path)

    assert "files" in problems(findings)
    assert findings["files"].step == f"chmod 600 {tmp_path / 'data' / FILE}"


@NOT_ON_WINDOWS
@NOT_AS_ROOT
async def test_a_folder_that_is_not_writable_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)

    assert "files" in problems(await found(tmp_path))


async def test_a_full_disk_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH", 10**18)

    findings = await found(tmp_path)

    assert "disk" in problems(findings)
    assert "Make room" in findings["disk"].step


def test_a_problem_is_two_lines_that_a_person_can_read() -> None:
    shown = str(Finding("disk", "3 MB are free.", "Make room.", is_fine=False))

    assert shown == "PROBLEM  disk: 3 MB are free.\n         -> Make room."
    assert str(Finding("disk", "fine.")) == "ok       disk: fine."


class TestLive:
    async def test_a_bot_that_is_not_ready_yet_is_alive(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "bot")
        async with monitored(Address("127.0.0.1", 0)):
            port = int(caplog.text.strip().rpartition(":")[2])
            finding = await asyncio.to_thread(ask_live, Address("0.0.0.0", port))  # noqa: S104  # only asked

        assert finding.is_fine
        assert "gateway: not connected yet" in finding.text

    async def test_a_bot_that_needs_a_restart_is_not(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "bot")
        async with monitored(Address("127.0.0.1", 0)) as monitor:
            monitor.health.has_broken("planner", "it broke")
            port = int(caplog.text.strip().rpartition(":")[2])
            finding = await asyncio.to_thread(ask_live, Address("127.0.0.1", port))

        assert (finding.is_fine, finding.step) == (False, "Restart the bot.")

    @pytest.mark.parametrize("address", [None, Address("127.0.0.1", 1)])
    def test_nobody_there_is_a_problem(self, address: Address | None) -> None:
        finding = ask_live(address)

        assert not finding.is_fine
        assert finding.step
