"""Rows whose columns are the fields of a dataclass. A column of ids has its field's name without `_id`."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

_COLUMNS = {"server_id": "server", "channel_id": "channel", "member_id": "member", "role_id": "role"}
_FIELDS = {column: field for field, column in _COLUMNS.items()}


def row_of(value: Any) -> dict[str, Any]:
    """The row of a dataclass."""
    return {_COLUMNS.get(field, field): each for field, each in asdict(value).items()}


def fields_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The arguments for the dataclass of a row."""
    return {_FIELDS.get(column, column): value for column, value in row.items()}
