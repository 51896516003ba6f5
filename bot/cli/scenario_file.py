"""Reads a playground's scenario from YAML. The document is a list of steps; `docs/scenarios.md` describes them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import yaml

from bot.errors import UserError
from bot.playground.scenario import Step, Verb

DEED = re.compile(r"(?P<who>\w+) (?P<verb>says|uses|presses|picks|fills in|sees)")

DURATION = re.compile(r"(\d+) ?(seconds?|s|minutes?|min|hours?|h|days?|d)")

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

DETAILS = {"in", "with", "expect", "expect_not", "private", "within"}
"""The keys of a step beside what it does."""


class Wrong(Exception):
    """A step that can't be understood; the text says why."""


def read_scenario(file: Path) -> list[Step]:
    """The steps of a file. Raises UserError with all problems, each with its line."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file} can't be read: {getattr(error, 'strerror', None) or error}") from error
    except yaml.YAMLError as error:
        raise UserError(f"{file} isn't valid YAML: {error}") from error
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        raise UserError(f"{file}: expected a list of steps, such as: - Robin says: hello")
    steps, problems = [], []
    for node in root.value:
        line = node.start_mark.line + 1
        try:
            steps.append(_step(line, yaml.SafeLoader("").construct_document(node)))
        except Wrong as problem:
            problems.append(f"{file}:{line}: {problem}")
    if problems:
        raise UserError("\n".join(problems))
    return steps


def _step(line: int, given: Any) -> Step:
    if not isinstance(given, dict):
        raise Wrong("a step is a mapping, such as: Robin says: hello")
    deeds = [key for key in given if key not in DETAILS]
    if len(deeds) != 1:
        raise Wrong(f"a step does one thing; here are {', '.join(map(str, deeds)) or 'none'}")
    deed, what = str(deeds[0]), given[deeds[0]]
    details: dict[str, Any] = {
        "expect": tuple(_texts(given.get("expect"))),
        "expect_not": tuple(_texts(given.get("expect_not"))),
    }
    if "in" in given:
        details["channel"] = str(given["in"]).removeprefix("#")
    if "private" in given:
        details["is_private"] = bool(given["private"])
    if "within" in given:
        details["within"] = _duration(given["within"])
    if deed == "wait":
        return Step(line, "wait", by=_duration(what), **details)
    if deed == "go to":
        return Step(line, "go to", what=str(what), **details)
    found = DEED.fullmatch(deed)
    if not found:
        verbs = ", ".join(verb for verb in get_args(Verb) if verb not in ("wait", "go to"))
        raise Wrong(f"unknown step {deed!r}; write who does what ({verbs}), or wait, or go to")
    who, verb = found["who"], found["verb"]
    values = given.get("with") or {}
    if verb == "fills in":
        values, what = what, ""
    if not isinstance(values, dict):
        raise Wrong(f"{'the form' if verb == 'fills in' else 'with'} is a mapping of names to values")
    if verb == "sees":
        details["expect"], what = (*_texts(what), *details["expect"]), ""
    text = str(what).removeprefix("/") if verb == "uses" else str(what)
    return Step(line, verb, who, text, {str(key): _value(value) for key, value in values.items()}, **details)  # type: ignore[arg-type]  # DEED knows only verbs


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, bool) else str(value)


def _texts(value: Any) -> Iterator[str]:
    if value is not None:
        yield from map(str, value) if isinstance(value, list) else (str(value),)


def _duration(value: Any) -> timedelta:
    found = DURATION.fullmatch(str(value).strip())
    if not found:
        raise Wrong(f"{value!r} isn't a duration, such as 30 seconds, 2 hours or 1 day")
    return timedelta(seconds=int(found[1]) * UNITS[found[2][0]])
