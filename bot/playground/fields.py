"""Checks of single values in a request's body. Each adds what is wrong to the faults. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.playground.refusals import FormFaults, Json

Path = tuple[str | int, ...]
"""Where a value stands in the body: keys and indexes."""


def text(faults: FormFaults, path: Path, value: Any, *, at_most: int, at_least: int = 0, required: bool = False) -> int:
    """Check a text and return its length (0 for none)."""
    if value is None or (required and isinstance(value, str) and not value.strip()):
        if required:
            missing(faults, path)
        return 0
    if not isinstance(value, str):
        faults.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return 0
    if not at_least <= len(value) <= at_most:
        if at_least:
            faults.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {at_least} and {at_most} in length.")
        else:
            faults.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {at_most} or fewer in length.")
    return len(value)


def items(faults: FormFaults, path: Path, value: Any, *, at_most: int | None = None, at_least: int = 0) -> list[Json]:
    """Check a list of objects and return it (empty if it is invalid)."""
    if value is None:
        if at_least:
            missing(faults, path)
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        faults.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    if len(value) < at_least or (at_most is not None and len(value) > at_most):
        most = "any number" if at_most is None else at_most
        faults.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {at_least} and {most} in length.")
    return value


def strings(faults: FormFaults, path: Path, value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, (str, int)) for item in value):
        faults.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    return [str(item) for item in value]


def number(faults: FormFaults, path: Path, value: Any, least: int, most: int) -> None:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool):
        faults.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
    elif not least <= value <= most:
        faults.add(path, "NUMBER_TYPE_MAX", f"int value should be between {least} and {most}.")


def boolean(faults: FormFaults, path: Path, value: Any) -> None:
    if value is not None and not isinstance(value, bool):
        faults.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


def timestamp(faults: FormFaults, path: Path, value: Any) -> None:
    if value is None:
        return
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        faults.add(path, "DATE_TIME_TYPE_PARSE", f'Could not parse "{value}". Should be ISO8601.')


def url(faults: FormFaults, path: Path, value: Any, *, media: bool = False) -> None:
    """A link must be http(s); a picture may also be an upload of the same message."""
    schemes = ("http", "https", "attachment") if media else ("http", "https", "discord")
    if value and not re.match(rf"^({'|'.join(schemes)})://\S+$", str(value)):
        faults.add(path, "URL_TYPE_INVALID_URL", f"Not a well formed URL of one of {schemes}.")


def missing(faults: FormFaults, path: Path) -> None:
    faults.add(path, "BASE_TYPE_REQUIRED", "This field is required")


def not_one_of(faults: FormFaults, path: Path, values: Sequence[object]) -> None:
    faults.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, values))}}}.")
