"""Who is alone in a data folder: real processes, also such as are killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.folder_lock import LOCK, folder_lock

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks"),
]

STAY = """
import sys
from pathlib import Path
from bot.storage.folder_lock import folder_lock
with folder_lock(Path(sys.argv[1])) as lock:
    if sys.argv[2] == "shares":
        lock.share()
    print(lock.was_alone, flush=True)
    sys.stdin.read()
"""


def somebody(folder: Path, *, shares: bool = True) -> "subprocess.Popen[str]":
    """Another process in the folder, until its input is closed or it is killed."""
    command = (sys.executable, "-c", STAY, str(folder), "shares" if shares else "keeps")
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_the_first_is_alone_and_makes_the_folder(tmp_path: Path) -> None:
    with folder_lock(tmp_path / "data") as lock:
        assert lock.was_alone

    assert (tmp_path / "data" / LOCK).read_bytes() == b""


def test_who_comes_while_another_is_there_is_not_alone(tmp_path: Path) -> None:
    with somebody(tmp_path) as other:
        assert said(other) == "True"

        with folder_lock(tmp_path) as lock:
            assert (lock.was_alone, lock.met_others) == (False, True)

        other.communicate()


def test_after_a_process_that_was_killed_the_next_one_is_alone(tmp_path: Path) -> None:
    with somebody(tmp_path) as other:
        said(other)
        other.kill()
        other.wait()

        with folder_lock(tmp_path) as lock:
            assert (lock.was_alone, lock.met_others) == (True, False)


def test_others_wait_until_the_folder_is_shared(tmp_path: Path) -> None:
    with folder_lock(tmp_path) as lock, somebody(tmp_path) as other:
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(1)

        lock.share()

        assert said(other) == "False"
        other.communicate()
