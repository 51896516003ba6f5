"""The container: what can be checked of it without one, and that it works where there is a tool to build it."""

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from typer.core import TyperGroup

from bot import cache
from bot.cli.main import app
from bot.settings import Settings

ROOT = Path(__file__).parents[1]

SETTINGS = {str(field.validation_alias) for field in Settings.model_fields.values()}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, without comments and breaks of lines."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(name, " ".join(rest.split())) for name, _, rest in (line.partition(" ") for line in lines) if name]


def of(kind: str) -> list[str]:
    return [rest for name, rest in instructions() if name == kind]


def exec_form(arguments: str) -> list[str]:
    """The command as a list. Fails if a shell would run it, which hears no SIGTERM."""
    words: list[str] = json.loads(arguments[arguments.index("[") :])
    return words


def health_check() -> list[str]:
    [check] = of("HEALTHCHECK")
    return exec_form(check.partition("CMD")[2])


def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return told


def ours() -> dict[str, dict[str, Any]]:
    """The services that run the bot."""
    return {name: service for name, service in compose()["services"].items() if service["image"] == "lorekeeper"}


class TestDockerfile:
    def test_everything_that_it_copies_is_there_and_sent_to_the_builder(self) -> None:
        sources = [source for copy in of("COPY") if "--from" not in copy for source in copy.split()[:-1]]
        sent = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]

        assert [source for source in sources if not (ROOT / source).exists()] == []
        assert sorted(sources) == sorted(sent)

    def test_everything_that_the_package_needs_is_copied(self) -> None:
        project = PROJECT["project"]
        copied = " ".join(of("COPY"))
        needed = ["bot", "facts", project["readme"], *(name.split("/")[0] for name in project["license-files"])]

        assert [name for name in needed if name not in copied.split()] == []

    def test_the_bot_is_not_root(self) -> None:
        last = instructions()[[name for name, _ in instructions()].index("FROM", 1) :]
        users = [rest for name, rest in last if name == "USER"]

        assert users
        assert users[-1].isdecimal()
        assert int(users[-1]) > 0

    def test_no_shell_stands_between_the_bot_and_its_signals(self) -> None:
        commands = [*of("RUN"), *of("ENTRYPOINT"), *of("CMD")]

        assert all(exec_form(command) for command in commands)
        assert [*exec_form(of("ENTRYPOINT")[0]), *exec_form(of("CMD")[0])] == ["lorekeeper", "run"]

    def test_the_health_check_is_a_command_of_ours(self) -> None:
        program, command, option = health_check()
        group = typer.main.get_command(app)
        assert isinstance(group, TyperGroup)

        assert program in PROJECT["project"]["scripts"]
        assert option in {name for parameter in group.commands[command].params for name in parameter.opts}

    def test_it_sets_settings_that_exist(self) -> None:
        names = set(re.findall(r"\b(?:LOREKEEPER|DISCORD|DATABASE)_[A-Z_]+(?==)", " ".join(of("ENV"))))

        assert names <= SETTINGS | {cache.FOLDER}
        assert {"LOREKEEPER_DATA", "LOREKEEPER_MONITOR", cache.FOLDER} <= names

    def test_what_is_written_is_in_the_volume(self) -> None:
        [volume] = of("VOLUME")
        environment = " ".join(of("ENV"))

        assert f"LOREKEEPER_DATA={volume} " in environment
        assert f"{cache.FOLDER}={volume}/" in environment

    def test_both_stages_have_the_same_small_python_of_those_that_are_tested(self) -> None:
        images = {image.split()[0] for image in of("FROM")}
        [version] = {match[1] for image in images if (match := re.fullmatch(r"python:3\.(\d+)-slim", image))}

        assert len(images) == 1
        assert 11 <= int(version) <= 14

    def test_what_is_installed_is_locked_with_its_hashes_and_has_the_extras(self) -> None:
        [locks] = [exec_form(run) for run in of("RUN") if "-r" in exec_form(run)]
        lock = (ROOT / locks[locks.index("-r") + 1]).read_text("utf-8")
        named = PROJECT["project"]["optional-dependencies"]
        offered = {re.split(r"[<>=]", each)[0] for extra in ("postgres", "sentry") for each in named[extra]}

        assert offered <= set(re.findall(r"^([\w.\-]+)==", lock, re.MULTILINE))
        assert lock.count("--hash=") > lock.count("==")


class TestDockerIgnore:
    @pytest.mark.parametrize("name", [".env", ".git", "data", "tests/test_docs.py", "docs"])
    def test_secrets_and_what_is_not_needed_stay_outside(self, name: str) -> None:
        lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] not in ("", "#")]

        assert lines[0] == "*"
        assert not any(fnmatch(name, line[1:]) for line in lines if line.startswith("!"))


class TestCompose:
    def test_without_a_profile_one_bot_runs(self) -> None:
        assert [name for name, service in compose()["services"].items() if "profiles" not in service] == ["lorekeeper"]

    def test_the_profile_adds_postgresql_and_a_standby(self) -> None:
        added = {name for name, service in compose()["services"].items() if service.get("profiles") == ["postgres"]}

        assert added == {"postgres", "standby"}

    def test_the_standby_differs_by_nothing_so_that_one_lock_keeps_them_apart(self) -> None:
        bot, standby = (dict(ours()[name]) for name in ("lorekeeper", "standby"))
        standby.pop("profiles")

        assert bot == standby

    def test_the_bot_may_write_to_its_volume_alone(self) -> None:
        for name, service in ours().items():
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name
            assert service["volumes"] == [f"data:{of('VOLUME')[0]}"], name

    def test_nothing_is_published(self) -> None:
        assert [name for name, service in compose()["services"].items() if "ports" in service] == []

    def test_it_sets_settings_that_exist(self) -> None:
        for service in ours().values():
            assert service["environment"].keys() <= SETTINGS | {cache.FOLDER}

    def test_every_volume_that_is_used_is_named(self) -> None:
        told = compose()
        used = {volume.split(":")[0] for service in told["services"].values() for volume in service["volumes"]}

        assert used == told["volumes"].keys()

    def test_the_bot_may_finish_before_it_is_killed(self) -> None:
        assert all(int(service["stop_grace_period"].rstrip("s")) > 10 for service in ours().values())


def builder() -> str:
    """A tool that builds and runs containers here, or an empty text."""
    for tool in ("docker", "podman"):
        if shutil.which(tool) and not subprocess.run([tool, "info"], capture_output=True, check=False).returncode:  # noqa: S603
            return tool
    return ""


@pytest.fixture(scope="module")
def image() -> Iterator[tuple[str, str]]:
    """The tool, and the image that it built; skipped where there is none."""
    tool = builder()
    if not tool:
        pytest.skip("neither docker nor podman works here, so the container is not built")
    name = "lorekeeper-under-test"
    subprocess.run([tool, "build", "-q", "-t", name, str(ROOT)], check=True, capture_output=True)  # noqa: S603  # ours
    yield tool, name
    subprocess.run([tool, "rmi", "-f", name], check=False, capture_output=True)  # noqa: S603  # ours


@pytest.mark.slow
@pytest.mark.process
class TestBuilt:
    """With a file system that is read-only but for the data."""

    def run(self, image: tuple[str, str], *command: str) -> subprocess.CompletedProcess[str]:
        tool, name = image
        options = ("--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network", "none")  # noqa: S108
        return subprocess.run(  # noqa: S603  # our own
            [tool, "run", *options, name, *command], capture_output=True, text=True, check=False
        )

    def test_it_answers(self, image: tuple[str, str]) -> None:
        assert self.run(image, "ask", "who voices ultron").stdout.startswith("James Spader voices Ultron.")

    def test_it_lacks_a_token_and_nothing_else(self, image: tuple[str, str]) -> None:
        done = self.run(image, "doctor")

        assert re.findall(r"^PROBLEM +(\w+)", done.stdout, re.MULTILINE) == ["token"]
        assert done.returncode == 1

    def test_it_says_what_is_missing_instead_of_running_without_a_token(self, image: tuple[str, str]) -> None:
        assert "DISCORD_TOKEN is not set" in self.run(image).stderr
