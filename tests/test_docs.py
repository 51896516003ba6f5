"""What the documents say is what the code does, and the other way round."""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
import yaml
from typer.core import TyperCommand, TyperGroup

from bot import cache
from bot.cli.jsonl import QuestionLine, answer_line
from bot.cli.main import app
from bot.discord_front.about.cog import AboutCog
from bot.discord_front.about.wording import HELP
from bot.discord_front.boards.cog import BoardsCog
from bot.discord_front.daily.cog import DailyCog
from bot.discord_front.guess.cog import GuessCog
from bot.discord_front.lookups.chat import ChatCog
from bot.discord_front.lookups.cog import LookupsCog
from bot.discord_front.lookups.questions import QuestionsCog
from bot.discord_front.member_data.cog import MemberDataCog
from bot.discord_front.misses.cog import MissesCog
from bot.discord_front.packs.cog import PacksCog
from bot.discord_front.quiz.cog import TriviaCog
from bot.discord_front.settings.cog import SettingsCog
from bot.discord_front.settings.spoilers import SpoilersCog
from bot.discord_front.setup.cog import SetupCog
from bot.discord_front.teaching.cog import TeachingCog
from bot.settings import DISCORD_API, Settings, read_settings
from tests.__main__ import long_steps, quick_steps
from tests.default_pack import default_oracle

ROOT = Path(__file__).parent.parent


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


COGS = (
    *(AboutCog, BoardsCog, ChatCog, DailyCog, GuessCog, LookupsCog, MemberDataCog, MissesCog),
    *(PacksCog, QuestionsCog, SettingsCog, SetupCog, SpoilersCog, TeachingCog, TriviaCog),
)

README = text_of("README.md")
CONTRIBUTING = text_of("CONTRIBUTING.md")
RUNNING = text_of("docs/running.md")
SETTINGS = {str(field.validation_alias) for field in Settings.model_fields.values()}
IMPLIED = {"--help"}
"""What every command has."""


def code_blocks(text: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)\n```", text, re.DOTALL)


def commands(group: TyperGroup, *before: str) -> Iterator[tuple[str, TyperCommand]]:
    """Every command that can be typed, with its full name."""
    for name, command in group.commands.items():
        match command:
            case TyperGroup():
                yield from commands(command, *before, name)
            case TyperCommand():
                yield " ".join([*before, name]), command


def root() -> TyperGroup:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group


COMMANDS = dict(commands(root()))


def options(command: TyperCommand | TyperGroup) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if option.startswith("--")}


def documented_commands() -> dict[str, set[str]]:
    """The commands of README's table, each with the options that stand there, over all its rows."""
    found: dict[str, set[str]] = {}
    for cell in re.findall(r"^\| `lorekeeper (.*?)` \|", README, re.MULTILINE):
        name = re.match(r"[a-z ]+[a-z]", cell)
        if name:
            command = next(known for known in sorted(COMMANDS, key=len, reverse=True) if name[0].startswith(known))
            found.setdefault(command, set()).update(re.findall(r"--[a-z]+(?:-[a-z]+)*", cell))
    return found


def names_of_settings(text: str) -> set[str]:
    return set(re.findall(r"\b(?:DISCORD|LOREKEEPER)_[A-Z_]+\b", text))


class TestReadme:
    def test_opens_with_the_command_that_starts_the_playground(self) -> None:
        assert code_blocks(README)[0].endswith(".venv/bin/lorekeeper playground")

    def test_opens_with_the_command_that_ci_runs(self) -> None:
        script = [
            line for line in text_of(".ci/run").splitlines() if line and not line.startswith(("#", "set ", "cd "))
        ]

        assert script == [code_blocks(README)[1]]

    def test_its_first_command_is_one_line_each(self) -> None:
        assert all("\n" not in block for block in code_blocks(README)[:2])

    def test_names_every_command_with_every_option(self) -> None:
        assert documented_commands() == {name: options(command) - IMPLIED for name, command in COMMANDS.items()}

    def test_names_what_works_without_a_command(self) -> None:
        assert all(f"`lorekeeper {option}`" in README for option in options(root()))

    @pytest.mark.slow
    def test_shows_what_the_bot_says(self) -> None:
        oracle = default_oracle()
        quoted = "\n".join(re.findall(r"^> ?(.*)", README, re.MULTILINE))
        talk = re.findall(r"\*\*Sam\*\*: (.*?)\n\n\*\*Lorekeeper\*\*: (.*?)(?:\n\n|$)", quoted, re.DOTALL)

        assert len(talk) == 2
        assert [(question, oracle.words(oracle.ask(question))) for question, _ in talk] == talk

    def test_names_every_slash_command(self) -> None:
        commands = {command.name for cog in COGS for command in cog.__cog_app_commands__}

        assert set(re.findall(r"`/([a-z]+)`", README)) == commands

    def test_help_lists_every_slash_command_but_itself(self) -> None:
        commands = {command.name for cog in COGS for command in cog.__cog_app_commands__}

        listed = {name for _, rows in HELP for name in rows}
        assert {name[1:] for name in listed if name.startswith("/")} == commands - {"help"}


class TestHelp:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_and_all_that_it_takes_is_explained(self, name: str) -> None:
        assert COMMANDS[name].help
        assert [parameter.name for parameter in COMMANDS[name].params if not getattr(parameter, "help", "")] == []


class TestContract:
    @pytest.mark.slow
    def test_the_example_of_a_line_has_the_right_keys(self) -> None:
        example = json.loads(re.findall(r"```json\n(.*?)\n```", RUNNING, re.DOTALL)[2])
        question = QuestionLine(example["id"], "who voices ultron")
        oracle = default_oracle()
        reply = oracle.ask(question.text)
        told = json.loads(answer_line(question, reply, oracle.words(reply)))

        assert list(example) == list(told)
        assert (example["answered"], example["text"]) == (told["answered"], told["text"])
        assert [list(fact) for fact in example["facts"]] == [list(told["facts"][0])]


class TestSettings:
    def test_the_example_has_every_setting_and_no_other(self) -> None:
        assert set(re.findall(r"^([A-Z_]+)=", text_of(".env.example"), re.MULTILINE)) == SETTINGS

    def test_the_example_sets_nothing_but_defaults(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in SETTINGS:
            monkeypatch.delenv(name, raising=False)

        assert read_settings(ROOT / ".env.example") == read_settings(Path("no-such-file"))

    def test_the_operators_guide_has_a_row_for_each(self) -> None:
        assert set(re.findall(r"^\| `([A-Z_]+)` \|", RUNNING, re.MULTILINE)) == SETTINGS
        assert f"`{DISCORD_API}`" in RUNNING

    @pytest.mark.parametrize(
        "name", ["README.md", "CONTRIBUTING.md", "docs/running.md", "docs/decisions.md", "docs/privacy.md"]
    )
    def test_no_document_names_one_that_does_not_exist(self, name: str) -> None:
        assert names_of_settings(text_of(name)) <= SETTINGS | {cache.FOLDER}


class TestLinks:
    @pytest.mark.parametrize(
        "name",
        [
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
        ],
    )
    def test_every_link_inside_leads_somewhere(self, name: str) -> None:
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", text_of(name)):
            file = (ROOT / name).parent / target if target else ROOT / name
            assert file.is_file(), target
            assert not anchor or anchor in anchors(file.read_text("utf-8")), f"{target}#{anchor}"


def anchors(text: str) -> set[str]:
    """What a link may name after a `#`: each heading in lower case, with hyphens."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class TestContributing:
    def test_every_file_that_it_names_is_there(self) -> None:
        named = set(re.findall(r"`((?:bot|tests|facts)/[\w./\-]+)`", CONTRIBUTING))

        assert len(named) > 20
        assert [name for name in sorted(named) if not (ROOT / name).exists()] == []

    @pytest.mark.parametrize("name", ["CATCH_UP", "_wrong", "QuestionKind"])
    def test_what_a_stranger_is_sent_to_is_there(self, name: str) -> None:
        """A walk breaks without a sound when what it names moves."""
        sentences = [each for each in re.split(r"(?<=[.)]) ", CONTRIBUTING) if name in each and "`bot/" in each]
        files = re.findall(r"`(bot/[\w./]+\.py)`", " ".join(sentences))

        assert any(name in text_of(file) for file in files)

    def test_its_set_up_is_that_of_the_test_command(self) -> None:
        set_up, _, _ = code_blocks(README)[1].rpartition(" && ")

        assert code_blocks(CONTRIBUTING)[0].splitlines()[0] == set_up

    def test_every_marker_is_explained(self) -> None:
        markers = tomllib.loads(text_of("pyproject.toml"))["tool"]["pytest"]["ini_options"]["markers"]

        assert [
            name for name in (marker.partition(":")[0] for marker in markers) if f"`{name}`" not in CONTRIBUTING
        ] == []


class TestChecks:
    def test_a_commit_is_checked_by_what_the_fast_run_checks(self) -> None:
        """All but the tests themselves."""
        (local,) = yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"]
        hooks = {hook["id"]: hook["entry"].replace("python", sys.executable, 1).split() for hook in local["hooks"]}
        checks = {step.name: list(step.command) for step in (*quick_steps(), *long_steps(is_fast=True))}

        assert hooks.keys() == checks.keys()
        assert [hook[1:] for hook in hooks.values()] == [check[1:] for check in checks.values()]

    def test_github_runs_what_readme_says_on_the_oldest_and_the_newest_python(self) -> None:
        jobs = yaml.safe_load(text_of(".github/workflows/tests.yml"))["jobs"]
        everything, units = jobs["everything"], jobs["units"]

        assert everything["strategy"]["matrix"]["python"] == ["3.11", "3.14"]
        assert everything["steps"][-1]["run"] == "bash .ci/run"
        assert units["strategy"]["matrix"]["os"] == ["macos-latest", "windows-latest"]
        assert units["steps"][-1]["run"] == "python -m tests fast"

    def test_github_audits_every_lock_even_without_a_change(self) -> None:
        workflow = yaml.safe_load(text_of(".github/workflows/tests.yml"))
        *_, audit = workflow["jobs"]["audit"]["steps"]
        locks = {str(path.relative_to(ROOT)) for folder in (ROOT, ROOT / "tests") for path in folder.glob("*.lock")}

        assert audit["run"].startswith("pip-audit --require-hashes ")
        assert set(re.findall(r"-r (\S+)", audit["run"])) == locks
        assert workflow[True]["schedule"]  # YAML reads the key `on` as true

    def test_the_issue_forms_are_forms(self) -> None:
        forms = [path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"]

        assert len(forms) >= 3
        for form in forms:
            told = yaml.safe_load(form.read_text("utf-8"))
            assert told.keys() >= {"name", "description", "body"}, form.name
            assert len({field["id"] for field in told["body"]}) == len(told["body"]), form.name


LOCKS = ("requirements.lock", "requirements-container.lock", "tests/requirements.lock")


class TestLocks:
    @pytest.mark.parametrize("name", LOCKS)
    def test_every_package_has_one_exact_version_and_its_hashes(self, name: str) -> None:
        entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text_of(name), flags=re.MULTILINE).strip())

        assert entries
        assert [entry for entry in entries if not re.match(r"[\w.\-]+==\S+.* \\\n +--hash=sha256:", entry)] == []

    @pytest.mark.parametrize("name", LOCKS)
    def test_no_lock_says_where_from(self, name: str) -> None:
        assert not re.search(r"://|--(extra-)?index-url|--find-links", text_of(name))

    @pytest.mark.parametrize("name", ["requirements.lock", "requirements-container.lock"])
    def test_the_tests_run_what_members_get(self, name: str) -> None:
        def pins(name: str) -> set[str]:
            return set(re.findall(r"^[\w.\-]+==[^\\]*", text_of(name), re.MULTILINE))

        assert pins(name) <= pins("tests/requirements.lock")

    def test_what_the_package_needs_is_locked(self) -> None:
        listed = re.search(r"^dependencies = \[(.*?)^\]", text_of("pyproject.toml"), re.DOTALL | re.MULTILINE)
        assert listed
        needed = {name.lower().replace(".", "-") for name in re.findall(r'"([\w.\-]+)', listed[1])}

        assert needed <= set(re.findall(r"^([\w.\-]+)==", text_of("requirements.lock"), re.MULTILINE))


def test_the_table_of_the_playground_names_tests_that_exist() -> None:
    named = re.findall(r"\| `(test_\w+)` \|$", text_of("docs/playground.md"), flags=re.MULTILINE)
    written = "".join(file.read_text("utf-8") for file in (ROOT / "tests" / "playground").glob("test_*.py"))

    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in written] == []
