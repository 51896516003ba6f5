"""Checks recorded requests against Discord's own description of its API, where the checker lies beside the project."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CHECKER = Path(__file__).parents[2] / "shared" / "tools" / "check_discord_requests.py"

needs_checker = pytest.mark.skipif(not CHECKER.exists(), reason=f"the checker of requests is not there: {CHECKER}")


@cache
def checker() -> ModuleType:
    """The checker, as a module."""
    found = importlib.util.spec_from_file_location("check_discord_requests", CHECKER)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@cache
def description() -> Any:
    """Discord's description, whose validators are made once for all tests of a process."""
    spec = checker().Spec(checker().SPEC)
    made: dict[int, tuple[object, Any]] = {}  # with the schema, so that no other one gets its id
    make = spec.validator

    def validator(schema: object) -> Any:
        if id(schema) not in made:
            made[id(schema)] = schema, make(schema)
        return made[id(schema)][1]

    spec.validator = validator
    return spec


def assert_discord_accepts(record: Path) -> None:
    """Nothing that was recorded breaks the description. Without the checker, nothing is looked at."""
    if not CHECKER.exists():
        return
    requests = [json.loads(line) for line in record.read_text("utf-8").splitlines() if line.strip()]
    assert requests
    faults = [
        f"line {number}: {fault}"
        for number, request in enumerate(requests, 1)
        for fault in checker().check(description(), request)
    ]
    assert faults == []
