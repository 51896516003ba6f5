"""Records the bot's REST requests as lines of JSON as they come in."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

KEPT = 10_000
"""Requests kept in memory; the file has all of them."""


@dataclass
class Request:
    """A request as received: `path` includes prefix and query; the `body` of an upload is its payload_json."""

    method: str
    path: str
    body: Any
    status: int = 0
    """The HTTP status of the response (0: not yet, or never)."""
    problem: str = ""
    """Why it was refused."""


class Recorder:
    """Keeps the latest requests in memory and writes all of them to a new file, flushed line by line, if one is given.

    `on_answered` is called with each request after it is answered.
    """

    def __init__(self, path: Path | None, on_answered: Callable[[Request], None] = lambda _: None) -> None:
        self.requests: list[Request] = []
        self.answered = on_answered
        self._file: IO[str] | None = _opened(path) if path else None

    def record(self, method: str, path: str, body: object) -> Request:
        request = Request(method, path, body)
        self.requests.append(request)
        del self.requests[:-KEPT]
        if self._file is not None:
            line = json.dumps({"method": method, "path": path, "body": body}, ensure_ascii=False)
            self._file.write(line + "\n")
            self._file.flush()
        return request

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _opened(path: Path) -> IO[str]:
    """The file. If it is new, only its owner can read it: it holds what people typed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8")
