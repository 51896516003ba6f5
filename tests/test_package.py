"""What `pip` and `pipx` install: the wheel and the source distribution hold all that the bot needs, and run alone."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

pytestmark = [pytest.mark.slow, pytest.mark.process]


def run(*command: str | Path, cwd: Path, path: Path) -> str:
    """What the command prints, with `path` first among Python's. Raises with its output if it fails."""
    done = subprocess.run(  # noqa: S603  # our own
        command, cwd=cwd, env={**os.environ, "PYTHONPATH": str(path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the build backend that pyproject.toml names; the tests are skipped if pip can't get it."""
    folder = tmp_path_factory.mktemp("backend")
    command = (
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--target",
        str(folder),
        *PROJECT["build-system"]["requires"],
    )
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603  # our own
        pytest.skip("pip could not get the build backend; the package is built where there is a network")
    return folder


@pytest.fixture(scope="module")
def installed(builder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel made of the source distribution, unpacked as pip installs it."""
    built, home = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("site")
    sdist = "import sys, setuptools.build_meta as backend; print(backend.build_sdist(sys.argv[1]))"
    run(sys.executable, "-c", sdist, built, cwd=ROOT, path=builder)
    (archive,) = built.glob("*.tar.gz")
    pip = (sys.executable, "-m", "pip", "-q")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", built, archive, cwd=built, path=builder)
    (wheel,) = built.glob("*.whl")
    run(*pip, "install", "--no-deps", "--target", home, wheel, cwd=built, path=builder)
    return home


def test_the_package_answers_away_from_its_source(installed: Path, tmp_path: Path) -> None:
    answer = run(sys.executable, "-P", "-m", "bot", "ask", "who voices ultron", cwd=tmp_path, path=installed)

    assert answer.startswith("James Spader voices Ultron.")


def test_the_package_has_its_command_its_version_and_the_page(installed: Path, tmp_path: Path) -> None:
    version = run(installed / "bin" / "lorekeeper", "--version", cwd=tmp_path, path=installed)

    assert version.split() == ["lorekeeper", PROJECT["project"]["version"]]
    assert (installed / "bot" / "playground" / "page" / "index.html").is_file()


def test_the_changelog_dates_the_version_of_the_package() -> None:
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## [")]

    assert any(line.startswith(f"## [{PROJECT['project']['version']}] - 20") for line in headings)
