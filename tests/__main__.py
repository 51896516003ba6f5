"""`python -m tests` checks everything: format, lint, the page's script, types, benchmarks (a smoke run of each), tests.

`python -m tests fast` leaves out the benchmarks and the tests that take long or need a database, a browser or another
process. All steps run, also after one that failed; the exit code says whether one did. pytest comes last, so that its
closing line is the one that stands at the end.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
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

PACKAGES = ("chromium", "libatomic1")
"""What Debian calls the browser, and a library that Playwright's driver needs and a bare Debian lacks."""

MOST_AT_ONCE = "4"
"""Processes that run tests, where the machine has as many cores. Each starts a PostgreSQL of its own."""

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
    if not is_fast:
        get_browser(may_install=not asked.no_browser)
    failed = [name for name, command in steps(is_fast=is_fast) if not passes(name, command)]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything passed.", flush=True)
    return 1 if failed else 0


def steps(*, is_fast: bool) -> list[tuple[str, Sequence[str]]]:
    """The name and the command of each step, in order."""
    python = (sys.executable, "-m")
    smoke_runs = [
        (f"benchmark {path.stem}", (*python, f"tests.benchmarks.{path.stem}", "--smoke")) for path in benchmarks()
    ]
    tests = (
        *(*python, "pytest", "-n", "auto", "--maxprocesses", MOST_AT_ONCE),
        *("--dist", "loadfile", "--no-loadscope-reorder"),
    )
    return [
        ("format", (*python, "ruff", "format", "--check", ".")),
        ("lint", (*python, "ruff", "check", ".")),
        ("page", (program("oxlint"), "--deny-warnings", "bot")),
        ("types", (*python, "mypy", "--strict", "bot", "tests")),
        *([] if is_fast else smoke_runs),
        ("tests", (*tests, "-m", FAST) if is_fast else tests),
    ]


def program(name: str) -> str:
    """Where pip put a program that has no Python module to start it by."""
    return shutil.which(name, path=sysconfig.get_path("scripts")) or name


def benchmarks() -> list[Path]:
    """The scripts that measure something and can do so in small, for a smoke run."""
    return [path for path in sorted(Path("tests/benchmarks").glob("*.py")) if "--smoke" in path.read_text("utf-8")]


def passes(name: str, command: Sequence[str]) -> bool:
    """Whether the command ends well. What it prints is shown as it comes."""
    print(f"\n== {name}", flush=True)
    try:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)  # noqa: S603  # our own
    except FileNotFoundError:
        print(f"{command[0]} is not installed: pip install -r tests/requirements.lock")
        return False
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
