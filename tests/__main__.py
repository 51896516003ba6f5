"""`python -m tests` checks everything: format, lint, types, the page's script, benchmarks (a smoke run of each), tests.

`python -m tests fast` leaves out the benchmarks and the tests that take long or need a database, a browser or another
process. All steps run, also after one that failed; the exit code says whether one did. The tests run beside types and
benchmarks: what those print is shown when each of them ends.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What Chromium is called on a PATH, as the tests of the page know it."""

START = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = sys.argv[1] or playwright.chromium.executable_path
    playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]).close()
print(path)
"""
"""Starts the browser whose path it is given, or Playwright's own, and tells the path. In a process of its own,
because on a bare machine already Playwright's driver may fail to start."""

PACKAGES = ("chromium-headless-shell", "libatomic1")
"""What Debian calls the browser, and a library that Playwright's driver needs and a bare Debian lacks."""

AT_ONCE = 6
"""Processes that run tests. Six even on two cores, as the long tests mostly wait for other processes: with four, nearly
half of the processor time was idle. Each starts a PostgreSQL of its own."""

FAST_AT_ONCE = 3
"""The same of the fast run. Finding all tests takes each some eight seconds."""

DOWNLOAD_SECONDS = 600
"""How long to wait for a browser before going on without one."""

FAST = "not slow and not postgres and not browser and not process"
"""The tests of the fast run, by their markers (pyproject.toml says what each stands for)."""


def main() -> int:
    """Run every step. 0 where all of them passed, otherwise 1."""
    parser = ArgumentParser(prog="python -m tests", description="Check everything, or what can be checked fast.")
    parser.add_argument("which", nargs="?", choices=["fast"], help="only what takes less than a minute or so")
    parser.add_argument("--no-browser", action="store_true", help="install no Chromium, and skip its tests without one")
    asked = parser.parse_args()
    is_fast = asked.which == "fast"
    os.chdir(ROOT)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # several processes of tests, each with matrices of its own
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # with it each of some hundred processes would compile all anew
    if not is_fast:
        get_browser(may_install=not asked.no_browser)
    failed = [step.name for step in quick_steps() if not passes(step)]
    with ThreadPoolExecutor(max_workers=1) as beside:
        others = long_steps(is_fast=is_fast)
        passing = [beside.submit(passes, step, at_once=False) for step in others]
        failed += [step.name for step in (WARM_UP, *([] if is_fast else [COMPILE])) if not passes(step)]
        tests = tests_step(is_fast=is_fast)
        failed += [] if passes(tests) else [tests.name]
        failed += [step.name for step, passed in zip(others, passing, strict=True) if not passed.result()]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything passed.", flush=True)
    return 1 if failed else 0


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str]


PYTHON = (sys.executable, "-m")

WARM_UP = Step("first answer", (*PYTHON, "bot", "ask", "Who plays Ultron?"))
"""Fills the cache with what is computed from the default pack, so that not every process that runs tests does it."""

COMPILE = Step(
    "compiled tests",
    (
        *("env", "-u", "PYTEST_ADDOPTS"),  # it may have options of the terminal, which is left out
        *(*PYTHON, "pytest", "--collect-only", "-p", "no:terminal", "-o", "addopts=--import-mode=importlib"),
    ),
)
"""Keeps the tests as pytest compiles them, so that not every process does so in a fresh checkout."""


def quick_steps() -> list[Step]:
    """A second or two each."""
    return [
        Step("format", (*PYTHON, "ruff", "format", "--check", ".")),
        Step("lint", (*PYTHON, "ruff", "check", ".")),
        Step("page", (program("oxlint"), "--deny-warnings", "bot")),
    ]


def long_steps(*, is_fast: bool) -> list[Step]:
    """What uses one core for long, so one after the other, beside the tests."""
    smoke_runs = [
        Step(f"benchmark {path.stem}", (*PYTHON, f"tests.benchmarks.{path.stem}", "--smoke")) for path in benchmarks()
    ]
    return [
        Step("types", (*PYTHON, "mypy", "--strict", "bot", "tests")),
        Step("types of the page", (*PYTHON, "tests.page_types")),
        *([] if is_fast else smoke_runs),
    ]


def tests_step(*, is_fast: bool) -> Step:
    workers = (
        "-n",
        str(FAST_AT_ONCE if is_fast else AT_ONCE),
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        "--durations=25",
    )
    return Step("tests", (*PYTHON, "pytest", *workers, *(("-m", FAST) if is_fast else ())))


def program(name: str) -> str:
    """Where pip put a program that has no Python module to start it by."""
    return shutil.which(name, path=sysconfig.get_path("scripts")) or name


def benchmarks() -> list[Path]:
    """The scripts that measure something and can do so in small, for a smoke run."""
    return [path for path in sorted(Path("tests/benchmarks").glob("*.py")) if "--smoke" in path.read_text("utf-8")]


def passes(step: Step, *, at_once: bool = True) -> bool:
    """Whether the command ends well. What it prints is shown as it comes, or else all of it when it has ended."""
    if at_once:
        print(f"\n== {step.name}", flush=True)
    try:
        ended = subprocess.run(  # noqa: S603  # our own
            step.command,
            stdin=subprocess.DEVNULL,
            stdout=None if at_once else subprocess.PIPE,
            stderr=None if at_once else subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        print(f"\n{step.command[0]} is not installed: pip install -r tests/requirements.lock", flush=True)
        return False
    if not at_once:
        print(f"\n== {step.name}\n{ended.stdout}", end="", flush=True)
    return ended.returncode == 0


def get_browser(*, may_install: bool) -> None:
    """See to it that there is a Chromium for the tests of the page; without one they are skipped."""
    print("== browser", flush=True)
    if installed := browser():
        print(installed)
        return
    if not may_install:
        print("No Chromium starts here, and none is to be installed: the tests of the page are skipped.")
        return
    root = () if getattr(os, "geteuid", lambda: 1)() == 0 else ("sudo", "-n")
    apt = (*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y")
    for attempt in (
        [(sys.executable, "-m", "playwright", "install", "chromium")],
        [(*apt, "update"), (*apt, "install", "--no-install-recommends", *PACKAGES)],
    ):
        if all(succeeds(command) for command in attempt) and (installed := browser()):
            print(installed)
            return
    print(f"No Chromium starts here, which the tests of the page need. On Debian: apt-get install {' '.join(PACKAGES)}")


def succeeds(command: Sequence[str]) -> bool:
    """Whether a command that fetches something could be run and ended well in time."""
    if not shutil.which(command[0]):
        return False
    print("trying:", *command, flush=True)
    try:
        ended = subprocess.run(  # noqa: S603  # our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=DOWNLOAD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0


def browser() -> str:
    """The path of a Chromium that Playwright can start, or nothing: one on the PATH, else its own."""
    installed = next(filter(None, map(shutil.which, BROWSERS)), "")
    ended = subprocess.run(  # noqa: S603  # our own
        (sys.executable, "-c", START, installed),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout.strip() if ended.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
