"""Application commands: Discord's rules for registering them, and its client's rules for filling them in. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.playground.fields import Path
from bot.playground.refusals import FormFaults, Json, Refusal, invalid_form
from bot.playground.rules import check_choice

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)

SLASH_MAX = 100
MENUS_MAX = 15
"""Menus of a kind; discord.py itself stops at 5."""
COMMAND_TEXT_MAX = 8000


class NotPossible(Exception):
    """Discord's client would not let a member do this. The text is for the member, `option` the option at fault."""

    def __init__(self, text: str, option: str = "") -> None:
        super().__init__(text)
        self.option = option


# ------------------------------------------------------------------------------------------- registering


def check_command(body: Json, *, path: Path = ()) -> Json:
    """The command as Discord stores it, without ids. Raises `Refusal`."""
    faults = FormFaults()
    kind = body.get("type") or SLASH
    name = body.get("name")
    if kind not in (SLASH, USER_MENU, MESSAGE_MENU):
        faults.add((*path, "type"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
    description = body.get("description") or ""
    if kind == SLASH:
        _check_name(faults, (*path, "name"), name)
        _check_description(faults, (*path, "description"), description)
        _check_options(faults, (*path, "options"), body.get("options") or [], depth=0)
    else:
        if not isinstance(name, str) or not 1 <= len(name.strip()) <= 32:
            faults.add((*path, "name"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length.")
        if description:
            code, message = "APPLICATION_COMMAND_INVALID_DESCRIPTION", "Context menu commands have no description"
            faults.add((*path, "description"), code, message)
        if body.get("options"):
            code, message = "APPLICATION_COMMAND_INVALID_OPTIONS", "Context menu commands have no options"
            faults.add((*path, "options"), code, message)
    if _size(body) > COMMAND_TEXT_MAX:
        code = "APPLICATION_COMMAND_TOO_LARGE"
        faults.add((*path,), code, f"Command exceeds maximum size of {COMMAND_TEXT_MAX}")
    for key, known in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        given = body.get(key)
        if given is not None and (not isinstance(given, list) or not given or any(v not in known for v in given)):
            faults.add((*path, key), "BASE_TYPE_CHOICES", f"Value must be one or more of {known}.")
    needed = body.get("default_member_permissions")
    if needed is not None and not str(needed).isdecimal():
        message = f'Value "{needed}" is not an integer in a string.'
        faults.add((*path, "default_member_permissions"), "STRING_TYPE_CONVERT", message)
    faults.refuse_if_any()
    command: Json = {
        "type": kind,
        "name": name,
        "name_localizations": body.get("name_localizations"),
        "description": description,
        "description_localizations": body.get("description_localizations"),
        "default_member_permissions": None if needed is None else str(needed),
        "dm_permission": body.get("dm_permission", True),
        "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0, 1],
        "nsfw": bool(body.get("nsfw")),
    }
    if kind == SLASH:
        command["options"] = body.get("options") or []
    return command


def check_set(bodies: Any) -> list[Json]:
    """All commands of one scope as Discord stores them, checked one by one and as a set."""
    if not isinstance(bodies, list):
        raise invalid_form((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    commands = [check_command(body, path=(index,)) for index, body in enumerate(bodies)]
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        key = (command["type"], command["name"])
        if key in seen:
            message = "Application command names must be unique"
            raise invalid_form((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
    check_number_of(commands)
    return commands


def check_number_of(commands: Sequence[Json]) -> None:
    """Discord's limits for one scope: 100 slash commands, 15 menus of each kind."""
    for kind, most in ((SLASH, SLASH_MAX), (USER_MENU, MENUS_MAX), (MESSAGE_MENU, MENUS_MAX)):
        if sum(1 for command in commands if command["type"] == kind) > most:
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({most})")


def _check_name(faults: FormFaults, path: Path, name: Any) -> None:
    if (
        not isinstance(name, str)
        or not 1 <= len(name) <= 32
        or not all(letter in "-_'" or letter.isalnum() or not letter.isascii() for letter in name)
        or re.search(r"\s", name)
        or name != name.lower()
    ):
        message = "Command name is invalid: 1 to 32 lower-case letters, digits, - and _"
        faults.add(path, "APPLICATION_COMMAND_INVALID_NAME", message)


def _check_description(faults: FormFaults, path: Path, description: Any) -> None:
    if not isinstance(description, str) or not 1 <= len(description) <= 100:
        faults.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _check_options(faults: FormFaults, path: Path, options: Any, *, depth: int) -> None:
    if not isinstance(options, list):
        faults.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(options) > 25:
        faults.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 25 in length.")
    names = set()
    optional_before = False
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        message = "Sub-commands and other options cannot be mixed"
        faults.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    for index, option in enumerate(options):
        where = (*path, index)
        kind = option.get("type")
        _check_name(faults, (*where, "name"), option.get("name"))
        _check_description(faults, (*where, "description"), option.get("description"))
        if option.get("name") in names:
            message = "Option name is already used"
            faults.add((*where, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        names.add(option.get("name"))
        if kind not in range(1, 12):
            faults.add((*where, "type"), "BASE_TYPE_CHOICES", "Value must be one of {1, ..., 11}.")
        elif (kind == GROUP and depth > 0) or (kind == SUBCOMMAND and depth > 1):
            message = "Sub-command option type is nested too deep"
            faults.add((*where, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        elif kind == GROUP:
            inner = option.get("options") or []
            if not inner or any(child.get("type") != SUBCOMMAND for child in inner):
                message = "A sub-command group holds sub-commands"
                faults.add((*where, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
            _check_options(faults, (*where, "options"), inner, depth=1)
        elif kind == SUBCOMMAND:
            _check_options(faults, (*where, "options"), option.get("options") or [], depth=2)
        else:
            _check_value_option(faults, where, option)
            if option.get("required") and optional_before:
                message = "Required options must be placed before non-required options"
                faults.add(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
            optional_before = optional_before or not option.get("required")


def _check_value_option(faults: FormFaults, where: Path, option: Json) -> None:
    kind = option["type"]
    choices = option.get("choices") or []
    has_text = kind in (STRING, INTEGER, NUMBER)
    if len(choices) > 25:
        faults.add((*where, "choices"), "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 25 in length.")
    if (choices or option.get("autocomplete")) and not has_text:
        message = "Only text and number options have choices or autocomplete"
        faults.add((*where, "choices"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        return
    if choices and option.get("autocomplete"):
        message = "An option cannot have choices and autocomplete"
        faults.add((*where, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", message)
    seen = set()
    for index, choice in enumerate(choices):
        check_choice(faults, (*where, "choices", index), choice, kind)
        if choice.get("name") in seen:
            message = "Option choice name is already used"
            faults.add((*where, "choices", index), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message)
        seen.add(choice.get("name"))
    for key, least, most in (("min_length", 0, 6000), ("max_length", 1, 6000)):
        value = option.get(key)
        if value is not None and not (isinstance(value, int) and least <= value <= most):
            message = f"int value should be between {least} and {most}."
            faults.add((*where, key), "NUMBER_TYPE_MAX", message)


def _size(value: Any) -> int:
    """Total characters of all names, descriptions and values in the tree, which is what Discord limits."""
    if isinstance(value, dict):
        own = sum(len(str(value[key])) for key in ("name", "description", "value") if value.get(key) is not None)
        nested = [*(value.get("options") or []), *(value.get("choices") or [])]
        return own + sum(_size(item) for item in nested)
    return 0


# --------------------------------------------------------------------------------------------- filling in


class Lookup(Protocol):
    """Finds what a member named in an option by id, mention or name; `None` if there is no match."""

    def user(self, text: str) -> tuple[str, Json, Json | None] | None:
        """Id, user and (in a server) membership."""

    def channel(self, text: str) -> tuple[str, Json] | None: ...

    def role(self, text: str) -> tuple[str, Json] | None: ...

    def file(self, text: str) -> tuple[str, Json] | None:
        """A file that the member has uploaded, by its id."""


@dataclass(frozen=True)
class Filled:
    """A slash command's options as Discord sends them to the bot."""

    options: list[Json]
    resolved: Json
    focused_type: int = 0
    """For autocomplete: the type of the option being typed in."""


def fill_in(
    command: Json, path: Sequence[str], values: Mapping[str, Any], lookup: Lookup, *, focused: str | None = None
) -> Filled:
    """Check a member's options as Discord's client does, and shape them for the bot.

    They are sent in the order in which the bot declared them, not in which the member filled them in (discord-api-docs
    issue 5277).

    With `focused` it is an autocomplete request: that option may be half-typed, and the others may be missing.
    """
    declared: list[Json] = command.get("options") or []
    steps: list[Json] = []
    for step in path:
        inner = next((o for o in declared if o["name"] == step and o["type"] in (SUBCOMMAND, GROUP)), None)
        if inner is None:
            raise NotPossible(f"/{command['name']} has no {' '.join(path)}")
        steps.append(inner)
        declared = inner.get("options") or []
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in declared):
        names = ", ".join(option["name"] for option in declared)
        raise NotPossible(f"/{' '.join([command['name'], *path])} needs one of: {names}")
    unknown = sorted(set(values) - {option["name"] for option in declared})
    if unknown:
        raise NotPossible(f"/{command['name']} has no option {unknown[0]}", unknown[0])
    resolved: Json = {}
    filled: list[Json] = []
    focused_type = 0
    for option in declared:
        name = option["name"]
        value = values.get(name)
        if name == focused:
            if not option.get("autocomplete"):
                raise NotPossible(f"{name} has no autocomplete", name)
            focused_type = option["type"]
            typed = "" if value is None else str(value)
            filled.append({"name": name, "type": option["type"], "value": typed, "focused": True})
        elif value is not None and value != "":
            filled.append({"name": name, "type": option["type"], "value": _value(option, value, lookup, resolved)})
        elif option.get("required") and focused is None:
            raise NotPossible(f"{name} is required", name)
    if focused is not None and not focused_type:
        raise NotPossible(f"/{command['name']} has no option {focused}", focused)
    for outer in reversed(steps):
        filled = [{"name": outer["name"], "type": outer["type"], "options": filled}]
    return Filled(filled, resolved, focused_type)


def _value(option: Json, value: Any, lookup: Lookup, resolved: Json) -> str | int | float | bool:
    name, kind = option["name"], option["type"]
    if option.get("choices"):
        for choice in option["choices"]:
            if value in (choice["value"], choice["name"]) or str(value) == str(choice["value"]):
                chosen: str | int | float = choice["value"]
                return chosen
        offered = ", ".join(choice["name"] for choice in option["choices"])
        raise NotPossible(f"{name} must be one of: {offered}", name)
    if kind == STRING:
        return _string(option, value)
    if kind in (INTEGER, NUMBER):
        return _number(option, value)
    if kind == BOOLEAN:
        if str(value).lower() not in ("true", "false"):
            raise NotPossible(f"{name} must be true or false", name)
        return str(value).lower() == "true"
    text = re.sub(r"^<(?:@!?|@&|#)(\d+)>$", r"\1", str(value))
    if kind in (USER, MENTIONABLE) and (user := lookup.user(text)):
        resolved.setdefault("users", {})[user[0]] = user[1]
        if user[2] is not None:
            resolved.setdefault("members", {})[user[0]] = user[2]
        return user[0]
    if kind in (ROLE, MENTIONABLE) and (role := lookup.role(text)):
        resolved.setdefault("roles", {})[role[0]] = role[1]
        return role[0]
    if kind == CHANNEL and (channel := lookup.channel(text)):
        types = option.get("channel_types")
        if types and channel[1]["type"] not in types:
            raise NotPossible(f"{name} can't be this kind of channel", name)
        resolved.setdefault("channels", {})[channel[0]] = channel[1]
        return channel[0]
    if kind == ATTACHMENT and (file := lookup.file(text)):
        resolved.setdefault("attachments", {})[file[0]] = file[1]
        return file[0]
    what = {USER: "member", CHANNEL: "channel", ROLE: "role", ATTACHMENT: "uploaded file"}.get(kind, "member or role")
    raise NotPossible(f"{name}: no {what} {value!r} here", name)


def _string(option: Json, value: Any) -> str:
    name, text = option["name"], str(value).strip()
    least, most = option.get("min_length") or 0, option.get("max_length") or 6000
    if not least <= len(text) <= most:
        raise NotPossible(f"{name} must have {least} to {most} characters", name)
    return text


def _number(option: Json, value: Any) -> int | float:
    name = option["name"]
    try:
        number = int(str(value)) if option["type"] == INTEGER else float(str(value))
    except ValueError:
        kind = "a whole number" if option["type"] == INTEGER else "a number"
        raise NotPossible(f"{name} must be {kind}", name) from None
    least, most = option.get("min_value"), option.get("max_value")
    if least is not None and number < least:
        raise NotPossible(f"{name} must be at least {least}", name)
    if most is not None and number > most:
        raise NotPossible(f"{name} must be at most {most}", name)
    return number
