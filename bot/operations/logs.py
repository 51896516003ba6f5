"""The log on standard error: lines for people on a terminal, JSON for programs. Alone in knowing python-json-logger."""

import logging
import sys
from typing import TextIO

from bot.operations.outages import Outages
from bot.settings import LogFormat

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log(level: str, format: LogFormat | None = None, stream: TextIO | None = None) -> None:
    """Logs our messages from the operator's level on; those of libraries from warning on, or from info on at debug.

    Without a format, it is text on a terminal and JSON anywhere else.
    """
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(format or _usual(stream)))
    handler.addFilter(Outages())
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO if level == "debug" else logging.WARNING)
    logging.getLogger("bot").setLevel(level.upper())


def _usual(stream: TextIO | None) -> LogFormat:
    """What is usual for this stream, which a program without a console doesn't have."""
    return "text" if stream is not None and stream.isatty() else "json"


def _formatter(format: LogFormat) -> logging.Formatter:
    if format == "text":
        return logging.Formatter(LINE)
    from pythonjsonlogger.json import JsonFormatter  # needed only here, and imports a tenth of a second's worth

    return JsonFormatter(
        ("levelname", "name", "message"),
        timestamp="time",
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
        json_ensure_ascii=False,
    )
